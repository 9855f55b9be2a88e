"""A ledger with a past: years of calls, texts and replies, written by SQL alone.

A thread of it is one missed call with four texts: the text-back, an answer, and a word more of each.
The counters, the spending and the short lists agree with the rows, as if every event had been handled.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
import sqlite3
from typing import Final

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.tally import (
    TALLIES,
    Tally,
    of_answered,
    of_outcome,
    of_sent,
    within,
)
from custom_components.missed_call_textback.ledger.schema import TOTAL
from custom_components.missed_call_textback.ledger.times import to_micros

_TEXTS_OF_THREAD: Final = 4
# Threads whose caller still waits for a word or a call: a list of today, which years do not lengthen.
_STILL_OPEN: Final = 40
_STRETCH: Final = timedelta(days=600)
_PRICE: Final = 8300

_THREADS: Final = """
CREATE TEMP TABLE past AS
WITH RECURSIVE number(n) AS (
  SELECT 0 WHERE :threads > 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :threads
)
SELECT
  n,
  :first_thread + n AS thread_id,
  '+1212' || (2000000 + n) AS peer,
  :ends - (:threads - n) * :step AS at,
  n >= :threads - :still_open AS is_open
FROM number
"""
_THREAD: Final = """
INSERT INTO thread (id, line_id, peer, last_at, waiting_since, episode_at, text_back_at, first_at,
                    prefix, spoke_at, call_back_since, stage, lead_at, moved_at, unread,
                    lead_missed)
SELECT thread_id, :line_id, peer, at + 240000000, CASE WHEN is_open THEN at + 240000000 END, NULL,
       at, at, substr(peer, 1, length(peer) - 4), at + 240000000, CASE WHEN is_open THEN at END,
       'replied', at, at + 120000000, is_open, 1
FROM past
"""
_CALL: Final = """
INSERT INTO call (id, line_id, source_id, thread_id, caller, started_at, confirmed, outcome, ended_at,
                  ring_seconds, decision, reason, decided_at, counts_at, episode, won_at, won_by,
                  attended_at)
SELECT thread_id, :line_id, 'past:' || n, thread_id, peer, at - 20000000, 0, 'no_answer', at, 20.0,
       'text_back', 'missed_open', at, at, 1, at + 60000000, 'reply', at + 180000000
FROM past
"""
_TEXT_OUT: Final = """
INSERT INTO text (ref, line_id, thread_id, call_id, kind, sender, peer, body, state, carrier_id,
                  attempts, created_at, deadline, accepted_at, shop_id, cost, called_at, wording,
                  answered)
SELECT :kind || n, :line_id, thread_id, CASE :kind WHEN 'text_back' THEN thread_id END, :kind,
       '+12025550100', peer, :body, 'delivered', 'SM' || :kind || n, 0, at + :after,
       at + :after + 3600000000, at + :after + 900000, :shop_id, :price,
       CASE :kind WHEN 'text_back' THEN at END, CASE :kind WHEN 'text_back' THEN :wording END,
       :kind = 'text_back'
FROM past
"""
_TEXT_IN: Final = """
INSERT INTO text (line_id, thread_id, kind, sender, peer, body, state, carrier_id, attempts, created_at)
SELECT :line_id, thread_id, 'reply', peer, peer, :body, 'received', 'SMin' || :after || ':' || n, 0,
       at + :after
FROM past
"""
_ADDED: Final = """
ON CONFLICT (line_id, day, tally) DO UPDATE SET n = n + excluded.n
"""
_COUNTERS: Final = """
INSERT INTO daily (line_id, day, tally, n)
SELECT :line_id, date((at + :after) / 1000000, 'unixepoch'), :tally, count(*) * :each FROM past
GROUP BY 2
"""
_TOTAL: Final = """
INSERT INTO daily (line_id, day, tally, n)
SELECT :line_id, :total, :tally, count(*) * :each FROM past WHERE true
"""
_HOURS: Final = """
INSERT INTO daily (line_id, day, tally, n)
SELECT :line_id, date(at / 1000000, 'unixepoch'),
       'hour.' || strftime('%H', at / 1000000, 'unixepoch'), count(*)
FROM past GROUP BY 2, 3
"""
_SPENDING: Final = """
INSERT INTO spending (shop_id, month, amount)
SELECT :shop_id, strftime('%Y-%m', at / 1000000, 'unixepoch'), count(*) * :price * 2 FROM past
GROUP BY 2
"""
_WORDING: Final = "text_open~00000000"
# How much is counted in a thread, and how long after its call that is, in microseconds.
_TALLIES: Final = (
    (Tally.MISSED, 1, 0),
    (Tally.EPISODES, 1, 0),
    (Tally.ELIGIBLE, 1, 0),
    (Tally.TEXTED, 1, 900_000),
    (Tally.REPLIES, 1, 60_000_000),
    (Tally.REPLIES, 1, 240_000_000),
    (Tally.REPLIED, 1, 0),
    (Tally.WON_BACK, 1, 0),
    (Tally.RECOVERED, 1, 60_000_000),
    (Tally.ATTENDED, 1, 0),
    (Tally.ATTENDED_SECONDS, 180, 0),
    (Tally.HEARD, 1, 0),
    (Tally.SPENT, _PRICE, 0),
    (Tally.SPENT, _PRICE, 180_000_000),
    (of_outcome(Outcome.NO_ANSWER), 1, 0),
    (within(0.9), 1, 0),
    (of_sent(_WORDING), 1, 0),
    (of_answered(_WORDING), 1, 0),
)
_CONVERSATION: Final = (
    (
        _TEXT_OUT,
        "text_back",
        0,
        "Corner Barbers here. Sorry we missed your call. How can we help?",
    ),
    (_TEXT_IN, "reply", 60_000_000, "Hi! Could you fit me in on Friday at four?"),
    (_TEXT_OUT, "message", 180_000_000, "Friday at four it is. See you then!"),
    (_TEXT_IN, "reply", 240_000_000, "Great, thank you."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """So many texts, of one line of one shop, up to some time."""

    shop_id: str
    line_id: str
    texts: int
    ends: datetime

    @property
    def threads(self) -> int:
        """Return how many conversations these are."""
        return self.texts // _TEXTS_OF_THREAD


def peer_of(thread: int) -> str:
    """Return the number of whoever is in the n-th thread."""
    return f"+1212{2_000_000 + thread}"


def write_past(path: Path, past: Past) -> None:
    """Write a past into a ledger that is there, empty, and not open anywhere."""
    given: dict[str, str | int] = {
        "shop_id": past.shop_id,
        "line_id": past.line_id,
        "price": _PRICE,
        "total": TOTAL,
        "wording": _WORDING,
    }
    connection = sqlite3.connect(path)
    try:
        # It is thrown away when it fails, and nothing of it is waited for.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-262144")
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM thread").fetchone()
        with connection:
            connection.execute(
                _THREADS,
                {
                    "threads": past.threads,
                    "first_thread": last + 1,
                    "ends": to_micros(past.ends),
                    "step": int(_STRETCH / timedelta(microseconds=1)) // max(past.threads, 1),
                    "still_open": _STILL_OPEN,
                },
            )
            connection.execute(_THREAD, given)
            connection.execute(_CALL, given)
            for statement, kind, after, body in _CONVERSATION:
                connection.execute(statement, given | {"kind": kind, "after": after, "body": body})
            for tally, each, after in _TALLIES:
                counted = given | {"tally": str(tally), "each": each, "after": after}
                connection.execute(_COUNTERS + _ADDED, counted)
                if tally in TALLIES:
                    connection.execute(_TOTAL + _ADDED, counted)
            connection.execute(_HOURS, given)
            connection.execute(_SPENDING, given)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
