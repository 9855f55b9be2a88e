"""Opening hours are read as an owner writes them."""

from datetime import datetime, timedelta
import itertools

from hypothesis import example, given, strategies as st
import pytest

from custom_components.missed_call_textback.core.hours import (
    DAYS,
    BadHours,
    Period,
    WeeklyHours,
    WhyBad,
    format_day,
    parse_day,
)

ALL_DAY = (Period(0, 1440),)
NINE_TO_FIVE = (Period(540, 1020),)
LATE = (Period(1320, 1560),)
A_MONDAY = datetime(2026, 11, 16)  # noqa: DTZ001 - a wall clock of no zone

PERIODS = st.builds(
    lambda start, length: Period(start, start + length), st.integers(0, 1439), st.integers(1, 1439)
) | st.just(Period(0, 1440))


@pytest.mark.parametrize(
    ("written", "periods"),
    [
        ("", ()),
        (" ", ()),
        (",", ()),
        ("closed", ()),
        (" Closed ", ()),
        ("geschlossen", ()),
        ("9-18", (Period(540, 1080),)),
        ("9–18", (Period(540, 1080),)),
        ("9 to 18", (Period(540, 1080),)),
        ("09:00 – 12:30, 14:00-18:00", (Period(540, 750), Period(840, 1080))),
        ("14-18, 9-12", (Period(540, 720), Period(840, 1080))),
        ("9.30-18", (Period(570, 1080),)),
        ("9h30-18h", (Period(570, 1080),)),
        ("0900-1800", (Period(540, 1080),)),
        ("900-1730", (Period(540, 1050),)),
        ("0-24", ALL_DAY),
        ("24h", ALL_DAY),
        ("24/7", ALL_DAY),
        ("9am-5pm", NINE_TO_FIVE),
        ("9a.m.-5p.m.", NINE_TO_FIVE),
        ("9AM - 5PM", NINE_TO_FIVE),
        ("9:30 am – 6 pm", (Period(570, 1080),)),
        ("12am-12pm", (Period(0, 720),)),
        ("6pm-12am", (Period(1080, 1440),)),
    ],
)
def test_a_day_is_read(written: str, periods: tuple[Period, ...]) -> None:
    assert parse_day(written) == periods
    assert parse_day(format_day(periods)) == periods


@pytest.mark.parametrize(
    ("written", "periods"),
    [
        ("9-5pm", NINE_TO_FIVE),
        ("9am-5", NINE_TO_FIVE),
        ("2pm-6", (Period(840, 1080),)),
        ("12-5pm", (Period(720, 1020),)),
        ("9am-12", (Period(540, 720),)),
        ("13-5pm", (Period(780, 1020),)),
        ("9am-17", NINE_TO_FIVE),
    ],
)
def test_one_am_or_pm_serves_both_times_where_only_one_reading_makes_sense(
    written: str, periods: tuple[Period, ...]
) -> None:
    assert parse_day(written) == periods


@pytest.mark.parametrize(
    ("written", "periods"),
    [
        ("22-2", LATE),
        ("22:00-02:00", LATE),
        ("10pm-2am", LATE),
        ("10-12, 22-2", (Period(600, 720), *LATE)),
        ("22-0", (Period(1320, 1440),)),
        ("22-24", (Period(1320, 1440),)),
        ("18-9", (Period(1080, 1980),)),
        ("10am-2am", (Period(600, 1560),)),
        ("12:00-11:00", (Period(720, 2100),)),
    ],
)
def test_a_period_may_run_past_midnight(written: str, periods: tuple[Period, ...]) -> None:
    assert parse_day(written) == periods
    assert parse_day(format_day(periods)) == periods


@pytest.mark.parametrize(
    ("written", "why", "part"),
    [
        ("9", WhyBad.NOT_UNDERSTOOD, "9"),
        ("9-", WhyBad.NOT_UNDERSTOOD, "9-"),
        ("nine to five", WhyBad.NOT_UNDERSTOOD, "nine to five"),
        ("9-18, later", WhyBad.NOT_UNDERSTOOD, "later"),
        ("9-25", WhyBad.NOT_UNDERSTOOD, "9-25"),
        ("24-2", WhyBad.NOT_UNDERSTOOD, "24-2"),
        ("9-24:30", WhyBad.NOT_UNDERSTOOD, "9-24:30"),
        ("9:60-10", WhyBad.NOT_UNDERSTOOD, "9:60-10"),
        ("9-10:61", WhyBad.NOT_UNDERSTOOD, "9-10:61"),
        ("13pm-14pm", WhyBad.NOT_UNDERSTOOD, "13pm-14pm"),
        ("0am-5pm", WhyBad.NOT_UNDERSTOOD, "0am-5pm"),
        ("9am-5:60pm", WhyBad.NOT_UNDERSTOOD, "9am-5:60pm"),
        ("9-12 14-18", WhyBad.NOT_UNDERSTOOD, "9-12 14-18"),
        ("9-11pm", WhyBad.NOT_UNDERSTOOD, "9-11pm"),
        ("9-2am", WhyBad.NOT_UNDERSTOOD, "9-2am"),
        ("٩-١٨", WhyBad.NOT_UNDERSTOOD, "٩-١٨"),
        ("9-5", WhyBad.ENDS_BEFORE_IT_BEGINS, "9-5"),
        ("9:00-5:30", WhyBad.ENDS_BEFORE_IT_BEGINS, "9:00-5:30"),
        ("9-12, 10-2", WhyBad.ENDS_BEFORE_IT_BEGINS, "10-2"),
        ("9-9", WhyBad.ENDS_BEFORE_IT_BEGINS, "9-9"),
        ("0-0", WhyBad.ENDS_BEFORE_IT_BEGINS, "0-0"),
        ("12am-12am", WhyBad.ENDS_BEFORE_IT_BEGINS, "12am-12am"),
        ("9-12, 11-14", WhyBad.OVERLAPS, "11:00-14:00"),
        ("22-2, 23-24", WhyBad.OVERLAPS, "23:00-24:00"),
        ("24h, 9-18", WhyBad.OVERLAPS, "09:00-18:00"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_with_what_is_wrong(
    written: str, why: WhyBad, part: str
) -> None:
    with pytest.raises(BadHours) as refused:
        parse_day(written)
    assert (refused.value.why, refused.value.part) == (why, part)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (-1, 60, WhyBad.NOT_UNDERSTOOD),
        (1440, 1500, WhyBad.NOT_UNDERSTOOD),
        (60, 60, WhyBad.ENDS_BEFORE_IT_BEGINS),
        (60, 30, WhyBad.ENDS_BEFORE_IT_BEGINS),
        (60, 1500, WhyBad.ENDS_BEFORE_IT_BEGINS),
        (0, 1441, WhyBad.ENDS_BEFORE_IT_BEGINS),
    ],
)
def test_no_period_is_out_of_its_day_or_as_long_as_one(start: int, end: int, why: WhyBad) -> None:
    with pytest.raises(BadHours) as refused:
        Period(start, end)
    assert refused.value.why is why


@pytest.mark.parametrize(
    ("week", "day", "part"),
    [
        ({"mon": "22-3", "tue": "2-9"}, "tue", "02:00-09:00"),
        ({"sun": "22-3", "mon": "2-9"}, "mon", "02:00-09:00"),
        ({"sat": "20-4", "sun": "0-24"}, "sun", "00:00-24:00"),
    ],
    ids=["across midnight", "from Sunday into Monday", "into a whole day"],
)
def test_a_night_may_not_run_into_the_next_morning(
    week: dict[str, str], day: str, part: str
) -> None:
    with pytest.raises(BadHours) as refused:
        WeeklyHours.parse(week)
    err = refused.value
    assert (err.why, err.day, err.part) == (WhyBad.OVERLAPS, day, part)
    assert day in str(err)


def test_a_week_says_which_of_its_days_is_refused() -> None:
    with pytest.raises(BadHours) as refused:
        WeeklyHours.parse({"mon": "9-18", "thu": "soon"})
    assert (refused.value.day, refused.value.why) == ("thu", WhyBad.NOT_UNDERSTOOD)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(BadHours):
        WeeklyHours(((), ()))


@pytest.mark.parametrize(
    ("week", "always", "never"),
    [
        ({}, False, True),
        ({"mon": "9-18"}, False, False),
        (dict.fromkeys(DAYS, "24h"), True, False),
        (dict.fromkeys(DAYS, "18-9, 9-18"), True, False),
    ],
    ids=["no day", "one day", "every day", "every day and night"],
)
def test_a_week_knows_whether_it_ever_changes(
    week: dict[str, str], always: bool, never: bool
) -> None:
    hours = WeeklyHours.parse(week)
    assert hours.always_open is always
    assert (hours.minutes_open == 0) is never


def test_a_night_belongs_to_its_evening_until_it_ends() -> None:
    hours = WeeklyHours.parse({"sun": "22-2"})
    assert hours.tails == (120, 0, 0, 0, 0, 0, 0)
    assert hours.is_open(A_MONDAY + timedelta(minutes=119))
    assert not hours.is_open(A_MONDAY + timedelta(minutes=120))
    assert not hours.is_open(A_MONDAY + timedelta(days=1, minutes=60))


@given(st.text(max_size=30) | st.text("0123456789:.-apm, h", max_size=20))
@example("9" * 5000 + "-10")
@example("9 - - 10")
def test_any_writing_is_read_or_refused_and_what_was_read_reads_the_same_again(
    written: str,
) -> None:
    try:
        periods = parse_day(written)
    except BadHours:
        return
    assert list(periods) == sorted(periods)
    assert all(one.end <= other.start for one, other in itertools.pairwise(periods))
    assert parse_day(format_day(periods)) == periods


@given(PERIODS)
def test_every_period_reads_as_it_is_written(period: Period) -> None:
    assert parse_day(str(period)) == (period,)


@given(st.lists(st.lists(PERIODS, max_size=3).map(tuple), min_size=7, max_size=7).map(tuple))
def test_a_week_is_refused_exactly_if_some_minute_is_opened_twice(
    days: tuple[tuple[Period, ...], ...],
) -> None:
    opened = [
        (index * 1440 + minute) % 10080
        for index, day in enumerate(days)
        for period in day
        for minute in range(period.start, period.end)
    ]
    open_minutes = set(opened)
    if len(open_minutes) < len(opened):
        with pytest.raises(BadHours) as refused:
            WeeklyHours(days)
        assert refused.value.why is WhyBad.OVERLAPS
        return
    hours = WeeklyHours(days)
    assert hours.minutes_open == len(opened)
    for minute in range(0, 10080, 7):
        at = A_MONDAY + timedelta(minutes=minute)
        assert hours.is_open(at) is (minute in open_minutes)
