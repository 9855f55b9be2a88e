"""Every door that coverage can lead, by its name: imported where the watching has begun."""

from collections.abc import Iterable
from pathlib import Path
import re
from typing import Final

from hypothesis import HealthCheck, given, settings

from bench.fuzz.ami import AmiStreams
from bench.fuzz.finding import Finding
from bench.fuzz.fritz import CallLists, MonitorLines
from bench.fuzz.pure import PureDoor
from bench.fuzz.sip import SipMessages
from custom_components.missed_call_textback.core.numbers import (
    country_of,
    number_kind,
    to_e164,
    zones_of,
)
from custom_components.missed_call_textback.core.opt_out import wish_of
import tests.core as core_tests

from . import letter_doors, wire_doors
from .guided_door import GuidedDoor

_STRUCTURED: Final = (AmiStreams(), SipMessages(), MonitorLines(), CallLists())
_E164: Final = re.compile(r"\+[1-9][0-9]{1,14}")
_NUMBERS: Final = (
    "+12025550143",
    "(202) 555-0143",
    "030 23125001",
    "0049 171 3920001",
    "anonymous",
    "266696687",
    "911",
    "\u202a+1 202-555-0143\u202c",
)
_REPLIES: Final = Path(core_tests.__path__[0]) / "opt_out_corpus" / "development.tsv"


def guided_door(name: str) -> GuidedDoor:
    """Return one door, ready to be tried."""
    structured = {door.name: _structured(door) for door in _STRUCTURED if door.name == name}
    return (structured | _RAW)[name]


def _structured(door: PureDoor) -> GuidedDoor:
    """Read bytes as a choice of one of a door's own inputs."""

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(door.inputs())
    def one(value: object) -> None:
        door.check(value)

    return GuidedDoor(check=one.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]


def _replies() -> Iterable[bytes]:
    for line in _REPLIES.read_text(encoding="utf-8").splitlines():
        yield line.rpartition("\t")[2].encode()


def _number(data: bytes) -> None:
    """Read bytes as a number, in two countries: what is read is read again as the same."""
    written = data.decode("utf-8", "replace")
    for country in ("US", "DE"):
        number = to_e164(written, country)
        if number is None:
            continue
        if not _E164.fullmatch(number) or to_e164(number, country) != number:
            raise Finding("a number that is none")
        number_kind(number)
        country_of(number)
        zones_of(number)


_RAW: Final = {
    **wire_doors.DOORS,
    **letter_doors.DOORS,
    "replies": GuidedDoor(
        check=lambda data: wish_of(data.decode("utf-8", "replace")), seeds=_replies
    ),
    "numbers": GuidedDoor(check=_number, seeds=lambda: map(str.encode, _NUMBERS)),
}
