"""A shop as the rules see it: its lines, its team, its hours and what it allows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .hours import WeeklyHours


class LineMode(StrEnum):
    """How calls reach a line."""

    RING = "ring"
    """The line rings the team; a call is missed when nobody takes it."""
    FORWARDED = "forwarded"
    """Only calls that the shop's own phones missed are forwarded here: each one is missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A person of the shop. `mobile` is E.164; `rings` tells whether the line dials it."""

    id: str
    name: str
    mobile: str | None = None
    rings: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number that customers dial (E.164). Without hours of its own it keeps the shop's."""

    id: str
    name: str
    number: str
    mode: LineMode = LineMode.RING
    ring_seconds: int = 20
    voicemail: bool = True
    hours: WeeklyHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One business. `country` is the ISO 3166 code in which national numbers are read."""

    id: str
    business: str
    country: str
    time_zone: ZoneInfo
    hours: WeeklyHours | None = None
    lines: tuple[Line, ...] = ()
    team: tuple[TeamMember, ...] = ()
    again_after: timedelta = timedelta(hours=24)
    text_deadline: timedelta = timedelta(minutes=30)
    own_numbers: frozenset[str] = field(init=False)
    team_numbers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own_numbers", frozenset(line.number for line in self.lines))
        mobiles = frozenset(member.mobile for member in self.team if member.mobile)
        object.__setattr__(self, "team_numbers", mobiles)

    def line(self, line_id: str) -> Line | None:
        """Return one of the shop's lines by its id."""
        return next((line for line in self.lines if line.id == line_id), None)

    def is_open(self, line: Line, now: datetime) -> bool:
        """Tell whether a line is open at `now` (aware). A shop that gave no hours is always open."""
        hours = line.hours or self.hours
        return hours is None or hours.is_open(now.astimezone(self.time_zone))

    def local_day(self, now: datetime) -> str:
        """Return the shop's calendar day at `now` (aware), as ISO 8601."""
        return now.astimezone(self.time_zone).date().isoformat()
