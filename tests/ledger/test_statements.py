"""Statements: compiled once, run with values that are all given, and never slower with time."""

from importlib import import_module
import pkgutil

import pytest
from sqlalchemy import select

from custom_components.missed_call_textback.ledger import SqliteLedger, queries
from custom_components.missed_call_textback.ledger.queries import (
    calls,
    erasure,
    inbox,
    numbers,
    people,
    records,
    texts,
    threads,
)
from custom_components.missed_call_textback.ledger.schema import thread
from custom_components.missed_call_textback.ledger.statement import Statement

from .examples import connection_of

# All of a small table, some rows of constants, a bounded number of rows, or the few open texts: none
# of them grows with time.
_HARMLESS_SCANS = (
    "SCAN line_setting",
    "SCAN anybody",
    "SCAN bounded",
    "SCAN CONSTANT ROW",
    *(f"SCAN {n}-ROW VALUES CLAUSE" for n in (2, 4, 6, 8, 10)),
    "SCAN text USING INDEX text_open",
    "SCAN text USING COVERING INDEX text_open",
)
# What a list shows of each of its conversations.
_OF_SUMMARY = [
    *["person USING PRIMARY KEY (shop_id=? AND peer=?)"] * 3,
    *["opt_out USING PRIMARY KEY (shop_id=? AND peer=?)"] * 2,
    *["person USING PRIMARY KEY (shop_id=? AND peer=?)"] * 4,
    "call USING INDEX call_thread (thread_id=?)",
    *["text USING INDEX text_peer (peer=?)"] * 4,
    *["call USING INDEX call_thread (thread_id=?)"] * 2,
]


def _statements() -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for module in pkgutil.iter_modules(queries.__path__):
        for name, value in vars(import_module(f"{queries.__name__}.{module.name}")).items():
            of_name = value.items() if isinstance(value, dict) else [(name, value)]
            found |= {
                f"{module.name} {name} {key}": each
                for key, each in of_name
                if isinstance(each, Statement)
            }
    return found


_STATEMENTS = _statements()


def _plan(ledger: SqliteLedger, statement: Statement) -> list[str]:
    connection = connection_of(ledger)
    # Foreign keys add a scan to the plan of each RETURNING, behind a condition that is never true:
    # that a violation was put off to the commit.
    connection.execute("PRAGMA foreign_keys = OFF")
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", [0 for _ in statement.names])
    return [detail for *_, detail in plan]


def test_a_constant_that_would_get_lost_is_refused() -> None:
    with pytest.raises(ValueError, match="peer_1"):
        Statement(select(thread.c.id).where(thread.c.peer == "+12025550111"))


async def test_a_value_that_was_not_given_is_an_error(ledger: SqliteLedger) -> None:
    cursor = connection_of(ledger).cursor()
    with pytest.raises(KeyError, match="line_id"):
        threads.WAITING.run(cursor)


def test_every_subject_has_its_statements() -> None:
    assert len(_STATEMENTS) > 60


@pytest.mark.parametrize("name", _STATEMENTS)
async def test_no_statement_reads_a_whole_table_that_grows(ledger: SqliteLedger, name: str) -> None:
    steps = _plan(ledger, _STATEMENTS[name])
    scans = [step for step in steps if step.startswith("SCAN")]
    assert [scan for scan in scans if not scan.startswith(_HARMLESS_SCANS)] == []
    assert not [step for step in steps if "TEMP B-TREE" in step and "LAST TERM" not in step]


@pytest.mark.parametrize(
    ("statement", "searches"),
    [
        pytest.param(
            calls.FIND_CALL,
            ["call USING INDEX sqlite_autoindex_call_1 (source_id=?)"],
            id="a call by its id",
        ),
        pytest.param(
            threads.HISTORY,
            [
                "thread USING INDEX sqlite_autoindex_thread_1 (line_id=? AND peer=?) LEFT-JOIN",
                "person USING PRIMARY KEY (shop_id=? AND peer=?) LEFT-JOIN",
                "opt_out USING PRIMARY KEY (shop_id=? AND peer=?)",
                "opt_out USING PRIMARY KEY (shop_id=? AND peer=?)",
                "person USING PRIMARY KEY (shop_id=? AND peer=?)",
                "person USING PRIMARY KEY (shop_id=? AND peer=?)",
            ],
            id="history",
        ),
        pytest.param(
            texts.TRAFFIC,
            [
                "text USING INDEX text_peer (peer=? AND created_at>?)",
                "text USING INDEX text_time (<expr>=? AND created_at>?)",
                "text USING INDEX text_time (<expr>=? AND created_at>?)",
                "thread USING COVERING INDEX thread_prefix (prefix=? AND first_at>?)",
                "spending USING PRIMARY KEY (shop_id=? AND month=?)",
            ],
            id="traffic",
        ),
        pytest.param(
            texts.TEXT_BACK_TO,
            ["text USING INDEX text_back_open (line_id=? AND peer=?)"],
            id="a held text",
        ),
        pytest.param(
            texts.TAKEN_CARRIER_IDS,
            ["text USING INDEX text_peer (peer=?)"],
            id="taken ids",
        ),
        pytest.param(
            texts.LAST_TEXT_BACK,
            ["text USING INDEX text_back (line_id=?)"],
            id="the last text-back",
        ),
        pytest.param(
            threads.WAITING,
            ["thread USING COVERING INDEX thread_waiting (line_id=? AND waiting_since>?)"],
            id="waiting",
        ),
        pytest.param(
            threads.HOW_MANY_URGENT,
            ["thread USING COVERING INDEX thread_urgent (line_id=? AND urgent_since>?)"],
            id="how many are urgent",
        ),
        pytest.param(
            inbox.URGENT,
            [
                "thread USING INDEX thread_urgent (line_id=? AND urgent_since>?)",
                # Whether they have the tag that is asked for.
                "person USING PRIMARY KEY (shop_id=? AND peer=?)",
                *_OF_SUMMARY,
            ],
            id="urgent",
        ),
        pytest.param(
            inbox.LATEST_WAITING,
            ["thread USING INDEX thread_waiting (line_id=? AND waiting_since>?)", *_OF_SUMMARY],
            id="who is owed an answer",
        ),
        pytest.param(
            inbox.LATEST_TO_CALL,
            [
                "thread USING INDEX thread_to_call_back (line_id=? AND call_back_since>?)",
                *_OF_SUMMARY,
            ],
            id="who is owed a call",
        ),
        pytest.param(
            inbox.BY_NUMBER,
            [
                "thread USING INDEX sqlite_autoindex_thread_1 (line_id=? AND peer>? AND peer<?)",
                # Whether they have the tag that is asked for.
                "person USING PRIMARY KEY (shop_id=? AND peer=?)",
                *_OF_SUMMARY,
            ],
            id="whose number begins so",
        ),
        pytest.param(
            inbox.TAGGED,
            [
                "thread USING INDEX sqlite_autoindex_thread_1 (line_id=? AND peer=?)",
                "person USING COVERING INDEX person_tagged (shop_id=? AND tags>?)",
            ],
            id="who is tagged",
        ),
        pytest.param(
            inbox.MISSED_CALLS,
            ["call USING INDEX call_time (<expr>=? AND started_at>?)"],
            id="who called in vain",
        ),
        pytest.param(
            people.PERSON,
            [
                "person USING PRIMARY KEY (shop_id=? AND peer=?) LEFT-JOIN",
                "opt_out USING PRIMARY KEY (shop_id=? AND peer=?)",
                "opt_out USING PRIMARY KEY (shop_id=? AND peer=?)",
                "person USING PRIMARY KEY (shop_id=? AND peer=?)",
                "person USING PRIMARY KEY (shop_id=? AND peer=?)",
            ],
            id="a person",
        ),
        pytest.param(
            records.CALLS,
            ["call USING INDEX call_time (<expr>=? AND started_at>? AND started_at<?)"],
            id="calls of a period",
        ),
        pytest.param(
            records.TEXTS,
            ["text USING INDEX text_time (<expr>=? AND created_at>? AND created_at<?)"],
            id="texts of a period",
        ),
        pytest.param(
            records.CALLS_OF,
            [
                "call USING INDEX call_caller (caller=? AND started_at>? AND started_at<?)",
                "thread USING COVERING INDEX sqlite_autoindex_thread_1 (line_id=? AND peer=?)",
                "call USING INDEX call_thread (thread_id=? AND started_at>? AND started_at<?)",
            ],
            id="a person's calls",
        ),
        pytest.param(
            calls.CALLS_NEAR,
            [
                "call USING INDEX call_thread (thread_id=? AND started_at>? AND started_at<?)",
                "thread USING COVERING INDEX sqlite_autoindex_thread_1 (line_id=? AND peer=?)",
                "call USING INDEX call_caller (caller=? AND started_at>? AND started_at<?)",
            ],
            id="a caller's latest calls",
        ),
        pytest.param(
            calls.LAST_EPISODE,
            ["call USING INDEX call_thread (thread_id=?)"],
            id="a caller's latest episode",
        ),
        pytest.param(
            texts.NOTE_ANSWERED,
            [
                "text USING INTEGER PRIMARY KEY (rowid=?)",
                "text USING INDEX text_peer (peer=? AND created_at>?)",
            ],
            id="which text was answered",
        ),
        pytest.param(
            numbers.DAILY,
            ["daily USING PRIMARY KEY (line_id=? AND day>? AND day<?)"],
            id="days of numbers",
        ),
        pytest.param(
            calls.TWINS_OF,
            [
                "call USING INDEX call_twin (same_as=?)",
                "known USING COVERING INDEX sqlite_autoindex_call_1 (source_id=?)",
            ],
            id="a call's other ids",
        ),
        pytest.param(
            records.TEXTS_OF,
            ["text USING INDEX text_peer (peer=? AND created_at>? AND created_at<?)"],
            id="a person's texts",
        ),
        pytest.param(
            people.DESCRIBED,
            ["person USING COVERING INDEX person_described (shop_id=?)"],
            id="who is described",
        ),
        pytest.param(
            records.WISHES_OF,
            ["consent USING INDEX consent_peer (shop_id=? AND peer=?)"],
            id="a person's wishes",
        ),
        pytest.param(
            erasure.CALLS_OF,
            [
                "call USING INDEX call_caller (caller=?)",
                "thread USING COVERING INDEX thread_prefix (prefix=?)",
                "call USING INDEX call_thread (thread_id=?)",
            ],
            id="calls to forget",
        ),
        pytest.param(
            erasure.THREADS_OF,
            ["thread USING INDEX thread_prefix (prefix=?)"],
            id="threads to forget",
        ),
        pytest.param(
            erasure.FORGET_NOTICES,
            ["text USING INDEX text_time (<expr>=? AND created_at>?)"],
            id="notices to forget",
        ),
        pytest.param(
            erasure.CALLS_BEFORE,
            ["call USING INDEX call_time (<expr>=? AND started_at<?)"],
            id="old calls",
        ),
        pytest.param(
            erasure.FORGET_TEXTS_BEFORE,
            [
                "text USING INTEGER PRIMARY KEY (rowid=?)",
                "text USING INDEX text_time (<expr>=? AND created_at<?)",
            ],
            id="old texts",
        ),
        pytest.param(
            erasure.THREADS_BEFORE,
            ["thread USING INDEX thread_personal (last_at<?)"],
            id="old threads",
        ),
    ],
)
async def test_what_is_asked_often_or_of_a_large_table_goes_by_its_own_index(
    ledger: SqliteLedger, statement: Statement, searches: list[str]
) -> None:
    steps = _plan(ledger, statement)
    found = [step.removeprefix("SEARCH ") for step in steps if step.startswith("SEARCH")]
    assert found == searches
