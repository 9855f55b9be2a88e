"""Version 3: texts that are tried once more, the language callers write in, when we last listened.

And fewer indexes: each one that a new row goes into is paid by every call of a burst.
"""

from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    "ALTER TABLE text ADD COLUMN retry_of INTEGER",
    "ALTER TABLE person ADD COLUMN heard TEXT",
    "ALTER TABLE shop_setting ADD COLUMN listened_at INTEGER",
    "DROP INDEX thread_peer",
    "DROP INDEX call_caller",
    "DROP INDEX call_started",
    "DROP INDEX call_personal",
    "DROP INDEX text_back_accepted",
    "DROP INDEX text_counted",
    "DROP INDEX text_created",
    "DROP INDEX text_personal",
    "CREATE INDEX call_caller ON call (caller) WHERE thread_id IS NULL",
    """
    CREATE INDEX call_time ON call (
        (coalesce(caller, '') <> '' OR caller_name IS NOT NULL OR recording IS NOT NULL), started_at
    )
    """,
    "CREATE INDEX text_back ON text (line_id, id) WHERE kind = 'text_back'",
    """
    CREATE INDEX person_described ON person (shop_id, name, language, heard)
    WHERE (name IS NOT NULL OR language IS NOT NULL OR heard IS NOT NULL)
    """,
    "CREATE INDEX text_time ON text ((peer <> ''), created_at)",
)


def to_version_3(connection: Connection) -> None:
    """Take the step from version 2."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
