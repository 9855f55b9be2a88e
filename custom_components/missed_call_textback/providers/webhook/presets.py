"""Phone systems whose letters are documented in public: how to read them, and how they prove themselves.

Each is read as its own documents say, cited beside it; the shortest list of words that tells missed
calls from answered ones. What a document does not say is not guessed here, but left to the owner.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .heard import Fields, Meaning
from .mapping import FieldMapping
from .proof import Proof, SharedSecret, SignatureOrSecret
from .vendor_proofs import PlacetelSignature, TelnyxSignature, VonageToken


class ProofKind(StrEnum):
    """The ways to prove a letter."""

    SECRET = "secret"  # noqa: S105
    EITHER = "either"
    PLACETEL = "placetel"
    TELNYX = "telnyx"
    VONAGE = "vonage"


_PROOFS: Final[dict[ProofKind, type[Proof]]] = {
    ProofKind.SECRET: SharedSecret,
    ProofKind.EITHER: SignatureOrSecret,
    ProofKind.PLACETEL: PlacetelSignature,
    ProofKind.TELNYX: TelnyxSignature,
    ProofKind.VONAGE: VonageToken,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One phone system. `signs` are fields that tell its letters from all others' here.

    `subscribes`: it tells the rest of a call only where the reply to its first letter says whom.
    `in_address`: it takes its secret as the password of the address.
    """

    key: str
    name: str
    documents: str
    proof: ProofKind
    mapping: FieldMapping
    signs: frozenset[str]
    subscribes: bool = False
    in_address: bool = False


def proof_of(kind: ProofKind, secrets: tuple[str, ...]) -> Proof:
    """Return how letters prove themselves. Raises ValueError for secrets not of this kind."""
    if not any(secrets):
        raise ValueError("there is no secret")
    return _PROOFS[kind](*secrets)


# A transferred or forwarded call comes as a new one, with the first one's id in `origCallId`. The words
# are of sipgate's own library for Node, `lib/webhook/webhook.types.ts`; that voicemail is named as the
# user who answered is what Zammad goes by (`app/models/cti/log.rb`).
SIPGATE: Final = Preset(
    key="sipgate",
    name="sipgate.io",
    documents="https://developer.sipgate.io/push-api/api-reference/",
    proof=ProofKind.SECRET,
    mapping=FieldMapping(
        status=("direction", "event", "cause", "user"),
        call_id=("callId",),
        first_call_id="origCallId",
        caller="from",
        dialled="to",
        without_plus=True,
        words={
            "in newcall": Meaning.RINGING,
            "in answer": Meaning.ANSWERED,
            "in answer voicemail": Meaning.VOICEMAIL,
            "in hangup normalclearing": Meaning.OVER_AFTER_TALK,
            "in hangup busy": Meaning.BUSY,
            "in hangup cancel": Meaning.ABANDONED,
            # Rejected, or a phone that wants no calls.
            "in hangup noanswer": Meaning.NO_ANSWER,
            "in hangup congestion": Meaning.FAILED,
            "in hangup notfound": Meaning.FAILED,
            # `forwarded` is no end: the call goes on under its first id.
            "out newcall": Meaning.CALLING,
            "out answer": Meaning.CALLED_BACK,
            "out hangup busy": Meaning.CALLED_IN_VAIN,
            "out hangup cancel": Meaning.CALLED_IN_VAIN,
            "out hangup noanswer": Meaning.CALLED_IN_VAIN,
            "out hangup congestion": Meaning.CALLED_IN_VAIN,
            "out hangup notfound": Meaning.CALLED_IN_VAIN,
        },
    ),
    signs=frozenset({"event", "callId", "from", "to", "direction"}),
    subscribes=True,
    in_address=True,
)

PLACETEL: Final = Preset(
    key="placetel",
    name="Placetel",
    documents="https://github.com/Placetel/call-control-notify-api",
    proof=ProofKind.PLACETEL,
    mapping=FieldMapping(
        status=("direction", "event", "type"),
        call_id=("call_id",),
        caller="from",
        dialled="to",
        words={
            "in incomingcall": Meaning.RINGING,
            "in callaccepted": Meaning.ANSWERED,
            "in hungup accepted": Meaning.ANSWERED,
            "in hungup missed": Meaning.NO_ANSWER,
            "in hungup voicemail": Meaning.VOICEMAIL,
            # `blocked` is nobody who is to be texted.
        },
    ),
    signs=frozenset({"event", "call_id", "from", "to"}),
)

# 3CX sends nothing by itself: its template for a CRM is written for this, docs/phones/3cx.xml. It has
# no id of a call, so that the caller and the second in which it began stand for one.
THREE_CX: Final = Preset(
    key="3cx",
    name="3CX",
    documents="https://www.3cx.com/docs/server-side-crm-template-xml-description/",
    proof=ProofKind.SECRET,
    mapping=FieldMapping(
        status=("call_type",),
        call_id=("started_at", "number"),
        caller="number",
        callee="number",
        caller_name="name",
        started_at="started_at",
        words={
            "inbound": Meaning.ANSWERED,
            "missed": Meaning.NO_ANSWER,
            "outbound": Meaning.CALLED_BACK,
            "notanswered": Meaning.CALLED_IN_VAIN,
        },
    ),
    signs=frozenset({"call_type", "number", "started_at"}),
)

# Every leg is told of: the caller's is `incoming`, those to the shop's phones are not. That somebody
# took the call is told by the bridge between them.
TELNYX: Final = Preset(
    key="telnyx",
    name="Telnyx",
    documents="https://developers.telnyx.com/api-reference/callbacks/call-hangup",
    proof=ProofKind.TELNYX,
    mapping=FieldMapping(
        status=("data.event_type", "data.payload.direction", "data.payload.hangup_cause"),
        call_id=("data.payload.call_session_id",),
        leg="data.payload.call_leg_id",
        caller="data.payload.from",
        dialled="data.payload.to",
        only_opened=True,
        words={
            "callinitiated incoming": Meaning.RINGING,
            "callbridged": Meaning.ANSWERED,
            "callhangup": Meaning.OVER,
            "callhangup originatorcancel": Meaning.ABANDONED,
            "callhangup userbusy": Meaning.BUSY,
            "callhangup callrejected": Meaning.BUSY,
            "callhangup timeout": Meaning.NO_ANSWER,
            "callhangup noanswer": Meaning.NO_ANSWER,
            "callhangup notfound": Meaning.FAILED,
        },
    ),
    signs=frozenset({"data.event_type", "data.payload.call_session_id"}),
)

# The caller's leg is `inbound`; that a phone of the shop took the call is `outbound answered`, in the
# same conversation.
VONAGE: Final = Preset(
    key="vonage",
    name="Vonage",
    documents="https://developer.vonage.com/en/voice/voice-api/webhook-reference",
    proof=ProofKind.VONAGE,
    mapping=FieldMapping(
        status=("direction", "status"),
        call_id=("conversation_uuid",),
        leg="uuid",
        caller="from",
        dialled="to",
        without_plus=True,
        only_opened=True,
        words={
            "inbound started": Meaning.RINGING,
            "inbound ringing": Meaning.RINGING,
            "outbound answered": Meaning.ANSWERED,
            "inbound completed": Meaning.OVER,
        },
    ),
    signs=frozenset({"conversation_uuid", "status", "direction"}),
)

PRESETS: Final = {each.key: each for each in (SIPGATE, PLACETEL, THREE_CX, TELNYX, VONAGE)}


def preset_of(fields: Fields) -> Preset | None:
    """Return whose letter it is, by its fields."""
    return next((each for each in PRESETS.values() if each.signs <= fields.keys()), None)
