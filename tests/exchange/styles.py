"""Which company the exchange plays: Twilio itself, or one that speaks its language, as documented.

SignalWire, by its documents (https://signalwire.com/docs/compatibility-api): a path before Twilio's,
UUIDs for SIDs, a signing key apart from the token and a header of its own, fewer fields in webhooks,
numbers where Twilio writes texts, other codes for some errors, and nothing but the first API.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_SIGNALWIRES_FIELDS: Final = frozenset(
    {
        *("AccountSid", "ApiVersion", "Body", "From", "To", "ErrorCode"),
        *("MessageSid", "MessageStatus", "NumMedia", "NumSegments", "SmsSid"),
        *("CallSid", "CallStatus", "Direction", "ParentCallSid", "CallDuration", "Timestamp"),
        *("DialCallStatus", "DialCallSid", "DialCallDuration", "Digits"),
        *("RecordingUrl", "RecordingSid", "RecordingDuration", "RecordingStatus"),
    }
)
_WHOLE_NUMBERS: Final = frozenset({"num_media", "num_segments", "duration", "page_size"})
_URIS: Final = frozenset({"uri", "first_page_uri", "next_page_uri", "previous_page_uri"})
_CAPABILITIES: Final = {"voice": "Voice", "sms": "SMS", "mms": "MMS", "fax": "Fax"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What one company does otherwise than another."""

    path: str = ""
    """Before Twilio's own paths."""
    uuids: bool = False
    signature_header: str = "X-Twilio-Signature"
    has_signing_key: bool = False
    obeys_words: bool = True
    dial_bridged: bool = True
    newer_apis: bool = True
    """Has Lookup, messaging services, permissions and a balance."""
    longest_validity: int = 36_000
    webhook_fields: frozenset[str] | None = None
    """All that webhooks carry; None is whatever Twilio's do."""
    codes: Mapping[int, int] = field(default_factory=dict)
    """Its own codes for Twilio's."""

    def told(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Return the fields of a webhook that this company sends."""
        known = self.webhook_fields
        return {name: value for name, value in fields.items() if known is None or name in known}

    def written(self, body: dict[str, object]) -> dict[str, object]:
        """Return what an answer holds, as this company writes it."""
        if not self.path:
            return body
        return {name: self._value(name, value) for name, value in body.items()}

    def _value(self, name: str, value: object) -> object:
        if name in _URIS and isinstance(value, str) and not value.startswith(self.path):
            return self.path + value
        if name in _WHOLE_NUMBERS and isinstance(value, str):
            return int(value)
        if name == "code" and isinstance(value, int):
            return self.codes.get(value, value)
        if name == "capabilities" and isinstance(value, dict):
            return {_CAPABILITIES[each]: can for each, can in value.items()}
        if isinstance(value, list):
            return [self._value("", item) for item in value]
        return self.written(value) if isinstance(value, dict) else value


TWILIO: Final = Style()
SIGNALWIRE: Final = Style(
    path="/api/laml",
    uuids=True,
    signature_header="X-SignalWire-Signature",
    has_signing_key=True,
    obeys_words=False,
    dial_bridged=False,
    newer_apis=False,
    longest_validity=172_800,
    webhook_fields=_SIGNALWIRES_FIELDS,
    codes={21606: 21210, 21608: 21219, 30034: 21717},
)
