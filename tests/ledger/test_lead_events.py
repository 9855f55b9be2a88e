"""What others are to be told of leads: kept in order, and gone with the person."""

from datetime import timedelta
from functools import partial

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.lead_events import LeadEvent, LeadEventKind
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conversations import converse
from .examples import LATER, NOW, PEER, SHOP

_DEADLINE = NOW + timedelta(days=1)


def _add(book: Book, thread_id: int, kind: LeadEventKind, detail: str | None = None) -> None:
    book.add_lead_event(thread_id, kind, at=NOW, deadline=_DEADLINE, detail=detail, value=7)


def _next(book: Book, thread_id: int) -> LeadEvent | None:
    return book.next_lead_event(thread_id)


async def test_events_of_a_thread_come_back_as_they_were_added_one_after_the_other(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> list[LeadEvent]:
        first, second = converse(book), converse(book, line_id="two")
        _add(book, first, LeadEventKind.MISSED, "no_answer")
        _add(book, second, LeadEventKind.REPLIED, "Hello")
        _add(book, first, LeadEventKind.REPLIED)
        seen = []
        while (event := book.next_lead_event(first)) is not None:
            seen.append(event)
            book.drop_lead_event(event.id)
        return seen

    first, second = await ledger.write(work)
    assert (first.kind, first.detail, first.value) == (LeadEventKind.MISSED, "no_answer", 7)
    assert (first.at, first.deadline, first.thread_id) == (NOW, _DEADLINE, 1)
    assert (second.kind, second.detail) == (LeadEventKind.REPLIED, None)
    other = await ledger.write(lambda book: book.next_lead_event(2))
    assert other is not None
    assert len({first.ref, second.ref, other.ref}) == 3


async def test_a_row_that_takes_the_place_of_a_deleted_one_has_another_reference(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> tuple[LeadEvent | None, LeadEvent | None]:
        thread_id = converse(book)
        _add(book, thread_id, LeadEventKind.MISSED)
        first = book.next_lead_event(thread_id)
        assert book.drop_lead_events(thread_id) == 1
        _add(book, thread_id, LeadEventKind.MISSED)
        return first, book.next_lead_event(thread_id)

    first, second = await ledger.write(work)
    assert first is not None
    assert second is not None
    assert (first.id, first.ref != second.ref) == (second.id, True)


async def test_an_erasure_and_the_end_of_the_retention_take_what_was_to_be_told(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book, key: str) -> None:
        for line_id in ("line", "two"):
            thread_id = converse(book, line_id=line_id, key=f"{key} {line_id}")
            _add(book, thread_id, LeadEventKind.REPLIED, "My boiler leaks")

    await ledger.write(partial(work, key="1"))
    await ledger.write(lambda book: book.erase(SHOP, PEER))
    assert await ledger.write(lambda book: book.next_lead_event(1)) is None
    await ledger.write(partial(work, key="2"))
    await ledger.write(lambda book: book.anonymise(SHOP, LATER + timedelta(days=9), 100))
    for thread_id in range(1, 6):
        assert await ledger.write(partial(_next, thread_id=thread_id)) is None
