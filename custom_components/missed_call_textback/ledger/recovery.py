"""Opens a ledger whatever state it is in: a damaged one is set aside, and what is readable kept.

A start looks no closer than SQLite itself does. What is found while the ledger is in use is marked,
and at the next opening the ledger is carried over row by row into a fresh one: that loses nothing
where the alarm was false, and does not believe any page that only looked sound.
"""

from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path
import sqlite3
from typing import cast

from sqlalchemy.exc import SQLAlchemyError

from ..core.ports import LedgerUnavailable, Trouble
from ..core.records import Recovery
from .connection import Session, create_private, open_sessions, writing_engine
from .conversation_schema import metadata
from .files import LedgerFiles
from .migrations import NEWEST, LedgerTooNew, migrate
from .pages import Pages
from .pseudonyms import Pseudonyms
from .salvage import salvage, version_in
from .trouble import unavailable


def open_or_recover(
    path: Path, busy_seconds: float, *, held: bool, zone: tzinfo = UTC
) -> tuple[Session, Session, Pseudonyms, Recovery | None]:
    """Open a ledger as `open_sessions` does, recovered first where it is damaged."""
    files = LedgerFiles(path)
    try:
        files.finish()
        if not files.suspect.exists():
            return *open_sessions(path, busy_seconds, held=held, zone=zone), None
    except OSError as error:
        raise unavailable(error, "the ledger cannot be opened: ") from error
    except LedgerUnavailable as error:
        if error.trouble is not Trouble.DAMAGED or not path.is_file():
            raise
    try:
        recovery = _recover(files, busy_seconds)
    except (OSError, ValueError, sqlite3.Error, SQLAlchemyError) as error:
        raise unavailable(error, "the damaged ledger cannot be recovered: ") from error
    return *open_sessions(path, busy_seconds, held=held, zone=zone), recovery


def _recover(files: LedgerFiles, busy_seconds: float) -> Recovery:
    with Pages(files.path) as pages:
        if (version := version_in(pages)) > NEWEST:
            raise LedgerTooNew(f"the ledger is damaged, and of version {version}")
        create_private(files.recovering)
        engine = writing_engine(files.recovering, busy_seconds)
        # The last connection that closes leaves one file, which can be put into its place.
        with engine.begin() as connection:
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
    return replace(recovery, aside=files.change_places().name)
