"""A shop as the rules see it: its lines, its team, its hours and what it allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
import re
from typing import Final
from zoneinfo import ZoneInfo

from .calls import MISSED_OUTCOMES, Outcome
from .hours import WeeklyHours
from .lead_events import LeadEventKind
from .limits import Limits
from .numbers import to_e164
from .questions import Questionnaire
from .slots import Job
from .urgency import Urgency

_SEPARATORS: Final = re.compile(r"[\s().\-/]")
# Shorter ones are extensions.
_LOCAL: Final = re.compile(r"[1-9]\d{4,}", re.ASCII)


class LineMode(StrEnum):
    """How calls reach a line."""

    RING = "ring"
    """The line rings the team; a call is missed when nobody takes it."""
    FORWARDED = "forwarded"
    """Only calls that the shop's own phones missed are forwarded here: each one is missed."""
    OWN_PHONES = "own_phones"
    """The shop's own phones ring, and their phone system tells what became of each call."""


class Post(StrEnum):
    """When a member of the team is told that a caller waits, in the order of the ladder."""

    FIRST = "first"
    """At once."""
    NEXT = "next"
    """When nobody answered in good time."""
    ON_CALL = "on_call"
    """At once where it is urgent, else when nobody answered for longer."""
    LAST = "last"
    """When nobody else answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A person of the shop. `mobile` is E.164; `rings` tells whether the line dials it.

    `by_app` and `by_text` are how they are told of callers who wrote, `post` is when, and `lines`
    are whose callers: None is all. `called` tells whether they are called where it is urgent.
    """

    id: str
    name: str
    mobile: str | None = None
    rings: bool = True
    by_app: bool = False
    by_text: bool = False
    post: Post = Post.FIRST
    lines: frozenset[str] | None = None
    called: bool = False

    def is_told_of(self, line_id: str) -> bool:
        """Tell whether they are told of a line's callers, at whatever time."""
        can_be_told = self.by_app or (self.by_text and self.mobile is not None)
        return can_be_told and self._minds(line_id)

    def is_called_about(self, line_id: str) -> bool:
        """Tell whether they are called where a line's caller says that it is urgent."""
        return self.called and self.mobile is not None and self._minds(line_id)

    def _minds(self, line_id: str) -> bool:
        return self.lines is None or line_id in self.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a caller waits for an answer before somebody is told again; zero is for ever.

    `in_hours` counts the time only while the line is open.
    """

    wait: timedelta = timedelta(minutes=5)
    in_hours: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a line texts back by itself."""

    outcomes: frozenset[Outcome] = frozenset(MISSED_OUTCOMES)
    short_ring: timedelta = timedelta(seconds=3)
    """Who hung up sooner is left alone; zero leaves nobody alone."""
    again_after: timedelta = timedelta(hours=24)
    in_conversation: timedelta = timedelta(minutes=30)
    """Who wrote, was written to by a person, or got through so lately is left alone."""
    too_late_after: timedelta = timedelta(hours=1)
    """Who is learnt to have called longer ago is called back, not texted."""
    holds_back_spoofed: bool = True
    """Leaves alone who calls under a number that the network could not confirm."""
    by_day_only: bool = False
    """Holds the first text to sensible hours where the caller is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """How a line makes appointments: in which of the house's calendars, and what a job takes there.

    `invites` tells whether callers are told that they may have one; who asks for one gets it anyhow.
    """

    calendar: str
    job: Job = field(default_factory=Job)
    invites: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number that customers are texted from (E.164). Without hours of its own it keeps the shop's.

    `dialled` is the number that they dial, where that is another one: it is at a phone system.
    """

    id: str
    name: str
    number: str
    dialled: str | None = None
    mode: LineMode = LineMode.RING
    ring_seconds: int = 20
    voicemail: bool = True
    hours: WeeklyHours | None = None
    rules: Rules = field(default_factory=Rules)
    hears_twice: timedelta = timedelta(0)
    """How long a missed call waits for the word of another source; zero where there is one only."""
    booking: Booking | None = None
    questions: Questionnaire = field(default_factory=Questionnaire)
    """What callers who write are asked; nothing, unless the owner wants it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One business. `country` is the ISO 3166 code in which national numbers are read.

    `languages` are those it texts in (ISO 639-1), its own first.
    """

    id: str
    business: str
    country: str
    time_zone: ZoneInfo
    hours: WeeklyHours | None = None
    lines: tuple[Line, ...] = ()
    team: tuple[TeamMember, ...] = ()
    languages: tuple[str, ...] = ("en",)
    language_by_prefix: Mapping[str, str] = field(default_factory=dict)
    """The language of numbers that begin so (E.164), by the owner's own rule; the longest one counts."""
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)
    follows_up: bool = False
    """Asks a caller once more who was texted and stays silent."""
    transcribes: bool = False
    """Has what callers say to the answering machine written down."""
    looks_up: bool = False
    """Asks the carrier what kind of line a number is before it is texted the first time."""
    confirms_opt_out: bool = True
    urgency: Urgency = field(default_factory=Urgency)
    reports: frozenset[LeadEventKind] = frozenset()
    """What somebody else, such as a CRM, is told of leads."""
    job_value: int | None = None
    """What a job is mostly worth, in millionths of the house's currency, as the owner says."""
    text_deadline: timedelta = timedelta(minutes=30)
    own_numbers: frozenset[str] = field(init=False)
    team_numbers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        numbers = (number for line in self.lines for number in (line.number, line.dialled))
        object.__setattr__(self, "own_numbers", frozenset(filter(None, numbers)))
        mobiles = frozenset(member.mobile for member in self.team if member.mobile)
        object.__setattr__(self, "team_numbers", mobiles)

    def line(self, line_id: str) -> Line | None:
        """Return one of the shop's lines by its id."""
        return next((line for line in self.lines if line.id == line_id), None)

    def member(self, member_id: str | None) -> TeamMember | None:
        """Return one of the team by their id."""
        return next((member for member in self.team if member.id == member_id), None)

    def line_dialled(self, dialled: str | None) -> Line | None:
        """Return the line of a number as a phone system writes it, maybe without its area code."""
        number = to_e164(dialled, self.country)
        for line in self.lines:
            if number and number in (line.dialled, line.number):
                return line
        local = _SEPARATORS.sub("", dialled or "")
        if _LOCAL.fullmatch(local) is None:
            return None
        lines = [
            line
            for line in self.lines
            if line.number.endswith(local) or (line.dialled or "").endswith(local)
        ]
        return lines[0] if len(lines) == 1 else None

    def hours_of(self, line: Line) -> WeeklyHours | None:
        """Return when a line is open by the week; None is always."""
        return line.hours or self.hours

    def local_day(self, now: datetime) -> str:
        """Return the shop's calendar day at `now` (aware), as ISO 8601."""
        return now.astimezone(self.time_zone).date().isoformat()

    def local_hour(self, now: datetime) -> int:
        """Return the hour that the shop's clock shows at `now` (aware)."""
        return now.astimezone(self.time_zone).hour
