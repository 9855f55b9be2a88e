"""Carries a damaged ledger over into a fresh one, row by row, and sets the damaged one aside.

A start looks no closer than SQLite itself does. What is found while the ledger is in use is marked,
and it does not open again until this was done: that loses nothing where the alarm was false, and does
not believe any page that only looked sound.
"""

from dataclasses import replace
from pathlib import Path
import sqlite3
from typing import cast

from sqlalchemy.exc import SQLAlchemyError

from ..core.records import Recovery
from .connection import create_private, filling_engine
from .conversation_schema import metadata
from .files import LedgerFiles
from .migrations import NEWEST, LedgerTooNew, migrate
from .pages import Pages
from .salvage import salvage, version_in
from .trouble import unavailable


def recover(path: Path) -> Recovery:
    """Recover what can be read of a ledger that is not open anywhere. Raises LedgerUnavailable.

    It blocks, and a large ledger takes minutes. Cut short, it is begun anew the next time.
    """
    files = LedgerFiles(path)
    try:
        with Pages(path) as pages:
            if (version := version_in(pages)) > NEWEST:
                raise LedgerTooNew(f"the ledger is damaged, and of version {version}")
            recovery = _carry_over(pages, files.recovering)
        return replace(recovery, aside=files.change_places().name)
    except (OSError, ValueError, sqlite3.Error, SQLAlchemyError) as error:
        raise unavailable(error, "the damaged ledger cannot be recovered: ") from error


def _carry_over(pages: Pages, fresh: Path) -> Recovery:
    create_private(fresh)
    with filling_engine(fresh).begin() as connection:
        migrate(connection)
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        # What only makes reading fast is made at the end, in order: that takes a fraction.
        made_last = [
            index
            for table in metadata.tables.values()
            for index in table.indexes
            if not index.unique
        ]
        for index in made_last:
            index.drop(connection)
        recovery = salvage(pages, driver.cursor())
        for index in made_last:
            index.create(connection)
    return recovery
