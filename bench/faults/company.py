"""The telephone company of the run: it remembers what was acknowledged, and is itself in trouble."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from time import perf_counter
from typing import Final, override

from script.demonstration.shop import PUBLIC_ADDRESS
from tests.exchange import Alert, Exchange, Webhook
from tests.exchange.accounts import Account
from tests.exchange.texts import Text
from tests.exchange.trouble import Kind, Troubles
from tests.exchange.webhooks import RetryPolicy, Webhooks, _Aim

from .inside.pace import PACE

# What may go wrong, where, how often relative to the rest, and for how many seconds at most, in life.
# A text's acceptance and its listing together stay well below the integration's 60 s of doubt.
_TROUBLES: Final = (
    (Kind.TOO_MANY_REQUESTS, "messages.create", 4, 0.0),
    (Kind.SERVER_ERROR, "messages.create", 2, 0.0),
    (Kind.HTML, "messages.create", 1, 0.0),
    (Kind.ANSWER_LOST, "messages.create", 4, 0.0),
    (Kind.CUT, "messages.create", 2, 0.0),
    (Kind.DELAY, "messages.create", 3, 10.0),
    (Kind.LIST_LAG, "messages.create", 3, 20.0),
    (Kind.SERVER_ERROR, "messages.list", 1, 0.0),
    (Kind.ANSWER_LOST, "messages.list", 1, 0.0),
    (Kind.DELAY, "messages.list", 1, 5.0),
    (Kind.DUPLICATE_CALLBACKS, "webhook.voice", 1, 0.0),
    (Kind.DUPLICATE_CALLBACKS, "webhook.dial", 2, 0.0),
    (Kind.DUPLICATE_CALLBACKS, "webhook.sms", 1, 0.0),
    (Kind.DUPLICATE_CALLBACKS, "webhook.status", 3, 0.0),
    (Kind.REORDERED_CALLBACKS, "webhook.status", 3, 0.0),
    (Kind.STATUS_OVERTAKES, "webhook.call_status", 2, 0.0),
    (Kind.DELAY, "webhook.dial", 2, 10.0),
    (Kind.DELAY, "webhook.status", 2, 20.0),
    (Kind.DELAY, "webhook.sms", 1, 5.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """One webhook that was answered with a 2xx. `at` is `perf_counter()`."""

    kind: str
    url: str
    params: Mapping[str, str]
    at: float


def is_acknowledged(hook: Webhook) -> bool:
    """Tell whether a webhook was answered by the shop, and not by Home Assistant in its place.

    For a webhook that nobody has registered yet, as at each start, Home Assistant answers an empty 200.
    """
    return hook.succeeded and hook.content_type.startswith("text/xml")


class _WatchedWebhooks(Webhooks):
    """Keeps each acknowledgement: of a webhook that comes twice, each time may count."""

    def __init__(self, trouble: Troubles, alerts: list[Alert]) -> None:
        super().__init__(trouble, alerts, None)
        self.acknowledged: list[Acknowledged] = []
        self.answered_empty = 0

    @override
    async def _attempt(self, hook: Webhook, token: str, policy: RetryPolicy, aim: _Aim) -> None:
        await super()._attempt(hook, token, policy, aim)
        if not hook.succeeded or not aim.url.startswith(PUBLIC_ADDRESS):
            return
        if is_acknowledged(hook):
            self.acknowledged.append(
                Acknowledged(kind=hook.kind, url=aim.url, params=aim.params, at=perf_counter())
            )
        else:
            self.answered_empty += 1


@dataclass(slots=True)
class _Ambush:
    """What happens at the `passes`-th text that is accepted, before it is answered."""

    strike: Callable[[], object]
    passes: int


class WatchedExchange(Exchange):
    """An exchange that remembers every acknowledgement, and may strike as it accepts a text."""

    def __init__(self, random: Random) -> None:
        super().__init__(real_time=True, time_scale=0.2 / PACE, seed=random.randrange(2**32))
        self._watched = _WatchedWebhooks(self.trouble, self.alerts)
        self.webhooks = self._watched
        self.delivery.delay = 0.5 / PACE
        self._random = random
        self._ambush: _Ambush | None = None

    @property
    def acknowledged(self) -> list[Acknowledged]:
        """Every acknowledgement, oldest first."""
        return self._watched.acknowledged

    @property
    def answered_empty(self) -> int:
        """How many webhooks Home Assistant answered before the shop was open."""
        return self._watched.answered_empty

    def ambush(self, strike: Callable[[], object], passes: int) -> None:
        """Strike at a text that is accepted."""
        self._ambush = _Ambush(strike, passes)

    def lift_ambush(self) -> None:
        """Strike no more."""
        self._ambush = None

    @override
    def accept(self, account: Account, text: Text) -> None:
        super().accept(account, text)
        if self._ambush is not None:
            self._ambush.passes -= 1
            if self._ambush.passes == 0:
                self._ambush.strike()

    async def make_trouble(self, per_second: float) -> None:
        """Ask for one trouble after another, until cancelled."""
        weights = [weight for _, _, weight, _ in _TROUBLES]
        while True:
            await asyncio.sleep(self._random.expovariate(per_second))
            ((kind, where, _, longest),) = self._random.choices(_TROUBLES, weights)
            self.trouble.add(kind, 1, where, seconds=self._random.uniform(0, longest) / PACE)
