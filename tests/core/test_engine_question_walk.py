"""Callers, people and restarts in any order: no two automations talk, and a person silences both."""

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path
import tempfile

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.desk import Refusal
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.outbox import InboundText, TextKind
from custom_components.missed_call_textback.core.questions import Question, Questionnaire, Topic
from custom_components.missed_call_textback.core.shop import Booking, TeamMember
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, NOON, OTHER_LINE, SHOP, event, missed

FORM = Questionnaire(questions=tuple(Question(topic=topic) for topic in Topic))
DESK = replace(LINE, questions=FORM, booking=Booking(calendar="calendar.jobs", invites=True))
WALKED = replace(
    SHOP, lines=(DESK, OTHER_LINE), team=(TeamMember(id="ANNA", name="Anna", by_app=True),)
)
WORDS = (
    "Hi",
    "my boiler",
    "90210",
    "no hurry",
    "1",
    "2",
    "MORE",
    "call me",
    "ok",
    "What?",
    "👍",
    "STOP",
)
EVENTS = st.one_of(
    st.tuples(st.just("writes"), st.sampled_from(WORDS)),
    st.tuples(
        st.sampled_from(("person", "answered", "missed", "quoted", "restart", "later")), st.just("")
    ),
)
# After these people talk, and no machine does.
SILENCES = ("person", "answered")
QUESTIONS = {f"{topic}? (en)" for topic in Topic}


async def happens(office: Office, what: str, words: str, number: int) -> None:
    now = office.clock.now
    match what:
        case "writes":
            await office.engine.handle_text(
                InboundText(
                    line_id=LINE.id, carrier_id=f"IN{number}", sender=CALLER, body=words, at=now
                )
            )
        case "person":
            try:
                await office.engine.send_text(LINE.id, CALLER, "Anna here")
            except Refusal:
                # Of somebody who opted out people are kept away as well.
                return
        case "answered":
            await office.engine.handle_call(
                event(CallStep.ENDED, source_id=f"x:{number}", outcome=Outcome.ANSWERED, at=now)
            )
        case "missed":
            await office.engine.handle_call(missed(f"x:{number}", at=now))
        case "quoted":
            await office.engine.conversations.resolve(1, Stage.QUOTED)
        case "restart":
            await office.restart()
        case _:
            office.clock.forward(minutes=10)


async def walk(path: Path, events: list[tuple[str, str]]) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    office = Office(ledger, shop=WALKED)
    office.clock.now = NOON
    await office.engine.start()
    try:
        await check(office, events)
    finally:
        await office.engine.stop()
        await ledger.close()


async def check(office: Office, events: list[tuple[str, str]]) -> None:
    await happens(office, "missed", "", 0)
    await office.idle()
    silenced = stopped = False
    unanswered = seen = 0
    asked: Counter[str] = Counter()
    for number, (what, words) in enumerate(events, start=1):
        office.clock.forward(seconds=20)
        quiet = silenced or stopped
        await happens(office, what, words, number)
        unanswered += what == "writes"
        silenced |= what in SILENCES
        stopped |= words == "STOP"
        await office.idle()
        await office.wake()
        new = [text for text in office.carrier.sent[seen:] if text.kind is TextKind.MACHINE]
        seen = len(office.carrier.sent)
        assert not (new and quiet), "people talk"
        # Between two texts of machines there are words of the caller.
        assert len(new) <= min(unanswered, 1)
        if new:
            unanswered = 0
        asked.update(text.body for text in new if text.body in QUESTIONS)
        assert all(count == 1 for count in asked.values()), "nobody is asked twice"


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EVENTS, max_size=10))
def test_whatever_happens_no_two_automations_talk_and_a_person_silences_both(
    events: list[tuple[str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(walk(Path(folder) / "ledger.db", events))
