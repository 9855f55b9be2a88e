"""The fault runs watch what they say: every point exists, and all that is made quicker or broken."""

import asyncio
from collections.abc import Callable
from inspect import iscoroutinefunction
from random import Random
import subprocess
import sys

import pytest

from bench.faults.inside.mutations import MUTATIONS
from bench.faults.inside.points import POINTS, Moment, Point, _watched, find
from bench.faults.judge import COUNTS
from bench.faults.planner import ACCEPTED, AT_RANDOM, NAMES, Planner


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_every_point_is_still_there(point: Point) -> None:
    holder, name = find(point.module, point.function)
    assert callable(vars(holder)[name])


def test_no_two_points_have_one_name() -> None:
    assert len(set(NAMES)) == len(POINTS) + 1


@pytest.mark.parametrize(
    ("module", "function"),
    [("nowhere", "f"), ("json", "nothing"), ("json", "JSONDecoder.nothing"), ("json", "no.where")],
)
def test_a_point_that_is_gone_is_told(module: str, function: str) -> None:
    with pytest.raises(LookupError, match=function):
        find(module, function)


def _point(
    moment: Moment, only: Callable[[tuple[object, ...], object], bool] | None = None
) -> Point:
    return Point(name="p", module="m", function="f", moment=moment, only=only)


@pytest.mark.parametrize("awaited", [False, True], ids=["plain", "awaited"])
async def test_a_point_is_reached_on_its_side_of_the_function(*, awaited: bool) -> None:
    seen: list[str] = []

    def plain(what: str) -> str:
        seen.append(what)
        return what.upper()

    async def slow(what: str) -> str:
        await asyncio.sleep(0)
        return plain(what)

    function = slow if awaited else plain
    before = _watched(function, _point(Moment.BEFORE), lambda _: seen.append("before"))
    both = _watched(
        before,
        _point(Moment.AFTER, lambda args, result: (args, result) == (("b",), "B")),
        lambda _: seen.append("after"),
    )
    assert iscoroutinefunction(both) is awaited
    for what in "ab":
        answer = both(what)
        assert (await answer if awaited else answer) == what.upper()
    assert seen == ["before", "a", "before", "b", "after"]


_IN_A_PROCESS_OF_ITS_OWN = """
from datetime import timedelta
from bench.faults.inside.mutations import MUTATIONS
from bench.faults.inside.pace import PACE, quicken
from bench.faults.inside.points import watch
import custom_components.missed_call_textback
from custom_components.missed_call_textback.core import engine, transit
were = quicken()
assert were["DOUBT_GRACE"] == timedelta(seconds=60)
assert engine.DOUBT_GRACE == transit.DOUBT_GRACE == were["DOUBT_GRACE"] / PACE
for _count, break_it in MUTATIONS.values():
    break_it()
watch(lambda point: None)
"""


def test_all_that_is_made_quicker_or_broken_is_still_there() -> None:
    subprocess.run([sys.executable, "-c", _IN_A_PROCESS_OF_ITS_OWN], check=True)  # noqa: S603 - ours


def test_for_each_promise_there_is_a_way_to_break_it() -> None:
    assert {broken for broken, _ in MUTATIONS.values()} == set(COUNTS) - {"texts_unwanted"}


def test_every_point_is_planned_again_and_again() -> None:
    planner = Planner(Random(1))  # noqa: S311 - to be repeated
    for _ in range(20 * len(NAMES)):
        ending = planner.next()
        planner.note(ending, hit=True)
    assert planner.never_met() == []
    assert min(planner.hits[name] for name in NAMES) >= 10
    assert planner.hits[AT_RANDOM] >= len(NAMES)


def test_a_point_that_is_never_passed_does_not_hold_the_others_up() -> None:
    planner = Planner(Random(1))  # noqa: S311 - to be repeated
    for _ in range(20 * len(NAMES)):
        ending = planner.next()
        planner.note(ending, hit=ending.name != ACCEPTED)
    assert planner.never_met() == [ACCEPTED]
    assert min(planner.hits[name] for name in NAMES if name != ACCEPTED) >= 5


def test_a_process_is_told_of_its_own_points_only() -> None:
    planner = Planner(Random(1))  # noqa: S311 - to be repeated
    plans = {ending.name: ending.plan for ending in (planner.next() for _ in range(2000))}
    assert plans[ACCEPTED].point is plans[AT_RANDOM].point is None
    assert plans["webhook: stored"].point == "webhook: stored"
