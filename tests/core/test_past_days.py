"""Which of several logs is believed about a day."""

from hypothesis import given, strategies as st

from custom_components.missed_call_textback.core.past.days import (
    PastDay,
    before,
    ends_before,
    fuller,
)

_DAYS = [f"2026-03-{day:02}" for day in range(1, 8)]


def _day(calls: int, told: int = 10, zone: str = "UTC") -> PastDay:
    return PastDay(counts={"outcome.no_answer": calls}, told=told, zone=zone)


type _Kept = dict[str, PastDay]


def _after(kept: _Kept, told: _Kept) -> _Kept:
    new, dropped = fuller(kept, told)
    return {day: each for day, each in kept.items() if day not in dropped} | new


_LOGS = st.integers(1, 50).flatmap(
    lambda told: st.dictionaries(
        # What a log tells of a day follows from the log: two that tell as many are alike.
        st.sampled_from(_DAYS),
        st.builds(_day, st.integers(0, 3), st.just(told)),
        max_size=5,
    )
)


@given(_LOGS, _LOGS, _LOGS)
def test_the_order_of_imports_changes_nothing_nor_does_another_import_of_the_same(
    one: _Kept, two: _Kept, three: _Kept
) -> None:
    there = _after(_after(_after({}, one), two), three)
    assert there == _after(_after(_after({}, three), two), one)
    for log in (one, two, three):
        assert _after(there, log) == there


def test_a_day_of_which_a_log_tells_a_part_is_completed_by_another() -> None:
    assert _after({"2026-03-05": _day(2, 90)}, {"2026-03-05": _day(5, 20)}) == {
        "2026-03-05": _day(5, 20)
    }


def test_of_two_logs_with_as_many_calls_the_longer_one_counts() -> None:
    assert _after({"2026-03-05": _day(2, 20)}, {"2026-03-05": _day(2, 90)}) == {
        "2026-03-05": _day(2, 90)
    }


def test_calls_left_out_tell_as_well_how_much_a_log_knows_of_a_day() -> None:
    spam = PastDay(counts={"left_out.foreign": 3}, told=1, zone="UTC")
    assert spam.rank == (3, 1)


def test_days_cut_in_another_time_zone_go_where_new_ones_come() -> None:
    kept = {day: _day(9, zone="UTC") for day in _DAYS}
    told = {"2026-03-03": _day(1, zone="Europe/Rome"), "2026-03-04": _day(1, zone="Europe/Rome")}
    after = _after(kept, told)
    assert sorted(after) == ["2026-03-01", "2026-03-03", "2026-03-04", "2026-03-06", "2026-03-07"]
    assert after["2026-03-03"].zone == "Europe/Rome"


def test_a_log_that_tells_nothing_changes_nothing() -> None:
    assert fuller({"2026-03-05": _day(2)}, {}) == ({}, set())


def test_a_day_of_our_own_and_one_that_is_not_over_are_never_imported() -> None:
    assert ends_before(None, "2026-03-05") == "2026-03-05"
    assert ends_before("2026-03-02", "2026-03-05") == "2026-03-02"
    assert ends_before("2026-03-09", "2026-03-05") == "2026-03-05"
    assert list(before({day: {} for day in _DAYS}, "2026-03-02")) == ["2026-03-01"]
