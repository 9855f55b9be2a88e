"""Lists of calls that an owner uploads: each export that is known, right and spoilt."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, override
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.figures import added, calls, left_out
from custom_components.missed_call_textback.core.past.calls import count_line
from custom_components.missed_call_textback.core.past.dates import DayOrder
from custom_components.missed_call_textback.core.past.reading import OrderUnclear, read_calls
from custom_components.missed_call_textback.core.past.table import Unreadable
from custom_components.missed_call_textback.core.shop import Line, Shop
import tests.core as recorded

from .finding import Finding
from .pure import PureDoor
from .spoil import Change, changes, spoilt

_EXPORTS: Final = tuple(
    path.read_bytes()
    for path in sorted((Path(recorded.__path__[0]).parent / "fixtures" / "call_logs").iterdir())
)
_PIECES: Final = (
    b"sep=x\n",
    b";;;;",
    b'"',
    b'""',
    b"\t",
    b"31/02/2026 25:61",
    b"Date",
    b"=HYPERLINK(1)",
    b"\xff\xfe",
    b"9" * 400,
)
_LINE: Final = Line(id="line", name="Front desk", number="+12025550100")
_SHOP: Final = Shop(
    id="shop",
    business="Corner Barbers",
    country="US",
    time_zone=ZoneInfo("Europe/Berlin"),
    lines=(_LINE,),
)
_NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)


class CallFiles(PureDoor):
    """No file raises but what says why it cannot be read, and each call that is read counts once."""

    name = "call_files"

    @override
    def inputs(self) -> st.SearchStrategy[tuple[bytes, list[Change], DayOrder | None]]:
        return st.tuples(
            st.sampled_from(_EXPORTS), changes(_PIECES), st.none() | st.sampled_from(DayOrder)
        )

    @override
    def check(self, given: tuple[bytes, list[Change], DayOrder | None]) -> None:
        export, done, order = given
        try:
            told = read_calls(spoilt(export, done), _SHOP, _LINE.id, _NOW, order).calls
        except Unreadable, OrderUnclear:
            return
        if any(call.at > _NOW + timedelta(days=1) for call in told):
            raise Finding("a call of the future")
        counts = added(count_line(told, _LINE, _SHOP).days.values())
        came_in = sum(not call.went_out for call in told)
        if calls(counts) + sum(left_out(counts).values()) != came_in:
            raise Finding("a call that does not count once")
