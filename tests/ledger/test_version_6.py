"""What a ledger of version 5 knew of conversations tells how each one's matter stands."""

from collections.abc import AsyncIterator
import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.leads import Lead, Stage
from custom_components.missed_call_textback.core.threads import ThreadState
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, LINE, NOW, PEER, SHOP, THREAD

_SCHEMA = (Path(__file__).parent / "schema_5.sql").read_text()
_AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
_BEFORE = datetime(2026, 5, 4, 12, tzinfo=UTC)
_MICROS = int(_AT.timestamp() * 1_000_000)
_MICROS_BEFORE = int(_BEFORE.timestamp() * 1_000_000)
# Missed alone, texted, written and waiting, spoken with, and somebody who was erased.
_ROWS = f"""
INSERT INTO thread (id, line_id, peer, last_at, first_at, prefix, episode_at, text_back_at,
    waiting_since, spoke_at, reached_at)
VALUES
    (1, 'line', '+12025550111', {_MICROS}, {_MICROS_BEFORE}, '+1202555', {_MICROS}, NULL, NULL,
     NULL, NULL),
    (2, 'line', '+12025550112', {_MICROS}, {_MICROS_BEFORE}, '+1202555', NULL, {_MICROS}, NULL,
     NULL, NULL),
    (3, 'line', '+12025550113', {_MICROS}, {_MICROS_BEFORE}, '+1202555', NULL, {_MICROS}, {_MICROS},
     {_MICROS}, NULL),
    (4, 'line', '+12025550114', {_MICROS}, {_MICROS_BEFORE}, '+1202555', NULL, NULL, NULL, NULL,
     {_MICROS}),
    (5, 'line', 'x:5', {_MICROS}, {_MICROS_BEFORE}, NULL, NULL, NULL, NULL, {_MICROS}, NULL);
"""  # noqa: S608 - times of our own


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


async def test_each_matter_stands_as_far_as_it_was_known(ledger: SqliteLedger) -> None:
    page = await ledger.threads(SHOP, [LINE], Wanted())
    assert {
        each.thread.peer: (each.thread.state, each.thread.unread, each.thread.lead.began_at)
        for each in page
    } == {
        "+12025550111": (ThreadState.MISSED, 0, _AT),
        "+12025550112": (ThreadState.TEXTED, 0, _BEFORE),
        "+12025550113": (ThreadState.WAITING, 1, _BEFORE),
        "+12025550114": (ThreadState.REPLIED, 0, _BEFORE),
    }
    [replied] = await ledger.threads(SHOP, [LINE], Wanted(state=ThreadState.REPLIED))
    assert (replied.thread.peer, replied.thread.lead.moved_at) == ("+12025550114", _AT)


async def test_matters_and_notes_are_kept_from_then_on(ledger: SqliteLedger) -> None:
    lead = Lead(began_at=NOW, moved_at=LATER, stage=Stage.BOOKED, value=5, assignee="ann")
    busy = replace(THREAD, peer="+12025550119", lead=lead, unread=3)

    def work(book: Book) -> int:
        thread_id = book.save_thread(None, busy)
        assert book.thread_by_id(thread_id) == busy
        assert book.history(SHOP, LINE, busy.peer).thread == busy
        book.add_past_lead(thread_id, LINE, replace(lead, stage=Stage.WON))
        assert book.add_note(thread_id, "Ann", "Back door", NOW) > 0
        assert book.thread_by_id(5) is None
        assert book.thread_by_id(999) is None
        return thread_id

    thread_id = await ledger.write(work)
    told = await ledger.conversation(SHOP, thread_id)
    assert told is not None
    assert [(each.what, each.body, each.number) for each in told.records] == [
        ("Ann", "Back door", busy.peer)
    ]


async def test_who_is_known_is_shown_by_their_name(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.set_person(SHOP, PEER, name="Mr Doe", at=NOW))
    page = await ledger.threads(SHOP, [LINE], Wanted())
    assert {each.thread.peer: each.name for each in page}[PEER] == "Mr Doe"
