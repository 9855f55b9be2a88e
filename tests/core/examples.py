"""A shop, its line, its callers and its calls, as the tests of the rules use them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from custom_components.missed_call_textback.core.calls import (
    Attestation,
    CallEvent,
    CallStep,
    Outcome,
)
from custom_components.missed_call_textback.core.hours import WeeklyHours
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.shop import Line, Rules, Shop, TeamMember

NOON = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
"""A Wednesday, 12:00 in New York."""
NIGHT = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)
"""The same Wednesday, 23:00 in New York."""
CALLER = "+12025550143"
OTHER_CALLER = "+12025550144"
MOBILE = "+12025550188"

# Most tests move the clock and leave the times of their calls at noon.
PATIENT = Rules(too_late_after=timedelta(days=365))
LINE = Line(id="LINE1", name="Front desk", number="+12025550100", rules=PATIENT)
OTHER_LINE = Line(id="LINE2", name="Workshop", number="+12025550101", rules=PATIENT)
SHOP = Shop(
    id="SHOP",
    business="Corner Barbers",
    country="US",
    time_zone=ZoneInfo("America/New_York"),
    hours=WeeklyHours.parse(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9-18")),
    lines=(LINE, OTHER_LINE),
    team=(TeamMember(id="SAM", name="Sam", mobile=MOBILE),),
    # Numbers for fiction are all of one block, and most tests are not about floods.
    confirms_opt_out=False,
    limits=Limits(countries=frozenset({"US"}), burst=0, per_hour=0, per_day=0, per_caller=0),
)


def with_rules(rules: Rules, shop: Shop = SHOP) -> Shop:
    """Return a shop all of whose lines keep some rules, and are as patient as LINE."""
    rules = replace(rules, too_late_after=PATIENT.too_late_after)
    return replace(shop, lines=tuple(replace(line, rules=rules) for line in shop.lines))


def event(
    step: CallStep,
    *,
    source_id: str = "twilio:CA1",
    caller: str | None = CALLER,
    outcome: Outcome | None = None,
    at: datetime = NOON,
    line: Line = LINE,
    recording: str | None = None,
    ring_seconds: float | None = None,
    attestation: Attestation | None = None,
) -> CallEvent:
    """Return an event of one call."""
    return CallEvent(
        line_id=line.id,
        source_id=source_id,
        step=step,
        at=at,
        caller=caller,
        outcome=outcome,
        recording=recording,
        ring_seconds=ring_seconds,
        attestation=attestation,
    )


def missed(
    source_id: str = "twilio:CA1",
    caller: str | None = CALLER,
    *,
    at: datetime = NOON,
    outcome: Outcome = Outcome.NO_ANSWER,
    line: Line = LINE,
) -> CallEvent:
    """Return the one event of a call that nobody took."""
    return event(
        CallStep.ENDED, source_id=source_id, caller=caller, at=at, outcome=outcome, line=line
    )
