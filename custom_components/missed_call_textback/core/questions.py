"""Which question comes next: one at a time, while the caller answers, and no other than is needed.

    they write ──▶ what their words tell of any question: TOLD
                    ├ they ask for a person ─────────▶ GIVEN UP
                    ├ nothing is left, or N were asked ─▶ people
                    └ the next question ─▶ ASKED ──they answer──▶ ANSWERED ─▶ the next
                                             ├──what is no answer──▶ GIVEN UP
                                             └──too soon to be one──▶ ASKED still

    GIVEN UP ─▶ people, and no question any more
    a person of the shop wrote or was talked to, they opted out, it is booked ─▶ no question any more

Invariants, of one matter:
1. A question is asked once at most, and none of which something is known.
2. No question is asked while one is open: between two of them are words of the caller.
3. At most N are asked.
4. Whoever does not answer is asked nothing any more. Their words are a person's to read, who is told
   of all of them as ever: what the machine asks ends nobody's waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .heard.no_answer import asks_back, is_for_people, is_no_answer, is_wordless
from .heard.places import place_in
from .heard.services import Service, says_something, services_in
from .heard.times import time_in
from .leads import Stage
from .threads import Thread
from .wording.reactions import own_words

MOST_ASKED: Final = 3
# Of what is kept as an answer. The text itself is kept whole.
_LONGEST_ANSWER: Final = 300
# What somebody wants is said early, and nobody's text may keep the ledger's thread busy.
_LONGEST_READ: Final = 1600
# Sooner nobody has read a question: such words were on their way already.
READ_AFTER: Final = timedelta(seconds=5)
_ASKABLE: Final = (Stage.MISSED, Stage.TEXTED, Stage.REPLIED)


class Topic(StrEnum):
    """What the questions are about that every shop can ask."""

    SERVICE = "service"
    PLACE = "place"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: one of the topics, or in words of the shop's own.

    `words` are the shop's own; without them a topic is asked about in each caller's language.
    """

    topic: Topic | None = None
    words: str | None = None

    @property
    def key(self) -> str:
        """What its answer is kept under: the topic, or the shop's words."""
        return self.words or "" if self.topic is None else self.topic.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """What a line asks, in this order; `services` are what it may be about."""

    questions: tuple[Question, ...] = ()
    services: tuple[Service, ...] = ()
    most: int = MOST_ASKED

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return bool(self.questions) and self.most > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of a question in one matter. What was told unasked has no `asked_at`.

    `answered_at` without a `value` is when somebody gave no answer.
    """

    key: str
    value: str | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it was asked, and nothing came of it yet."""
        return self.answered_at is None

    @property
    def given_up(self) -> bool:
        """Tell whether they wrote something that is no answer."""
        return self.answered_at is not None and self.value is None


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a caller, and when they came."""

    body: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What words lead to: the answers that are new or changed, and what is asked now."""

    answers: tuple[Answer, ...] = ()
    ask: Question | None = None


def may_ask(thread: Thread) -> bool:
    """Tell whether a matter is nobody's yet but the machine's."""
    return thread.machine_may_speak and thread.lead.stage in _ASKABLE


def form_for(form: Questionnaire, thread: Thread) -> Questionnaire:
    """Return what somebody is asked: whoever says that it is urgent has said when."""
    if thread.urgent_since is None:
        return form
    left = (each for each in form.questions if each.topic is not Topic.TIMELINE)
    return replace(form, questions=tuple(left))


def asked(answers: Sequence[Answer]) -> int:
    """Return how many questions were asked."""
    return sum(each.asked_at is not None for each in answers)


def open_question(answers: Sequence[Answer]) -> Answer | None:
    """Return the one that waits for its answer."""
    return next((each for each in answers if each.is_open), None)


def move(
    form: Questionnaire,
    answers: Sequence[Answer],
    said: Sequence[Said],
    *,
    country: str,
    now: datetime,
) -> Move:
    """Return what a caller's words lead to.

    `answers` are those of this matter, `said` what they wrote since the last question, or in all of
    the matter where there was none. `now` is aware.
    """
    if not said or any(each.given_up for each in answers):
        return Move()
    all_words = _joined(said)
    if is_wordless(all_words):
        # A picture or a thumb is for people to look at, and the next words may be an answer.
        return Move()
    known = {each.key for each in answers}
    told = {
        question.key: _kept(value)
        for question in form.questions
        if (value := _told(form, question, all_words, country)) is not None
    }
    beside = {key: value for key, value in told.items() if key not in known}
    waits = open_question(answers)
    if waits is None or waits.asked_at is None:
        return _begin(form, answers, all_words, beside, country=country, now=now)
    since = waits.asked_at + READ_AFTER
    late = [each for each in said if each.at >= since and not is_wordless(each.body)]
    words = _joined(late) if late else all_words
    new = _found(beside, now)
    if is_no_answer(words, yes_or_no=_takes_yes(waits)) if late else is_for_people(words):
        return Move(answers=(*new, replace(waits, answered_at=now)))
    value = told.get(waits.key)
    if value is None and not late:
        return Move(answers=new)
    # A service is kept by its name, all else in their own words.
    if value is None or (late and waits.key != Topic.SERVICE):
        value = _kept(words)
    return _next(form, answers, (*new, replace(waits, value=value, answered_at=now)), now)


def _begin(
    form: Questionnaire,
    answers: Sequence[Answer],
    words: str,
    told: dict[str, str],
    *,
    country: str,
    now: datetime,
) -> Move:
    """Return what words lead to while no question is open."""
    known = {each.key for each in answers}
    left = [each for each in form.questions if each.key not in known]
    if not left:
        return Move()
    if is_for_people(words) or (asks_back(words) and not told):
        return Move(answers=(Answer(key=left[0].key, answered_at=now),))
    # The first text of a shop asks what it can do: whoever tells need not be asked again.
    about = Topic.SERVICE.value
    if (
        not asked(answers)
        and about not in told
        and any(each.key == about for each in left)
        and says_something(words, country)
    ):
        told = {**told, about: _kept(words)}
    return _next(form, answers, _found(told, now), now)


def _next(
    form: Questionnaire, answers: Sequence[Answer], new: tuple[Answer, ...], now: datetime
) -> Move:
    known = {each.key for each in (*answers, *new)}
    left = [each for each in form.questions if each.key not in known]
    if not left or asked(answers) >= form.most:
        return Move(answers=new)
    return Move(answers=(*new, Answer(key=left[0].key, asked_at=now)), ask=left[0])


def _told(form: Questionnaire, question: Question, words: str, country: str) -> str | None:
    match question.topic:
        case Topic.SERVICE:
            return services_in(words, form.services)
        case Topic.PLACE:
            return place_in(words, country)
        case Topic.TIMELINE:
            return time_in(words)
    return None


def _found(told: dict[str, str], now: datetime) -> tuple[Answer, ...]:
    return tuple(Answer(key=key, value=value, answered_at=now) for key, value in told.items())


def _takes_yes(waits: Answer) -> bool:
    return waits.key not in set(Topic)


def _joined(said: Sequence[Said]) -> str:
    return "\n".join(own_words(each.body) for each in said)[:_LONGEST_READ]


def _kept(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_ANSWER]
