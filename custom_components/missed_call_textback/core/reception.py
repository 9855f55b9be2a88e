"""The reception: looks at the clock, the hours and the caller, and has the words ready."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid7

from .calls import Outcome
from .desk import Desk, Draft
from .ladder import can_be_told, in_open_time
from .languages import language_of
from .numbers import country_of, to_e164
from .opening import Closures, Opening, opening
from .ports import Clock, Occasion, TeamWords, Words
from .printable import keepable
from .questions import Question
from .records import Described
from .relay import RelayDesk
from .replies import Answers
from .shop import Line, Shop
from .slots import Job, Slot, Span, free_slots

_NOBODY: Final = Described()
_DAY: Final = timedelta(days=1)


class UnknownLine(Exception):
    """The shop has no line with that id."""


@dataclass(frozen=True, slots=True)
class _KnownOpening:
    since: datetime
    closures: Closures
    snoozed_until: datetime | None
    opening: Opening

    def holds(self, closures: Closures, snoozed_until: datetime | None, now: datetime) -> bool:
        # What never changes holds for a day: it was looked at a year ahead.
        changes_at = self.opening.changes_at or self.since + _DAY
        return (
            self.closures is closures
            and self.snoozed_until == snoozed_until
            and self.since <= now < changes_at
        )


class Reception:
    """Prepares what a unit of work is handed: its desk, and the words that may go out."""

    def __init__(
        self,
        shop: Shop,
        words: Words,
        team_words: TeamWords,
        *,
        clock: Clock,
        closures: Callable[[], Closures],
        has_log: bool = False,
        takes_whatsapp: bool = False,
        calls_team: bool = False,
    ) -> None:
        self._shop = shop
        self._words = words
        self._team_words = team_words
        self._clock = clock
        self._closures = closures
        self.automatic: dict[str, bool] = {}
        self.has_log: Final = has_log
        self._takes_whatsapp = takes_whatsapp
        self._calls_team = calls_team
        self.snoozed_until: datetime | None = None
        # In memory, so that nothing has to be read before a call is taken.
        self.people: dict[str, Described] = {}
        # How often any of it was set here since the start.
        self.changes = 0
        # Between two changes every call finds the same.
        self._openings: dict[str, _KnownOpening] = {}

    def is_automatic(self, line_id: str) -> bool:
        """Tell whether a line texts back by itself."""
        return self.automatic.get(line_id, True)

    def opening(self, line: Line, now: datetime) -> Opening:
        """Tell whether a line is open at a time (aware), and when that changes."""
        closures = self._closures()
        known = self._openings.get(line.id)
        if known is None or not known.holds(closures, self.snoozed_until, now):
            closed = replace(closures, snoozed_until=self.snoozed_until)
            hours = self._shop.hours_of(line)
            found = opening(hours, closed, self._shop.time_zone, now)
            known = _KnownOpening(now, closures, self.snoozed_until, found)
            self._openings[line.id] = known
        return known.opening

    def desk(self, line_id: str, now: datetime | None = None) -> Desk:
        """Return a line's desk, now or at another time (aware). Raises UnknownLine."""
        line = self._shop.line(line_id)
        if line is None:
            raise UnknownLine(line_id)
        now = now or self._clock()
        return Desk(
            shop=self._shop,
            line=line,
            now=now,
            is_open=self.opening(line, now).is_open,
            automatic=self.is_automatic(line_id),
            has_log=self.has_log,
            takes_whatsapp=self._takes_whatsapp,
            calls_team=self._calls_team,
        )

    def former_desk(self, line_id: str) -> Desk:
        """Return a desk for a line that was removed, or for what concerns no line."""
        line = Line(id=line_id, name="", number="")
        return Desk(shop=self._shop, line=line, now=self._clock(), automatic=False)

    def draft(
        self,
        desk: Desk,
        caller: str | None,
        outcome: Outcome | None = None,
        caller_name: str | None = None,
    ) -> Draft:
        """Return the text-back for a caller, who may not have been seen calling."""
        peer = to_e164(caller, self._shop.country)
        name = caller_name if peer is None else self.name_of(peer) or caller_name
        occasion = self.occasion(desk, peer, outcome=outcome, caller_name=name)
        return draft_of(self._words.text_back(occasion), wording=self._words.wording(occasion))

    def follow_up(self, desk: Desk, peer: str) -> Draft:
        """Return the one question to a caller (E.164) who stays silent."""
        occasion = self.occasion(desk, peer, caller_name=self.name_of(peer))
        return draft_of(self._words.follow_up(occasion))

    def describe(
        self,
        peer: str,
        *,
        name: str | None = None,
        language: str | None = None,
        heard: str | None = None,
    ) -> None:
        """Keep what was noted of a person: None leaves, an empty string clears."""
        known = self.people.get(peer, _NOBODY)
        described = Described(
            name=known.name if name is None else name or None,
            language=known.language if language is None else language or None,
            heard=known.heard if heard is None else heard or None,
        )
        if described != known:
            self.changes += 1
        if described == _NOBODY:
            self.people.pop(peer, None)
        else:
            self.people[peer] = described

    def answers(self, desk: Desk, sender: str) -> Answers:
        """Return what is owed to somebody who writes, and what goes on where it is one of the team."""
        number = to_e164(sender, self._shop.country)
        occasion = self.occasion(desk, number)
        return Answers(
            opted_out=draft_of(self._words.opted_out(occasion)),
            help=draft_of(self._words.help(occasion)),
            remind_at=self.remind_at(desk),
            relay=self._relay(number),
        )

    def language_of(self, peer: str) -> str:
        """Return the language that somebody (E.164) is taken to speak, of those of the shop."""
        known = self.people.get(peer, _NOBODY)
        return language_of(
            peer,
            spoken=self._shop.languages,
            fixed=known.language,
            by_prefix=self._shop.language_by_prefix,
            heard=known.heard,
        )

    def asker(self, desk: Desk, peer: str) -> Callable[[Question], str]:
        """Return what gives questions to somebody (E.164) their words. It sees nothing else."""
        occasion = self.occasion(desk, peer)
        return lambda question: keepable(self._words.question(occasion, question))

    def name_of(self, peer: str) -> str | None:
        """Return what somebody (E.164) is called, as far as that was noted."""
        return self.people.get(peer, _NOBODY).name

    def patience_ends(self, line: Line, since: datetime, after: timedelta) -> datetime:
        """Return when a caller who waits since a time (aware) has waited so long, as the shop counts."""
        if not self._shop.patience.in_hours:
            return since + after
        now = self.opening(line, since)
        if now.is_open and (now.changes_at is None or since + after <= now.changes_at):
            return since + after
        hours = self._shop.hours_of(line)
        closed = replace(self._closures(), snoozed_until=self.snoozed_until)
        return in_open_time(
            since, after, lambda at: opening(hours, closed, self._shop.time_zone, at)
        )

    def _relay(self, number: str | None) -> RelayDesk | None:
        member = next((each for each in self._shop.team if each.mobile == number), None)
        if number is None or member is None:
            return None
        return RelayDesk(
            member=member,
            mobile=number,
            ref=new_ref(),
            notice_ref=new_ref(),
            words=self._team_words,
            name_of=self.name_of,
        )

    def remind_at(self, desk: Desk) -> datetime | None:
        """Return when whoever is told of a caller now is reminded, if they are."""
        wait = self._shop.patience.wait
        if not wait or not can_be_told(self._shop, desk.line.id):
            return None
        return self.patience_ends(desk.line, desk.now, wait)

    def free(self, line: Line, job: Job, busy: Collection[Span], now: datetime) -> list[Slot]:
        """Return when a line has time for a job, beside what a calendar holds."""
        closed = replace(self._closures(), snoozed_until=self.snoozed_until)
        hours = self._shop.hours_of(line)
        return free_slots(job, hours, closed, self._shop.time_zone, busy=busy, now=now)

    def occasion(
        self,
        desk: Desk,
        peer: str | None,
        *,
        outcome: Outcome | None = None,
        caller_name: str | None = None,
    ) -> Occasion:
        """Return what words to somebody (E.164) are rendered for."""
        return Occasion(
            line=desk.line,
            language=self._shop.languages[0] if peer is None else self.language_of(peer),
            now=desk.now,
            is_open=desk.is_open,
            outcome=outcome,
            caller_name=caller_name,
            opens_at=None if desk.is_open else self.opening(desk.line, desk.now).opens_at,
            country=None if peer is None else country_of(peer),
        )


def draft_of(body: str, ref: str | None = None, *, wording: str | None = None) -> Draft:
    """Return words that may go out, under a reference of their own, or that of whoever asks for it."""
    return Draft(ref=ref or new_ref(), body=keepable(body), wording=wording, again=ref is not None)


def new_ref() -> str:
    """Return a reference that nobody can guess and no other text has.

    It begins with the time, so that those of a burst lie in one place of a ledger of a million.
    """
    return uuid7().hex
