"""Version 2: who may be texted, how much may go out, what it costs, and the means to forget people."""

import secrets
from typing import Final

from sqlalchemy import Connection

from ..core.numbers import prefix_of

_CHANGES: Final = (
    "ALTER TABLE thread ADD COLUMN first_at INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE thread ADD COLUMN prefix TEXT",
    "ALTER TABLE thread ADD COLUMN spoke_at INTEGER",
    "ALTER TABLE thread ADD COLUMN reached_at INTEGER",
    "ALTER TABLE thread ADD COLUMN call_back_since INTEGER",
    "ALTER TABLE call ADD COLUMN caller_name TEXT",
    "ALTER TABLE call ADD COLUMN attestation TEXT",
    "ALTER TABLE text ADD COLUMN shop_id TEXT",
    "ALTER TABLE text ADD COLUMN cost INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE opt_out ADD COLUMN unsure INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE meta ADD COLUMN hash_key TEXT DEFAULT '' NOT NULL",
    """
    CREATE TABLE person (
        shop_id TEXT NOT NULL,
        peer TEXT NOT NULL,
        blocked INTEGER NOT NULL,
        name TEXT,
        language TEXT,
        line_kind TEXT,
        line_kind_at INTEGER,
        PRIMARY KEY (shop_id, peer)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE spending (
        shop_id TEXT NOT NULL,
        month TEXT NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (shop_id, month)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE shop_setting (
        shop_id TEXT NOT NULL,
        snoozed_until INTEGER,
        PRIMARY KEY (shop_id)
    ) WITHOUT ROWID, STRICT
    """,
    # The first that is known of an old conversation is when it last moved.
    "UPDATE thread SET first_at = last_at",
    """
    UPDATE text SET shop_id = (SELECT shop_id FROM opt_out UNION SELECT shop_id FROM consent)
    WHERE ref IS NOT NULL
        AND (SELECT count(*) FROM (SELECT shop_id FROM opt_out UNION SELECT shop_id FROM consent)) = 1
    """,
    """
    CREATE INDEX thread_to_call_back ON thread (line_id, call_back_since)
    WHERE call_back_since IS NOT NULL
    """,
    "CREATE INDEX thread_peer ON thread (peer)",
    "CREATE INDEX thread_prefix ON thread (prefix, first_at, peer)",
    "CREATE INDEX thread_personal ON thread (last_at) WHERE peer < 'x:'",
    "CREATE INDEX call_thread ON call (thread_id)",
    "CREATE INDEX call_caller ON call (caller)",
    "CREATE INDEX call_started ON call (line_id, started_at)",
    """
    CREATE INDEX call_personal ON call (started_at)
    WHERE caller <> '' OR caller_name IS NOT NULL OR recording IS NOT NULL
    """,
    """
    CREATE INDEX text_counted ON text (shop_id, created_at)
    WHERE ref IS NOT NULL AND kind NOT IN ('notice', 'service')
        AND state NOT IN ('dropped', 'failed')
    """,
    # A person's texts are found by the next one; nothing reads a text by its thread.
    "DROP INDEX text_taken",
    "DROP INDEX text_thread",
    "CREATE INDEX text_peer ON text (peer, created_at)",
    "CREATE INDEX text_created ON text (line_id, created_at)",
    "CREATE INDEX text_personal ON text (created_at) WHERE peer <> ''",
    "CREATE INDEX consent_at ON consent (shop_id, at)",
)


def to_version_2(connection: Connection) -> None:
    """Take the step from version 1."""
    for change in _CHANGES:
        connection.exec_driver_sql(change)
    peers = connection.exec_driver_sql("SELECT id, peer FROM thread").all()
    if peers:
        prefixes = [(prefix_of(peer), thread_id) for thread_id, peer in peers]
        connection.exec_driver_sql("UPDATE thread SET prefix = ? WHERE id = ?", prefixes)
    connection.exec_driver_sql("UPDATE meta SET hash_key = ?", (secrets.token_hex(32),))
