"""What happened, for export."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.records import Record, RecordKind, Sound
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conversations import BODY, NOTICE, OWNER, REPLY, converse
from .examples import CALL, LINE, NOW, PEER, SHOP, message

_OTHER = "+12025550112"
_DAY = timedelta(days=1)


def _second(n: float) -> datetime:
    return NOW + timedelta(seconds=n)


async def test_a_conversation_is_told_in_order_with_why_and_how_it_went(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        converse(book, key="1")
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=_second(2.5))
        text = book.add_text(replace(message("failed"), created_at=_second(4)))
        book.save_text(
            text.id,
            state=TextState.FAILED,
            due_at=None,
            attempts=0,
            carrier_id=None,
            error="30003",
        )

    await ledger.write(work)
    assert await ledger.records(SHOP, [LINE]) == [
        Record(
            at=NOW,
            kind=RecordKind.CALL,
            line_id=LINE,
            number=PEER,
            what="no_answer",
            reason="missed_open",
            sound=Sound(call_id=1, recording=f"{PEER}.mp3"),
        ),
        Record(
            at=_second(1),
            kind=RecordKind.TEXT_OUT,
            line_id=LINE,
            number=PEER,
            what="text_back",
            state="delivered",
            body=BODY,
            carrier_id="SM 1",
        ),
        Record(
            at=_second(2),
            kind=RecordKind.TEXT_IN,
            line_id=LINE,
            number=PEER,
            what="reply",
            state="received",
            body=REPLY,
            carrier_id="SM in 1",
        ),
        Record(
            at=_second(2.5),
            kind=RecordKind.CONSENT,
            line_id=None,
            number=PEER,
            what="stop",
            reason="text",
        ),
        Record(
            at=_second(3),
            kind=RecordKind.TEXT_OUT,
            line_id=LINE,
            number=OWNER,
            what="notice",
            state="delivered",
            body=NOTICE,
        ),
        Record(
            at=_second(4),
            kind=RecordKind.TEXT_OUT,
            line_id=LINE,
            number=PEER,
            what="message",
            state="failed",
            reason="30003",
            body=message("failed").body,
        ),
    ]


async def test_a_call_is_told_once_it_is_over(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.add_call(CALL, due_at=None))
    assert await ledger.records(SHOP, [LINE]) == []


async def test_only_the_lines_asked_for_are_told_but_every_wish_of_the_shop(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        for line_id in ("one", "two", "three"):
            converse(book, line_id=line_id)
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW + _DAY)
        book.set_wish("other shop", PEER, Wish.STOP, source="text", at=NOW + _DAY)

    await ledger.write(work)
    records = await ledger.records(SHOP, ["one", "three"])
    assert sorted({record.line_id for record in records[:-1] if record.line_id}) == ["one", "three"]
    assert [record.what for record in records[-1:]] == ["stop"]
    assert len(records) == 2 * 4 + 1
    assert [record.at for record in records] == sorted(record.at for record in records)
    assert [record.what for record in await ledger.records(SHOP, [])] == ["stop"]


async def test_one_person_is_told_of_by_any_form_of_their_number(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        converse(book, peer=PEER)
        converse(book, peer=_OTHER)
        converse(book, line_id="two", peer=PEER)
        thread_id = book.history(SHOP, LINE, PEER).thread_id
        busy = replace(CALL, outcome=Outcome.BUSY)
        national = replace(busy, source_id="national", caller="(202) 555-0111")
        book.save_call(
            book.add_call(national, due_at=None), national, due_at=None, thread_id=thread_id
        )
        book.add_call(replace(busy, source_id="no thread"), due_at=None)
        for peer in (PEER, _OTHER):
            book.set_wish(SHOP, peer, Wish.STOP, source="text", at=NOW)
            book.set_person(SHOP, peer, blocked=True, at=NOW + _DAY)

    await ledger.write(work)
    records = await ledger.records(SHOP, [LINE], peer=PEER)
    assert sorted(record.what for record in records) == [
        "blocked",
        "busy",
        "busy",
        "no_answer",
        "reply",
        "stop",
        "text_back",
    ]
    assert {record.number for record in records} == {PEER, "(202) 555-0111"}


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        pytest.param(None, None, [0, 1, 2, 3], id="all"),
        pytest.param(1, None, [1, 2, 3], id="since"),
        pytest.param(None, 2, [0, 1], id="until"),
        pytest.param(1, 3, [1, 2], id="between"),
        pytest.param(3, 1, [], id="never"),
    ],
)
@pytest.mark.parametrize("peer", [None, PEER], ids=["everybody", "one person"])
async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(
    ledger: SqliteLedger, since: int | None, until: int | None, days: list[int], peer: str | None
) -> None:
    def work(book: Book) -> None:
        for day in range(4):
            converse(book, NOW + day * _DAY)
            wish = Wish.START if day % 2 else Wish.STOP
            book.set_wish(SHOP, PEER, wish, source="text", at=NOW + day * _DAY)

    await ledger.write(work)
    records = await ledger.records(
        SHOP,
        [LINE],
        peer=peer,
        since=None if since is None else NOW + since * _DAY,
        until=None if until is None else NOW + until * _DAY,
    )
    told = {(record.at - NOW).days for record in records}
    assert told == set(days)
    each_day = 5 if peer is None else 4
    assert len(records) == each_day * len(days)


async def test_what_is_noted_of_a_person_is_told_with_their_first_contact_on_a_line(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        converse(book)
        book.set_person(
            SHOP, PEER, name="Ann", language="es", existing=True, add_tags=["vip", "cat"], at=NOW
        )
        book.set_person(SHOP, _OTHER, name="Never called", at=NOW)

    await ledger.write(work)
    for peer in (None, PEER):
        told = await ledger.records(SHOP, [LINE], peer=peer)
        facts = [each for each in told if each.kind is RecordKind.CONTACT]
        assert [(each.what, each.body) for each in facts] == [
            ("name", "Ann"),
            ("language", "es"),
            ("existing_customer", None),
            ("tag", "cat"),
            ("tag", "vip"),
        ]
        assert {(each.at, each.number, each.line_id) for each in facts} == {(NOW, PEER, LINE)}
    assert await ledger.records(SHOP, [LINE], peer=PEER, since=NOW + _DAY) == []
    await ledger.write(lambda book: book.erase(SHOP, PEER))
    told = await ledger.records(SHOP, [LINE])
    assert [each for each in told if each.kind is RecordKind.CONTACT] == []
