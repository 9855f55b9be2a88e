"""What a unit of work knows beside its book, and how it queues a text."""

from dataclasses import dataclass
from datetime import datetime

from .book import Book, NewText
from .channels import Channel, whatsapp_is_open
from .limits import QUIET, Traffic, TrafficSince, over_limit
from .outbox import TextKind, TextState
from .reasons import Reason
from .shop import Line, Shop
from .threads import Thread


class Refusal(Exception):
    """A guard does not let this text go out."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class RefTaken(Exception):
    """Another text has that reference: one to somebody else, or of other words."""


class UnknownCall(Exception):
    """No call of this line that is over has that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One line of a shop at one time (aware), whether it is open then, and its switch.

    `has_log` tells that the telephone company's log will be asked what nobody here heard,
    `takes_whatsapp` that the carrier does, `calls_team` that it can call the team.
    """

    shop: Shop
    line: Line
    now: datetime
    is_open: bool = True
    automatic: bool = True
    has_log: bool = False
    takes_whatsapp: bool = False
    calls_team: bool = False

    def traffic(self, book: Book, peer: str | None) -> Traffic:
        """Return what went out lately, as far as the shop's limits ask."""
        return QUIET if peer is None else traffic_to(book, peer, shop=self.shop, now=self.now)

    def over_limit(self, book: Book, peer: str | None, body: str) -> Reason | None:
        """Return which cap or budget a text would go over, or None."""
        limits = self.shop.limits
        return over_limit(limits, self.traffic(book, peer), limits.cost(body))

    def channel(self, thread: Thread) -> Channel:
        """Return by what somebody is answered: as they last wrote, or by SMS where that cannot be."""
        by_whatsapp = self.takes_whatsapp and whatsapp_is_open(thread.whatsapp_at, self.now)
        return Channel.WHATSAPP if by_whatsapp else Channel.SMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that may go out: its reference and words, made before the transaction.

    `wording` is which of the shop's texts these are, where they are one of them. `again` tells that
    whoever chose the reference may ask a second time, not knowing whether the first was heard.
    """

    ref: str
    body: str
    wording: str | None = None
    again: bool = False


def month_of(at: datetime) -> str:
    """Return the month that a text's cost belongs to (`2026-11`). `at` is in UTC."""
    return f"{at.year:04}-{at.month:02}"


def traffic_to(book: Book, peer: str, *, shop: Shop, now: datetime) -> Traffic:
    """Return what went out until a time (aware), as far as the shop's limits ask."""
    if not shop.limits.count:
        return QUIET
    return book.traffic(shop.id, peer, TrafficSince.until(now, month_of(now)), shop.limits)


def new_text(
    desk: Desk,
    draft: Draft,
    kind: TextKind,
    peer: str,
    *,
    held_until: datetime | None = None,
    thread_id: int | None = None,
    call_id: int | None = None,
    channel: Channel = Channel.SMS,
    called_at: datetime | None = None,
) -> NewText:
    """Return the row of a text that goes out now, or at `held_until`.

    `called_at` is when the call ended that is to be answered by it at once.
    """
    return NewText(
        shop_id=desk.shop.id,
        ref=draft.ref,
        line_id=desk.line.id,
        kind=kind,
        sender=desk.line.number,
        to=peer,
        body=draft.body,
        created_at=desk.now,
        deadline=(held_until or desk.now) + desk.shop.text_deadline,
        # Claimed in the transaction that promises it: one commit before the send, not two.
        state=TextState.SENDING if held_until is None else TextState.QUEUED,
        due_at=held_until,
        cost=desk.shop.limits.cost(draft.body),
        thread_id=thread_id,
        call_id=call_id,
        channel=channel,
        called_at=called_at,
        wording=draft.wording,
    )
