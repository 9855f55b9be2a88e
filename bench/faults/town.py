"""The town around the shop: customers who call and write, each with a story whose right end is clear."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from tests.exchange import (
    HANGS_UP_AT_BEEP,
    LEAVES_MESSAGE,
    PRESSES_ONE,
    RINGS_OUT,
    CallRecord,
    PhoneNumber,
)

from .company import WatchedExchange, is_acknowledged

STOPS: Final = ("STOP", "Please stop texting me")
# Longer than a text in doubt takes, killed again and again meanwhile.
_PATIENCE: Final = 60.0


class Story(StrEnum):
    """What a customer does."""

    RINGS_OUT = "rings out"
    LEAVES_MESSAGE = "leaves a message"
    ABANDONS = "hangs up while it rings"
    FORWARDED = "was forwarded"
    ANSWERED = "gets through"
    CALLS_TWICE = "calls twice"
    REPLIES = "replies to the text"
    STOPS = "replies STOP, and calls another line"
    STOPS_AT_ONCE = "calls, and writes STOP before any text can come"
    STOPS_FIRST = "writes STOP, then calls"


_WEIGHTS: Final = {
    Story.RINGS_OUT: 4,
    Story.LEAVES_MESSAGE: 2,
    Story.ABANDONS: 2,
    Story.FORWARDED: 4,
    Story.ANSWERED: 2,
    Story.CALLS_TWICE: 3,
    Story.REPLIES: 3,
    Story.STOPS: 3,
    Story.STOPS_AT_ONCE: 2,
    Story.STOPS_FIRST: 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One customer, who calls under a number of their own."""

    number: str
    story: Story


class Town:
    """Lets customers live their stories, a steady stream of them."""

    def __init__(
        self,
        exchange: WatchedExchange,
        rings: PhoneNumber,
        forwarded: PhoneNumber,
        numbers: Iterator[str],
        random: Random,
    ) -> None:
        self.customers: list[Customer] = []
        self._exchange = exchange
        self._rings = rings
        self._forwarded = forwarded
        self._numbers = numbers
        self._random = random
        self._busy: set[asyncio.Task[None]] = set()
        self._stories: dict[Story, Callable[[str], Awaitable[object]]] = {
            Story.RINGS_OUT: self._ring_out,
            Story.LEAVES_MESSAGE: self._leave_message,
            Story.ABANDONS: self._abandon,
            Story.FORWARDED: self._be_forwarded,
            Story.ANSWERED: self._get_through,
            Story.CALLS_TWICE: self._call_twice,
            Story.REPLIES: self._reply,
            Story.STOPS: self._stop,
            Story.STOPS_AT_ONCE: self._stop_at_once,
            Story.STOPS_FIRST: self._stop_first,
        }

    async def live(self, per_second: float) -> None:
        """Let one customer after another begin, until cancelled."""
        while True:
            await asyncio.sleep(self._random.expovariate(per_second))
            (story,) = self._random.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
            customer = Customer(number=next(self._numbers), story=story)
            self.customers.append(customer)
            task = asyncio.ensure_future(self._tell(customer))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def finish(self) -> None:
        """Wait until every story is at its end."""
        while self._busy:
            await asyncio.gather(*self._busy)

    async def stop(self) -> None:
        """Leave every story where it is."""
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _tell(self, customer: Customer) -> None:
        await self._stories[customer.story](customer.number)

    async def _ring_out(self, caller: str) -> CallRecord:
        return await self._exchange.place_call(
            caller, self._rings, RINGS_OUT, caller_does=HANGS_UP_AT_BEEP
        )

    async def _leave_message(self, caller: str) -> None:
        await self._exchange.place_call(caller, self._rings, caller_does=LEAVES_MESSAGE)

    async def _abandon(self, caller: str) -> None:
        after = self._random.uniform(1, 15)
        await self._exchange.place_call(caller, self._rings, caller_hangs_up_after=after)

    async def _be_forwarded(self, caller: str) -> None:
        await self._exchange.place_call(caller, self._forwarded, caller_does=HANGS_UP_AT_BEEP)

    async def _get_through(self, caller: str) -> None:
        await self._exchange.place_call(caller, self._rings, PRESSES_ONE)

    async def _call_twice(self, caller: str) -> None:
        first = asyncio.ensure_future(self._ring_out(caller))
        await asyncio.sleep(self._random.uniform(0, 1))
        await self._ring_out(caller)
        await first

    async def _reply(self, caller: str) -> None:
        call = await self._ring_out(caller)
        if await self._is_texted(call):
            await self._write(caller, self._rings, "Could you fit me in on Friday?")

    async def _stop(self, caller: str) -> None:
        call = await self._ring_out(caller)
        if await self._is_texted(call) and await self._write_stop(caller):
            await self._be_forwarded(caller)

    async def _stop_at_once(self, caller: str) -> None:
        await asyncio.gather(self._ring_out(caller), self._write_stop(caller))

    async def _stop_first(self, caller: str) -> None:
        if await self._write_stop(caller):
            await self._be_forwarded(caller)

    async def _is_texted(self, call: CallRecord) -> bool:
        if not any(map(is_acknowledged, call.requests)):
            return False
        try:
            await self._exchange.wait_for_text(call.row.from_, _PATIENCE)
        except TimeoutError:
            return False
        await asyncio.sleep(self._random.uniform(0, 0.5))
        return True

    async def _write_stop(self, caller: str) -> bool:
        """Write STOP; tell whether it was acknowledged, for only then it is anybody's duty."""
        return await self._write(caller, self._rings, self._random.choice(STOPS))

    async def _write(self, caller: str, number: PhoneNumber, body: str) -> bool:
        sent = await self._exchange.send_text(caller, number, body)
        return any(map(is_acknowledged, sent.requests))
