"""Keeps what became of a missed caller, with the call that their episode began with."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import partial

from .book import Book, KeptEpisode
from .counting import CountedCall, Days, Episode, WonBy, count_days, days_of_call
from .shop import Shop


def count(book: Book, line_id: str, before: Days, after: Days) -> None:
    """Count what moved, in the transaction of the event."""
    count_days(partial(book.count, line_id), before, after)


def count_call(
    book: Book, line_id: str, before: CountedCall | None, after: CountedCall, shop: Shop
) -> None:
    """Count a call; `before` is as what it was counted until now."""
    counted: Days = Counter() if before is None else days_of_call(before, shop)
    count(book, line_id, counted, days_of_call(after, shop))


def win_back(
    book: Book, thread_id: int, line_id: str, won_by: WonBy, *, shop: Shop, at: datetime
) -> None:
    """Keep how the caller of a thread was won back, and when."""
    kept = book.last_episode(thread_id)
    if kept is None:
        return
    attended_at = kept.episode.attended_at
    if won_by in (WonBy.CALL, WonBy.CALLED_BACK):
        attended_at = attended_at or max(at, kept.call.at)
    episode = Episode(won_at=at, won_by=won_by, attended_at=attended_at)
    _save(book, kept, line_id, episode, shop)


def attend(book: Book, thread_id: int, line_id: str, *, shop: Shop, at: datetime) -> None:
    """Keep that a person of the shop wrote to the caller of a thread, or spoke with them."""
    kept = book.last_episode(thread_id)
    # What is learnt of late may be about the episode before.
    if kept is None or kept.episode.attended_at is not None or at < kept.call.at:
        return
    _save(book, kept, line_id, replace(kept.episode, attended_at=at), shop)


def _save(book: Book, kept: KeptEpisode, line_id: str, episode: Episode, shop: Shop) -> None:
    book.save_episode(kept.call_id, episode)
    count_call(book, line_id, kept.call, replace(kept.call, episode=episode), shop)
