"""A sender's texts go in order, in step, and one at a time to a recipient."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.turns import Turn, Turns

from .fakes import FakeClock

SHOP, WORKSHOP = "+12025550100", "+12025550101"


class Queue:
    """Turns on a clock of their own, and when they asked to be woken."""

    def __init__(self, per_second: float | None = None, at_once: int = 20) -> None:
        self.clock = FakeClock()
        self.wakes: list[datetime] = []
        self.turns = Turns(per_second, clock=self.clock, wake_by=self.wakes.append, at_once=at_once)
        self.granted: list[tuple[str, int]] = []
        self.tasks: list[asyncio.Task[Turn]] = []

    async def ask(self, age: int, recipient: str = "", sender: str = SHOP) -> None:
        turn = self.turns.ask(sender, recipient or f"to {age}", age)

        async def take() -> Turn:
            try:
                await turn.granted
            except asyncio.CancelledError:
                turn.over()
                raise
            self.granted.append((sender, age))
            return turn

        self.tasks.append(asyncio.create_task(take()))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    @property
    def ages(self) -> list[int]:
        return [age for _, age in self.granted]

    async def over(self, which: int) -> None:
        (await self.tasks[which]).over()
        await self.settle()


async def test_the_oldest_of_those_that_wait_goes_first() -> None:
    queue = Queue(at_once=1)
    for age in (5, 9, 2, 7):
        await queue.ask(age)
    for which in (0, 2, 3, 1):
        await queue.over(which)
    assert queue.ages == [5, 2, 7, 9]


async def test_a_second_text_to_a_recipient_waits_until_the_first_is_settled() -> None:
    queue = Queue()
    await queue.ask(1, "Ann")
    await queue.ask(2, "Ann")
    await queue.ask(3, "Bob")
    assert queue.ages == [1, 3]
    (await queue.tasks[0]).let_next()
    await queue.settle()
    assert queue.ages == [1, 3]
    assert queue.turns.waiting == 1
    await queue.over(0)
    assert queue.ages == [1, 3, 2]


async def test_a_recipient_of_two_lines_is_nobody_who_waits() -> None:
    queue = Queue()
    await queue.ask(1, "Ann", SHOP)
    await queue.ask(2, "Ann", WORKSHOP)
    assert queue.granted == [(SHOP, 1), (WORKSHOP, 2)]


async def test_all_lines_share_the_slots() -> None:
    queue = Queue(at_once=2)
    for age, sender in enumerate((SHOP, WORKSHOP, SHOP, WORKSHOP)):
        await queue.ask(age, sender=sender)
    assert queue.ages == [0, 1]
    (await queue.tasks[1]).let_next()
    await queue.settle()
    assert queue.ages == [0, 1, 2]
    await queue.over(0)
    assert queue.ages == [0, 1, 2, 3]


async def test_a_slot_goes_to_whoever_waits_longest_whichever_line_is_busier() -> None:
    queue = Queue(at_once=1)
    await queue.ask(1)
    await queue.ask(2, sender=WORKSHOP)
    for age in (3, 4):
        await queue.ask(age)
    await queue.over(0)
    assert queue.ages == [1, 2]
    await queue.over(1)
    await queue.over(2)
    assert queue.ages == [1, 2, 3, 4]


async def test_a_pause_holds_one_sender_back_and_asks_to_be_woken() -> None:
    queue = Queue()
    until = queue.clock.now + timedelta(seconds=2)
    queue.turns.pause(SHOP, until)
    queue.turns.pause(SHOP, until - timedelta(seconds=1))
    await queue.ask(1)
    await queue.ask(2, sender=WORKSHOP)
    assert queue.granted == [(WORKSHOP, 2)]
    assert queue.wakes == [until]
    queue.clock.forward(seconds=1)
    queue.turns.go_on()
    await queue.settle()
    assert queue.ages == [2]
    queue.clock.forward(seconds=1)
    queue.turns.go_on()
    await queue.settle()
    assert queue.ages == [2, 1]


async def test_the_more_often_the_carrier_refuses_in_a_row_the_longer_all_wait() -> None:
    queue = Queue()
    for seconds in (1, 2, 4, 8):
        queue.turns.refused(SHOP, jitter=1)
        # What was on its way as well says nothing new.
        queue.turns.refused(SHOP, jitter=1)
        await queue.ask(seconds)
        assert queue.wakes[-1] == queue.clock.now + timedelta(seconds=seconds)
        queue.clock.forward(seconds=seconds)
        queue.turns.go_on()
        await queue.settle()
        assert queue.ages[-1] == seconds


async def test_once_the_carrier_takes_a_text_it_is_no_longer_refusing_in_a_row() -> None:
    queue = Queue()
    for _ in range(3):
        queue.turns.refused(SHOP, jitter=1)
        queue.clock.forward(minutes=1)
    queue.turns.taken(SHOP)
    queue.turns.refused(SHOP, jitter=1)
    await queue.ask(1)
    assert queue.wakes == [queue.clock.now + timedelta(seconds=1)]
    queue.clock.forward(seconds=1)
    queue.turns.go_on()
    await queue.settle()
    assert queue.ages == [1]


async def test_a_sender_gets_no_more_turns_a_second_than_it_may_have() -> None:
    queue = Queue(per_second=2)
    for age in range(5):
        await queue.ask(age)
    for granted in (1, 2, 3, 4, 5):
        assert len(queue.granted) == granted
        queue.clock.forward(seconds=0.5)
        queue.turns.go_on()
        await queue.settle()
    assert queue.ages == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("busy", ["Ann", "Bob"], ids=["behind a recipient", "behind a slot"])
async def test_who_goes_away_while_waiting_is_passed_by(busy: str) -> None:
    queue = Queue(at_once=1)
    await queue.ask(1, busy)
    await queue.ask(2, "Ann")
    await queue.ask(3, "Ann")
    queue.tasks[1].cancel()
    await queue.settle()
    await queue.over(0)
    assert queue.ages == [1, 3]
    assert queue.turns.waiting == 0


async def test_who_goes_away_with_a_turn_gives_it_back() -> None:
    queue = Queue(at_once=1)
    await queue.ask(1, "Ann")
    await queue.ask(2, "Ann")
    turn = await queue.tasks[0]
    turn.over()
    turn.over()
    # Granted, but cancelled before it could go on.
    queue.tasks[1].cancel()
    await queue.settle()
    await queue.ask(3, "Ann")
    assert queue.ages == [1, 3]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("ABC"), st.booleans()), max_size=25),
    st.integers(1, 4),
)
def test_whatever_is_asked_everybody_has_one_turn_and_no_recipient_two_at_a_time(
    asked: list[tuple[int, str, bool]], at_once: int
) -> None:
    async def walk() -> None:
        queue = Queue(at_once=at_once)
        busy = Counter[str]()
        in_flight = most = 0

        async def send(age: int, recipient: str, hesitates: bool) -> None:
            nonlocal in_flight, most
            turn = queue.turns.ask(SHOP, recipient, age)
            await turn.granted
            busy[recipient] += 1
            in_flight += 1
            most = max(most, in_flight)
            assert busy[recipient] == 1
            await asyncio.sleep(0)
            in_flight -= 1
            turn.let_next()
            if hesitates:
                await asyncio.sleep(0)
            busy[recipient] -= 1
            turn.over()

        await asyncio.gather(*(send(*each) for each in asked))
        assert most <= at_once
        assert queue.turns.waiting == 0

    asyncio.run(walk())
