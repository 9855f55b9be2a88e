"""The same call heard by two sources is one call, and an answer of either wins."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
import tempfile

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core import intake
from custom_components.missed_call_textback.core.calls import (
    Attestation,
    CallEvent,
    CallStep,
    Outcome,
)
from custom_components.missed_call_textback.core.desk import Desk, Draft
from custom_components.missed_call_textback.core.engine import UnknownCall
from custom_components.missed_call_textback.core.outbox import Reaction, Refused, TextState
from custom_components.missed_call_textback.core.policy import Hold, Skip, TextBack
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, NIGHT, NOON, OTHER_CALLER, OTHER_LINE, event, missed, with_rules

PBX = "asterisk:shop:1"
TRUNK = "twilio:CA1"
WAIT = timedelta(seconds=10)


def answered(source_id: str, *, at: datetime = NOON, caller: str | None = CALLER) -> CallEvent:
    return missed(source_id, caller, at=at, outcome=Outcome.ANSWERED)


async def hear(office: Office, *events: CallEvent) -> None:
    for each in events:
        await office.engine.handle_call(each)
    await office.idle()


async def calls(office: Office) -> list[tuple[str, str | None]]:
    """Return outcome and reason of each call, as they would be exported."""
    records = await office.ledger.records(office.shop.id, [LINE.id, OTHER_LINE.id])
    return [(each.what, each.reason) for each in records if each.kind is RecordKind.CALL]


@pytest.fixture
async def waiting(office: Office) -> Office:
    """Return a shop whose missed calls wait for the word of a second source."""
    lines = tuple(replace(line, hears_twice=WAIT) for line in office.shop.lines)
    office.shop = replace(office.shop, lines=lines)
    await office.restart()
    return office


@pytest.mark.parametrize(
    "order", list(permutations([missed(PBX), missed(TRUNK), missed("sip:front:7")]))
)
async def test_a_missed_call_of_several_sources_is_counted_told_and_texted_once(
    office: Office, order: tuple[CallEvent, ...]
) -> None:
    await hear(office, *order)
    office.clock.forward(seconds=1)
    await office.restart()
    await hear(office, *order)
    assert len(office.carrier.sent) == len(office.decided) == 1
    assert await office.total(Tally.MISSED) == await office.total(Tally.EPISODES) == 1
    assert await calls(office) == [("no_answer", "missed_open")]


@pytest.mark.parametrize(
    "second",
    [
        missed(PBX, OTHER_CALLER),
        missed(PBX, line=OTHER_LINE),
        missed(PBX, at=NOON + timedelta(seconds=61)),
        missed("twilio:CA2"),
    ],
    ids=["another caller", "another line", "another time", "the same source"],
)
async def test_another_call_is_another_call(office: Office, second: CallEvent) -> None:
    await hear(office, missed(TRUNK), second)
    assert len(office.decided) == len(await calls(office)) == 2


async def test_callers_who_withhold_their_number_are_never_taken_for_one(office: Office) -> None:
    await hear(office, missed(TRUNK, "anonymous"), missed(PBX, "anonymous"), missed("sip:1", None))
    assert await office.total(Tally.MISSED) == 3


async def test_a_caller_is_the_same_however_a_source_writes_their_number(office: Office) -> None:
    await hear(office, answered(PBX, caller="(202) 555-0143"), missed(TRUNK))
    assert await calls(office) == [("answered", "answered")]
    assert office.carrier.sent == []


async def test_a_missed_report_of_a_call_that_was_answered_changes_nothing(office: Office) -> None:
    await hear(office, answered(PBX), missed(TRUNK), missed(TRUNK))
    assert len(office.decided) == 1
    assert not any((await office.figures()).total.values())
    assert office.carrier.sent == []


async def test_a_text_that_is_held_is_dropped_when_a_slower_source_says_answered(
    office: Office,
) -> None:
    office.shop = with_rules(Rules(by_day_only=True), office.shop)
    office.clock.now = NIGHT
    await office.restart()
    await hear(office, missed(TRUNK, at=NIGHT))
    assert isinstance(office.decided[-1].decision, Hold)
    await hear(office, answered(PBX, at=NIGHT))
    assert (office.standing(), office.last_text.error) == (TextState.DROPPED, Reason.ANSWERED)
    assert office.decided[-1].call.outcome is Outcome.ANSWERED
    await office.wake(days=1)
    assert office.carrier.sent == []


async def test_a_text_that_the_carrier_was_too_busy_for_is_dropped_by_an_answer(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await hear(office, missed(TRUNK))
    assert office.standing() is TextState.QUEUED
    # That somebody calls once more is no reason to let them wait any longer.
    await hear(office, missed("twilio:CA2", at=NOON + timedelta(minutes=5)))
    assert office.standing() is TextState.QUEUED
    await hear(office, answered(PBX))
    assert (office.standing(), office.last_text.error) == (TextState.DROPPED, Reason.ANSWERED)
    await office.wake(days=1)
    assert len(office.carrier.sent) == 1


async def test_after_the_text_went_out_the_call_becomes_answered_and_nothing_is_sent_again(
    office: Office,
) -> None:
    await hear(office, missed(TRUNK), answered(PBX), missed(TRUNK), answered(PBX))
    assert len(office.carrier.sent) == 1
    assert [each.decision for each in office.decided] == [
        TextBack(Reason.MISSED_OPEN), Skip(Reason.ALREADY_DECIDED),
    ]  # fmt: skip
    assert await calls(office) == [("answered", "missed_open")]
    # The episode is closed, and no one was won back by it.
    await hear(office, answered("twilio:CA2", at=NOON + timedelta(minutes=5)))
    assert await office.total(Tally.RECOVERED) == 0


@pytest.mark.parametrize("waits", [False, True], ids=["at once", "after a wait"])
async def test_the_report_that_says_more_fills_in_what_the_other_left_out(
    office: Office, *, waits: bool
) -> None:
    if waits:
        lines = tuple(replace(line, hears_twice=WAIT) for line in office.shop.lines)
        office.shop = replace(office.shop, lines=lines)
        await office.restart()
    richer = replace(
        missed(PBX, outcome=Outcome.VOICEMAIL),
        caller_name="ADA LOVELACE",
        attestation=Attestation.PASSED,
        recording="https://pbx.example/1",
    )
    await hear(office, missed(TRUNK), richer)
    await office.wake(seconds=11)
    record = await office.ledger.call_by_id(office.decided[-1].call_id)
    assert record is not None
    assert record.call == office.decided[-1].call
    assert (record.call.source_id, record.call.outcome) == (TRUNK, Outcome.VOICEMAIL)
    assert (record.call.caller_name, record.call.attestation, record.call.recording) == (
        "ADA LOVELACE", Attestation.PASSED, "https://pbx.example/1",
    )  # fmt: skip
    assert len(office.carrier.sent) == 1


async def test_a_name_that_comes_late_is_kept_and_is_no_news(office: Office) -> None:
    await hear(office, missed(TRUNK), replace(missed(PBX), caller_name="ADA"))
    assert len(office.decided) == 1
    record = await office.ledger.call_by_id(office.decided[0].call_id)
    assert record is not None
    assert record.call.caller_name == "ADA"


async def test_while_a_call_still_rings_elsewhere_it_is_not_missed(office: Office) -> None:
    ringing = event(CallStep.ARRIVED, source_id=TRUNK)
    await hear(office, ringing, missed(PBX), missed(PBX), event(CallStep.HUNG_UP, source_id=PBX))
    assert office.decided == []
    await hear(office, event(CallStep.CONFIRMED, source_id=TRUNK), missed(PBX), answered(TRUNK))
    assert await calls(office) == [("answered", "answered")]
    assert office.carrier.sent == []


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (answered(PBX), Reason.ANSWERED),
        (missed(PBX, outcome=Outcome.VOICEMAIL), Reason.MISSED_OPEN),
        (event(CallStep.RECORDED, source_id=PBX), None),
    ],
    ids=["answered", "voicemail", "a recording alone"],
)
async def test_an_answer_or_a_message_elsewhere_ends_a_call_that_still_rings(
    office: Office, word: CallEvent, reason: Reason | None
) -> None:
    await hear(office, event(CallStep.ARRIVED, source_id=TRUNK), missed(PBX), word)
    assert [each.decision.reason for each in office.decided] == [reason or Reason.MISSED_OPEN]
    await hear(office, missed(TRUNK), event(CallStep.HUNG_UP, source_id=TRUNK))
    assert len(office.decided) == 1


async def test_a_call_that_rings_on_is_closed_at_its_time_if_its_own_end_gets_lost(
    office: Office,
) -> None:
    await hear(office, event(CallStep.ARRIVED, source_id=TRUNK), missed(PBX))
    await office.restart()
    await office.wake(minutes=2)
    assert await calls(office) == [("no_answer", "missed_open")]
    assert len(office.carrier.sent) == 1


@pytest.mark.parametrize("lost", [False, True], ids=["ended", "its end got lost"])
async def test_a_call_that_rang_on_after_it_was_decided_is_still_the_same_call(
    office: Office, *, lost: bool
) -> None:
    """A telephone system gives up and forwards the call to a line that rings on."""
    await hear(office, missed(PBX), event(CallStep.ARRIVED, source_id=TRUNK))
    if lost:
        await office.wake(minutes=2)
        await hear(office, missed(TRUNK))
    else:
        await hear(office, answered(TRUNK))
    assert await calls(office) == [("no_answer" if lost else "answered", "missed_open")]
    assert await office.total(Tally.MISSED) == lost
    assert len(office.carrier.sent) == 1
    assert (
        office.alarm.at is None or await office.ledger.write(lambda book: book.next_due()) is None
    )


async def test_a_simulated_call_is_nobodys_twin_and_waits_for_nobody(waiting: Office) -> None:
    await hear(waiting, answered(TRUNK, at=NOON - timedelta(minutes=40)))
    await hear(waiting, missed(PBX, OTHER_CALLER))
    found = await waiting.engine.simulate(LINE.id, OTHER_CALLER, Outcome.NO_ANSWER)
    assert found.decision == TextBack(Reason.MISSED_OPEN)


async def test_where_two_sources_listen_a_missed_call_waits_for_the_slower_one(
    waiting: Office,
) -> None:
    await hear(waiting, missed(TRUNK), missed(TRUNK), event(CallStep.HUNG_UP, source_id=TRUNK))
    assert waiting.decided == []
    with pytest.raises(UnknownCall):
        await waiting.engine.text_back(LINE.id, call_id=1)
    await waiting.wake(seconds=9)
    await hear(waiting, answered(PBX, at=waiting.clock.now))
    await waiting.wake(minutes=5)
    assert [each.decision for each in waiting.decided] == [Skip(Reason.ANSWERED)]
    assert not any((await waiting.figures()).total.values())
    assert waiting.carrier.sent == []


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_missed_call_that_waited_in_vain_is_texted(
    waiting: Office, *, restarted: bool
) -> None:
    await hear(waiting, missed(TRUNK))
    await waiting.wake(seconds=9)
    await hear(waiting, missed(PBX), missed(TRUNK))
    assert waiting.decided == []
    if restarted:
        await waiting.restart()
    await waiting.wake(seconds=60 if restarted else 1)
    assert [each.decision for each in waiting.decided] == [TextBack(Reason.MISSED_OPEN)]
    assert len(waiting.carrier.sent) == await waiting.total(Tally.MISSED) == 1


async def test_a_call_found_lost_that_was_joined_meanwhile_goes_on_waiting(waiting: Office) -> None:
    await hear(waiting, missed(PBX), event(CallStep.ARRIVED, source_id=TRUNK), missed(TRUNK))
    desk = Desk(shop=waiting.shop, line=LINE, now=waiting.clock.now)
    draft = Draft(ref="late", body="late")
    taken = await waiting.ledger.write(
        lambda book: intake.close_lost_call(book, TRUNK, desk, draft)
    )
    assert taken == intake.CallTaken()
    await waiting.wake(seconds=10)
    assert len(waiting.decided) == 1


async def test_a_log_of_one_source_waits_for_the_log_of_the_other(waiting: Office) -> None:
    began = waiting.clock.now
    waiting.clock.forward(minutes=20)
    await waiting.engine.catch_up([missed(TRUNK, at=began), missed("twilio:CA2", OTHER_CALLER)])
    await waiting.engine.catch_up([answered(PBX, at=began)])
    await waiting.wake(minutes=1)
    assert [text.to for text in waiting.carrier.sent] == [OTHER_CALLER]


async def test_who_is_known_to_have_been_reached_since_waits_for_nothing(waiting: Office) -> None:
    later = answered("twilio:CA2", at=NOON + timedelta(minutes=5))
    await waiting.engine.catch_up([missed(TRUNK), later])
    assert [each.decision.reason for each in waiting.decided] == [Reason.REACHED, Reason.ANSWERED]


# Reports of two sources in any order

CALLERS = (CALLER, OTHER_CALLER)
MISSES = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.ABANDONED, Outcome.VOICEMAIL)


@dataclass(frozen=True, slots=True)
class Heard:
    """A call as it was, and what each of two sources heard of it."""

    caller: str
    words: tuple[Outcome, Outcome]
    late: tuple[float, float]
    rang: float

    def reports(self, number: int) -> list[CallEvent]:
        # Each a good while after the one before, as calls of one caller are.
        over = NOON + timedelta(minutes=3 * number)
        return [
            event(
                CallStep.ENDED,
                source_id=f"{source}:{number}",
                caller=self.caller,
                at=over + timedelta(seconds=late),
                outcome=word,
                ring_seconds=self.rang if word is not Outcome.ANSWERED else None,
            )
            for source, word, late in zip(("pbx", "trunk"), self.words, self.late, strict=True)
        ]


_HEARD = st.builds(
    Heard,
    caller=st.sampled_from(CALLERS),
    words=st.tuples(*[st.sampled_from([Outcome.ANSWERED, *MISSES])] * 2),
    late=st.tuples(*[st.floats(0, 20)] * 2),
    rang=st.floats(5, 40),
)


@st.composite
def _towns(draw: st.DrawFn) -> tuple[list[Heard], list[CallEvent]]:
    """Return some calls, and their reports in any order, some of them twice."""
    heard = draw(st.lists(_HEARD, min_size=1, max_size=5))
    reports = [each for number, call in enumerate(heard) for each in call.reports(number)]
    again = draw(st.lists(st.sampled_from(reports), max_size=4))
    return heard, draw(st.permutations([*reports, *again]))


async def _lived(
    folder: str, reports: list[CallEvent], wait: timedelta
) -> tuple[list[tuple[str, str]], list[str], dict[str, int]]:
    """Return the calls (when, outcome), who was texted, and the numbers, after some reports."""
    ledger = SqliteLedger()
    await ledger.open(Path(folder) / "ledger.db")
    office = Office(ledger)
    lines = tuple(replace(line, hears_twice=wait) for line in office.shop.lines)
    office.shop = replace(office.shop, lines=lines)
    office.clock.now = NOON + timedelta(minutes=30)
    await office.restart()
    await hear(office, *reports)
    await office.wake(minutes=1)
    records = await ledger.records(office.shop.id, [LINE.id])
    kept = sorted(
        (f"{(each.at - NOON) // timedelta(minutes=3)}", each.what)
        for each in records
        if each.kind is RecordKind.CALL
    )
    figures = await office.figures()
    texted = sorted(text.to for text in office.carrier.sent)
    await office.engine.stop()
    await ledger.close()
    return kept, texted, figures.total


def _truth(heard: list[Heard]) -> list[Outcome | None]:
    """Return what became of each call; None where the two misses are as good as each other."""
    found: list[Outcome | None] = []
    for call in heard:
        surely = [word for word in (Outcome.ANSWERED, Outcome.VOICEMAIL) if word in call.words]
        one = call.words[0] if call.words[0] is call.words[1] else None
        found.append(surely[0] if surely else one)
    return found


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(town=_towns())
def test_with_a_wait_two_sources_in_any_order_tell_what_one_perfect_source_would(
    town: tuple[list[Heard], list[CallEvent]],
) -> None:
    heard, reports = town
    with tempfile.TemporaryDirectory() as folder:
        kept, texted, total = asyncio.run(_lived(folder, reports, WAIT))
    truth = _truth(heard)
    assert [number for number, _ in kept] == [str(number) for number in range(len(heard))]
    for (_, outcome), surely in zip(kept, truth, strict=True):
        assert outcome == surely if surely else outcome in MISSES
    missed_by = [
        call.caller
        for call, became in zip(heard, truth, strict=True)
        if became is not Outcome.ANSWERED
    ]
    reached = {call.caller for call in heard if Outcome.ANSWERED in call.words}
    assert total.get(Tally.MISSED, 0) == len(missed_by)
    # Whom an answered call has reached may be left alone.
    assert len(texted) == len(set(texted))
    assert set(missed_by) - reached <= set(texted) <= set(missed_by)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(town=_towns())
def test_without_a_wait_each_call_is_kept_and_counted_once_and_each_caller_texted_once(
    town: tuple[list[Heard], list[CallEvent]],
) -> None:
    heard, reports = town
    with tempfile.TemporaryDirectory() as folder:
        kept, texted, total = asyncio.run(_lived(folder, reports, timedelta(0)))
    assert [number for number, _ in kept] == [str(number) for number in range(len(heard))]
    for (_, outcome), surely in zip(kept, _truth(heard), strict=True):
        assert outcome == surely if surely else outcome in MISSES
    # What was thought missed at first, and was answered after all, no longer counts.
    assert total.get(Tally.MISSED, 0) == sum(outcome != Outcome.ANSWERED for _, outcome in kept)
    assert len(texted) == len(set(texted))
