"""httpSMS as a carrier: hands texts over, and finds out what became of one whose answer got lost."""

from datetime import timedelta
import logging
from typing import Final, override

from ...core.carrier import Abilities, Carrier, CarrierSilent
from ...core.numbers import NumberKind
from ...core.outbox import Accepted, OutgoingText, Reaction, Refused, SendResult, Unknown
from ..asking import ApiError, ApiUnreachable
from ..json_api import ApiRefused
from ..json_fields import moment_in, text_in
from .client import PAGE, HttpSmsClient
from .reactions import refusal_of

_LOGGER = logging.getLogger(__name__)
# What a new phone is set to: https://github.com/NdoleStudio/httpsms/blob/main/api/pkg/services/phone_service.go
_TEXTS_PER_MINUTE: Final = 10
_MOST_PAGES: Final = 10
# How far Home Assistant's clock may be ahead of httpSMS's.
_CLOCKS_DIFFER: Final = timedelta(minutes=2)


class HttpSmsCarrier(Carrier):
    """Sends the texts of one shop. Each carries our `ref` as its `request_id`.

    httpSMS takes the same `request_id` twice, and would send both. But it writes a text down before
    it answers, and lists it with its `request_id`: so it can be asked.

    `texts_per_minute` is what the phone is set to. httpSMS would queue what comes faster, and a
    text that waits there cannot be taken back when its caller opts out or is reached.
    """

    def __init__(self, client: HttpSmsClient, texts_per_minute: int = _TEXTS_PER_MINUTE) -> None:
        self._client = client
        self.abilities = Abilities(texts_per_second=max(1, texts_per_minute) / 60)

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        # Of a deadline nothing can be told: what expires is a setting of the phone, ten minutes.
        message = {
            "from": text.sender,
            "to": text.to,
            "content": text.body,
            "request_id": text.ref,
        }
        try:
            return Accepted(await self._client.send(message))
        except ApiRefused as error:
            return refusal_of(error)
        except ApiUnreachable:
            return Refused("unreachable", Reaction.RETRY)
        except ApiError as error:
            return Unknown(str(error))
        except Exception as error:
            # The port's promise: whatever is unclear is Unknown.
            _LOGGER.exception("Sending a text failed unexpectedly")
            return Unknown(type(error).__name__)

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        # Sorted by when something last happened to a text, which is no earlier than it was made.
        since = text.created_at - _CLOCKS_DIFFER
        try:
            for page in range(_MOST_PAGES):
                listed = await self._client.messages(text.sender, text.to, page * PAGE)
                for message in listed:
                    message_id = text_in(message, "id")
                    if text_in(message, "request_id") == text.ref and message_id:
                        return message_id
                oldest = moment_in(listed[-1], "order_timestamp") if listed else None
                if len(listed) < PAGE or (oldest is not None and oldest < since):
                    return None
        except ApiError as error:
            raise CarrierSilent(str(error)) from None
        raise CarrierSilent("too many texts to look through")

    @override
    async def line_kind(self, number: str) -> NumberKind | None:
        return NumberKind.UNKNOWN
