"""What was not delivered is tried once more or called back, and never forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    Refused,
    TextState,
    Unknown,
    later_delay,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, OTHER_CALLER, SHOP, missed, with_rules

LOST = Receipt(
    state=TextState.UNDELIVERED, carrier_id="SM1", error="30003", reaction=Reaction.LATER
)


async def text_one(office: Office) -> None:
    await office.engine.handle_call(missed("x:1"))
    await office.idle()


async def to_call_back(office: Office) -> list[str]:
    return [thread.peer for thread in await office.to_call_back()]


async def test_what_was_not_delivered_is_tried_once_more_under_another_reference(
    office: Office,
) -> None:
    await text_one(office)
    for _ in range(2):
        await office.engine.handle_receipt(LOST)
    assert office.alarm.at == office.clock.now + later_delay(1.0)
    await office.wake(minutes=15)
    first, second = office.carrier.sent
    assert (second.to, second.body, second.retry_of) == (first.to, first.body, first.id)
    assert second.ref != first.ref
    # A late receipt of the first is none of the second.
    await office.engine.handle_receipt(replace(LOST, state=TextState.SENT))
    assert office.last_text.carrier_id == "SM2"
    assert office.standing() is TextState.ACCEPTED
    assert await office.total(Tally.TEXTED) == 1
    assert (await office.figures()).text_back_seconds == 0


async def test_who_could_not_be_reached_twice_is_called_back(office: Office) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    assert await to_call_back(office) == []
    await office.wake(minutes=15)
    await office.engine.handle_receipt(replace(LOST, carrier_id="SM2"))
    await office.wake(hours=2)
    assert len(office.carrier.sent) == 2
    assert await to_call_back(office) == [CALLER]


@pytest.mark.parametrize(
    ("reaction", "called"),
    [
        (Reaction.OWNER, [CALLER]),
        (Reaction.CALL_BACK, [CALLER]),
        (Reaction.SUSPEND, [CALLER]),
        (None, [CALLER]),
        (Reaction.UNTEXTABLE, []),
        (Reaction.NEVER, []),
        (Reaction.OPTED_OUT, []),
    ],
)
async def test_what_is_never_delivered_is_not_tried_again(
    office: Office, reaction: Reaction | None, called: list[str]
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(replace(LOST, reaction=reaction))
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1
    assert await to_call_back(office) == called


async def test_what_was_not_delivered_is_not_tried_again_beside_another_text_on_its_way(
    office: Office,
) -> None:
    office.shop = with_rules(Rules(again_after=timedelta(minutes=5)), office.shop)
    await office.restart()
    await text_one(office)
    office.clock.forward(minutes=6)
    assert office.standing() is TextState.ACCEPTED
    office.carrier.answers = [Unknown("timeout")]
    await office.engine.handle_call(missed("x:2", at=office.clock.now))
    await office.idle()
    await office.engine.handle_receipt(LOST)
    assert (office.standing(), office.last_text.carrier_id) == (TextState.UNDELIVERED, "SM1")
    assert await to_call_back(office) == []
    await office.wake(minutes=1)
    await office.wake(minutes=30)
    # The later one goes its own way.
    assert [text.retry_of for text in office.carrier.sent] == [None] * 3
    assert office.standing() is TextState.ACCEPTED


async def test_too_late_for_a_second_try_the_caller_is_called_back(office: Office) -> None:
    await text_one(office)
    office.clock.forward(minutes=20)
    await office.engine.handle_receipt(LOST)
    assert office.alarm.at is None
    assert await to_call_back(office) == [CALLER]


async def test_a_second_try_keeps_to_the_limits(office: Office) -> None:
    office.shop = replace(SHOP, limits=replace(SHOP.limits, per_caller=1))
    await office.restart()
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1
    assert await to_call_back(office) == [CALLER]


async def test_a_second_try_to_somebody_who_was_erased_is_not_made(office: Office) -> None:
    await text_one(office)
    await office.engine.people.erase(CALLER)
    await office.engine.handle_receipt(LOST)
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1


@pytest.mark.parametrize(
    "meanwhile", ["writes", "is answered", "opts out"], ids=lambda what: f"who {what}"
)
async def test_a_second_try_is_dropped_for_somebody_who_is_reached_meanwhile(
    office: Office, meanwhile: str
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    if meanwhile == "is answered":
        await office.engine.handle_call(missed("x:2", outcome=Outcome.ANSWERED))
    else:
        body = "STOP" if meanwhile == "opts out" else "Hello?"
        await office.engine.handle_text(
            InboundText(
                line_id=LINE.id, carrier_id="SMin", sender=CALLER, body=body, at=office.clock.now
            )
        )
    assert office.standing() is TextState.DROPPED
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1


@pytest.mark.parametrize("answered", [True, False], ids=["was answered", "wrote"])
@pytest.mark.parametrize("reaction", [Reaction.LATER, Reaction.CALL_BACK])
async def test_who_was_heard_before_a_text_proves_lost_is_neither_texted_again_nor_called_back(
    office: Office, reaction: Reaction, *, answered: bool
) -> None:
    await text_one(office)
    office.clock.forward(minutes=2)
    now = office.clock.now
    if answered:
        await office.engine.handle_call(missed("x:2", at=now, outcome=Outcome.ANSWERED))
    else:
        await office.engine.handle_text(
            InboundText(line_id=LINE.id, carrier_id="SMin", sender=CALLER, body="Hello?", at=now)
        )
    await office.engine.handle_receipt(replace(LOST, reaction=reaction))
    assert await to_call_back(office) == []
    await office.wake(minutes=15)
    assert len(office.carrier.sent) == 1


async def test_a_first_try_that_arrives_after_all_needs_no_second(office: Office) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    await office.engine.handle_receipt(replace(LOST, state=TextState.DELIVERED, reaction=None))
    assert (office.standing(), office.last_text.error) == (TextState.DROPPED, Reason.DELIVERED)
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1


async def test_a_first_try_that_arrives_needs_no_second_that_the_carrier_was_too_busy_for(
    office: Office,
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await office.wake(minutes=15)
    assert office.standing() is TextState.QUEUED
    await office.engine.handle_receipt(replace(LOST, state=TextState.DELIVERED, reaction=None))
    assert (office.standing(), office.last_text.error) == (TextState.DROPPED, Reason.DELIVERED)
    await office.wake(minutes=1)
    assert len(office.carrier.sent) == 2


async def test_a_first_try_that_arrives_while_the_second_is_on_its_way_changes_nothing(
    office: Office,
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    office.carrier.answers = [Unknown("timeout")]
    await office.wake(minutes=15)
    await office.engine.handle_receipt(replace(LOST, state=TextState.DELIVERED, reaction=None))
    assert [each.text.state for each in office.moved[-2:]] == [
        TextState.UNKNOWN, TextState.DELIVERED,
    ]  # fmt: skip


async def test_another_missed_call_does_not_take_the_second_try_away(office: Office) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    await office.engine.handle_call(missed("x:2"))
    assert office.decided[-1].decision.reason is Reason.TEXTED_RECENTLY
    await office.wake(minutes=15)
    assert len(office.carrier.sent) == 2


async def test_after_one_of_a_sender_is_throttled_the_others_wait_with_it_in_order(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await text_one(office)
    for number in range(3):
        await office.engine.handle_call(missed(f"y:{number}", f"+1202555{1000 + number}"))
        await office.idle()
    assert len(office.carrier.sent) == 1
    await office.wake(seconds=1)
    assert [text.to for text in office.carrier.sent] == [
        CALLER, CALLER, "+12025551000", "+12025551001", "+12025551002",
    ]  # fmt: skip


async def test_a_text_that_waited_beyond_its_deadline_is_called_back_instead(
    office: Office,
) -> None:
    office.engine._sender._turns.pause(LINE.number, office.clock.now + timedelta(hours=1))
    await text_one(office)
    assert office.stuck() == 1
    await office.wake(hours=1)
    assert office.carrier.sent == []
    assert (office.standing(), office.last_text.error) == (TextState.FAILED, "too_late")
    assert await to_call_back(office) == [CALLER]


async def test_a_sender_that_may_not_send_holds_its_texts_as_long_as_they_may_wait(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("21606", Reaction.HOLD)] * 3
    await text_one(office)
    for _ in range(5):
        await office.wake(seconds=10)
    assert office.standing() is TextState.ACCEPTED
    assert Reaction.HOLD in {each.reaction for each in office.moved}


@pytest.mark.parametrize("cured", [True, False], ids=["one gets through", "an hour later"])
async def test_nothing_of_a_sender_through_which_nothing_gets_is_sent_for_an_hour(
    office: Office, cured: bool
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(replace(LOST, error="30034", reaction=Reaction.SUSPEND))
    await office.engine.handle_call(missed("y:1", OTHER_CALLER))
    await office.idle()
    assert len(office.carrier.sent) == 1
    assert (office.standing(), office.last_text.error) == (TextState.FAILED, "30034")
    assert await to_call_back(office) == [CALLER, OTHER_CALLER]
    if cured:
        await office.engine.handle_receipt(Receipt(state=TextState.DELIVERED, carrier_id="SM1"))
    else:
        office.clock.forward(hours=1)
    await office.engine.handle_call(missed("y:2", OTHER_CALLER))
    await office.idle()
    assert len(office.carrier.sent) == 2


async def test_a_number_that_never_gets_a_text_is_remembered(office: Office) -> None:
    office.carrier.answers = [Refused("21211", Reaction.UNTEXTABLE)]
    await text_one(office)
    await office.engine.handle_call(missed("x:2"))
    assert office.decided[-1].decision.reason is Reason.CANNOT_GET_TEXTS
    assert await to_call_back(office) == []


async def test_a_second_try_that_was_under_way_at_a_crash_is_not_sent_again(
    office: Office,
) -> None:
    await text_one(office)
    await office.engine.handle_receipt(LOST)
    office.clock.forward(minutes=15)
    office.carrier.silent = True
    office.carrier.answers = [Unknown("timeout")]
    await office.wake()
    await office.restart()
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 2


def test_a_second_try_comes_a_while_later_and_within_the_deadline() -> None:
    assert timedelta(minutes=10) == later_delay(0) < later_delay(1) < SHOP.text_deadline
