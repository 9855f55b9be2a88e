"""What a ledger of version 3 knew is found by the indexes of version 4."""

from collections.abc import AsyncIterator
import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, PEER, SHOP

_SCHEMA = (Path(__file__).parent / "schema_3.sql").read_text()
_AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
# A caller with a thread, one who was answered at once, and a call that rings.
_ROWS = """
INSERT INTO thread (id, line_id, peer, last_at, first_at, prefix) VALUES
    (1, 'line', '+12025550111', 1777982400000000, 1777982400000000, '+1202555');
INSERT INTO call (id, line_id, source_id, thread_id, caller, started_at, confirmed, outcome,
    decision, reason, due_at)
VALUES
    (1, 'line', 'demo:1', 1, '+12025550111', 1777982400000000, 0, 'no_answer', 'text_back',
     'missed_open', NULL),
    (2, 'line', 'demo:2', NULL, '+12025550112', 1777982400000000, 0, 'answered', 'skip', 'answered',
     NULL),
    (3, 'line', 'demo:3', NULL, '+12025550113', 1777982400000000, 0, NULL, NULL, NULL,
     1777982480000000);
"""


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[SqliteLedger]:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(_SCHEMA + _ROWS)
        old.commit()
    ledger = SqliteLedger()
    await ledger.open(path)
    yield ledger
    await ledger.close()


@pytest.mark.parametrize(
    ("number", "caller"), [(1, PEER), (2, "+12025550112"), (3, "+12025550113")]
)
async def test_a_call_is_found_by_another_source_and_joined(
    ledger: SqliteLedger, number: int, caller: str
) -> None:
    def work(book: Book) -> None:
        call = Call(
            line_id=LINE,
            source_id="pbx:1",
            caller=caller,
            started_at=_AT,
            outcome=Outcome.NO_ANSWER,
        )
        [other] = book.heard_elsewhere(call, _AT, _AT)
        assert (other.id, other.by_twin) == (number, False)
        book.join_call(call, other.id)
        assert book.find_call("pbx:1") == replace(other, by_twin=True)

    await ledger.write(work)


async def test_a_call_that_rang_still_falls_due(ledger: SqliteLedger) -> None:
    due = await ledger.write(lambda book: book.calls_due(_AT + timedelta(minutes=2), 10))
    assert [stored.id for stored in due] == [3]


async def test_a_person_is_erased_with_a_thread_and_without(ledger: SqliteLedger) -> None:
    assert await ledger.write(lambda book: book.erase(SHOP, PEER)) == 2
    assert await ledger.write(lambda book: book.erase(SHOP, "+12025550112")) == 1
