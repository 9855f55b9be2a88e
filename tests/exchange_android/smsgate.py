"""A stand-in of SMSGate: of a phone's own server, or of the cloud with the phones behind it.

What it refuses is refused by `PostMessageRequest.kt`, `MessagesRoutes.kt` and `WebHooksService.kt` of
https://github.com/capcom6/android-sms-gateway, or by `domain_messages.go`, `3rdparty.go` and
`service.go` of https://github.com/android-sms-gateway/server.
"""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import hashlib
import hmac
import json
import random
from secrets import token_urlsafe
from typing import Any
import zlib

from aiohttp import web
import phonenumbers

from .company import Bring, Company, Refusal, json_body

EVENTS = {
    "sms:received", "sms:data-received", "sms:sent", "sms:delivered", "sms:failed", "system:ping",
    "mms:received", "mms:downloaded", "app:started",
}  # fmt: skip
# So often a letter is brought before it is thrown away; in truth fifteen times in two days.
ATTEMPTS = 3


@dataclass(slots=True, kw_only=True)
class Android:
    """A phone with the app."""

    id: str
    number: str | None = None
    sims: tuple[int, ...] = (1,)
    last_seen: datetime = field(default_factory=lambda: datetime.now(UTC))
    signing_key: str = "p0ck3t-K"


@dataclass(slots=True, kw_only=True)
class Message:
    """A text that was handed over."""

    id: str
    phone: Android
    to: str
    body: str
    sim: int | None
    expires: datetime
    state: str = "Pending"
    error: str | None = None


class SmsGate(Company):
    """One account. `clock` is the phones' clock, too."""

    def __init__(
        self, bring: Bring, *, cloud: bool = False, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(bring)
        self.cloud = cloud
        self.username, self.password = "JHQS5Z", "gate-pass-1"
        self.phones = [Android(id="MxKw03Q2ZVoomrLeDLlMO" if cloud else "ffffffffceb0b1db0000018e")]
        self.messages: dict[tuple[str, str], Message] = {}
        self.webhooks: dict[str, dict[str, Any]] = {}
        self.queue_full: str | None = None
        self.thrown_away = 0
        self._clock = clock or (lambda: datetime.now(UTC))
        self._random = random.Random(1)  # noqa: S311 - which phone is nobody's secret

    @property
    def base_url(self) -> str:
        """The address that an owner types in."""
        return f"{self.address}/3rdparty/v1" if self.cloud else self.address

    async def answer(self, request: web.Request) -> tuple[int, object]:  # noqa: PLR0911
        if not self._knows(request.headers.get("Authorization", "")):
            raise Refusal(401, {"message": "Unauthorized"} if self.cloud else None)
        path = request.path
        if self.cloud:
            if not path.startswith("/3rdparty/v1/"):
                raise Refusal(404, {"message": f"Cannot {request.method} {path}"})
            path = path.removeprefix("/3rdparty/v1")
        match request.method, path.strip("/").split("/"):
            case "GET", ["device"]:
                return 200, [self._device(phone) for phone in self.phones]
            case "GET", ["devices"] if self.cloud:
                return 200, [self._device(phone) for phone in self.phones]
            case "POST", ["messages"]:
                return 202, self._take(await json_body(request, self._bad("body")), request)
            case "GET", ["messages", message_id]:
                return 200, self._state(self._message(message_id))
            case "POST", ["webhooks"]:
                return 201, self._hook(await json_body(request, self._bad("body")))
            case "GET", ["webhooks"]:
                return 200, list(self.webhooks.values())
            case "DELETE", ["webhooks", webhook_id]:
                self.webhooks.pop(webhook_id, None)
                return 204, None
        raise Refusal(404, {"message": f"Cannot {request.method} {path}"} if self.cloud else None)

    # What phones do.

    def deliver(self, parts: int = 1) -> None:
        """Have all that is pending sent and delivered, the newest first."""
        for message in self._due():
            message.state = "Delivered"
            self._tell(message, "sms:sent", {"partsCount": parts, "sentAt": self._now()})
            for _ in range(parts):
                self._tell(message, "sms:delivered", {"deliveredAt": self._now()})

    def fail(self, reason: str) -> None:
        """Have all that is pending fail."""
        for message in self._due():
            self._fail(message, reason)

    def receive(
        self, sender: str, words: str, *, sim: int | None = 1, number: str | None = None
    ) -> None:
        """Receive a text."""
        now = self._clock()
        named = f"{zlib.crc32(f'{sender}{words}{now}'.encode()):x}"
        self.emit(
            self.phones[0],
            "sms:received",
            {
                "messageId": named,
                "message": words,
                "sender": sender,
                "recipient": number,
                "simNumber": sim,
                "receivedAt": self._now(),
                "phoneNumber": sender,
            },
        )

    def receive_picture(self, sender: str, subject: str | None = None) -> None:
        """Receive a multimedia message; what is in it is told by a letter that nobody asked for."""
        self.emit(
            self.phones[0],
            "mms:received",
            {
                "messageId": "mms_12345abcde",
                "sender": sender,
                "recipient": None,
                "simNumber": 1,
                "transactionId": "T1234567890ABC",
                "subject": subject,
                "size": 125684,
                "contentClass": "IMAGE_BASIC",
                "receivedAt": self._now(),
                "phoneNumber": sender,
            },
        )

    def emit(self, phone: Android, event: str, payload: dict[str, object]) -> None:
        """Bring a letter to whoever asked for this event, signed anew at each attempt."""
        for webhook in [hook for hook in self.webhooks.values() if hook["event"] == event]:
            if webhook["deviceId"] not in (None, phone.id):
                continue
            letter = {
                "id": token_urlsafe(16),
                "webhookId": webhook["id"],
                "event": event,
                "deviceId": phone.id,
                "payload": payload,
            }
            body = json.dumps(letter).encode()
            for _ in range(ATTEMPTS):
                headers = sign(phone.signing_key, body, self._clock())
                if 200 <= self.bring(webhook["url"], headers, body) < 300:
                    break
            else:
                self.thrown_away += 1

    # What the API does.

    def _knows(self, proof: str) -> bool:
        scheme, _, encoded = proof.partition(" ")
        if scheme != "Basic":
            return False
        return b64decode(encoded).decode() == f"{self.username}:{self.password}"

    def _device(self, phone: Android) -> dict[str, object]:
        seen = phone.last_seen if self.cloud else self._clock()
        cards = [
            {"slotIndex": sim - 1, "simNumber": sim, "phoneNumber": None} for sim in phone.sims
        ]
        return {
            "id": phone.id,
            "name": "Fairphone/FP5",
            "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-01T00:00:00Z",
            "lastSeen": seen.isoformat(),
            "simCards": cards,
        }

    def _take(self, body: dict[str, Any], request: web.Request) -> dict[str, object]:
        contents = [name for name in ("message", "textMessage", "dataMessage") if body.get(name)]
        ttl, sim, message_id = body.get("ttl"), body.get("simNumber"), body.get("id") or "made-up"
        if len(contents) != 1 or contents == ["dataMessage"]:
            raise self._bad("Must specify exactly one of: textMessage, dataMessage, or message")
        if "ttl" in body and "validUntil" in body:
            raise self._bad("fields conflict: ttl and validUntil")
        if type(ttl) is not int or ttl < (5 if self.cloud else 0):
            raise self._bad("ttl")
        if sim is not None and (type(sim) is not int or not 1 <= sim <= 3):
            raise self._bad("SIM number")
        if not isinstance(message_id, str) or (self.cloud and len(message_id) > 36):
            raise self._bad("id")
        text = body.get("textMessage")
        if not isinstance(text, dict) or not isinstance(text.get("text"), str) or not text["text"]:
            raise self._bad("Text message is empty")
        numbers = body.get("phoneNumbers")
        if not isinstance(numbers, list) or len(numbers) != 1:
            raise self._bad("Empty phone numbers list")
        phone = self._phone(body.get("deviceId"))
        if self.queue_full is not None:
            raise Refusal(503, {"message": f"queue limits exceeded: {self.queue_full}"})
        if self.cloud and request.query.get("skipPhoneValidation") != "true":
            self._look_at_number(numbers[0])
        if self._is_known(message_id, phone):
            raise Refusal(409, {"message": "message with the same ID already exists"})
        message = Message(
            id=message_id,
            phone=phone,
            to=numbers[0],
            body=text["text"],
            sim=sim,
            expires=self._clock() + timedelta(seconds=ttl),
        )
        self.messages[message_id, phone.id] = message
        return self._state(message)

    def _phone(self, phone_id: object) -> Android:
        if phone_id is None:
            # Nobody chose, so chance does: the same id may then be at two phones.
            return self._random.choice(self.phones)
        for phone in self.phones:
            if phone.id == phone_id:
                return phone
        if self.cloud:
            raise self._bad("failed to select device: record not found")
        raise self._bad("Invalid device ID")

    def _is_known(self, message_id: str, phone: Android) -> bool:
        return (message_id, phone.id) in self.messages

    def _look_at_number(self, number: str) -> None:
        parsed = phonenumbers.parse(number, "RU")
        if not phonenumbers.is_valid_number(parsed):
            raise self._bad("failed to use phone in row 1: invalid phone number")

    def _message(self, message_id: str) -> Message:
        for message in self.messages.values():
            if message.id == message_id:
                return message
        raise Refusal(404, {"message": "message not found"} if self.cloud else None)

    def _state(self, message: Message) -> dict[str, object]:
        return {
            "id": message.id,
            "deviceId": message.phone.id,
            "state": message.state,
            "isHashed": False,
            "isEncrypted": False,
            "recipients": [
                {"phoneNumber": message.to, "state": message.state, "error": message.error}
            ],
            "states": {},
        }

    def _hook(self, body: dict[str, Any]) -> dict[str, object]:
        url, event, phone_id = body.get("url"), body.get("event"), body.get("deviceId")
        if not isinstance(url, str) or not url.startswith(("https://", "http://127.0.0.1/")):
            raise self._bad("url must start with https:// or http://127.0.0.1")
        if event not in EVENTS:
            raise self._bad("Unsupported event")
        if phone_id is not None and phone_id not in {phone.id for phone in self.phones}:
            raise self._bad("Device ID mismatch")
        webhook_id = body.get("id") or token_urlsafe(16)
        if len(webhook_id) > 36:
            raise self._bad("id")
        self.webhooks[webhook_id] = {
            "id": webhook_id,
            "url": url,
            "event": event,
            # A phone keeps no other phone's.
            "deviceId": phone_id if self.cloud else None,
        }
        return self.webhooks[webhook_id]

    def _bad(self, message: str) -> Refusal:
        return Refusal(400, {"message": message})

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")

    def _due(self) -> list[Message]:
        pending = [text for text in reversed(self.messages.values()) if text.state == "Pending"]
        for message in pending:
            if message.expires <= self._clock():
                self._fail(message, "TTL expired")
        return [message for message in pending if message.state == "Pending"]

    def _fail(self, message: Message, reason: str) -> None:
        message.state, message.error = "Failed", reason
        self._tell(message, "sms:failed", {"reason": reason, "failedAt": self._now()})

    def _tell(self, message: Message, event: str, more: dict[str, object]) -> None:
        told = {
            "messageId": message.id,
            "sender": message.phone.number,
            "recipient": message.to,
            "simNumber": message.sim,
            "phoneNumber": message.to,
        }
        self.emit(message.phone, event, told | more)


def sign(key: str, body: bytes, at: datetime) -> dict[str, str]:
    """Return the headers of a letter: hex(HMAC-SHA256(key, body + timestamp))."""
    timestamp = str(int(at.timestamp()))
    mac = hmac.new(key.encode(), digestmod=hashlib.sha256)
    mac.update(body)
    mac.update(timestamp.encode())
    return {
        "Content-Type": "application/json",
        "X-Signature": mac.hexdigest(),
        "X-Timestamp": timestamp,
    }
