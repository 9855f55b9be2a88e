"""What keeps a ledger's files in order, each a short step between two transactions.

SQLite's own statistics (`PRAGMA optimize`) are left alone: every statement's plan is chosen and tested
without them, and must not change one day on one machine.
"""

import sqlite3
from typing import Final

# SQLite moves the log into the file by itself once it has so many pages (16 MB). Of a large ledger each
# call of a burst changes other pages, and the burst is to be over before they have to be moved.
LOG_PAGES: Final = 4000


def hold(connection: sqlite3.Connection) -> None:
    """Leave the database file as it is: what is written goes into the log, which only grows.

    Then the file with any beginning of its log is the ledger as it was at some moment, so that they
    can be copied one after the other, however long that takes.
    """
    leave_file_alone(connection)
    # A log whose pages are all in the file would be begun anew, which is no growing. Where somebody
    # who reads keeps it from being emptied, it gets a page that is not in the file.
    if not empty_log(connection):
        try_out(connection)


def leave_file_alone(connection: sqlite3.Connection) -> None:
    """Open or close a ledger that is held already."""
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)  # noqa: FBT003


def let_go(connection: sqlite3.Connection) -> None:
    """Write into the database file again."""
    connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, False)  # noqa: FBT003
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")


def is_held(connection: sqlite3.Connection) -> bool:
    """Tell whether the database file is to stay as it is."""
    return connection.getconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE)


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move the log into the database file and cut it off; tell whether nobody who reads kept it."""
    ((kept, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not kept


def shorten_log(connection: sqlite3.Connection) -> None:
    """Empty the log, unless the file is to stay as it is."""
    if not is_held(connection):
        empty_log(connection)


def give_back(connection: sqlite3.Connection, pages: int) -> int:
    """Give free pages back to the disk, no more than so many; returns how many are left.

    A ledger made by an older version cannot give any back: it uses them again itself.
    """
    if connection.execute("PRAGMA auto_vacuum").fetchone() != (2,):
        return 0
    connection.execute(f"PRAGMA incremental_vacuum({pages})").fetchall()
    (left,) = connection.execute("PRAGMA freelist_count").fetchone()
    return int(left)


def try_out(connection: sqlite3.Connection) -> None:
    """Write a page that says what it said before."""
    connection.execute("PRAGMA user_version = 0")
