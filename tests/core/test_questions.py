"""Questions come one at a time, none twice, none that is answered, none to who gives no answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.heard.services import Service
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.questions import (
    MOST_ASKED,
    READ_AFTER,
    Answer,
    Move,
    Question,
    Questionnaire,
    Said,
    Topic,
    form_for,
    may_ask,
    move,
)
from custom_components.missed_call_textback.core.threads import new_thread

from .examples import CALLER, LINE, NOON

SERVICE, PLACE, TIMELINE = (Question(topic=topic) for topic in Topic)
ROOF = Question(words="Is it a flat roof?")
FORM = Questionnaire(
    questions=(SERVICE, PLACE, TIMELINE, ROOF),
    services=(Service("Boiler repair", ("boiler",)),),
    most=4,
)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def words(*bodies: str, at: timedelta = MINUTE) -> list[Said]:
    return [Said(body, NOON + at) for body in bodies]


def moved(
    *bodies: str,
    answers: Sequence[Answer] = (),
    form: Questionnaire = FORM,
    at: timedelta = MINUTE,
) -> Move:
    """Return what words lead to a minute after the question that is open, if one is."""
    return move(form, answers, words(*bodies, at=at), country="US", now=NOON + at)


def asked(question: Question) -> Answer:
    return Answer(key=question.key, asked_at=NOON)


def values(found: Move) -> dict[str, str | None]:
    return {each.key: each.value for each in found.answers if not each.is_open}


def test_nothing_is_asked_unless_the_owner_wants_it() -> None:
    assert not Questionnaire()
    assert not Questionnaire(questions=(PLACE,), most=0)
    assert moved("Hi", form=Questionnaire()) == Move()


def test_a_greeting_is_asked_what_it_is_about() -> None:
    assert moved("Hi") == Move(
        answers=(Answer(key="service", asked_at=NOON + MINUTE),), ask=SERVICE
    )


def test_what_a_caller_said_is_not_asked() -> None:
    found = moved("Hi, my boiler broke, 12 Elm Street 90210, no hurry")
    assert values(found) == {
        "service": "Boiler repair",
        "place": "12 Elm Street 90210",
        "timeline": "no hurry",
    }
    assert found.ask == ROOF
    assert all(each.asked_at is None for each in found.answers if not each.is_open)


def test_who_says_what_it_is_about_is_not_asked_that_though_no_service_has_the_word() -> None:
    found = moved("The toilet is blocked")
    assert values(found) == {"service": "The toilet is blocked"}
    assert found.ask == PLACE


def test_several_texts_are_read_as_one() -> None:
    assert values(moved("Hi", "the toilet leaks", "90210")) == {
        "service": "Hi the toilet leaks 90210",
        "place": "90210",
    }


def test_an_answer_is_kept_in_its_words_and_a_service_by_its_name() -> None:
    assert values(moved("the  old boiler", answers=[asked(SERVICE)])) == {
        "service": "Boiler repair"
    }
    place = moved("Elm Street 5,\nsecond floor", answers=[asked(PLACE)])
    assert values(place) == {"place": "Elm Street 5, second floor"}
    assert values(moved("x" * 500, answers=[asked(ROOF)])) == {ROOF.key: "x" * 300}


def test_an_answer_may_answer_more() -> None:
    found = moved("a boiler at 90210", answers=[asked(SERVICE)])
    assert values(found) == {"service": "Boiler repair", "place": "90210"}
    assert found.ask == TIMELINE


@pytest.mark.parametrize("body", ["what?", "who is this", "call me", "ok", "How much is it?"])
def test_who_gives_no_answer_is_asked_nothing_any_more(body: str) -> None:
    found = moved(body, answers=[asked(PLACE)])
    assert found.ask is None
    [given_up] = found.answers
    assert given_up.given_up
    assert moved("90210", answers=found.answers) == Move()


def test_yes_answers_a_question_of_the_shops_own() -> None:
    assert values(moved("yes", answers=[asked(ROOF)])) == {ROOF.key: "yes"}
    assert values(moved("call me", answers=[asked(ROOF)])) == {ROOF.key: None}


@pytest.mark.parametrize("body", ["Who is this?", "call me", "no thanks", "How much is a haircut?"])
def test_who_begins_with_a_question_or_wants_a_person_is_asked_nothing(body: str) -> None:
    found = moved(body)
    assert found.ask is None
    assert [each.given_up for each in found.answers] == [True]


def test_a_question_that_tells_something_is_asked_for_the_rest() -> None:
    found = moved("Can you come tomorrow?")
    assert values(found) == {"timeline": "tomorrow"}
    assert found.ask == SERVICE


def test_words_that_were_on_their_way_are_no_answer_yet() -> None:
    early = READ_AFTER - SECOND
    answers = [asked(PLACE)]
    assert moved("it drips on the floor", answers=answers, at=early) == Move()
    assert moved("ok", answers=answers, at=early) == Move()
    # A person who wants one gets one, however soon.
    assert values(moved("call me", answers=answers, at=early)) == {"place": None}
    # And what surely is an answer is one.
    assert values(moved("90210", answers=answers, at=early)) == {"place": "90210"}
    late = move(
        FORM,
        answers,
        [*words("it drips?", at=early), *words("12 Elm Street", at=MINUTE)],
        country="US",
        now=NOON + MINUTE,
    )
    assert values(late) == {"place": "12 Elm Street"}


def test_a_picture_is_waited_out() -> None:
    assert moved("", answers=[asked(PLACE)]) == Move()
    assert moved("👍", answers=[asked(PLACE)]) == Move()
    assert moved('Liked "What is the address?"', answers=[asked(PLACE)]) == Move()
    assert move(FORM, (), [], country="US", now=NOON) == Move()
    silent = [*words("90210", at=SECOND), *words("👍", at=MINUTE)]
    found = move(FORM, [asked(PLACE)], silent, country="US", now=NOON + MINUTE)
    assert values(found) == {"place": "90210"}


def test_so_many_are_asked_and_no_more() -> None:
    known = [replace(asked(each), value="x", answered_at=NOON) for each in (SERVICE, PLACE)]
    form = replace(FORM, most=3)
    assert moved("12 o'clock", answers=[*known, asked(TIMELINE)], form=form).ask is None
    # What is told later is kept all the same.
    all_known = [*known, replace(asked(TIMELINE), value="x", answered_at=NOON)]
    assert moved("and one thing more", answers=all_known, form=form) == Move()
    assert moved(
        "and one thing more", answers=all_known, form=replace(FORM, questions=(PLACE,))
    ) == (Move())


def test_a_question_that_the_owner_dropped_is_answered_all_the_same() -> None:
    found = moved("blue", answers=[Answer(key="Which colour?", asked_at=NOON)])
    assert values(found) == {"Which colour?": "blue"}
    assert found.ask == SERVICE


def test_only_a_matter_that_is_nobodys_yet_is_asked_about() -> None:
    thread = new_thread(LINE.id, CALLER, NOON)
    for stage in Stage:
        lead = replace(thread.lead, stage=stage)
        assert may_ask(replace(thread, lead=lead)) is (
            stage in (Stage.MISSED, Stage.TEXTED, Stage.REPLIED)
        )
    assert not may_ask(replace(thread, silenced_at=NOON))
    assert may_ask(replace(thread, silenced_at=NOON - SECOND))


def test_who_says_that_it_is_urgent_is_not_asked_when() -> None:
    thread = new_thread(LINE.id, CALLER, NOON)
    assert form_for(FORM, thread) is FORM
    urgent = form_for(FORM, replace(thread, urgent_since=NOON, urgent_words=("flood",)))
    assert urgent.questions == (SERVICE, PLACE, ROOF)


SAYINGS = (
    "Hi", "boiler", "12 Elm Street", "90210", "tomorrow", "yes", "ok", "what?", "call me",
    "How much?", "it leaks", "👍", "", "no hurry", "boiler 90210 today", "thanks", "Tom",
)  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=3),
            st.sampled_from((SECOND, MINUTE)),
        ),
        max_size=12,
    ),
    st.permutations((SERVICE, PLACE, TIMELINE, ROOF, Question(words="Any pets?"))),
    st.integers(1, 5),
)
def test_a_conversation_of_any_words_keeps_what_is_promised(
    turns: list[tuple[list[str], timedelta]], questions: list[Question], most: int
) -> None:
    form = replace(FORM, questions=tuple(questions), most=most)
    known: dict[str, Answer] = {}
    said: list[Said] = []
    asked_keys: list[str] = []
    spoken_at: list[int] = []
    now = NOON
    for number, (bodies, after) in enumerate(turns):
        now += after
        said += [Said(body, now) for body in bodies]
        before = dict(known)
        found = move(form, list(known.values()), said, country="US", now=now)
        known |= {each.key: each for each in found.answers}
        if any(each.given_up for each in before.values()):
            assert found == Move()
        # What is known stays as it is.
        for key, answer in before.items():
            assert answer.is_open or known[key] == answer
        if found.ask is not None:
            assert not any(each.is_open for each in before.values() if known[each.key].is_open)
            assert found.ask.key not in before
            asked_keys.append(found.ask.key)
            spoken_at.append(number)
            said = []
        assert sum(each.is_open for each in known.values()) <= 1
    assert len(asked_keys) == len(set(asked_keys)) <= most
    # Between two questions are words of the caller.
    assert all(first < second for first, second in pairwise(spoken_at))


def test_three_are_enough_unless_the_owner_says_otherwise() -> None:
    assert Questionnaire().most == MOST_ASKED == 3
