"""Opening hours are read as an owner writes them."""

from datetime import UTC, datetime, timedelta
import itertools
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.hours import (
    DAYS,
    BadHours,
    Period,
    WeeklyHours,
    format_day,
    parse_day,
)
from custom_components.missed_call_textback.core.shop import Line, Shop

LINE = Line(id="L", name="L", number="+12025550100")


def shop(zone: str, hours: WeeklyHours | None) -> Shop:
    return Shop(
        id="S", business="B", country="US", time_zone=ZoneInfo(zone), hours=hours, lines=(LINE,)
    )


@pytest.mark.parametrize(
    ("written", "periods"),
    [
        ("", ()),
        (" ", ()),
        ("9-18", (Period(540, 1080),)),
        ("09:00 – 12:30, 14:00-18:00", (Period(540, 750), Period(840, 1080))),
        ("14-18, 9-12", (Period(540, 720), Period(840, 1080))),
        ("0-24", (Period(0, 1440),)),
    ],
)
def test_a_day_is_read(written: str, periods: tuple[Period, ...]) -> None:
    assert parse_day(written) == periods
    assert parse_day(format_day(periods)) == periods


@pytest.mark.parametrize(
    "written",
    ["closed", "9", "9-", "18-9", "9-9", "9-25", "9:60-10", "9-10:61", "9-12, 11-14", "9-12 14-18"],
)
def test_a_day_that_makes_no_sense_is_refused(written: str) -> None:
    with pytest.raises(BadHours):
        parse_day(written)


def test_the_shop_opens_and_closes_on_the_minute_of_its_own_clock() -> None:
    open_at = shop("America/New_York", WeeklyHours.parse({"wed": "9-18"})).is_open
    nine = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
    assert open_at(LINE, nine)
    assert not open_at(LINE, nine - timedelta(minutes=1))
    assert open_at(LINE, nine + timedelta(hours=8, minutes=59))
    assert not open_at(LINE, nine + timedelta(hours=9))
    assert not open_at(LINE, nine + timedelta(days=1))


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        (datetime(2026, 3, 7, 14, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 8, 13, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 8, 22, 0, tzinfo=UTC), False),
    ],
    ids=["9:00 before the clocks change", "9:00 after it", "18:00 after it"],
)
def test_summer_time_moves_the_hours_with_the_wall_clock(utc: datetime, is_open: bool) -> None:
    hours = WeeklyHours.parse(dict.fromkeys(DAYS, "9-18"))
    assert shop("America/New_York", hours).is_open(LINE, utc) is is_open


def test_a_shop_without_hours_is_always_open_and_a_line_may_have_its_own() -> None:
    at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert shop("UTC", None).is_open(LINE, at)
    own = Line(id="L", name="L", number="+12025550100", hours=WeeklyHours.parse({}))
    assert not shop("UTC", None).is_open(own, at)


@given(st.text(max_size=30))
def test_any_writing_is_read_or_refused(written: str) -> None:
    try:
        periods = parse_day(written)
    except BadHours:
        return
    assert list(periods) == sorted(periods)
    assert all(one.end <= other.start for one, other in itertools.pairwise(periods))
