"""Calls that two sources heard, in the ledger."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.book import Book, StoredCall
from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.policy import Skip
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import Record
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import CALL, LATER, LINE, NOW, PEER, SHOP, SOON, THREAD, connection_of

_MISSED = replace(CALL, outcome=Outcome.NO_ANSWER, ended_at=NOW)
_TWIN = replace(_MISSED, source_id="pbx:shop:1")
_HOUR = timedelta(hours=1)


def _add(book: Book, call: Call, *, in_thread: bool) -> int:
    call_id = book.add_call(call, due_at=None)
    thread_id = book.save_thread(None, THREAD) if in_thread else None
    book.save_call(
        call_id,
        call,
        due_at=None,
        decision=Skip(Reason.LANDLINE),
        decided_at=NOW,
        thread_id=thread_id,
    )
    return call_id


def _near(book: Book, call: Call) -> list[StoredCall]:
    return book.heard_elsewhere(call, NOW - _HOUR, NOW + _HOUR)


@pytest.mark.parametrize("in_thread", [True, False], ids=["in a thread", "without a thread"])
async def test_a_call_of_another_source_is_found_by_its_caller(
    ledger: SqliteLedger, *, in_thread: bool
) -> None:
    def work(book: Book) -> None:
        call_id = _add(book, _MISSED, in_thread=in_thread)
        assert [other.id for other in _near(book, _TWIN)] == [call_id]
        others = (
            replace(_TWIN, source_id="demo:2"),
            replace(_TWIN, caller="+12025550112"),
            replace(_TWIN, line_id="other"),
        )
        assert [_near(book, other) for other in others] == [[], [], []]
        assert book.heard_elsewhere(_TWIN, SOON, LATER) == []
        assert book.heard_elsewhere(_TWIN, NOW - _HOUR, NOW - timedelta(seconds=1)) == []

    await ledger.write(work)


async def test_while_one_source_alone_was_heard_no_twin_is_looked_for(
    ledger: SqliteLedger, path: Path
) -> None:
    async def looked_for(call: Call) -> int:
        ran: list[str] = []
        connection_of(ledger).set_trace_callback(ran.append)
        await ledger.write(lambda book: _near(book, call))
        return sum("UNION ALL" in each for each in ran)

    async def reopen() -> None:
        await ledger.close()
        await ledger.open(path)

    nobody = replace(_TWIN, caller=None)
    again = replace(_TWIN, source_id="pbx:shop:2")
    await ledger.write(lambda book: book.add_call(_TWIN, due_at=None))
    assert [await looked_for(call) for call in (again, _MISSED)] == [0, 1]
    await reopen()
    assert [await looked_for(call) for call in (again, _MISSED)] == [0, 1]
    # Of the same phone system, by another name.
    other = replace(nobody, source_id="pbx:workshop:1")
    await ledger.write(lambda book: book.add_call(other, due_at=None))
    assert await looked_for(again) == 1
    await reopen()
    assert await looked_for(again) == 1


async def test_whose_caller_was_erased_is_heard_by_no_source_any_more(
    ledger: SqliteLedger, path: Path
) -> None:
    def work(book: Book) -> None:
        call_id = _add(book, _MISSED, in_thread=False)
        book.join_call(_TWIN, call_id)

    await ledger.write(work)
    await ledger.write(lambda book: book.erase(SHOP, PEER))
    await ledger.close()
    await ledger.open(path)
    ran: list[str] = []
    connection_of(ledger).set_trace_callback(ran.append)
    await ledger.write(lambda book: _near(book, _TWIN))
    assert not any("UNION ALL" in each for each in ran)


async def test_a_joined_call_is_found_by_each_of_its_ids_and_is_told_once(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        call_id = _add(book, _MISSED, in_thread=True)
        for _ in range(2):
            book.join_call(_TWIN, call_id)
        found = book.find_call(_TWIN.source_id)
        assert found == replace(_stored(book, _MISSED), by_twin=True)
        # Each source has told its call: a third one may join, a second call of theirs may not.
        assert _near(book, replace(_TWIN, source_id="pbx:shop:2")) == []
        assert [other.id for other in _near(book, replace(_TWIN, source_id="sip:1"))] == [call_id]

    await ledger.write(work)
    assert _kinds(await ledger.records(SHOP, [LINE])) == ["no_answer"]
    assert _kinds(await ledger.records(SHOP, [LINE], peer=PEER)) == ["no_answer"]


async def test_a_call_that_rang_under_an_id_of_its_own_is_no_call_once_it_is_joined(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        call_id = _add(book, _MISSED, in_thread=True)
        book.add_call(replace(_TWIN, outcome=None, ended_at=None), due_at=NOW)
        third = replace(_TWIN, source_id="sip:1", outcome=None, ended_at=None)
        book.join_call(third, _stored(book, _TWIN).id)
        book.join_call(_TWIN, call_id)
        assert book.next_due() is None
        # With it goes what had been joined to it.
        assert [_stored(book, call).id for call in (_TWIN, third)] == [call_id, call_id]

    await ledger.write(work)


async def test_two_calls_that_a_third_source_has_both_told_are_two(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        first = _add(book, _MISSED, in_thread=True)
        second = book.add_call(replace(_TWIN, outcome=None), due_at=NOW)
        book.join_call(replace(_TWIN, source_id="sip:1"), first)
        book.join_call(replace(_TWIN, source_id="sip:2"), second)
        assert _near(book, _TWIN) == []

    await ledger.write(work)


async def test_of_a_caller_who_never_stops_only_the_latest_calls_are_looked_through(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> list[StoredCall]:
        for number in range(50):
            at = NOW + timedelta(seconds=number)
            book.add_call(replace(CALL, source_id=f"demo:{number}", started_at=at), due_at=None)
        return _near(book, _TWIN)

    found = await ledger.write(work)
    assert [other.call.source_id for other in found] == [f"demo:{n}" for n in range(49, 41, -1)]


async def test_what_a_second_source_told_is_erased_with_the_person_and_still_known(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        call_id = _add(book, _MISSED, in_thread=True)
        book.join_call(_TWIN, call_id)
        # Two rows of the call, and the thread.
        assert book.erase(SHOP, PEER) == 3
        assert _stored(book, _TWIN).id == _stored(book, _MISSED).id == call_id
        assert _near(book, _TWIN) == []

    await ledger.write(work)
    rows = connection_of(ledger).execute("SELECT source_id, caller FROM call").fetchall()
    assert not [row for row in rows if row[1] or row[0] in (_TWIN.source_id, _MISSED.source_id)]


async def test_what_a_second_source_told_is_forgotten_after_its_time(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        book.join_call(_TWIN, _add(book, _MISSED, in_thread=True))
        assert book.anonymise(SHOP, LATER, 10) == 3
        assert book.anonymise(SHOP, LATER, 10) == 0

    await ledger.write(work)


def _stored(book: Book, call: Call) -> StoredCall:
    stored = book.find_call(call.source_id)
    assert stored is not None
    return stored


def _kinds(records: Collection[Record]) -> list[str | None]:
    return [record.what for record in records]
