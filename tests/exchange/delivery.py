"""Delivery: what becomes of an accepted text, and its status callbacks."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from .accounts import Account
from .identifiers import API_VERSION, now
from .lookup import LineType
from .texts import WHATSAPP, Text
from .trouble import Kind

if TYPE_CHECKING:
    from .company import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How a text ends."""

    status: str
    error_code: int | None = None

    def steps(self) -> tuple[str, ...]:
        """Return the states on the way, the last one being the end."""
        match self.status:
            case "failed":
                return ("queued", "failed")
            case "queued" | "sent":
                return ("queued", "sent")[: 1 if self.status == "queued" else 2]
            case _:
                return ("queued", "sent", self.status)


DELIVERED: Final = Fate(status="delivered")
UNREACHABLE_HANDSET: Final = Fate(status="undelivered", error_code=30003)
UNKNOWN_HANDSET: Final = Fate(status="undelivered", error_code=30005)
LANDLINE: Final = Fate(status="undelivered", error_code=30006)
FILTERED: Final = Fate(status="undelivered", error_code=30007)
UNREGISTERED: Final = Fate(status="undelivered", error_code=30034)
# Twilio: free words by WhatsApp are taken, and then not delivered, 24 hours after the person's last.
OUTSIDE_WINDOW: Final = Fate(status="undelivered", error_code=63016)
WINDOW: Final = timedelta(hours=24)
FAILED: Final = Fate(status="failed", error_code=30008)


class Delivery:
    """Carries texts to handsets: queued, sent, then its fate.

    Twilio: callbacks are best effort and come in any order; `reordered_callbacks` shuffles them.
    """

    def __init__(self, exchange: Exchange, seed: int) -> None:
        self.delay = 0.002
        self.default = DELIVERED
        self.fates: dict[str, Fate] = {}
        self._exchange = exchange
        # Not for secrets: an order that a failed run can repeat.
        self._random = Random(seed)  # noqa: S311

    def seed(self, seed: int) -> None:
        """Choose the order in which callbacks will be shuffled."""
        self._random.seed(seed)

    async def carry(self, account: Account, text: Text) -> None:
        """Take a text through its states, and tell its StatusCallback of each."""
        landline = self._exchange.line_types.get(text.to) is LineType.LANDLINE
        fate = self.fates.get(text.to, LANDLINE if landline else self.default)
        if text.to.startswith(WHATSAPP) and not _in_window(account, text):
            fate = OUTSIDE_WINDOW
        steps = list(fate.steps())
        mixed = self._exchange.trouble.take(Kind.REORDERED_CALLBACKS, "webhook.status")
        if mixed:
            self._advance(text, steps[-1], fate)
            straight = list(steps)
            while steps == straight and len(steps) > 1:
                self._random.shuffle(steps)
        for step in steps:
            if self.delay:
                await asyncio.sleep(self.delay)
            if not mixed:
                self._advance(text, step, fate)
            if text.status_callback:
                text.callbacks.append(step)
                await self._exchange.webhooks.send(
                    account, "status", text.status_callback, _callback(text, step, fate)
                )

    def _advance(self, text: Text, status: str, fate: Fate) -> None:
        text.status = status
        text.date_updated = now()
        if status == "sent" or (status == fate.status and status != "queued"):
            text.date_sent = text.date_sent or text.date_updated
        if status == fate.status:
            text.error_code = fate.error_code


def _in_window(account: Account, text: Text) -> bool:
    heard = (
        one.date_created
        for one in account.log
        if one.direction == "inbound" and (one.from_, one.to) == (text.to, text.from_)
    )
    return any(text.date_created < at + WINDOW for at in heard)


def _callback(text: Text, status: str, fate: Fate) -> dict[str, str]:
    fields = {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "From": text.from_ or "",
        "MessageSid": text.sid,
        "MessageStatus": status,
        "SmsSid": text.sid,
        "SmsStatus": status,
        "To": text.to,
    }
    if text.service_sid:
        fields["MessagingServiceSid"] = text.service_sid
    if status == fate.status and fate.error_code is not None:
        fields["ErrorCode"] = str(fate.error_code)
    if status == "delivered":
        fields["RawDlrDoneDate"] = now().strftime("%y%m%d%H%M")
    return fields
