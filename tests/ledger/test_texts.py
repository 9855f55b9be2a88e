"""Texts in the ledger: the outbox, replies, and the schema's uniqueness."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book, DuplicateTextBack
from custom_components.missed_call_textback.core.outbox import (
    OPEN_STATES,
    OutgoingText,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import (
    CALL,
    LATER,
    LINE,
    NOW,
    PEER,
    SOON,
    TEXT_BACK,
    THREAD,
    add_message,
    has_text,
    message,
)

CLOSED_STATES = [state for state in TextState if state not in (*OPEN_STATES, TextState.RECEIVED)]


def save(
    book: Book,
    text: OutgoingText,
    state: TextState,
    *,
    due_at: datetime | None = None,
    carrier_id: str | None = None,
    accepted_at: datetime | None = None,
) -> None:
    book.save_text(
        text.id,
        state=state,
        due_at=due_at,
        attempts=text.attempts,
        carrier_id=carrier_id,
        error=None,
        accepted_at=accepted_at,
    )


async def test_a_text_comes_back_as_it_was_added(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        call_id = book.add_call(CALL, due_at=None)
        thread_id = book.save_thread(None, THREAD)
        added = book.add_text(replace(TEXT_BACK, thread_id=thread_id, call_id=call_id))
        assert added == OutgoingText(
            id=added.id,
            ref=TEXT_BACK.ref,
            line_id=LINE,
            kind=TextKind.TEXT_BACK,
            sender=TEXT_BACK.sender,
            to=PEER,
            body=TEXT_BACK.body,
            created_at=NOW,
            deadline=LATER,
            state=TextState.SENDING,
            call_id=call_id,
        )
        assert book.find_text(ref=TEXT_BACK.ref, carrier_id=None) == added

    await ledger.write(work)


async def test_a_saved_text_comes_back_with_all_that_was_saved(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        added = book.add_text(TEXT_BACK)
        book.save_text(
            added.id,
            state=TextState.FAILED,
            due_at=None,
            attempts=3,
            carrier_id="SM1",
            error="30003",
        )
        assert book.find_text(ref=added.ref, carrier_id=None) == replace(
            added, state=TextState.FAILED, attempts=3, carrier_id="SM1", error="30003"
        )

    await ledger.write(work)


async def test_a_text_is_found_by_our_reference_before_the_carriers_id(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        ours, other = book.add_text(message("ours")), book.add_text(message("other"))
        save(book, other, TextState.SENT, carrier_id="SM1")
        for ref, carrier_id, found in (
            ("ours", "SM1", ours.id),
            ("gone", "SM1", other.id),
            (None, "SM1", other.id),
        ):
            text = book.find_text(ref=ref, carrier_id=carrier_id)
            assert text is not None
            assert text.id == found
        assert book.find_text(ref="gone", carrier_id="SM2") is None
        assert book.find_text(ref=None, carrier_id=None) is None

    await ledger.write(work)


@pytest.mark.parametrize("state", OPEN_STATES)
async def test_one_text_back_to_a_person_is_open_at_a_time(
    ledger: SqliteLedger, state: TextState
) -> None:
    def work(book: Book) -> None:
        first = book.add_text(replace(TEXT_BACK, state=TextState.QUEUED))
        save(book, first, state)
        with pytest.raises(DuplicateTextBack):
            book.add_text(replace(TEXT_BACK, ref="second"))
        # The transaction goes on, and neither other lines, other people nor other kinds mind.
        book.add_text(replace(TEXT_BACK, ref="line", line_id="other"))
        book.add_text(replace(TEXT_BACK, ref="peer", to="+12025550112"))
        book.add_text(message("message"))

    await ledger.write(work)
    stored = [
        await ledger.write(partial(has_text, ref=ref))
        for ref in ("second", "line", "peer", "message")
    ]
    assert stored == [False, True, True, True]


@pytest.mark.parametrize("state", CLOSED_STATES)
async def test_a_text_back_that_is_closed_leaves_room_for_another(
    ledger: SqliteLedger, state: TextState
) -> None:
    def work(book: Book) -> OutgoingText:
        save(book, book.add_text(TEXT_BACK), state)
        return book.add_text(replace(TEXT_BACK, ref="second"))

    assert (await ledger.write(work)).ref == "second"


async def test_a_reference_is_used_once(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: add_message(book, "ref"))
    with pytest.raises(sqlite3.IntegrityError, match=r"text\.ref"):
        await ledger.write(lambda book: add_message(book, "ref"))


async def test_a_reply_is_stored_once(ledger: SqliteLedger) -> None:
    def work(book: Book) -> list[bool]:
        thread_id = book.save_thread(None, THREAD)
        return [
            book.add_reply(
                line_id=LINE,
                thread_id=thread_id,
                carrier_id=carrier_id,
                peer=PEER,
                body="Are you open?",
                at=NOW,
            )
            for carrier_id in ("SM1", "SM1", "SM2")
        ]

    assert await ledger.write(work) == [True, False, True]


async def test_a_reply_is_no_outgoing_text(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        book.add_reply(
            line_id=LINE, thread_id=thread_id, carrier_id="SM1", peer=PEER, body="Hi", at=NOW
        )
        assert book.find_text(ref=None, carrier_id="SM1") is None
        assert book.taken_carrier_ids(LINE, PEER) == frozenset()
        assert book.texts_due(LATER, 10) == []
        assert book.next_due() is None

    await ledger.write(work)


async def test_texts_due_are_queued_or_in_doubt_oldest_first(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for state, due_at in (
            (TextState.QUEUED, LATER),
            (TextState.UNKNOWN, SOON),
            (TextState.QUEUED, NOW),
            (TextState.SENDING, NOW - timedelta(days=1)),
            (TextState.FAILED, NOW - timedelta(days=1)),
        ):
            save(book, book.add_text(message(f"{state} {due_at}")), state, due_at=due_at)
        assert [text.state for text in book.texts_due(SOON, 10)] == [
            TextState.QUEUED,
            TextState.UNKNOWN,
        ]
        assert [text.state for text in book.texts_due(LATER, 1)] == [TextState.QUEUED]
        assert book.texts_due(NOW - timedelta(microseconds=1), 10) == []
        assert book.next_due() == NOW

    await ledger.write(work)


async def test_the_next_due_time_is_the_earliest_of_calls_and_texts(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        assert book.next_due() is None
        text = book.add_text(replace(message("a"), state=TextState.QUEUED, due_at=LATER))
        assert book.next_due() == LATER
        book.add_call(CALL, due_at=SOON)
        assert book.next_due() == SOON
        save(book, text, TextState.QUEUED, due_at=NOW)
        assert book.next_due() == NOW
        save(book, text, TextState.SENDING)
        assert book.next_due() == SOON

    await ledger.write(work)


async def test_what_a_crash_left_in_sending_is_in_doubt(ledger: SqliteLedger) -> None:
    def recover(book: Book) -> list[TextState]:
        assert book.strand_sending(SOON) == 2
        assert book.strand_sending(SOON) == 0
        assert book.next_due() == SOON
        return [text.state for text in book.texts_due(SOON, 10)]

    def add(book: Book) -> None:
        for index, state in enumerate(
            (TextState.QUEUED, TextState.SENDING, TextState.SENDING, TextState.SENT)
        ):
            save(book, book.add_text(message(str(index))), state)

    await ledger.write(add)
    assert await ledger.write(recover) == [TextState.UNKNOWN, TextState.UNKNOWN]


async def test_taken_ids_are_those_of_texts_to_this_person_on_this_line(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        for index, (line_id, peer) in enumerate(
            ((LINE, PEER), (LINE, PEER), ("other", PEER), (LINE, "+12025550112"))
        ):
            text = book.add_text(replace(message(str(index)), line_id=line_id, to=peer))
            save(book, text, TextState.DELIVERED, carrier_id=f"SM{index}")
        book.add_text(message("not yet"))
        assert book.taken_carrier_ids(LINE, PEER) == {"SM0", "SM1"}

    await ledger.write(work)


async def test_the_time_a_text_was_accepted_is_kept_from_then_on(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        text = book.add_text(TEXT_BACK)
        save(book, text, TextState.ACCEPTED, accepted_at=NOW + timedelta(seconds=1.5))
        save(book, text, TextState.SENT)
        save(book, text, TextState.DELIVERED, accepted_at=LATER)

    await ledger.write(work)
    assert (await ledger.figures(LINE, "2026-05-05")).text_back_seconds == 1.5


async def test_the_speed_shown_is_that_of_the_last_text_back_taken(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for index, seconds in enumerate((9, 2, None)):
            text = book.add_text(replace(TEXT_BACK, ref=str(index)))
            taken = None if seconds is None else NOW + timedelta(seconds=seconds)
            save(book, text, TextState.SENT, accepted_at=taken)
        save(
            book,
            book.add_text(message("no text-back")),
            TextState.SENT,
            accepted_at=NOW + timedelta(seconds=77),
        )

    assert (await ledger.figures(LINE, "2026-05-05")).text_back_seconds is None
    await ledger.write(work)
    assert (await ledger.figures(LINE, "2026-05-05")).text_back_seconds == 2.0
    assert (await ledger.figures("other", "2026-05-05")).text_back_seconds is None


@pytest.mark.parametrize(
    ("state", "attempts", "waits"),
    [
        pytest.param(TextState.QUEUED, 0, True, id="waits for its hour"),
        pytest.param(TextState.QUEUED, 1, True, id="waits to be tried again"),
        pytest.param(TextState.SENDING, 0, False, id="on its way"),
        pytest.param(TextState.UNKNOWN, 0, False, id="in doubt"),
        pytest.param(TextState.DROPPED, 0, False, id="dropped"),
    ],
)
async def test_a_text_back_waits_while_the_carrier_surely_does_not_have_it(
    ledger: SqliteLedger, state: TextState, attempts: int, *, waits: bool
) -> None:
    def work(book: Book) -> None:
        text = book.add_text(replace(TEXT_BACK, state=TextState.QUEUED, due_at=LATER))
        book.add_text(replace(message("other"), state=TextState.QUEUED))
        text = replace(text, state=state, attempts=attempts)
        save(book, text, state, due_at=LATER)
        assert book.waiting_text_back(LINE, PEER) == (text if waits else None)
        assert book.waiting_text_back("other", PEER) is None
        assert book.waiting_text_back(LINE, "+12025550112") is None

    await ledger.write(work)
