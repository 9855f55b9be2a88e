"""Keeps what a log tells of the time before, beside our own counters.

Ours are the truth from a line's first day on, and no day that is not over is taken.
"""

from ..book import Book
from .calls import PastLine
from .days import PastDay, before, ends_before, fuller


def keep(book: Book, line_id: str, told: PastLine, *, zone: str, today: str) -> None:
    """Keep what a log tells of a line, in the transaction of the book."""
    end = ends_before(book.own_since(line_id), today)
    days = {
        day: PastDay(counts=counts, told=told.told, zone=zone)
        for day, counts in before(told.days, end).items()
    }
    new, dropped = fuller(book.past_days(line_id), days)
    book.replace_past(line_id, new, dropped)
