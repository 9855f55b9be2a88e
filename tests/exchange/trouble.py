"""Trouble on request: what goes wrong between a customer and the company, and how often."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final


class Kind(StrEnum):
    """Everything that can be made to go wrong."""

    TOO_MANY_REQUESTS = "429"
    SERVER_ERROR = "5xx"
    ANSWER_LOST = "answer_lost"
    CUT = "cut"
    DELAY = "delay"
    HTML = "html"
    LIST_LAG = "list_lag"
    DUPLICATE_CALLBACKS = "duplicate_callbacks"
    REORDERED_CALLBACKS = "reordered_callbacks"
    WRONG_SIGNATURE = "wrong_signature"
    STATUS_OVERTAKES = "status_overtakes"


_ON_WEBHOOKS: Final = frozenset(
    {
        Kind.DUPLICATE_CALLBACKS,
        Kind.REORDERED_CALLBACKS,
        Kind.WRONG_SIGNATURE,
        Kind.STATUS_OVERTAKES,
    }
)


@dataclass(slots=True)
class Order:
    """One trouble that was asked for, how many times it still comes, and how often it is due."""

    kind: Kind
    where: str
    times: int | None
    status: int
    seconds: float
    rate: float
    chance: Random

    def fits(self, kind: Kind, place: str) -> bool:
        """Tell whether this is the trouble for that place ("" fits every place of its side)."""
        if self.kind is not kind:
            return False
        if not self.where:
            return place.startswith("webhook.") == (kind in _ON_WEBHOOKS)
        return place == self.where or place.startswith(f"{self.where}.")


class Troubles:
    """The troubles still to come, in the order in which they were asked for.

    Places of the REST side are `messages.create`, `messages.list`, `messages.fetch`,
    `numbers.list`, `numbers.fetch`, `numbers.update`, `calls.list`, `balance`, `recordings`,
    `account`, `services`, `geo` and `lookups`, and for `list_lag` also `calls.create` and
    `messages.receive`;
    of the webhook side `webhook.voice`, `.fallback`, `.whisper`, `.gather`, `.dial`, `.record`,
    `.redirect`, `.recording`, `.transcription`, `.call_status`, `.sms`, `.status`. A part
    (`messages`, `webhook`) means all of its places.

    At a webhook `cut` is a connection that never comes about, and `answer_lost` an answer that
    does not arrive in time though the customer gave it.
    """

    def __init__(self, seed: int = 0) -> None:
        self._orders: list[Order] = []
        self._seed = seed

    def seed(self, seed: int) -> None:
        """Choose what chance does for the troubles that are asked for from now on."""
        self._seed = seed

    def add(
        self,
        kind: Kind | str,
        times: int | None = 1,
        where: str = "",
        *,
        status: int = 503,
        seconds: float = 1.0,
        rate: float = 1.0,
    ) -> Order:
        """Ask for a trouble; `times=None` lasts until `clear`, `rate` is its share of the cases.

        Each order has a chance of its own, so that the same seed does the same to the n-th
        request of a place whatever happens at the others.
        """
        if not 0 <= rate <= 1:
            raise ValueError("a rate is from 0 to 1")
        # Not for secrets: what a failed run can repeat.
        chance = Random(f"{self._seed} {Kind(kind)} {where}")  # noqa: S311
        order = Order(Kind(kind), where, times, status, seconds, rate, chance)
        self._orders.append(order)
        return order

    def clear(self) -> None:
        """Take back everything that was asked for."""
        self._orders.clear()

    def take(self, kind: Kind, place: str) -> Order | None:
        """Use up one trouble of this kind at this place, if there is one."""
        for order in self._orders:
            if order.fits(kind, place) and order.chance.random() < order.rate:
                if order.times is not None:
                    order.times -= 1
                    if order.times <= 0:
                        self._orders.remove(order)
                return order
        return None
