"""The past that benchmarks write into a ledger, held against what the ledger itself says of it."""

from datetime import UTC, datetime
from pathlib import Path
import sqlite3

from bench.past import Past, peer_of, write_past
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import ThreadState
from custom_components.missed_call_textback.ledger import SqliteLedger
from tests.core.recount import assert_counters_are_right

_ENDS = datetime(2026, 11, 19, 12, tzinfo=UTC)
_PAST = Past(shop_id="SHOP", line_id="LINE", texts=2_000, ends=_ENDS)


async def _ledger_with_past(path: Path) -> SqliteLedger:
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.close()
    write_past(path, _PAST)
    await ledger.open(path)
    return ledger


async def test_the_counters_agree_with_the_rows(tmp_path: Path) -> None:
    ledger = await _ledger_with_past(tmp_path / "ledger.db")
    try:
        figures = await ledger.figures("LINE", "2026-11-19")
        records = await ledger.records("SHOP", ["LINE"])
    finally:
        await ledger.close()
    assert {tally: n for tally, n in figures.total.items() if n} == {
        Tally.MISSED: 500,
        Tally.TEXTED: 500,
        Tally.REPLIES: 1000,
        Tally.EPISODES: 500,
        Tally.REPLIED: 500,
        Tally.WON_BACK: 500,
        Tally.RECOVERED: 500,
        Tally.ATTENDED: 500,
        Tally.ATTENDED_SECONDS: 90_000,
        Tally.HEARD: 500,
        Tally.ELIGIBLE: 500,
        Tally.SPENT: 500 * 2 * 8300,
    }
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        assert_counters_are_right(connection, UTC)
    connection.close()
    assert figures.text_back_seconds == 0.9
    assert len(records) == 500 + 2_000


async def test_somebody_of_the_past_is_found_by_their_number(tmp_path: Path) -> None:
    ledger = await _ledger_with_past(tmp_path / "ledger.db")
    try:
        records = await ledger.records("SHOP", ["LINE"], peer=peer_of(7))
    finally:
        await ledger.close()
    assert len(records) == 5


async def test_only_a_list_of_today_is_still_open(tmp_path: Path) -> None:
    ledger = await _ledger_with_past(tmp_path / "ledger.db")
    try:
        figures = await ledger.figures("LINE", "2026-11-19")
        to_call_back = await ledger.owed("SHOP", "LINE", 99)
        waiting = await ledger.threads("SHOP", ["LINE"], Wanted(state=ThreadState.WAITING))
        replied = await ledger.threads("SHOP", ["LINE"], Wanted(state=ThreadState.REPLIED))
    finally:
        await ledger.close()
    assert figures.waiting == figures.to_call_back == len(to_call_back) == len(waiting) == 40
    assert len(replied) == 50


async def test_an_empty_past_leaves_a_ledger_empty(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.close()
    write_past(path, Past(shop_id="SHOP", line_id="LINE", texts=0, ends=_ENDS))
    await ledger.open(path)
    try:
        assert await ledger.records("SHOP", ["LINE"]) == []
    finally:
        await ledger.close()
