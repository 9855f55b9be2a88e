"""Times as the ledger keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
import sqlite3
from typing import Final, cast, overload

from sqlalchemy import Connection

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_QUARTER: Final = 15 * 60 * 1_000_000


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

    @cache
    def hour_of(quarter: int) -> str:
        # Clocks differ by whole quarters of an hour, and rows lie in few of these.
        at = from_micros(quarter * _QUARTER).astimezone(zone)
        return at.isoformat(" ", "hours")[:13]

    def local_hour(micros: int | None) -> str | None:
        return None if micros is None else hour_of(micros // _QUARTER)

    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.create_function("local_hour", 1, local_hour)
