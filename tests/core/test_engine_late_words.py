"""What is learnt of a text while it, or its second try, waits for its turn, or after it was let go."""

from dataclasses import replace
from datetime import timedelta

from custom_components.missed_call_textback.core.outbox import (
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.reasons import Reason

from .conftest import Office
from .examples import LINE, missed

LOST = Receipt(
    state=TextState.UNDELIVERED, carrier_id="SM1", error="30003", reaction=Reaction.LATER
)


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
