"""Whatever callers write and calendars do, nobody is booked twice and nothing is left half done."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
import itertools
from pathlib import Path
import tempfile

from hypothesis import given, settings, strategies as st

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.booking import LIVE, Appointment, AppointmentState
from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.diary import Event
from custom_components.missed_call_textback.core.outbox import OutgoingText, TextKind
from custom_components.missed_call_textback.core.questions import Question, Questionnaire, Topic
from custom_components.missed_call_textback.core.shop import Booking
from custom_components.missed_call_textback.core.slots import Job

from .booking_office import BOOKS, DESK, JOBS, WORKSHOP, arrives, closed, opened, rings
from .conftest import Office
from .examples import CALLER, OTHER_CALLER

type Step = tuple[str, object, object]

CALLERS = (CALLER, OTHER_CALLER)
OURS = (TextKind.MACHINE, TextKind.APPOINTMENT)
ROOMY = Booking(
    calendar=JOBS,
    invites=True,
    # Few times, so that callers get into each other's way.
    job=Job(duration=timedelta(hours=3), after=timedelta(minutes=30), ahead=timedelta(days=2)),
)
QUICK = replace(ROOMY, job=replace(ROOMY.job, duration=timedelta(hours=2)))
# The first line asks questions, too.
FORM = Questionnaire(questions=tuple(Question(topic=topic) for topic in Topic))
SHOP = replace(
    BOOKS,
    lines=(replace(DESK, booking=ROOMY, questions=FORM), replace(WORKSHOP, booking=QUICK)),
    team=(),
)
UNSETTLED = {AppointmentState.WRITING, AppointmentState.LEAVING, AppointmentState.GONE}
WORDS = (
    *("1", "2", "3", "more", "change", "0", "tomorrow", "appointment please"),
    *("how much is it?", "my sink leaks"),
)
# What happens as often as it stands here: mostly, somebody writes.
HAPPENS: list[Step] = [
    *(
        ("writes", caller, words)
        for caller in CALLERS
        for words in (*WORDS, "1", "1", "2", "change")
    ),
    *(("passes", minutes, None) for minutes in (1, 10, 31, 600)),
    *(("silent", answers, lost) for answers in (0, 1, 2) for lost in (False, True)),
    *(("answers", None, None),) * 8,
    *(("owner", which, None) for which in (3, 26, 28, 30)),
    ("person", OTHER_CALLER, None),
    *(("crash", None, None),) * 2,
]
STEPS = st.lists(st.sampled_from(HAPPENS), min_size=15, max_size=30)


async def all_appointments(office: Office) -> list[Appointment]:
    def read(book: Book) -> list[Appointment]:
        return [each for thread_id in (1, 2) for each in book.appointments_of(thread_id)]

    return await office.ledger.write(read)


async def take(office: Office, step: Step) -> None:
    """Have something happen."""
    kind, what, how = step
    diary = office.diary
    match kind, what, how:
        case "writes", str(sender), str(words):
            line = office.shop.lines[sender == OTHER_CALLER]
            office.clock.forward(seconds=1)
            await arrives(office, words, sender, line)
        case "passes", int(minutes), _:
            office.clock.forward(minutes=minutes)
        case "silent", int(answers), bool(lost):
            diary.answers, diary.loses_answers = answers, lost
        case "answers", _, _:
            diary.answers = None
        case "owner", int(which), _:
            # Takes an event out, or puts one in where the calendar is free.
            own = [each for each in diary.events(JOBS) if not each.note]
            start = office.clock.now + timedelta(hours=which % 40)
            event = Event(start=start, end=start + timedelta(hours=1))
            busy = any(
                each.start < event.end and event.start < each.end for each in diary.events(JOBS)
            )
            if own and which % 3 == 0:
                diary.events(JOBS).remove(own[0])
            elif not busy:
                diary.events(JOBS).append(event)
        case "person", str(number), _:
            line = office.shop.lines[number == OTHER_CALLER]
            await office.engine.send_text(line.id, number, "We will call you.", by="Anna")
        case _:
            await office.restart()
    await office.idle()
    await office.wake()


def check(appointments: list[Appointment], events: list[Event]) -> None:
    """Check what holds at any time."""
    live = [each for each in appointments if each.state in LIVE]
    assert max(Counter(each.slot.start for each in live).values(), default=1) == 1
    marks = Counter(each.mark for each in appointments for event in events if event.is_of(each))
    assert max(marks.values(), default=1) == 1
    for event, other in itertools.combinations(events, 2):
        if event.start < other.end and other.start < event.end:
            # Nothing overlaps anything, but somebody's own former time on its way out.
            each, another = (of_event(appointments, one) for one in (event, other))
            assert each is not None
            assert another is not None
            assert each.thread_id == another.thread_id
            assert {each.state, another.state} & UNSETTLED


def of_event(appointments: list[Appointment], event: Event) -> Appointment | None:
    """Return whose event it is, if it is any caller's."""
    return next((each for each in appointments if event.is_of(each)), None)


def check_words(said: list[OutgoingText], silenced: set[str]) -> None:
    """Check that no two automations talk, and none where a person does."""
    for caller in CALLERS:
        words = [text.body for text in said if text.to == caller and text.kind in OURS]
        asked = [body for body in words if "? (" in body]
        offered = [body for body in words if body.startswith(("ASKED", "OTHERS", "TAKEN"))]
        assert len(asked) + len(offered) <= 1, words
        if asked:
            assert len(words) == 1, words
        if caller in silenced:
            # What was begun is confirmed, and a reminder is kept.
            assert asked == offered == [], words


@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_nobody_is_ever_booked_twice_and_nothing_stays_half_done(
    steps: list[Step],
) -> None:
    asyncio.run(walk(steps))


async def walk(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = await opened(Path(folder) / "ledger.db", SHOP)
        try:
            silenced: set[str] = set()
            for step in steps:
                before = len(office.carrier.sent)
                await take(office, step)
                if step[0] == "person":
                    silenced.add(str(step[1]))
                check(await all_appointments(office), office.diary.events(JOBS))
                said = office.carrier.sent[before:]
                check_words(said, silenced)
            await settle_down(office)
        finally:
            await closed(office)


async def settle_down(office: Office) -> None:
    """Have the calendar answer again, and check that all comes to its end."""
    office.diary.answers = None
    for _ in range(8):
        await office.wake(minutes=5)
    appointments = await all_appointments(office)
    half_done = (AppointmentState.WRITING, AppointmentState.LEAVING)
    assert not any(each.state in half_done for each in appointments)
    events = office.diary.events(JOBS)
    for each in appointments:
        has_one = any(event.is_of(each) for event in events)
        if each.state in (AppointmentState.BOOKED, AppointmentState.REMINDED):
            assert has_one
    for thread_id in (1, 2):
        assert not await rings(office, ClockKind.TURN, thread_id)
    booked = Counter(
        each.thread_id
        for each in appointments
        if each.state in (AppointmentState.BOOKED, AppointmentState.REMINDED)
        and each.slot.start > office.clock.now
    )
    assert max(booked.values(), default=1) == 1
