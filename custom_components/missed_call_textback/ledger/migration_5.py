"""Version 5: the channel that a text travels by, and when somebody last wrote by WhatsApp."""

from typing import Final

from sqlalchemy import Connection

_CHANGES: Final = (
    "ALTER TABLE thread ADD COLUMN whatsapp_at INTEGER",
    "ALTER TABLE text ADD COLUMN channel TEXT",
)


def to_version_5(connection: Connection) -> None:
    """Take the step from version 4."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
