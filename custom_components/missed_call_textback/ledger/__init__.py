"""The database: schema, migrations, one verb per named query."""

from .database import SqliteLedger
from .migrations import LedgerTooNew

__all__ = ["LedgerTooNew", "SqliteLedger"]
