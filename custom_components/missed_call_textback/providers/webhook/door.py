"""A phone system's way in: verifies its letters, reads them, and tells what became of each call."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
import json
from typing import Final, override
from xml.sax.saxutils import quoteattr

from ...core.calls import CallEvent, CallStep, Outcome
from ...core.calls_made import CallMade
from ...core.ports import Entry
from ..door import FORM, JSON, Door, Handled, Letter, Malformed, Reply
from ..source import LineOf
from .calls import OpenCalls, Verdict
from .document import read_document
from .flat import flatten, read_body
from .heard import OUTGOING, Fields, Heard, Meaning
from .mapping import FieldMapping
from .proof import Proof

_XML: Final = "application/xml"
_KEPT_LETTERS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLetter:
    """A letter that came lately, for whoever sets this up. It never leaves memory."""

    at: datetime
    fields: Fields = field(repr=False)
    heard: Heard | None = field(repr=False)
    problem: str | None = None
    """Why it was not understood, if so."""


class Memory:
    """What outlives a door, which is built anew when settings change: open calls, the last letters."""

    def __init__(self) -> None:
        self.calls = OpenCalls()
        # A missed call and an answered one, of which several letters tell.
        self.letters: deque[SeenLetter] = deque(maxlen=_KEPT_LETTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """One phone system. `name` tells its calls from those of others.

    `mapping` is None for our own documented form. `callback_url`, which has a secret in it, is for
    systems that tell the rest of a call only to the address named in the reply to its first letter.
    """

    name: str
    mapping: FieldMapping | None = None
    callback_url: str | None = field(default=None, repr=False)


class WebhookDoor(Door):
    """The door of one phone system of one shop."""

    content_types = frozenset({JSON, FORM})

    def __init__(
        self, settings: WebhookSettings, *, proof: Proof, memory: Memory, line_of: LineOf
    ) -> None:
        self._settings = settings
        self._proof = proof
        self._memory = memory
        self._line_of = line_of

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return self._proof.may_be_genuine(headers)

    @override
    def handle(self, letter: Letter) -> Handled:
        self._proof.verify(letter)
        heard = self._read(letter)
        if heard is None:
            return _told((), {"heard": None})
        if heard.meaning in OUTGOING:
            return self._made(heard, letter.now)
        mapping = self._settings.mapping
        only_opened = mapping is not None and mapping.only_opened
        verdict = self._memory.calls.take(heard, letter.now, only_opened=only_opened)
        if verdict is None:
            return self._ringing(heard)
        if (line_id := self._line_of(verdict.dialled)) is None:
            return _told((), {"heard": verdict.outcome, "line": None})
        events = _events(verdict, line_id, f"webhook:{self._settings.name}:{verdict.call}")
        return _told(events, {"heard": verdict.outcome})

    def _read(self, letter: Letter) -> Heard | None:
        fields: Fields = {}
        try:
            body = read_body(letter.body)
            fields = flatten(body)
            if self._settings.mapping is None:
                heard: Heard | None = read_document(body, letter.now)
            else:
                heard = self._settings.mapping.read(fields)
        except Malformed as err:
            self._memory.letters.append(
                SeenLetter(at=letter.now, fields=fields, heard=None, problem=str(err))
            )
            raise
        self._memory.letters.append(SeenLetter(at=letter.now, fields=fields, heard=heard))
        return heard

    def _made(self, heard: Heard, now: datetime) -> Handled:
        """Tell of a call that the shop made: to whom is known by the number alone."""
        if heard.meaning is Meaning.CALLING:
            return self._ringing(heard)
        if heard.dialled is None:
            return _told((), {"heard": None})
        over_at = min(heard.ended_at or now, now)
        # What they did during a talk of which only the end is told is not answered by it.
        began_at = min(heard.started_at or over_at, over_at)
        answered = heard.meaning is Meaning.CALLED_BACK
        made = CallMade(
            numbers=(heard.dialled,),
            began_at=began_at,
            answered_at=began_at if answered else None,
        )
        return _told((made,), {"heard": heard.meaning})

    def _ringing(self, heard: Heard) -> Handled:
        """Answer what is no verdict yet. There is nothing to store, so the reply goes out anyway."""
        if heard.meaning not in (Meaning.RINGING, Meaning.CALLING):
            return _told((), {"heard": None})
        if self._settings.callback_url is None:
            return _told((), {"heard": heard.meaning}, answer_anyway=True)
        address = quoteattr(self._settings.callback_url)
        document = f"<Response onAnswer={address} onHangup={address} />"
        ascii_only = document.encode("ascii", "xmlcharrefreplace").decode()
        return Handled((), Reply(200, ascii_only, _XML), answer_anyway=True)


def _events(verdict: Verdict, line_id: str, source_id: str) -> tuple[CallEvent, ...]:
    ended = CallEvent(
        line_id=line_id,
        source_id=source_id,
        step=CallStep.ENDED,
        at=verdict.at,
        caller=verdict.caller,
        outcome=verdict.outcome,
        ring_seconds=verdict.ring_seconds,
        caller_name=verdict.caller_name,
    )
    if verdict.recording is None or verdict.outcome is not Outcome.VOICEMAIL:
        return (ended,)
    recorded = CallEvent(
        line_id=line_id,
        source_id=source_id,
        step=CallStep.RECORDED,
        at=verdict.at,
        caller=verdict.caller,
        recording=verdict.recording,
    )
    return ended, recorded


def _told(
    events: tuple[Entry, ...], said: dict[str, str | None], *, answer_anyway: bool = False
) -> Handled:
    # Whoever tries it out by hand sees what was understood. Few phone systems send again what was
    # refused, and none of them keeps a list that it could be looked up in.
    reply = Reply(200, json.dumps(said), JSON)
    return Handled(events, reply, answer_anyway=answer_anyway, comes_once=True)
