"""People in the ledger: what is known of them beside their conversations."""

from functools import partial

import pytest

from custom_components.missed_call_textback.core.book import Book, History
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.policy import Caller
from custom_components.missed_call_textback.core.records import Described, Person, Unsure
from custom_components.missed_call_textback.core.threads import new_thread
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, LINE, NOW, PEER, SHOP, connection_of


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
