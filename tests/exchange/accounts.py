"""What the company knows of its customers: accounts, their keys, and their numbers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from .identifiers import API_VERSION, new_sid, now, rfc2822, sid_like
from .texts import Text

if TYPE_CHECKING:
    from .call_records import CallRow

DEMO_VOICE_URL: Final = "https://demo.twilio.com/welcome/voice/"
DEMO_SMS_URL: Final = "https://demo.twilio.com/welcome/sms/reply/"

# Parameter of the update request -> attribute of the number.
NUMBER_FIELDS: Final = {
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "VoiceApplicationSid": "voice_application_sid",
    "VoiceCallerIdLookup": "voice_caller_id_lookup",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "SmsApplicationSid": "sms_application_sid",
    "TrunkSid": "trunk_sid",
}


@dataclass(slots=True, kw_only=True)
class PhoneNumber:
    """One IncomingPhoneNumber resource, and what callers and texters reach through it.

    With `whatsapp_url` it is a WhatsApp sender as well, which has a webhook of its own.
    """

    phone_number: str
    account_sid: str
    sms: bool = True
    voice: bool = True
    mms: bool = True
    sid: str = ""
    friendly_name: str = ""
    voice_url: str = DEMO_VOICE_URL
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    voice_application_sid: str = ""
    voice_caller_id_lookup: bool = False
    status_callback: str = ""
    status_callback_method: str = "POST"
    sms_url: str = DEMO_SMS_URL
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    sms_application_sid: str = ""
    whatsapp_url: str = ""
    trunk_sid: str = ""
    date_created: datetime = field(default_factory=now)
    date_updated: datetime = field(default_factory=now)
    updates: int = 0

    def __post_init__(self) -> None:
        self.sid = self.sid or sid_like(self.account_sid, "PN")

    @property
    def uri(self) -> str:
        """Return where this number can be read."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/IncomingPhoneNumbers/{self.sid}.json"

    @property
    def voice_goes_elsewhere(self) -> bool:
        """Twilio: with `*_application_sid` or `trunk_sid` set, the URLs are ignored."""
        return bool(self.voice_application_sid or self.trunk_sid)

    def to_json(self) -> dict[str, object]:
        """Return the IncomingPhoneNumber resource."""
        return {
            "account_sid": self.account_sid,
            "address_requirements": "none",
            "address_sid": None,
            "api_version": API_VERSION,
            "beta": False,
            "bundle_sid": None,
            "capabilities": {
                "fax": False,
                "mms": self.mms and self.sms,
                "sms": self.sms,
                "voice": self.voice,
            },
            "date_created": rfc2822(self.date_created),
            "date_updated": rfc2822(self.date_updated),
            "emergency_address_sid": None,
            "emergency_address_status": "unregistered",
            "emergency_status": "Active",
            "friendly_name": self.friendly_name or self.phone_number,
            "identity_sid": None,
            "origin": "twilio",
            "phone_number": self.phone_number,
            "sid": self.sid,
            "sms_application_sid": self.sms_application_sid,
            "sms_fallback_method": self.sms_fallback_method,
            "sms_fallback_url": self.sms_fallback_url,
            "sms_method": self.sms_method,
            "sms_url": self.sms_url,
            "status": "in-use",
            "status_callback": self.status_callback,
            "status_callback_method": self.status_callback_method,
            "subresource_uris": {},
            "trunk_sid": self.trunk_sid or None,
            "type": "local",
            "uri": self.uri,
            "voice_application_sid": self.voice_application_sid,
            "voice_caller_id_lookup": self.voice_caller_id_lookup,
            "voice_fallback_method": self.voice_fallback_method,
            "voice_fallback_url": self.voice_fallback_url,
            "voice_method": self.voice_method,
            "voice_receive_mode": "voice",
            "voice_url": self.voice_url,
        }


@dataclass(slots=True, kw_only=True)
class Service:
    """One Messaging Service resource: numbers that send, and may be answered, together."""

    sid: str
    account_sid: str
    numbers: tuple[str, ...]
    ordinal: int = 0
    friendly_name: str = "Texts"
    inbound_request_url: str | None = None
    use_inbound_webhook_on_number: bool = True
    date_created: datetime = field(default_factory=now)

    def to_json(self) -> dict[str, object]:
        """Return the Service resource (https://www.twilio.com/docs/messaging/api/service-resource)."""
        return {
            "account_sid": self.account_sid,
            "date_created": self.date_created.isoformat(timespec="seconds"),
            "date_updated": self.date_created.isoformat(timespec="seconds"),
            "fallback_method": "POST",
            "fallback_url": None,
            "friendly_name": self.friendly_name,
            "inbound_method": "POST",
            "inbound_request_url": self.inbound_request_url,
            "links": {},
            "sid": self.sid,
            "status_callback": None,
            "use_inbound_webhook_on_number": self.use_inbound_webhook_on_number,
            "validity_period": 36_000,
        }


@dataclass(slots=True, kw_only=True)
class Account:
    """One customer of the company."""

    sid: str = field(default_factory=lambda: new_sid("AC"))
    auth_token: str = field(default_factory=lambda: token_hex(16), repr=False)
    signing_key: str = field(default="", repr=False)
    api_keys: dict[str, str] = field(
        default_factory=lambda: {new_sid("SK"): token_hex(16)}, repr=False
    )
    balance: str = "25.00"
    currency: str = "USD"
    trial: bool = False
    status: str = "active"
    friendly_name: str = "Corner shop"
    date_created: datetime = field(default_factory=now)
    may_look_up: bool = True
    verified: set[str] = field(default_factory=set)
    geo_blocked: set[str] = field(default_factory=set)
    calls_blocked: set[str] = field(default_factory=set)
    numbers: dict[str, PhoneNumber] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    opted_out: set[tuple[str, str]] = field(default_factory=set)
    log: list[Text] = field(default_factory=list)
    log_by_to: defaultdict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))
    texts_by_sid: dict[str, Text] = field(default_factory=dict)
    calls: list[CallRow] = field(default_factory=list)
    recordings: dict[str, bytes] = field(default_factory=dict)

    @property
    def api_key(self) -> tuple[str, str]:
        """Return one API key with its secret."""
        return next(iter(self.api_keys.items()))

    @property
    def signs_with(self) -> str:
        """Return what webhooks are signed with: a key of its own, where the company has one."""
        return self.signing_key or self.auth_token

    def service_of(self, number: str) -> Service | None:
        """Return the messaging service that a number is in."""
        return next((one for one in self.services.values() if number in one.numbers), None)

    def to_json(self) -> dict[str, object]:
        """Return the Account resource (https://www.twilio.com/docs/iam/api/account)."""
        return {
            "auth_token": self.auth_token,
            "date_created": rfc2822(self.date_created),
            "date_updated": rfc2822(self.date_created),
            "friendly_name": self.friendly_name,
            "owner_account_sid": self.sid,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {},
            "type": "Trial" if self.trial else "Full",
            "uri": f"/{API_VERSION}/Accounts/{self.sid}.json",
        }

    def keep(self, text: Text) -> None:
        """Write a text into the account's log."""
        text.ordinal = len(self.log)
        self.log.append(text)
        self.log_by_to[text.to].append(text)
        self.texts_by_sid[text.sid] = text
