"""Makes appointments by text: asks the calendar, and then takes the step that follows (see `booking`).

Whoever looks at a calendar holds it alone until the step is kept, so nobody finds free what another
one is about to take. What was begun in a calendar and not ended is looked for in it by its mark first.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from . import booking_steps as steps
from .book import Book
from .booking import (
    Appointment,
    AppointmentState,
    Choose,
    Dialog,
    Offer,
    remind_from,
    wanted,
)
from .booking_steps import Find, Stepped
from .clocks import ThreadClock
from .diary import BookingWords, Contact, Diary, DiarySilent, Event, Page, Why
from .machine import Turn, Turned
from .outbox import TextState
from .reception import draft_of, new_ref
from .shop import Booking
from .slots import LONGEST, Slot, spread
from .spoken_time import tells_twelve
from .workplace import Workplace

# A calendar that is silent is asked again so often, and so much later each time.
_AGAIN_AFTER: Final = timedelta(minutes=2)
_MOST_TRIES: Final = 5


class Bookings:
    """The appointments of one shop. All of it raises LedgerUnavailable."""

    def __init__(self, place: Workplace, diary: Diary, words: BookingWords) -> None:
        self._place = place
        self._diary = diary
        self._words = words

    async def go_on(self, turn: Turn) -> bool:
        """End what a crash or a silent calendar cut short; tell whether that was all of the turn."""
        dialog = await self._look(turn)
        try:
            for each in dialog.half_done:
                if each.state is AppointmentState.WRITING:
                    await self._write_again(turn, each)
                else:
                    await self._take_out(turn, each, said=dialog.booked is None)
        except DiarySilent:
            return await self._try_again(turn)
        if not turn.clock.step:
            return False
        await self._place.ledger.write(turn.end)
        return True

    async def speak(self, turn: Turn) -> Turned:
        """Answer somebody who was offered times, has an appointment, or wants one."""
        booking = turn.desk.line.booking
        if booking is None:
            return Turned.NOT_MINE
        dialog = await self._look(turn)
        occasion = self._place.reception.occasion(turn.desk, turn.thread.peer)
        want = wanted(
            dialog,
            turn.words,
            self._place.shop.time_zone,
            turn.desk.now,
            invited=booking.invites,
            twelve=tells_twelve(occasion.language, occasion.country or self._place.shop.country),
        )
        try:
            match want:
                case None:
                    return Turned.FOR_PEOPLE if dialog.is_open else Turned.NOT_MINE
                case Offer(anew):
                    done = await self._offer(turn, booking, dialog, anew=anew)
                case Choose(appointment):
                    done = await self._choose(turn, booking, dialog, appointment)
                case call_off:
                    done = await self._call_off(turn, call_off.appointment)
        except DiarySilent:
            done = await self._try_again(turn)
        return Turned.DONE if done else Turned.FOR_PEOPLE

    async def hold_over(self, clock: ThreadClock) -> None:
        """Let others have the times that were held."""
        await self._place.ledger.write(
            partial(steps.hold_over, clock=clock, now=self._place.clock())
        )

    async def remind(self, clock: ThreadClock) -> None:
        """Remind somebody of their appointment, if it is in the calendar still."""
        now = self._place.clock()
        dialog = await self._place.ledger.write(
            partial(steps.look, thread_id=clock.thread_id, now=now)
        )
        summary = await self._place.ledger.thread(self._place.shop.id, clock.thread_id)
        appointment = dialog.booked
        if (
            appointment is None
            or appointment.slot.start != clock.since
            or summary is None
            or self._place.shop.line(summary.thread.line_id) is None
        ):
            await self._place.ledger.write(lambda book: book.end_clock(clock))
            return
        desk = self._place.reception.desk(summary.thread.line_id)
        slot, peer = appointment.slot, summary.thread.peer
        right_at = remind_from(slot.start, peer, self._place.shop.time_zone, now)
        if right_at != now:
            # Home Assistant was away when it was time.
            self._place.wake_by(
                await self._place.ledger.write(partial(steps.postpone, clock=clock, to=right_at))
            )
            return
        try:
            async with self._diary.open(appointment.calendar) as page:
                events = await page.events(slot.start, slot.end)
        except DiarySilent:
            # Its claim has it ring again, until the appointment has begun.
            return
        starts_at = _starts_at(events, appointment)
        if starts_at is None:
            taken_out = partial(steps.taken_out, clock=clock, desk=desk, appointment=appointment)
            await self._place.ledger.write(taken_out)
            return
        occasion = self._place.reception.occasion(desk, peer)
        draft = draft_of(self._words.reminder(occasion, starts_at))
        reminded = partial(
            steps.reminded, clock=clock, desk=desk, appointment=appointment, draft=draft
        )
        await self._step(reminded)

    async def _offer(
        self,
        turn: Turn,
        booking: Booking,
        dialog: Dialog,
        *,
        anew: bool = False,
    ) -> bool:
        async with self._diary.open(booking.calendar) as page:
            free = await self._free(page, turn, booking, dialog)
            why = Why.ASKED if dialog.booked is None else Why.OTHERS
            return await self._offer_of(turn, booking, dialog, free, why, anew=anew)

    async def _offer_of(
        self,
        turn: Turn,
        booking: Booking,
        dialog: Dialog,
        free: list[Slot],
        why: Why,
        *,
        anew: bool = False,
    ) -> bool:
        has = dialog.booked
        shown = set[datetime]() if anew else set(dialog.shown)
        if has is not None:
            shown.add(has.slot.start)
        picked = spread(free, self._place.shop.time_zone, shown=shown)
        if not picked:
            return False
        occasion = self._place.reception.occasion(turn.desk, turn.thread.peer)
        return await self._step(
            partial(
                steps.offer,
                turn=turn,
                finds=[Find(slot, new_ref()) for slot in picked],
                calendar=booking.calendar,
                anew=anew,
                ref=new_ref(),
                say=lambda times: self._words.offer(
                    occasion, times, why, None if has is None else has.slot.start
                ),
            )
        )

    async def _choose(
        self, turn: Turn, booking: Booking, dialog: Dialog, chosen: Appointment
    ) -> bool:
        async with self._diary.open(booking.calendar) as page:
            held = chosen.state is AppointmentState.HELD
            free = await self._free(page, turn, booking, dialog, at_once=held)
            if chosen.calendar != booking.calendar or chosen.slot not in free:
                if held:
                    free = await self._free(page, turn, booking, dialog)
                return await self._offer_of(turn, booking, dialog, free, Why.TAKEN)
            if not await self._begin(turn, chosen, AppointmentState.WRITING):
                return False
            await page.add(chosen, self._contact(turn))
            await self._booked(turn, chosen)
        if dialog.booked is not None:
            await self._take_out(turn, dialog.booked, said=False)
        await self._place.ledger.write(turn.end)
        return True

    async def _call_off(self, turn: Turn, appointment: Appointment) -> bool:
        if not await self._begin(turn, appointment, AppointmentState.LEAVING):
            return False
        await self._take_out(turn, appointment, said=True)
        # Somebody may have to fill the time, so the team is told as ever.
        return False

    async def _write_again(self, turn: Turn, appointment: Appointment) -> None:
        slot = appointment.slot
        job = (turn.desk.line.booking or Booking(calendar="")).job
        async with self._diary.open(appointment.calendar) as page:
            events = await page.events(*job.around(slot))
            if not any(event.is_of(appointment) for event in events):
                if job.clashes(slot, [event.span for event in events]):
                    # Somebody was quicker, and this turn is for people.
                    await self._step(
                        partial(steps.gone, turn=turn, appointment=appointment, draft=None)
                    )
                    return
                await page.add(appointment, self._contact(turn))
            await self._booked(turn, appointment)
        dialog = await self._look(turn)
        for former in dialog.half_done:
            await self._take_out(turn, former, said=False)

    async def _take_out(self, turn: Turn, appointment: Appointment, *, said: bool) -> None:
        async with self._diary.open(appointment.calendar) as page:
            await page.remove(appointment, self._contact(turn))
            occasion = self._place.reception.occasion(turn.desk, turn.thread.peer)
            words = self._words.called_off(occasion, appointment.slot.start)
            draft = draft_of(words) if said else None
            await self._step(partial(steps.gone, turn=turn, appointment=appointment, draft=draft))

    async def _booked(self, turn: Turn, appointment: Appointment) -> None:
        occasion = self._place.reception.occasion(turn.desk, turn.thread.peer)
        draft = draft_of(self._words.booked(occasion, appointment.slot.start))
        await self._step(partial(steps.booked, turn=turn, appointment=appointment, draft=draft))

    async def _begin(self, turn: Turn, appointment: Appointment, state: AppointmentState) -> bool:
        return await self._place.ledger.write(
            partial(
                steps.begin,
                turn=turn,
                appointment=appointment,
                state=state,
                again_after=_AGAIN_AFTER,
            )
        )

    async def _try_again(self, turn: Turn) -> bool:
        """Try again later where something was begun; tell whether that will be."""
        if not (await self._look(turn)).half_done:
            return False
        due_at = await self._place.ledger.write(
            partial(steps.try_again, turn=turn, again_after=_AGAIN_AFTER, most=_MOST_TRIES)
        )
        self._place.wake_by(due_at)
        return due_at is not None

    async def _free(
        self,
        page: Page,
        turn: Turn,
        booking: Booking,
        dialog: Dialog,
        *,
        at_once: bool = False,
    ) -> list[Slot]:
        """Return when a line has time; `at_once`: also sooner than it takes to get ready."""
        now, job = turn.desk.now, booking.job
        if at_once:
            job = replace(job, notice=timedelta(0))
        period = job.window(now)
        events = await page.events(*period)
        live = await self._place.ledger.write(
            lambda book: book.live_appointments(booking.calendar, *period)
        )
        others = [each for each in live if each.thread_id != turn.thread_id]
        own = dialog.booked
        busy = [event.span for event in events if own is None or not event.is_of(own)]
        busy += [(each.slot.start, each.slot.end) for each in others]
        return self._place.reception.free(turn.desk.line, job, busy, now)

    async def _look(self, turn: Turn) -> Dialog:
        return await self._place.ledger.write(
            partial(steps.look, thread_id=turn.thread_id, now=turn.desk.now)
        )

    async def _step(self, step: Callable[[Book], Stepped | None]) -> bool:
        stepped = await self._place.ledger.write(step)
        if stepped is None:
            return False
        if stepped.text is not None and stepped.text.state is TextState.SENDING:
            self._place.send(stepped.text)
        for happening in stepped.told:
            self._place.tell(happening)
        self._place.wake_by(stepped.due_at)
        # What became of a matter may have somebody told of it.
        self._place.wake_by(self._place.clock())
        return True

    def _contact(self, turn: Turn) -> Contact:
        peer = turn.thread.peer
        return Contact(
            number=peer, name=self._place.reception.name_of(peer), line=turn.desk.line.name
        )


def _starts_at(events: Sequence[Event], appointment: Appointment) -> datetime | None:
    """Return when an appointment begins by what is in the calendar at its time; None: it is gone.

    Somebody may have moved it a little. Not every calendar keeps what is written under an event.
    """
    slot = appointment.slot
    for event in events:
        if event.is_of(appointment):
            # One that was made an event of whole days says no time any more.
            return event.start if event.end - event.start < LONGEST else slot.start
    stands = any(event.span == (slot.start, slot.end) for event in events)
    return slot.start if stands else None
