"""Texts as Twilio's message log has them: what came in, and what came of those that went out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ...core.outbox import InboundText, Receipt, TextState
from ...core.shop import Line
from .addresses import known_address
from .client import Json
from .dates import moment
from .dialect import Dialect
from .resources import number_in, sid_of, text_in
from .texts import BODY_LENGTH, obeyed, receipt_of

_ENDED: Final = frozenset({TextState.DELIVERED, TextState.UNDELIVERED, TextState.FAILED})


def read_inbound(
    listed: Iterable[Json], line: Line, since: datetime, dialect: Dialect
) -> list[InboundText]:
    """Return the texts that came in after a time. Total."""
    found = []
    for message in listed:
        sid, at = sid_of(message), moment(message.get("date_created"))
        inbound = text_in(message, "direction") == "inbound"
        if sid is None or at is None or at < since or not inbound:
            continue
        if (address := known_address(text_in(message, "from"))) is None:
            continue
        channel, sender = address
        body = text_in(message, "body", BODY_LENGTH)
        found.append(
            InboundText(
                line_id=line.id,
                carrier_id=sid,
                sender=sender,
                body=body,
                at=at,
                media=number_in(message, "num_media"),
                wish=obeyed(body, line, channel, dialect),
                channel=channel,
            )
        )
    return found


def read_receipts(listed: Iterable[Json], dialect: Dialect) -> list[Receipt]:
    """Return what came of the texts that came to an end. Total."""
    found = []
    for message in listed:
        if (sid := sid_of(message)) is None or text_in(message, "direction") == "inbound":
            continue
        code = number_in(message, "error_code")
        written = str(code) if code else ""
        receipt = receipt_of(sid, text_in(message, "status"), written, dialect)
        if receipt is not None and receipt.state in _ENDED:
            found.append(receipt)
    return found
