"""What an error of SQLite's or of the disk's means for the owner of a ledger."""

import errno
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..core.ports import LedgerUnavailable, Trouble

_BY_CODE: Final = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
}
_BY_ERRNO: Final = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
}
# The low byte of a code is its kind; the rest says more, for a disk's errors for example.
_KIND: Final = 0xFF
# What the driver says, without a code, of a text that is no text any more.
_NOT_TEXT: Final = "Could not decode to UTF-8"


def trouble_of(error: BaseException) -> Trouble:
    """Return what an error means."""
    match error:
        case DBAPIError(orig=BaseException() as cause):
            return trouble_of(cause)
        case sqlite3.Error() if str(error).startswith(_NOT_TEXT):
            return Trouble.DAMAGED
        case sqlite3.Error():
            return _BY_CODE.get(getattr(error, "sqlite_errorcode", 0) & _KIND, Trouble.OTHER)
        case OSError():
            return _BY_ERRNO.get(error.errno or 0, Trouble.OTHER)
        case ValueError() | SQLAlchemyError():
            # A row that must be there is not, or says what no ledger of ours says.
            return Trouble.DAMAGED
        case _:
            return Trouble.OTHER


def unavailable(error: BaseException, what: str = "") -> LedgerUnavailable:
    """Return an error as the rooms around know it.

    Whoever raises it names no cause: where a text is none, the driver's own error has its words.
    """
    said = _NOT_TEXT if _NOT_TEXT in str(error) else error
    return LedgerUnavailable(f"{what}{said}", trouble_of(error))
