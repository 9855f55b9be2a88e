"""The set-up's test calls: what just rang, how it ended, and what that proves."""

import asyncio

import pytest

from custom_components.missed_call_textback.providers.sip.ringing import End
from custom_components.missed_call_textback.providers.sip.trial_calls import (
    Marking,
    Rang,
    TrialCalls,
    learnt,
)
from custom_components.missed_call_textback.providers.source import Refused

from .conftest import PATIENT, Shop
from .said import CALLER_LEFT, ELSEWHERE


async def listen(calls: TrialCalls, seen: list[Rang]) -> None:
    async for rang in calls.listen():
        seen.append(rang)  # noqa: PERF401 - it never ends by itself


async def test_each_test_call_is_seen_when_it_rings_and_when_it_is_over(shop: Shop) -> None:
    seen: list[Rang] = []
    task = asyncio.create_task(listen(TrialCalls(shop.phone()), seen))
    await shop.desk.until(lambda: bool(shop.company.bindings))
    await shop.company.place().ends(*CALLER_LEFT)
    await shop.desk.until(lambda: len(seen) == 2)
    await shop.company.place().ends(*ELSEWHERE)
    await shop.desk.until(lambda: len(seen) == 4)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [rang.end for rang in seen] == [None, End.CALLER_LEFT, None, End.ELSEWHERE]
    assert seen[0].ring is seen[1].ring
    assert seen[0].ring.caller.number == "+12025550147"
    assert not shop.company.bindings


async def test_rounds_of_a_queue_are_one_test_call(shop: Shop) -> None:
    shop.timers = PATIENT
    seen: list[Rang] = []
    task = asyncio.create_task(listen(TrialCalls(shop.phone()), seen))
    await shop.desk.until(lambda: bool(shop.company.bindings))
    await shop.company.place().ends()
    await shop.company.place().ends(*ELSEWHERE)
    await shop.desk.until(lambda: len(seen) == 3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [rang.end for rang in seen] == [None, None, End.ELSEWHERE]


async def test_a_wrong_password_ends_the_test_at_once(shop: Shop) -> None:
    with pytest.raises(Refused):
        await listen(TrialCalls(shop.phone(password="wrong")), [])


@pytest.mark.parametrize(
    ("missed", "answered", "marking"),
    [
        (End.UNMARKED, End.ELSEWHERE, Marking.MARKS),
        (End.CALLER_LEFT, End.ELSEWHERE, Marking.MARKS),
        (End.UNMARKED, End.UNMARKED, Marking.NEVER),
        (End.CALLER_LEFT, End.CALLER_LEFT, Marking.NEVER),
        (End.ELSEWHERE, End.ELSEWHERE, Marking.ALWAYS),
        (End.ELSEWHERE, End.UNMARKED, Marking.ALWAYS),
        (End.UNKNOWN, End.ELSEWHERE, None),
        (End.UNMARKED, End.UNKNOWN, None),
    ],
)
def test_only_both_calls_together_prove_something(
    missed: End, answered: End, marking: Marking | None
) -> None:
    assert learnt(missed=missed, answered=answered) is marking
