"""A carrier, words, a clock and an alarm that do as the test says."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import override

from custom_components.missed_call_textback.core.carrier import (
    Abilities,
    Carrier,
    CarrierSilent,
    TeamCaller,
)
from custom_components.missed_call_textback.core.happenings import WaitingOver
from custom_components.missed_call_textback.core.inbox import Summary
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    OutgoingText,
    SendResult,
)
from custom_components.missed_call_textback.core.ports import (
    NoTranscript,
    Occasion,
    TeamWords,
    Timer,
    Transcriber,
    Words,
)
from custom_components.missed_call_textback.core.questions import Question
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.team_talk import CallToTeam
from custom_components.missed_call_textback.core.told import Told

from .examples import NOON


@dataclass(slots=True)
class ScriptedCarrier(Carrier):
    """Gives the answers it was given, in order; then it accepts."""

    answers: list[SendResult] = field(default_factory=list)
    sent: list[OutgoingText] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    asked: list[frozenset[str]] = field(default_factory=list)
    kinds: dict[str, NumberKind | Exception | None] = field(default_factory=dict)
    """What kind of line a number is, or what goes wrong when that is asked."""
    kinds_asked: list[str] = field(default_factory=list)
    abilities: Abilities = field(default_factory=Abilities)
    meanwhile: Callable[[OutgoingText], Awaitable[None]] | None = None
    """What happens between a question to the carrier and its answer."""
    meanwhile_kind: Callable[[], Awaitable[None]] | None = None
    """What happens while it finds out what kind of line a number is."""

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        assert deadline_seconds > 0
        self.sent.append(text)
        if self.meanwhile is not None:
            await self.meanwhile(text)
        if self.answers:
            return self.answers.pop(0)
        return Accepted(f"SM{len(self.sent)}")

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        self.asked.append(taken)
        if self.meanwhile is not None:
            await self.meanwhile(text)
        if self.silent:
            raise CarrierSilent
        return self.listed.get(text.ref)

    @override
    async def line_kind(self, number: str) -> NumberKind | None:
        self.kinds_asked.append(number)
        if self.meanwhile_kind is not None:
            await self.meanwhile_kind()
        kind = self.kinds.get(number)
        if isinstance(kind, Exception):
            raise kind
        return kind


@dataclass(slots=True)
class ScriptedTeamCaller(TeamCaller):
    """Gives the answers it was given, in order; then it accepts."""

    answers: list[SendResult] = field(default_factory=list)
    called: list[CallToTeam] = field(default_factory=list)
    meanwhile: Callable[[CallToTeam], Awaitable[None]] | None = None
    """What happens between a request to the company and its answer."""

    @override
    async def call(self, call: CallToTeam) -> SendResult:
        self.called.append(call)
        if self.meanwhile is not None:
            await self.meanwhile(call)
        return self.answers.pop(0) if self.answers else Accepted(f"CA{len(self.called)}")


class PlainWords(Words):
    """Says whether it is open, and what it knows beside."""

    def __init__(self) -> None:
        self.occasions: list[Occasion] = []

    @override
    def text_back(self, occasion: Occasion) -> str:
        self.occasions.append(occasion)
        closed = "" if occasion.is_open else ", we are closed"
        return f"{occasion.line.name}: sorry we missed you{closed}."

    @override
    def wording(self, occasion: Occasion) -> str | None:
        return "open" if occasion.is_open else "closed"

    @override
    def wordings(self) -> Mapping[str, str]:
        return {"open": "Open", "closed": "Closed"}

    @override
    def follow_up(self, occasion: Occasion) -> str:
        return f"{occasion.caller_name or 'Hi'}, still there? ({occasion.language})"

    @override
    def opted_out(self, occasion: Occasion) -> str:
        return f"No more texts ({occasion.language})."

    @override
    def help(self, occasion: Occasion) -> str:
        return f"Call {occasion.line.number} ({occasion.language})."

    @override
    def question(self, occasion: Occasion, question: Question) -> str:
        return f"{question.key}? ({occasion.language})"


class PlainTeamWords(TeamWords):
    """Says what it is given."""

    @override
    def waiting(self, summary: Summary, told: Told, rung: int, now: datetime) -> str:
        return f"{told.code}|{rung}|{summary.thread.peer}: {summary.their_words}"

    @override
    def over(self, over: WaitingOver, name: str | None) -> str:
        return f"{over.by} answered {name or over.peer}: {over.words}"

    @override
    def which(self, choices: Sequence[tuple[int, str, str | None]]) -> str:
        return "Which? " + ", ".join(f"{code} {name or peer}" for code, peer, name in choices)

    @override
    def refused(self, peer: str, name: str | None, reason: Reason) -> str:
        return f"Not to {name or peer}: {reason}"


@dataclass(slots=True)
class ScriptedTranscriber(Transcriber):
    """Gives the answers it was given, in order, and then none."""

    answers: list[str | NoTranscript] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens while it listens."""

    @override
    async def words_in(self, recording: str, language: str) -> str:
        self.asked.append((recording, language))
        if self.meanwhile is not None:
            await self.meanwhile()
        answer = self.answers.pop(0) if self.answers else ""
        if isinstance(answer, NoTranscript):
            raise answer
        return answer


@dataclass(slots=True)
class FakeClock:
    """Stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Move on by a timedelta's arguments."""
        self.now += timedelta(**by)


@dataclass(slots=True)
class FakeAlarm(Timer):
    """Rings when the test has it ring."""

    at: datetime | None = None
    _ring: Callable[[], None] | None = None

    @override
    def set(self, at: datetime | None, ring: Callable[[], None]) -> None:
        self.at, self._ring = at, ring

    def ring(self) -> None:
        """Go off."""
        assert self._ring is not None
        self.at, ring = None, self._ring
        ring()
