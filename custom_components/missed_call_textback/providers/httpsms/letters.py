"""What httpSMS tells: missed calls, texts that came in, and what became of ours.

Source of the fields: https://docs.httpsms.com/webhooks/events, and api/pkg/events of
https://github.com/NdoleStudio/httpsms
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
import re
from typing import Final

from ...core.calls import CallEvent, CallStep, Outcome
from ...core.outbox import InboundText, Reaction, Receipt, TextState
from ...core.shop import Shop
from ..door import Malformed
from ..json_fields import Json, moment_in, text_in, told_at
from .reactions import failure_of

type Said = CallEvent | InboundText | Receipt

MISSED: Final = "message.call.missed"
RECEIVED: Final = "message.phone.received"
SENT: Final = "message.phone.sent"
DELIVERED: Final = "message.phone.delivered"
FAILED: Final = "message.send.failed"
EXPIRED: Final = "message.send.expired"

# As long as httpSMS takes texts, twice over.
_BODY_LENGTH: Final = 4096
_REASON_LENGTH: Final = 500
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_TOO_LONG: Final = 65
_LONGEST_KEY: Final = 64


class Letters:
    """Reads letters of one shop's phones. `secret` keeps ids from telling whose they are."""

    def __init__(self, shop: Shop, secret: str) -> None:
        self._shop = shop
        self._secret = secret.encode()[:_LONGEST_KEY]
        self._readers: dict[str, Callable[[Json, datetime], Said | None]] = {
            MISSED: self._missed,
            RECEIVED: self._received,
            SENT: _sent,
            DELIVERED: _delivered,
            FAILED: _failed,
            EXPIRED: _expired,
        }

    def read(self, event: str, data: Json, now: datetime) -> Said | None:
        """Return what a letter tells; None where that counts for nothing. Raises Malformed."""
        reader = self._readers.get(event)
        return None if reader is None else reader(data, now)

    def _missed(self, data: Json, now: datetime) -> CallEvent | None:
        """Read a missed call.

        The phone reports a call once it is over and stands in its log as missed, under the time at
        which it began to ring: https://github.com/NdoleStudio/httpsms, PhoneStateReceiver.kt. Whether
        the caller gave up, the phone was busy or voicemail took over is not told.
        """
        owner = text_in(data, "owner")
        if (line := self._shop.line_dialled(owner)) is None:
            return None
        contact = text_in(data, "contact")
        return CallEvent(
            line_id=line.id,
            source_id=self._id(data, owner, contact),
            step=CallStep.ENDED,
            at=told_at(data, "timestamp", now),
            caller=contact or None,
            outcome=Outcome.NO_ANSWER,
        )

    def _received(self, data: Json, now: datetime) -> InboundText | None:
        owner = text_in(data, "owner")
        if (line := self._shop.line_dialled(owner)) is None:
            return None
        contact = text_in(data, "contact")
        content = text_in(data, "content", _BODY_LENGTH)
        attachments = data.get("attachments")
        return InboundText(
            line_id=line.id,
            carrier_id=self._id(data, owner, contact, content),
            sender=contact,
            # What only the phone can decipher are no words.
            body="" if data.get("encrypted") is True else content,
            at=told_at(data, "timestamp", now),
            media=min(len(attachments), 99) if isinstance(attachments, list) else 0,
        )

    def _id(self, data: Json, *what: str) -> str:
        """Return an id that is the same when the phone tells the same thing again.

        When its request to httpSMS is lost, the phone repeats it, and gets another `message_id`.
        Its own time, to the millisecond, stays, and so it does in httpSMS's lists. Raises Malformed
        where there is neither.
        """
        moment = moment_in(data, "timestamp")
        stamp = text_in(data, "message_id") if moment is None else moment.isoformat()
        if not stamp:
            raise Malformed("no timestamp")
        told = "\n".join((stamp, *what)).encode()
        return f"httpsms:{blake2b(told, key=self._secret, digest_size=16).hexdigest()}"


def _sent(data: Json, _: datetime) -> Receipt:
    return _receipt(data, "id", TextState.SENT)


def _delivered(data: Json, _: datetime) -> Receipt:
    return _receipt(data, "id", TextState.DELIVERED)


def _failed(data: Json, _: datetime) -> Receipt:
    state, code, reaction = failure_of(text_in(data, "error_message", _REASON_LENGTH))
    return _receipt(data, "id", state, code, reaction)


def _expired(data: Json, _: datetime) -> Receipt | None:
    """Read that the phone did not fetch a text in time.

    Unless that is final, httpSMS tries once more by itself. Even then a phone that comes back may
    still fetch it (`CanBePolled`), so it must not go out a second time.
    """
    if data.get("is_final") is not True:
        return None
    return _receipt(data, "message_id", TextState.FAILED, "expired", Reaction.OWNER)


def _receipt(
    data: Json,
    id_name: str,
    state: TextState,
    error: str | None = None,
    reaction: Reaction | None = None,
) -> Receipt:
    carrier_id = text_in(data, id_name, _TOO_LONG)
    ref = text_in(data, "request_id", _TOO_LONG)
    if _IDENTIFIER.fullmatch(carrier_id) is None:
        raise Malformed(f"no {id_name}")
    return Receipt(
        state=state,
        # Others may send by the same phone, with ids of their own.
        ref=ref if _IDENTIFIER.fullmatch(ref) else None,
        carrier_id=carrier_id,
        error=error,
        reaction=reaction,
    )
