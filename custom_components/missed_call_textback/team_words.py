"""Writes to the team, in the language of the house."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, override

from .core.happenings import TeamAlerted, WaitingOver
from .core.inbox import Summary
from .core.languages import primary
from .core.numbers import spoken
from .core.ports import TeamWords
from .core.reasons import Reason
from .core.told import Told
from .team_texts import TEAM_TEXTS, TeamTexts

# A caller may write a letter; who is told of it need not pay for ten texts.
_LONGEST_QUOTE: Final = 240
_MINUTE: Final = 60


class HouseTeamWords(TeamWords):
    """What is said to the team by text, and on the screens of their phones."""

    def __init__(self, language: str, country: str) -> None:
        self._texts = TEAM_TEXTS.get(primary(language), TEAM_TEXTS["en"])
        self._country = country
        # As Home Assistant translates them, once that is known.
        self.reasons: Mapping[Reason, str] = {}

    @property
    def labels(self) -> TeamTexts:
        """The words on the buttons of a notification."""
        return self._texts

    def who(self, peer: str, name: str | None) -> str:
        """Return what somebody is called: by name, or by number as it is written in the country."""
        return name or spoken(peer, self._country)

    @override
    def waiting(self, summary: Summary, told: Told, rung: int, now: datetime) -> str:
        thread = summary.thread
        since = thread.waiting_since or now
        said = self.said(summary.their_words)
        told_of = (self._texts.waits if rung else self._texts.wrote).format(
            who=self.who(thread.peer, summary.name),
            words=said,
            minutes=_minutes(since, now),
        )
        if summary.said_before:
            told_of = f"{told_of}\n{self.said(_together(summary.said_before))}"
        how = self._texts.how_to_answer if told.code == 1 else self._texts.how_to_choose
        return f"{told_of}\n{how.format(code=told.code)}"

    def said(self, words: str | None) -> str:
        """Return what somebody wrote, cut to what fits."""
        line = " ".join((words or "").split())
        if len(line) > _LONGEST_QUOTE:
            line = f"{line[:_LONGEST_QUOTE]}…"
        return line or self._texts.no_words

    def waited(self, alerted: TeamAlerted, now: datetime) -> str:
        """Return what a caller wrote, and how long they wait where that is not news."""
        said = self.said(alerted.words)
        if alerted.rung:
            said = f"({_minutes(alerted.waiting_since, now)} min) {said}"
        return f"{said}\n{self.said(_together(alerted.answers))}" if alerted.answers else said

    @override
    def over(self, over: WaitingOver, name: str | None) -> str:
        who = self.who(over.peer, name)
        if over.words is None or over.by == "":
            return self._texts.got_through.format(who=who)
        said = self.said(over.words)
        if over.by is None:
            return self._texts.never_mind.format(who=who, words=said)
        return self._texts.answered.format(by=over.by, who=who, words=said)

    @override
    def which(self, choices: Sequence[tuple[int, str, str | None]]) -> str:
        listed = ", ".join(f"{code} {self.who(peer, name)}" for code, peer, name in choices)
        return self._texts.which.format(choices=listed)

    @override
    def refused(self, peer: str, name: str | None, reason: Reason) -> str:
        why = self.reasons.get(reason, reason.value)
        return self._texts.refused.format(who=self.who(peer, name), why=why)


def _together(answers: Sequence[str]) -> str:
    return ", ".join(answers)


def _minutes(since: datetime, now: datetime) -> int:
    return round((now - since).total_seconds() / _MINUTE)
