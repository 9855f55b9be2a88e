"""Texts on their way to the carrier and back: each in its turn, and each settled in the ledger.

claimed ──▶ its turn ──▶ send ─────▶ one transaction (transit): accepted, queued again, failed, in doubt
in doubt ─▶ its turn ──▶ look up ──▶ one transaction (transit)

Where the carrier says "not so fast", all texts of that sender wait with the one that was refused, until
the carrier may take some again; what it refuses again then waits longer, and alone.
Where it lets nothing of a sender through, that sender's texts are not even handed over for a while.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Final

from .agenda import LEDGER_RETRY
from .book import Book
from .calls import Call, Outcome
from .carrier import Carrier, CarrierSilent
from .channels import Channel
from .happenings import CallDecided, CalledBack, Happening, TextMoved, TextReceived
from .moves import ERASED, TOO_LATE
from .numbers import NumberKind
from .opt_out import Wish
from .outbox import (
    OPEN_STATES,
    Accepted,
    OutgoingText,
    Reaction,
    Refused,
    SendResult,
    TextKind,
    TextState,
    Unknown,
)
from .policy import known_kind
from .ports import Clock, Ledger, LedgerUnavailable, Spawn
from .reasons import Reason
from .replies import STOPS
from .shop import Shop
from .transit import BY_ITSELF, Settled, keep_doubting, put_back, put_in_doubt, settle, settle_doubt
from .turns import Turn, Turns

_LOGGER = logging.getLogger(__name__)

_STOP_PATIENCE_SECONDS: Final = 5
# A carrier may be quicker than whoever asked for a text comes to wait for it.
_KEPT_SETTLED: Final = 200
# A sender through which nothing gets is tried again once in so long.
_SUSPENDED_FOR: Final = timedelta(hours=1)
# What nobody needs any more who is spoken with.
_UNTIL_SPOKEN_WITH: Final = (TextKind.TEXT_BACK, TextKind.MACHINE)
# The caller waits for the text, so a look-up that takes longer is no help.
_LINE_KIND_SECONDS: Final = 3


# A number that one channel lets nothing through of may be heard by another.
type _Way = tuple[str, Channel]


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
        self._turns = Turns(carrier.abilities.texts_per_second, clock=clock, wake_by=wake_by)
        self._suspended: dict[_Way, tuple[datetime, str]] = {}
        self._on_the_way: dict[str, asyncio.Future[OutgoingText]] = {}
        # Texts that are being looked up: each falls due again while its look-up waits for its turn.
        self._looked_for: set[int] = set()
        # Who asked for silence since the start: a text may wait for its slot, claimed already.
        self._opted_out: set[str] = set()
        # What is claimed, by whom it is for; and why some of it need not be handed over any more.
        self._claimed: dict[str, dict[str, OutgoingText]] = {}
        self._needless: dict[str, str] = {}
        self._stopped = False

    async def stop(self) -> None:
        """Let texts that are on their way arrive, for a few seconds; begin nothing any more."""
        self._stopped = True
        self._turns.send_away()
        if self._on_the_way:
            await asyncio.wait(self._on_the_way.values(), timeout=_STOP_PATIENCE_SECONDS)

    async def settled(self, text: OutgoingText) -> OutgoingText:
        """Wait for the carrier's first word on a text that was just started."""
        on_the_way = self._on_the_way.get(text.ref)
        return text if on_the_way is None else await asyncio.shield(on_the_way)

    def hear(self, happening: Happening) -> None:
        """Take what happened that tells to whom, and by which sender, nothing gets through."""
        if isinstance(happening, TextMoved) and happening.text.state not in OPEN_STATES:
            # Of one in doubt a late receipt may say so while it waits to be sent again.
            self._let_go(happening.text.to, Reason.DELIVERED, {happening.text.ref})
        match happening:
            case CallDecided(call=Call(outcome=Outcome.ANSWERED, caller=str() as peer) as call):
                called = self._unneeded(peer, call.line_id, until=call.over_at)
                self._let_go(peer, Reason.ANSWERED, called)
            case CalledBack(peer=peer, answered_at=datetime() as at):
                called = self._unneeded(peer, happening.line_id, until=at)
                self._let_go(peer, Reason.CALLED_BACK, called)
            case TextReceived(wish=Wish.START):
                self.note_opt_out(happening.peer, opted_out=False)
            case TextReceived(wish=wish) if wish in STOPS:
                self.note_opt_out(happening.peer, opted_out=True)
            case TextMoved(reaction=Reaction.OPTED_OUT):
                self.note_opt_out(happening.text.to, opted_out=True)
            case TextMoved(reaction=Reaction.SUSPEND, text=text):
                self.suspend(text, text.error or text.state)
            case TextMoved(text=OutgoingText(state=TextState.DELIVERED) as text):
                self.resume(text)
                self._let_go(text.to, Reason.DELIVERED, self._second_tries(text))

    def note_opt_out(self, peer: str, *, opted_out: bool) -> None:
        """Keep back what is claimed for somebody who asked for silence, or no longer."""
        if opted_out:
            self._opted_out.add(peer)
            # Somebody may have to be told of it.
            self._wake_by(self._clock())
        else:
            self._opted_out.discard(peer)

    def note_blocked(self, peer: str) -> None:
        """Keep back what is claimed for somebody who is blocked, and would go out by itself."""
        claimed = self._claimed.get(peer, {}).values()
        self._let_go(peer, Reason.BLOCKED, {text.ref for text in claimed if text.kind in BY_ITSELF})

    def note_erased(self, peer: str) -> None:
        """Keep back whatever is claimed for somebody who was erased."""
        self._let_go(peer, ERASED, set(self._claimed.get(peer, {})))

    def _unneeded(
        self,
        peer: str,
        line_id: str,
        *,
        until: datetime,
        kinds: tuple[TextKind, ...] = _UNTIL_SPOKEN_WITH,
    ) -> set[str]:
        return {
            text.ref
            for text in self._claimed.get(peer, {}).values()
            if text.kind in kinds and text.line_id == line_id and not text.promised_after(until)
        }

    def _second_tries(self, first: OutgoingText) -> set[str]:
        claimed = self._claimed.get(first.to, {}).values()
        return {text.ref for text in claimed if text.retry_of == first.id}

    def _let_go(self, peer: str, reason: str, refs: set[str]) -> None:
        """Hand over some texts no more; those that are on their way go on."""
        for ref in refs & self._claimed.get(peer, {}).keys():
            self._needless[ref] = reason

    def suspend(self, text: OutgoingText, code: str) -> None:
        """Hand over nothing of a text's sender for a while: nothing of it gets through."""
        if self._why_suspended(text) is None:
            self._suspended[_way_of(text)] = (self._clock() + _SUSPENDED_FOR, code)

    def resume(self, text: OutgoingText) -> None:
        """Hand over the texts of a text's sender again: something of it got through."""
        self._suspended.pop(_way_of(text), None)

    def go_on(self) -> None:
        """Send what had to wait for its time."""
        self._turns.go_on()

    def start_sending(self, text: OutgoingText) -> None:
        """Hand a claimed text to the carrier, in the background."""
        if self._stopped:
            self._put_back(text)
            return
        self._forget_settled()
        self._on_the_way[text.ref] = asyncio.get_running_loop().create_future()
        self._claimed.setdefault(text.to, {})[text.ref] = text
        if text.kind is TextKind.MESSAGE:
            # Somebody of the shop writes: the machine is silent from now on.
            kinds = (TextKind.MACHINE,)
            before = self._unneeded(text.to, text.line_id, until=text.created_at, kinds=kinds)
            self._let_go(text.to, Reason.PEOPLE_TALK, before)
        turn = self._turns.ask(text.sender, text.to, text.id)
        self._spawn(self._send(text, turn), f"send text {text.id}")

    def start_looking_up(self, text: OutgoingText, taken: frozenset[str]) -> None:
        """Ask the carrier what became of a text in doubt, in the background, unless that is done."""
        if text.id in self._looked_for:
            return
        self._looked_for.add(text.id)
        turn = self._turns.ask(text.sender, text.to, text.id)
        self._spawn(self._look_up(text, taken, turn), f"look up text {text.id}")

    def _forget_settled(self) -> None:
        """Forget the oldest texts that are settled: whoever asked for them has been told."""
        while len(self._on_the_way) >= _KEPT_SETTLED:
            ref, oldest = next(iter(self._on_the_way.items()))
            if not oldest.done():
                return
            del self._on_the_way[ref]

    async def _send(self, text: OutgoingText, turn: Turn) -> None:
        peer = text.to
        try:
            try:
                await turn.granted
            except asyncio.CancelledError:
                self._put_back(text)
                raise
            result = await self._hand_over(text)
            jitter = self._jitter()
            now = self._clock()
            if isinstance(result, Refused) and result.reaction is Reaction.RETRY:
                self._turns.refused(text.sender, jitter)
            elif isinstance(result, Accepted):
                self._turns.taken(text.sender)
            turn.let_next()
            work = partial(
                settle, text=text, result=result, shop=self._shop, now=now, jitter=jitter
            )
            text = await self._write_surely(work, text, turn)
        finally:
            turn.over()
            self._forget_claim(peer, text.ref)
            # Cut short, the row stays `sending`: the next start looks it up with the carrier.
            self._on_the_way[text.ref].set_result(text)

    def _forget_claim(self, peer: str, ref: str) -> None:
        self._needless.pop(ref, None)
        claimed = self._claimed.get(peer, {})
        claimed.pop(ref, None)
        if not claimed:
            self._claimed.pop(peer, None)

    def _put_back(self, text: OutgoingText) -> None:
        """Have a text that nobody handed over wait in the ledger: the next start sends it.

        In doubt, it would be lost with a carrier that cannot be asked.
        """

        async def write() -> None:
            with suppress(LedgerUnavailable):
                await self._ledger.write(partial(put_back, text=text, now=self._clock()))

        self._spawn(write(), f"put back text {text.id}")

    async def _hand_over(self, text: OutgoingText) -> SendResult:
        if (refusal := self._refusal(text)) is not None:
            return refusal
        if text.kind is TextKind.TEXT_BACK:
            match await self._looked_up(text.to):
                case NumberKind.LANDLINE:
                    return Refused(Reason.LANDLINE, Reaction.CALL_BACK)
                case NumberKind.UNTEXTABLE:
                    return Refused(Reason.CANNOT_GET_TEXTS, Reaction.NEVER)
            # That took a while.
            if (refusal := self._refusal(text)) is not None:
                return refusal
        left = int((text.deadline - self._clock()).total_seconds())
        try:
            return await self._carrier.send(text, max(left, 1))
        except Exception as error:
            # Against its promise; but a text must not be left behind for it.
            _LOGGER.exception("The carrier failed at a text")
            return Unknown(type(error).__name__)

    def _refusal(self, text: OutgoingText) -> Refused | None:
        """Return why a text that waited for its turn need not be handed over any more."""
        if (reason := self._needless.get(text.ref)) is not None:
            # What was taken has a row that says so, and no refusal changes it.
            return Refused(reason, Reaction.NEVER)
        if text.to in self._opted_out and text.kind is not TextKind.SERVICE:
            return Refused(Reason.OPTED_OUT, Reaction.NEVER)
        if self._clock() > text.deadline:
            return Refused(TOO_LATE, Reaction.OWNER)
        if (code := self._why_suspended(text)) is not None:
            return Refused(code, Reaction.SUSPEND)
        return None

    def _why_suspended(self, text: OutgoingText) -> str | None:
        until, code = self._suspended.get(_way_of(text), (None, None))
        return code if until is not None and self._clock() < until else None

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
        self, work: Callable[[Book], Settled], text: OutgoingText, turn: Turn
    ) -> OutgoingText:
        """Write what the carrier said, however long the ledger takes to come back.

        Of a text-back nobody waits for that, but the recipient's next text: in a burst of calls it may
        come when all are texted.

        Returns the text as it stands then. What cannot be written at all leaves the text in doubt.
        Only a stopped sender gives up: its ledger is closed, and the next start looks the text up.
        """
        doubted = False
        while True:
            try:
                patient = text.kind is TextKind.TEXT_BACK and not turn.is_waited_for
                settled = await self._ledger.write(work, patient=patient)
            except LedgerUnavailable:
                if self._stopped:
                    return text
                _LOGGER.warning("The ledger cannot be written; trying again")
                await asyncio.sleep(LEDGER_RETRY.total_seconds())
            except Exception as error:
                if doubted:
                    raise
                _LOGGER.exception("What the carrier said cannot be kept")
                doubted, why = True, type(error).__name__
                work = partial(put_in_doubt, text=text, why=why, now=self._clock())
            else:
                self._wake_by(settled.due_at)
                self._tell(settled.moved)
                return settled.moved.text

    async def _look_up(self, text: OutgoingText, taken: frozenset[str], turn: Turn) -> None:
        try:
            await turn.granted
            work = await self._asked(text, taken)
            turn.let_next()
            await self._write_surely(work, text, turn)
        finally:
            self._looked_for.discard(text.id)
            turn.over()

    async def _asked(self, text: OutgoingText, taken: frozenset[str]) -> Callable[[Book], Settled]:
        """Ask the carrier, and return how its answer is stored."""
        try:
            found = await self._carrier.find(text, taken)
        except Exception as error:
            if not isinstance(error, CarrierSilent):
                _LOGGER.exception("The carrier failed at a look-up")
            return partial(keep_doubting, text=text, shop=self._shop, now=self._clock())
        return partial(settle_doubt, text=text, found=found, shop=self._shop, now=self._clock())


def _way_of(text: OutgoingText) -> _Way:
    return text.sender, text.channel
