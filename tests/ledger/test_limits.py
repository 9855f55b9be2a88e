"""How much went out, and what it cost."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.book import Book, DuplicateTextBack
from custom_components.missed_call_textback.core.limits import Limits, Traffic, TrafficSince
from custom_components.missed_call_textback.core.outbox import TextKind, TextState
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, NOW, PEER, SHOP, TEXT_BACK, THREAD, message

_LIMITS = Limits(per_caller=10, per_hour=60, per_day=300, burst=10)
_SINCE = TrafficSince.until(NOW, "2026-05")
_OTHER = "+12025550112"
_OLD = timedelta(days=40)


def _traffic(book: Book, limits: Limits = _LIMITS) -> Traffic:
    return book.traffic(SHOP, PEER, _SINCE, limits)


async def test_nothing_went_out_yet(ledger: SqliteLedger) -> None:
    assert await ledger.write(_traffic) == Traffic()


async def test_texts_are_counted_by_person_hour_and_day(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for index, (peer, age) in enumerate(
            (
                (PEER, timedelta(0)),
                (PEER, timedelta(minutes=59)),
                (PEER, timedelta(hours=1)),
                (_OTHER, timedelta(minutes=1)),
                (_OTHER, timedelta(hours=23)),
                (PEER, timedelta(hours=24)),
            )
        ):
            book.add_text(replace(message(str(index)), to=peer, created_at=NOW - age))
        book.add_text(replace(message("elsewhere"), shop_id="other"))
        assert _traffic(book) == Traffic(to_caller=3, last_hour=3, last_day=5)

    await ledger.write(work)


@pytest.mark.parametrize("kind", [kind for kind in TextKind if kind is not TextKind.REPLY])
@pytest.mark.parametrize("state", [state for state in TextState if state != TextState.RECEIVED])
async def test_what_is_owed_or_never_went_out_does_not_count(
    ledger: SqliteLedger, kind: TextKind, state: TextState
) -> None:
    def work(book: Book) -> Traffic:
        book.add_text(replace(TEXT_BACK, kind=kind, state=state))
        return _traffic(book)

    counts = kind not in (TextKind.NOTICE, TextKind.SERVICE, TextKind.REPLY) and state not in (
        TextState.FAILED,
        TextState.DROPPED,
    )
    one = int(counts)
    assert await ledger.write(work) == Traffic(to_caller=one, last_hour=one, last_day=one)


async def test_a_customers_words_do_not_count(ledger: SqliteLedger) -> None:
    def work(book: Book) -> Traffic:
        thread_id = book.save_thread(None, replace(THREAD, first_at=NOW - _OLD))
        book.add_reply(
            line_id=LINE, thread_id=thread_id, carrier_id="SM1", peer=PEER, body="Hi", at=NOW
        )
        return _traffic(book)

    assert await ledger.write(work) == Traffic()


async def test_counting_stops_at_the_limit_and_nothing_is_counted_without_one(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        for index in range(6):
            book.add_text(message(str(index)))
            book.save_thread(None, replace(THREAD, peer=f"+1202555012{index}"))
        small = Limits(per_caller=2, per_hour=3, per_day=4, burst=0)
        assert _traffic(book, small) == Traffic(to_caller=2, last_hour=3, last_day=4)
        none = Limits(per_caller=0, per_hour=0, per_day=0, burst=5)
        assert _traffic(book, none) == Traffic(first_callers=5)

    await ledger.write(work)


async def test_first_callers_are_others_of_the_same_block_who_are_new(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        for peer, age in (
            (PEER, 0),
            ("+12025550113", 1),
            ("+12025550114", 9),
            ("+12025550115", 10),
            ("+12025560113", 0),
            ("+1202555011", 0),
        ):
            first_at = NOW - timedelta(minutes=age)
            book.save_thread(None, replace(THREAD, peer=peer, first_at=first_at))
        # Who called long ago is no first-time caller, whatever they do now.
        known = replace(THREAD, peer="+12025550116", first_at=NOW - _OLD)
        thread_id = book.save_thread(None, known)
        book.save_thread(thread_id, replace(known, first_at=NOW, last_at=NOW))
        assert _traffic(book).first_callers == 2

    await ledger.write(work)


async def test_a_text_is_paid_by_its_shop_in_its_month(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        book.add_text(replace(message("one"), cost=7_500))
        book.add_text(replace(message("two"), cost=15_000))
        book.add_text(replace(message("old"), cost=1, created_at=NOW - _OLD))
        book.add_text(replace(message("elsewhere"), cost=2, shop_id="other"))
        book.add_text(replace(message("free"), shop_id="free"))
        assert _traffic(book).spent == 22_500

    await ledger.write(work)
    assert await ledger.spent(SHOP, "2026-05") == 22_500
    assert await ledger.spent(SHOP, "2026-03") == 1
    assert await ledger.spent(SHOP, "2026-04") == 0
    assert await ledger.spent("other", "2026-05") == 2
    assert await ledger.spent("free", "2026-05") == 0


async def test_a_text_back_that_is_open_already_costs_nothing(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        book.add_text(replace(TEXT_BACK, cost=5))
        with pytest.raises(DuplicateTextBack):
            book.add_text(replace(TEXT_BACK, ref="second", cost=5))

    await ledger.write(work)
    assert await ledger.spent(SHOP, "2026-05") == 5


async def test_the_cost_of_a_text_comes_back_with_it(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        added = book.add_text(replace(TEXT_BACK, cost=7_500))
        assert added.cost == 7_500
        assert book.find_text(ref=added.ref, carrier_id=None) == added

    await ledger.write(work)


_STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
async def test_refunds_and_charges_move_the_spending_but_never_below_nought(
    ledger: SqliteLedger, steps: list[tuple[bool, int]]
) -> None:
    shop = uuid4().hex

    def work(book: Book) -> int:
        texts = [
            book.add_text(replace(message(f"{shop} {cost}"), shop_id=shop, cost=cost))
            for cost in range(10)
        ]
        spent = sum(range(10))
        for refunded, cost in steps:
            (book.refund if refunded else book.charge)(texts[cost])
            spent = max(spent + (-cost if refunded else cost), 0)
        return spent

    spent = await ledger.write(work)
    assert await ledger.spent(shop, "2026-05") == spent
