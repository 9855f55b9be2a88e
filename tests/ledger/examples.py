"""Calls, threads and texts for the ledger's tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import sqlite3
import threading

from custom_components.missed_call_textback.core.book import Book, NewText
from custom_components.missed_call_textback.core.calls import Call
from custom_components.missed_call_textback.core.outbox import TextKind, TextState
from custom_components.missed_call_textback.core.threads import new_thread
from custom_components.missed_call_textback.ledger import SqliteLedger

NOW = datetime(2026, 5, 5, 12, 0, 0, 123456, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(minutes=2)
LINE = "line"
SHOP = "shop"
PEER = "+12025550111"
CALL = Call(line_id=LINE, source_id="demo:1", caller=PEER, started_at=NOW)
THREAD = new_thread(LINE, PEER, NOW)
TEXT_BACK = NewText(
    shop_id=SHOP,
    ref="ref",
    line_id=LINE,
    kind=TextKind.TEXT_BACK,
    sender="+12025550100",
    to=PEER,
    body="Sorry we missed your call!",
    created_at=NOW,
    deadline=LATER,
    state=TextState.SENDING,
    due_at=None,
)


def message(ref: str) -> NewText:
    """Return a text that any number of may be open at once."""
    return replace(TEXT_BACK, ref=ref, kind=TextKind.MESSAGE)


def add_message(book: Book, ref: str) -> int:
    """Add such a text."""
    return book.add_text(message(ref)).id


def has_text(book: Book, ref: str) -> bool:
    """Tell whether a text is stored."""
    return book.find_text(ref=ref, carrier_id=None) is not None


def connection_of(ledger: SqliteLedger) -> sqlite3.Connection:
    """Return the connection that a ledger writes on."""
    assert ledger._writer is not None
    return ledger._writer._session.connection


@asynccontextmanager
async def busy_writer(ledger: SqliteLedger) -> AsyncIterator[None]:
    """Keep the writer inside a transaction, so that what is written meanwhile waits together."""
    began, go_on = threading.Event(), threading.Event()

    def hold(book: Book) -> None:
        add_message(book, "held")
        began.set()
        assert go_on.wait(10)

    holding = asyncio.create_task(ledger.write(hold))
    assert await asyncio.to_thread(began.wait, 10)
    try:
        yield
        # What was started meanwhile gets its turn to queue up.
        await asyncio.sleep(0)
    finally:
        go_on.set()
        await holding
