"""Version 7: what is to be done in a conversation at its time, what is urgent, and appointments."""

from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    "ALTER TABLE thread ADD COLUMN silenced_at INTEGER",
    "ALTER TABLE thread ADD COLUMN followed_up_at INTEGER",
    """
    CREATE TABLE clock (
        thread_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        since INTEGER NOT NULL,
        step INTEGER NOT NULL,
        PRIMARY KEY (thread_id, kind),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX clock_due ON clock (due_at)",
    """
    CREATE TABLE told (
        thread_id INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        line_id TEXT NOT NULL,
        code INTEGER NOT NULL,
        token TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (thread_id, member_id),
        FOREIGN KEY(thread_id) REFERENCES thread (id),
        UNIQUE (token)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX told_member ON told (member_id, line_id, at)",
    """
    CREATE TABLE answer (
        thread_id INTEGER NOT NULL,
        lead_at INTEGER NOT NULL,
        question TEXT NOT NULL,
        value TEXT,
        asked_at INTEGER,
        answered_at INTEGER,
        PRIMARY KEY (thread_id, lead_at, question),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX answer_at ON answer (answered_at)",
    "ALTER TABLE thread ADD COLUMN urgent_since INTEGER",
    "ALTER TABLE thread ADD COLUMN urgent_words TEXT",
    """
    CREATE INDEX thread_urgent ON thread (line_id, urgent_since)
    WHERE urgent_since IS NOT NULL
    """,
    """
    CREATE TABLE call_made (
        id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        began_at INTEGER NOT NULL,
        answered_at INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) STRICT
    """,
    "CREATE INDEX call_made_thread ON call_made (thread_id, began_at)",
    "CREATE INDEX call_made_at ON call_made (began_at)",
    """
    CREATE TABLE appointment (
        id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        calendar TEXT NOT NULL,
        start_at INTEGER NOT NULL,
        end_at INTEGER NOT NULL,
        mark TEXT NOT NULL,
        state TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX appointment_live ON appointment (calendar, start_at)
    WHERE state IN ('held', 'writing', 'booked', 'reminded', 'leaving')
    """,
    "CREATE INDEX appointment_thread ON appointment (thread_id, id)",
    "CREATE INDEX appointment_at ON appointment (at)",
    "ALTER TABLE person ADD COLUMN tags TEXT",
    "ALTER TABLE person ADD COLUMN existing INTEGER DEFAULT 0 NOT NULL",
    "CREATE INDEX person_tagged ON person (shop_id, tags, peer) WHERE tags IS NOT NULL",
    """
    CREATE TABLE lead_event (
        id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at INTEGER NOT NULL,
        ref TEXT NOT NULL,
        deadline INTEGER NOT NULL,
        detail TEXT,
        value INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) STRICT
    """,
    "CREATE INDEX lead_event_thread ON lead_event (thread_id, id)",
    "ALTER TABLE call ADD COLUMN transcript TEXT",
)


def to_version_7(connection: Connection) -> None:
    """Take the step from version 6."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
