"""Inbound texts: opt-out words first, then the customer's webhook and the TwiML it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from .accounts import Account, PhoneNumber
from .identifiers import API_VERSION, geography
from .texts import WHATSAPP, Text, segments
from .trouble import Kind
from .twiml import MESSAGING, XML_TYPES, TwimlError, Verb, read
from .webhooks import HTTP_RETRIEVAL_FAILURE, Alert, Webhook

if TYPE_CHECKING:
    from .company import Exchange

# Twilio: default words, as the only word; START/YES/UNSTOP back in.
STOP_WORDS: Final = frozenset(
    {
        "STOP",
        "STOPALL",
        "UNSUBSCRIBE",
        "CANCEL",
        "END",
        "QUIT",
        "REVOKE",
        "OPTOUT",
    }
)
START_WORDS: Final = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS: Final = frozenset({"HELP", "INFO"})

STOPPED: Final = (
    "You have successfully been unsubscribed. You will not receive any more messages from this "
    "number. Reply START to resubscribe."
)
STARTED: Final = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELP: Final = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."

REDIRECT_LIMIT: Final = 5

type Media = str | tuple[str, str]


@dataclass(slots=True, kw_only=True)
class InboundRecord:
    """One text that somebody sent to a number."""

    text: Text
    requests: list[Webhook] = field(default_factory=list)
    replies: list[Text] = field(default_factory=list)
    confirmation: Text | None = None
    handled_elsewhere: bool = False
    sent_at: float = 0.0

    @property
    def sid(self) -> str:
        """Return the MessageSid."""
        return self.text.sid

    @property
    def status(self) -> int | None:
        """Return the status of the last answer, or None when there was none."""
        return self.requests[-1].status if self.requests else None

    @property
    def response(self) -> str:
        """Return the body of the last answer."""
        return self.requests[-1].body if self.requests else ""


class Inbound:
    """Where texts to the customers' numbers come in."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def send_text(
        self,
        caller: str,
        number: PhoneNumber,
        body: str,
        media: Sequence[Media] = (),
        *,
        opt_out_type: str | None = None,
    ) -> InboundRecord:
        """Send a text to a number, and return what the customer did with it."""
        channel = WHATSAPP if caller.startswith(WHATSAPP) else ""
        if not (number.whatsapp_url if channel else number.sms):
            raise ValueError("this number cannot be texted")
        account = self._exchange.accounts[number.account_sid]
        pieces = [(item, "image/jpeg") if isinstance(item, str) else item for item in media]
        text = Text(
            account_sid=account.sid,
            to=channel + number.phone_number,
            from_=caller,
            body=body,
            direction="inbound",
            status="received",
            requested_at=perf_counter(),
            media=tuple(url for url, _ in pieces),
        )
        if lag := self._exchange.trouble.take(Kind.LIST_LAG, "messages.receive"):
            text.listed_at = perf_counter() + lag.seconds
        # Twilio: on its way to the customer it is `received`, and sent now.
        text.date_sent = text.date_created
        account.keep(text)
        found = InboundRecord(text=text)
        self._exchange.inbound.append(found)
        if not channel and self._exchange.style.obeys_words:
            found.confirmation = self._opt(account, number, caller, body)
        params = _params(text, pieces)
        if opt_out_type is not None:
            # Twilio: OptOutType comes with Advanced Opt-Out in a service.
            params["OptOutType"] = opt_out_type
        if channel:
            await self._ask(account, number, number.whatsapp_url, found, params)
            return found
        service = account.service_of(number.phone_number)
        url = number.sms_url
        if service is not None and not service.use_inbound_webhook_on_number:
            # Twilio: the service's address wins; without one its texts are not received at all.
            url = service.inbound_request_url or ""
        if number.sms_application_sid or not url:
            found.handled_elsewhere = True
            return found
        await self._ask(account, number, url, found, params)
        if found.requests:
            found.sent_at = found.requests[0].sent_at
        return found

    def _opt(self, account: Account, number: PhoneNumber, caller: str, body: str) -> Text | None:
        """Handle a stop, start or help word (Twilio: it replies itself, and still calls on)."""
        word, pair = body.strip().upper(), (caller, number.phone_number)
        if word in STOP_WORDS and pair not in account.opted_out:
            account.opted_out.add(pair)
            reply = STOPPED
        elif word in START_WORDS and pair in account.opted_out:
            account.opted_out.discard(pair)
            reply = STARTED
        elif word in HELP_WORDS:
            reply = HELP
        else:
            return None
        confirmation = Text(
            account_sid=account.sid,
            to=caller,
            from_=number.phone_number,
            body=reply,
            direction="outbound-reply",
            status="delivered",
            requested_at=perf_counter(),
        )
        account.keep(confirmation)
        self._exchange.confirmations.append(confirmation)
        return confirmation

    async def _ask(
        self,
        account: Account,
        number: PhoneNumber,
        url: str,
        found: InboundRecord,
        params: dict[str, str],
    ) -> None:
        method = number.sms_method
        fell_back = False
        for _ in range(REDIRECT_LIMIT):
            hook = await self._exchange.webhooks.send(
                account, "sms", url, params, method=method, log=found.requests
            )
            try:
                verbs = self._verbs(hook)
            except TwimlError as error:
                if hook.succeeded:
                    self._alert(error.code, hook.url, str(error))
                if fell_back or not number.sms_fallback_url:
                    return
                fell_back = True
                url, method = number.sms_fallback_url, number.sms_fallback_method
                params = {**params, "ErrorCode": str(error.code), "ErrorUrl": hook.url}
                continue
            redirect = self._execute(account, found, hook.url, verbs)
            if redirect is None:
                return
            url, method = urljoin(hook.url, redirect.text), redirect.method

    def _verbs(self, hook: Webhook) -> tuple[Verb, ...]:
        """Read an answer: 204 and an empty XML answer are fine.

        Twilio: an empty text/plain raises 11200/12300 alerts.
        """
        if not hook.succeeded:
            raise TwimlError(hook.failure_code or HTTP_RETRIEVAL_FAILURE, "not retrieved")
        media_type = hook.content_type.partition(";")[0].strip().lower()
        if hook.status == 204 or (not hook.body.strip() and media_type in XML_TYPES):
            return ()
        return read(hook.body, hook.content_type, MESSAGING)

    def _execute(
        self, account: Account, found: InboundRecord, base: str, verbs: tuple[Verb, ...]
    ) -> Verb | None:
        for verb in verbs:
            if verb.name == "Redirect":
                return verb
            body = "".join(noun.text for noun in verb.nouns if noun.name == "Body") or verb.text
            callback = verb.attributes.get("statusCallback") or verb.attributes.get("action")
            to = verb.attributes.get("to", found.text.from_ or "")
            sender = verb.attributes.get("from", found.text.to)
            if (to, sender) in account.opted_out:
                self._alert(21610, base, "reply to an unsubscribed recipient")
                continue
            reply = Text(
                account_sid=account.sid,
                to=to,
                from_=sender,
                body=body,
                direction="outbound-reply",
                status="queued",
                requested_at=perf_counter(),
                media=tuple(noun.text for noun in verb.nouns if noun.name == "Media"),
                status_callback=urljoin(base, callback) if callback else None,
            )
            found.replies.append(reply)
            self._exchange.accept(account, reply)
        return None

    def _alert(self, code: int, url: str, message: str) -> None:
        self._exchange.alerts.append(Alert(code=code, url=url, message=message))


def _params(text: Text, pieces: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the fields of an inbound text (Twilio: MessageSid = SmsSid = SmsMessageSid)."""
    fields = {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "Body": text.body,
        "From": text.from_ or "",
        "MessageSid": text.sid,
        "NumMedia": str(len(pieces)),
        "NumSegments": str(segments(text.body)),
        "SmsMessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsStatus": "received",
        "To": text.to,
    }
    if (text.from_ or "").startswith(WHATSAPP):
        # Twilio: who and what they call themselves, in place of where they are.
        digits = (text.from_ or "").removeprefix(f"{WHATSAPP}+")
        fields |= {"MessageType": "text", "ProfileName": "Kim", "WaId": digits}
    else:
        fields |= geography("From", text.from_ or "") | geography("To", text.to)
    for index, (url, content_type) in enumerate(pieces):
        fields[f"MediaUrl{index}"] = url
        fields[f"MediaContentType{index}"] = content_type
    return fields
