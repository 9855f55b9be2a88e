"""The steps of an appointment by text (see `booking`): each is one unit of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from .answered import waiting_over
from .book import Book
from .booking import HELD_FOR, Appointment, AppointmentState, Dialog, remind_at
from .clocks import ClockKind, ThreadClock
from .desk import Desk, Draft
from .happenings import Happening, LeadMoved, WaitingOver
from .keeping import keep_step
from .leads import Stage, resolved
from .machine import Turn
from .machine_texts import may_be_texted, queue_words
from .outbox import OutgoingText, TextKind
from .sensible_hours import sensible_until
from .slots import Slot
from .threads import Thread, ThreadStep, after_machine_words

_DONE: Final = TextKind.APPOINTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What a step led to: a text that is on its way or held, what to tell, and when to look again."""

    text: OutgoingText | None = None
    told: tuple[Happening | None, ...] = ()
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """A time that is free, and the mark that it gets."""

    slot: Slot
    mark: str


def look(book: Book, thread_id: int, now: datetime) -> Dialog:
    """Return how the dialog of a thread stands."""
    return Dialog.of(book.appointments_of(thread_id), now)


def offer(
    book: Book,
    turn: Turn,
    finds: Sequence[Find],
    *,
    calendar: str,
    anew: bool,
    ref: str,
    say: Callable[[Sequence[datetime]], str],
) -> Stepped | None:
    """Hold times for somebody, in place of those before, and tell them; they wait no more.

    None where it is no longer the machine's turn.
    """
    thread, now = turn.holds(book), turn.desk.now
    words = say([find.slot.start for find in finds])
    if thread is None or not may_be_texted(book, turn.desk, thread.peer, words):
        return None
    if anew:
        book.forget_offers(turn.thread_id)
    for passed in look(book, turn.thread_id, now).choices:
        book.move_appointment(passed.id, AppointmentState.PASSED, now)
    for find in finds:
        book.add_held(turn.thread_id, calendar, find.slot, find.mark, now)
    due_at = now + HELD_FOR
    book.set_clock(
        ThreadClock(thread_id=turn.thread_id, kind=ClockKind.HOLD, due_at=due_at, since=now)
    )
    answered = _answered(thread, now)
    book.save_thread(turn.thread_id, answered)
    turn.end(book)
    return Stepped(
        text=queue_words(book, turn.desk, Draft(ref=ref, body=words), thread, turn.thread_id),
        told=(_over(book, turn.thread_id, thread, answered),),
        due_at=due_at,
    )


def begin(
    book: Book,
    turn: Turn,
    appointment: Appointment,
    state: AppointmentState,
    *,
    again_after: timedelta,
) -> bool:
    """Note that a calendar is about to be changed, so that a crash does not end it halfway.

    False where it is no longer the machine's turn, or somebody else has the time.
    """
    now = turn.desk.now
    if (
        turn.holds(book) is None
        or not may_be_texted(book, turn.desk, turn.thread.peer)
        or not book.move_appointment(appointment.id, state, now)
    ):
        return False
    book.set_clock(replace(turn.clock, due_at=now + again_after, step=1))
    return True


def booked(book: Book, turn: Turn, appointment: Appointment, draft: Draft) -> Stepped:
    """Keep an appointment that is in the calendar, confirm it, and have it remembered.

    The one that it takes the place of is still to be taken out.
    """
    desk, now = turn.desk, turn.desk.now
    thread = book.thread_by_id(turn.thread_id)
    former = look(book, turn.thread_id, now).booked
    book.move_appointment(appointment.id, AppointmentState.BOOKED, now)
    if thread is None:
        # Who was erased meanwhile has no words to wait for.
        return Stepped()
    if former is not None:
        book.move_appointment(former.id, AppointmentState.LEAVING, now)
    book.forget_offers(turn.thread_id)
    book.stop_clock(turn.thread_id, ClockKind.HOLD)
    due_at = _set_reminder(book, turn, appointment, thread.peer)
    after = _answered(thread, now)
    if thread.lead.stage is not Stage.WON:
        # Whoever comes again leaves what was won as it is.
        after = replace(after, lead=resolved(after.lead, Stage.BOOKED, now))
    keep_step(book, turn.thread_id, thread, ThreadStep(after), shop=desk.shop, at=now)
    text, held_until = None, _held_until(turn, thread.peer)
    if may_be_texted(book, desk, thread.peer, draft.body):
        text = queue_words(
            book, desk, draft, thread, turn.thread_id, kind=_DONE, held_until=held_until
        )
    return Stepped(
        text=text,
        told=(
            _moved(turn.thread_id, thread, after),
            _over(book, turn.thread_id, thread, after),
        ),
        due_at=min(filter(None, (due_at, held_until)), default=None),
    )


def gone(book: Book, turn: Turn, appointment: Appointment, draft: Draft | None) -> Stepped:
    """Keep that an appointment is out of the calendar; `draft` says so where it was called off.

    Whoever calls off waits still: people are told.
    """
    now = turn.desk.now
    book.move_appointment(appointment.id, AppointmentState.GONE, now)
    thread = book.thread_by_id(turn.thread_id)
    if draft is None or thread is None:
        return Stepped()
    book.forget_offers(turn.thread_id)
    book.stop_clock(turn.thread_id, ClockKind.REMINDER)
    book.stop_clock(turn.thread_id, ClockKind.HOLD)
    unbooked(book, turn.thread_id, thread, after_machine_words(thread, now), turn.desk)
    text, due_at = None, _held_until(turn, thread.peer)
    if may_be_texted(book, turn.desk, thread.peer, draft.body):
        text = queue_words(
            book, turn.desk, draft, thread, turn.thread_id, kind=_DONE, held_until=due_at
        )
    return Stepped(text=text, due_at=due_at)


def unbooked(book: Book, thread_id: int, before: Thread, after: Thread, desk: Desk) -> None:
    """Keep that somebody has no appointment any more: the matter stands as it did before it.

    `before` is the thread as it is kept, `after` what became of it otherwise.
    """
    lead = after.lead
    if lead.stage is Stage.BOOKED:
        lead = resolved(lead, Stage.REPLIED, desk.now)
    step = ThreadStep(replace(after, lead=lead))
    keep_step(book, thread_id, before, step, shop=desk.shop, at=desk.now)


def try_again(book: Book, turn: Turn, *, again_after: timedelta, most: int) -> datetime | None:
    """Have what could not be done in a calendar be done later; None where that is given up."""
    clock = book.clock(turn.thread_id, ClockKind.TURN) or turn.clock
    if clock.step < most:
        due_at = turn.desk.now + again_after
        book.set_clock(replace(clock, due_at=due_at, step=clock.step + 1))
        return due_at
    for each in look(book, turn.thread_id, turn.desk.now).half_done:
        book.move_appointment(each.id, AppointmentState.GONE, turn.desk.now)
    return None


def hold_over(book: Book, clock: ThreadClock, now: datetime) -> None:
    """Let others have the times that were held for somebody, unless others are held since."""
    known = book.clock(clock.thread_id, clock.kind)
    if known is None or known.since != clock.since:
        return
    for each in book.appointments_of(clock.thread_id):
        if each.state is AppointmentState.HELD:
            book.move_appointment(each.id, AppointmentState.OFFERED, now)
    book.end_clock(clock)


def postpone(book: Book, clock: ThreadClock, to: datetime | None) -> datetime | None:
    """Have a clock ring at another time (aware), or no more; return when."""
    if to is None:
        book.end_clock(clock)
    else:
        book.put_off_clock(clock, to, clock.step)
    return to


def reminded(
    book: Book, clock: ThreadClock, desk: Desk, appointment: Appointment, draft: Draft
) -> Stepped:
    """Remind somebody of an appointment that stands."""
    thread_id = clock.thread_id
    book.end_clock(clock)
    thread = book.thread_by_id(thread_id)
    has_it = look(book, thread_id, desk.now).booked == appointment
    if thread is None or not has_it or not may_be_texted(book, desk, thread.peer, draft.body):
        return Stepped()
    book.move_appointment(appointment.id, AppointmentState.REMINDED, desk.now)
    return Stepped(text=queue_words(book, desk, draft, thread, thread_id, kind=_DONE))


def taken_out(book: Book, clock: ThreadClock, desk: Desk, appointment: Appointment) -> None:
    """Keep that somebody took an appointment out of the calendar by hand.

    It may be the caller who moved it, or called it off, while the calendar was asked.
    """
    book.end_clock(clock)
    thread = book.thread_by_id(clock.thread_id)
    if thread is None or look(book, clock.thread_id, desk.now).booked != appointment:
        return
    book.move_appointment(appointment.id, AppointmentState.GONE, desk.now)
    unbooked(book, clock.thread_id, thread, thread, desk)


def _answered(thread: Thread, now: datetime) -> Thread:
    """Return a thread whose caller the machine has answered.

    They wait no more, unless they wrote something else before that nobody has answered, or that is
    urgent: that is for people still.
    """
    spoken = after_machine_words(thread, now)
    waits_for_this = thread.waiting_since == thread.spoke_at and thread.urgent_since is None
    return replace(spoken, waiting_since=None) if waits_for_this else spoken


def _moved(thread_id: int, before: Thread, after: Thread) -> LeadMoved | None:
    """Return what to tell of a matter. Another time for the same appointment is no news of it."""
    if before.lead.stage is after.lead.stage:
        return None
    return LeadMoved(
        thread_id=thread_id,
        line_id=before.line_id,
        peer=before.peer,
        before=before.lead,
        lead=after.lead,
    )


def _over(book: Book, thread_id: int, before: Thread, after: Thread) -> WaitingOver | None:
    return None if after.waiting_since else waiting_over(book, thread_id, before)


def _set_reminder(book: Book, turn: Turn, appointment: Appointment, peer: str) -> datetime | None:
    start, desk = appointment.slot.start, turn.desk
    due_at = remind_at(start, peer, desk.shop.time_zone, desk.now)
    if due_at is None:
        book.stop_clock(turn.thread_id, ClockKind.REMINDER)
        return None
    book.set_clock(
        ThreadClock(thread_id=turn.thread_id, kind=ClockKind.REMINDER, due_at=due_at, since=start)
    )
    return due_at


def _held_until(turn: Turn, peer: str) -> datetime | None:
    """Return when somebody hears of what is done only now, at hours at which they may be texted."""
    return sensible_until(peer, turn.desk.shop.time_zone, turn.desk.now) if turn.is_late else None
