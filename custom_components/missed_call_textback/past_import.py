"""Imports what a log tells of the time before: counts it, and keeps it beside our own counters."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from .coordinator import ShopCoordinator
from .core.book import Book
from .core.figures import added, calls, left_out, missed
from .core.past.calls import PastCall, PastLine, count_line
from .core.past.days import before, ends_before
from .core.past.keeping import keep
from .core.past.reading import LeftOut, WhyLeft
from .core.shop import Line, Shop

_FIRST, _LAST = "0000-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """What would be imported of a line: of which days, and how much.

    `left_out` are missed calls that no customer was lost by: spam, the team, withheld numbers.
    """

    line: Line
    first: str
    last: str
    calls: int
    missed: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastImport:
    """What a log tells of a shop, counted, before any of it is kept."""

    lines: dict[str, PastLine]
    shown: list[LineShown]
    rows_left: dict[WhyLeft, LeftOut]

    @property
    def calls(self) -> int:
        """How many calls came in, on the days that would be imported."""
        return sum(line.calls for line in self.shown)


async def async_count(
    coordinator: ShopCoordinator,
    told: Iterable[PastCall],
    rows_left: dict[WhyLeft, LeftOut] | None = None,
) -> PastImport:
    """Count what a log tells. Raises LedgerUnavailable."""
    shop = coordinator.shop
    lines = await coordinator.hass.async_add_executor_job(_count, shop, list(told))
    today = coordinator.today.isoformat()

    def ends(book: Book) -> dict[str, str]:
        return {line_id: ends_before(book.own_since(line_id), today) for line_id in lines}

    ends_of = await coordinator.ledger.write(ends)
    return PastImport(
        lines=lines,
        shown=[
            shown
            for line in shop.lines
            if line.id in lines and (shown := _shown(line, lines[line.id], ends_of[line.id]))
        ],
        rows_left=rows_left or {},
    )


async def async_keep(coordinator: ShopCoordinator, past: PastImport) -> None:
    """Keep what was counted, all of it or nothing. Raises LedgerUnavailable."""
    # A line may be gone since it was counted.
    lines = [line.id for line in coordinator.shop.lines if line.id in past.lines]
    zone, today = str(coordinator.shop.time_zone), coordinator.today.isoformat()

    def keep_all(book: Book) -> None:
        for line_id in lines:
            keep(book, line_id, past.lines[line_id], zone=zone, today=today)

    await coordinator.ledger.write(keep_all)
    coordinator.async_look_again()


async def async_forget(coordinator: ShopCoordinator) -> None:
    """Forget all that was ever imported. Raises LedgerUnavailable."""

    def forget(book: Book, line_ids: Collection[str]) -> None:
        for line_id in line_ids:
            book.forget_past(line_id)

    line_ids = [line.id for line in coordinator.shop.lines]
    await coordinator.ledger.write(partial(forget, line_ids=line_ids))
    coordinator.async_look_again()


async def async_has_any(coordinator: ShopCoordinator) -> bool:
    """Tell whether anything is imported that counts. Raises LedgerUnavailable."""
    for line in coordinator.shop.lines:
        if await coordinator.ledger.past(line.id, _FIRST, _LAST):
            return True
    return False


def _count(shop: Shop, told: list[PastCall]) -> dict[str, PastLine]:
    of_lines: dict[str, list[PastCall]] = {}
    for call in told:
        of_lines.setdefault(call.line_id, []).append(call)
    return {
        line.id: count_line(of_lines[line.id], line, shop)
        for line in shop.lines
        if line.id in of_lines
    }


def _shown(line: Line, told: PastLine, end: str) -> LineShown | None:
    days = before(told.days, end)
    if not days:
        return None
    counts = added(days.values())
    return LineShown(
        line=line,
        first=min(days),
        last=max(days),
        calls=calls(counts),
        missed=missed(counts),
        left_out=sum(left_out(counts).values()),
    )
