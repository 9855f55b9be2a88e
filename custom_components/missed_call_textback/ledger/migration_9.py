"""Version 9: counters of the time before a line's own, as a log tells them."""

from typing import Final

from sqlalchemy import Connection

_PAST: Final = """
    CREATE TABLE past (
        line_id TEXT NOT NULL,
        day TEXT NOT NULL,
        tally TEXT NOT NULL,
        zone TEXT NOT NULL,
        told INTEGER NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (line_id, day, tally)
    ) WITHOUT ROWID, STRICT
"""


def to_version_9(connection: Connection) -> None:
    """Take the step from version 8."""
    connection.exec_driver_sql(_PAST)
