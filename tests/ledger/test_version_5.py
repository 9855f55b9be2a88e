"""A ledger of version 4 is read as one in which all was SMS, and keeps channels from then on."""

from collections.abc import AsyncIterator
import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.channels import Channel
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, NOW, PEER, SHOP, message

_FOLDER = Path(__file__).parent
_AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
_ROWS = """
INSERT INTO thread (id, line_id, peer, last_at) VALUES (1, 'line', '+12025550111', 1777982400000000);
INSERT INTO text (id, ref, line_id, thread_id, kind, sender, peer, body, state, attempts, created_at)
VALUES
    (1, 'ref1', 'line', 1, 'text_back', '+12025550100', '+12025550111', 'Sorry!', 'delivered', 0,
     1777982400000000),
    (2, NULL, 'line', 1, 'reply', '+12025550111', '+12025550111', 'Hi', 'received', 0,
     1777982400000000);
"""


@pytest.fixture(params=[1, 2, 3, 4])
async def ledger(path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SqliteLedger]:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript((_FOLDER / f"schema_{request.param}.sql").read_text() + _ROWS)
        old.commit()
    ledger = SqliteLedger()
    await ledger.open(path)
    yield ledger
    await ledger.close()


async def test_all_that_was_written_before_was_sms(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        text = book.find_text(ref="ref1", carrier_id=None)
        assert text is not None
        assert text.channel is Channel.SMS
        thread = book.history(SHOP, LINE, PEER).thread
        assert thread is not None
        assert (thread.last_at, thread.whatsapp_at) == (_AT, None)

    await ledger.write(work)


async def test_channels_are_kept_from_then_on(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        history = book.history(SHOP, LINE, PEER)
        assert history.thread is not None
        book.save_thread(history.thread_id, replace(history.thread, whatsapp_at=NOW))
        found = book.history(SHOP, LINE, PEER).thread
        assert found is not None
        assert found.whatsapp_at == NOW
        added = book.add_text(replace(message("ref2"), channel=Channel.WHATSAPP))
        assert added.channel is Channel.WHATSAPP
        assert book.find_text(ref="ref2", carrier_id=None) == added
        book.make_sms(added.id)
        assert book.find_text(ref="ref2", carrier_id=None) == replace(added, channel=Channel.SMS)
        assert book.add_reply(
            line_id=LINE,
            thread_id=1,
            carrier_id="SM1",
            peer=PEER,
            body="Hello",
            at=NOW,
            channel=Channel.WHATSAPP,
        )

    await ledger.write(work)


async def test_a_text_of_sms_takes_no_room_for_its_channel(
    ledger: SqliteLedger, path: Path
) -> None:
    await ledger.write(lambda book: book.add_text(message("ref3")))
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT DISTINCT channel FROM text").fetchall() == [(None,)]
