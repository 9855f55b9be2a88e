"""Times as the ledger keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta, tzinfo
import sqlite3
from typing import Final, cast, overload

from sqlalchemy import Connection

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def to_micros(at: datetime) -> int: ...
@overload
def to_micros(at: None) -> None: ...
@overload
def to_micros(at: datetime | None) -> int | None: ...
def to_micros(at: datetime | None) -> int | None:
    """Return an aware time as the ledger keeps it."""
    if at is None:
        return None
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@overload
def from_micros(micros: int) -> datetime: ...
@overload
def from_micros(micros: None) -> None: ...
@overload
def from_micros(micros: int | None) -> datetime | None: ...
def from_micros(micros: int | None) -> datetime | None:
    """Return a kept time as an aware one, in UTC."""
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


def local_day(at: datetime, zone: tzinfo) -> str:
    """Return the day of an aware time where a shop is (`2026-11-21`)."""
    return at.astimezone(zone).date().isoformat()


def provide_local_time(connection: Connection, zone: tzinfo) -> None:
    """Give the steps of a migration `local_hour(micros)`: the shop's day and hour, `2026-11-21 17`."""

    def local_hour(micros: int | None) -> str | None:
        at = from_micros(micros)
        return None if at is None else at.astimezone(zone).isoformat(" ", "hours")[:13]

    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.create_function("local_hour", 1, local_hour)
