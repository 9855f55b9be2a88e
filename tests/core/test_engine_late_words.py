"""What is learnt of a text while it, or its second try, waits for its turn, or after it was let go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.desk import month_of
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.reasons import Reason

from .conftest import Office
from .examples import CALLER, LINE, OTHER_LINE, SHOP, missed

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


async def doubt_one_and_queue_it_again(office: Office) -> tuple[str, int]:
    """Have a text in doubt, which the carrier is then too busy for; return its reference and cost."""
    await with_costs(office)
    office.carrier.answers = [Unknown("timeout"), Refused("20429", Reaction.RETRY)]
    await text_one(office)
    ref, cost = office.carrier.sent[0].ref, await spent(office)
    assert cost
    # The list is late.
    await office.wake(minutes=1)
    assert office.standing() is TextState.QUEUED
    return ref, cost


def pause(office: Office, **by: float) -> None:
    """Have the carrier take nothing for a while."""
    until = office.clock.now + timedelta(**by)
    office.engine._sender._turns.pause(LINE.number, until)


async def write(office: Office, body: str) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id, carrier_id="SMin", sender=CALLER, body=body, at=office.clock.now
        )
    )


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


@pytest.mark.parametrize("how", ["the same call", "another call", "called back"])
async def test_who_was_spoken_with_while_their_text_was_in_doubt_is_not_texted_after_it(
    office: Office, how: str
) -> None:
    office.carrier.answers = [Unknown("timeout")]
    began = office.clock.now
    await text_one(office)
    office.clock.forward(seconds=30)
    now = office.clock.now
    match how:
        case "the same call":
            await office.engine.handle_call(missed("x:1", at=began, outcome=Outcome.ANSWERED))
        case "another call":
            await office.engine.handle_call(missed("x:2", at=now, outcome=Outcome.ANSWERED))
        case _:
            await office.engine.handle(CallMade(numbers=(CALLER,), began_at=now, answered_at=now))
    # The list does not have it.
    await office.wake(minutes=1)
    await office.wake(minutes=5)
    assert len(office.carrier.sent) == 1
    assert (office.standing(), office.last_text.error) == (TextState.FAILED, Reason.ANSWERED)
    assert await office.to_call_back() == []


async def test_what_was_dropped_in_doubt_and_arrived_all_the_same_counts_and_keeps_the_cooldown(
    office: Office,
) -> None:
    ref, cost = await doubt_one_and_queue_it_again(office)
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
    ref, cost = await doubt_one_and_queue_it_again(office)
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


@pytest.mark.parametrize("meanwhile", [Reason.PEOPLE_TALK, Reason.ANSWERED, Reason.CALLED_BACK])
async def test_the_machine_is_silent_where_the_shop_spoke_while_its_words_waited_for_their_turn(
    office: Office, meanwhile: Reason
) -> None:
    await text_one(office)
    pause(office, minutes=1)
    await office.engine.send_text(LINE.id, CALLER, "Still there?", TextKind.MACHINE)
    office.clock.forward(seconds=10)
    now = office.clock.now
    match meanwhile:
        case Reason.ANSWERED:
            call = missed("x:2", at=now, outcome=Outcome.ANSWERED)
            await office.engine.handle_call(call)
        case Reason.CALLED_BACK:
            await office.engine.handle(CallMade(numbers=(CALLER,), began_at=now, answered_at=now))
        case _:
            await office.engine.send_text(OTHER_LINE.id, CALLER, "Alex here.", by="Alex")
            await office.engine.send_text(LINE.id, CALLER, "Sam here.", by="Sam")
    await office.wake(minutes=1)
    failed = [each.text for each in office.moved if each.text.state is TextState.FAILED]
    assert [(text.kind, text.error) for text in failed] == [(TextKind.MACHINE, meanwhile)]
    assert "Still there?" not in [text.body for text in office.carrier.sent]


async def test_words_on_another_line_do_not_silence_the_machine(office: Office) -> None:
    pause(office, minutes=1)
    await office.engine.send_text(LINE.id, CALLER, "Still there?", TextKind.MACHINE)
    await office.engine.send_text(OTHER_LINE.id, CALLER, "Alex here.", by="Alex")
    await office.wake(minutes=1)
    assert "Still there?" in [text.body for text in office.carrier.sent]


async def test_the_machines_words_are_not_tried_again_once_somebody_spoke(office: Office) -> None:
    await office.engine.send_text(LINE.id, CALLER, "Still there?", TextKind.MACHINE)
    await office.idle()
    office.clock.forward(seconds=10)
    await write(office, "Can you come at five?")
    office.clock.forward(seconds=10)
    await office.engine.handle_receipt(LOST)
    await office.wake(minutes=16)
    assert sum(text.kind is TextKind.MACHINE for text in office.carrier.sent) == 1


async def test_a_second_receipt_that_tells_of_an_opt_out_holds_back_what_waits(
    office: Office,
) -> None:
    await office.engine.send_text(LINE.id, CALLER, "Hello.")
    await office.idle()
    failed = Receipt(state=TextState.FAILED, carrier_id="SM1", error="30008")
    await office.engine.handle_receipt(failed)
    pause(office, minutes=1)
    await office.engine.send_text(LINE.id, CALLER, "Are you there?")
    await office.engine.handle_receipt(replace(failed, error="21610", reaction=Reaction.OPTED_OUT))
    await office.wake(minutes=1)
    assert len(office.carrier.sent) == 1
