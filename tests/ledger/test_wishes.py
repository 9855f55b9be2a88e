"""Opt-outs in the ledger: what holds now, and the evidence of how it came about."""

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, NOW, PEER, SHOP, connection_of

STOP, START, UNSURE, HELP = Wish.STOP, Wish.START, Wish.UNSURE, Wish.HELP


@pytest.mark.parametrize(
    ("wishes", "news", "opted_out"),
    [
        pytest.param([STOP], [True], True, id="out"),
        pytest.param([STOP, STOP], [True, False], True, id="out twice"),
        pytest.param([START], [False], False, id="in, never out"),
        pytest.param([STOP, START], [True, True], False, id="out and in"),
        pytest.param([STOP, START, START], [True, True, False], False, id="in twice"),
        pytest.param([STOP, START, STOP], [True, True, True], True, id="out again"),
        pytest.param([UNSURE], [True], True, id="perhaps out"),
        pytest.param([UNSURE, STOP, STOP], [True, True, False], True, id="perhaps, then surely"),
        pytest.param([STOP, UNSURE], [True, False], True, id="surely, then perhaps"),
        pytest.param([UNSURE, UNSURE], [True, False], True, id="perhaps twice"),
        pytest.param([UNSURE, START], [True, True], False, id="perhaps out, and in"),
        pytest.param([UNSURE, START, UNSURE], [True] * 3, True, id="perhaps out again"),
        pytest.param([HELP], [False], False, id="help"),
        pytest.param([STOP, HELP], [True, False], True, id="out, then help"),
    ],
)
async def test_the_last_wish_holds_and_each_change_is_kept(
    ledger: SqliteLedger, wishes: list[Wish], news: list[bool], *, opted_out: bool
) -> None:
    def work(book: Book) -> None:
        said = [book.set_wish(SHOP, PEER, wish, source="text", at=NOW) for wish in wishes]
        assert said == news
        assert book.history(SHOP, LINE, PEER).caller.opted_out is opted_out

    await ledger.write(work)
    rows = connection_of(ledger).execute(
        "SELECT shop_id, peer, wish, source, at FROM consent ORDER BY id"
    )
    assert rows.fetchall() == [
        (SHOP, PEER, wish.value, "text", 1_777_982_400_123_456)
        for wish, new in zip(wishes, news, strict=True)
        if new
    ]


async def test_a_wish_is_of_one_shop_and_one_person(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        assert book.set_wish(SHOP, PEER, STOP, source="text", at=NOW)
        assert book.set_wish("other", PEER, STOP, source="text", at=NOW)
        assert book.set_wish(SHOP, "+12025550112", STOP, source="carrier", at=NOW)
        assert book.set_wish(SHOP, PEER, START, source="text", at=NOW)
        assert book.history("other", LINE, PEER).caller.opted_out
        assert book.history(SHOP, LINE, "+12025550112").caller.opted_out

    await ledger.write(work)


async def test_nobody_makes_no_wish(ledger: SqliteLedger) -> None:
    assert not await ledger.write(
        lambda book: book.set_wish(SHOP, "", STOP, source="carrier", at=NOW)
    )
    assert not (await ledger.person(SHOP, "")).opted_out
