"""The Messages resource: what the company accepts for sending, and what it refuses."""

from time import perf_counter
from typing import TYPE_CHECKING, Final

from .accounts import Account
from .errors import Code, RefusalError
from .identifiers import is_e164, is_web_address
from .lookup import LineType
from .reply import PAGING, ApiCall, Reply, bound, page
from .texts import WHATSAPP, Text
from .trouble import Kind

if TYPE_CHECKING:
    from .company import Exchange

BODY_LIMIT: Final = 1600

# Of Twilio's documented parameters, those that this exchange plays; it refuses the others loudly,
# as silence would look like support.
CREATE: Final = frozenset(
    {
        "To",
        "From",
        "MessagingServiceSid",
        "Body",
        "MediaUrl",
        "StatusCallback",
        "ValidityPeriod",
        "SmartEncoded",
        "RiskCheck",
        "ProvideFeedback",
        "Attempt",
    }
)
MANY: Final = frozenset({"MediaUrl"})
SENT: Final = ("DateSent", "DateSent>", "DateSent<")
LIST: Final = PAGING | {"To", "From", *SENT}

# Twilio: magic numbers of the test credentials
# (https://www.twilio.com/docs/iam/test-credentials). Here they work with every account.
MAGIC_TO: Final = {
    "+15005550001": Code.INVALID_TO,
    "+15005550002": Code.UNROUTABLE,
    "+15005550003": Code.GEO_PERMISSION,
    "+15005550004": Code.OPTED_OUT,
    "+15005550009": Code.TO_NOT_MOBILE,
}
MAGIC_FROM: Final = {
    "+15005550001": Code.INVALID_FROM,
    "+15005550007": Code.FROM_NOT_OURS,
    "+15005550008": Code.QUEUE_FULL,
}
MAGIC_SENDER: Final = "+15005550006"
# Twilio: in the US, Canada and the UK a text to a landline is tried, elsewhere refused (21635).
LANDLINES_ARE_TRIED: Final = ("+1", "+44")


class Messages:
    """The handlers of `/Messages`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def create(self, call: ApiCall) -> Reply:
        """Accept a text for sending (Twilio: 201 with `queued`, `accepted` with a service)."""
        given = call.only(CREATE, many=MANY)
        account = call.account
        to, channel = _recipient(account, given)
        landline = not channel and self._exchange.line_types.get(to) is LineType.LANDLINE
        if landline and not to.startswith(LANDLINES_ARE_TRIED):
            raise RefusalError(Code.TO_IS_LANDLINE, to)
        sender, service = self._sender(account, given, to, channel)
        body, media = _content(call, given)
        longest = self._exchange.style.longest_validity
        validity = given.get("ValidityPeriod", str(longest))
        if not validity.isdigit() or not 1 <= int(validity) <= longest:
            raise RefusalError(Code.INVALID_VALIDITY, validity)
        callback = given.get("StatusCallback")
        if callback is not None and not is_web_address(callback, underscores=False):
            raise RefusalError(Code.INVALID_STATUS_CALLBACK, callback)
        if not channel and (to, sender) in account.opted_out:
            # Twilio: the words of long codes; WhatsApp has its own ways of blocking.
            raise RefusalError(Code.OPTED_OUT)
        text = Text(
            account_sid=account.sid,
            to=channel + to,
            from_=channel + sender,
            body=body,
            direction="outbound-api",
            status="accepted" if service else "queued",
            requested_at=call.requested_at,
            service_sid=service,
            media=media,
            status_callback=callback,
            validity_period=int(validity),
            smart=given.get("SmartEncoded", "").lower() == "true",
        )
        if lag := self._exchange.trouble.take(Kind.LIST_LAG, "messages.create"):
            text.listed_at = perf_counter() + lag.seconds
        self._exchange.accept(account, text)
        resource = text.to_json()
        if service:
            # The service chooses its sender after it has accepted the message.
            resource["from"] = None
        return Reply(201, resource)

    def _sender(
        self, account: Account, given: dict[str, str], to: str, channel: str
    ) -> tuple[str, str | None]:
        service = given.get("MessagingServiceSid") or None
        sender = given.get("From", "")
        if service is not None:
            pool = account.services.get(service)
            if pool is None or not pool.numbers:
                raise RefusalError(Code.NO_SUCH_SERVICE, service)
            sender = sender or pool.numbers[0]
        if not sender:
            raise RefusalError(Code.FROM_MISSING)
        if code := MAGIC_FROM.get(sender):
            raise RefusalError(code, sender)
        if sender.startswith(WHATSAPP) is not bool(channel):
            raise RefusalError(Code.MIXED_CHANNELS)
        sender = sender.removeprefix(channel)
        if not is_e164(sender):
            raise RefusalError(Code.INVALID_FROM, sender)
        number = self._exchange.find_number(sender)
        ours = number is not None and number.account_sid == account.sid
        if channel:
            if number is None or not ours or not number.whatsapp_url:
                raise RefusalError(Code.NO_SUCH_CHANNEL)
            return sender, service
        ours = ours and number is not None and number.sms
        if not ours and sender != MAGIC_SENDER:
            raise RefusalError(Code.FROM_NOT_OURS, sender)
        if sender == to:
            raise RefusalError(Code.SAME_TO_AND_FROM, to)
        return sender, service

    def list(self, call: ApiCall) -> Reply:
        """List messages of both directions, newest first."""
        given = call.only(LIST)
        account, now = call.account, perf_counter()
        to, sender = given.get("To"), given.get("From")
        items = account.log if to is None else account.log_by_to.get(to, [])
        sent = [bound(name, given[name]) for name in SENT if name in given]

        def wanted(text: Text) -> bool:
            # Twilio: one that waits has no date, so no filter of dates finds it.
            return (
                (sender is None or text.from_ == sender)
                and text.listed_at <= now
                and all(text.date_sent is not None and fits(text.date_sent) for fits in sent)
            )

        return page(call, "messages", reversed(items), wanted)

    def fetch(self, call: ApiCall) -> Reply:
        """Return one message."""
        call.only(frozenset())
        text = call.account.texts_by_sid.get(call.sid)
        if text is None:
            raise RefusalError(Code.NOT_FOUND, call.path)
        return Reply(200, text.to_json())


def _recipient(account: Account, given: dict[str, str]) -> tuple[str, str]:
    """Return whom a text is for: the number, and what names its channel (nothing for SMS)."""
    to = given.get("To", "")
    if not to:
        raise RefusalError(Code.TO_MISSING)
    if code := MAGIC_TO.get(to):
        raise RefusalError(code, to)
    channel = WHATSAPP if to.startswith(WHATSAPP) else ""
    to = to.removeprefix(channel)
    if not is_e164(to):
        raise RefusalError(Code.INVALID_TO, to)
    if channel:
        return to, channel
    if account.geo_blocked and to.startswith(tuple(account.geo_blocked)):
        raise RefusalError(Code.GEO_PERMISSION, to)
    if account.trial and to not in account.verified:
        raise RefusalError(Code.TO_NOT_VERIFIED, to)
    return to, channel


def _content(call: ApiCall, given: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return body and media; 21619 when there is neither, 21602 when the body is blank."""
    media = tuple(value for name, value in call.fields if name == "MediaUrl")
    if "Body" not in given and not media:
        raise RefusalError(Code.NOTHING_TO_SEND)
    body = given.get("Body", "")
    if not body.strip() and not media:
        raise RefusalError(Code.BODY_EMPTY)
    if len(body) > BODY_LIMIT:
        raise RefusalError(Code.BODY_TOO_LONG)
    return body, media
