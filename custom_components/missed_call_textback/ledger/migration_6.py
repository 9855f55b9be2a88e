"""Version 6: how far each thread's matter got, the matters before it, and notes."""

from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    "ALTER TABLE thread ADD COLUMN stage TEXT DEFAULT 'missed' NOT NULL",
    "ALTER TABLE thread ADD COLUMN lead_at INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE thread ADD COLUMN moved_at INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE thread ADD COLUMN value INTEGER",
    "ALTER TABLE thread ADD COLUMN assignee TEXT",
    "ALTER TABLE thread ADD COLUMN unread INTEGER DEFAULT 0 NOT NULL",
    # As far as the former columns tell. Who waits was perhaps read, and rather looked at once more.
    """
    UPDATE thread SET
        stage = CASE
            WHEN spoke_at IS NOT NULL OR reached_at IS NOT NULL THEN 'replied'
            WHEN text_back_at IS NOT NULL THEN 'texted'
            ELSE 'missed'
        END,
        lead_at = coalesce(episode_at, first_at),
        moved_at = last_at,
        unread = waiting_since IS NOT NULL
    """,
    """
    CREATE INDEX thread_stage ON thread (stage, last_at)
    WHERE stage NOT IN ('missed', 'texted') AND peer < 'x:'
    """,
    """
    CREATE TABLE past_lead (
        id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        line_id TEXT NOT NULL,
        stage TEXT NOT NULL,
        lead_at INTEGER NOT NULL,
        moved_at INTEGER NOT NULL,
        value INTEGER,
        assignee TEXT,
        PRIMARY KEY (id),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) STRICT
    """,
    "CREATE INDEX past_lead_thread ON past_lead (thread_id, lead_at)",
    """
    CREATE TABLE note (
        id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        author TEXT NOT NULL,
        body TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(thread_id) REFERENCES thread (id)
    ) STRICT
    """,
    "CREATE INDEX note_thread ON note (thread_id, at)",
    "CREATE INDEX note_at ON note (at)",
    "DROP INDEX thread_waiting",
    """
    CREATE INDEX thread_waiting ON thread (line_id, waiting_since)
    WHERE waiting_since IS NOT NULL
    """,
)


def to_version_6(connection: Connection) -> None:
    """Take the step from version 5."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
