"""What a ledger of version 2 knew is found by the indexes of version 3."""

from collections.abc import AsyncIterator
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3

import pytest

from custom_components.missed_call_textback.core.limits import Limits, TrafficSince
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, PEER, SHOP

_SCHEMA = (Path(__file__).parent / "schema_2.sql").read_text()
_AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
_ERASED_AT = _AT - timedelta(days=1)
_OTHER = "+12025550112"
# A day of two callers: one was erased since, and one is of the team, whose calls have no thread.
_ROWS = """
INSERT INTO thread (id, line_id, peer, last_at, first_at, prefix) VALUES
    (1, 'line', '+12025550111', 1777982400000000, 1777982400000000, '+1202555'),
    (2, 'line', 'x:2', 1777896000000000, 1777896000000000, NULL);
INSERT INTO call (id, line_id, source_id, thread_id, caller, started_at, confirmed, outcome, reason)
VALUES
    (1, 'line', 'demo:1', 1, '202 555 0111', 1777982400000000, 0, 'no_answer', 'missed_open'),
    (2, 'line', 'h:2', 2, '', 1777896000000000, 0, 'no_answer', 'missed_open'),
    (3, 'line', 'demo:3', NULL, '+12025550112', 1777982400000000, 0, 'no_answer', 'team'),
    (4, 'line', 'demo:4', NULL, NULL, 1777982400000000, 0, 'no_answer', 'no_caller_id');
INSERT INTO text (id, ref, line_id, thread_id, call_id, kind, sender, peer, body, state, carrier_id,
    attempts, created_at, deadline, accepted_at, shop_id)
VALUES
    (1, 'ref1', 'line', 2, 2, 'text_back', '+12025550100', '', '', 'delivered', 'SM1', 0,
     1777896000000000, 1777896600000000, 1777896005000000, 'shop'),
    (2, 'ref2', 'line', 1, 1, 'text_back', '+12025550100', '+12025550111', 'Sorry!', 'delivered',
     'SM2', 0, 1777982400000000, 1777983000000000, 1777982402000000, 'shop'),
    (3, 'ref3', 'line', 1, 1, 'text_back', '+12025550100', '+12025550111', 'Sorry!', 'failed',
     NULL, 0, 1777982400000000, 1777983000000000, NULL, 'shop');
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


async def test_the_records_of_a_period_are_those_of_everybody(ledger: SqliteLedger) -> None:
    records = await ledger.records(SHOP, [LINE])
    assert [record.at for record in records] == [_ERASED_AT] * 2 + [_AT] * 5
    assert len(await ledger.records(SHOP, [LINE], since=_AT)) == 5
    assert len(await ledger.records(SHOP, [LINE], until=_AT)) == 2


@pytest.mark.parametrize(("peer", "rows"), [(PEER, 3), (_OTHER, 1)])
async def test_the_records_of_a_person_are_found_with_a_thread_and_without(
    ledger: SqliteLedger, peer: str, rows: int
) -> None:
    assert len(await ledger.records(SHOP, [LINE], peer=peer)) == rows


# A call and two texts with their thread, or a call alone.
@pytest.mark.parametrize(("peer", "rows"), [(PEER, 4), (_OTHER, 1)])
async def test_a_person_is_erased_with_a_thread_and_without(
    ledger: SqliteLedger, peer: str, rows: int
) -> None:
    assert await ledger.write(lambda book: book.erase(SHOP, peer)) == rows
    records = await ledger.records(SHOP, [LINE])
    assert peer not in {record.number for record in records}
    assert len(records) == 7


async def test_what_is_old_is_forgotten_and_what_was_forgotten_is_not_again(
    ledger: SqliteLedger,
) -> None:
    later = _AT + timedelta(days=1)
    # Two calls that tell a number, two texts, a thread.
    assert await ledger.write(lambda book: book.anonymise(SHOP, _AT, 10)) == 0
    assert await ledger.write(lambda book: book.anonymise(SHOP, later, 10)) == 5
    assert await ledger.write(lambda book: book.anonymise(SHOP, later, 10)) == 0


async def test_what_went_out_counts_for_the_caps(ledger: SqliteLedger) -> None:
    since = TrafficSince.until(_AT + timedelta(minutes=1), "2026-05")
    traffic = await ledger.write(lambda book: book.traffic(SHOP, PEER, since, Limits()))
    assert (traffic.to_caller, traffic.last_hour) == (1, 1)


async def test_the_last_text_back_is_the_last_that_was_taken(ledger: SqliteLedger) -> None:
    assert (await ledger.figures(LINE, "2026-05-05")).text_back_seconds == 2.0
