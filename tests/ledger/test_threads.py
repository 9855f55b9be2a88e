"""Threads in the ledger, and what is known of an address."""

from dataclasses import replace

from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.policy import Caller
from custom_components.missed_call_textback.core.ports import Book, History
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, LINE, NOW, PEER, SHOP, SOON, THREAD


async def test_nothing_is_known_of_a_stranger(ledger: SqliteLedger) -> None:
    history = await ledger.write(lambda book: book.history(SHOP, LINE, PEER))
    assert history == History(caller=Caller())


async def test_a_thread_comes_back_as_it_was_saved(ledger: SqliteLedger) -> None:
    busy = replace(THREAD, last_at=LATER, waiting_since=SOON, episode_at=NOW)

    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        assert book.history(SHOP, LINE, PEER).thread == THREAD
        assert book.save_thread(thread_id, busy) == thread_id
        assert book.history(SHOP, LINE, PEER) == History(
            caller=Caller(), thread_id=thread_id, thread=busy
        )
        book.save_thread(thread_id, THREAD)
        assert book.history(SHOP, LINE, PEER).thread == THREAD

    await ledger.write(work)


async def test_a_person_has_one_thread_on_a_line(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        first = book.save_thread(None, THREAD)
        assert book.save_thread(None, replace(THREAD, last_at=SOON)) == first
        assert book.history(SHOP, LINE, PEER).thread == replace(THREAD, last_at=SOON)
        assert book.save_thread(None, replace(THREAD, line_id="other line")) != first
        assert book.save_thread(None, replace(THREAD, peer="+12025550112")) != first

    await ledger.write(work)


async def test_the_cooldown_starts_only_where_a_text_back_is_named(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD, text_back_at=NOW)
        book.save_thread(thread_id, THREAD)
        book.save_thread(None, THREAD)
        assert book.history(SHOP, LINE, PEER).caller == Caller(last_text_back_at=NOW)
        book.save_thread(thread_id, THREAD, text_back_at=LATER)
        assert book.history(SHOP, LINE, PEER).caller == Caller(last_text_back_at=LATER)

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
                opted_out=True, last_text_back_at=NOW
            )

    await ledger.write(work)


async def test_waiting_threads_of_a_line_are_counted(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for index in range(3):
            book.save_thread(None, replace(THREAD, peer=f"+1202555010{index}", waiting_since=NOW))
        book.save_thread(None, replace(THREAD, peer="+12025550109"))
        book.save_thread(None, replace(THREAD, line_id="other", waiting_since=NOW))
        book.save_thread(1, replace(THREAD, peer="+12025550100", waiting_since=None))

    await ledger.write(work)
    assert (await ledger.figures(LINE, "2026-05-05")).waiting == 2
