"""The monitor and the list tell of the same call, and never make two of it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.fritzbox.call_ids import (
    CallIds,
    never_heard,
)
from custom_components.missed_call_textback.providers.source import Known

IDS = CallIds(name="shop")
NINE = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - the box's own
ANNA, BERT = "03023125001", "03023125002"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    began: datetime
    caller: str | None


def call(minute: float, caller: str | None = ANNA) -> Call:
    return Call(began=NINE + timedelta(minutes=minute), caller=caller)


def known(taken: Collection[str]) -> Known:
    async def look(ids: Collection[str]) -> Collection[str]:
        return [call_id for call_id in ids if call_id in taken]

    return look


def heard(*calls: Call) -> set[str]:
    """Return the ids that the monitor gives to calls."""
    return set(IDS.of_all(calls))


@pytest.mark.parametrize(
    "spelling",
    ["03023125001", "+493023125001", "00493023125001", "030 23125001", "03023125001 (03023125999)"],
)
def test_a_caller_is_the_same_in_any_spelling(spelling: str) -> None:
    assert IDS.of(NINE, spelling, 1) == IDS.of(NINE, ANNA, 1)


def test_an_id_shows_no_number() -> None:
    assert "23125" not in IDS.of(NINE, ANNA, 1)


def test_ids_differ_by_box_day_minute_caller_and_turn() -> None:
    ids = {
        IDS.of(NINE, ANNA, 1),
        IDS.of(NINE, ANNA, 2),
        IDS.of(NINE, BERT, 1),
        IDS.of(NINE, None, 1),
        IDS.of(NINE + timedelta(minutes=1), ANNA, 1),
        IDS.of(NINE + timedelta(days=1), ANNA, 1),
        CallIds(name="other").of(NINE, ANNA, 1),
    }

    assert len(ids) == 7


def test_the_second_does_not_matter() -> None:
    assert IDS.of(NINE + timedelta(seconds=59), ANNA, 1) == IDS.of(NINE, ANNA, 1)


async def test_what_was_heard_live_is_not_told_again() -> None:
    assert await never_heard([call(0)], IDS, known(heard(call(0.9)))) == {}


async def test_what_nobody_heard_is_told_under_the_id_that_it_would_have_had_live() -> None:
    assert await never_heard([call(0)], IDS, known([])) == {IDS.of(NINE, ANNA, 1): call(0)}


@pytest.mark.parametrize("later", [-1, 1])
async def test_a_list_that_looked_at_the_clock_a_minute_apart_makes_no_second_call(
    later: int,
) -> None:
    assert await never_heard([call(5 + later)], IDS, known(heard(call(5)))) == {}


async def test_two_minutes_apart_are_two_calls() -> None:
    assert list(await never_heard([call(7)], IDS, known(heard(call(5))))) == [
        IDS.of(NINE + timedelta(minutes=7), ANNA, 1)
    ]


async def test_somebody_who_calls_again_a_minute_later_is_not_taken_for_the_call_before() -> None:
    listed = [call(5), call(6)]

    new = await never_heard(listed, IDS, known(heard(call(5))))

    assert list(new.values()) == [call(6)]


async def test_another_caller_of_the_same_minute_is_another_call() -> None:
    new = await never_heard([call(5, ANNA), call(5, BERT)], IDS, known(heard(call(5, ANNA))))

    assert list(new.values()) == [call(5, BERT)]


async def test_one_call_that_was_heard_hides_one_listed_call_only() -> None:
    listed = [call(6), call(6.5)]

    new = await never_heard(listed, IDS, known(heard(call(5))))

    assert len(new) == 1


async def test_a_second_call_of_one_number_that_ends_before_the_first_is_not_told_again() -> None:
    """A company's phones all show one number: the list has the one call that is over."""
    first, second = IDS.of_all([call(5), call(5.5)])

    assert await never_heard([call(5)], IDS, known([second])) == {}
    assert await never_heard([call(5), call(5)], IDS, known([second])) == {first: call(5)}


CALLERS = st.sampled_from([ANNA, BERT, None])


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 59), CALLERS, st.booleans()), max_size=25)
)
async def test_heard_or_listed_every_call_is_told_once_however_fast_people_redial(
    world: list[tuple[int, int, str | None, bool]],
) -> None:
    placed = sorted(world, key=lambda one: one[:2])
    calls = [(call(minute + second / 60, caller), live) for minute, second, caller, live in placed]
    live = heard(*(one for one, was_heard in calls if was_heard))
    listed = [Call(began=one.began.replace(second=0), caller=one.caller) for one, _ in calls]

    new = await never_heard(listed, IDS, known(live))

    told = live | new.keys()
    assert len(live) + len(new) == len(calls) == len(told)
    by_caller = Counter(call_id.split(":")[-2] for call_id in told)
    assert sorted(by_caller.values()) == sorted(Counter(one.caller for one in listed).values())
    assert await never_heard(listed, IDS, known(told)) == {}


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 59), st.integers(-3, 3), CALLERS, st.booleans()), max_size=25
    ),
)
async def test_a_list_that_looks_at_the_clock_some_seconds_apart_tells_what_was_not_heard_alone(
    world: list[tuple[int, int, str | None, bool]],
) -> None:
    # Three minutes lie between the calls: who redials faster is told apart above, by the minute.
    calls = [
        (number, call(3 * number + second / 60, caller), lag, was_heard)
        for number, (second, lag, caller, was_heard) in enumerate(world)
    ]
    live = heard(*(one for _, one, _, was_heard in calls if was_heard))
    listed = [
        Call(
            began=(one.began + timedelta(seconds=lag)).replace(second=0),
            caller=one.caller,
        )
        for _, one, lag, _ in calls
    ]

    new = await never_heard(listed, IDS, known(live))

    assert list(new.values()) == [listed[number] for number, _, _, live_ in calls if not live_]
    assert await never_heard(listed, IDS, known(live | new.keys())) == {}


async def test_the_ledger_is_asked_for_no_more_than_it_must_be() -> None:
    listed = [call(3 * number) for number in range(100)]
    asked: list[int] = []

    async def look(ids: Collection[str]) -> Collection[str]:
        asked.append(len(ids))
        return await known(heard(*listed))(ids)

    assert await never_heard(listed, IDS, look) == {}
    assert asked == [100]
