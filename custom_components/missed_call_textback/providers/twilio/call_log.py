"""Twilio's own logs of a line's calls and texts, for the time when nobody listened here.

Requests for one line: one for its calls, two for texts in, two for texts out (SMS, and WhatsApp
where the company has it), and one more for each further 200 of any.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, override

from ...core.carrier import CallLog, CarrierSilent
from ...core.channels import Channel, address_on
from ...core.ports import Entry
from ...core.shop import Line, LineMode, Shop
from ..asking import ApiError
from .client import TwilioClient
from .dialect import TWILIO, Dialect
from .logged_calls import LoggedCalls, WasOpen
from .logged_texts import read_inbound, read_receipts
from .spoken import longest_whisper

# Calls are chosen by the day on which they began. Twilio ends a conversation after four hours unless
# told otherwise (`timeLimit` of <Dial>), so none that ended since began before that.
_LONGEST_CALL: Final = timedelta(hours=4)
# A text may still be on its way for so long (the longest `ValidityPeriod`).
_LONGEST_ON_ITS_WAY: Final = timedelta(hours=10)


class TwilioLog(CallLog):
    """Reads the logs for one shop. `was_open` tells whether a line was open at a time."""

    def __init__(
        self,
        client: TwilioClient,
        shop: Shop,
        *,
        was_open: WasOpen,
        dialect: Dialect = TWILIO,
    ) -> None:
        self._client = client
        self._dialect = dialect
        self._channels = tuple(Channel) if dialect.whatsapp else (Channel.SMS,)
        self._whisper = longest_whisper(shop)
        self._was_open = was_open

    @override
    async def since(self, line: Line, since: datetime) -> list[Entry]:
        day = (since - _LONGEST_CALL).astimezone(UTC).date()
        # Legs go to other numbers; where each call is a missed one, they say nothing.
        to = line.number if line.mode is LineMode.FORWARDED else None
        # A phone system tells of its own calls.
        heard_here = line.mode is not LineMode.OWN_PHONES
        calls = LoggedCalls(line, since, self._whisper, self._was_open)
        texts: list[Entry] = []
        try:
            if heard_here:
                async for page in self._client.calls_since(day, to):
                    calls.add(page)
            for channel in self._channels:
                address = address_on(channel, line.number)
                async for page in self._client.texts_since(since, to=address):
                    texts += read_inbound(page, line, since, self._dialect)
                sent_since = since - _LONGEST_ON_ITS_WAY
                async for page in self._client.texts_since(sent_since, sender=address):
                    texts += read_receipts(page, self._dialect)
        except ApiError as error:
            raise CarrierSilent(str(error)) from None
        return [*calls.events(), *texts]
