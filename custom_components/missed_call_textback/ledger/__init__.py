"""The database: schema, migrations, one verb per named query."""

from .database import SqliteLedger
from .files import LedgerFiles
from .migrations import LedgerTooNew
from .recovery import recover

__all__ = ["LedgerFiles", "LedgerTooNew", "SqliteLedger", "recover"]
