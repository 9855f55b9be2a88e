"""One text message as the company keeps it, and how long it is in segments."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from .identifiers import API_VERSION, now, rfc2822, sid_like

WHATSAPP: Final = "whatsapp:"

_GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWICE: Final = frozenset("\f^{}\\[~]|€")
_SMART: Final = str.maketrans("‘’“”–—…\u00a0", "''\"\"--.\u0020")


def segments(body: str, *, smart: bool = False) -> int:
    """Count the segments of a body: 160 or 153 septets each, or 70 or 67 UTF-16 units."""
    if smart:
        body = body.translate(_SMART)
    if all(character in _GSM7 or character in _GSM7_TWICE for character in body):
        length = sum(2 if character in _GSM7_TWICE else 1 for character in body)
        alone, joined = 160, 153
    else:
        length, alone, joined = len(body.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else -(-length // joined)


@dataclass(slots=True, kw_only=True)
class Text:
    """One Message resource."""

    account_sid: str
    to: str
    from_: str | None
    body: str
    direction: str
    status: str
    requested_at: float
    sid: str = ""
    service_sid: str | None = None
    media: tuple[str, ...] = ()
    status_callback: str | None = None
    validity_period: int = 36_000
    smart: bool = False
    error_code: int | None = None
    date_created: datetime = field(default_factory=now)
    date_sent: datetime | None = None
    date_updated: datetime | None = None
    ordinal: int = 0
    listed_at: float = 0.0
    callbacks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sid = self.sid or sid_like(self.account_sid, "SM")

    @property
    def uri(self) -> str:
        """Return where this message can be read."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}.json"

    def to_json(self) -> dict[str, object]:
        """Return the Message resource (Twilio: 201 with `queued`, `accepted` with a service)."""
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": rfc2822(self.date_created),
            "date_sent": rfc2822(self.date_sent),
            "date_updated": rfc2822(self.date_updated or self.date_created),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.from_,
            "messaging_service_sid": self.service_sid,
            "num_media": str(len(self.media)),
            "num_segments": (
                "0" if self.status == "accepted" else str(segments(self.body, smart=self.smart))
            ),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": self.uri.removesuffix(".json") + "/Media.json"},
            "to": self.to,
            "uri": self.uri,
        }
