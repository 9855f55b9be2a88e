"""Twilio's messaging requests: texts that came in, and what became of ours."""

from http import HTTPStatus

from ...core.opt_out import Wish
from ...core.outbox import InboundText, Receipt, TextState
from ...core.shop import Shop
from .reactions import reaction_to
from .webhook_request import WebhookRequest

# Twilio takes at most 1600 characters a text; joined ones may come in longer.
_BODY_LENGTH = 4096

_WISHES = {"STOP": Wish.STOP, "START": Wish.START}

_STATES = {
    "accepted": TextState.ACCEPTED,
    "scheduled": TextState.ACCEPTED,
    "queued": TextState.ACCEPTED,
    "sending": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "partially_delivered": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.FAILED,
    "canceled": TextState.FAILED,
}


def read_text(request: WebhookRequest, shop: Shop) -> InboundText:
    """Read a text that came in. Raises Malformed."""
    media = request.field("NumMedia", 3)
    return InboundText(
        line_id=request.line(shop).id,
        carrier_id=request.identifier("MessageSid", "SmsMessageSid", "SmsSid"),
        sender=request.field("From"),
        body=request.field("Body", _BODY_LENGTH),
        at=request.now,
        media=int(media) if media.isascii() and media.isdigit() else 0,
        # Comes with Advanced Opt-Out: in words of the owner's choice, and answered already.
        wish=_WISHES.get(request.field("OptOutType").upper()),
    )


def read_receipt(request: WebhookRequest) -> Receipt | None:
    """Read what became of a text; None where Twilio says nothing that we count. Raises Malformed."""
    carrier_id = request.identifier("MessageSid", "SmsSid")
    status = request.field("MessageStatus") or request.field("SmsStatus")
    if (state := _STATES.get(status.lower())) is None:
        return None
    code = request.field("ErrorCode", 16)
    failed = state in (TextState.FAILED, TextState.UNDELIVERED)
    return Receipt(
        state=state,
        ref=request.own("ref"),
        carrier_id=carrier_id,
        error=None if code in ("", "0") else code,
        reaction=reaction_to(HTTPStatus.OK, int(code)) if failed and code.isdigit() else None,
    )
