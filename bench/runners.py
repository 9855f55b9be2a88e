"""The two that are measured, side by side in one Home Assistant: the floor, and the integration."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final, override

from tests.exchange import HANGS_UP_AT_BEEP, CallRecord, PhoneNumber, RingingCall

from .company import BusyExchange

_TEXT_PATIENCE: Final = 10
_BURST_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which one of the two was at work, by `perf_counter()`."""

    begin: float
    end: float


@dataclass(slots=True)
class Tape:
    """What was measured of one runner: seconds, texts per second, and when it was at work."""

    latencies: list[float] = field(default_factory=list)
    bursts: list[float] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)


class Runner(ABC):
    """Somebody who texts missed callers back, reached over a number of the exchange."""

    def __init__(self, exchange: BusyExchange, number: PhoneNumber) -> None:
        self.tape = Tape()
        self.callers: list[str] = []
        self._exchange = exchange
        self._number = number

    async def ring(self, callers: Sequence[str]) -> None:
        """Bring calls up to just before their last webhook."""
        self.callers.extend(callers)

    async def one(self, caller: str) -> float | None:
        """Send a call's last webhook; return the seconds to its text's request, if one came."""
        began = perf_counter()
        call = asyncio.ensure_future(self._end_call(caller))
        asked_at = await self._text_asked_at(caller, _TEXT_PATIENCE)
        record = await call
        await self._calm_down()
        self.tape.windows.append(Window(began, perf_counter()))
        return None if asked_at is None else asked_at - record.last_webhook_at

    async def burst(self, callers: Sequence[str]) -> float:
        """Send the last webhooks of all calls; return the texts requested per second."""
        began = perf_counter()
        calls = [asyncio.ensure_future(self._end_call(caller)) for caller in callers]
        asked = await asyncio.gather(
            *(self._text_asked_at(caller, _BURST_PATIENCE) for caller in callers)
        )
        records = await asyncio.gather(*calls)
        await self._calm_down()
        self.tape.windows.append(Window(began, perf_counter()))
        arrived = [at for at in asked if at is not None]
        if not arrived:
            return 0.0
        return len(arrived) / (max(arrived) - min(record.last_webhook_at for record in records))

    def texts_of(self) -> list[int]:
        """Return how many texts each caller was sent."""
        return [len(self._exchange.texts_to(caller)) for caller in self.callers]

    async def _text_asked_at(self, caller: str, seconds: float) -> float | None:
        with suppress(TimeoutError):
            return (await self._exchange.wait_for_text(caller, seconds)).requested_at
        return None

    @abstractmethod
    async def _end_call(self, caller: str) -> CallRecord:
        """Send a call's last webhook, and all that the call still brings after it."""

    @abstractmethod
    async def _calm_down(self) -> None:
        """Wait until nothing more follows."""


class Floor(Runner):
    """The bare handler. A call of its number is one webhook, its first and last."""

    @override
    async def _end_call(self, caller: str) -> CallRecord:
        return await self._exchange.place_call(caller, self._number)

    @override
    async def _calm_down(self) -> None:
        """Nothing follows: it wants no receipts."""


class TextBack(Runner):
    """The integration, with a line that rings the team first. Nobody answers."""

    def __init__(self, exchange: BusyExchange, number: PhoneNumber) -> None:
        super().__init__(exchange, number)
        self._ringing: dict[str, RingingCall] = {}

    @override
    async def ring(self, callers: Sequence[str]) -> None:
        await super().ring(callers)
        ringing = await asyncio.gather(
            *(
                self._exchange.ring_in(caller, self._number, caller_does=HANGS_UP_AT_BEEP)
                for caller in callers
            )
        )
        self._ringing.update(zip(callers, ringing, strict=True))

    @override
    async def _end_call(self, caller: str) -> CallRecord:
        return await self._ringing.pop(caller).finish()

    @override
    async def _calm_down(self) -> None:
        await self._exchange.settle()
