"""What somebody wished is learnt of late: it takes back nothing that was said since."""

from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import InboundText
from custom_components.missed_call_textback.core.reasons import Reason

from .conftest import Office
from .examples import CALLER, LINE, NOON, missed


def wrote(body: str, minutes_ago: float) -> InboundText:
    at = NOON - timedelta(minutes=minutes_ago)
    return InboundText(line_id=LINE.id, carrier_id=f"SM{at}", sender=CALLER, body=body, at=at)


async def decided_next_week(office: Office) -> Reason:
    office.clock.forward(days=7)
    now = office.clock.now
    await office.engine.handle_call(missed(f"x:{now}", at=now))
    await office.idle()
    return office.decided[-1].decision.reason


@pytest.mark.parametrize("before", [[], [wrote("STOP", 50)]], ids=["once", "twice"])
async def test_a_start_that_is_learnt_of_late_takes_back_no_later_stop(
    office: Office, before: list[InboundText]
) -> None:
    start, stop = wrote("START", 10), wrote("STOP", 5)
    for text in [*before, stop]:
        await office.engine.handle_text(text)
    await office.engine.catch_up([*before, start, stop])
    assert await decided_next_week(office) is Reason.OPTED_OUT


async def test_a_start_that_is_learnt_of_late_takes_back_nothing_that_the_owner_said_since(
    office: Office,
) -> None:
    await office.engine.people.set_wish(CALLER, Wish.STOP)
    await office.engine.catch_up([wrote("START", 10)])
    assert await decided_next_week(office) is Reason.OPTED_OUT
    await office.engine.people.set_wish(CALLER, Wish.START)
    assert await decided_next_week(office) is Reason.MISSED_OPEN


async def test_of_what_is_learnt_of_late_the_last_word_stands(office: Office) -> None:
    await office.engine.catch_up([wrote("START", 5), wrote("STOP", 10)])
    assert await decided_next_week(office) is Reason.MISSED_OPEN
