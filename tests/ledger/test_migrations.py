"""Schema versions: fresh, the same, older, newer."""

from collections.abc import Iterator
import contextlib
from pathlib import Path
import re
import sqlite3

import pytest
from sqlalchemy import Connection, create_engine, event, exc

from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import LedgerTooNew, SqliteLedger
from custom_components.missed_call_textback.ledger.migrations import NEWEST, migrate

from .examples import connection_of

_OLDER = sorted(Path(__file__).parent.glob("schema_*.sql"))


def _schema(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    # Word for word, whatever the space between them.
    return sorted(" ".join(re.findall(r"[\w']+|[^\w\s]", sql)) for (sql,) in rows)


def _version(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        ((version,),) = connection.execute("SELECT schema_version FROM meta").fetchall()
    return int(version)


def _pseudonym_key(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        ((key,),) = connection.execute("SELECT hash_key FROM meta").fetchall()
    return str(key)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(
        f"sqlite:///{tmp_path}/ledger.db", connect_args={"isolation_level": None}
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.connect() as connection:
        yield connection
    engine.dispose()


async def test_a_fresh_ledger_is_of_the_newest_version(ledger: SqliteLedger, path: Path) -> None:
    assert _version(path) == NEWEST


async def test_a_ledger_of_the_newest_version_is_left_as_it_is(path: Path) -> None:
    schemas = []
    for _ in range(2):
        ledger = SqliteLedger()
        await ledger.open(path)
        schemas.append(_schema(connection_of(ledger)))
        await ledger.close()
    assert schemas[0] == schemas[1]
    assert _version(path) == NEWEST


@pytest.mark.parametrize(
    "schema", [pytest.param(older.read_text(), id=older.stem) for older in _OLDER]
)
async def test_every_published_version_becomes_what_a_fresh_one_is(
    tmp_path: Path, path: Path, schema: str
) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
    schemas = []
    for place in (path, tmp_path / "fresh.db"):
        ledger = SqliteLedger()
        await ledger.open(place)
        schemas.append(_schema(connection_of(ledger)))
        await ledger.close()
    assert schemas[0] == schemas[1]
    assert len(_pseudonym_key(path)) == 64
    assert _pseudonym_key(path) != _pseudonym_key(tmp_path / "fresh.db")


def test_every_published_version_has_its_schema_kept() -> None:
    assert [older.stem for older in _OLDER] == [f"schema_{n}" for n in range(1, NEWEST + 1)]


async def test_a_newer_ledger_is_refused_and_left_alone(path: Path) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET schema_version = ?", (NEWEST + 1,))
        connection.commit()
    with pytest.raises(LedgerTooNew) as refused:
        await ledger.open(path)
    assert isinstance(refused.value, LedgerUnavailable)
    assert _version(path) == NEWEST + 1


def test_an_older_ledger_takes_the_steps_between_in_order(connection: Connection) -> None:
    taken: list[int] = []
    steps = {n: lambda _, n=n: taken.append(n) for n in range(2, 9)}
    with connection.begin():
        migrate(connection, newest=1, steps={})
        migrate(connection, newest=3, steps=steps)
        assert taken == [2, 3]
        migrate(connection, newest=6, steps=steps)
        migrate(connection, newest=6, steps=steps)
    assert taken == [2, 3, 4, 5, 6]


def test_a_step_that_fails_leaves_the_ledger_as_it_was(connection: Connection) -> None:
    with connection.begin():
        migrate(connection, newest=1, steps={})

    def half(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE thread ADD COLUMN note TEXT")
        connection.exec_driver_sql("ALTER TABLE nowhere ADD COLUMN note TEXT")

    with pytest.raises(exc.OperationalError), connection.begin():
        migrate(connection, newest=2, steps={2: half})
    with connection.begin():
        migrate(connection, newest=1, steps={})
        columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info('thread')")
        assert "note" not in columns.scalars().all()
