"""SMSGate as a carrier: hands texts to a phone, under our own reference as their id."""

from collections.abc import Mapping
from http import HTTPStatus
import logging
from typing import Final, override

from ...core.carrier import Abilities, Carrier, CarrierSilent
from ...core.numbers import NumberKind
from ...core.outbox import Accepted, OutgoingText, Reaction, Refused, SendResult, Unknown
from ..asking import ApiError, ApiUnclear, ApiUnreachable
from ..json_api import ApiRefused
from .client import SmsGateClient
from .reactions import QUEUE_FULL, is_queue_full, refusal_of

_LOGGER = logging.getLogger(__name__)
# The app itself sends at once whatever it has, the newest first, which nobody can take back; a phone
# takes a second or two for a text. So they are handed over as it can send them.
# https://docs.sms-gate.app/features/sending-messages/ ("sorted by priority, then by enqueue time",
# LIFO), and https://docs.sms-gate.app/faq/errors/: most networks allow 30 to 200 texts an hour.
_TEXTS_PER_SECOND: Final = 1 / 3
# The cloud takes no shorter one.
_SHORTEST_TTL: Final = 5


class SmsGateCarrier(Carrier):
    """Sends the texts of one shop by one phone.

    Of a text whose id it has already the phone, and for one phone the cloud, say 409: so no text
    goes out twice, however often it is handed over. The cloud keeps ids apart by phone, and without
    `phone_id` chooses one at random: hence it is always named.

    `sims` are the SIM slots, from 1, that lines send from, by their numbers (E.164); others send
    from the one that the phone is set to.
    """

    abilities = Abilities(texts_per_second=_TEXTS_PER_SECOND)

    def __init__(
        self, client: SmsGateClient, phone_id: str, sims: Mapping[str, int] | None = None
    ) -> None:
        self._client = client
        self._phone_id = phone_id
        self._sims = sims or {}

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        message: dict[str, object] = {
            "id": text.ref,
            "deviceId": self._phone_id,
            "phoneNumbers": [text.to],
            "textMessage": {"text": text.body},
            "withDeliveryReport": True,
            # A phone that comes back too late must not send what was for then.
            "ttl": max(_SHORTEST_TTL, deadline_seconds),
        }
        if (sim := self._sims.get(text.sender)) is not None:
            message["simNumber"] = sim
        try:
            await self._client.send(message)
        except ApiError as error:
            return _result_of(error, text)
        except Exception as error:
            # The port's promise: whatever is unclear is Unknown.
            _LOGGER.exception("Sending a text failed unexpectedly")
            return Unknown(type(error).__name__)
        return Accepted(text.ref)

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        try:
            return text.ref if await self._client.has(text.ref) else None
        except ApiError as error:
            raise CarrierSilent(str(error)) from None

    @override
    async def line_kind(self, number: str) -> NumberKind | None:
        return NumberKind.UNKNOWN


def _result_of(error: ApiError, text: OutgoingText) -> SendResult:
    match error:
        case ApiRefused(status=HTTPStatus.CONFLICT):
            return Accepted(text.ref)
        case ApiRefused():
            return refusal_of(error)
        case ApiUnreachable():
            return Refused("unreachable", Reaction.RETRY)
        case ApiUnclear(status=HTTPStatus.SERVICE_UNAVAILABLE) if is_queue_full(error.answer):
            return Refused(QUEUE_FULL, Reaction.HOLD)
        case _:
            return Unknown(str(error))
