"""Version 3: texts that are tried once more, the language callers write in, when we last listened."""

from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    "ALTER TABLE text ADD COLUMN retry_of INTEGER",
    "ALTER TABLE person ADD COLUMN heard TEXT",
    "ALTER TABLE shop_setting ADD COLUMN listened_at INTEGER",
)


def to_version_3(connection: Connection) -> None:
    """Take the step from version 2."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
