"""A process that writes calls, replies and receipts to a ledger, and notes what was acknowledged.

It runs under `power_shim.c`, whose journal it adds to: `A` and what must be found from then on.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
import os
from pathlib import Path
import sqlite3
import struct
import sys
from typing import Final

from custom_components.missed_call_textback.core.book import Book, NewText
from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.outbox import TextKind, TextState
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import new_thread
from custom_components.missed_call_textback.ledger import SqliteLedger

_NOW: Final = datetime(2026, 11, 18, 17, tzinfo=UTC)
_LINE: Final = "LINE"
_SHOP: Final = "SHOP"
_AT_ONCE: Final = 12
NOTE: Final = struct.Struct("<BBQQ")


def _call(book: Book, number: int) -> None:
    peer = f"+1202{number:07}"
    thread_id = book.save_thread(None, new_thread(_LINE, peer, _NOW))
    call = Call(
        line_id=_LINE,
        source_id=f"call-{number}",
        caller=peer,
        started_at=_NOW,
        outcome=Outcome.NO_ANSWER,
    )
    call_id = book.add_call(call, due_at=None)
    book.add_text(
        NewText(
            shop_id=_SHOP,
            ref=f"ref-{number}",
            line_id=_LINE,
            kind=TextKind.TEXT_BACK,
            sender="+12025550100",
            to=peer,
            body="Sorry we missed your call! How can we help?",
            created_at=_NOW,
            deadline=_NOW,
            state=TextState.SENDING,
            due_at=None,
            thread_id=thread_id,
            call_id=call_id,
        )
    )
    book.count(_LINE, "2026-11-18", {Tally.MISSED: 1})


def _receipt(book: Book, number: int) -> None:
    text = book.find_text(ref=f"ref-{number}", carrier_id=None)
    if text is None:
        raise LookupError(number)
    book.save_text(
        text.id,
        state=TextState.DELIVERED,
        due_at=None,
        attempts=1,
        error=None,
        carrier_id=f"SM{number}",
        accepted_at=_NOW,
    )


def _reply(book: Book, number: int) -> None:
    peer = f"+1202{number:07}"
    history = book.history(_SHOP, _LINE, peer)
    if history.thread is None:
        raise LookupError(number)
    thread_id = book.save_thread(history.thread_id, replace(history.thread, waiting_since=_NOW))
    book.add_reply(
        line_id=_LINE,
        thread_id=thread_id,
        carrier_id=f"IN{number}",
        peer=peer,
        body="Is Friday free?",
        at=_NOW,
    )


async def _write(path: Path, journal: int, events: int, *, synced: bool) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    if not synced:
        await ledger._writer.between(_never_sync)  # type: ignore[union-attr]  # noqa: SLF001

    def acknowledge(what: str) -> None:
        data = what.encode()
        os.write(journal, NOTE.pack(ord("A"), 0, 0, len(data)) + data)

    async def one(number: int) -> None:
        await ledger.write(lambda book: _call(book, number))
        acknowledge(f"call-{number}")
        await ledger.write(lambda book: _receipt(book, number))
        acknowledge(f"SM{number}")
        if number % 3 == 0:
            await ledger.write(lambda book: _reply(book, number))
            acknowledge(f"IN{number}")

    for first in range(0, events, _AT_ONCE):
        await asyncio.gather(*(one(number) for number in range(first, first + _AT_ONCE)))
        # What a backup and the housekeeping do at their time.
        match first // _AT_ONCE % 8:
            case 3:
                await ledger.hold()
            case 5:
                await ledger.let_go()
            case 7:
                await ledger.shorten_log(100_000)
    # No close: the power fails before.
    os._exit(0)


def _never_sync(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = OFF")


if __name__ == "__main__":
    asyncio.run(
        _write(
            Path(os.environ["POWER_LEDGER"]),
            os.open(os.environ["POWER_JOURNAL"], os.O_WRONLY | os.O_APPEND),
            int(sys.argv[1]),
            synced=sys.argv[2] == "synced",
        )
    )
