"""A call to the team as it sounds: what is asked of the company, what it reports, and what is said.

The company knows a call by its token alone. Whoever picks up is told who wrote what, and presses a
key: it is the ledger that says what a key does at that moment.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .numbers import NumberKind, country_of, number_kind, to_e164
from .shop import Shop

KEY_CONNECT: Final = "1"
KEY_TAKE: Final = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToTeam:
    """A call to be made. Numbers are E.164: `sender` is the line's, `to` the member's."""

    token: str
    sender: str
    to: str


class CallNews(StrEnum):
    """What the company reports of such a call."""

    REACHED = "reached"
    """The caller picked up: they are talking."""
    NOT_REACHED = "not_reached"
    """The caller did not pick up."""
    OVER = "over"
    """Whoever was called has hung up, or never picked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCallReport:
    """One such report; `at` is aware. `missed` is why nobody picked up, in the company's words."""

    token: str
    news: CallNews
    at: datetime
    missed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCallAsked:
    """Somebody of the team picked up, or pressed a `key`, and listens."""

    token: str
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """Say who wrote what, and ask for a key. Who is known by no name has a number (E.164) alone.

    `words` are a stranger's, in a `language` (ISO 639-1). `connects`: they can be put through.
    """

    name: str | None
    number: str
    words: str | None
    language: str
    connects: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PutThrough:
    """Put them through to the caller (E.164), who sees the line's number, `sender`."""

    to: str
    sender: str
    token: str


class Said(StrEnum):
    """What is said that is the same for everybody."""

    TAKEN = "taken"
    """It is theirs now."""
    OVER = "over"
    """Nobody need do anything any more, or somebody else is at it."""


type TeamTalk = Urgent | PutThrough | Said


def may_be_put_through(shop: Shop, peer: str) -> bool:
    """Tell whether somebody of the team can be put through to a caller by pressing a key.

    Whoever makes others call a number that costs may have a share in it: so only where the shop
    texts people, and never a number with a price of its own.
    """
    number = to_e164(peer, shop.country)
    if number is None or number in shop.own_numbers or number in shop.team_numbers:
        return False
    countries = shop.limits.countries
    at_home = not countries or country_of(number) in countries
    return at_home and number_kind(number) is not NumberKind.UNTEXTABLE
