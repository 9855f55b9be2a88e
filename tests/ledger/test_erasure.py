"""People who were erased: nobody can tell any more who they were, and they are left alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.limits import Limits, TrafficSince
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import OPEN_STATES, TextState
from custom_components.missed_call_textback.core.records import Person, RecordKind
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.pseudonyms import Pseudonyms

from .conversations import converse, move, talk_to
from .examples import CALL, LATER, LINE, NOW, PEER, SHOP, TEXT_BACK, THREAD, connection_of, message

_OTHER = "+12025550112"
_TRACES = (
    b"2025550111",
    b"(202) 555-0111",
    b"ann lee",
    b"elm street",
    b"boiler",
    b".mp3",
    b"attic",
)


def _erase(book: Book) -> int:
    return book.erase(SHOP, PEER)


def _fill(book: Book) -> None:
    for line_id in (LINE, "two"):
        thread_id = converse(book, line_id=line_id)
        thread = replace(
            THREAD,
            line_id=line_id,
            call_back_since=NOW,
            urgent_since=NOW,
            urgent_words=("the attic burns",),
        )
        book.save_thread(thread_id, thread)
        national = replace(CALL, line_id=line_id, source_id=f"n {line_id}", caller="(202) 555-0111")
        call_id = book.add_call(national, due_at=None)
        book.save_call(call_id, national, due_at=None, thread_id=thread_id)
    book.add_call(replace(CALL, source_id="webhook:12025550111"), due_at=LATER)
    book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
    book.set_person(
        SHOP,
        PEER,
        blocked=True,
        name="Ann Lee",
        existing=True,
        add_tags=["boiler"],
        at=NOW,
    )
    book.set_line_kind(SHOP, PEER, NumberKind.MOBILE, at=NOW)
    book.count(LINE, "2026-05-05", {Tally.MISSED: 1})


def _left_on_disk(path: Path) -> list[bytes]:
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir()).lower()
    return [trace for trace in _TRACES if trace in kept]


async def test_nothing_of_a_person_is_left_in_the_file(ledger: SqliteLedger, path: Path) -> None:
    await ledger.write(_fill)
    assert _left_on_disk(path) == list(_TRACES)
    # Five calls, two texts and a thread on each of two lines, a block and its evidence, and so on.
    assert await ledger.write(_erase) == 5 + 4 + 2 + 2 + 1 + 1
    await ledger.close()
    assert _left_on_disk(path) == []


@pytest.mark.parametrize("held", [False, True])
async def test_nothing_of_a_person_is_left_in_the_log_of_a_ledger_that_stays_open(
    ledger: SqliteLedger, path: Path, *, held: bool
) -> None:
    await ledger.write(_fill)
    if held:
        await ledger.hold()
    await ledger.write(_erase)
    await ledger.leave_no_trace()
    if held:
        # A backup is being made of what there was when it began.
        assert _left_on_disk(path) == list(_TRACES)
        await ledger.let_go()
    assert _left_on_disk(path) == []


async def test_counters_stay_and_nobody_waits_or_is_to_be_called(ledger: SqliteLedger) -> None:
    await ledger.write(_fill)
    before = await ledger.figures(LINE, "2026-05-05")
    assert (before.waiting, before.to_call_back, before.urgent) == (0, 1, 1)
    await ledger.write(_erase)
    after = await ledger.figures(LINE, "2026-05-05")
    assert after == replace(before, to_call_back=0, urgent=0)
    assert [await ledger.owed(SHOP, line_id, 9) for line_id in (LINE, "two")] == [[], []]


async def test_an_opt_out_and_a_block_outlive_the_person(ledger: SqliteLedger) -> None:
    await ledger.write(_fill)
    await ledger.write(_erase)
    assert await ledger.write(lambda book: talk_to(book, PEER)) == (True, True, False)
    assert await ledger.write(lambda book: talk_to(book, _OTHER)) == (False, False, False)
    assert await ledger.person(SHOP, PEER) == Person(opted_out=True, blocked=True)
    assert await ledger.person("other shop", PEER) == Person()


async def test_that_somebody_was_called_back_stays_without_the_number(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        book.add_call_made(thread_id, NOW, LATER)
        book.erase(SHOP, PEER)

    await ledger.write(work)
    [record] = await ledger.records(SHOP, [LINE])
    assert (record.kind, record.what, record.number) == (RecordKind.CALL_OUT, "answered", None)


async def test_the_evidence_of_wishes_is_kept_without_the_number(ledger: SqliteLedger) -> None:
    await ledger.write(_fill)
    await ledger.write(_erase)
    records = await ledger.records(SHOP, [LINE, "two"], peer=PEER)
    assert [(record.kind, record.what, record.number) for record in records] == [
        (RecordKind.CONSENT, "stop", None),
        (RecordKind.CONSENT, "blocked", None),
    ]
    everything = await ledger.records(SHOP, [LINE, "two"])
    assert {record.number for record in everything} == {None, "+12025550100"}
    assert {record.body for record in everything} == {None, ""}


async def test_who_has_neither_opted_out_nor_been_blocked_is_wholly_forgotten(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
        book.set_wish(SHOP, PEER, Wish.START, source="text", at=LATER)
        book.set_person(SHOP, PEER, name="Ann Lee", at=NOW)
        assert _erase(book) == 4
        assert _erase(book) == 0

    await ledger.write(work)
    connection = connection_of(ledger)
    assert connection.execute("SELECT * FROM opt_out").fetchall() == []
    assert connection.execute("SELECT * FROM person").fetchall() == []


async def test_others_keep_all_that_is_theirs(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        converse(book, peer=_OTHER)
        book.set_wish(SHOP, _OTHER, Wish.STOP, source="text", at=NOW)
        book.set_person(SHOP, _OTHER, blocked=True, name="Bo", at=NOW)

    await ledger.write(work)
    before = await ledger.records(SHOP, [LINE], peer=_OTHER)
    await ledger.write(lambda book: converse(book, NOW + timedelta(hours=1)))
    await ledger.write(_erase)
    assert await ledger.records(SHOP, [LINE], peer=_OTHER) == before
    assert await ledger.person(SHOP, _OTHER) == Person(name="Bo", opted_out=True, blocked=True)
    assert await ledger.write(lambda book: talk_to(book, _OTHER)) == (True, True, True)


async def test_a_stranger_has_nothing_to_erase(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: converse(book, peer=_OTHER))
    assert await ledger.write(_erase) == 0


async def test_who_calls_again_is_new_and_can_be_erased_again(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        for round_ in range(3):
            first_at = NOW + timedelta(days=round_)
            converse(book, first_at)
            thread = book.history(SHOP, LINE, PEER).thread
            assert thread is not None
            assert thread.first_at == first_at
            assert _erase(book) == 4
        since = TrafficSince.until(NOW, "2026-05")
        assert book.traffic(SHOP, _OTHER, since, Limits()).first_callers == 0

    await ledger.write(work)


async def test_a_call_that_comes_twice_is_known_though_its_caller_was_erased(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        call_id = book.add_call(CALL, due_at=LATER)
        for _ in range(2):
            _erase(book)
            stored = book.find_call(CALL.source_id)
            assert stored is not None
            assert stored.id == call_id
            assert not stored.call.caller
            # A late report names the caller again.
            book.save_call(call_id, CALL, due_at=None)
        assert _erase(book) == 1

    await ledger.write(work)


@pytest.mark.parametrize("state", OPEN_STATES)
async def test_a_text_to_somebody_erased_is_neither_sent_nor_looked_for(
    ledger: SqliteLedger, state: TextState
) -> None:
    def work(book: Book) -> None:
        text = book.add_text(replace(TEXT_BACK, state=state, due_at=NOW, cost=7))
        delivered = book.add_text(replace(message("delivered"), cost=3))
        move(book, delivered, TextState.DELIVERED, carrier_id="SM1")
        assert _erase(book) == 2
        assert book.texts_due(LATER, 10) == []
        assert book.strand_sending(LATER) == 0
        assert book.next_due() is None
        for ref, stands, error in (
            (text.ref, TextState.FAILED, "erased"),
            ("delivered", TextState.DELIVERED, None),
        ):
            found = book.find_text(ref=ref, carrier_id=None)
            assert found is not None
            assert (found.state, found.error) == (stands, error)
            assert (found.to, found.body, found.sender) == ("", "", TEXT_BACK.sender)

    await ledger.write(work)
    # What surely was not sent is not paid; what is on its way may be.
    assert await ledger.spent(SHOP, "2026-05") == (3 if state is TextState.QUEUED else 10)


@pytest.mark.parametrize(
    ("wish", "changed", "opted_out"),
    [
        pytest.param(Wish.STOP, False, True, id="stop"),
        pytest.param(Wish.UNSURE, False, True, id="unsure"),
        pytest.param(Wish.START, True, False, id="start"),
    ],
)
async def test_who_opted_out_is_recognised_by_their_next_word(
    ledger: SqliteLedger, wish: Wish, *, changed: bool, opted_out: bool
) -> None:
    def work(book: Book) -> None:
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
        _erase(book)
        assert book.set_wish(SHOP, PEER, wish, source="text", at=LATER) is changed
        assert book.history(SHOP, LINE, PEER).caller.opted_out is opted_out
        _erase(book)
        assert book.history(SHOP, LINE, PEER).caller.opted_out is opted_out

    await ledger.write(work)


async def test_who_was_blocked_is_recognised_and_can_be_let_in_again(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        book.set_person(SHOP, PEER, blocked=True, at=NOW)
        _erase(book)
        book.set_line_kind(SHOP, PEER, NumberKind.LANDLINE, at=NOW)
        assert book.history(SHOP, LINE, PEER).caller.blocked
        _erase(book)
        assert book.history(SHOP, LINE, PEER).caller.blocked
        assert book.history(SHOP, LINE, PEER).caller.line_kind is None
        book.set_person(SHOP, PEER, blocked=False, at=NOW)
        assert not book.history(SHOP, LINE, PEER).caller.blocked

    await ledger.write(work)
    rows = connection_of(ledger).execute("SELECT wish FROM consent ORDER BY id").fetchall()
    assert rows == [("blocked",), ("unblocked",)]


def test_a_pseudonym_needs_the_key() -> None:
    ours, theirs = Pseudonyms("00" * 32), Pseudonyms("01" * 32)
    assert ours.of(PEER) != theirs.of(PEER)
    assert ours.of(PEER) == ours.of(ours.of(PEER)) == "h:8aa67ed6a82d365a1044ca54a23cbcb0"
    assert ours.of(PEER) != ours.of(_OTHER)
