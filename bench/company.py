"""The telephone company under load: a bounded number of webhooks at once, and ever new callers."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import gc
from typing import Final, override

from custom_components.missed_call_textback.core.numbers import NumberKind, country_of, number_kind
from tests.exchange import Alert, Exchange, Webhook
from tests.exchange.accounts import Account
from tests.exchange.trouble import Troubles
from tests.exchange.webhooks import Webhooks

# Kinds of webhook that decide about a text-back; all others follow.
_OF_THE_CALL: Final = frozenset({"voice", "dial"})


class _BoundedWebhooks(Webhooks):
    """No more than so many webhooks under way; a webhook counts as sent when its turn has come."""

    def __init__(self, trouble: Troubles, alerts: list[Alert], connections: int) -> None:
        super().__init__(trouble, alerts, None)
        self.may_follow = asyncio.Event()
        self.may_follow.set()
        self._turns = asyncio.Semaphore(connections)

    @override
    async def send(
        self,
        account: Account,
        kind: str,
        url: str,
        params: Mapping[str, str],
        *,
        method: str = "POST",
        log: list[Webhook] | None = None,
    ) -> Webhook:
        if kind not in _OF_THE_CALL:
            await self.may_follow.wait()
        async with self._turns:
            return await super().send(account, kind, url, params, method=method, log=log)


class BusyExchange(Exchange):
    """An exchange that keeps its webhooks within bounds."""

    def __init__(self, connections: int) -> None:
        super().__init__()
        bounded = _BoundedWebhooks(self.trouble, self.alerts, connections)
        self.webhooks = bounded
        self._may_follow = bounded.may_follow

    def pace(self, *, time_scale: float, receipt_delay: float) -> None:
        """Set how fast time passes inside calls, and how long each receipt of a text takes."""
        self.time_scale = time_scale
        self.delivery.delay = receipt_delay

    @contextmanager
    def nothing_follows(self) -> Iterator[None]:
        """Keep back what in life comes seconds later: receipts, the end of the call.

        A machine that takes long over a burst would else be measured at that other work, too.
        """
        self._may_follow.clear()
        try:
            yield
        finally:
            self._may_follow.set()


@contextmanager
def no_collections() -> Iterator[None]:
    """Keep the company from looking for garbage until this is over.

    It keeps every call and text of the run, so a look through them all takes half a second, during
    which it answers nobody; and the more often, the more a call has to it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def fictional_numbers() -> Iterator[str]:
    """Return American numbers kept for fiction, 555-0100 to 555-0199, of one area after another."""
    numbers = {area: f"+1{area}5550100" for area in range(203, 990)}
    areas = [
        area
        for area, number in numbers.items()
        if country_of(number) == "US" and number_kind(number) is NumberKind.UNKNOWN
    ]
    for last in range(100, 200):
        for area in areas:
            yield f"+1{area}5550{last}"
