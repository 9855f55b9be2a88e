"""Those that are measured, side by side in one Home Assistant, each reached over a number of its own."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Final, override

from tests.exchange import HANGS_UP_AT_BEEP, PhoneNumber, RingingCall

from .company import BusyExchange

_TEXT_PATIENCE: Final = 10
_BURST_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which one of them was at work, by `perf_counter()`."""

    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Burst:
    """What became of calls that all ended at once: seconds until each text, and when it was."""

    latencies: list[float]
    window: Window

    @property
    def per_second(self) -> float:
        """Return the texts requested per second."""
        return len(self.latencies) / max(self.latencies) if self.latencies else 0.0


class Runner(ABC):
    """Somebody who texts missed callers back."""

    def __init__(self, exchange: BusyExchange, number: PhoneNumber) -> None:
        self.callers: list[str] = []
        self._exchange = exchange
        self._number = number

    async def ring(self, callers: Sequence[str]) -> None:
        """Bring calls up to just before their end."""
        self.callers.extend(callers)

    async def one(self, caller: str) -> float | None:
        """End a call; return the seconds to its text's request, if one came."""
        call = asyncio.ensure_future(self._end_call(caller))
        asked_at = await self._text_asked_at(caller, _TEXT_PATIENCE)
        told_at = await call
        await self._calm_down()
        return None if asked_at is None else asked_at - told_at

    async def burst(self, callers: Sequence[str]) -> Burst:
        """End all calls at once.

        A text's time begins with the burst, not when its own call's webhook found a free connection:
        else whoever is slow to answer would not be seen to keep the others waiting.
        """
        began = perf_counter()
        with self._exchange.nothing_follows():
            calls = [asyncio.ensure_future(self._end_call(caller)) for caller in callers]
            asked = await asyncio.gather(
                *(self._text_asked_at(caller, _BURST_PATIENCE) for caller in callers)
            )
        await asyncio.gather(*calls)
        await self._calm_down()
        return Burst([at - began for at in asked if at is not None], Window(began, perf_counter()))

    def texts_of(self) -> list[int]:
        """Return how many texts each caller was sent."""
        return [len(self._exchange.texts_to(caller)) for caller in self.callers]

    async def _text_asked_at(self, caller: str, seconds: float) -> float | None:
        with suppress(TimeoutError):
            return (await self._exchange.wait_for_text(caller, seconds)).requested_at
        return None

    @abstractmethod
    async def _end_call(self, caller: str) -> float:
        """Tell of a call's end, and all that it still brings after that; return when it was told."""

    @abstractmethod
    async def _calm_down(self) -> None:
        """Wait until nothing more follows."""


class OneWebhook(Runner):
    """The floor, and what a user would build today: a call is one webhook, its first and last."""

    @override
    async def _end_call(self, caller: str) -> float:
        return (await self._exchange.place_call(caller, self._number)).last_webhook_at

    @override
    async def _calm_down(self) -> None:
        """Nothing follows: they want no receipts."""


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
    async def _end_call(self, caller: str) -> float:
        return (await self._ringing.pop(caller).finish()).last_webhook_at

    @override
    async def _calm_down(self) -> None:
        await self._exchange.settle()
