"""People in the ledger: what is known of them beside their conversations."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from custom_components.missed_call_textback.core.book import Book, History
from custom_components.missed_call_textback.core.caller import Caller
from custom_components.missed_call_textback.core.inbox import Wanted, mark_after
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.records import Described, Person, Unsure
from custom_components.missed_call_textback.core.tags import MOST_TAGS, TooManyTags
from custom_components.missed_call_textback.core.threads import ThreadState, new_thread
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conversations import converse
from .examples import CALL, LATER, LINE, NOW, PEER, SHOP, THREAD, connection_of


async def _evidence(ledger: SqliteLedger) -> list[tuple[str, str, str]]:
    rows = connection_of(ledger).execute("SELECT peer, wish, source FROM consent ORDER BY id")
    return rows.fetchall()


def _history(book: Book, line_id: str) -> History:
    return book.history(SHOP, line_id, PEER)


async def test_nothing_is_known_of_a_stranger(ledger: SqliteLedger) -> None:
    assert await ledger.person(SHOP, PEER) == Person()


async def test_what_the_owner_says_is_kept_and_an_empty_word_clears_it(
    ledger: SqliteLedger,
) -> None:
    def say(book: Book, name: str | None, language: str | None) -> None:
        book.set_person(SHOP, PEER, name=name, language=language, at=NOW)

    for name, language, known in (
        ("Ann", None, Person(name="Ann")),
        (None, "es", Person(name="Ann", language="es")),
        ("Anna", None, Person(name="Anna", language="es")),
        ("", None, Person(language="es")),
        (None, "", Person()),
    ):
        await ledger.write(partial(say, name=name, language=language))
        assert await ledger.person(SHOP, PEER) == known
        assert await ledger.person("other shop", PEER) == Person()
    assert await _evidence(ledger) == []


async def test_a_block_holds_on_every_line_of_the_shop_until_it_is_lifted(
    ledger: SqliteLedger,
) -> None:
    def block(book: Book, *, blocked: bool | None) -> None:
        book.set_person(SHOP, PEER, blocked=blocked, at=NOW)

    for blocked, held in ((True, True), (True, True), (None, True), (False, False), (False, False)):
        await ledger.write(partial(block, blocked=blocked))
        for line_id in (LINE, "two"):
            history = await ledger.write(partial(_history, line_id=line_id))
            assert history == History(caller=Caller(blocked=held))
        assert (await ledger.person(SHOP, PEER)).blocked is held
    assert await _evidence(ledger) == [(PEER, "blocked", "owner"), (PEER, "unblocked", "owner")]


async def test_a_stranger_of_whom_nothing_is_said_gets_no_row(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.set_person(SHOP, PEER, blocked=False, name="", at=NOW))
    assert connection_of(ledger).execute("SELECT * FROM person").fetchall() == []
    assert await _evidence(ledger) == []


@pytest.mark.parametrize("kind", NumberKind)
async def test_the_last_word_of_the_carrier_on_a_number_is_kept(
    ledger: SqliteLedger, kind: NumberKind
) -> None:
    def work(book: Book) -> Caller:
        book.set_person(SHOP, PEER, name="Ann", at=NOW)
        book.set_line_kind(SHOP, PEER, NumberKind.LANDLINE, at=NOW)
        book.set_line_kind(SHOP, PEER, kind, at=LATER)
        book.set_person(SHOP, PEER, language="es", at=NOW)
        return book.history(SHOP, LINE, PEER).caller

    assert await ledger.write(work) == Caller(line_kind=kind, line_kind_at=LATER)
    assert await ledger.person(SHOP, PEER) == Person(
        name="Ann", language="es", line_kind=kind, line_kind_at=LATER
    )


async def test_the_language_last_heard_is_kept_beside_the_owners_word(ledger: SqliteLedger) -> None:
    def hear(book: Book, *languages: str) -> list[bool]:
        return [book.set_heard(SHOP, PEER, language) for language in languages]

    assert await ledger.write(lambda book: hear(book, "", "es", "es", "fr")) == [
        False, True, False, True,
    ]  # fmt: skip
    await ledger.write(lambda book: book.set_person(SHOP, PEER, language="de", at=NOW))
    assert (await ledger.settings(SHOP)).people == {PEER: Described(language="de", heard="fr")}
    assert (await ledger.settings("other shop")).people == {}
    assert await ledger.write(lambda book: hear(book, "", "")) == [True, False]
    assert (await ledger.settings(SHOP)).people == {PEER: Described(language="de")}


async def test_clearing_what_was_never_heard_makes_no_row(ledger: SqliteLedger) -> None:
    assert not await ledger.write(lambda book: book.set_heard(SHOP, PEER, ""))
    assert connection_of(ledger).execute("SELECT * FROM person").fetchall() == []


@pytest.mark.parametrize("blocked", [False, True])
async def test_what_was_heard_of_somebody_goes_with_them(
    ledger: SqliteLedger, blocked: bool
) -> None:
    def work(book: Book) -> None:
        book.save_thread(None, new_thread(LINE, PEER, NOW))
        book.set_person(SHOP, PEER, blocked=blocked, at=NOW)
        book.set_heard(SHOP, PEER, "es")

    def heard() -> list[tuple[str | None]]:
        return connection_of(ledger).execute("SELECT heard FROM person").fetchall()

    await ledger.write(work)
    assert heard() == [("es",)]
    await ledger.write(lambda book: book.anonymise(SHOP, LATER, 10))
    assert heard() == ([(None,)] if blocked else [])
    await ledger.write(work)
    await ledger.write(lambda book: book.erase(SHOP, PEER))
    assert heard() == ([(None,)] if blocked else [])
    assert await ledger.write(lambda book: book.set_heard(SHOP, PEER, "fr"))
    assert (await ledger.person(SHOP, PEER)).blocked is blocked
    assert heard() == [("fr",)]


async def test_nobodys_number_is_of_no_kind(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.set_line_kind(SHOP, "", NumberKind.LANDLINE, at=NOW))
    assert await ledger.person(SHOP, "") == Person()


async def test_whom_the_owner_is_to_be_asked_about_comes_with_their_last_words(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, new_thread(LINE, PEER, NOW))
        for number, (body, at) in enumerate((("no thanks", LATER), ("Hello", NOW))):
            book.add_reply(
                line_id=LINE, thread_id=thread_id, carrier_id=f"SM{number}", peer=PEER,
                body=body, at=at,
            )  # fmt: skip
        book.set_wish(SHOP, PEER, Wish.UNSURE, source="text", at=NOW)
        book.set_wish(SHOP, "+12025550177", Wish.UNSURE, source="text", at=NOW)
        book.set_wish(SHOP, "+12025550178", Wish.STOP, source="text", at=NOW)
        book.set_wish(SHOP, "+12025550179", Wish.UNSURE, source="text", at=NOW)
        book.erase(SHOP, "+12025550179")

    await ledger.write(work)
    assert await ledger.unsure(SHOP) == [
        Unsure(peer=PEER, words="no thanks"),
        Unsure(peer="+12025550177", words=""),
    ]
    await ledger.write(lambda book: book.set_wish(SHOP, PEER, Wish.STOP, source="owner", at=NOW))
    assert [each.peer for each in await ledger.unsure(SHOP)] == ["+12025550177"]


async def test_tags_and_being_a_customer_already_are_kept_until_they_are_taken_back(
    ledger: SqliteLedger,
) -> None:
    def note(book: Book, marks: dict[str, Any]) -> None:
        book.set_person(SHOP, PEER, at=NOW, **marks)

    for marks, known in (
        ({"remove_tags": ["vip"], "existing": False}, Person()),
        ({"add_tags": ["vip", "late payer"]}, Person(tags=("late payer", "vip"))),
        ({"existing": True, "remove_tags": ["vip"]}, Person(tags=("late payer",), existing=True)),
        (
            {"name": "Ann"},
            Person(name="Ann", tags=("late payer",), existing=True),
        ),
        ({"name": "", "existing": False, "remove_tags": ["late payer"]}, Person()),
    ):
        await ledger.write(partial(note, marks=marks))
        assert await ledger.person(SHOP, PEER) == known


async def test_who_gets_too_many_tags_keeps_those_they_had(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.set_person(SHOP, PEER, add_tags=["vip"], at=NOW))
    many = [f"tag {n}" for n in range(MOST_TAGS)]
    with pytest.raises(TooManyTags):
        await ledger.write(
            lambda book: book.set_person(SHOP, PEER, name="Ann", add_tags=many, at=NOW)
        )
    assert await ledger.person(SHOP, PEER) == Person(tags=("vip",))


async def test_a_list_tells_of_the_person_and_of_what_their_last_call_was_called(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        thread_id = converse(book, NOW)
        converse(book, NOW, line_id="two")
        book.set_person(SHOP, PEER, name="Ann", add_tags=["vip"], existing=True, at=NOW)
        call = replace(CALL, source_id="later", started_at=LATER, caller_name=None)
        call_id = book.add_call(call, due_at=None)
        book.save_call(call_id, call, due_at=None, thread_id=thread_id)

    await ledger.write(work)
    summaries = await ledger.threads(SHOP, [LINE, "two"], Wanted())
    assert {
        (each.id, each.name, each.caller_name, each.tags, each.existing) for each in summaries
    } == {(1, "Ann", None, ("vip",), True), (2, "Ann", "ANN LEE", ("vip",), True)}


async def test_people_are_listed_by_tag_page_by_page_in_the_order_of_the_list(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        for index in range(10):
            peer = f"+1202555010{index}"
            thread = replace(
                THREAD,
                line_id=LINE if index % 3 else "two",
                peer=peer,
                last_at=NOW + timedelta(minutes=index),
                waiting_since=NOW - timedelta(minutes=index) if index in (4, 6, 9) else None,
                lead=replace(THREAD.lead, stage=Stage.BOOKED if index == 2 else Stage.REPLIED),
            )
            book.save_thread(None, thread)
            tags = ["even"] if index % 2 == 0 else ["odd", "uneven"]
            book.set_person(SHOP, peer, add_tags=tags, at=NOW)
        book.set_person("other", "+12025550101", add_tags=["even"], at=NOW)

    await ledger.write(work)

    async def listed(tag: str, wanted: Wanted = Wanted()) -> list[int]:  # noqa: B008 - frozen
        found: list[int] = []
        asked = replace(wanted, tag=tag, limit=2)
        while True:
            page = await ledger.threads(SHOP, [LINE, "two"], asked)
            found += [each.id - 1 for each in page]
            if (after := mark_after(page, asked)) is None:
                return found
            asked = replace(asked, after=after)

    assert await listed("even") == [8, 6, 4, 2, 0]
    assert await listed("odd") == [9, 7, 5, 3, 1]
    assert await listed("even", Wanted(state=ThreadState.WAITING)) == [6, 4]
    assert await listed("even", Wanted(state=ThreadState.BOOKED)) == [2]
    assert await listed("even", Wanted(state=ThreadState.REPLIED)) == [8, 0]
    assert await listed("even", Wanted(line_id="two")) == [6, 0]
    assert await listed("eve") == []
