"""What a ledger of version 7 knew of calls, texts and conversations is counted at once, by its days."""

from collections import Counter
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3
from zoneinfo import ZoneInfo

from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.times import to_micros
from tests.core.recount import recount

_SCHEMA = (Path(__file__).parent / "schema_7.sql").read_text()
_ZONE = ZoneInfo("America/New_York")
# One in the morning in Greenwich: the evening before where the shop is.
_AT = datetime(2026, 5, 5, 1, tzinfo=UTC)
_DAY, _NEXT = "2026-05-04", "2026-05-05"


def _micros(**after: float) -> int:
    return to_micros(_AT + timedelta(**after))


def _fill(old: sqlite3.Connection) -> None:
    def thread(number: int, stage: str, value: int | None = None, **lead_after: float) -> None:
        old.execute(
            "INSERT INTO thread (id, line_id, peer, last_at, first_at, stage, lead_at, moved_at,"
            " value) VALUES (?, 'line', ?, ?, ?, ?, ?, ?, ?)",
            (
                number, f"+1202555011{number}", _micros(days=9), _micros(), stage,
                _micros(**lead_after), _micros(days=9), value,
            ),
        )  # fmt: skip

    calls = iter(range(1, 99))

    def call(thread_id: int | None, outcome: str, reason: str, **after: float) -> int:
        number = next(calls)
        at = _micros(**after)
        old.execute(
            "INSERT INTO call (id, line_id, source_id, thread_id, started_at, confirmed, outcome,"
            " ended_at, decision, reason, decided_at)"
            " VALUES (?, 'line', ?, ?, ?, 0, ?, ?, 'skip', ?, ?)",
            (number, f"x:{number}", thread_id, at, outcome, at, reason, at),
        )
        return number

    def text(thread_id: int, kind: str, call_id: int | None = None, **after: float) -> None:
        at = _micros(**after)
        old.execute(
            "INSERT INTO text (line_id, thread_id, call_id, kind, sender, peer, body, state,"
            " attempts, created_at, accepted_at, cost)"
            " VALUES ('line', ?, ?, ?, '', '', '', 'sent', 0, ?, ?, 3)",
            (thread_id, call_id, kind, at, at + 2_500_000 if kind == "text_back" else None),
        )

    thread(1, "booked", 70)
    # Missed twice, texted, replied, and answered an hour later.
    first = call(1, "no_answer", "missed_open")
    call(1, "busy", "texted_recently", minutes=1)
    text(1, "text_back", first)
    text(1, "reply", minutes=5)
    text(1, "message", minutes=65)
    # Missed once more, and called back the next day.
    call(1, "voicemail", "missed_open", minutes=90)
    old.execute("INSERT INTO call_made VALUES (1, 1, ?, ?)", (_micros(days=1), _micros(days=1)))
    thread(2, "won", days=1)
    # Somebody who wrote of their own accord.
    text(2, "reply", days=1)
    thread(3, "texted", days=40)
    # Silent for a month between two calls, and got through in the end.
    call(3, "no_answer", "too_late")
    call(3, "no_answer", "too_late", days=40)
    call(3, "answered", "answered", days=41)
    # A matter before, which was lost.
    old.execute(
        "INSERT INTO past_lead VALUES (1, 3, 'line', 'lost', ?, ?, NULL, NULL)",
        (_micros(), _micros(days=2)),
    )
    thread(4, "missed")
    call(4, "no_answer", "spoofed")
    call(None, "no_answer", "no_caller_id")
    # It rings yet.
    old.execute(
        "INSERT INTO call (line_id, source_id, started_at, confirmed) VALUES ('line', 'y', ?, 0)",
        (_micros(),),
    )
    # What was counted by its own day, and is counted for that of the call from now on.
    for day in (_DAY, ""):
        old.execute("INSERT INTO daily VALUES ('line', ?, 'episodes', 9)", (day,))
        old.execute("INSERT INTO daily VALUES ('line', ?, 'missed', 4)", (day,))


async def test_the_past_is_counted_as_far_as_it_is_known(path: Path) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(_SCHEMA)
        _fill(old)
        old.commit()
    ledger = SqliteLedger()
    await ledger.open(path, zone=_ZONE)
    days = await ledger.daily("line", _DAY, _DAY)
    figures = await ledger.figures("line", _NEXT)
    await ledger.close()
    assert days[_DAY] == {
        Tally.MISSED: 4,
        "outcome.no_answer": 2,
        "outcome.busy": 1,
        "outcome.voicemail": 1,
        "left_out.spoofed": 1,
        "left_out.no_caller_id": 1,
        "hour.21": 3,
        "hour.22": 1,
        Tally.EPISODES: 3,
        Tally.REPLIED: 1,
        Tally.WON_BACK: 2,
        Tally.ATTENDED: 2,
        Tally.ATTENDED_SECONDS: 65 * 60 + 22 * 3600 + 1800,
        Tally.HEARD: 1,
        Tally.BOOKED: 1,
        Tally.VALUED: 1,
        Tally.VALUE: 70,
        Tally.LOST: 1,
        Tally.ELIGIBLE: 1,
        "within.3": 1,
        Tally.SPENT: 9,
    }
    assert figures.total[Tally.EPISODES] == 4
    assert figures.total[Tally.WON_BACK] == 3
    with contextlib.closing(sqlite3.connect(path)) as migrated:
        migrated.row_factory = sqlite3.Row
        told = recount(migrated, _ZONE)
        kept = Counter(
            {
                (line, day, tally): n
                for line, day, tally, n in migrated.execute("SELECT * FROM daily WHERE day <> ''")
            }
        )
    # These are as they were counted when they happened.
    before = (Tally.MISSED, Tally.TEXTED, Tally.RECOVERED, Tally.REPLIES, Tally.SPENT)
    assert {which: n for which, n in told.items() if which[2] not in before} == {
        which: n for which, n in kept.items() if which[2] not in before
    }
