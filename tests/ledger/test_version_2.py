"""What a ledger of version 1 knew is known in version 2."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import History
from custom_components.missed_call_textback.core.caller import Caller
from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.leads import Lead, Stage
from custom_components.missed_call_textback.core.limits import Limits, TrafficSince
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import CallRecord, Person, Settings
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import new_thread
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, PEER, SHOP, connection_of

_SCHEMA = (Path(__file__).parent / "schema_1.sql").read_text()
_OUT = "+12025550199"
_AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
_ROWS = """
INSERT INTO thread VALUES
    (1, 'line', '+12025550111', 1777982400000000, 1777982400000000, NULL, 1777982390000000);
INSERT INTO call VALUES
    (1, 'line', 'demo:1', 1, '+12025550111', 1777982380000000, 0, 'no_answer', 1777982390000000,
     20.0, 'recording', 'text_back', 'missed_open', NULL, 1777982390000000, NULL);
INSERT INTO text VALUES
    (1, 'ref', 'line', 1, 1, 'text_back', '+12025550100', '+12025550111', 'Sorry!', 'delivered',
     'SM1', 0, NULL, 1777982390000000, 1777982990000000, NULL, 1777982391000000),
    (2, NULL, 'line', 1, NULL, 'reply', '+12025550111', '+12025550111', 'Hello?', 'received',
     'SM2', 0, NULL, 1777982400000000, NULL, NULL, NULL);
INSERT INTO daily VALUES ('line', '2026-05-05', 'missed', 1), ('line', '', 'missed', 4);
INSERT INTO line_setting VALUES ('line', 0);
"""
_WISHES = """
INSERT INTO consent VALUES (1, 'shop', '+12025550199', 'stop', 'text', 1777982400000000);
INSERT INTO opt_out VALUES ('shop', '+12025550199', 1, 'text', 1777982400000000);
"""


@pytest.fixture
def old(path: Path) -> sqlite3.Connection:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(_SCHEMA + _ROWS + _WISHES)
    return connection


async def _opened(path: Path, old: sqlite3.Connection) -> SqliteLedger:
    old.commit()
    old.close()
    ledger = SqliteLedger()
    await ledger.open(path)
    return ledger


async def test_all_that_version_1_knew_is_still_known(path: Path, old: sqlite3.Connection) -> None:
    ledger = await _opened(path, old)
    history = await ledger.write(lambda book: book.history(SHOP, LINE, PEER))
    texted = _AT - timedelta(seconds=10)
    assert history == History(
        caller=Caller(first_at=_AT, last_text_back_at=texted),
        thread_id=1,
        thread=replace(
            new_thread(LINE, PEER, _AT),
            waiting_since=_AT,
            unread=1,
            lead=Lead(began_at=_AT, moved_at=_AT, stage=Stage.TEXTED),
        ),
    )
    assert await ledger.call_by_id(1) == CallRecord(
        id=1,
        call=Call(
            line_id=LINE,
            source_id="demo:1",
            caller=PEER,
            started_at=_AT - timedelta(seconds=20),
            outcome=Outcome.NO_ANSWER,
            ended_at=texted,
            ring_seconds=20,
            recording="recording",
        ),
        reason=Reason.MISSED_OPEN,
    )
    text = await ledger.write(lambda book: book.find_text(ref="ref", carrier_id=None))
    assert text is not None
    assert (text.state, text.carrier_id, text.cost) == (TextState.DELIVERED, "SM1", 0)
    assert await ledger.person(SHOP, _OUT) == Person(opted_out=True)
    assert await ledger.settings(SHOP) == Settings(automatic={LINE: False})
    figures = await ledger.figures(LINE, "2026-05-05")
    assert (figures.total[Tally.MISSED], figures.today[Tally.MISSED]) == (4, 1)
    assert (figures.waiting, figures.to_call_back, figures.text_back_seconds) == (1, 0, 1.0)
    records = await ledger.records(SHOP, [LINE])
    assert [record.what for record in records] == ["no_answer", "text_back", "reply", "stop"]
    await ledger.close()


async def test_old_texts_count_for_the_shop_that_wrote_them_and_old_callers_for_their_block(
    path: Path, old: sqlite3.Connection
) -> None:
    ledger = await _opened(path, old)
    since = TrafficSince.until(_AT + timedelta(minutes=1), "2026-05")
    traffic = await ledger.write(lambda book: book.traffic(SHOP, "+12025550112", since, Limits()))
    assert (traffic.last_hour, traffic.last_day, traffic.first_callers) == (1, 1, 1)
    await ledger.close()


@pytest.mark.parametrize(
    ("wishes", "owners"),
    [
        pytest.param("", [(SHOP,), (None,)], id="one shop"),
        pytest.param(
            "INSERT INTO opt_out VALUES ('other', '+12025550199', 1, 'text', 1)",
            [(None,), (None,)],
            id="two shops",
        ),
        pytest.param(
            "DELETE FROM opt_out; DELETE FROM consent", [(None,), (None,)], id="no shop named"
        ),
    ],
)
async def test_an_old_text_is_of_the_one_shop_that_the_ledger_names(
    path: Path, old: sqlite3.Connection, wishes: str, owners: list[tuple[str | None]]
) -> None:
    old.executescript(wishes)
    ledger = await _opened(path, old)
    rows = connection_of(ledger).execute("SELECT shop_id FROM text ORDER BY id")
    assert rows.fetchall() == owners
    await ledger.close()


async def test_an_empty_ledger_of_version_1_is_migrated(path: Path) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
    ledger = SqliteLedger()
    await ledger.open(path)
    assert await ledger.write(lambda book: book.next_due()) is None
    await ledger.close()
