"""The engine: takes what happened, has it decided and stored, has it sent, keeps time.

    handle_call, handle_text, handle_receipt ──▶ one transaction ──▶ answer the webhook
                                                       │
                                                       └──▶ sender ──▶ one transaction
    agenda, at the earliest due row ──▶ claim what is due ──▶ sender | close lost calls

What a handler was given is on disk when it returns, and what follows from it is done even if whoever
called the handler has gone away meanwhile.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial
import random

from .agenda import Agenda
from .alerts import Alerts
from .book import Book
from .calling_back import CallingBack
from .calling_team import CallingTeam
from .calls import CallEvent, Outcome
from .calls_made import CallMade
from .carrier import Carrier, TeamCaller
from .catch_up import in_order
from .clockwork import Clockwork
from .conversations import Conversations, UnknownThread
from .courier import Courier
from .desk import Refusal, UnknownCall
from .diary import BookingWords, Diary
from .happenings import CallDecided, Happening, Listener, TextReceived, WaitingOver
from .hearers import hearers
from .intake import CallTaken, take_call
from .ladder import OnDuty
from .lost_calls import LostCalls
from .opening import OPEN_ALL_THE_TIME, Closures, Opening
from .outbox import InboundText, OutgoingText, Receipt, TextKind, TextState
from .people import People
from .ports import (
    Clock,
    Entry,
    Ledger,
    LedgerUnavailable,
    Receiver,
    Spawn,
    TeamWords,
    Timer,
    Transcriber,
    Words,
)
from .reasons import Reason
from .receipts import ReceiptTaken, take_receipt
from .reception import Reception, UnknownLine, draft_of, new_ref
from .replies import ReplyTaken, take_reply
from .requests import Requested, request_text, request_text_back
from .run_settings import RunSettings
from .sender import Sender
from .shielding import to_its_end
from .shop import Line, Shop
from .simulation import Simulated, simulate_call
from .team_talk import TeamCallReport
from .transit import DOUBT_GRACE, DueWork
from .workplace import Workplace


class Engine:
    """One shop at work."""

    def __init__(
        self,
        shop: Shop,
        ledger: Ledger,
        carrier: Carrier,
        words: Words,
        team_words: TeamWords,
        *,
        booking_words: BookingWords,
        diary: Diary,
        listener: Listener,
        spawn: Spawn,
        clock: Clock,
        timer: Timer,
        closures: Callable[[], Closures] = lambda: OPEN_ALL_THE_TIME,
        on_duty: OnDuty = lambda _member_id: True,
        has_log: bool = False,
        receiver: Receiver | None = None,
        transcriber: Transcriber | None = None,
        team_caller: TeamCaller | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.shop = shop
        self._ledger = ledger
        self._listener = listener
        self._clock = clock
        self._jitter = jitter
        self._agenda = Agenda(shop, ledger, do=self._do_due, spawn=spawn, clock=clock, timer=timer)
        self._reception = Reception(
            shop,
            words,
            team_words,
            clock=clock,
            closures=closures,
            has_log=has_log,
            takes_whatsapp=carrier.abilities.whatsapp,
            calls_team=team_caller is not None,
        )
        self.settings = RunSettings(shop, ledger, self._reception, clock)
        self._sender = Sender(
            shop,
            ledger,
            carrier,
            tell=self._tell,
            wake_by=self._agenda.wake_by,
            spawn=spawn,
            clock=clock,
            jitter=jitter,
        )
        place = Workplace(
            shop=shop,
            ledger=ledger,
            reception=self._reception,
            clock=clock,
            tell=self._tell,
            send=self._sender.start_sending,
            wake_by=self._agenda.wake_by,
        )
        self._lost_calls = LostCalls(place, taken=self._after_call)
        self._spawn = spawn
        self._alerts = Alerts(place, team_words, on_duty=on_duty)
        self._courier = Courier(
            shop, ledger, receiver, wake_by=self._agenda.wake_by, clock=clock, jitter=jitter
        )
        self.calling_back = CallingBack(place)
        self.calling_team = CallingTeam(place, team_caller, self.calling_back, on_duty=on_duty)
        hears = hearers(
            place,
            alerts=self._alerts,
            calling_team=self.calling_team,
            courier=self._courier,
            diary=diary,
            booking_words=booking_words,
            transcriber=transcriber,
        )
        self._clockwork = Clockwork(hears, spawn)
        self.people = People(place, self._sender)
        self.conversations = Conversations(place)

    async def start(self) -> None:
        """Pick up where the last run left off. Raises LedgerUnavailable."""
        await self.settings.read()
        now = self._clock()

        def recover(book: Book) -> datetime | None:
            book.strand_sending(now + DOUBT_GRACE)
            # The carrier's log may tell how these ended: it is read first.
            book.postpone_calls(now + DOUBT_GRACE)
            return book.next_due()

        self._agenda.wake_by(await self._ledger.write(recover))

    async def stop(self) -> None:
        """Let texts that are on their way arrive, for a few seconds; begin nothing any more.

        What was being stored is told on return.
        """
        self._agenda.stop()
        await self._sender.stop()
        # By the time that this is done, so is all that was handed to the ledger before.
        with suppress(LedgerUnavailable):
            await self._ledger.write(lambda _: None)

    def opening(self, line: Line) -> Opening:
        """Tell whether a line is open now, and when that changes."""
        return self._reception.opening(line, self._clock())

    def ask_log(self, look: Callable[[], None]) -> None:
        """Have somebody look into the telephone company's log when a call's end was not heard."""
        self._lost_calls.ask_log(look)

    async def catch_up(self, entries: Collection[Entry]) -> None:
        """Take what a log tells of the time nobody listened; what is known already changes nothing.

        Raises LedgerUnavailable, UnknownLine.
        """
        for told in in_order(entries, self.shop.country):
            await self.handle(told.entry, told.since)

    async def known_calls(self, source_ids: Collection[str]) -> frozenset[str]:
        """Return those of some calls that are known. Raises LedgerUnavailable."""
        return await self._ledger.write(
            lambda book: frozenset(each for each in source_ids if book.find_call(each) is not None)
        )

    async def handle(self, entry: Entry, since: Reason | None = None) -> None:
        """Take what happened, whatever it is; `since` is for a call, see `handle_call`.

        It is on disk on return. Raises LedgerUnavailable, UnknownLine.
        """
        match entry:
            case CallEvent() as event:
                await self.handle_call(event, since)
            case CallMade() as made:
                await self.calling_back.take(made)
            case TeamCallReport() as report:
                await self.calling_team.take(report)
            case InboundText() as text:
                await self.handle_text(text)
            case receipt:
                await self.handle_receipt(receipt)

    async def handle_call(
        self, event: CallEvent, since: Reason | None = None
    ) -> CallDecided | None:
        """Take a call's event; it is on disk on return. Raises LedgerUnavailable, UnknownLine.

        `since` is why the caller needs no text any more, where the event is learnt of late.
        Returns what became of the call; None where the event is no news, or not the end.
        """
        desk = self._reception.desk(event.line_id)
        draft = self._reception.draft(desk, event.caller, event.outcome, event.caller_name)
        work = partial(take_call, event=event, desk=desk, draft=draft, since=since)
        taken = await self._ledger.write(work, then=self._after_call)
        return taken.decided

    async def simulate(
        self, line_id: str, caller: str | None, outcome: Outcome, at: datetime | None = None
    ) -> Simulated:
        """Tell what a missed call would lead to, now or at a time (aware). Raises as `handle_call`."""
        return await simulate_call(
            self._ledger, self._reception, line_id, caller, outcome=outcome, now=at or self._clock()
        )

    async def handle_text(self, text: InboundText) -> TextReceived | None:
        """Take an inbound text; it is on disk on return. Raises LedgerUnavailable, UnknownLine.

        Returns None where the text is known already.
        """
        desk = self._reception.desk(text.line_id)
        answers = self._reception.answers(desk, text.sender)
        work = partial(take_reply, text=text, desk=desk, answers=answers)
        taken = await self._ledger.write(work, then=self._after_reply)
        return None if taken is None else taken.received

    async def handle_receipt(self, receipt: Receipt) -> None:
        """Take a carrier's receipt; it is on disk on return. Raises LedgerUnavailable."""
        work = partial(
            take_receipt,
            receipt=receipt,
            shop=self.shop,
            now=self._clock(),
            ref=new_ref(),
            jitter=self._jitter(),
        )
        await self._ledger.write(work, then=self._after_receipt)

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
        work = partial(
            request_text_back, desk=desk, draft=draft, source_id=source_id, number=number
        )
        requested = await self._ledger.write(work, then=self._after_request)
        return requested.text

    async def send_text(
        self,
        line_id: str,
        to: str,
        body: str,
        kind: TextKind = TextKind.MESSAGE,
        *,
        by: str | None = None,
        ref: str | None = None,
    ) -> OutgoingText:
        """Send words of one's own; the text is on its way on return.

        `by` is whose they are, for those of the team who know that somebody waits for them. However
        often it is asked for under a `ref`, it is one text.
        Raises Refusal (a guard says no), RefTaken, UnknownLine, LedgerUnavailable.
        """
        desk, draft = self._reception.desk(line_id), draft_of(body, ref)
        work = partial(request_text, desk=desk, draft=draft, to=to, kind=kind, by=by)
        requested = await self._ledger.write(work, then=self._after_request)
        return requested.text

    async def settled(self, text: OutgoingText) -> OutgoingText:
        """Wait for the carrier's first word on a text that `text_back` or `send_text` returned."""
        return await self._sender.settled(text)

    def _after_call(self, taken: CallTaken) -> None:
        self._agenda.wake_by(taken.due_at)
        if taken.unheard:
            self._lost_calls.note_unheard()
        self._tell(taken.dropped)
        self._tell(taken.over)
        if taken.decided is None:
            return
        text = taken.decided.text
        if text is not None and text.state is TextState.SENDING:
            self._sender.start_sending(text)
        self._tell(taken.decided)

    def _after_request(self, requested: Requested) -> None:
        self._agenda.wake_by(requested.due_at)
        if not requested.known:
            self._sender.start_sending(requested.text)
        self._tell(requested.over)

    def _after_reply(self, taken: ReplyTaken | None) -> None:
        if taken is None:
            return
        self._agenda.wake_by(taken.due_at)
        self._reception.describe(taken.received.peer, heard=taken.heard)
        self._tell(taken.received)
        self._tell(taken.dropped)
        self._tell(taken.over)
        for text in (taken.answer, taken.relayed.notice):
            if text is not None:
                self._sender.start_sending(text)
        if taken.relayed.passed_on is not None:
            self._after_request(taken.relayed.passed_on)

    def _after_receipt(self, taken: ReceiptTaken) -> None:
        self._agenda.wake_by(taken.due_at)
        if taken.silenced is not None:
            self._sender.note_opt_out(taken.silenced, opted_out=True)
        self._tell(taken.moved)
        self._tell(taken.dropped)

    def _tell(self, happening: Happening | None) -> None:
        if happening is None:
            return
        self._courier.hear(happening)
        self._sender.hear(happening)
        if isinstance(happening, WaitingOver) and happening.words is not None:
            self._spawn(self._alerts.tell_others(happening), "others of the team")
        self._listener(happening)

    async def _do_due(self, due: DueWork) -> None:
        self._start_due(due)
        for stored in due.lost_calls:
            await self._lost_calls.end(stored, self.settings.listened_at)

    def _start_due(self, due: DueWork) -> None:
        # Before anything that can fail: these are claimed, and nobody else would send them.
        for text in due.to_send:
            self._sender.start_sending(text)
        self._agenda.wake_by(due.next_due)
        self._clockwork.ring(due.clocks)
        self._sender.go_on()
        for text, taken in due.in_doubt:
            self._sender.start_looking_up(text, taken)
        for moved in due.given_up:
            self._tell(moved)


__all__ = ["Engine", "Refusal", "UnknownCall", "UnknownLine", "UnknownThread"]
