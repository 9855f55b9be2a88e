"""A day at a shop, drawn by lot: calls of every kind, replies, forgeries, and trouble on all ways."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Final

from aiohttp import ClientError

from tests.exchange import (
    BUSY,
    HANGS_UP_AT_BEEP,
    HANGS_UP_BEFORE_DIAL,
    LEAVES_MESSAGE,
    PRESSES_ONE,
    RINGS_OUT,
    UNREACHABLE,
    Caller,
    Forgery,
    Kind,
    Person,
    PhoneNumber,
)

from .company import BusyExchange

_TEXT_PATIENCE: Final = 5.0
_KNOWN: Final = 200


@dataclass(frozen=True, slots=True)
class _Scene:
    """How a call goes, and how often such a one comes."""

    often: int
    answers: Person
    caller: Caller


_SCENES: Final = (
    _Scene(8, RINGS_OUT, HANGS_UP_AT_BEEP),
    _Scene(4, RINGS_OUT, LEAVES_MESSAGE),
    _Scene(3, PRESSES_ONE, LEAVES_MESSAGE),
    _Scene(2, BUSY, LEAVES_MESSAGE),
    _Scene(1, UNREACHABLE, LEAVES_MESSAGE),
    _Scene(1, RINGS_OUT, HANGS_UP_BEFORE_DIAL),
    _Scene(1, RINGS_OUT, Caller(hangs_up_after=2.0)),
)
_REPLIES: Final = (
    "Hi! Could you fit me in on Friday at four?",
    "How much is a cut and a shave?",
    "STOP",
    "START",
    "please don't text me",
    "Merci, je rappelle demain 😀",
    "ok",
)
# What goes wrong, on which side; each for a few requests, so that most traffic gets through.
_TROUBLES: Final = (
    (Kind.TOO_MANY_REQUESTS, "messages.create"),
    (Kind.SERVER_ERROR, "messages.create"),
    (Kind.ANSWER_LOST, "messages.create"),
    (Kind.CUT, "messages.create"),
    (Kind.HTML, "messages.create"),
    (Kind.DELAY, "messages.create"),
    (Kind.SERVER_ERROR, "messages.list"),
    (Kind.DUPLICATE_CALLBACKS, ""),
    (Kind.REORDERED_CALLBACKS, "webhook.status"),
    (Kind.WRONG_SIGNATURE, "webhook.status"),
    (Kind.WRONG_SIGNATURE, "webhook.voice"),
    (Kind.STATUS_OVERTAKES, ""),
    (Kind.DELAY, "webhook.status"),
)
_CALLS_A_TROUBLE: Final = 5
_CALLS_A_FORGERY: Final = 7


class Traffic:
    """Steady calls to one number. The same seed draws the same lots."""

    def __init__(
        self, exchange: BusyExchange, number: PhoneNumber, callers: Iterator[str], seed: int
    ) -> None:
        self.calls = 0
        self.replies = 0
        self.troubles = 0
        self._exchange = exchange
        self._number = number
        self._callers = callers
        self._known: list[str] = []
        # Lots, not secrets.
        self._random = Random(seed)  # noqa: S311

    async def run(self, per_second: float, seconds: float) -> None:
        """Let calls come in steadily, whatever becomes of those before; return when all are over."""
        loop = asyncio.get_running_loop()
        begin, before = loop.time(), self.calls
        async with asyncio.TaskGroup() as tasks:
            while (elapsed := loop.time() - begin) < seconds:
                tasks.create_task(self._call())
                self.calls += 1
                if self.calls % _CALLS_A_TROUBLE == 0:
                    self._trouble()
                if self.calls % _CALLS_A_FORGERY == 0:
                    tasks.create_task(self._forge())
                await asyncio.sleep(max(0.0, (self.calls - before) / per_second - elapsed))
        self._exchange.trouble.clear()
        await self._exchange.settle()

    async def _call(self) -> None:
        caller = self._who()
        (scene,) = self._random.choices(_SCENES, [scene.often for scene in _SCENES])
        wants_to_write = self._random.random() < 0.3
        await self._exchange.place_call(
            caller, self._number, scene.answers, caller_does=scene.caller
        )
        if not wants_to_write:
            return
        with suppress(TimeoutError):
            await self._exchange.wait_for_text(caller, _TEXT_PATIENCE)
        self.replies += 1
        await self._exchange.send_text(caller, self._number, self._random.choice(_REPLIES))

    def _who(self) -> str:
        """Return somebody new, or somebody who called before."""
        if self._known and self._random.random() < 0.3:
            return self._random.choice(self._known)
        caller = next(self._callers)
        self._known.append(caller)
        del self._known[:-_KNOWN]
        return caller

    def _trouble(self) -> None:
        kind, where = self._random.choice(_TROUBLES)
        self._exchange.trouble.add(kind, self._random.randint(1, 3), where, seconds=0.5)
        self.troubles += 1

    async def _forge(self) -> None:
        kind = self._random.choice(list(Forgery))
        # Only of calls there is surely one to be replayed.
        door = "voice" if kind is Forgery.REPLAYED else self._random.choice(("sms", "voice"))
        # Home Assistant hangs up on what is too large, and may be long in answering when it is busy.
        with suppress(ClientError, TimeoutError):
            await self._exchange.forged(kind, self._number, door)
