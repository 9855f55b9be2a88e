"""Twilio's voice requests: what each says of a call, and what the caller hears next.

A call is missed unless Twilio says `DialBridged=true`. `DialCallStatus=completed` alone is no proof
of a person: it also comes when somebody's mailbox picked up and nobody pressed 1.
"""

from collections.abc import Callable
import re
from urllib.parse import urlsplit

from ...core.calls import CallEvent, CallStep, Outcome
from ...core.shop import Line, LineMode, Shop
from .caller_id import attestation, caller_name
from .logged_calls import source_id
from .steps import Step
from .twiml import Documents, nothing
from .webhook_request import WebhookRequest

type Answer = tuple[tuple[CallEvent, ...], str]
type IsOpen = Callable[[Line], bool]

# A recording is fetched with the account's password, so its address must be at Twilio's API:
# `api.twilio.com`, or a region's (`api.dublin.ie1.twilio.com`).
_API_HOST = re.compile(r"api(\.[a-z0-9-]+){0,2}\.twilio\.com")
_URL_LENGTH = 512
# What is longer comes of a clock that was set meanwhile; shorter than nothing by a second may be
# Twilio's rounding.
_LONGEST_RING = 3600
_ROUNDING = 1
_MILLISECONDS_LENGTH = 13

_OUTCOMES = {
    "no-answer": Outcome.NO_ANSWER,
    "completed": Outcome.NO_ANSWER,
    "answered": Outcome.NO_ANSWER,
    "busy": Outcome.BUSY,
    "failed": Outcome.FAILED,
    "canceled": Outcome.ABANDONED,
}
# What Twilio calls a leg that is gone.
_GONE = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


class Calls:
    """Reads the voice requests of one shop and writes their answers."""

    def __init__(self, shop: Shop, is_open: IsOpen, documents: Documents, api_base: str) -> None:
        self._shop = shop
        self._is_open = is_open
        self._documents = documents
        self._api_base = api_base.rstrip("/")

    def voice(self, request: WebhookRequest) -> Answer:
        """Answer a call that came in: ring the team, or say at once that nobody comes."""
        line = request.line(self._shop)
        if line.mode is LineMode.OWN_PHONES:
            # Their phone system hears the call and tells of it.
            return (), self._documents.put_through(line)
        call = request.identifier("CallSid")
        arrived = _event(request, line, call, CallStep.ARRIVED)
        is_open = self._is_open(line)
        team = self._documents.team_to_ring(arrived.caller)
        if line.mode is LineMode.RING and is_open and team:
            return (arrived,), self._documents.ring(line, team, call, request.now)
        outcome = Outcome.NO_ANSWER if is_open else Outcome.CLOSED
        ended = _event(request, line, call, CallStep.ENDED, outcome)
        return (ended,), self._documents.missed(line)

    def dial(self, request: WebhookRequest) -> Answer:
        """Read what became of ringing the team."""
        line = request.line(self._shop)
        outcome = _outcome(request)
        call = request.identifier("CallSid")
        rang = _ring_seconds(request, outcome)
        ended = _event(request, line, call, CallStep.ENDED, outcome, ring_seconds=rang)
        listening = request.field("CallStatus") not in _GONE
        missed = outcome is not None and outcome is not Outcome.ANSWERED
        return (ended,), self._documents.missed(line) if missed and listening else nothing()

    def whisper(self, request: WebhookRequest) -> Answer:
        """Ask whoever picked up to press 1."""
        known = {name: value for name in ("line", "call") if (value := request.own(name))}
        return (), self._documents.whisper(known)

    def pressed(self, request: WebhookRequest) -> Answer:
        """Put the caller through to somebody who pressed 1, and hang up on anybody else."""
        if request.field("Digits") != "1":
            return (), self._documents.refused()
        call = request.own("call")
        if call is None:
            return (), nothing()
        line = request.line(self._shop)
        # On the team's leg `From` need not be the caller.
        confirmed = _event(request, line, call, CallStep.CONFIRMED, from_caller=False)
        return (confirmed,), nothing()

    def recorded(self, request: WebhookRequest) -> Answer:
        """Read that the caller left a message: at the end of it, and when it can be fetched."""
        line = request.line(self._shop)
        call = request.identifier("CallSid")
        if not _seconds(request.field("RecordingDuration")):
            return (), nothing()
        recorded = _event(
            request,
            line,
            call,
            CallStep.RECORDED,
            recording=_recording(request.field("RecordingUrl", _URL_LENGTH), self._api_base),
        )
        return (recorded,), nothing()

    def ended(self, request: WebhookRequest) -> Answer:
        """Read that the caller's leg is gone, which settles a call whose end got lost."""
        line = request.line(self._shop)
        call = request.identifier("CallSid")
        if line.mode is LineMode.OWN_PHONES or request.field("CallStatus") not in _GONE:
            return (), nothing()
        return (_event(request, line, call, CallStep.HUNG_UP),), nothing()

    def whatever_happens(self, step: Step, request: WebhookRequest) -> str | None:
        """Return what to answer to a step that went wrong, or None where nobody is listening."""
        match step:
            case Step.VOICE:
                return self._documents.emergency(request.number("From") or None)
            case Step.DIAL:
                bridged = request.field("DialBridged") == "true"
                return nothing() if bridged else self._documents.missed(None)
            case Step.WHISPER:
                return self._documents.whisper({})
            case Step.PRESSED:
                pressed = request.field("Digits") == "1"
                return nothing() if pressed else self._documents.refused()
            case Step.RECORDED:
                return nothing()
            case _:
                return None


def _event(
    request: WebhookRequest,
    line: Line,
    call: str,
    step: CallStep,
    outcome: Outcome | None = None,
    *,
    ring_seconds: float | None = None,
    recording: str | None = None,
    from_caller: bool = True,
) -> CallEvent:
    return CallEvent(
        line_id=line.id,
        source_id=source_id(call),
        step=step,
        at=request.now,
        caller=(request.number("From") or None) if from_caller else None,
        outcome=outcome,
        ring_seconds=ring_seconds,
        recording=recording,
        caller_name=caller_name(request) if from_caller else None,
        attestation=attestation(request) if from_caller else None,
    )


def _outcome(request: WebhookRequest) -> Outcome | None:
    status = request.field("DialCallStatus")
    match request.field("DialBridged").lower():
        case "true":
            return Outcome.ANSWERED
        case "false":
            outcome = _OUTCOMES.get(status, Outcome.NO_ANSWER)
        case _ if status in ("completed", "answered"):
            # Companies that speak Twilio's language may not say whether it was bridged.
            return None
        case _:
            if (known := _OUTCOMES.get(status)) is None:
                return None
            outcome = known
    if outcome is Outcome.NO_ANSWER and request.field("CallStatus") == "completed":
        # The caller's leg ended before anybody came: Twilio reports that as any of three statuses.
        return Outcome.ABANDONED
    return outcome


def _ring_seconds(request: WebhookRequest, outcome: Outcome | None) -> float | None:
    """Return how long the caller heard it ring, None where that cannot be said.

    Twilio does not tell: our own address has since when, in milliseconds.
    """
    since = request.own("since") or ""
    if not since.isdigit() or len(since) > _MILLISECONDS_LENGTH:
        return None
    seconds = request.now.timestamp() - int(since) / 1000
    if outcome in (None, Outcome.ANSWERED):
        seconds -= _seconds(request.field("DialCallDuration"))
    return max(0.0, round(seconds, 3)) if -_ROUNDING <= seconds <= _LONGEST_RING else None


def _recording(address: str, api_base: str) -> str | None:
    """Return the address of a recording at the account's API, or None for any other address.

    An account may keep its recordings elsewhere. That a message was left stays true; its address
    is not ours to fetch.
    """
    try:
        parts = urlsplit(address)
        at_twilio = parts.scheme == "https" and _API_HOST.fullmatch(parts.netloc) is not None
    except ValueError:
        return None
    at_api = at_twilio or address.startswith(f"{api_base}/")
    return address if at_api and address.isascii() and address.isprintable() else None


def _seconds(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0
