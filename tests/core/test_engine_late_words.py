"""What is learnt of a text while it, or its second try, waits for its turn, or after it was let go."""

from dataclasses import replace
from datetime import timedelta

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.desk import month_of
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.outbox import (
    Reaction,
    Receipt,
    Refused,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.reasons import Reason

from .conftest import Office
from .examples import CALLER, LINE, SHOP, missed

LOST = Receipt(
    state=TextState.UNDELIVERED, carrier_id="SM1", error="30003", reaction=Reaction.LATER
)


async def with_costs(office: Office) -> None:
    """Have each text of the shop cost something."""
    office.shop = replace(SHOP, limits=Limits(burst=0, price=10_000, budget=10**9))
    await office.restart()


async def spent(office: Office) -> int:
    return await office.ledger.spent(SHOP.id, month_of(office.clock.now))


async def text_one(office: Office) -> None:
    await office.engine.handle_call(missed("x:1", at=office.clock.now))
    await office.idle()


def pause(office: Office, **by: float) -> None:
    """Have the carrier take nothing for a while."""
    until = office.clock.now + timedelta(**by)
    office.engine._sender._turns.pause(LINE.number, until)


async def test_a_first_try_that_arrives_needs_no_second_that_waits_for_its_turn(
    office: Office,
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    pause(office, minutes=16)
    await office.wake(minutes=15)
    assert office.stuck() == 1
    await office.engine.handle_receipt(replace(LOST, state=TextState.DELIVERED, reaction=None))
    await office.wake(minutes=1)
    assert len(office.carrier.sent) == 1
    assert (office.standing(), office.last_text.error) == (TextState.FAILED, Reason.DELIVERED)
    assert await office.to_call_back() == []


async def test_what_was_dropped_in_doubt_and_arrived_all_the_same_counts_and_keeps_the_cooldown(
    office: Office,
) -> None:
    await with_costs(office)
    office.carrier.answers = [Unknown("timeout"), Refused("20429", Reaction.RETRY)]
    await text_one(office)
    ref, cost = office.carrier.sent[0].ref, await spent(office)
    assert cost
    # The list is late, and the carrier too busy.
    await office.wake(minutes=1)
    assert office.standing() is TextState.QUEUED
    now = office.clock.now
    await office.engine.handle_call(missed("x:2", at=now, outcome=Outcome.ANSWERED))
    assert (office.standing(), await spent(office)) == (TextState.DROPPED, 0)
    late = Receipt(state=TextState.DELIVERED, ref=ref, carrier_id="SMlate")
    await office.engine.handle_receipt(late)
    assert (office.standing(), await spent(office)) == (TextState.DELIVERED, cost)
    office.clock.forward(hours=1)
    await office.engine.handle_call(missed("x:3", at=office.clock.now))
    assert office.decided[-1].decision.reason is Reason.TEXTED_RECENTLY


async def test_what_was_refused_after_a_doubt_and_arrived_all_the_same_is_paid_for(
    office: Office,
) -> None:
    await with_costs(office)
    office.carrier.answers = [Unknown("timeout"), Refused("20429", Reaction.RETRY)]
    await text_one(office)
    ref, cost = office.carrier.sent[0].ref, await spent(office)
    await office.wake(minutes=1)
    await office.engine.people.set_blocked(CALLER, blocked=True)
    await office.wake(minutes=1)
    assert (office.standing(), await spent(office)) == (TextState.FAILED, 0)
    late = Receipt(state=TextState.DELIVERED, ref=ref, carrier_id="SMlate")
    await office.engine.handle_receipt(late)
    assert (office.standing(), await spent(office)) == (TextState.DELIVERED, cost)


async def test_what_was_to_go_to_somebody_who_was_erased_and_was_not_handed_over_costs_nothing(
    office: Office,
) -> None:
    await with_costs(office)
    pause(office, minutes=1)
    await text_one(office)
    assert await spent(office)
    await office.engine.people.erase(CALLER)
    await office.wake(minutes=1)
    assert (office.carrier.sent, await spent(office)) == ([], 0)
