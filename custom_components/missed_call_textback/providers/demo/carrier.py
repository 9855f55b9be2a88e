"""A carrier without a telephone company: every text arrives, and somebody made up answers."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
import logging
from typing import Final, override

from ...core.carrier import Carrier
from ...core.numbers import NumberKind, masked, to_e164
from ...core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextKind,
    TextState,
)
from ...core.ports import Clock
from ..source import Sleep

_LOGGER = logging.getLogger(__name__)

REPLIES: Final = (
    "Hi, thanks for getting back to me so quickly! Do you have time tomorrow afternoon?",
    "Oh good, you are there. Could somebody call me after five?",
    "Hello! How much would it be, roughly?",
    "Thanks for the text. Any chance of Friday morning?",
    "Great service! I'd like to book for next week, please.",
    "Hi, it is rather urgent. What is the earliest you could do?",
)
SENT_AFTER: Final = 0.4
DELIVERED_AFTER: Final = 0.8
ANSWERED_AFTER: Final = 4.0
_LONGEST_TEXT: Final = 1600
_REMEMBERED: Final = 20


class DemoCarrier(Carrier):
    """Takes every valid text, reports it sent and delivered, and answers text-backs.

    It keeps nothing but the ids of the last few texts, for `find`.
    """

    def __init__(
        self,
        *,
        on_receipt: Callable[[Receipt], Awaitable[object]],
        on_text: Callable[[InboundText], Awaitable[object]],
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._on_receipt = on_receipt
        self._on_text = on_text
        self._clock = clock
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: deque[str] = deque(maxlen=_REMEMBERED)
        self._answers = 0

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        # The same rules as at a real one, so that the demo shows what would be refused there.
        if to_e164(text.to, "ZZ") != text.to:
            return Refused("invalid_number", Reaction.NEVER)
        if not 0 < len(text.body.strip()) <= _LONGEST_TEXT:
            return Refused("invalid_text", Reaction.NEVER)
        carrier_id = _carrier_id(text)
        self._last.append(carrier_id)
        self._start(self._deliver(text, carrier_id))
        return Accepted(carrier_id)

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        carrier_id = _carrier_id(text)
        return carrier_id if carrier_id in self._last and carrier_id not in taken else None

    @override
    async def line_kind(self, number: str) -> NumberKind | None:
        return NumberKind.UNKNOWN

    async def close(self) -> None:
        """Stop everybody who is about to answer."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work, name="demo carrier")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, text: OutgoingText, carrier_id: str) -> None:
        try:
            await self._sleep(SENT_AFTER)
            await self._on_receipt(_receipt(text, carrier_id, TextState.SENT))
            await self._sleep(DELIVERED_AFTER)
            await self._on_receipt(_receipt(text, carrier_id, TextState.DELIVERED))
            if text.kind is TextKind.TEXT_BACK:
                await self._sleep(ANSWERED_AFTER)
                await self._on_text(self._answer(text, carrier_id))
        except Exception:
            _LOGGER.exception("The demo could not play on with %s", masked(text.to))

    def _answer(self, text: OutgoingText, carrier_id: str) -> InboundText:
        body = REPLIES[self._answers % len(REPLIES)]
        self._answers += 1
        return InboundText(
            line_id=text.line_id,
            carrier_id=f"{carrier_id}:answer",
            sender=text.to,
            body=body,
            at=self._clock(),
        )


def _carrier_id(text: OutgoingText) -> str:
    return f"demo:{text.ref}"


def _receipt(text: OutgoingText, carrier_id: str, state: TextState) -> Receipt:
    return Receipt(state=state, ref=text.ref, carrier_id=carrier_id)
