"""What the integration's pages read of a ledger, and how long that takes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.threads import ThreadState
from custom_components.missed_call_textback.ledger import SqliteLedger

from .past import Past, peer_of

_ROUNDS: Final = 40
_WAITING: Final = Wanted(state=ThreadState.WAITING)
_REPLIED: Final = Wanted(state=ThreadState.REPLIED)
# As many as the list that an owner looks at has.
_OWED: Final = 200
_PAGE_MS: Final = 5.0
# What is more than a page, each asked for once when something is opened or was written: everybody who
# waits, of whom a run leaves thousands; four pages of a list; and a year's counters of each day.
_LARGER_MS: Final = {"figures": 10.0, "owed": 20.0, "days_366": 20.0}
_READ_AT_ONCE: Final = 2**20

type Look = Callable[[], Awaitable[object]]


async def read_ms(ledgers: Mapping[Path, Past]) -> list[dict[str, float]]:
    """Return the median time of each look, per ledger; the ledgers take turns."""
    opened: list[SqliteLedger] = []
    try:
        for path in ledgers:
            _warm(path)
            ledger = SqliteLedger()
            await ledger.open(path)
            opened.append(ledger)
        looks = [_looks(*pair) for pair in zip(opened, ledgers.values(), strict=True)]
        times: list[dict[str, list[float]]] = [{name: [] for name in each} for each in looks]
        for _ in range(_ROUNDS):
            for theirs, kept in zip(looks, times, strict=True):
                for name, look in theirs.items():
                    began = perf_counter()
                    await look()
                    kept[name].append(perf_counter() - began)
    finally:
        for ledger in opened:
            await ledger.close()
    return [
        {name: round(median(values) * 1000, 3) for name, values in each.items()} for each in times
    ]


def limit_ms(look: str) -> float:
    """Return how long a look may take."""
    return _LARGER_MS.get(look, _PAGE_MS)


def _warm(path: Path) -> None:
    """Have the system hold a file in memory: the disk is not what is measured."""
    with path.open("rb") as file:
        while file.read(_READ_AT_ONCE):
            pass


def _days_ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def _looks(ledger: SqliteLedger, past: Past) -> dict[str, Look]:
    """Return the looks that sensors, lists, the options and an export take."""
    lines: Sequence[str] = (past.line_id,)
    today = datetime.now(UTC).date().isoformat()
    threads = count()

    def of_one_caller() -> Awaitable[object]:
        # Another one each time, all over the ledger.
        peer = peer_of(next(threads) * 6151 % past.threads)
        return ledger.records(past.shop_id, lines, peer=peer)

    return {
        "figures": lambda: ledger.figures(past.line_id, today),
        "owed": lambda: ledger.owed(past.shop_id, past.line_id, _OWED),
        "days_30": lambda: ledger.daily(past.line_id, _days_ago(30), today),
        "days_366": lambda: ledger.daily(past.line_id, _days_ago(366), today),
        "settings": lambda: ledger.settings(past.shop_id),
        "records_of_one": of_one_caller,
        "latest_50": lambda: ledger.threads(past.shop_id, lines, Wanted()),
        "waiting_50": lambda: ledger.threads(past.shop_id, lines, _WAITING),
        "in_conversation_50": lambda: ledger.threads(past.shop_id, lines, _REPLIED),
    }
