"""A stand-in of httpSMS: one account, with the phones behind it.

What it refuses is refused by the handlers and validators of
https://github.com/NdoleStudio/httpsms/tree/main/api/pkg.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
import hashlib
import hmac
import json
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from aiohttp import web

from .company import Bring, Company, Refusal, json_body

EVENTS = {
    "message.phone.received", "message.phone.sent", "message.phone.delivered",
    "message.send.failed", "message.send.expired", "phone.heartbeat.online",
    "phone.heartbeat.offline", "message.call.missed",
}  # fmt: skip
CONTACT = re.compile(r"\+?[0-9]\d{1,14}", re.ASCII)
MOST_WEBHOOKS = 10
# A letter is brought twice, and then thrown away.
ATTEMPTS = 2


@dataclass(slots=True, kw_only=True)
class Text:
    """A row of its messages."""

    id: str
    owner: str
    contact: str
    content: str
    request_id: str | None
    at: datetime
    ordered_at: datetime
    kind: str = "mobile-terminated"
    status: str = "pending"
    reason: str | None = None
    attempts: int = 0
    told: dict[str, object] = field(default_factory=dict)

    def shown(self) -> dict[str, object]:
        return {
            "id": self.id,
            "request_id": self.request_id,
            "owner": self.owner,
            "contact": self.contact,
            "content": self.content,
            "type": self.kind,
            "status": self.status,
            "failure_reason": self.reason,
            "send_attempt_count": self.attempts,
            "max_send_attempts": 2,
            "request_received_at": stamp(self.at),
            "created_at": stamp(self.at),
            "order_timestamp": stamp(self.ordered_at),
            **self.told,
        }


@dataclass(slots=True, kw_only=True)
class Sim:
    """A phone's SIM card."""

    number: str
    rate: int = 10
    auto_reply: str | None = None


class HttpSms(Company):
    """One account. `clock` is its phones' clock, too."""

    def __init__(self, bring: Bring, *, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(bring)
        self.user_id = "XtABz6zdeFMoBLoltz6SREDvRSh2"
        self.api_key = "uk_" + "k" * 40
        self.sims: list[Sim] = []
        self.texts: list[Text] = []
        self.webhooks: dict[str, dict[str, Any]] = {}
        self.archived: set[str] = set()
        self.plan_used_up = False
        self.phones_unknown = False
        self.thrown_away = 0
        self._clock = clock or (lambda: datetime.now(UTC))

    async def answer(self, request: web.Request) -> tuple[int, object]:  # noqa: PLR0911
        if request.headers.get("x-api-key") != self.api_key:
            raise refused(401, "You are not authorized to carry out this request.")
        bad = refused(400, "The request isn't properly formed")
        match request.method, request.path.strip("/").split("/"):
            case "GET", ["v1", "phones"]:
                self._page(request)
                return good([self._phone(sim) for sim in self.sims])
            case "POST", ["v1", "messages", "send"]:
                return good(self._send(await json_body(request, bad)))
            case "GET", ["v1", "messages"]:
                return good(self._listed(request))
            case "GET", ["v1", "message-threads"]:
                return good(self._threads(request))
            case "GET", ["v1", "webhooks"]:
                self._page(request)
                return good(list(self.webhooks.values()))
            case "POST", ["v1", "webhooks"]:
                return 201, good(self._hook(str(uuid4()), await json_body(request, bad)))[1]
            case "PUT", ["v1", "webhooks", webhook_id]:
                self._webhook(webhook_id)
                return good(self._hook(webhook_id, await json_body(request, bad)))
            case "DELETE", ["v1", "webhooks", webhook_id]:
                self._webhook(webhook_id)
                del self.webhooks[webhook_id]
                return good(None)
        raise refused(404, "Not Found")

    # What phones do.

    def deliver(self) -> None:
        """Have all that is pending sent and delivered."""
        for text in self._pending():
            text.status, text.ordered_at = "delivered", self._clock()
            self._tell(text, "message.phone.sent", "id")
            self._tell(text, "message.phone.delivered", "id")

    def fail(self, reason: str) -> None:
        """Have all that is pending fail."""
        for text in self._pending():
            text.status, text.reason, text.ordered_at = "failed", reason, self._clock()
            self._tell(text, "message.send.failed", "id", error_message=reason)

    def expire(self, *, final: bool) -> None:
        """Have nobody fetch what is pending."""
        for text in self._pending():
            text.status, text.attempts, text.ordered_at = "expired", 1 + final, self._clock()
            more = {"is_final": final, "send_attempt_count": text.attempts}
            self._tell(text, "message.send.expired", "message_id", **more)

    def miss_call(self, owner: str, contact: str, at: datetime | None = None) -> None:
        """Tell of a missed call."""
        self._from_phone("message.call.missed", owner, contact, at or self._clock())

    def receive(self, owner: str, contact: str, content: str, **more: object) -> None:
        """Receive a text."""
        told = {"content": content, "encrypted": False, "attachments": None} | more
        self._from_phone("message.phone.received", owner, contact, self._clock(), **told)

    def emit(self, event: str, owner: str, data: dict[str, object]) -> None:
        """Bring a letter to whoever asked for this event of this number, with a token of its own."""
        for webhook in list(self.webhooks.values()):
            if event not in webhook["events"] or owner not in webhook["phone_numbers"]:
                continue
            letter = {
                "specversion": "1.0",
                "id": str(uuid4()),
                "source": "/v1/messages",
                "type": event,
                "datacontenttype": "application/json",
                "time": stamp(self._clock()),
                "data": data,
            }
            body = json.dumps(letter).encode()
            for _ in range(ATTEMPTS):
                signed = token(webhook["signing_key"], webhook["url"], self.user_id, self._clock())
                headers = {
                    "X-Event-Type": event,
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {signed}",
                }
                if self.bring(webhook["url"], headers, body) < 400:
                    break
            else:
                self.thrown_away += 1

    def _from_phone(
        self, event: str, owner: str, contact: str, at: datetime, **more: object
    ) -> None:
        data: dict[str, object] = {
            "message_id": str(uuid4()),
            "user_id": self.user_id,
            "owner": owner,
            "contact": contact,
            "timestamp": stamp(at),
            "sim": "SIM1",
        }
        self.texts.append(
            Text(
                id=str(data["message_id"]),
                owner=owner,
                contact=contact,
                content=str(more.get("content", "")),
                request_id=None,
                at=at,
                ordered_at=at,
                kind="call/missed" if event == "message.call.missed" else "mobile-originated",
                status="received",
                told=more,
            )
        )
        self.emit(event, owner, data | more)

    def _tell(self, text: Text, event: str, id_name: str, **more: object) -> None:
        data: dict[str, object] = {
            id_name: text.id,
            "user_id": self.user_id,
            "request_id": text.request_id,
            "owner": text.owner,
            "contact": text.contact,
            "encrypted": False,
            "timestamp": stamp(self._clock()),
            "content": text.content,
            "sim": "SIM1",
        }
        self.emit(event, text.owner, data | more)

    def _pending(self) -> list[Text]:
        return [text for text in self.texts if text.status in ("pending", "expired")]

    # What the API does.

    def _phone(self, sim: Sim) -> dict[str, object]:
        return {
            "id": str(uuid4()),
            "user_id": self.user_id,
            "phone_number": sim.number,
            "messages_per_minute": sim.rate,
            "missed_call_auto_reply": sim.auto_reply,
            "sim": "SIM1",
            "max_send_attempts": 2,
        }

    def _send(self, body: dict[str, Any]) -> dict[str, object]:
        errors: dict[str, list[str]] = {}
        content = body.get("content")
        if not isinstance(content, str) or not 1 <= len(content) <= 2048:
            errors["content"] = ["The content field must be between 1 and 2048"]
        if not CONTACT.fullmatch(str(body.get("to", ""))):
            errors["to"] = ["The to field must contain only digits"]
        if not str(body.get("from", "")).startswith("+"):
            errors["from"] = ["The from field must be a valid E.164 phone number"]
        if len(body.get("request_id", "")) > 255:
            errors["request_id"] = ["The request_id field must be maximum 255 char"]
        if not errors:
            errors = self._look_at_sender(body["from"])
        if errors:
            raise refused(422, "validation errors while sending message", errors)
        if self.plan_used_up:
            raise refused(402, "You have exceeded your limit of [200] messages")
        now = self._clock()
        text = Text(
            id=str(uuid4()),
            owner=body["from"],
            contact=body["to"],
            content=body["content"],
            request_id=body.get("request_id") or None,
            at=now,
            ordered_at=now,
        )
        self.texts.append(text)
        return text.shown()

    def _look_at_sender(self, number: str) -> dict[str, list[str]]:
        later = f"could not validate 'from' number [{number}], please try again later"
        if self.phones_unknown:
            return {"from": [later]}
        if number not in {sim.number for sim in self.sims}:
            return {"from": [f"no phone found with with 'from' number [{number}].", later]}
        return {}

    def _listed(self, request: web.Request) -> list[dict[str, object]]:
        skip, limit = self._page(request, most=20)
        owner, contact = request.query.get("owner"), request.query.get("contact")
        if not owner or not contact:
            raise refused(422, "validation errors while fetching messages", {"owner": ["required"]})
        between = [text for text in self.texts if (text.owner, text.contact) == (owner, contact)]
        between.sort(key=lambda text: text.ordered_at, reverse=True)
        return [text.shown() for text in between[skip : skip + limit]]

    def _threads(self, request: web.Request) -> list[dict[str, object]]:
        skip, limit = self._page(request, most=20)
        owner, archived = request.query.get("owner"), request.query.get("is_archived", "false")
        if not owner or archived not in ("true", "false"):
            raise refused(422, "validation errors while fetching", {"owner": ["required"]})
        newest: dict[str, datetime] = {}
        for text in self.texts:
            if text.owner == owner and (text.contact in self.archived) == (archived == "true"):
                newest[text.contact] = max(
                    text.ordered_at, newest.get(text.contact, text.ordered_at)
                )
        threads = sorted(newest.items(), key=lambda thread: thread[1], reverse=True)
        return [
            {"owner": owner, "contact": contact, "order_timestamp": stamp(at)}
            for contact, at in threads[skip : skip + limit]
        ]

    def _page(self, request: web.Request, most: int = 100) -> tuple[int, int]:
        skip, limit = request.query.get("skip") or "0", request.query.get("limit") or "20"
        if not skip.isdecimal() or not limit.isdecimal() or not 1 <= int(limit) <= most:
            raise refused(422, "validation errors while fetching", {"limit": ["numeric"]})
        return int(skip), int(limit)

    def _webhook(self, webhook_id: str) -> None:
        try:
            UUID(webhook_id)
        except ValueError:
            raise refused(422, "validation errors", {"webhookID": ["uuid"]}) from None
        if webhook_id not in self.webhooks:
            raise refused(500, "We ran into an internal error while handling the request.")

    def _hook(self, webhook_id: str, body: dict[str, Any]) -> dict[str, object]:
        url, key = body.get("url", ""), body.get("signing_key", "")
        numbers, events = body.get("phone_numbers") or [], body.get("events") or []
        errors: dict[str, list[str]] = {}
        if not urlsplit(url).netloc or len(url) > 255:
            errors["url"] = ["The url field must be a valid url of at most 255 characters"]
        if not 1 <= len(key) <= 255:
            errors["signing_key"] = ["The signing_key field must be at most 255 characters"]
        if not events or not EVENTS.issuperset(events):
            errors["events"] = ["The events field has an invalid event"]
        if not numbers or not {sim.number for sim in self.sims}.issuperset(numbers):
            errors["from"] = ["The phone number is not available in your account."]
        if errors:
            raise refused(422, "validation errors while storing webhook", errors)
        if webhook_id not in self.webhooks and len(self.webhooks) >= MOST_WEBHOOKS:
            raise refused(402, "You can't create more than 10 webhooks")
        self.webhooks[webhook_id] = {
            "id": webhook_id,
            "user_id": self.user_id,
            "url": url,
            "signing_key": key,
            "phone_numbers": numbers,
            "events": events,
        }
        return self.webhooks[webhook_id]


def good(data: object) -> tuple[int, object]:
    """Return a good answer."""
    return 200, {"status": "success", "message": "done", "data": data}


def refused(status: int, message: str, data: object = None) -> Refusal:
    """Return an answer that refuses."""
    return Refusal(status, {"status": "error", "message": message, "data": data})


def stamp(at: datetime) -> str:
    """Write a time as Go does, to the nanosecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"


def token(
    key: str,
    url: str,
    user_id: str,
    at: datetime,
    *,
    header: object = None,
    claims: Mapping[str, object] | None = None,
) -> str:
    """Return a JSON Web Token (RFC 7519) as httpSMS makes it."""
    now = int(at.timestamp())
    made = {
        "iss": "api.httpsms.com",
        "sub": user_id,
        "aud": [url],
        "exp": now + 600,
        "nbf": now - 600,
        "iat": now,
    }
    parts = (header or {"alg": "HS256", "typ": "JWT"}, made | dict(claims or {}))
    signed = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    mac = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_encoded(mac)}"


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
