"""A caller who was texted and stays silent is asked once more, the next morning, and never again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Refused,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office, just_after_reading
from .examples import CALLER, LINE, OTHER_LINE, SHOP, event, missed

FOLLOWING = replace(SHOP, follows_up=True)
# Thursday at ten in New York, where the shop is.
MORNING = datetime(2026, 11, 19, 15, tzinfo=UTC)


async def _opened(path: Path, shop: Shop) -> Office:
    ledger = SqliteLedger()
    await ledger.open(path)
    office = Office(ledger, shop=shop)
    await office.engine.start()
    return office


async def _closed(office: Office) -> None:
    await office.engine.stop()
    await office.ledger.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that follows up."""
    office = await _opened(tmp_path / "ledger.db", FOLLOWING)
    yield office
    await _closed(office)


async def texted(office: Office) -> None:
    """Have somebody call in vain and be texted."""
    await office.engine.handle_call(missed())
    await office.idle()


def follow_ups(office: Office) -> list[str]:
    return [text.body for text in office.carrier.sent if text.kind is TextKind.MACHINE]


async def until(office: Office, at: datetime) -> None:
    await office.wake(seconds=(at - office.clock.now).total_seconds())


async def test_the_silent_are_asked_once_more_in_the_morning(office: Office) -> None:
    await texted(office)
    await until(office, MORNING - timedelta(seconds=1))
    assert follow_ups(office) == []
    await until(office, MORNING)
    assert follow_ups(office) == ["Hi, still there? (en)"]
    await office.wake(days=30)
    assert len(follow_ups(office)) == 1


async def test_a_restart_forgets_no_follow_up(office: Office) -> None:
    await texted(office)
    await office.restart()
    await until(office, MORNING)
    assert len(follow_ups(office)) == 1


async def test_a_text_back_that_was_asked_for_is_followed_up_too(office: Office) -> None:
    await office.engine.text_back(LINE.id, number=CALLER)
    await office.idle()
    await until(office, MORNING)
    assert len(follow_ups(office)) == 1


async def test_a_shop_that_does_not_want_it_asks_nobody(tmp_path: Path) -> None:
    office = await _opened(tmp_path / "plain.db", SHOP)
    await texted(office)
    await until(office, MORNING + timedelta(days=2))
    assert follow_ups(office) == []
    await _closed(office)


async def _writes(office: Office) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id, carrier_id="SMin1", sender=CALLER, body="Hi", at=office.clock.now
        )
    )


async def _gets_through(office: Office) -> None:
    await office.engine.handle_call(
        event(CallStep.ENDED, source_id="x:2", outcome=Outcome.ANSWERED, at=office.clock.now)
    )


async def _is_written_to(office: Office) -> None:
    await office.engine.send_text(LINE.id, CALLER, "Shall we come at ten?")


async def _books(office: Office) -> None:
    await office.engine.conversations.resolve(1, Stage.BOOKED)


async def _opts_out(office: Office) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id, carrier_id="SMin1", sender=CALLER, body="STOP", at=office.clock.now
        )
    )


async def _is_blocked(office: Office) -> None:
    await office.engine.people.set_blocked(CALLER, blocked=True)


async def _is_erased(office: Office) -> None:
    await office.ledger.write(lambda book: book.erase(SHOP.id, CALLER))


async def _is_handled(office: Office) -> None:
    await office.engine.conversations.done(1)


@pytest.mark.parametrize(
    "something",
    [
        _writes,
        _gets_through,
        _is_written_to,
        _books,
        _opts_out,
        _is_blocked,
        _is_erased,
        _is_handled,
    ],
)
async def test_whatever_happened_meanwhile_calls_it_off(
    office: Office, something: Callable[[Office], Awaitable[None]]
) -> None:
    await texted(office)
    office.clock.forward(minutes=5)
    await something(office)
    await office.idle()
    await until(office, MORNING + timedelta(days=1))
    assert follow_ups(office) == []
    assert await office.ledger.write(lambda book: book.clock(1, ClockKind.FOLLOW_UP)) is None


async def test_who_never_got_the_text_back_is_asked_nothing(office: Office) -> None:
    office.carrier.answers.append(Refused("30006", Reaction.CALL_BACK))
    await texted(office)
    assert office.standing() is TextState.FAILED
    await until(office, MORNING)
    assert follow_ups(office) == []


async def test_a_day_on_which_the_shop_is_closed_is_no_morning(tmp_path: Path) -> None:
    office = await _opened(tmp_path / "friday.db", FOLLOWING)
    office.clock.now = datetime(2026, 11, 20, 17, tzinfo=UTC)
    await office.engine.handle_call(missed(at=office.clock.now))
    await office.idle()
    monday = datetime(2026, 11, 23, 14, tzinfo=UTC)
    await until(office, monday - timedelta(seconds=1))
    assert follow_ups(office) == []
    await until(office, monday)
    assert len(follow_ups(office)) == 1
    await _closed(office)


async def test_nobody_is_asked_days_later(office: Office) -> None:
    await texted(office)
    office.clock.now = MORNING + timedelta(days=4)
    await office.restart()
    await office.wake()
    assert follow_ups(office) == []


async def test_a_shop_that_stays_closed_asks_nobody(office: Office) -> None:
    await texted(office)
    await office.engine.settings.set_snooze(MORNING + timedelta(days=9))
    await until(office, MORNING)
    await office.wake(days=10)
    assert follow_ups(office) == []
    assert await office.ledger.write(lambda book: book.clock(1, ClockKind.FOLLOW_UP)) is None


async def test_the_caps_hold_for_it(tmp_path: Path) -> None:
    capped = replace(FOLLOWING, limits=Limits(countries=frozenset({"US"}), per_caller=1, burst=0))
    office = await _opened(tmp_path / "capped.db", capped)
    await texted(office)
    await until(office, MORNING - timedelta(minutes=1))
    await office.engine.handle_call(missed("x:9", at=office.clock.now))
    await until(office, MORNING)
    assert len(follow_ups(office)) <= 1
    await _closed(office)


async def test_a_second_text_back_of_a_matter_brings_no_second_question(office: Office) -> None:
    await texted(office)
    await until(office, MORNING)
    office.clock.forward(hours=3)
    await office.engine.handle_call(missed("x:2", at=office.clock.now))
    await office.idle()
    assert [text.kind for text in office.carrier.sent].count(TextKind.TEXT_BACK) == 2
    await office.wake(days=3)
    assert len(follow_ups(office)) == 1


async def test_a_line_that_was_removed_asks_nobody(office: Office) -> None:
    await texted(office)
    office.shop = replace(FOLLOWING, lines=(OTHER_LINE,))
    await office.restart()
    await until(office, MORNING)
    assert follow_ups(office) == []


async def test_a_question_that_waits_for_the_carrier_is_dropped_once_they_speak(
    office: Office,
) -> None:
    await texted(office)
    office.carrier.answers.append(Refused("20429", Reaction.RETRY))
    await until(office, MORNING)
    assert office.standing() is TextState.QUEUED
    office.clock.forward(seconds=0.5)
    await _writes(office)
    sent = len(office.carrier.sent)
    await office.wake(minutes=2)
    assert len(office.carrier.sent) == sent
    assert office.standing() is TextState.FAILED


async def test_a_matter_that_begins_while_the_former_is_looked_at_keeps_its_follow_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await texted(office)

    async def calls_about_something_else() -> None:
        await office.engine.conversations.resolve(1, Stage.CLOSED)
        office.clock.forward(hours=3)
        await office.engine.handle_call(missed("x:9", at=office.clock.now))

    just_after_reading(monkeypatch, calls_about_something_else)
    await until(office, MORNING)
    assert follow_ups(office) == []
    kept = await office.ledger.write(lambda book: book.clock(1, ClockKind.FOLLOW_UP))
    assert kept is not None
    await until(office, MORNING + timedelta(days=1))
    assert len(follow_ups(office)) == 1
