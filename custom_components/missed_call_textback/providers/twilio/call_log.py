"""Twilio's own logs of a line's calls and texts, for the time when nobody listened here.

Requests for one line: one for its calls, one for texts in, one for texts out, and one more for each
further 200 of any.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, override

from ...core.carrier import CallLog, CarrierSilent
from ...core.ports import Entry
from ...core.shop import Line, LineMode, Shop
from .client import ApiError, TwilioClient
from .logged_calls import WasOpen, read_calls
from .logged_texts import read_inbound, read_receipts
from .spoken import longest_whisper

# Calls are chosen by the day on which they began. Twilio ends a conversation after four hours unless
# told otherwise (`timeLimit` of <Dial>), so none that ended since began before that.
_LONGEST_CALL: Final = timedelta(hours=4)
# A text may still be on its way for so long (the longest `ValidityPeriod`).
_LONGEST_ON_ITS_WAY: Final = timedelta(hours=10)


class TwilioLog(CallLog):
    """Reads the logs for one shop. `was_open` tells whether a line was open at a time."""

    def __init__(self, client: TwilioClient, shop: Shop, *, was_open: WasOpen) -> None:
        self._client = client
        self._whisper = longest_whisper(shop)
        self._was_open = was_open

    @override
    async def since(self, line: Line, since: datetime) -> list[Entry]:
        day = (since - _LONGEST_CALL).astimezone(UTC).date()
        # Legs go to other numbers; where each call is a missed one, they say nothing.
        to = line.number if line.mode is LineMode.FORWARDED else None
        # A phone system tells of its own calls.
        heard_here = line.mode is not LineMode.OWN_PHONES
        try:
            calls = await self._client.calls_since(day, to) if heard_here else []
            texts_in = await self._client.texts_since(since, to=line.number)
            texts_out = await self._client.texts_since(
                since - _LONGEST_ON_ITS_WAY, sender=line.number
            )
        except ApiError as error:
            raise CarrierSilent(str(error)) from None
        return [
            *read_calls(calls, line, since, self._whisper, self._was_open),
            *read_inbound(texts_in, line, since),
            *read_receipts(texts_out),
        ]
