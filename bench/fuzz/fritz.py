"""FRITZ!Box: lines of the call monitor and entries of the call list, right and spoilt."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final, override
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.fritzbox.call_ids import CallIds
from custom_components.missed_call_textback.providers.fritzbox.call_list import (
    MOST_CALLS,
    read_list,
)
from custom_components.missed_call_textback.providers.fritzbox.calls import (
    MOST_OPEN,
    OpenCalls,
    Over,
)
from custom_components.missed_call_textback.providers.fritzbox.monitor_lines import (
    LineCutter,
    Ring,
    read_line,
)
import tests.providers.fritzbox as recorded

from .finding import Finding
from .hostile import anything_written
from .pure import PureDoor
from .spoil import Change, changes, in_pieces, interleaved, spoilt

LINES: Final = [
    line.encode()
    for line in (Path(recorded.__path__[0]) / "fixtures" / "monitor_lines.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line[:1].isdecimal()
]
PIECES: Final = (
    b";",
    b";;;",
    b";RING;",
    b";CONNECT;",
    b";DISCONNECT;",
    b";0;",
    b"99.99.99 99:99:99",
    b"29.02.23 10:00:00",
    b"x" * 600,
)
# An id that the recorded lines do not have.
_ITS_OWN: Final = 7
_ANSWERED: Final = (
    b"29.10.23 02:30:00;RING;7;030231259999;69001;SIP0;",
    b"29.10.23 02:30:04;CONNECT;7;10;030231259999;",
    b"29.10.23 02:31:11;DISCONNECT;7;67;",
)
_HEARD_AT: Final = datetime(2023, 10, 29, 0, 30, tzinfo=UTC)
ZONES: Final = ("Europe/Berlin", "UTC", "Pacific/Apia", "Antarctica/Troll")
_FIELDS: Final = (
    *("Id", "Type", "Caller", "Called", "CalledNumber", "Name"),
    *("Port", "Date", "Duration", "Device"),
)
_known: Final = st.sampled_from(
    (
        *("1", "2", "9", "10", "6", "40", "29.10.23 02:30", "26.03.23 02:30", "01.01.00 00:00"),
        *(
            "0:00",
            "999:59",
            "9" * 12,
            "SIP: 98101",
            "0171(0302)",
            "31.12.99 23:59",
            "29.02.23 10:00",
        ),
    )
)

type LinesGiven = tuple[list[bytes], list[Change], int, int]


class MonitorLines(PureDoor):
    """No line raises, grows, or makes of an answered call a missed one."""

    name = "fritzbox"

    @override
    def inputs(self) -> st.SearchStrategy[LinesGiven]:
        return st.tuples(
            st.lists(st.sampled_from(LINES), max_size=30),
            changes(PIECES),
            st.integers(0, 2**32),
            st.integers(1, 700),
        )

    @override
    def check(self, given: LinesGiven) -> None:
        lines, done, seed, size = given
        self.check_wire(spoilt(b"".join(line + b"\r\n" for line in lines), done), seed, size)

    def check_wire(self, wire: bytes, seed: int, size: int) -> None:
        """Hear bytes as they come in pieces of a size, and beside a call that is answered."""
        cutter = LineCutter()
        cut = [line for piece in in_pieces(wire, size) for line in cutter.feed(piece)]
        others = [
            line for line in cut if (read := read_line(line)) is None or read.connection != _ITS_OWN
        ]
        callers = {read.caller for line in cut if isinstance(read := read_line(line), Ring)}
        calls, ids = OpenCalls(), CallIds(name="box")
        told = []
        for line in interleaved(_ANSWERED, others, Random(seed)):  # noqa: S311
            if (read := read_line(line)) is None:
                continue
            over = calls.take(read, _HEARD_AT)
            if isinstance(over, Over):
                told.append(over)
                ids.of(over.began, over.caller, over.nth)
        if len(calls._open) > MOST_OPEN:  # noqa: SLF001
            raise Finding("more calls are kept than may be")
        own = [over for over in told if over.caller == "030231259999"]
        if [over.outcome for over in own] not in ([Outcome.ANSWERED], []):
            raise Finding("an answered call that is told as missed")
        if not {over.caller for over in told} <= callers | {"030231259999"}:
            raise Finding("a caller who did not call")


class CallLists(PureDoor):
    """No list raises but where it is no XML, and what it tells has times that can be reckoned with."""

    name = "call_list"

    @override
    def inputs(self) -> st.SearchStrategy[tuple[list[dict[str, str]], list[Change], str]]:
        value = _known | anything_written
        return st.tuples(
            st.lists(st.dictionaries(st.sampled_from(_FIELDS), value, max_size=10), max_size=6),
            changes((b"<Call>", b"</Call>", b"&", b"<!DOCTYPE x>", b"]]>", b"encoding='utf-7'")),
            st.sampled_from(ZONES),
        )

    @override
    def check(self, given: tuple[list[dict[str, str]], list[Change], str]) -> None:
        calls, done, zone = given
        self.check_xml(spoilt(listing(calls), done), zone)

    def check_xml(self, xml: bytes, zone: str) -> None:
        """Read bytes as the box's list."""
        try:
            listed = read_list(xml)
        except ET.ParseError, LookupError, ValueError:
            # No XML, or in no encoding that there is: the source tells so, and tries again.
            return
        if len(listed) > MOST_CALLS:
            raise Finding("more calls are kept than may be")
        for call in listed:
            call.ended_at(ZoneInfo(zone))
            if call.caller is not None and "(" in call.caller:
                raise Finding("a caller with the network's number in it")


def listing(calls: list[dict[str, Any]]) -> bytes:
    """Write a list as the box does."""
    root = ET.Element("root")
    for call in calls:
        node = ET.SubElement(root, "Call")
        for name, text in call.items():
            # What XML cannot say at all is left to the spoiling.
            kept = "".join(char for char in text if char.isprintable())
            ET.SubElement(node, name).text = kept
    return ET.tostring(root)
