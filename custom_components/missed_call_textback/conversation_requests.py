"""What is asked for about conversations: to list them, to read one, and to say how it stands.

Errors are in plain words. What is answered is plain data, fit for actions and websockets alike.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import ShopCoordinator
from .core.book import Book
from .core.engine import UnknownThread
from .core.inbox import Mark, Summary, Wanted, mark_after
from .core.leads import Stage
from .core.money import in_micros, in_units
from .core.outbox import OutgoingText
from .core.policy import why_no_answer
from .core.reasons import Reason
from .core.records import Record, RecordKind
from .core.shop import Shop
from .line_signals import Peer, async_touch
from .plain_words import in_plain_words

# What is known of a person, rather than what happened.
_NOT_SAID: Final = (RecordKind.CONSENT, RecordKind.CONTACT, RecordKind.ANSWER)
# Of one page.
MOST_THREADS: Final = 200
USUAL_THREADS: Final = 50
# In units of the house's currency.
LARGEST_VALUE: Final = 1_000_000_000
# Of any row.
_LARGEST_ID: Final = (1 << 63) - 1
# Of a page, in microseconds.
_SECOND: Final = 1_000_000


type EntryData = Callable[[Record], dict[str, Any]]


async def async_list_threads(coordinator: ShopCoordinator, wanted: Wanted) -> dict[str, Any]:
    """Return a page of conversations, and where the next page begins."""
    shop, line_ids = coordinator.shop, _line_ids(coordinator)
    shown: list[Summary] = []
    after = wanted.after
    while not shown:
        with in_plain_words():
            page = await coordinator.ledger.threads(shop.id, line_ids, replace(wanted, after=after))
        # Those of a line that was removed are records, which nobody can open any more.
        shown = [each for each in page if each.thread.line_id in line_ids]
        if (after := mark_after(page, wanted)) is None:
            break
    return {
        "threads": [thread_data(coordinator, summary) for summary in shown],
        "next": _written(after),
    }


async def async_get_thread(
    coordinator: ShopCoordinator, thread_id: int, more: EntryData | None = None
) -> dict[str, Any]:
    """Return a conversation with all that happened in it, oldest first.

    `more` is what else is told of each, beside what everybody is told.
    """
    with in_plain_words():
        conversation = await coordinator.engine.conversations.read(thread_id)
    return {
        **thread_data(coordinator, conversation.summary),
        "entries": [
            _entry(coordinator, record) | (more(record) if more else {})
            for record in conversation.records
            if record.kind not in _NOT_SAID
        ],
    }


async def async_resolve(
    coordinator: ShopCoordinator, thread_id: int, stage: Stage, value: float | None
) -> None:
    """Say how a matter stands; `value` is in units of the house's currency."""
    with in_plain_words():
        await coordinator.engine.conversations.resolve(
            thread_id, stage, None if value is None else in_micros(value)
        )


async def async_done(coordinator: ShopCoordinator, thread_ids: list[int]) -> None:
    """Note that nothing is owed in some conversations any more."""
    gone: UnknownThread | None = None
    try:
        with in_plain_words():
            for thread_id in thread_ids:
                try:
                    await coordinator.engine.conversations.done(thread_id)
                except UnknownThread as err:
                    # The others are done all the same.
                    gone = err
                # Of a matter that stays as it is nobody tells.
                _touch(coordinator, thread_id)
            if gone is not None:
                raise gone
    finally:
        coordinator.async_look_again()


async def async_assign(coordinator: ShopCoordinator, thread_id: int, member_id: str | None) -> None:
    """Give a conversation to a member of the team, or to nobody."""
    with in_plain_words():
        await coordinator.engine.conversations.assign(thread_id, member_id)
    _touch(coordinator, thread_id)


async def async_note(coordinator: ShopCoordinator, thread_id: int, author: str, body: str) -> None:
    """Keep a note beside what was said."""
    with in_plain_words():
        await coordinator.engine.conversations.note(thread_id, author, body)
    _touch(coordinator, thread_id)


async def async_mark_read(coordinator: ShopCoordinator, thread_id: int) -> None:
    """Note that somebody has looked at what was written."""
    with in_plain_words():
        await coordinator.engine.conversations.mark_read(thread_id)
    _touch(coordinator, thread_id)


async def async_author(hass: HomeAssistant, context: Context | None) -> str:
    """Return who asks; whatever asks without a user is an automation, and has no name."""
    user_id = None if context is None else context.user_id
    user = None if user_id is None else await hass.auth.async_get_user(user_id)
    return "" if user is None else user.name or ""


async def async_reply(
    coordinator: ShopCoordinator,
    thread_id: int,
    body: str,
    *,
    by: str | None = None,
    machine: bool = False,
    ref: str | None = None,
) -> OutgoingText:
    """Write to the person of a conversation, from its line; `by` is who does. The guards hold.

    What a `machine` wrote is refused once a person has written, and leaves them waiting for one.
    Whoever asks again under the same `ref` is told of the text that there is.
    """
    with in_plain_words():
        thread = await coordinator.engine.conversations.thread(thread_id)
    return await coordinator.async_send_text(
        thread.line_id, thread.peer, body, by=by, machine=machine, ref=ref
    )


def threads_of(shop: Shop, peer: Peer, book: Book) -> set[int]:
    """Return the conversations of a person: a unit of the ledger's work."""
    line_ids = [peer.line_id] if peer.line_id else [line.id for line in shop.lines]
    found = (book.history(shop.id, line_id, peer.number).thread_id for line_id in line_ids)
    return {thread_id for thread_id in found if thread_id is not None}


def read_mark(written: str) -> Mark:
    """Read where a page begins, as `async_list_threads` told it."""
    micros, _, last = written.partition("-")
    try:
        mark = Mark(dt_util.utc_from_timestamp(int(micros) / _SECOND), int(last))
    except ValueError, OverflowError, OSError:
        mark = None
    if mark is None or abs(mark.thread_id) > _LARGEST_ID:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="page_not_understood"
        )
    return mark


def _touch(coordinator: ShopCoordinator, thread_id: int) -> None:
    async_touch(coordinator.hass, coordinator.shop.id, thread_id)


def _written(mark: Mark | None) -> str | None:
    if mark is None:
        return None
    return f"{round(mark.at.timestamp() * _SECOND)}-{mark.thread_id}"


def _line_ids(coordinator: ShopCoordinator) -> list[str]:
    return [line.id for line in coordinator.shop.lines]


def thread_data(coordinator: ShopCoordinator, summary: Summary) -> dict[str, Any]:
    """Return a conversation as a list shows it."""
    shop, thread, lead = coordinator.shop, summary.thread, summary.thread.lead
    line = shop.line(thread.line_id)
    cannot_text = why_no_answer(
        thread.peer, summary.caller, shop, dt_util.utcnow(), wrote=summary.wrote
    )
    assignee = shop.member(lead.assignee)
    return {
        "thread_id": summary.id,
        "number": thread.peer,
        "name": summary.name,
        "caller_name": summary.caller_name,
        "existing_customer": summary.existing,
        "tags": list(summary.tags),
        "line_id": thread.line_id,
        "line": thread.line_id if line is None else line.name,
        "state": thread.state.value,
        "stage": lead.stage.value,
        "cannot_text": None if cannot_text is None else cannot_text.value,
        "unread": thread.unread,
        "waiting_since": _time(thread.waiting_since),
        "call_back_since": _time(thread.call_back_since),
        "urgent_since": _time(thread.urgent_since),
        "urgent_words": list(thread.urgent_words),
        "began_at": _time(lead.began_at),
        "last_at": _time(thread.last_at),
        "last_words": summary.last_words,
        "last_words_theirs": summary.theirs,
        "value": None if lead.value is None else in_units(lead.value),
        "currency": coordinator.hass.config.currency,
        "assignee_id": None if assignee is None else assignee.id,
        "assignee": None if assignee is None else assignee.name,
        "answers": summary.answered,
    }


def _entry(coordinator: ShopCoordinator, record: Record) -> dict[str, Any]:
    reason = record.reason
    is_call = record.kind is RecordKind.CALL
    return {
        "at": _time(record.at),
        "kind": record.kind.value,
        "what": record.what,
        "state": record.state,
        "reason": reason,
        "reason_text": coordinator.reason_words[Reason(reason)] if is_call and reason else None,
        "body": record.body,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else dt_util.as_utc(at).isoformat()
