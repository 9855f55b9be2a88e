"""A simulated call tells what a real one would lead to, and leaves no trace."""

from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.engine import UnknownLine
from custom_components.missed_call_textback.core.policy import Skip, TextBack
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NIGHT, missed


async def test_it_says_what_would_go_out_and_sends_nothing(office: Office) -> None:
    simulated = await office.engine.simulate(LINE.id, CALLER, Outcome.BUSY)
    assert simulated.decision == TextBack(Reason.MISSED_OPEN)
    assert simulated.body == "Front desk: sorry we missed you."
    assert simulated.segments is not None
    assert simulated.segments.segments == 1
    await office.idle()
    assert (office.carrier.sent, office.told) == ([], [])
    assert await office.total(Tally.MISSED) == 0
    await office.engine.handle_call(missed())
    assert office.decided[-1].decision == TextBack(Reason.MISSED_OPEN)


async def test_it_knows_the_caller_and_the_hour(office: Office) -> None:
    at_night = await office.engine.simulate(LINE.id, CALLER, Outcome.CLOSED, NIGHT)
    assert at_night.decision == TextBack(Reason.MISSED_CLOSED)
    await office.engine.handle_call(missed())
    again = await office.engine.simulate(
        LINE.id, CALLER, Outcome.NO_ANSWER, office.clock.now + timedelta(hours=1)
    )
    assert again.decision == Skip(Reason.TEXTED_RECENTLY)
    assert (again.body, again.segments, again.cost) == (None, None, 0)


@pytest.mark.parametrize(
    ("caller", "outcome", "reason"),
    [
        (MOBILE, Outcome.NO_ANSWER, Reason.TEAM),
        ("anonymous", Outcome.NO_ANSWER, Reason.NO_CALLER_ID),
        (None, Outcome.NO_ANSWER, Reason.NO_CALLER_ID),
        (CALLER, Outcome.ANSWERED, Reason.ANSWERED),
    ],
)
async def test_it_says_why_nobody_would_be_texted(
    office: Office, caller: str | None, outcome: Outcome, reason: Reason
) -> None:
    simulated = await office.engine.simulate(LINE.id, caller, outcome)
    assert simulated.decision == Skip(reason)


async def test_a_line_that_is_not_there_cannot_be_called(office: Office) -> None:
    with pytest.raises(UnknownLine):
        await office.engine.simulate("nowhere", CALLER, Outcome.BUSY)
