"""What every vendor's door takes and gives back: a request, its events, and the reply to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ..core.ports import Entry
from ..core.team_talk import TeamCallAsked, TeamTalk

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


class Unverified(Exception):
    """The request does not prove that the vendor sent it. Nothing of it was read."""


class Malformed(Exception):
    """The vendor sent the request, but it is not understood. The text names what, never a value."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. `body` is ASCII, since a relay may drop the charset of `content_type`."""

    status: int
    body: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked before somebody is answered, and how its word is written."""

    asked: TeamCallAsked
    reply: Callable[[TeamTalk], Reply]


@dataclass(frozen=True, slots=True)
class Handled:
    """A request that was understood: the events to hand on, in order, then the reply to give.

    `answer_anyway` tells that a caller is listening: the reply must go out even where the events
    could not be kept. `comes_once` tells that its sender may not bring it again, whatever the reply.
    Where there is a `question`, it is for a shop that cannot be asked.
    """

    events: tuple[Entry, ...]
    reply: Reply
    answer_anyway: bool = False
    comes_once: bool = False
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One request as it came: nothing in it is proven. `now` is when it came (aware)."""

    headers: Mapping[str, str]
    body: bytes
    now: datetime
    query_string: str = ""
    """Raw, as it stood in the request."""


class Door(Protocol):
    """A vendor's way in, for one shop."""

    content_types: frozenset[str]
    """Of the bodies that it reads, without parameters."""

    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        """Tell, at next to no cost, whether a request can bear a signature at all."""

    def handle(self, letter: Letter) -> Handled:
        """Verify and read one request. Raises Unverified and Malformed."""
