"""The engine: takes what happened, has it decided and stored, sends what is to be sent, keeps time.

    handle_call, handle_text, handle_receipt ──▶ one transaction (intake) ──▶ answer the webhook
                                                       │
                                                       └──▶ send ──▶ one transaction (transit)
    one alarm, at the earliest due row ──▶ claim what is due ──▶ send | look up | close lost calls

What a handler was given is on disk when it returns, and what follows from it is done even if whoever
called the handler has gone away meanwhile. Everything timed is a row with a due time, so a restart
forgets nothing; the alarm only says when to look.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
import logging
import random
import secrets
from typing import Final

from .calls import CallEvent
from .intake import (
    CallTaken,
    Desk,
    Draft,
    Refusal,
    UnknownCall,
    close_lost_call,
    request_text,
    request_text_back,
    take_call,
    take_receipt,
    take_reply,
)
from .opt_out import Wish
from .outbox import (
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextKind,
    TextState,
    Unknown,
)
from .ports import (
    Book,
    Carrier,
    CarrierSilent,
    Clock,
    Happening,
    Ledger,
    LedgerUnavailable,
    Listener,
    Spawn,
    StoredCall,
    TextMoved,
    TextReceived,
    Timer,
    Words,
)
from .shop import Line, Shop
from .transit import (
    DOUBT_GRACE,
    LOOK_AGAIN,
    DueWork,
    Settled,
    claim_due,
    keep_doubting,
    settle,
    settle_doubt,
)

_LOGGER = logging.getLogger(__name__)

# Enough to keep a carrier busy, few enough to leave the shared session's 100 connections to others.
_SENDS_AT_ONCE: Final = 20
_STOP_PATIENCE_SECONDS: Final = 5
# A carrier may be quicker than whoever asked for a text comes to wait for it.
_KEPT_SETTLED: Final = 200
_LEDGER_RETRY: Final = timedelta(seconds=5)


class UnknownLine(Exception):
    """The shop has no line with that id."""


class Engine:
    """One shop at work."""

    def __init__(
        self,
        shop: Shop,
        ledger: Ledger,
        carrier: Carrier,
        words: Words,
        *,
        listener: Listener,
        spawn: Spawn,
        clock: Clock,
        timer: Timer,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.shop = shop
        self._ledger = ledger
        self._carrier = carrier
        self._words = words
        self._listener = listener
        self._spawn = spawn
        self._clock = clock
        self._timer = timer
        self._jitter = jitter
        self._automatic: dict[str, bool] = {}
        self._slots = asyncio.Semaphore(_SENDS_AT_ONCE)
        self._on_the_way: dict[str, asyncio.Future[OutgoingText]] = {}
        # Who asked for silence since the start: a text may wait for its slot, claimed already.
        self._opted_out: set[str] = set()
        self._alarm_at: datetime | None = None
        self._stopped = False

    async def start(self) -> None:
        """Pick up where the last run left off. Raises LedgerUnavailable."""
        self._automatic = await self._ledger.automatic()
        now = self._clock()

        def recover(book: Book) -> datetime | None:
            book.strand_sending(now + DOUBT_GRACE)
            return book.next_due()

        self._wake_by(await self._ledger.write(recover))

    async def stop(self) -> None:
        """Let texts that are on their way arrive, for a few seconds; begin nothing any more."""
        self._stopped = True
        self._timer.set(None, self._ring)
        if self._on_the_way:
            await asyncio.wait(self._on_the_way.values(), timeout=_STOP_PATIENCE_SECONDS)

    def is_automatic(self, line_id: str) -> bool:
        """Tell whether the line texts back by itself."""
        return self._automatic.get(line_id, True)

    async def set_automatic(self, line_id: str, *, on: bool) -> None:
        """Turn a line's automatic text-back on or off, for good. Raises LedgerUnavailable."""

        def turn(_kept: None) -> None:
            self._automatic[line_id] = on

        await self._write(lambda book: book.set_automatic(line_id, on=on), turn)

    async def handle_call(self, event: CallEvent) -> None:
        """Take a call's event; it is on disk on return. Raises LedgerUnavailable, UnknownLine."""
        desk = self._desk(event.line_id)
        await self._write(
            partial(
                take_call,
                event=event,
                desk=desk,
                draft=self._text_back_draft(desk),
                automatic=self.is_automatic(event.line_id),
            ),
            self._after_call,
        )

    async def handle_text(self, text: InboundText) -> None:
        """Take an inbound text; it is on disk on return. Raises LedgerUnavailable, UnknownLine."""
        desk = self._desk(text.line_id)
        await self._write(partial(take_reply, text=text, desk=desk), self._tell)

    async def handle_receipt(self, receipt: Receipt) -> None:
        """Take a carrier's receipt; it is on disk on return. Raises LedgerUnavailable."""
        now = self._clock()
        await self._write(
            partial(
                take_receipt, receipt=receipt, shop_id=self.shop.id, day=self._day(now), now=now
            ),
            self._tell,
        )

    async def text_back(
        self,
        line_id: str,
        *,
        call_id: int | None = None,
        number: str | None = None,
        body: str | None = None,
    ) -> OutgoingText:
        """Text a caller back because somebody asked for it; the text is on its way on return.

        Raises Refusal (a guard says no), UnknownCall, UnknownLine, LedgerUnavailable.
        """
        desk = self._desk(line_id)
        source_id = None
        if call_id is not None:
            record = await self._ledger.call_by_id(call_id)
            if record is None or record.call.line_id != line_id:
                raise UnknownCall
            source_id = record.call.source_id
        draft = self._text_back_draft(desk) if body is None else Draft(ref=_new_ref(), body=body)
        return await self._write(
            partial(request_text_back, desk=desk, draft=draft, source_id=source_id, number=number),
            self._start_sending,
        )

    async def send_text(
        self, line_id: str, to: str, body: str, kind: TextKind = TextKind.MESSAGE
    ) -> OutgoingText:
        """Send words of one's own; the text is on its way on return.

        Raises Refusal (a guard says no), UnknownLine, LedgerUnavailable.
        """
        desk = self._desk(line_id)
        draft = Draft(ref=_new_ref(), body=body)
        return await self._write(
            partial(request_text, desk=desk, draft=draft, to=to, kind=kind), self._start_sending
        )

    async def settled(self, text: OutgoingText) -> OutgoingText:
        """Wait for the carrier's first word on a text that `text_back` or `send_text` returned."""
        on_the_way = self._on_the_way.get(text.ref)
        return text if on_the_way is None else await asyncio.shield(on_the_way)

    async def _write[T](self, work: Callable[[Book], T], then: Callable[[T], None]) -> T:
        """Write, and do what follows even if whoever waits is cancelled: the row is there by then."""

        async def write() -> T:
            written = await self._ledger.write(work)
            then(written)
            return written

        return await asyncio.shield(asyncio.Task(write(), eager_start=True))

    def _desk(self, line_id: str) -> Desk:
        line = self.shop.line(line_id)
        if line is None:
            raise UnknownLine(line_id)
        return Desk(shop=self.shop, line=line, now=self._clock())

    def _day(self, now: datetime) -> str:
        return self.shop.local_day(now)

    def _text_back_draft(self, desk: Desk) -> Draft:
        is_open = self.shop.is_open(desk.line, desk.now)
        return Draft(ref=_new_ref(), body=self._words.text_back(desk.line, is_open=is_open))

    def _after_call(self, taken: CallTaken) -> None:
        self._wake_by(taken.due_at)
        if taken.decided is None:
            return
        text = taken.decided.text
        if text is not None and text.state is TextState.SENDING:
            self._start_sending(text)
        self._tell(taken.decided)

    def _tell(self, happening: Happening | None) -> None:
        match happening:
            case None:
                return
            case TextReceived(wish=Wish.START):
                self._opted_out.discard(happening.peer)
            case TextReceived(wish=Wish.STOP):
                self._opted_out.add(happening.peer)
            case TextMoved(reaction=Reaction.OPTED_OUT):
                self._opted_out.add(happening.text.to)
        self._listener(happening)

    def _start_sending(self, text: OutgoingText) -> None:
        if self._stopped:
            # The row stays `sending`: the next start looks it up with the carrier.
            return
        self._forget_settled()
        self._on_the_way[text.ref] = asyncio.get_running_loop().create_future()
        self._spawn(self._send(text), f"send text {text.id}")

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
                shop_id=self.shop.id,
                day=self._day(now),
                now=now,
                jitter=self._jitter(),
            )
            text = await self._write_surely(work, text)
        finally:
            # Cut short, the row stays `sending`: the next start looks it up with the carrier.
            self._on_the_way[text.ref].set_result(text)

    async def _hand_over(self, text: OutgoingText) -> SendResult:
        async with self._slots:
            if text.to in self._opted_out:
                return Refused("opted_out", Reaction.NEVER)
            left = int((text.deadline - self._clock()).total_seconds())
            try:
                return await self._carrier.send(text, max(left, 1))
            except Exception as error:
                # Against its promise; but a text must not be left behind for it.
                _LOGGER.exception("The carrier failed at a text")
                return Unknown(type(error).__name__)

    async def _write_surely(
        self, work: Callable[[Book], Settled], text: OutgoingText
    ) -> OutgoingText:
        """Write what the carrier said, however long the ledger takes to come back.

        Returns the text as it stands then. Only a stopped engine gives up: its ledger is closed, and
        the next start looks the text up.
        """
        while True:
            try:
                settled = await self._ledger.write(work)
            except LedgerUnavailable:
                if self._stopped:
                    return text
                _LOGGER.warning("The ledger cannot be written; trying again")
                await asyncio.sleep(_LEDGER_RETRY.total_seconds())
            else:
                self._wake_by(settled.due_at)
                self._tell(settled.moved)
                return settled.moved.text

    def _wake_by(self, at: datetime | None) -> None:
        if at is None or self._stopped:
            return
        if self._alarm_at is None or at < self._alarm_at:
            self._alarm_at = at
            self._timer.set(at, self._ring)

    def _ring(self) -> None:
        self._alarm_at = None
        self._spawn(self._do_what_is_due(), "due rows")

    async def _do_what_is_due(self) -> None:
        now = self._clock()
        try:
            due = await self._ledger.write(partial(claim_due, shop_id=self.shop.id, now=now))
        except LedgerUnavailable:
            self._wake_by(now + _LEDGER_RETRY)
        except Exception:
            # Without an alarm, nobody who waits would be thought of again.
            _LOGGER.exception("What is due could not be claimed")
            self._wake_by(now + LOOK_AGAIN)
        else:
            self._start_due(due)
            for stored in due.lost_calls:
                await self._close_lost_call(stored)

    def _start_due(self, due: DueWork) -> None:
        # Before anything that can fail: these are claimed, and nobody else would send them.
        for text in due.to_send:
            self._start_sending(text)
        self._wake_by(due.next_due)
        for text, taken in due.in_doubt:
            self._spawn(self._look_up(text, taken), f"look up text {text.id}")
        for moved in due.given_up:
            self._tell(moved)

    async def _close_lost_call(self, stored: StoredCall) -> None:
        line = self.shop.line(stored.call.line_id)
        desk = self._desk(line.id) if line else self._former_desk(stored.call.line_id)
        work = partial(
            close_lost_call,
            source_id=stored.call.source_id,
            desk=desk,
            draft=self._text_back_draft(desk),
            automatic=line is not None and self.is_automatic(line.id),
        )
        try:
            await self._write(work, self._after_call)
        except Exception as error:  # noqa: BLE001 - one call must not keep the others from being closed
            _LOGGER.warning("A call could not be closed, and is tried again: %s", error)

    def _former_desk(self, line_id: str) -> Desk:
        """Return a desk for a line that was removed while a call was ringing on it."""
        return Desk(shop=self.shop, line=Line(id=line_id, name="", number=""), now=self._clock())

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
            work = partial(settle_doubt, text=text, found=found, day=self._day(now), now=now)
        await self._write_surely(work, text)


def _new_ref() -> str:
    return secrets.token_hex(16)


__all__ = ["Engine", "Refusal", "UnknownCall", "UnknownLine"]
