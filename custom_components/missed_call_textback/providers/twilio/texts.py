"""Twilio's messaging requests: texts that came in, and what became of ours."""

from http import HTTPStatus

from ...core.channels import Channel
from ...core.numbers import NumberKind, number_kind
from ...core.opt_out import Wish
from ...core.outbox import InboundText, Receipt, TextState
from ...core.shop import Line, Shop
from .addresses import known_address
from .dialect import Dialect
from .webhook_request import WebhookRequest

# Twilio takes at most 1600 characters a text; joined ones may come in longer.
BODY_LENGTH = 4096

# What Twilio says that it did, where the owner chose words and answers (Advanced Opt-Out).
_OPT_OUT_TYPES = {"stop": Wish.STOP, "start": Wish.START, "help": Wish.HELP}
# The words that Twilio itself obeys and answers by default, each only as the whole text:
# https://help.twilio.com/articles/223134027. YES is left out: it is an answer, and must not sign up
# somebody who never opted out.
_DEFAULT_WORDS = {
    **dict.fromkeys(
        ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"), Wish.STOP
    ),
    **dict.fromkeys(("start", "unstop"), Wish.START),
    **dict.fromkeys(("help", "info"), Wish.HELP),
}
# On toll-free numbers the network is before Twilio, and knows fewer:
# https://help.twilio.com/articles/360058144374.
_TOLL_FREE_WORDS = frozenset({"stop", "start", "unstop", "help", "info"})

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


def read_text(request: WebhookRequest, shop: Shop, dialect: Dialect) -> InboundText | None:
    """Read a text that came in; None where it came by a channel that is not ours. Raises Malformed."""
    if (address := known_address(request.field("From"))) is None:
        return None
    channel, sender = address
    line = request.line(shop)
    media = request.field("NumMedia", 3)
    body = request.field("Body", BODY_LENGTH)
    return InboundText(
        line_id=line.id,
        carrier_id=request.identifier("MessageSid", "SmsMessageSid", "SmsSid"),
        sender=sender,
        body=body,
        at=request.now,
        media=int(media) if media.isascii() and media.isdigit() else 0,
        wish=obeyed(body, line, channel, dialect, request.field("OptOutType")),
        channel=channel,
    )


def obeyed(
    body: str, line: Line, channel: Channel, dialect: Dialect, opt_out_type: str = ""
) -> Wish | None:
    """Return the wish that the company has obeyed and answered; None leaves the words to be read."""
    if opt_out_type:
        return _OPT_OUT_TYPES.get(opt_out_type.lower())
    if channel is not Channel.SMS or not dialect.obeys_words:
        return None
    word = body.lower()
    # Of the kinds that cannot be texted, a shop's own number can only be toll-free.
    toll_free = number_kind(line.number) is NumberKind.UNTEXTABLE
    return None if toll_free and word not in _TOLL_FREE_WORDS else _DEFAULT_WORDS.get(word)


def read_receipt(request: WebhookRequest, dialect: Dialect) -> Receipt | None:
    """Read what became of a text; None where Twilio says nothing that we count. Raises Malformed."""
    return receipt_of(
        request.identifier("MessageSid", "SmsSid"),
        request.field("MessageStatus") or request.field("SmsStatus"),
        request.field("ErrorCode", 16),
        dialect,
        request.own("ref"),
    )


def receipt_of(
    carrier_id: str, status: str, code: str, dialect: Dialect, ref: str | None = None
) -> Receipt | None:
    """Return what a status and an error code say of a text; None where that counts for nothing."""
    if (state := _STATES.get(status.lower())) is None:
        return None
    failed = state in (TextState.FAILED, TextState.UNDELIVERED)
    known = code.isascii() and code.isdigit()
    return Receipt(
        state=state,
        ref=ref,
        carrier_id=carrier_id,
        error=None if code in ("", "0") else code,
        reaction=dialect.reaction_to(HTTPStatus.OK, int(code)) if failed and known else None,
    )
