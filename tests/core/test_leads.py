"""A caller's matter goes from the missed call to the job, and counts once, for the day it began."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.leads import (
    ENDED,
    LONG_AGO,
    SAID,
    Lead,
    Stage,
    after_answer_of_late,
    after_missed_call,
    after_text,
    after_word,
    counted,
    difference,
    new_lead,
    resolved,
)
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import (
    Thread,
    ThreadState,
    after_call,
    after_our_words,
    after_reply,
    after_resolving,
    after_text_back,
    new_thread,
    to_call_back,
)

from .examples import CALLER, LINE, NOON

LEAD = new_lead(NOON)
LATER = NOON + timedelta(minutes=5)
MONEY = 120_000_000


def call(outcome: Outcome) -> Call:
    return Call(line_id=LINE.id, source_id="x:1", caller=CALLER, started_at=NOON, outcome=outcome)


MISSED, ANSWERED = call(Outcome.NO_ANSWER), call(Outcome.ANSWERED)


def at_stage(stage: Stage, value: int | None = None) -> Lead:
    return replace(LEAD, stage=stage, value=value)


@pytest.mark.parametrize("stage", Stage)
def test_a_text_is_news_only_of_whom_nobody_wrote_to(stage: Stage) -> None:
    texted = after_text(at_stage(stage), LATER)
    assert texted.stage is (Stage.TEXTED if stage is Stage.MISSED else stage)
    assert texted.moved_at == (LATER if stage is Stage.MISSED else NOON)


@pytest.mark.parametrize(
    ("stage", "becomes"),
    [
        (Stage.MISSED, Stage.REPLIED),
        (Stage.TEXTED, Stage.REPLIED),
        (Stage.REPLIED, Stage.REPLIED),
        (Stage.QUOTED, Stage.QUOTED),
        (Stage.BOOKED, Stage.BOOKED),
        (Stage.WON, Stage.WON),
        (Stage.LOST, Stage.REPLIED),
        (Stage.CLOSED, Stage.REPLIED),
    ],
)
def test_who_writes_brings_back_what_came_to_nothing_and_takes_back_no_booking(
    stage: Stage, becomes: Stage
) -> None:
    assert after_word(at_stage(stage), LATER).stage is becomes


@pytest.mark.parametrize("stage", Stage)
def test_a_missed_call_after_an_end_is_another_matter(stage: Stage) -> None:
    lead = replace(at_stage(stage, MONEY), assignee="ann")
    after = after_missed_call(lead, LATER, LATER)
    if stage in ENDED:
        assert after == replace(new_lead(LATER), assignee="ann", missed=True)
    else:
        assert after == replace(lead, missed=stage is not Stage.BOOKED)


@pytest.mark.parametrize("stage", Stage)
def test_a_call_that_no_customer_is_lost_by_leads_to_no_matter(stage: Stage) -> None:
    assert not after_missed_call(at_stage(stage), LATER, LATER, counts=False).missed
    led = replace(at_stage(stage), missed=True)
    assert after_missed_call(led, LATER, LATER, counts=False).missed is (stage not in ENDED)


def test_a_matter_that_began_with_a_call_that_was_answered_after_all_counts_for_nothing() -> None:
    led = replace(at_stage(Stage.BOOKED), missed=True)
    assert counted(after_answer_of_late(led, NOON)) == {}
    assert after_answer_of_late(led, LATER) is led
    assert after_answer_of_late(LEAD, NOON) is LEAD


def test_a_missed_call_after_a_month_of_silence_is_another_matter() -> None:
    long_ago = NOON + LONG_AGO
    another = replace(new_lead(long_ago), missed=True)
    assert after_missed_call(at_stage(Stage.BOOKED), long_ago, NOON) == another
    soon = long_ago - timedelta(seconds=1)
    assert after_missed_call(at_stage(Stage.BOOKED), soon, NOON) == at_stage(Stage.BOOKED)


def test_a_call_from_before_the_end_that_is_learnt_of_late_begins_nothing() -> None:
    won = replace(at_stage(Stage.WON), moved_at=LATER)
    assert after_missed_call(won, NOON, LATER) == won


def test_who_says_it_again_only_corrects_the_value() -> None:
    booked = resolved(LEAD, Stage.BOOKED, LATER, MONEY)
    assert (booked.stage, booked.moved_at, booked.value) == (Stage.BOOKED, LATER, MONEY)
    again = resolved(booked, Stage.BOOKED, LATER + timedelta(days=1), 2 * MONEY)
    assert again == replace(booked, value=2 * MONEY)
    assert resolved(again, Stage.WON, LATER).value == 2 * MONEY


@pytest.mark.parametrize(
    ("lead", "counts"),
    [
        (at_stage(Stage.REPLIED, MONEY), {}),
        (at_stage(Stage.QUOTED, MONEY), {}),
        (at_stage(Stage.BOOKED), {Tally.BOOKED: 1}),
        (at_stage(Stage.BOOKED, MONEY), {Tally.BOOKED: 1, Tally.VALUED: 1, Tally.VALUE: MONEY}),
        (
            at_stage(Stage.WON, MONEY),
            {Tally.BOOKED: 1, Tally.VALUED: 1, Tally.VALUE: MONEY, Tally.WON: 1},
        ),
        (at_stage(Stage.WON, 0), {Tally.BOOKED: 1, Tally.VALUED: 1, Tally.VALUE: 0, Tally.WON: 1}),
        (at_stage(Stage.LOST, MONEY), {Tally.LOST: 1}),
        (at_stage(Stage.CLOSED, MONEY), {}),
    ],
)
def test_a_booking_counts_and_its_value_while_it_stands(
    lead: Lead, counts: dict[Tally, int]
) -> None:
    assert counted(replace(lead, missed=True)) == counts
    # Nobody had called in vain.
    assert counted(lead) == {}


_LEADS = st.builds(
    lambda stage, value, missed: replace(at_stage(stage, value), missed=missed),
    st.sampled_from(Stage),
    st.none() | st.integers(min_value=0, max_value=10**12),
    st.booleans(),
)


@given(st.lists(_LEADS, min_size=1, max_size=8))
def test_what_is_counted_move_by_move_is_what_stands_at_the_end(leads: list[Lead]) -> None:
    total: Counter[str] = Counter(counted(leads[0]))
    for before, after in pairwise(leads):
        total.update(difference(before, after))
    assert {k: n for k, n in total.items() if n} == {
        k: n for k, n in counted(leads[-1]).items() if n
    }


# Threads


def thread() -> Thread:
    return new_thread(LINE.id, CALLER, NOON)


def test_a_thread_says_how_its_matter_stands_but_that_somebody_waits_comes_first() -> None:
    missed = after_call(thread(), MISSED, NOON).thread
    assert missed.state is ThreadState.MISSED
    texted = after_text_back(missed, NOON)
    assert texted.state is ThreadState.TEXTED
    waiting = after_reply(texted, LATER).thread
    assert (waiting.state, waiting.lead.stage) == (ThreadState.WAITING, Stage.REPLIED)
    assert after_our_words(waiting, LATER).state is ThreadState.REPLIED
    booked = after_resolving(waiting, Stage.BOOKED, LATER).thread
    assert (booked.state, booked.lead.stage) == (ThreadState.WAITING, Stage.BOOKED)


def test_their_texts_are_unread_until_somebody_answers_or_says_how_it_stands() -> None:
    twice = after_reply(after_reply(thread(), NOON).thread, LATER).thread
    assert twice.unread == 2
    assert after_our_words(twice, LATER).unread == 0
    assert after_resolving(twice, Stage.QUOTED, LATER).thread.unread == 0


@pytest.mark.parametrize("stage", SAID)
def test_who_is_won_back_by_telephone_is_recovered_once(stage: Stage) -> None:
    missed = to_call_back(after_call(thread(), MISSED, NOON).thread, NOON)
    step = after_resolving(missed, stage, LATER)
    assert step.recovered is (stage in (Stage.QUOTED, Stage.BOOKED, Stage.WON))
    assert step.thread.call_back_since is None
    assert not after_resolving(step.thread, stage, LATER).recovered


@pytest.mark.parametrize("stage", SAID)
def test_what_is_over_waits_for_nobody(stage: Stage) -> None:
    waiting = after_reply(thread(), NOON).thread
    resolved_thread = after_resolving(waiting, stage, LATER).thread
    assert (resolved_thread.waiting_since is None) is (stage in ENDED)


def test_the_matter_before_is_handed_on_when_another_one_begins() -> None:
    won = after_resolving(thread(), Stage.WON, NOON, MONEY).thread
    step = after_call(won, MISSED, LATER)
    assert step.ended == won.lead
    assert step.thread.lead == replace(new_lead(LATER), missed=True)
    assert after_call(step.thread, MISSED, LATER).ended is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["missed", "answered", "reply", "words", *SAID]),
            st.integers(min_value=0, max_value=20),
        ),
        max_size=20,
    )
)
def test_every_matter_begins_with_a_call_or_a_word_and_ends_by_a_word(
    events: list[tuple[str, int]],
) -> None:
    now, before = NOON, thread()
    past: list[Lead] = []
    for what, days in events:
        now += timedelta(days=days, seconds=1)
        after = _stepped(before, what, now)
        if after.lead.began_at != before.lead.began_at:
            past.append(before.lead)
            assert what == "missed"
            assert before.lead.stage in ENDED or now - before.last_at >= LONG_AGO
        before = after
    began = [lead.began_at for lead in [*past, before.lead]]
    assert began == sorted(set(began))


def _stepped(before: Thread, what: str, now: datetime) -> Thread:
    match what:
        case "missed" | "answered":
            return after_call(before, MISSED if what == "missed" else ANSWERED, now).thread
        case "reply":
            return after_reply(before, now).thread
        case "words":
            return after_our_words(before, now)
    return after_resolving(before, Stage(what), now).thread
