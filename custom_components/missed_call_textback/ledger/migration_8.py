"""Version 8: what calls, texts and matters count for, and the counters of the past by the shop's days.

As far as the rows tell it: which text was sent is not known of the past, nor who was won back by
somebody's word. What the sensors show already (missed calls, texts, replies, recovered) stays as it
was counted.
"""

from collections import Counter
from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    """
    CREATE TABLE team_call (
        id INTEGER NOT NULL,
        token TEXT NOT NULL,
        thread_id INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        name TEXT NOT NULL,
        since INTEGER NOT NULL,
        round INTEGER NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL,
        detail TEXT,
        PRIMARY KEY (id),
        UNIQUE (token),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX team_call_turn ON team_call (thread_id, since, member_id, round)",
    "CREATE INDEX team_call_at ON team_call (at)",
    "ALTER TABLE thread ADD COLUMN lead_missed INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE past_lead ADD COLUMN lead_missed INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE call ADD COLUMN counts_at INTEGER",
    "ALTER TABLE call ADD COLUMN episode INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE call ADD COLUMN won_at INTEGER",
    "ALTER TABLE call ADD COLUMN won_by TEXT",
    "ALTER TABLE call ADD COLUMN attended_at INTEGER",
    "ALTER TABLE text ADD COLUMN called_at INTEGER",
    "ALTER TABLE text ADD COLUMN wording TEXT",
    "ALTER TABLE text ADD COLUMN answered INTEGER DEFAULT 0 NOT NULL",
    """
    UPDATE call SET counts_at = min(coalesce(ended_at, started_at), decided_at)
    WHERE decision IS NOT NULL AND outcome IS NOT NULL
    """,
    """
    UPDATE text SET called_at = (
        SELECT counts_at FROM call
        WHERE call.id = text.call_id AND call.reason IN ('missed_open', 'missed_closed')
    )
    WHERE kind = 'text_back' AND retry_of IS NULL AND call_id IS NOT NULL
    """,
)
_LEFT_OUT: Final = (
    "'team', 'own_number', 'no_caller_id', 'short_code', 'not_a_phone_number', 'blocked',"
    " 'opted_out', 'foreign', 'cannot_get_texts', 'short_ring', 'spoofed', 'burst'"
)
_MISSED: Final = f"counts_at IS NOT NULL AND outcome <> 'answered' AND reason NOT IN ({_LEFT_OUT})"
# What happened in each conversation, in order.
_EVENTS: Final = f"""
    SELECT thread_id, counts_at AS at, 'missed' AS what, id FROM call
    WHERE thread_id IS NOT NULL AND {_MISSED}
    UNION ALL
    SELECT thread_id, counts_at, 'call', 0 FROM call
    WHERE thread_id IS NOT NULL AND counts_at IS NOT NULL AND outcome = 'answered'
    UNION ALL
    SELECT thread_id, answered_at, 'called_back', 0 FROM call_made WHERE answered_at IS NOT NULL
    UNION ALL
    SELECT thread_id, created_at, 'reply', 0 FROM text
    WHERE thread_id IS NOT NULL AND kind = 'reply'
    UNION ALL
    SELECT thread_id, created_at, 'words', 0 FROM text
    WHERE thread_id IS NOT NULL AND kind = 'message'
    ORDER BY thread_id, at
"""  # noqa: S608 - nothing in it comes from outside
_SAVE_EPISODE: Final = (
    "UPDATE call SET episode = 1, won_at = ?, won_by = ?, attended_at = ? WHERE id = ?"
)
_MATTERS: Final = f"""
    UPDATE thread SET lead_missed = EXISTS (
        SELECT 1 FROM call WHERE thread_id = thread.id AND counts_at >= thread.lead_at AND {_MISSED}
    );
    UPDATE past_lead SET lead_missed = EXISTS (
        SELECT 1 FROM call WHERE thread_id = past_lead.thread_id
        AND counts_at BETWEEN past_lead.lead_at AND past_lead.moved_at AND {_MISSED}
    );
    DELETE FROM daily WHERE tally IN ('episodes', 'booked', 'won', 'lost', 'valued', 'value')
"""  # noqa: S608 - as above
_LEAD: Final = (
    """(SELECT line_id, lead_at, stage, value FROM thread WHERE lead_missed
        UNION ALL SELECT line_id, lead_at, stage, value FROM past_lead WHERE lead_missed)""",
    "local_hour(lead_at)",
)
_CALL: Final = "call", "local_hour(counts_at)"
_TEXT: Final = "text", "local_hour(called_at)"
_HELPED: Final = "stage IN ('booked', 'won')"
_ATTENDED: Final = "episode AND attended_at IS NOT NULL"
_BOUNDS: Final = (
    1,
    2,
    3,
    4,
    5,
    6,
    8,
    10,
    12,
    15,
    20,
    25,
    30,
    40,
    60,
    90,
    120,
    300,
    900,
    1800,
    3600,
)
_WITHIN: Final = " ".join(
    f"WHEN accepted_at - called_at <= {bound * 1_000_000} THEN 'within.{bound}'"
    for bound in _BOUNDS
)
# Of which rows, on which of their days, where what holds, under which name, how much.
_COUNTED: Final = (
    (*_CALL, _MISSED, "'outcome.' || outcome", "1"),
    (*_CALL, "counts_at IS NOT NULL AND outcome = 'answered'", "'outcome.answered'", "1"),
    (
        *_CALL,
        f"counts_at IS NOT NULL AND outcome <> 'answered' AND reason IN ({_LEFT_OUT})",
        "'left_out.' || reason",
        "1",
    ),
    (*_CALL, _MISSED, "'hour.' || substr(local_hour(counts_at), 12, 2)", "1"),
    (*_CALL, "episode", "'episodes'", "1"),
    (*_CALL, "episode AND won_by = 'reply'", "'replied'", "1"),
    (*_CALL, "episode AND won_at IS NOT NULL", "'won_back'", "1"),
    (*_CALL, _ATTENDED, "'attended'", "1"),
    (*_CALL, _ATTENDED, "'attended_seconds'", "(attended_at - counts_at + 500000) / 1000000"),
    (*_CALL, f"{_ATTENDED} AND won_by = 'reply'", "'heard'", "1"),
    (*_LEAD, _HELPED, "'booked'", "1"),
    (*_LEAD, f"{_HELPED} AND value IS NOT NULL", "'valued'", "1"),
    (*_LEAD, f"{_HELPED} AND value IS NOT NULL", "'value'", "value"),
    (*_LEAD, "stage IN ('won', 'lost')", "stage", "1"),
    (*_TEXT, "called_at IS NOT NULL", "'eligible'", "1"),
    (
        *_TEXT,
        "called_at IS NOT NULL AND accepted_at IS NOT NULL",
        f"CASE {_WITHIN} ELSE 'within.longer' END",
        "1",
    ),
    (
        "text",
        "local_hour(created_at)",
        "cost > 0 AND state NOT IN ('failed', 'dropped')",
        "'spent'",
        "cost",
    ),
)
_FAMILIES: Final = ("outcome.", "left_out.", "hour.", "within.")
_COUNT: Final = """
    INSERT INTO daily (line_id, day, tally, n) VALUES (?, ?, ?, ?)
    ON CONFLICT (line_id, day, tally) DO UPDATE SET n = n + excluded.n
"""
# Who calls after a month without a word, calls about something else.
_LONG_AGO: Final = 30 * 86_400 * 1_000_000


def to_version_8(connection: Connection) -> None:
    """Take the step from version 7. Needs `local_hour` (see `times`)."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
    _find_episodes(connection)
    for change in _MATTERS.split(";"):
        connection.exec_driver_sql(change)
    counts: Counter[tuple[str, str, str]] = Counter()
    for rows, hour, holds, tally, n in _COUNTED:
        # Nothing in it comes from outside.
        counted = f"SELECT line_id, {hour}, {tally}, {n} FROM {rows} WHERE {holds}"  # noqa: S608
        for line_id, at, name, much in connection.exec_driver_sql(counted):
            counts[line_id, at[:10], name] += much
            if not name.startswith(_FAMILIES):
                counts[line_id, "", name] += much
    if counts:
        connection.exec_driver_sql(_COUNT, [(*which, n) for which, n in counts.items()])


def _find_episodes(connection: Connection) -> None:
    """Find which missed calls began an episode, and how these ended."""
    found: list[tuple[int | None, str | None, int | None, int]] = []
    of_thread = last_at = None
    call_id, won, attended = 0, None, None

    def keep() -> None:
        if call_id:
            won_at, won_by = won or (None, None)
            found.append((won_at, won_by, attended, call_id))

    for thread_id, at, what, event_id in connection.exec_driver_sql(_EVENTS):
        if thread_id != of_thread:
            keep()
            of_thread, last_at, call_id, won, attended = thread_id, None, 0, None, None
        if what == "missed":
            long_ago = last_at is not None and at - last_at >= _LONG_AGO
            if not call_id or won is not None or long_ago:
                keep()
                call_id, won, attended = event_id, None, None
        elif call_id:
            if won is None and what != "words":
                won = at, what
            if attended is None and what != "reply":
                attended = at
        last_at = at
    keep()
    if found:
        connection.exec_driver_sql(_SAVE_EPISODE, found)
