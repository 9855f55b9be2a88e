"""One call as the company remembers it: the row of its call log, and all that was said."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .identifiers import API_VERSION, now, rfc2822, sid_like
from .webhooks import Webhook


@dataclass(slots=True, kw_only=True)
class CallRow:
    """One Call resource: an inbound call, or a leg that a `<Dial>` rang."""

    account_sid: str
    to: str
    from_: str
    direction: str
    status: str = "ringing"
    sid: str = ""
    parent_sid: str | None = None
    number_sid: str | None = None
    forwarded_from: str | None = None
    stir: str | None = None
    caller_name: str | None = None
    duration: int | None = None
    start_time: datetime = field(default_factory=now)
    end_time: datetime | None = None
    ordinal: int = 0
    listed_at: float = 0.0

    def end(self, status: str, rang_for: float, talked_for: float) -> None:
        """Close the row."""
        self.status = status
        self.end_time = self.start_time + timedelta(seconds=rang_for + talked_for)
        self.duration = round(talked_for)

    def __post_init__(self) -> None:
        self.sid = self.sid or sid_like(self.account_sid, "CA")

    @property
    def uri(self) -> str:
        """Return where this call can be read."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.sid}.json"

    def to_json(self) -> dict[str, object]:
        """Return the Call resource."""
        return {
            "account_sid": self.account_sid,
            "annotation": None,
            "answered_by": None,
            "api_version": API_VERSION,
            "caller_name": self.caller_name,
            "date_created": rfc2822(self.start_time),
            "date_updated": rfc2822(self.end_time or self.start_time),
            "direction": self.direction,
            "duration": None if self.duration is None else str(self.duration),
            "end_time": rfc2822(self.end_time),
            "forwarded_from": self.forwarded_from,
            "from": self.from_,
            "from_formatted": self.from_,
            "group_sid": None,
            "parent_call_sid": self.parent_sid,
            "phone_number_sid": self.number_sid,
            "price": None,
            "price_unit": "USD",
            "queue_time": "0",
            "sid": self.sid,
            "start_time": rfc2822(self.start_time),
            "status": self.status,
            "stir_verstat": self.stir,
            "subresource_uris": {},
            "to": self.to,
            "to_formatted": self.to,
            "trunk_sid": None,
            "uri": self.uri,
        }


@dataclass(slots=True, kw_only=True)
class Recording:
    """A voicemail message."""

    sid: str
    url: str
    seconds: int


@dataclass(slots=True, kw_only=True)
class CallRecord:
    """Everything that happened in one inbound call."""

    row: CallRow
    requests: list[Webhook] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)
    whispers: list[str] = field(default_factory=list)
    legs: list[CallRow] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)
    answered_by: str | None = None
    bridged: bool = False
    dial_status: str | None = None
    handled_elsewhere: bool = False
    last_webhook_at: float = 0.0

    @property
    def sid(self) -> str:
        """Return the CallSid."""
        return self.row.sid

    @property
    def status(self) -> str:
        """Return the call's status, final once the call is over."""
        return self.row.status

    def sent(self, kind: str) -> list[Webhook]:
        """Return the requests of one kind: `voice`, `dial`, `record`, `call_status`, ..."""
        return [request for request in self.requests if request.kind == kind]
