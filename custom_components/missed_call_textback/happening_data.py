"""What automations are told of a happening, by the same names in events and in triggers."""

from typing import Any, Final

from .coordinator import ShopCoordinator
from .core.happenings import CallDecided, LeadMoved, TextMoved, TextReceived, TranscriptReady
from .core.money import in_units
from .core.numbers import to_e164
from .core.outbox import TextKind, TextState
from .core.policy import Hold, Skip, TextBack

DECISIONS: Final = {TextBack: "text_back", Hold: "hold", Skip: "skip"}


def call_data(coordinator: ShopCoordinator, decided: CallDecided) -> dict[str, Any]:
    """Return what is told of a call that is over."""
    call, decision = decided.call, decided.decision
    return {
        "direction": "incoming",
        "call_id": decided.call_id,
        "thread_id": decided.thread_id,
        "caller": to_e164(call.caller, coordinator.shop.country),
        "decision": DECISIONS[type(decision)],
        "reason": decision.reason.value,
        "reason_text": coordinator.reason_words[decision.reason],
        "held_until": decision.until.isoformat() if isinstance(decision, Hold) else None,
        "started_at": call.started_at.isoformat(),
        "ring_seconds": call.ring_seconds,
        "has_recording": call.recording is not None,
        "caller_name": call.caller_name,
        "attestation": None if call.attestation is None else call.attestation.value,
    }


def received_data(received: TextReceived) -> dict[str, Any]:
    """Return what is told of a text that came in."""
    wish = received.wish
    return {
        "direction": "incoming",
        "thread_id": received.thread_id,
        "number": received.peer,
        "kind": TextKind.REPLY.value,
        "state": TextState.RECEIVED.value,
        "body": received.body,
        "media": received.media,
        "channel": received.channel.value,
        "wish": None if wish is None else wish.value,
        "urgent": bool(received.urgent),
        "urgent_words": list(received.urgent),
        "alarm": received.alarm,
    }


def transcript_data(ready: TranscriptReady) -> dict[str, Any]:
    """Return what is told of what a caller said to the answering machine."""
    return {
        "direction": "incoming",
        "call_id": ready.call_id,
        "thread_id": ready.thread_id,
        "caller": ready.peer,
        "body": ready.words,
        "urgent": bool(ready.urgent),
        "urgent_words": list(ready.urgent),
        "alarm": ready.alarm,
    }


def text_data(moved: TextMoved) -> dict[str, Any]:
    """Return what is told of a text of ours that got further."""
    text = moved.text
    return {
        "direction": "outgoing",
        "number": text.to,
        "kind": text.kind.value,
        "state": text.state.value,
        "channel": text.channel.value,
        "text_id": text.ref,
        "call_id": text.call_id,
        "error": text.error,
    }


def lead_data(moved: LeadMoved) -> dict[str, Any]:
    """Return what is told of a matter that got further."""
    lead = moved.lead
    return {
        "thread_id": moved.thread_id,
        "number": moved.peer,
        "value": None if lead.value is None else in_units(lead.value),
        "before": moved.before.stage.value,
    }
