"""The recorded streams, and what is expected of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
import re
import tarfile
from typing import Final

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.asterisk.frames import Framer
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    LinkedCalls,
    Verdict,
)

FIXTURES: Final = Path(__file__).parents[2] / "fixtures" / "ami"
BEGUN: Final = datetime(2026, 11, 21, 2, 17, 39, tzinfo=UTC)
RIGHTS: Final = ("full", "least")

_MARK: Final = re.compile(rb"## \+(\d+\.\d+)s")
_DETAILS: Final = re.compile(r"(\S+) -> (\S+) rang=([\d.]+)s by=(\S+) vm=(\S+) left=(\w+)")
_IDS: Final = re.compile(rb"(?m)^(\w*(?:niqueid|niqueID|inkedid): [^\r\n]+)")
# The recorder's words that are not ours. In its recordings of no phone being rung, something answered.
_WORDS: Final = {"after_hours": Outcome.CLOSED}


@dataclass(frozen=True, slots=True)
class Heard:
    """One frame as it comes over the wire, and when it came."""

    after: float
    wire: bytes


@dataclass(frozen=True, slots=True)
class Expected:
    """What became of a recorded call."""

    outcome: Outcome
    caller: str
    dialled: str
    rang: float | None


@cache
def streams() -> dict[tuple[str, str], tuple[Heard, ...]]:
    """Return every recorded stream by its scenario and its reader's rights."""
    found: dict[tuple[str, str], tuple[Heard, ...]] = {}
    for rights in RIGHTS:
        with tarfile.open(FIXTURES / f"{rights}.tar.xz") as archive:
            for member in archive.getmembers():
                if file := archive.extractfile(member):
                    found[Path(member.name).stem, rights] = tuple(_heard(file.read()))
    return found


def _heard(recorded: bytes) -> Iterable[Heard]:
    for block in recorded.split(b"\n\n"):
        lines = [line for line in block.split(b"\n") if not line.startswith(b"# ")]
        if lines and (mark := _MARK.fullmatch(lines[0])):
            yield Heard(float(mark[1]), b"\r\n".join(lines[1:]) + b"\r\n\r\n")


@cache
def expected() -> dict[str, Expected | None]:
    """Return what is expected of each scenario; None where nobody called in."""
    table: dict[str, Expected | None] = {}
    for line in (FIXTURES / "expected.tsv").read_text().splitlines():
        scenario, word, told = line.split("\t")
        details = _DETAILS.match(told)
        if details is None:
            assert word == "None"
            table[scenario] = None
            continue
        caller, dialled, rang, _, _, _ = details.groups()
        # "0s" is the recorder's way to say that nothing rang, "0.0s" that it hardly did.
        table[scenario] = Expected(
            outcome=_WORDS.get(word) or Outcome(word),
            caller=caller,
            dialled=dialled,
            rang=None if rang == "0" else float(rang),
        )
    return table


def apart(stream: Iterable[Heard], mark: str) -> list[Heard]:
    """Return a stream with ids of its own, so that it can be mixed with others."""
    return [Heard(each.after, _IDS.sub(rb"\1" + mark.encode(), each.wire)) for each in stream]


def followed(stream: Iterable[Heard], calls: LinkedCalls | None = None) -> list[Verdict]:
    """Return all that is told of a stream."""
    calls = calls or LinkedCalls()
    framer = Framer()
    return [
        verdict
        for each in stream
        for frame in framer.feed(each.wire)
        for verdict in calls.feed(frame, BEGUN + timedelta(seconds=each.after))
    ]
