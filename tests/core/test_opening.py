"""A shop is open by its own wall clock, and it is known when that changes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import assume, given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.hours import DAYS, BadHours, Period, WeeklyHours
from custom_components.missed_call_textback.core.opening import (
    OPEN_ALL_THE_TIME,
    Closed,
    Closures,
    Opening,
    closed_by,
    is_open,
    opening,
)

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WeeklyHours.parse(dict.fromkeys(DAYS[:5], "9-18"))
BAR = WeeklyHours.parse(dict.fromkeys(DAYS, "22-2"))
ALWAYS = WeeklyHours.parse(dict.fromkeys(DAYS, "24h"))
NEVER = WeeklyHours.parse({})
MINUTE = timedelta(minutes=1)


def local(zone: ZoneInfo, written: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "opens", "changes"),
    [
        ("2026-11-18 08:59:59", False, "2026-11-18 09:00"),
        ("2026-11-18 09:00", True, "2026-11-18 18:00"),
        ("2026-11-18 17:59:59.5", True, "2026-11-18 18:00"),
        ("2026-11-18 18:00", False, "2026-11-19 09:00"),
        ("2026-11-20 18:00", False, "2026-11-23 09:00"),
    ],
    ids=["before opening", "on opening", "before closing", "on closing", "over the weekend"],
)
def test_a_shop_opens_and_closes_on_the_minute_of_its_own_clock(
    now: str, opens: bool, changes: str
) -> None:
    at = local(NEW_YORK, now)
    changes_at = local(NEW_YORK, changes)
    assert opening(OFFICE, OPEN_ALL_THE_TIME, NEW_YORK, at) == Opening(
        is_open=opens,
        closed_by=None if opens else Closed.HOURS,
        changes_at=changes_at,
        opens_at=at if opens else changes_at,
    )
    assert is_open(OFFICE, OPEN_ALL_THE_TIME, NEW_YORK, at) is opens


@pytest.mark.parametrize(
    ("zone", "hours", "now", "changes"),
    [
        pytest.param(
            NEW_YORK, "9-18", local(NEW_YORK, "2026-03-07 18:00"),
            datetime(2026, 3, 8, 13, 0, tzinfo=UTC), id="9:00 after a night of 23 hours",
        ),
        pytest.param(
            NEW_YORK, "9-18", local(NEW_YORK, "2026-10-31 18:00"),
            datetime(2026, 11, 1, 14, 0, tzinfo=UTC), id="9:00 after a night of 25 hours",
        ),
        pytest.param(
            BERLIN, "2:15-2:45", local(BERLIN, "2026-03-28 02:45"),
            local(BERLIN, "2026-03-30 02:15"), id="a period in the hour that is left out",
        ),
        pytest.param(
            BERLIN, "2:15-6", local(BERLIN, "2026-03-28 12:00"),
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC), id="an opening in the hour that is left out",
        ),
        pytest.param(
            BERLIN, "0-2:30", local(BERLIN, "2026-03-29 01:30"),
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC), id="a closing in the hour that is left out",
        ),
        pytest.param(
            BERLIN, "0-2:30", local(BERLIN, "2026-10-25 02:29", fold=1),
            local(BERLIN, "2026-10-25 02:30", fold=1), id="a closing in the second such hour",
        ),
        pytest.param(
            BERLIN, "0-2:30", local(BERLIN, "2026-10-25 02:30", fold=0),
            local(BERLIN, "2026-10-25 02:00", fold=1), id="the clock goes back to before closing",
        ),
        pytest.param(
            ZoneInfo("Asia/Beirut"), "0-1", local(ZoneInfo("Asia/Beirut"), "2026-03-28 12:00"),
            local(ZoneInfo("Asia/Beirut"), "2026-03-30 00:00"), id="a day that begins at 1:00",
        ),
        pytest.param(
            ZoneInfo("Australia/Lord_Howe"), "9-18",
            local(ZoneInfo("Australia/Lord_Howe"), "2026-10-03 18:00"),
            datetime(2026, 10, 3, 22, 0, tzinfo=UTC), id="a change of half an hour",
        ),
    ],
)  # fmt: skip
def test_the_hours_keep_to_the_wall_clock_when_the_clocks_change(
    zone: ZoneInfo, hours: str, now: datetime, changes: datetime
) -> None:
    week = WeeklyHours.parse(dict.fromkeys(DAYS, hours))
    assert opening(week, OPEN_ALL_THE_TIME, zone, now).changes_at == changes


def test_periods_that_meet_at_midnight_are_one_opening() -> None:
    week = WeeklyHours.parse({"fri": "18-24", "sat": "0-2, 2-6"})
    state = opening(week, OPEN_ALL_THE_TIME, BERLIN, local(BERLIN, "2026-11-20 19:00"))
    assert state.changes_at == local(BERLIN, "2026-11-21 06:00")


def test_a_night_from_sunday_closes_on_monday_morning() -> None:
    state = opening(BAR, OPEN_ALL_THE_TIME, BERLIN, local(BERLIN, "2026-11-22 23:00"))
    assert state.changes_at == local(BERLIN, "2026-11-23 02:00")


@pytest.mark.parametrize("hours", [None, ALWAYS], ids=["no hours", "every hour"])
def test_a_shop_that_nothing_closes_never_changes(hours: WeeklyHours | None) -> None:
    now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert opening(hours, OPEN_ALL_THE_TIME, BERLIN, now) == Opening(
        is_open=True, closed_by=None, changes_at=None, opens_at=now
    )


def test_a_shop_without_a_single_period_never_opens() -> None:
    now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert opening(NEVER, OPEN_ALL_THE_TIME, BERLIN, now) == Opening(
        is_open=False, closed_by=Closed.HOURS, changes_at=None, opens_at=None
    )


def test_a_holiday_closes_its_day_and_the_shop_opens_on_the_next_working_day() -> None:
    closures = Closures(holidays={date(2026, 12, 25): "Christmas Day"})
    state = opening(OFFICE, closures, NEW_YORK, local(NEW_YORK, "2026-12-24 18:00"))
    assert state.closed_by is Closed.HOURS
    assert state.opens_at == local(NEW_YORK, "2026-12-28 09:00")
    during = opening(OFFICE, closures, NEW_YORK, local(NEW_YORK, "2026-12-25 10:00"))
    assert during.closed_by is Closed.HOLIDAY


def test_a_holiday_closes_the_night_that_begins_on_it_and_not_the_one_that_ends_on_it() -> None:
    closures = Closures(holidays={date(2026, 12, 24): "Christmas Eve"})
    assert is_open(BAR, closures, BERLIN, local(BERLIN, "2026-12-24 01:00"))
    assert closed_by(BAR, closures, BERLIN, local(BERLIN, "2026-12-24 22:00")) is Closed.HOLIDAY
    assert closed_by(BAR, closures, BERLIN, local(BERLIN, "2026-12-25 01:00")) is Closed.HOLIDAY
    state = opening(BAR, closures, BERLIN, local(BERLIN, "2026-12-24 01:00"))
    assert state.changes_at == local(BERLIN, "2026-12-24 02:00")
    closed = opening(BAR, closures, BERLIN, local(BERLIN, "2026-12-24 02:00"))
    assert closed.opens_at == local(BERLIN, "2026-12-25 22:00")


@pytest.mark.parametrize("hours", [None, ALWAYS], ids=["no hours", "every hour"])
@pytest.mark.parametrize("ahead", [1, 2, 4, 200], ids="{} days ahead".format)
def test_a_shop_of_every_hour_closes_for_a_holiday_from_midnight_to_midnight(
    hours: WeeklyHours | None, ahead: int
) -> None:
    day = date(2026, 11, 21) + timedelta(days=ahead)
    closures = Closures(holidays={day: "", date(2026, 1, 1): "past"})
    state = opening(hours, closures, BERLIN, local(BERLIN, "2026-11-21 12:00"))
    assert state.changes_at == local(BERLIN, f"{day} 00:00")
    during = opening(hours, closures, BERLIN, local(BERLIN, f"{day} 12:00"))
    assert during.changes_at == local(BERLIN, f"{day + timedelta(days=1)} 00:00")


def test_a_calendar_closes_a_shop_until_its_spans_that_meet_are_over() -> None:
    spans = (
        (local(BERLIN, "2026-11-18 14:00"), local(BERLIN, "2026-11-18 16:00")),
        (local(BERLIN, "2026-11-18 10:00"), local(BERLIN, "2026-11-18 14:00")),
        (local(BERLIN, "2026-11-18 12:00"), local(BERLIN, "2026-11-18 13:00")),
        (local(BERLIN, "2026-11-18 17:00"), local(BERLIN, "2026-11-18 17:00")),
    )
    closures = Closures(spans=spans)
    before = opening(OFFICE, closures, BERLIN, local(BERLIN, "2026-11-18 09:30"))
    assert before.changes_at == local(BERLIN, "2026-11-18 10:00")
    during = opening(OFFICE, closures, BERLIN, local(BERLIN, "2026-11-18 10:00"))
    assert during.closed_by is Closed.CALENDAR
    assert during.opens_at == local(BERLIN, "2026-11-18 16:00")
    after = opening(OFFICE, closures, BERLIN, local(BERLIN, "2026-11-18 16:00"))
    assert after.changes_at == local(BERLIN, "2026-11-18 18:00")


def test_a_snooze_closes_a_shop_whatever_the_hours_say_until_it_is_over() -> None:
    until = local(BERLIN, "2026-11-18 12:34:56")
    closures = Closures(
        holidays={date(2026, 11, 18): "Repentance Day"},
        spans=((until - timedelta(hours=9), until),),
        snoozed_until=until,
    )
    now = local(BERLIN, "2026-11-18 10:00")
    assert closed_by(OFFICE, closures, BERLIN, now) is Closed.SNOOZED
    snoozed = opening(OFFICE, Closures(snoozed_until=until), BERLIN, now)
    assert (snoozed.closed_by, snoozed.opens_at) == (Closed.SNOOZED, until)
    assert is_open(OFFICE, Closures(snoozed_until=until), BERLIN, until)


@pytest.mark.parametrize(
    "closures",
    [
        Closures(snoozed_until=datetime.max.replace(tzinfo=BERLIN)),
        Closures(snoozed_until=datetime.max.replace(tzinfo=NEW_YORK)),
        Closures(
            spans=((datetime.min.replace(tzinfo=BERLIN), datetime.max.replace(tzinfo=NEW_YORK)),)
        ),
        Closures(holidays={date(2026, 11, 18) + timedelta(days=day): "" for day in range(400)}),
    ],
    ids=["snoozed for ever", "for ever in New York", "a calendar for ever", "a year of holidays"],
)
def test_a_shop_that_is_closed_for_a_year_has_no_next_opening(closures: Closures) -> None:
    state = opening(OFFICE, closures, BERLIN, local(BERLIN, "2026-11-18 10:00"))
    assert (state.is_open, state.changes_at, state.opens_at) == (False, None, None)


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
PERIODS = st.builds(
    lambda start, length: Period(start, min(start + length, start + 1439)),
    st.integers(0, 95).map(lambda quarter: quarter * 15),
    st.integers(1, 80).map(lambda quarters: quarters * 15),
)
DAY_HOURS = st.lists(PERIODS, max_size=2).map(tuple) | st.just((Period(0, 1440),))


@st.composite
def weeks(draw: st.DrawFn) -> WeeklyHours | None:
    if draw(st.integers(0, 9)) == 0:
        return None
    try:
        return WeeklyHours(tuple(draw(DAY_HOURS) for _ in range(7)))
    except BadHours:
        assume(False)  # noqa: FBT003
        raise


def moments(draw: st.DrawFn, zone: ZoneInfo) -> datetime:
    """Draw a moment, half of them close before a change of the zone's clocks."""
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 365 * 1440)))
    if draw(st.booleans()):
        days = [at + timedelta(days=day) for day in range(366)]
        changes = (
            one
            for one, other in pairwise(days)
            if one.astimezone(zone).utcoffset() != other.astimezone(zone).utcoffset()
        )
        at = next(changes, at) - timedelta(hours=draw(st.integers(-24, 24)))
    return at


@st.composite
def closures_near(draw: st.DrawFn, now: datetime) -> Closures:
    hours = st.integers(-60, 60).map(lambda hour: now + timedelta(hours=hour))
    return Closures(
        holidays=dict.fromkeys(
            draw(st.lists(st.integers(-2, 6).map(lambda d: now.date() + timedelta(d)), max_size=2)),
            "",
        ),
        spans=tuple(draw(st.lists(st.tuples(hours, hours), max_size=3))),
        snoozed_until=draw(st.none() | hours),
    )


def plainly_open(
    hours: WeeklyHours | None, closures: Closures, zone: ZoneInfo, at: datetime
) -> bool:
    """Tell the same, in the plainest way: each period of today and yesterday by itself."""
    if closures.snoozed_until is not None and at < closures.snoozed_until:
        return False
    if any(start <= at < end for start, end in closures.spans):
        return False
    wall = at.astimezone(zone)
    today, minute = wall.date(), wall.hour * 60 + wall.minute
    if hours is None:
        return today not in closures.holidays
    yesterday = today - timedelta(days=1)
    return any(
        period.start <= minute_of_day < period.end and day not in closures.holidays
        for day, minute_of_day in ((today, minute), (yesterday, minute + 1440))
        for period in hours.days[day.weekday()]
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_in_every_zone_and_week_the_state_flips_exactly_when_a_walk_by_minutes_says(
    data: st.DataObject,
) -> None:
    zone, hours = data.draw(ZONES), data.draw(weeks())
    now = data.draw(st.composite(moments)(zone))
    closures = data.draw(closures_near(now))
    state = opening(hours, closures, zone, now)
    opens = plainly_open(hours, closures, zone, now)
    assert state.is_open is opens is is_open(hours, closures, zone, now)
    assert (state.closed_by is None) is opens
    assert state.opens_at == (now if opens else state.changes_at)
    end = now + timedelta(days=4)
    walked = now
    while walked < end and plainly_open(hours, closures, zone, walked) is opens:
        walked += MINUTE
    if walked < end:
        assert state.changes_at == walked
    else:
        assert state.changes_at is None or state.changes_at >= end
    if state.changes_at is not None:
        assert plainly_open(hours, closures, zone, state.changes_at) is not opens
        assert plainly_open(hours, closures, zone, state.changes_at - MINUTE / 60) is opens
