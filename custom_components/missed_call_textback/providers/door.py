"""What every vendor's door gives back: the events of a verified request, and the reply to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from multidict import MultiMapping

from ..core.ports import Entry


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
class Handled:
    """A request that was understood: the events to hand on, in order, then the reply to give.

    `answer_anyway` tells that a caller is listening: the reply must go out even where the events
    could not be kept.
    """

    events: tuple[Entry, ...]
    reply: Reply
    answer_anyway: bool = False


class Door(Protocol):
    """A vendor's way in, for one shop."""

    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        """Tell, at next to no cost, whether a request can bear a signature at all."""

    def handle(
        self,
        *,
        query_string: str,
        headers: Mapping[str, str],
        form: MultiMapping[str],
        now: datetime,
    ) -> Handled:
        """Verify and read one request. Raises Unverified and Malformed.

        `query_string` is raw, as it stood in the request; `now` is aware.
        """
