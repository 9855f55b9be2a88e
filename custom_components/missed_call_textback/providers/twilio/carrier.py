"""Twilio as a carrier: hands texts over, and finds out what became of one whose answer got lost."""

from datetime import timedelta
import logging
from typing import Final, override

from ...core.carrier import Abilities, Carrier, CarrierSilent
from ...core.channels import address_on
from ...core.numbers import NumberKind
from ...core.outbox import Accepted, OutgoingText, Reaction, Refused, SendResult, Unknown
from ..asking import ApiError, ApiUnreachable
from .client import MOST_LISTED, ApiRefused, BadCredentials, Json, TwilioClient
from .dialect import TWILIO, Dialect
from .lookup import Lookup
from .steps import Step, address_of

_LOGGER = logging.getLogger(__name__)
# Twilio takes a validity from one second to ten hours.
_LONGEST_VALIDITY: Final = 36_000
# How far Home Assistant's clock may be ahead of Twilio's: one that was set to local time is, by as
# much as the easternmost zone. Too small, and a text that Twilio has would go out again; too large
# costs a page or two, since texts with a known id are left out anyway.
_CLOCKS_DIFFER: Final = timedelta(hours=14)
# What Twilio puts before a trial account's texts ends so.
_TRIAL_PREFIX: Final = "twilio trial account - "


class TwilioCarrier(Carrier):
    """Sends the texts of one shop. Each carries our `ref` in the address of its status reports.

    So even a text whose answer was lost can be told by its first report: Twilio has no idempotency
    key for messages.
    """

    def __init__(self, client: TwilioClient, public_url: str, dialect: Dialect = TWILIO) -> None:
        self.abilities = Abilities(whatsapp=dialect.whatsapp)
        self._client = client
        self._public_url = public_url
        self._dialect = dialect
        self._lookup = Lookup(client)

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        fields = {
            "To": address_on(text.channel, text.to),
            "From": address_on(text.channel, text.sender),
            "Body": text.body,
            "StatusCallback": address_of(self._public_url, Step.STATUS, ref=text.ref),
            "ValidityPeriod": str(max(1, min(deadline_seconds, _LONGEST_VALIDITY))),
        }
        try:
            answer = await self._client.create_message(fields)
        except ApiError as error:
            return _result_of(error, self._dialect)
        except Exception as error:
            # The port's promise: whatever is unclear is Unknown.
            _LOGGER.exception("Sending a text failed unexpectedly")
            return Unknown(type(error).__name__)
        sid = answer.get("sid")
        if not isinstance(sid, str) or not sid:
            return Unknown("an answer without sid")
        return Accepted(sid)

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        pages = self._client.texts_since(
            text.created_at - _CLOCKS_DIFFER,
            to=address_on(text.channel, text.to),
            sender=address_on(text.channel, text.sender),
        )
        found: set[str] = set()
        looked_at = 0
        try:
            # A phone of the team may have had hundreds since.
            async for page in pages:
                looked_at += len(page)
                found |= {
                    str(message["sid"])
                    for message in page
                    if message.get("sid") and _has_words(message, text.body)
                }
        except ApiError as error:
            raise CarrierSilent(str(error)) from None
        found -= taken
        if len(found) > 1:
            raise CarrierSilent("several texts look alike")
        if found:
            return found.pop()
        if looked_at >= MOST_LISTED:
            raise CarrierSilent("too many texts to look through")
        return None

    @override
    async def line_kind(self, number: str) -> NumberKind | None:
        if not self._dialect.lookup:
            return NumberKind.UNKNOWN
        return await self._lookup.line_kind(number)


def _result_of(error: ApiError, dialect: Dialect) -> SendResult:
    match error:
        case BadCredentials():
            return Refused("20003", Reaction.SIGN_IN)
        case ApiRefused():
            code = str(error.code or error.status)
            return Refused(code, dialect.reaction_to(error.status, error.code))
        case ApiUnreachable():
            return Refused("unreachable", Reaction.RETRY)
        case _:
            return Unknown(str(error))


def _has_words(message: Json, body: str) -> bool:
    """Tell whether a message has these words. Twilio may trim white space, and marks trial texts."""
    words = " ".join(str(message.get("body", "")).split())
    wanted = " ".join(body.split())
    before = words.removesuffix(wanted).lower()
    return words == wanted or (words.endswith(wanted) and before.endswith(_TRIAL_PREFIX))
