"""The ledger's counters and settings."""

from collections import Counter
from datetime import datetime
from functools import partial
from uuid import uuid4

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, SHOP, SOON

_DAYS = ("2026-05-04", "2026-05-05", "2026-05-06")
_COUNTED = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.sampled_from(_DAYS),
        st.dictionaries(st.sampled_from(list[str](Tally)), st.integers(0, 5)),
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counted=_COUNTED)
async def test_counters_equal_a_recount(
    ledger: SqliteLedger, counted: list[tuple[str, str, dict[str, int]]]
) -> None:
    run = uuid4().hex

    def work(book: Book) -> None:
        for line_id, day, tallies in counted:
            book.count(run + line_id, day, tallies)

    await ledger.write(work)
    for line_id in ("one", "two"):
        of_line = [(day, tallies) for line, day, tallies in counted if line == line_id]
        total: Counter[str] = Counter()
        for _, tallies in of_line:
            total.update(tallies)
        for today in _DAYS:
            of_today: Counter[str] = Counter()
            for day, tallies in of_line:
                if day == today:
                    of_today.update(tallies)
            figures = await ledger.figures(run + line_id, today)
            assert figures.total == {tally: total[tally] for tally in Tally}
            assert figures.today == {tally: of_today[tally] for tally in Tally}


async def test_an_unknown_line_has_noughts(ledger: SqliteLedger) -> None:
    figures = await ledger.figures("nowhere", "2026-05-05")
    assert figures.total == figures.today == dict.fromkeys(Tally, 0)
    assert figures.waiting == 0
    assert figures.text_back_seconds is None


async def test_the_last_state_of_each_switch_is_kept(ledger: SqliteLedger) -> None:
    assert (await ledger.settings(SHOP)).automatic == {}

    def work(book: Book) -> None:
        book.set_automatic("one", on=False)
        book.set_automatic("two", on=False)
        book.set_automatic("two", on=True)

    await ledger.write(work)
    assert (await ledger.settings(SHOP)).automatic == {"one": False, "two": True}


def _snooze(book: Book, until: datetime | None) -> None:
    book.set_snooze(SHOP, until)


def _listen(book: Book, at: datetime) -> None:
    book.set_listened(SHOP, at)


async def test_the_last_snooze_of_a_shop_is_kept(ledger: SqliteLedger) -> None:
    assert (await ledger.settings(SHOP)).snoozed_until is None
    for until in (SOON, LATER, None):
        await ledger.write(partial(_snooze, until=until))
        assert (await ledger.settings(SHOP)).snoozed_until == until
        assert (await ledger.settings("other shop")).snoozed_until is None


async def test_how_far_a_shop_has_listened_is_kept_beside_its_snooze(ledger: SqliteLedger) -> None:
    await ledger.write(partial(_snooze, until=LATER))
    for at in (SOON, LATER):
        await ledger.write(partial(_listen, at=at))
        settings = await ledger.settings(SHOP)
        assert (settings.listened_at, settings.snoozed_until) == (at, LATER)
    assert (await ledger.settings("other shop")).listened_at is None
