"""What the phone tells: texts that came in, and what became of ours.

Source of the fields: https://docs.sms-gate.app/features/webhooks/
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
import re
from typing import Final

from ...core.numbers import to_e164
from ...core.outbox import InboundText, Reaction, Receipt, TextState
from ...core.ports import Entry
from ...core.shop import Line, Shop
from ..door import Malformed
from ..json_fields import Json, object_in, text_in, told_at
from .reactions import failure_of

RECEIVED: Final = "sms:received"
PICTURE: Final = "mms:received"
SENT: Final = "sms:sent"
DELIVERED: Final = "sms:delivered"
FAILED: Final = "sms:failed"

# As long as joined texts come in.
_BODY_LENGTH: Final = 4096
_REASON_LENGTH: Final = 500
_REF: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


class Letters:
    """Reads letters of one shop's phone. `sims` are the slots that lines send from."""

    def __init__(self, shop: Shop, sims: Mapping[str, int]) -> None:
        self._shop = shop
        self._sims = sims
        self._readers: dict[str, Callable[[Json, datetime], Entry]] = {
            RECEIVED: self._received,
            PICTURE: self._picture,
            SENT: _sent,
            DELIVERED: _delivered,
            FAILED: _failed,
        }

    def read(self, letter: Json, now: datetime) -> Entry | None:
        """Return what a letter tells; None where that counts for nothing. Raises Malformed."""
        reader = self._readers.get(text_in(letter, "event"))
        return None if reader is None else reader(object_in(letter, "payload"), now)

    def _received(self, payload: Json, now: datetime) -> InboundText:
        return self._inbound(payload, now, text_in(payload, "message", _BODY_LENGTH))

    def _picture(self, payload: Json, now: datetime) -> InboundText:
        # The words and pictures themselves come in another letter, too large for any door.
        return self._inbound(payload, now, text_in(payload, "subject", _BODY_LENGTH), media=1)

    def _inbound(self, payload: Json, now: datetime, body: str, media: int = 0) -> InboundText:
        return InboundText(
            line_id=self._line(payload).id,
            carrier_id=_inbound_id(payload),
            sender=text_in(payload, "sender") or text_in(payload, "phoneNumber"),
            body=body,
            at=told_at(payload, "receivedAt", now),
            media=media,
        )

    def _line(self, payload: Json) -> Line:
        """Return the line that a text came in on.

        Phones often know neither their number nor their slot: then it is the first line, since a
        reply is better shown there than lost.
        """
        lines = self._shop.lines
        if not lines:
            raise Malformed("a shop without lines")
        number = to_e164(text_in(payload, "recipient"), self._shop.country)
        slot = payload.get("simNumber")
        for line in lines:
            if number is not None and line.number == number:
                return line
        for line in lines:
            if slot is not None and self._sims.get(line.number) == slot:
                return line
        return lines[0]


def _sent(payload: Json, _: datetime) -> Receipt:
    return _receipt(payload, TextState.SENT)


def _delivered(payload: Json, _: datetime) -> Receipt:
    # One comes for each part of a long text, and none that says that it was the last.
    return _receipt(payload, TextState.DELIVERED)


def _failed(payload: Json, _: datetime) -> Receipt:
    state, code, reaction = failure_of(text_in(payload, "reason", _REASON_LENGTH))
    return _receipt(payload, state, code, reaction)


def _receipt(
    payload: Json, state: TextState, error: str | None = None, reaction: Reaction | None = None
) -> Receipt:
    ref = text_in(payload, "messageId", 65)
    if _REF.fullmatch(ref) is None:
        raise Malformed("no messageId")
    return Receipt(state=state, ref=ref, carrier_id=ref, error=error, reaction=reaction)


def _inbound_id(payload: Json) -> str:
    """Return what tells a text that came in from all others, and is the same when it comes again.

    Its own id is 32 bits of a hash, or the network's, and "not guaranteed to be unique":
    https://github.com/android-sms-gateway/docs-web/pull/90. With its time it is.
    """
    named = text_in(payload, "messageId", 300)
    stamp = text_in(payload, "receivedAt")
    if not named and not stamp:
        raise Malformed("no messageId")
    return f"smsgate:{sha256(f'{named} {stamp}'.encode()).hexdigest()[:32]}"
