"""Schema versions: numbered from 1, one-way, each step in the transaction that notes its number.

`schema.py` is the newest version, and a fresh ledger gets it at once. An older ledger takes the
steps between: `STEPS[n]` leads from version n - 1 to n. A step names its tables and columns itself
and never imports `schema.py`, which moves on. The number lives in a table, not in SQLite's
`user_version`, so that it means the same on PostgreSQL.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
import secrets
from typing import Final

from sqlalchemy import Connection, inspect, select

from ..core.ports import LedgerUnavailable
from .conversation_schema import metadata
from .migration_2 import to_version_2
from .migration_3 import to_version_3
from .migration_4 import to_version_4
from .migration_5 import to_version_5
from .migration_6 import to_version_6
from .migration_7 import to_version_7
from .migration_8 import to_version_8
from .migration_9 import to_version_9
from .schema import meta
from .times import provide_local_time

type Step = Callable[[Connection], None]

NEWEST: Final = 9
STEPS: Final[Mapping[int, Step]] = {
    2: to_version_2,
    3: to_version_3,
    4: to_version_4,
    5: to_version_5,
    6: to_version_6,
    7: to_version_7,
    8: to_version_8,
    9: to_version_9,
}


class LedgerTooNew(LedgerUnavailable):
    """A newer version of the integration wrote this ledger; going back would lose what it knows."""


def migrate(
    connection: Connection,
    *,
    newest: int = NEWEST,
    steps: Mapping[int, Step] = STEPS,
    zone: tzinfo = UTC,
) -> None:
    """Bring a ledger to the newest version, inside the caller's transaction.

    `zone` is where its shop's days begin. Raises LedgerTooNew.
    """
    provide_local_time(connection, zone)
    if not inspect(connection).has_table(meta.name):
        metadata.create_all(connection)
        connection.execute(
            meta.insert().values(schema_version=newest, hash_key=secrets.token_hex(32))
        )
        return
    version = connection.execute(select(meta.c.schema_version)).scalar_one()
    if version > newest:
        raise LedgerTooNew(f"the ledger is of version {version}, newer than {newest}")
    for number in range(version + 1, newest + 1):
        steps[number](connection)
        connection.execute(meta.update().values(schema_version=number))
