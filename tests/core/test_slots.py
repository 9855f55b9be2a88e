"""Whoever is offered a time can have it: it is free, in hours, and soon enough to matter."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.hours import DAYS, WeeklyHours
from custom_components.missed_call_textback.core.opening import (
    OPEN_ALL_THE_TIME,
    Closures,
    is_open,
    open_spans,
)
from custom_components.missed_call_textback.core.slots import (
    Job,
    Slot,
    Span,
    free_slots,
    spread,
)

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
OFFICE = WeeklyHours.parse(dict.fromkeys(DAYS[:5], "9-12, 13-18"))
BAR = WeeklyHours.parse(dict.fromkeys(DAYS, "22-4"))
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WEDNESDAY_NOON = datetime(2026, 11, 18, 12, tzinfo=NEW_YORK)


def at(written: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


def starts(slots: list[Slot] | tuple[Slot, ...], zone: ZoneInfo = NEW_YORK) -> list[str]:
    return [f"{slot.start.astimezone(zone):%d %H:%M}" for slot in slots]


def free(
    *busy: tuple[str, str],
    job: Job = Job(),  # noqa: B008 - it never changes
    hours: WeeklyHours | None = OFFICE,
    closures: Closures = OPEN_ALL_THE_TIME,
    now: datetime = WEDNESDAY_NOON,
    zone: ZoneInfo = NEW_YORK,
) -> list[Slot]:
    spans = [(at(start, zone), at(end, zone)) for start, end in busy]
    return free_slots(job, hours, closures, zone, busy=spans, now=now)


def test_an_empty_calendar_is_free_in_all_opening_hours_from_the_notice_on() -> None:
    found = starts(free(job=Job(ahead=timedelta(days=1))))
    # Wednesday from two o'clock, and Thursday until noon, when a day is over.
    assert found == [
        *(f"18 {hour}:{minute}" for hour in range(14, 18) for minute in ("00", "30")),
        *(f"19 {hour:02}:{minute}" for hour in range(9, 12) for minute in ("00", "30")),
    ]


def test_an_appointment_ends_before_the_shop_closes() -> None:
    long = Job(duration=2 * HOUR, ahead=timedelta(hours=10))
    assert starts(free(job=long)) == ["18 14:00", "18 14:30", "18 15:00", "18 15:30", "18 16:00"]


def test_what_is_in_the_calendar_is_left_alone_with_the_time_around_it() -> None:
    job = Job(
        duration=HOUR, before=30 * MINUTE, after=15 * MINUTE, notice=HOUR, ahead=timedelta(hours=8)
    )
    found = starts(free(("2026-11-18 15:00", "2026-11-18 15:30"), job=job))
    # 13:30 would end at 14:30, and a quarter of an hour later is still free; 15:30 is too close.
    assert found == ["18 13:00", "18 13:30", "18 16:00", "18 16:30", "18 17:00"]


@pytest.mark.parametrize("zone", [NEW_YORK, BERLIN], ids=str)
def test_what_lasts_for_ever_leaves_no_time(zone: ZoneInfo) -> None:
    always = (datetime.min.replace(tzinfo=zone), datetime.max.replace(tzinfo=zone))
    past = (always[0], WEDNESDAY_NOON)
    job = Job(before=HOUR, after=HOUR, notice=timedelta(0))

    def left(*busy: Span) -> list[Slot]:
        return free_slots(job, OFFICE, OPEN_ALL_THE_TIME, NEW_YORK, busy=busy, now=WEDNESDAY_NOON)

    assert left(always) == []
    assert starts(left(past))[0] == "18 13:00"
    assert starts(left((at("2026-11-18 16:00"), always[1]))) == [
        "18 13:00",
        "18 13:30",
        "18 14:00",
        "18 14:30",
    ]


def test_what_fits_exactly_between_two_events_fits() -> None:
    found = free(
        ("2026-11-18 13:00", "2026-11-18 15:00"),
        ("2026-11-18 15:30", "2026-11-18 18:00"),
        job=Job(ahead=timedelta(hours=8)),
    )
    assert starts(found) == ["18 15:00"]


def test_an_event_of_no_length_keeps_its_moment_free_and_one_that_ends_before_it_begins_nothing() -> (
    None
):
    job = Job(ahead=timedelta(hours=4))
    assert starts(free(("2026-11-18 14:15", "2026-11-18 14:15"), job=job))[0] == "18 14:30"
    assert starts(free(("2026-11-18 17:00", "2026-11-18 13:00"), job=job))[0] == "18 14:00"


def test_overlapping_events_keep_free_what_all_of_them_take() -> None:
    found = free(
        ("2026-11-18 13:00", "2026-11-18 17:00"),
        ("2026-11-18 14:00", "2026-11-18 15:00"),
        job=Job(ahead=timedelta(hours=8)),
    )
    assert starts(found) == ["18 17:00", "18 17:30"]


def test_an_event_of_the_whole_day_takes_the_day_also_when_clocks_change() -> None:
    # A Sunday of 25 hours in New York.
    whole_day = ("2026-11-01 00:00", "2026-11-02 00:00")
    week = WeeklyHours.parse(dict.fromkeys(DAYS, "9-12"))
    found = free(whole_day, hours=week, now=at("2026-10-31 10:00"))
    assert {slot.start.astimezone(NEW_YORK).date() for slot in found}.isdisjoint(
        {date(2026, 11, 1)}
    )
    assert starts(found)[:2] == ["02 09:00", "02 09:30"]


def test_closed_days_and_holidays_and_a_snooze_are_no_time_for_appointments() -> None:
    closures = Closures(
        holidays={date(2026, 11, 20): "Founders' day"},
        spans=((at("2026-11-19 09:00"), at("2026-11-19 17:00")),),
        snoozed_until=at("2026-11-18 17:30"),
    )
    found = free(closures=closures, job=Job(ahead=timedelta(days=4)))
    assert starts(found) == ["18 17:30", "19 17:00", "19 17:30"]


def test_a_shop_that_never_closes_makes_appointments_by_day_only() -> None:
    found = free(hours=None, job=Job(duration=HOUR, ahead=timedelta(days=2)))
    local = [slot.start.astimezone(NEW_YORK) for slot in found]
    assert {each.hour for each in local} == set(range(8, 18))
    assert max(each.time() for each in local).isoformat() == "17:00:00"


@pytest.mark.parametrize(
    ("minutes", "second"),
    [(30, "14:30"), (60, "14:30"), (45, "14:15"), (20, "14:15")],
)
def test_appointments_begin_at_round_times(minutes: int, second: str) -> None:
    found = starts(free(job=Job(duration=timedelta(minutes=minutes))))
    assert found[:2] == ["18 14:00", f"18 {second}"]


def test_round_times_are_those_of_the_shops_own_clock() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")
    found = free(zone=kathmandu, now=datetime(2026, 11, 18, 3, 1, tzinfo=kathmandu))
    assert starts(found, kathmandu)[0] == "18 09:00"
    assert {slot.start.astimezone(kathmandu).minute for slot in found} == {0, 30}


def test_a_time_that_the_clock_shows_twice_is_offered_to_nobody() -> None:
    # In the night to the first of November, one o'clock comes twice.
    found = free(hours=BAR, now=at("2026-10-31 18:00"), job=Job(ahead=timedelta(hours=12)))
    assert starts(found) == [
        *(f"31 {hour}:{minute}" for hour in (22, 23) for minute in ("00", "30")),
        *("01 00:00", "01 00:30", "01 02:00", "01 02:30", "01 03:00", "01 03:30"),
    ]


def test_an_appointment_lasts_as_long_as_it_takes_across_a_change_of_clocks() -> None:
    found = free(hours=BAR, now=at("2026-03-07 18:00"), job=Job(duration=2 * HOUR))
    assert all(slot.end - slot.start == 2 * HOUR for slot in found)
    # Two o'clock does not come in that night: what begins at one ends at four, as the bar does.
    assert "08 01:00" in starts(found)
    assert "08 01:30" not in starts(found)


def test_a_calendar_is_asked_for_all_that_can_be_in_the_way() -> None:
    job = Job(before=HOUR, after=2 * HOUR)
    since, until = job.window(WEDNESDAY_NOON)
    assert since == WEDNESDAY_NOON + timedelta(hours=1)
    assert until == WEDNESDAY_NOON + timedelta(days=14, hours=2, minutes=30)


ZONES = st.sampled_from([NEW_YORK, BERLIN, LORD_HOWE])
QUARTERS = st.integers(0, 8).map(lambda n: n * timedelta(minutes=15))
MOMENTS = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
)
JOBS = st.builds(
    Job,
    duration=st.integers(1, 32).map(lambda n: n * timedelta(minutes=15)),
    before=QUARTERS,
    after=QUARTERS,
    notice=QUARTERS,
    ahead=st.integers(1, 4).map(lambda n: n * timedelta(days=1)),
)
WEEKS = st.sampled_from([OFFICE, BAR, WeeklyHours.parse(dict.fromkeys(DAYS, "24h")), None])


@given(job=JOBS, hours=WEEKS, zone=ZONES, now=MOMENTS, data=st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_is_offered_is_free_and_in_hours_and_never_past(
    job: Job, hours: WeeklyHours | None, zone: ZoneInfo, now: datetime, data: st.DataObject
) -> None:
    events = st.builds(
        lambda start, length: (now + start * MINUTE, now + (start + length) * MINUTE),
        st.integers(-600, 6000),
        st.integers(0, 1500),
    )
    busy: list[Span] = data.draw(st.lists(events, max_size=8))
    closed: list[Span] = data.draw(st.lists(events, max_size=2))
    closures = Closures(spans=tuple(closed))
    found = free_slots(job, hours, closures, zone, busy=busy, now=now)
    assert found == sorted(set(found))
    for slot in found:
        assert slot.end - slot.start == job.duration
        assert now + job.notice <= slot.start <= now + job.ahead
        assert not job.clashes(slot, busy)
        moment = slot.start
        while moment < slot.end:
            assert is_open(hours, closures, zone, moment)
            moment += timedelta(minutes=15)
        # What is busy beyond the part of the calendar that was asked for cannot be in the way.
        since, until = job.window(now)
        assert since <= job.around(slot)[0]
        assert job.around(slot)[1] <= until


@given(job=JOBS, zone=ZONES, now=MOMENTS, taken=st.data())
@settings(max_examples=100, deadline=None)
def test_whoever_books_takes_what_clashes_with_it_and_no_more(
    job: Job, zone: ZoneInfo, now: datetime, taken: st.DataObject
) -> None:
    found = free_slots(job, OFFICE, OPEN_ALL_THE_TIME, zone, busy=(), now=now)
    if not found:
        return
    booked = taken.draw(st.sampled_from(found))
    busy = [(booked.start, booked.end)]
    left = free_slots(job, OFFICE, OPEN_ALL_THE_TIME, zone, busy=busy, now=now)
    assert booked not in left
    assert left == [slot for slot in found if not job.clashes(slot, busy)]


@given(hours=WEEKS, zone=ZONES, now=MOMENTS, offset=st.integers(0, 4 * 24 * 60))
@settings(max_examples=100, deadline=None)
def test_a_moment_is_in_an_open_span_exactly_if_the_shop_is_open(
    hours: WeeklyHours | None, zone: ZoneInfo, now: datetime, offset: int
) -> None:
    until = now + timedelta(days=4)
    spans = list(open_spans(hours, OPEN_ALL_THE_TIME, zone, now, until))
    assert spans == sorted(spans)
    assert all(now <= opens < closes <= until for opens, closes in spans)
    moment = now + offset * MINUTE
    within = any(opens <= moment < closes for opens, closes in spans)
    assert within is (moment < until and is_open(hours, OPEN_ALL_THE_TIME, zone, moment))


def test_the_first_few_are_the_soonest_of_different_half_days() -> None:
    first = spread(free(), NEW_YORK)
    assert starts(first) == ["18 14:00", "19 09:00", "19 13:00"]


def test_other_times_are_of_other_half_days_until_all_were_shown() -> None:
    found = free(job=Job(duration=HOUR, ahead=timedelta(days=2)))
    first = spread(found, NEW_YORK)
    shown = [slot.start for slot in first]
    second = spread(found, NEW_YORK, shown=shown)
    # The morning of Friday is the only half-day left, and then the soonest come.
    assert starts(second) == ["18 14:30", "18 15:00", "20 09:00"]
    while more := spread(found, NEW_YORK, shown=shown):
        assert not {slot.start for slot in more} & set(shown)
        shown += [slot.start for slot in more]
    assert sorted(shown) == [slot.start for slot in found]
