"""Threads in the ledger, and what is known of an address."""

from dataclasses import replace
from datetime import datetime, timedelta
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book, History
from custom_components.missed_call_textback.core.caller import Caller
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, LINE, NOW, PEER, SHOP, SOON, THREAD

OTHER_PEER = "+12025550112"


async def test_nothing_is_known_of_a_stranger(ledger: SqliteLedger) -> None:
    history = await ledger.write(lambda book: book.history(SHOP, LINE, PEER))
    assert history == History(caller=Caller())


async def test_a_thread_comes_back_as_it_was_saved(ledger: SqliteLedger) -> None:
    busy = replace(
        THREAD,
        last_at=LATER,
        waiting_since=SOON,
        episode_at=NOW,
        spoke_at=SOON,
        reached_at=LATER,
        call_back_since=NOW,
        urgent_since=SOON,
        urgent_words=("Burst pipe", "gas"),
    )

    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        assert book.history(SHOP, LINE, PEER).thread == THREAD
        assert book.save_thread(thread_id, busy) == thread_id
        assert book.history(SHOP, LINE, PEER) == History(
            caller=Caller(first_at=NOW, spoke_at=SOON, reached_at=LATER),
            thread_id=thread_id,
            thread=busy,
        )
        book.save_thread(thread_id, THREAD)
        assert book.history(SHOP, LINE, PEER).thread == THREAD

    await ledger.write(work)


async def test_a_person_has_one_thread_on_a_line(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        first = book.save_thread(None, THREAD)
        assert book.save_thread(first, replace(THREAD, last_at=SOON)) == first
        assert book.history(SHOP, LINE, PEER).thread == replace(THREAD, last_at=SOON)
        assert book.save_thread(None, replace(THREAD, line_id="other line")) != first
        assert book.save_thread(None, replace(THREAD, peer="+12025550112")) != first

    await ledger.write(work)
    with pytest.raises(sqlite3.IntegrityError):
        await ledger.write(lambda book: book.save_thread(None, THREAD))


async def test_the_cooldown_starts_only_where_a_text_back_is_named(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD, text_back_at=NOW)
        book.save_thread(thread_id, THREAD)
        assert book.history(SHOP, LINE, PEER).caller == Caller(first_at=NOW, last_text_back_at=NOW)
        book.save_thread(thread_id, THREAD, text_back_at=LATER)
        assert book.history(SHOP, LINE, PEER).caller == Caller(
            first_at=NOW, last_text_back_at=LATER
        )

    await ledger.write(work)


@pytest.mark.parametrize(
    ("was", "to", "then"),
    [
        pytest.param(NOW, LATER, LATER, id="later"),
        pytest.param(NOW, None, None, id="lifted"),
        pytest.param(SOON, LATER, NOW, id="moved by another meanwhile"),
        pytest.param(None, LATER, NOW, id="begun by another meanwhile"),
    ],
)
async def test_a_cooldown_moves_where_it_is_still_what_it_was(
    ledger: SqliteLedger, was: datetime | None, to: datetime | None, then: datetime | None
) -> None:
    def work(book: Book) -> None:
        book.save_thread(None, THREAD, text_back_at=NOW)
        book.move_cooldown(LINE, PEER, was=was, to=to)
        book.move_cooldown(LINE, "+12025550112", was=None, to=LATER)
        assert book.history(SHOP, LINE, PEER).caller == Caller(first_at=NOW, last_text_back_at=then)

    await ledger.write(work)


async def test_the_opt_out_of_somebody_without_a_thread_is_known(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
        assert book.history(SHOP, LINE, PEER) == History(caller=Caller(opted_out=True))
        assert not book.history("other shop", LINE, PEER).caller.opted_out
        assert not book.history(SHOP, LINE, "+12025550112").caller.opted_out

    await ledger.write(work)


async def test_an_opt_out_holds_on_every_line_of_the_shop(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for line_id in ("one", "two"):
            book.save_thread(None, replace(THREAD, line_id=line_id), text_back_at=NOW)
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
        for line_id in ("one", "two"):
            assert book.history(SHOP, line_id, PEER).caller == Caller(
                opted_out=True, first_at=NOW, last_text_back_at=NOW
            )

    await ledger.write(work)


async def test_a_list_tells_what_decides_whether_somebody_can_be_texted(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        book.set_line_kind(SHOP, PEER, NumberKind.LANDLINE, at=NOW)
        book.set_wish(SHOP, PEER, Wish.STOP, source="owner", at=NOW)
        book.set_person(SHOP, PEER, blocked=True, at=NOW)
        book.set_wish("another shop", OTHER_PEER, Wish.STOP, source="owner", at=NOW)
        other_id = book.save_thread(None, replace(THREAD, peer=OTHER_PEER, last_at=SOON))
        book.add_reply(
            line_id=LINE, thread_id=other_id, carrier_id="in", peer=OTHER_PEER, body="Hi", at=SOON
        )
        assert thread_id != other_id

    await ledger.write(work)
    other, known = await ledger.threads(SHOP, [LINE], Wanted())
    assert (other.caller, other.wrote) == (Caller(), True)
    assert known.caller == Caller(
        opted_out=True, blocked=True, line_kind=NumberKind.LANDLINE, line_kind_at=NOW
    )
    assert not known.wrote


async def test_who_was_erased_after_they_opted_out_is_known_when_they_call_again(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        book.save_thread(None, THREAD)
        book.set_wish(SHOP, PEER, Wish.STOP, source="owner", at=NOW)
        book.set_person(SHOP, PEER, blocked=True, at=NOW)
        book.erase(SHOP, PEER)
        book.save_thread(None, replace(THREAD, last_at=SOON))

    await ledger.write(work)
    [again] = await ledger.threads(SHOP, [LINE], Wanted())
    assert again.thread.peer == PEER
    assert again.caller == Caller(opted_out=True, blocked=True)


async def test_waiting_threads_of_a_line_are_known_and_counted(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for index in range(3):
            book.save_thread(None, replace(THREAD, peer=f"+1202555010{index}", waiting_since=NOW))
        book.save_thread(None, replace(THREAD, peer="+12025550109"))
        book.save_thread(None, replace(THREAD, line_id="other", waiting_since=NOW))
        book.save_thread(1, replace(THREAD, peer="+12025550100", waiting_since=None))

    await ledger.write(work)
    figures = await ledger.figures(LINE, "2026-05-05")
    assert figures.who_waits == {2: NOW, 3: NOW}
    assert figures.waiting == 2


async def test_who_is_owed_an_answer_or_a_call_is_listed_longest_first(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        for line_id, peer, waits, calls in (
            (LINE, PEER, LATER, None),
            (LINE, "+12025550112", None, NOW),
            (LINE, "+12025550113", LATER, SOON),
            (LINE, "+12025550115", None, None),
            ("two", "+12025550114", NOW, None),
        ):
            thread = replace(
                THREAD, line_id=line_id, peer=peer, waiting_since=waits, call_back_since=calls
            )
            book.save_thread(None, thread)

    assert await ledger.owed(SHOP, LINE, 9) == []
    await ledger.write(work)
    owed = await ledger.owed(SHOP, LINE, 9)
    assert [(each.id, each.thread.owed_since) for each in owed] == [
        (2, NOW),
        (3, SOON),
        (1, LATER),
    ]
    assert (await ledger.figures(LINE, "2026-05-05")).to_call_back == 2


async def test_of_many_who_are_owed_something_the_latest_are_listed(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for index in range(8):
            since = NOW + timedelta(minutes=index)
            book.save_thread(
                None,
                replace(
                    THREAD,
                    peer=f"+1202555010{index}",
                    waiting_since=since if index % 2 else None,
                    call_back_since=None if index % 2 else since,
                ),
            )

    await ledger.write(work)
    assert [each.id for each in await ledger.owed(SHOP, LINE, 3)] == [6, 7, 8]
