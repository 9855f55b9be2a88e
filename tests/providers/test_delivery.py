"""The queue of calls towards the ledger: none is lost, doubled or overtaken by a moment's trouble."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.ports import Entry, LedgerUnavailable
from custom_components.missed_call_textback.core.reception import UnknownLine
from custom_components.missed_call_textback.providers.delivery import Delivery, Told
from custom_components.missed_call_textback.providers.source import Figures

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def call(number: int, outcome: Outcome = Outcome.NO_ANSWER) -> CallEvent:
    return CallEvent(
        line_id="line",
        source_id=f"test:{number}",
        step=CallStep.ENDED,
        at=NOW,
        caller=f"+1202555{number:04}",
        outcome=outcome,
    )


@dataclass
class Shop:
    """A ledger with trouble: `fails` counts down the tries of each call that end badly."""

    fails: dict[int, list[Exception]] = field(default_factory=dict)
    tried: list[int] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    sleeps: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.is_open.set()
        self.sleeps.set()

    async def hear(self, entry: Entry) -> None:
        assert isinstance(entry, (CallEvent, CallMade))
        number = number_of(entry)
        self.tried.append(number)
        await self.is_open.wait()
        if errors := self.fails.get(number):
            raise errors.pop(0)
        self.heard.append(number)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
        await self.sleeps.wait()

    def queue(
        self, *, kept: int = 1000, last_words: float = 5.0, waiting: deque[Told] | None = None
    ) -> Delivery:
        return Delivery(
            "Phone system",
            self.hear,
            figures=self.figures,
            rand=lambda: 0.5,
            sleep=self.sleep,
            given_up=lambda lost: self.given_up.append(number_of(lost)),
            waiting=waiting,
            kept=kept,
            last_words=last_words,
        )


def number_of(event: CallEvent | CallMade) -> int:
    if isinstance(event, CallMade):
        return int(event.numbers[0][-4:])
    return int(event.source_id.removeprefix("test:"))


@asynccontextmanager
async def running(queue: Delivery) -> AsyncGenerator[None]:
    async with queue.running():
        yield


async def settle() -> None:
    for _ in range(200):
        await asyncio.sleep(0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=40), st.integers(0, 5))
def test_every_call_is_heard_once_however_often_the_ledger_fails(
    failures: list[int], apart: int
) -> None:
    shop = Shop(
        {number: [LedgerUnavailable("full")] * times for number, times in enumerate(failures)}
    )

    async def hand_on() -> None:
        queue = shop.queue()
        async with running(queue):
            for number in range(len(failures)):
                queue.put(call(number))
                for _ in range(apart):
                    await asyncio.sleep(0)
            async with asyncio.timeout(5):
                while len(shop.heard) < len(failures):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0)

    asyncio.run(hand_on())
    assert sorted(shop.heard) == list(range(len(failures)))
    assert shop.figures == Figures(missed=len(failures))


async def test_calls_are_heard_in_their_order_also_after_the_ledger_was_away() -> None:
    shop = Shop({number: [LedgerUnavailable("full")] * 3 for number in range(40)})
    queue = shop.queue()
    async with running(queue):
        for number in range(40):
            queue.put(call(number))
        await settle()
    assert shop.heard == list(range(40))


async def test_calls_that_come_together_are_handed_on_together() -> None:
    shop = Shop()
    shop.is_open.clear()
    queue = shop.queue()
    async with running(queue):
        for number in range(20):
            queue.put(call(number))
        await settle()
        assert shop.tried == list(range(16))
        assert shop.figures.waiting == 20
        shop.is_open.set()
    assert shop.heard == list(range(20))


async def test_it_waits_longer_each_time_until_the_ledger_takes_a_call() -> None:
    shop = Shop({1: [LedgerUnavailable("full")] * 3, 2: [LedgerUnavailable("full")]})
    queue = shop.queue()
    async with running(queue):
        queue.put(call(1))
        await settle()
        queue.put(call(2))
        await settle()
    assert shop.slept == [1, 2, 4, 1]


@pytest.mark.parametrize(
    ("error", "given_up", "faults"), [(UnknownLine("line"), [], 0), (ValueError("odd"), [1], 1)]
)
async def test_a_call_that_cannot_be_taken_in_keeps_no_other_back(
    caplog: pytest.LogCaptureFixture, error: Exception, given_up: list[int], faults: int
) -> None:
    shop = Shop({1: [error]})
    queue = shop.queue()
    async with running(queue):
        queue.put(call(1))
        queue.put(call(2, Outcome.ANSWERED))
        await settle()
    assert shop.heard == [2]
    assert shop.given_up == given_up
    assert shop.figures == Figures(answered=1, lost=1, faults=faults)
    assert "…001" in caplog.text
    assert "2025550001" not in caplog.text


async def test_calls_that_the_shop_makes_are_handed_on_and_counted_apart(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = Shop({2: [ValueError("odd")]})
    queue = shop.queue()
    async with running(queue):
        for number in (1, 2):
            queue.put(CallMade(numbers=(f"+1202555{number:04}",), began_at=NOW))
        await settle()
    assert (shop.heard, shop.given_up) == ([1], [2])
    assert shop.figures == Figures(made=1, lost=1, faults=1)
    assert "A call to …002 could not be taken in" in caplog.text


async def test_of_far_too_many_calls_the_oldest_are_given_up() -> None:
    shop = Shop({number: [LedgerUnavailable("full")] for number in range(10)})
    shop.sleeps.clear()
    queue = shop.queue(kept=3)
    async with running(queue):
        queue.put(call(0))
        await settle()
        for number in range(1, 5):
            queue.put(call(number))
        assert shop.figures == Figures(waiting=3, lost=2)
        assert shop.given_up == [0, 1]


async def test_what_is_half_done_at_the_end_is_done_once() -> None:
    shop = Shop()
    shop.is_open.clear()
    queue = shop.queue()

    async def run() -> None:
        async with running(queue):
            queue.put(call(1))
            await asyncio.Event().wait()

    task = asyncio.create_task(run())
    await settle()
    task.cancel()
    await settle()
    assert not task.done()
    shop.is_open.set()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert shop.tried == shop.heard == [1]


async def test_at_the_end_a_ledger_that_is_back_takes_all_without_a_wait() -> None:
    shop = Shop({1: [LedgerUnavailable("full")]})
    shop.sleeps.clear()
    queue = shop.queue()
    async with running(queue):
        for number in range(1, 31):
            queue.put(call(number))
        await settle()
        assert shop.slept == [1]
    assert shop.heard == [*range(2, 17), 1, *range(17, 31)]


async def test_the_end_does_not_wait_for_a_ledger_that_takes_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = Shop({1: [LedgerUnavailable("full")] * 9})
    queue = shop.queue()
    async with running(queue):
        queue.put(call(1))
    assert shop.figures.lost == 1
    assert "Phone system: 1 calls are lost" in caplog.text
    assert "2025550001" not in caplog.text


@pytest.mark.parametrize("hangs", [False, True])
async def test_what_waits_outside_outlives_the_end_and_the_next_hands_it_on_in_its_order(
    caplog: pytest.LogCaptureFixture, *, hangs: bool
) -> None:
    shop = Shop({number: [LedgerUnavailable("full")] * 9 for number in range(1, 21)})
    shop.sleeps.clear()
    if hangs:
        shop.is_open.clear()
    waiting: deque[Told] = deque()
    queue = shop.queue(last_words=0.01, waiting=waiting)
    async with running(queue):
        for number in range(1, 21):
            queue.put(call(number))
        await settle()
    assert [number_of(each) for each in waiting] == list(range(1, 21))
    assert (shop.heard, shop.figures.lost) == ([], 0)
    assert "20 calls wait in memory until it is heard again" in caplog.text

    after = Shop()
    async with running(after.queue(waiting=waiting)):
        await settle()
    assert after.heard == list(range(1, 21))
    assert not waiting


async def test_the_end_waits_for_some_seconds_only_for_a_ledger_that_hangs() -> None:
    shop = Shop()
    shop.is_open.clear()
    queue = shop.queue(last_words=0.01)
    async with running(queue):
        for number in range(20):
            queue.put(call(number))
        await settle()
    assert shop.heard == []
    assert shop.figures.lost == 20
