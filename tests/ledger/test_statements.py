"""Statements: compiled once, run with values that are all given."""

import sqlite3

import pytest
from sqlalchemy import select

from custom_components.missed_call_textback.ledger import SqliteLedger, queries
from custom_components.missed_call_textback.ledger.schema import thread
from custom_components.missed_call_textback.ledger.statement import Statement

from .examples import connection_of


def test_a_constant_that_would_get_lost_is_refused() -> None:
    with pytest.raises(ValueError, match="peer_1"):
        Statement(select(thread.c.id).where(thread.c.peer == "+12025550111"))


async def test_a_value_that_was_not_given_is_an_error(ledger: SqliteLedger) -> None:
    cursor = connection_of(ledger).cursor()
    with pytest.raises(sqlite3.ProgrammingError, match="line_id"):
        queries.WAITING.run(cursor)
