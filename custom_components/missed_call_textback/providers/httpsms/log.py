"""httpSMS's own lists of calls and texts, for the time when nobody listened here.

It brings a letter twice within seconds and then never again, so what happened while Home Assistant
was away is in its lists only. Requests for one line: two for each of its numbers, and one for each
person that something happened with.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Final, override

from ...core.carrier import CallLog, CarrierSilent
from ...core.outbox import Receipt
from ...core.ports import Entry
from ...core.shop import Line, Shop
from ..asking import ApiError
from ..door import Malformed
from ..json_fields import Json, moment_in, text_in
from .client import PAGE, HttpSmsClient
from .letters import DELIVERED, EXPIRED, FAILED, MISSED, RECEIVED, Letters, Said

_MOST_PAGES: Final = 20
_TO_US: Final = {"call/missed": MISSED, "mobile-originated": RECEIVED}
_ENDS: Final = {"delivered": DELIVERED, "failed": FAILED, "expired": EXPIRED}


class HttpSmsLog(CallLog):
    """Reads the lists for one shop, as if each row had come as a letter to its door.

    `signing_key` is the door's: what both tell has one id.
    """

    def __init__(self, client: HttpSmsClient, shop: Shop, signing_key: str) -> None:
        self._client = client
        self._letters = Letters(shop, signing_key)

    @override
    async def since(self, line: Line, since: datetime) -> list[Entry]:
        entries: list[Entry] = []
        try:
            for owner in dict.fromkeys(filter(None, (line.number, line.dialled))):
                async for contact in self._contacts(owner, since):
                    async for row in self._rows(owner, contact, since):
                        entry = self._read(row)
                        if isinstance(entry, Receipt) or (entry and entry.line_id == line.id):
                            entries.append(entry)
        except ApiError as error:
            raise CarrierSilent(str(error)) from None
        return entries

    async def _contacts(self, owner: str, since: datetime) -> AsyncIterator[str]:
        """Yield the other numbers that something happened with."""
        for archived in (False, True):

            async def page(skip: int, archived: bool = archived) -> list[Json]:
                return await self._client.threads(owner, skip, archived=archived)

            async for thread in _until(since, page):
                yield text_in(thread, "contact")

    async def _rows(self, owner: str, contact: str, since: datetime) -> AsyncIterator[Json]:
        async def page(skip: int) -> list[Json]:
            return await self._client.messages(owner, contact, skip)

        async for row in _until(since, page):
            yield row

    def _read(self, row: Json) -> Said | None:
        """Return what a row tells; None where that is nothing, or not to be understood."""
        event = _TO_US.get(text_in(row, "type")) or _ENDS.get(text_in(row, "status"))
        happened = moment_in(row, "request_received_at")
        if event is None or happened is None:
            return None
        letter = {
            **row,
            "message_id": row.get("id"),
            "timestamp": row.get("request_received_at"),
            "error_message": row.get("failure_reason"),
            "is_final": row.get("send_attempt_count") == row.get("max_send_attempts"),
        }
        try:
            return self._letters.read(event, letter, happened)
        except Malformed:
            return None


async def _until(
    since: datetime, page: Callable[[int], Awaitable[list[Json]]]
) -> AsyncIterator[Json]:
    """Yield what pages list, the newest first, until it is too old. Raises CarrierSilent.

    By when something last happened to it: so a text that ended since is there, whenever it was sent.
    """
    for number in range(_MOST_PAGES):
        listed = await page(number * PAGE)
        for item in listed:
            moment = moment_in(item, "order_timestamp")
            if moment is not None and moment < since:
                return
            yield item
        if len(listed) < PAGE:
            return
    raise CarrierSilent("too much to look through")
