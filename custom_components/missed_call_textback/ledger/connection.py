"""Opens the database: its file, its two connections, their settings."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
import os
from pathlib import Path
import sqlite3
from typing import Final, cast

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, select
from sqlalchemy.exc import SQLAlchemyError

from ..core.ports import LedgerUnavailable, Trouble
from .files import LedgerFiles
from .migrations import migrate
from .pseudonyms import Pseudonyms
from .schema import meta
from .trouble import unavailable
from .upkeep import LOG_PAGES, leave_file_alone

# Free pages can be given back a few at a time; a ledger that is not fresh stays as it was made.
# FULL: what was acknowledged survives a power cut, not only a crash of the process.
# Secure delete: what was erased is not left to be read in the file's free space.
# A cache of 16 MB: what a burst reads and changes of a large ledger is read once.
_WRITER_PRAGMAS: Final = (
    "auto_vacuum=INCREMENTAL",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-16000",
    f"wal_autocheckpoint={LOG_PAGES}",
)
_READER_PRAGMAS: Final = ("query_only=ON",)
# A file that is thrown away unless it was filled to the end: written once, and synced then. Its rows
# come in no order, and each is looked for in every unique index: hence the cache of 64 MB.
_FILLING_PRAGMAS: Final = (
    "auto_vacuum=INCREMENTAL",
    "journal_mode=MEMORY",
    "synchronous=OFF",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-64000",
)


class Session:
    """One connection of SQLAlchemy's, and the driver's cursor that statements run on.

    It is used by one thread at a time, never by two at once.
    """

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self.connection: Final = cast("sqlite3.Connection", self._pooled.driver_connection)
        self.cursor: Final = self.connection.cursor()

    def close(self) -> None:
        """Give the connection back."""
        self._pooled.close()


def open_sessions(
    path: Path, busy_seconds: float, *, held: bool, zone: tzinfo = UTC
) -> tuple[Session, Session, Pseudonyms]:
    """Open a ledger, made or brought to the newest schema: a session to write, and one to read.

    With them come its pseudonyms. `busy_seconds` is how long either waits while another process has
    the file locked, `zone` where the shop's days begin. Where it is `held`, all goes into the log
    alone. Raises LedgerUnavailable.
    """
    files = LedgerFiles(path)
    try:
        files.finish()
        if files.suspect.exists():
            raise LedgerUnavailable("the ledger was found damaged", Trouble.DAMAGED)
        path.parent.mkdir(parents=True, exist_ok=True)
        create_private(path)
        writing = _engine(path, busy_seconds, _WRITER_PRAGMAS, "BEGIN IMMEDIATE")
        if held:
            event.listen(writing, "connect", lambda connection, _: leave_file_alone(connection))
        with writing.begin() as connection:
            migrate(connection, zone=zone)
            pseudonyms = Pseudonyms(connection.execute(select(meta.c.hash_key)).scalar_one())
        writer = Session(writing)
        try:
            reader = Session(_engine(path, busy_seconds, _READER_PRAGMAS, "BEGIN"))
        except sqlite3.Error, SQLAlchemyError:
            writer.close()
            raise
        for session in (writer, reader):
            # Who was erased and calls again is still one who opted out: a list has to know.
            pseudonyms.teach(session.connection)
    except (OSError, ValueError, sqlite3.Error, SQLAlchemyError) as error:
        raise unavailable(error, "the ledger cannot be opened: ") from None
    return writer, reader, pseudonyms


def create_private(path: Path) -> None:
    """Make a file that is not there. SQLite would make it readable by everybody.

    Its own side files copy this mode.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def filling_engine(path: Path) -> Engine:
    """Return the engine of a connection that fills a ledger which nobody else knows of yet."""
    return _engine(path, 0, _FILLING_PRAGMAS, "BEGIN IMMEDIATE")


def _engine(path: Path, busy_seconds: float, pragmas: Sequence[str], begin: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        # Neither a log nor an error shows numbers, words or the key.
        hide_parameters=True,
        connect_args={
            "timeout": busy_seconds,
            # The driver must not begin transactions of its own, as it does by default.
            "isolation_level": None,
            "check_same_thread": False,
        },
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
