"""What is older than its time is made unrecognisable, a few rows at a time."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import OPEN_STATES, TextState
from custom_components.missed_call_textback.core.records import Person, RecordKind
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.team_calls import TeamCall
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conversations import converse, talk_to
from .examples import CALL, LINE, NOW, PEER, SHOP, TEXT_BACK, THREAD, message

_OTHER = "+12025550112"
_BEFORE = NOW + timedelta(days=90)
_LATE = _BEFORE + timedelta(days=1)
# A call, a text-back, a reply, a notice and the thread.
_ONE = 5


def _anonymise(book: Book, *, before: datetime = _BEFORE, limit: int = 100) -> int:
    return book.anonymise(SHOP, before, limit)


async def test_what_is_old_is_forgotten_once_and_what_is_not_stays(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        converse(book, NOW, peer=PEER)
        converse(book, _LATE, peer=_OTHER)
        book.count(LINE, "2026-05-05", {Tally.MISSED: 2})

    await ledger.write(work)
    young = await ledger.records(SHOP, [LINE], since=_BEFORE)
    assert await ledger.write(_anonymise) == _ONE
    assert await ledger.write(_anonymise) == 0
    assert await ledger.records(SHOP, [LINE], since=_BEFORE) == young
    old = await ledger.records(SHOP, [LINE], until=_BEFORE)
    assert [record.what for record in old] == ["no_answer", "text_back", "reply", "notice"]
    assert {record.number for record in old} == {record.body for record in old} == {None}
    assert not (await ledger.write(partial(talk_to, peer=PEER)))[2]
    assert (await ledger.write(partial(talk_to, peer=_OTHER)))[2]
    figures = await ledger.figures(LINE, "2026-05-05")
    assert figures.total[Tally.MISSED] == 2
    assert figures.waiting == 1


async def test_a_conversation_that_goes_on_keeps_its_thread_but_not_its_old_words(
    ledger: SqliteLedger,
) -> None:
    await ledger.write(lambda book: converse(book, NOW))
    await ledger.write(lambda book: converse(book, _LATE))
    assert await ledger.write(_anonymise) == _ONE - 1
    history = await ledger.write(lambda book: book.history(SHOP, LINE, PEER))
    assert history.thread is not None
    assert history.thread.first_at == NOW
    records = await ledger.records(SHOP, [LINE], peer=PEER)
    # The old call is known by its thread, and says no more whose it was.
    assert [record.number for record in records] == [None, PEER, PEER, PEER]


async def test_old_calls_back_are_forgotten_and_young_ones_stay(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        converse(book, _LATE)
        thread_id = book.history(SHOP, LINE, PEER).thread_id
        assert thread_id is not None
        for began_at in (NOW, NOW + timedelta(days=1), _LATE):
            book.add_call_made(thread_id, began_at, None)

    await ledger.write(work)
    assert await ledger.write(partial(_anonymise, limit=1)) == 1
    assert await ledger.write(_anonymise) == 1
    assert await ledger.write(_anonymise) == 0
    records = await ledger.records(SHOP, [LINE])
    assert [each.at for each in records if each.kind is RecordKind.CALL_OUT] == [_LATE]


async def test_old_calls_to_the_team_are_forgotten_and_young_ones_stay(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        converse(book, _LATE)
        thread_id = book.history(SHOP, LINE, PEER).thread_id
        assert thread_id is not None
        for number, at in enumerate((NOW, NOW + timedelta(days=1), _LATE)):
            call = TeamCall(
                token=f"t{number}",
                thread_id=thread_id,
                member_id="ANNA",
                name="Anna",
                since=at,
                round=0,
                at=at,
            )
            book.add_team_call(call)

    await ledger.write(work)
    assert await ledger.write(partial(_anonymise, limit=1)) == 1
    assert await ledger.write(_anonymise) == 1
    assert await ledger.write(_anonymise) == 0
    records = await ledger.records(SHOP, [LINE])
    assert [each.at for each in records if each.kind is RecordKind.TEAM_CALL] == [_LATE]


async def test_it_goes_on_where_it_left_off_oldest_first(ledger: SqliteLedger) -> None:
    def fill(book: Book) -> None:
        for index in range(5):
            converse(book, NOW + timedelta(days=index), peer=f"+1202555013{index}")

    await ledger.write(fill)
    done = []
    while (now_done := await ledger.write(partial(_anonymise, limit=2))) > 0:
        done.append(now_done)
        assert len(done) < 20
    # Two calls, texts and threads at a time: of texts there are three times as many.
    assert done == [6, 6, 4, 2, 2, 2, 2, 1]
    assert sum(done) == 5 * _ONE


@pytest.mark.parametrize("state", OPEN_STATES)
async def test_an_open_text_is_left_alone_until_it_is_settled(
    ledger: SqliteLedger, state: TextState
) -> None:
    def work(book: Book) -> None:
        text = book.add_text(replace(TEXT_BACK, state=state, due_at=NOW))
        assert _anonymise(book) == 0
        assert book.find_text(ref=text.ref, carrier_id=None) == text
        book.save_text(
            text.id,
            state=TextState.FAILED,
            due_at=None,
            attempts=0,
            carrier_id=None,
            error="30003",
        )
        assert _anonymise(book) == 1

    await ledger.write(work)


async def test_the_moment_itself_is_not_old(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        book.save_thread(None, replace(THREAD, last_at=_BEFORE))
        book.add_text(replace(message("one"), created_at=_BEFORE, state=TextState.SENT))
        book.add_call(replace(CALL, started_at=_BEFORE), due_at=None)
        assert _anonymise(book) == 0
        assert _anonymise(book, before=_BEFORE + timedelta(microseconds=1)) == 3

    await ledger.write(work)


async def test_wishes_and_blocks_stay_with_their_number(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for line_id in (LINE, "two"):
            converse(book, NOW, line_id=line_id)
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
        book.set_person(
            SHOP,
            PEER,
            blocked=True,
            name="Ann Lee",
            language="es",
            existing=True,
            add_tags=["vip"],
            at=NOW,
        )

    await ledger.write(work)
    evidence = await ledger.records(SHOP, [])
    assert await ledger.write(_anonymise) == 2 * _ONE
    assert await ledger.records(SHOP, []) == evidence
    assert await ledger.person(SHOP, PEER) == Person(opted_out=True, blocked=True)


async def test_a_name_goes_with_the_last_conversation(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        converse(book, NOW, line_id=LINE)
        converse(book, _LATE, line_id="two")
        book.set_person(SHOP, PEER, name="Ann Lee", at=NOW)

    await ledger.write(work)
    await ledger.write(_anonymise)
    assert (await ledger.person(SHOP, PEER)).name == "Ann Lee"
    await ledger.write(partial(_anonymise, before=_LATE + timedelta(days=1)))
    assert await ledger.person(SHOP, PEER) == Person()


async def test_a_caller_who_withheld_their_number_is_left_as_they_are(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        call = replace(CALL, caller=None)
        book.add_call(call, due_at=None)
        assert _anonymise(book) == 0
        stored = book.find_call(CALL.source_id)
        assert stored is not None
        assert stored.call == call

    await ledger.write(work)
