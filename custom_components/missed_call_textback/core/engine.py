"""The engine: takes what happened, has it decided and stored, has it sent, keeps time.

    handle_call, handle_text, handle_receipt ──▶ one transaction ──▶ answer the webhook
                                                       │
                                                       └──▶ sender ──▶ one transaction
    one alarm, at the earliest due row ──▶ claim what is due ──▶ sender | close lost calls

What a handler was given is on disk when it returns, and what follows from it is done even if whoever
called the handler has gone away meanwhile. Everything timed is a row with a due time, so a restart
forgets nothing; the alarm only says when to look.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
import logging
import random

from .calls import CallEvent, CallStep, Outcome
from .desk import Refusal, UnknownCall
from .intake import CallTaken, close_lost_call, take_call
from .opening import OPEN_ALL_THE_TIME, Closures, Opening
from .opt_out import Wish
from .outbox import InboundText, OutgoingText, Reaction, Receipt, TextKind, TextState
from .ports import (
    Book,
    Carrier,
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
from .reception import Reception, UnknownLine, draft_of
from .replies import STOPS, ReplyTaken, take_reply
from .requests import request_block, request_text, request_text_back, request_wish
from .sender import LEDGER_RETRY, Sender
from .shielding import to_its_end
from .shop import Line, Shop
from .simulation import Simulated, simulate_call
from .transit import DOUBT_GRACE, LOOK_AGAIN, DueWork, claim_due, take_receipt

_LOGGER = logging.getLogger(__name__)


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
        closures: Callable[[], Closures] = lambda: OPEN_ALL_THE_TIME,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.shop = shop
        self._ledger = ledger
        self._listener = listener
        self._spawn = spawn
        self._clock = clock
        self._timer = timer
        self._alarm_at: datetime | None = None
        self._stopped = False
        self._reception = Reception(shop, words, clock=clock, closures=closures)
        self._sender = Sender(
            shop,
            ledger,
            carrier,
            tell=self._tell,
            wake_by=self._wake_by,
            spawn=spawn,
            clock=clock,
            jitter=jitter,
        )

    async def start(self) -> None:
        """Pick up where the last run left off. Raises LedgerUnavailable."""
        await self.read_settings()
        now = self._clock()

        def recover(book: Book) -> datetime | None:
            book.strand_sending(now + DOUBT_GRACE)
            return book.next_due()

        self._wake_by(await self._ledger.write(recover))

    async def read_settings(self) -> None:
        """Read what is set at run time, and who is described. Raises LedgerUnavailable."""
        settings = await self._ledger.settings(self.shop.id)
        self._reception.automatic = settings.automatic
        self._reception.snoozed_until = settings.snoozed_until
        self._reception.people = settings.people

    async def stop(self) -> None:
        """Let texts that are on their way arrive, for a few seconds; begin nothing any more."""
        self._stopped = True
        self._timer.set(None, self._ring)
        await self._sender.stop()

    def is_automatic(self, line_id: str) -> bool:
        """Tell whether the line texts back by itself."""
        return self._reception.is_automatic(line_id)

    @property
    def snoozed_until(self) -> datetime | None:
        """Until when the shop is closed whatever its hours say, if it is (aware)."""
        return self._reception.snoozed_until

    def opening(self, line: Line) -> Opening:
        """Tell whether a line is open now, and when that changes."""
        return self._reception.opening(line, self._clock())

    @to_its_end
    async def set_automatic(self, line_id: str, *, on: bool) -> None:
        """Turn a line's automatic text-back on or off, for good. Raises LedgerUnavailable."""

        def turn(_kept: None) -> None:
            self._reception.automatic[line_id] = on

        await self._write(lambda book: book.set_automatic(line_id, on=on), turn)

    @to_its_end
    async def set_snooze(self, until: datetime | None) -> None:
        """Close the shop until a time (aware), or no longer. Raises LedgerUnavailable."""

        def turn(_kept: None) -> None:
            self._reception.snoozed_until = until

        await self._write(lambda book: book.set_snooze(self.shop.id, until), turn)

    @to_its_end
    async def handle_call(self, event: CallEvent) -> None:
        """Take a call's event; it is on disk on return. Raises LedgerUnavailable, UnknownLine."""
        desk = self._reception.desk(event.line_id)
        draft = self._reception.draft(desk, event.caller, event.outcome, event.caller_name)
        await self._write(partial(take_call, event=event, desk=desk, draft=draft), self._after_call)

    async def simulate(
        self, line_id: str, caller: str | None, outcome: Outcome, at: datetime | None = None
    ) -> Simulated:
        """Tell what a missed call would lead to, now or at another time (aware). Sends nothing.

        Raises LedgerUnavailable, UnknownLine.
        """
        now = at or self._clock()
        event = CallEvent(
            line_id=line_id,
            source_id=f"simulated:{now.timestamp()}",
            step=CallStep.ENDED,
            at=now,
            caller=caller,
            outcome=outcome,
        )
        desk = self._reception.desk(line_id, now)
        draft = self._reception.draft(desk, caller, outcome)
        return await simulate_call(self._ledger, event, desk, draft)

    @to_its_end
    async def handle_text(self, text: InboundText) -> None:
        """Take an inbound text; it is on disk on return. Raises LedgerUnavailable, UnknownLine."""
        desk = self._reception.desk(text.line_id)
        answers = self._reception.answers(desk, text.sender)
        await self._write(
            partial(take_reply, text=text, desk=desk, answers=answers), self._after_reply
        )

    @to_its_end
    async def handle_receipt(self, receipt: Receipt) -> None:
        """Take a carrier's receipt; it is on disk on return. Raises LedgerUnavailable."""
        now = self._clock()
        day = self.shop.local_day(now)
        await self._write(
            partial(take_receipt, receipt=receipt, shop_id=self.shop.id, day=day, now=now),
            self._tell,
        )

    @to_its_end
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
        desk = self._reception.desk(line_id)
        source_id = None
        if call_id is not None:
            record = await self._ledger.call_by_id(call_id)
            if record is None or record.call.line_id != line_id:
                raise UnknownCall
            call = record.call
            source_id = call.source_id
            draft = self._reception.draft(desk, call.caller, call.outcome, call.caller_name)
        else:
            draft = self._reception.draft(desk, number)
        if body is not None:
            draft = draft_of(body)
        return await self._write(
            partial(request_text_back, desk=desk, draft=draft, source_id=source_id, number=number),
            self._sender.start_sending,
        )

    @to_its_end
    async def send_text(
        self, line_id: str, to: str, body: str, kind: TextKind = TextKind.MESSAGE
    ) -> OutgoingText:
        """Send words of one's own; the text is on its way on return.

        Raises Refusal (a guard says no), UnknownLine, LedgerUnavailable.
        """
        desk, draft = self._reception.desk(line_id), draft_of(body)
        return await self._write(
            partial(request_text, desk=desk, draft=draft, to=to, kind=kind),
            self._sender.start_sending,
        )

    async def settled(self, text: OutgoingText) -> OutgoingText:
        """Wait for the carrier's first word on a text that `text_back` or `send_text` returned."""
        return await self._sender.settled(text)

    @to_its_end
    async def set_wish(self, peer: str, wish: Wish) -> None:
        """Note that a person (E.164) wants no texts, or wants them again, as the owner says.

        Raises LedgerUnavailable.
        """
        await self._write(
            partial(request_wish, desk=self._reception.former_desk(""), peer=peer, wish=wish),
            self._after_drops,
        )
        self._sender.note_opt_out(peer, opted_out=wish in STOPS)

    @to_its_end
    async def set_blocked(self, peer: str, *, blocked: bool) -> None:
        """Never text a person (E.164) back, or do so again. Raises LedgerUnavailable."""
        await self._write(
            partial(
                request_block, desk=self._reception.former_desk(""), peer=peer, blocked=blocked
            ),
            self._after_drops,
        )

    @to_its_end
    async def describe_person(
        self, peer: str, *, name: str | None = None, language: str | None = None
    ) -> None:
        """Note a person's name and language; None leaves, an empty string clears.

        Raises LedgerUnavailable.
        """
        now = self._clock()
        await self._write(
            lambda book: book.set_person(self.shop.id, peer, name=name, language=language, at=now),
            lambda _kept: self._reception.describe(peer, name, language),
        )

    async def anonymise(self, before: datetime, limit: int) -> int:
        """Make at most `limit` rows of each kind from before a time (aware) unrecognisable.

        Returns how many; 0 means that none are left. Raises LedgerUnavailable.
        """
        return await self._ledger.write(lambda book: book.anonymise(self.shop.id, before, limit))

    @to_its_end
    async def erase(self, peer: str) -> int:
        """Make a person (E.164) unrecognisable for good; returns how many rows they had.

        Raises LedgerUnavailable.
        """
        return await self._write(
            lambda book: book.erase(self.shop.id, peer),
            lambda _rows: self._reception.describe(peer, "", ""),
        )

    async def done_calling_back(self, thread_id: int) -> None:
        """Note that somebody has called back, or need not. Raises LedgerUnavailable."""
        await self._ledger.write(lambda book: book.done_calling_back(thread_id))

    async def _write[T](self, work: Callable[[Book], T], then: Callable[[T], None]) -> T:
        written = await self._ledger.write(work)
        then(written)
        return written

    def _after_call(self, taken: CallTaken) -> None:
        self._wake_by(taken.due_at)
        if taken.dropped is not None:
            self._tell(taken.dropped)
        if taken.decided is None:
            return
        text = taken.decided.text
        if text is not None and text.state is TextState.SENDING:
            self._sender.start_sending(text)
        self._tell(taken.decided)

    def _after_reply(self, taken: ReplyTaken | None) -> None:
        if taken is None:
            return
        self._tell(taken.received)
        if taken.dropped is not None:
            self._tell(taken.dropped)
        if taken.answer is not None:
            self._sender.start_sending(taken.answer)

    def _after_drops(self, dropped: list[TextMoved]) -> None:
        for moved in dropped:
            self._tell(moved)

    def _tell(self, happening: Happening | None) -> None:
        match happening:
            case None:
                return
            case TextReceived(wish=Wish.START):
                self._sender.note_opt_out(happening.peer, opted_out=False)
            case TextReceived(wish=wish) if wish in STOPS:
                self._sender.note_opt_out(happening.peer, opted_out=True)
            case TextMoved(reaction=Reaction.OPTED_OUT):
                self._sender.note_opt_out(happening.text.to, opted_out=True)
        self._listener(happening)

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
            self._wake_by(now + LEDGER_RETRY)
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
            self._sender.start_sending(text)
        self._wake_by(due.next_due)
        for text, taken in due.in_doubt:
            self._sender.start_looking_up(text, taken)
        for moved in due.given_up:
            self._tell(moved)

    async def _close_lost_call(self, stored: StoredCall) -> None:
        call = stored.call
        # A line may have been removed while a call was ringing on it.
        known = self.shop.line(call.line_id) is not None
        reception = self._reception
        desk = reception.desk(call.line_id) if known else reception.former_desk(call.line_id)
        try:
            draft = reception.draft(desk, call.caller, call.outcome, call.caller_name)
            work = partial(close_lost_call, source_id=call.source_id, desk=desk, draft=draft)
            await self._write(work, self._after_call)
        except Exception as error:  # noqa: BLE001 - one call must not keep the others from being closed
            _LOGGER.warning("A call could not be closed, and is tried again: %s", error)


__all__ = ["Engine", "Refusal", "UnknownCall", "UnknownLine"]
