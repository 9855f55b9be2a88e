"""Texts on their way to the carrier and back: at most a few at once, and each settled in the ledger.

claimed ──▶ send ─────▶ one transaction (transit): accepted, queued again, failed or in doubt
in doubt ─▶ look up ──▶ one transaction (transit)
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Final

from .numbers import NumberKind
from .outbox import OutgoingText, Reaction, Refused, SendResult, TextKind, Unknown
from .policy import known_kind
from .ports import (
    Book,
    Carrier,
    CarrierSilent,
    Clock,
    Ledger,
    LedgerUnavailable,
    Spawn,
    TextMoved,
)
from .reasons import Reason
from .shop import Shop
from .transit import Settled, keep_doubting, settle, settle_doubt

_LOGGER = logging.getLogger(__name__)

# Enough to keep a carrier busy, few enough to leave the shared session's 100 connections to others.
_SENDS_AT_ONCE: Final = 20
_STOP_PATIENCE_SECONDS: Final = 5
# A carrier may be quicker than whoever asked for a text comes to wait for it.
_KEPT_SETTLED: Final = 200
LEDGER_RETRY: Final = timedelta(seconds=5)
# The caller waits for the text, so a look-up that takes longer is no help.
_LINE_KIND_SECONDS: Final = 3


class Sender:
    """Hands texts to the carrier."""

    def __init__(
        self,
        shop: Shop,
        ledger: Ledger,
        carrier: Carrier,
        *,
        tell: Callable[[TextMoved], None],
        wake_by: Callable[[datetime | None], None],
        spawn: Spawn,
        clock: Clock,
        jitter: Callable[[], float],
    ) -> None:
        self._shop = shop
        self._ledger = ledger
        self._carrier = carrier
        self._tell = tell
        self._wake_by = wake_by
        self._spawn = spawn
        self._clock = clock
        self._jitter = jitter
        self._slots = asyncio.Semaphore(_SENDS_AT_ONCE)
        self._on_the_way: dict[str, asyncio.Future[OutgoingText]] = {}
        # Who asked for silence since the start: a text may wait for its slot, claimed already.
        self._opted_out: set[str] = set()
        self._stopped = False

    async def stop(self) -> None:
        """Let texts that are on their way arrive, for a few seconds; begin nothing any more."""
        self._stopped = True
        if self._on_the_way:
            await asyncio.wait(self._on_the_way.values(), timeout=_STOP_PATIENCE_SECONDS)

    async def settled(self, text: OutgoingText) -> OutgoingText:
        """Wait for the carrier's first word on a text that was just started."""
        on_the_way = self._on_the_way.get(text.ref)
        return text if on_the_way is None else await asyncio.shield(on_the_way)

    def note_opt_out(self, peer: str, *, opted_out: bool) -> None:
        """Keep back what is claimed for somebody who asked for silence, or no longer."""
        if opted_out:
            self._opted_out.add(peer)
        else:
            self._opted_out.discard(peer)

    def start_sending(self, text: OutgoingText) -> None:
        """Hand a claimed text to the carrier, in the background."""
        if self._stopped:
            # The row stays `sending`: the next start looks it up with the carrier.
            return
        self._forget_settled()
        self._on_the_way[text.ref] = asyncio.get_running_loop().create_future()
        self._spawn(self._send(text), f"send text {text.id}")

    def start_looking_up(self, text: OutgoingText, taken: frozenset[str]) -> None:
        """Ask the carrier what became of a text in doubt, in the background."""
        self._spawn(self._look_up(text, taken), f"look up text {text.id}")

    def _forget_settled(self) -> None:
        """Forget the oldest texts that are settled: whoever asked for them has been told."""
        while len(self._on_the_way) >= _KEPT_SETTLED:
            ref, oldest = next(iter(self._on_the_way.items()))
            if not oldest.done():
                return
            del self._on_the_way[ref]

    async def _send(self, text: OutgoingText) -> None:
        try:
            result = await self._hand_over(text)
            now = self._clock()
            work = partial(
                settle,
                text=text,
                result=result,
                shop_id=self._shop.id,
                day=self._shop.local_day(now),
                now=now,
                jitter=self._jitter(),
            )
            text = await self._write_surely(work, text)
        finally:
            # Cut short, the row stays `sending`: the next start looks it up with the carrier.
            self._on_the_way[text.ref].set_result(text)

    async def _hand_over(self, text: OutgoingText) -> SendResult:
        async with self._slots:
            if text.to in self._opted_out and text.kind is not TextKind.SERVICE:
                return Refused("opted_out", Reaction.NEVER)
            if text.kind is TextKind.TEXT_BACK:
                match await self._looked_up(text.to):
                    case NumberKind.LANDLINE:
                        return Refused(Reason.LANDLINE, Reaction.CALL_BACK)
                    case NumberKind.UNTEXTABLE:
                        return Refused(Reason.CANNOT_GET_TEXTS, Reaction.NEVER)
            left = int((text.deadline - self._clock()).total_seconds())
            try:
                return await self._carrier.send(text, max(left, 1))
            except Exception as error:
                # Against its promise; but a text must not be left behind for it.
                _LOGGER.exception("The carrier failed at a text")
                return Unknown(type(error).__name__)

    async def _looked_up(self, number: str) -> NumberKind | None:
        """Ask the carrier what kind of line a number is, where the shop wants that. Fails open."""
        if not self._shop.looks_up:
            return None
        now = self._clock()
        try:
            person = await self._ledger.person(self._shop.id, number)
            if (known := known_kind(person.line_kind, person.line_kind_at, now)) is not None:
                return known
            async with asyncio.timeout(_LINE_KIND_SECONDS):
                kind = await self._carrier.line_kind(number)
            if kind is not None:
                await self._ledger.write(
                    lambda book: book.set_line_kind(self._shop.id, number, kind, at=now)
                )
        except LedgerUnavailable, TimeoutError:
            return None
        except Exception:
            _LOGGER.exception("The carrier failed at a look-up of a number")
            return None
        return kind

    async def _write_surely(
        self, work: Callable[[Book], Settled], text: OutgoingText
    ) -> OutgoingText:
        """Write what the carrier said, however long the ledger takes to come back.

        Returns the text as it stands then. Only a stopped sender gives up: its ledger is closed, and
        the next start looks the text up.
        """
        while True:
            try:
                settled = await self._ledger.write(work)
            except LedgerUnavailable:
                if self._stopped:
                    return text
                _LOGGER.warning("The ledger cannot be written; trying again")
                await asyncio.sleep(LEDGER_RETRY.total_seconds())
            else:
                self._wake_by(settled.due_at)
                self._tell(settled.moved)
                return settled.moved.text

    async def _look_up(self, text: OutgoingText, taken: frozenset[str]) -> None:
        try:
            found = await self._carrier.find(text, taken)
        except Exception as error:
            if not isinstance(error, CarrierSilent):
                _LOGGER.exception("The carrier failed at a look-up")
            now = self._clock()
            work = partial(keep_doubting, text=text, now=now)
        else:
            now = self._clock()
            day = self._shop.local_day(now)
            work = partial(settle_doubt, text=text, found=found, day=day, now=now)
        await self._write_surely(work, text)
