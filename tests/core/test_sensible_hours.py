"""Nobody is woken by a text."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core import sensible_hours
from custom_components.missed_call_textback.core.numbers import zones_of
from custom_components.missed_call_textback.core.sensible_hours import sensible_until

WASHINGTON = "+12025550143"
HONOLULU = "+18085550143"
IDAHO = "+12085550143"
SATELLITE = "+881612345678"
NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
MOMENTS = st.integers(0, 2 * 366 * 1440).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def local(zone: ZoneInfo, written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-18 07:59:59", "2026-11-18 08:00"),
        ("2026-11-18 08:00", None),
        ("2026-11-18 20:59:59", None),
        ("2026-11-18 21:00", "2026-11-19 08:00"),
        ("2026-11-18 23:59", "2026-11-19 08:00"),
        ("2026-10-31 22:00", "2026-11-01 08:00"),
        ("2026-03-07 22:00", "2026-03-08 08:00"),
    ],
    ids=[
        "just too early", "from eight", "until nine", "at nine", "at night",
        "in a night of 25 hours", "in a night of 23 hours",
    ],
)  # fmt: skip
def test_a_text_waits_for_the_callers_morning(now: str, until: str | None) -> None:
    expected = None if until is None else local(NEW_YORK, until)
    assert sensible_until(WASHINGTON, BERLIN, local(NEW_YORK, now)) == expected


def test_the_callers_clock_counts_and_not_the_shops() -> None:
    now = local(NEW_YORK, "2026-11-18 09:00")
    assert sensible_until(WASHINGTON, NEW_YORK, now) is None
    honolulu = ZoneInfo("Pacific/Honolulu")
    assert sensible_until(HONOLULU, NEW_YORK, now) == local(honolulu, "2026-11-18 08:00")


def test_where_a_number_may_lie_in_several_zones_it_suits_all_of_them() -> None:
    boise, seattle = ZoneInfo("America/Boise"), ZoneInfo("America/Los_Angeles")
    assert set(zones_of(IDAHO)) == {boise, seattle}
    morning = local(seattle, "2026-11-18 08:00")
    assert sensible_until(IDAHO, boise, local(boise, "2026-11-18 08:00")) == morning
    assert sensible_until(IDAHO, boise, morning) is None
    next_morning = local(seattle, "2026-11-19 08:00")
    assert sensible_until(IDAHO, seattle, local(boise, "2026-11-18 21:00")) == next_morning


@pytest.mark.parametrize("number", [SATELLITE, "+18005550199", "+19995550143", ""])
def test_a_number_from_nowhere_keeps_the_shops_hours(number: str) -> None:
    night = local(BERLIN, "2026-11-18 03:00")
    assert sensible_until(number, BERLIN, night) == local(BERLIN, "2026-11-18 08:00")
    assert sensible_until(number, BERLIN, local(BERLIN, "2026-11-18 12:00")) is None


def test_zones_without_a_common_hour_keep_the_shops_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ("America/Los_Angeles", "Europe/London", "Asia/Singapore")
    apart = tuple(ZoneInfo(key) for key in keys)
    monkeypatch.setattr(sensible_hours, "zones_of", lambda _: apart)
    night = local(BERLIN, "2026-11-18 03:00")
    assert sensible_until(WASHINGTON, BERLIN, night) == local(BERLIN, "2026-11-18 08:00")


@settings(deadline=None)
@given(st.lists(ZONES, min_size=1, max_size=3), ZONES, MOMENTS)
def test_the_moment_is_sensible_in_every_zone_and_none_before_it_is(
    zones: list[ZoneInfo], home: ZoneInfo, now: datetime
) -> None:
    def sensible(at: datetime) -> bool:
        return all(8 <= at.astimezone(zone).hour < 21 for zone in zones)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sensible_hours, "zones_of", lambda _: tuple(zones))
        until = sensible_until(WASHINGTON, home, now)
    walk = (now + timedelta(minutes=minute) for minute in range(2 * 1440))
    first = next((at for at in walk if sensible(at)), None)
    if first is None:
        zones = [home]
        first = next(at for m in range(2 * 1440) if sensible(at := now + timedelta(minutes=m)))
    assert (until or now) == first


@given(st.text(max_size=40) | st.from_regex(r"\+[0-9]{1,20}", fullmatch=True), ZONES, MOMENTS)
def test_whatever_the_number_a_text_waits_less_than_two_days(
    number: str, home: ZoneInfo, now: datetime
) -> None:
    until = sensible_until(number, home, now)
    assert until is None or now < until < now + timedelta(days=2)
    assert until is None or sensible_until(number, home, until) is None
