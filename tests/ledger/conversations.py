"""Whole conversations, for the tests of what is exported, erased and forgotten."""

from dataclasses import replace
from datetime import datetime, timedelta

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.outbox import OutgoingText, TextKind, TextState
from custom_components.missed_call_textback.core.policy import TextBack
from custom_components.missed_call_textback.core.reasons import Reason

from .examples import CALL, LINE, NOW, PEER, SHOP, TEXT_BACK, THREAD

OWNER = "+12025550100"
BODY = "Sorry we missed your call, Ann Lee!"
REPLY = "My boiler leaks at 12 Elm Street"
NOTICE = "Ann Lee wrote: my boiler leaks"


def converse(
    book: Book, at: datetime = NOW, *, line_id: str = LINE, peer: str = PEER, key: str = ""
) -> int:
    """Have somebody call, be texted back, and answer; the team is told. Returns the thread's id."""
    key = key or f"{line_id} {peer[-2:]} {at}"
    call = replace(
        CALL,
        line_id=line_id,
        source_id=f"webhook:{key}",
        caller=peer,
        started_at=at,
        outcome=Outcome.NO_ANSWER,
        ended_at=at,
        recording=f"{peer}.mp3",
        caller_name="ANN LEE",
    )
    thread_id = book.save_thread(
        book.history(SHOP, line_id, peer).thread_id,
        replace(THREAD, line_id=line_id, peer=peer, first_at=at, last_at=at, waiting_since=at),
        text_back_at=at,
    )
    call_id = book.add_call(call, due_at=None)
    book.save_call(
        call_id,
        call,
        due_at=None,
        decision=TextBack(Reason.MISSED_OPEN),
        decided_at=at,
        thread_id=thread_id,
    )
    text = replace(
        TEXT_BACK,
        ref=f"ref {key}",
        line_id=line_id,
        sender=OWNER,
        to=peer,
        body=BODY,
        created_at=at + timedelta(seconds=1),
        thread_id=thread_id,
        call_id=call_id,
    )
    move(book, book.add_text(text), TextState.DELIVERED, carrier_id=f"SM {key}")
    book.add_reply(
        line_id=line_id,
        thread_id=thread_id,
        carrier_id=f"SM in {key}",
        peer=peer,
        body=REPLY,
        at=at + timedelta(seconds=2),
    )
    notice = replace(
        text,
        ref=f"notice {key}",
        kind=TextKind.NOTICE,
        to=OWNER,
        body=NOTICE,
        created_at=at + timedelta(seconds=3),
        thread_id=None,
        call_id=None,
    )
    move(book, book.add_text(notice), TextState.DELIVERED)
    return thread_id


def move(
    book: Book, text: OutgoingText, state: TextState, *, carrier_id: str | None = None
) -> None:
    """Bring a text to a state."""
    book.save_text(text.id, state=state, due_at=None, attempts=0, carrier_id=carrier_id, error=None)


def talk_to(book: Book, peer: str) -> tuple[bool, bool, bool]:
    """Tell whether somebody opted out, is blocked, and has a thread."""
    history = book.history(SHOP, LINE, peer)
    return history.caller.opted_out, history.caller.blocked, history.thread is not None
