"""Twilio's log of the time before the installation: the calls of twelve months, page by page.

Twilio keeps calls for thirteen months. What became of each is told as in `logged_calls`: by its legs,
which are younger than the call itself, so that they come first. Of the same second they may not, so
a page's calls wait for the next page.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, override

from ...core.calls import Outcome
from ...core.past.calls import PastCall
from ...core.past.log import PastLog, PastPage, PastUnavailable
from ...core.shop import Line, LineMode, Shop
from ..asking import ApiError
from .client import ApiRefused, BadCredentials, Json, TwilioClient
from .dates import moment
from .logged_calls import LoggedCalls, WasOpen
from .resources import number_in, sid_of, text_in
from .spoken import longest_whisper

_A_YEAR: Final = timedelta(days=365)
# Of 200 calls and legs each.
_MOST_PAGES: Final = 1000
# A year has some hundred pages; who reads them at once is told to slow down.
_PAUSE: Final = 0.25
# All that is read of a call: a year of whole ones would take more memory than a small house has.
_READ: Final = frozenset(
    {"sid", "parent_call_sid", "direction", "from", "to", "status", "duration", "start_time"}
    | {"end_time", "date_updated"}
)
_COMPLETED: Final = "completed"

type Sleep = Callable[[float], Awaitable[object]]


class TwilioPastLog(PastLog):
    """Reads the log of one account for all lines that are called there."""

    def __init__(
        self,
        client: TwilioClient,
        shop: Shop,
        *,
        was_open: WasOpen,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._client = client
        self._shop = shop
        self._was_open = was_open
        self._sleep = sleep
        self._whisper = longest_whisper(shop)
        # A phone system tells of its own calls.
        self._lines = {
            line.number: line for line in shop.lines if line.mode is not LineMode.OWN_PHONES
        }

    @override
    async def pages(self, now: datetime) -> AsyncIterator[PastPage]:
        since = now - _A_YEAR
        legs: defaultdict[str, list[Json]] = defaultdict(list)
        waiting: list[Json] = []
        oldest = now
        try:
            day = since.astimezone(UTC).date()
            async for page in self._client.calls_since(day, most_pages=_MOST_PAGES):
                calls: list[Json] = []
                for call in (_slim(call) for call in page):
                    oldest = min(oldest, moment(call.get("start_time")) or oldest)
                    if parent := text_in(call, "parent_call_sid"):
                        legs[parent].append(call)
                    else:
                        calls.append(call)
                yield PastPage(self._told(waiting, legs), max(0.0, (now - oldest) / _A_YEAR))
                waiting = calls
                await self._sleep(_PAUSE)
        except BadCredentials:
            raise PastUnavailable("past_log_refused") from None
        except ApiRefused as error:
            busy = error.status == HTTPStatus.TOO_MANY_REQUESTS
            raise PastUnavailable("past_log_busy" if busy else "past_log_silent") from None
        except ApiError:
            raise PastUnavailable("past_log_silent") from None
        yield PastPage(self._told(waiting, legs), 1.0)

    def _told(self, calls: Iterable[Json], legs: dict[str, list[Json]]) -> list[PastCall]:
        return [
            told
            for call in calls
            for told in self._calls_of(call, legs.pop(sid_of(call) or "", []))
        ]

    def _calls_of(self, call: Json, legs: Sequence[Json]) -> list[PastCall]:
        """Return what a call with its legs is: one to a line, or some that went out from one."""
        line = self._lines.get(text_in(call, "to"))
        if line is None or text_in(call, "direction") != "inbound":
            return [out for each in (call, *legs) if (out := self._out(each))]
        # It has no end that would be too long ago.
        logged = LoggedCalls(line, _EVER, self._whisper, self._was_open)
        logged.add([call, *legs])
        return [
            PastCall(
                line_id=line.id,
                at=moment(call.get("start_time")) or each.at,
                number=each.caller,
                outcome=each.outcome,
            )
            for each in logged.events()
            if each.outcome is not None
        ]

    def _out(self, call: Json) -> PastCall | None:
        line: Line | None = self._lines.get(text_in(call, "from"))
        number = text_in(call, "to")
        at = moment(call.get("start_time"))
        if line is None or at is None or not text_in(call, "direction").startswith("outbound"):
            return None
        if number in self._shop.team_numbers | self._shop.own_numbers:
            return None
        talked = text_in(call, "status") == _COMPLETED and number_in(call, "duration") > 0
        return PastCall(
            line_id=line.id,
            at=at,
            number=number,
            outcome=Outcome.ANSWERED if talked else Outcome.NO_ANSWER,
            went_out=True,
        )


_EVER: Final = datetime.min.replace(tzinfo=UTC)


def _slim(call: Json) -> Json:
    return {key: value for key, value in call.items() if key in _READ}
