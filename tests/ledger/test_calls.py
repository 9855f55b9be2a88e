"""Calls in the ledger."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from uuid import uuid4

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.book import Book, StoredCall
from custom_components.missed_call_textback.core.calls import Attestation, Call, Outcome
from custom_components.missed_call_textback.core.policy import Decision, Hold, Skip, TextBack
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import CallRecord
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import CALL, LATER, NOW, SOON, THREAD, connection_of

_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_TIMES = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=14))])
)
_CALLS = st.builds(
    Call,
    line_id=_WORDS,
    source_id=st.builds(lambda: uuid4().hex),
    caller=st.none() | _WORDS,
    started_at=_TIMES.filter(lambda at: 1 < at.year < 9999),
    confirmed=st.booleans(),
    outcome=st.none() | st.sampled_from(Outcome),
    ended_at=st.none() | _TIMES.filter(lambda at: 1 < at.year < 9999),
    ring_seconds=st.none() | st.floats(0, 1e6),
    recording=st.none() | _WORDS,
    caller_name=st.none() | _WORDS,
    attestation=st.none() | st.sampled_from(Attestation),
)


async def test_an_unknown_call_is_not_found(ledger: SqliteLedger) -> None:
    assert await ledger.write(lambda book: book.find_call("demo:none")) is None
    assert await ledger.call_by_id(1) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=_CALLS)
async def test_any_call_comes_back_as_it_was(ledger: SqliteLedger, call: Call) -> None:
    call_id = await ledger.write(lambda book: book.add_call(call, due_at=None))
    found = await ledger.write(lambda book: book.find_call(call.source_id))
    assert found == StoredCall(id=call_id, call=call, decided=False)
    assert await ledger.call_by_id(call_id) == CallRecord(id=call_id, call=call, reason=None)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=_CALLS)
async def test_a_call_is_saved_over_what_was_known_of_it(ledger: SqliteLedger, call: Call) -> None:
    before = Call(
        line_id=call.line_id, source_id=call.source_id, caller=None, started_at=call.started_at
    )
    call_id = await ledger.write(lambda book: book.add_call(before, due_at=SOON))
    await ledger.write(lambda book: book.save_call(call_id, call, due_at=None))
    record = await ledger.call_by_id(call_id)
    assert record is not None
    assert record.call == call


@pytest.mark.parametrize(
    ("decision", "kept"),
    [
        pytest.param(
            TextBack(Reason.MISSED_OPEN), ("text_back", "missed_open", None), id="text back"
        ),
        pytest.param(Skip(Reason.TEAM), ("skip", "team", None), id="skip"),
        pytest.param(
            Hold(LATER, Reason.MISSED_CLOSED),
            ("hold", "missed_closed", 1_777_982_520_123_456),
            id="hold",
        ),
    ],
)
async def test_a_decision_is_kept_with_its_reason_and_time(
    ledger: SqliteLedger, decision: Decision, kept: tuple[str, str, int | None]
) -> None:
    def work(book: Book) -> int:
        call_id = book.add_call(CALL, due_at=None)
        thread_id = book.save_thread(None, THREAD)
        book.save_call(
            call_id, CALL, due_at=None, decision=decision, decided_at=SOON, thread_id=thread_id
        )
        # Saved again without one, the call keeps its decision and its thread.
        book.save_call(call_id, replace(CALL, recording="r"), due_at=None)
        return call_id

    call_id = await ledger.write(work)
    record = await ledger.call_by_id(call_id)
    assert record is not None
    assert record.reason is decision.reason
    assert record.call.recording == "r"
    found = await ledger.write(lambda book: book.find_call(CALL.source_id))
    assert found is not None
    assert found.decided
    row = connection_of(ledger).execute(
        "SELECT decision, reason, hold_until, decided_at, thread_id FROM call"
    )
    assert row.fetchone() == (*kept, 1_777_982_460_123_456, 1)


async def test_a_request_replaces_the_decision_to_skip(ledger: SqliteLedger) -> None:
    def work(book: Book) -> int:
        call_id = book.add_call(CALL, due_at=None)
        for decision in (Skip(Reason.AUTOMATIC_OFF), TextBack(Reason.REQUESTED)):
            book.save_call(call_id, CALL, due_at=None, decision=decision, decided_at=NOW)
        return call_id

    record = await ledger.call_by_id(await ledger.write(work))
    assert record is not None
    assert record.reason is Reason.REQUESTED


async def test_calls_due_are_those_without_a_decision_oldest_first(ledger: SqliteLedger) -> None:
    def work(book: Book) -> list[str]:
        for source_id, due_at, outcome in (
            ("later", LATER, None),
            ("second", SOON, None),
            ("first", NOW, None),
            ("over, and waiting", SOON, Outcome.BUSY),
            ("never", None, None),
        ):
            call = replace(CALL, source_id=source_id, outcome=outcome)
            book.add_call(call, due_at=due_at)
        assert [due.call.source_id for due in book.calls_due(SOON, 1)] == ["first"]
        return [due.call.source_id for due in book.calls_due(SOON, 10)]

    assert await ledger.write(work) == ["first", "second", "over, and waiting"]
    assert await ledger.write(lambda book: book.next_due()) == NOW


async def test_a_call_that_is_decided_is_no_longer_due(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        call_id = book.add_call(CALL, due_at=NOW)
        over = replace(CALL, outcome=Outcome.BUSY)
        book.save_call(call_id, over, due_at=NOW, decision=Skip(Reason.TEAM), decided_at=NOW)
        assert book.calls_due(LATER, 10) == []
        assert book.next_due() is None

    await ledger.write(work)
