"""Version 4: calls that two sources heard, and calls that wait for the word of the second one."""

from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    "ALTER TABLE call ADD COLUMN same_as INTEGER",
    "DROP INDEX call_due",
    "DROP INDEX call_thread",
    "DROP INDEX call_caller",
    "CREATE INDEX call_due ON call (due_at) WHERE decision IS NULL AND due_at IS NOT NULL",
    "CREATE INDEX call_thread ON call (thread_id, started_at) WHERE thread_id IS NOT NULL",
    "CREATE INDEX call_caller ON call (caller, started_at) WHERE thread_id IS NULL",
    "CREATE INDEX call_twin ON call (same_as) WHERE same_as IS NOT NULL",
)


def to_version_4(connection: Connection) -> None:
    """Take the step from version 3."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
