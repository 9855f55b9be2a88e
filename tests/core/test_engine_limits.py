"""Caps, the breaker and the budget hold however many calls come at once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from custom_components.missed_call_textback.core.desk import month_of
from custom_components.missed_call_textback.core.engine import Refusal
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.outbox import (
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.policy import Skip, TextBack
from custom_components.missed_call_textback.core.reasons import Reason

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, OTHER_CALLER, SHOP, missed


async def limit(office: Office, **limits: int) -> None:
    """Give the shop some limits."""
    # Typed loosely: all but the countries and the currency are numbers.
    given: Any = {"burst": 0, "per_hour": 0, "per_day": 0, "per_caller": 0} | limits
    office.shop = replace(SHOP, limits=Limits(**given))
    await office.restart()


async def strangers(office: Office, count: int, block: str = "+1202555") -> list[Reason]:
    """Let callers never seen before call at once; return the reasons of their decisions."""
    before = len(office.decided)
    await asyncio.gather(
        *(
            office.engine.handle_call(missed(f"x:{block}{number}", f"{block}{1000 + number}"))
            for number in range(count)
        )
    )
    await office.idle()
    return [each.decision.reason for each in office.decided[before:]]


async def spent(office: Office) -> int:
    """Return what was spent this month."""
    return await office.ledger.spent(SHOP.id, month_of(office.clock.now))


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"per_hour": 4}, Reason.CAP_HOUR),
        ({"per_day": 4}, Reason.CAP_DAY),
        ({"burst": 4}, Reason.BURST),
    ],
    ids=["hour", "day", "burst"],
)
async def test_of_many_callers_at_once_no_more_are_texted_than_allowed(
    office: Office, limits: dict[str, int], reason: Reason
) -> None:
    await limit(office, **limits)
    reasons = await strangers(office, 9)
    assert reasons == [Reason.MISSED_OPEN] * 4 + [reason] * 5
    assert len(office.carrier.sent) == 4


async def test_after_the_hour_the_next_are_texted(office: Office) -> None:
    await limit(office, per_hour=2, per_day=3)
    await strangers(office, 3)
    await office.wake(hours=1, seconds=1)
    assert await strangers(office, 2, "+1202556") == [Reason.MISSED_OPEN, Reason.CAP_DAY]


async def test_a_burst_from_one_block_keeps_no_other_block_back(office: Office) -> None:
    await limit(office, burst=2)
    await strangers(office, 4)
    assert await strangers(office, 1, "+1212555") == [Reason.MISSED_OPEN]
    await office.wake(minutes=10, seconds=1)
    assert await strangers(office, 1, "+120255500") == [Reason.NOT_A_PHONE_NUMBER]
    await office.engine.handle_call(missed("x:later", "+12025552999"))
    assert office.decided[-1].decision == TextBack(Reason.MISSED_OPEN)


async def test_no_automation_gets_round_a_cap(office: Office) -> None:
    await limit(office, per_caller=2)
    for _ in range(2):
        await office.engine.send_text(LINE.id, CALLER, "Hi")
    for asked in (
        office.engine.send_text(LINE.id, CALLER, "Hi"),
        office.engine.text_back(LINE.id, number=CALLER),
    ):
        with pytest.raises(Refusal) as refused:
            await asked
        assert refused.value.reason is Reason.CAP_CALLER
    await office.engine.send_text(LINE.id, OTHER_CALLER, "Hi")
    for _ in range(3):
        await office.engine.send_text(LINE.id, MOBILE, "The team may be told", TextKind.NOTICE)


async def test_a_budget_is_never_passed_and_what_was_not_sent_costs_nothing(
    office: Office,
) -> None:
    await limit(office, budget=30, price=10)
    office.carrier.answers = [Refused("21211", Reaction.NEVER)]
    assert await strangers(office, 1) == [Reason.MISSED_OPEN]
    assert await spent(office) == 0
    assert await strangers(office, 6, "+1202556") == [Reason.MISSED_OPEN] * 3 + [Reason.BUDGET] * 3
    assert await spent(office) == 30
    await office.wake(days=14)
    await office.engine.handle_call(missed("x:december", CALLER))
    assert office.decided[-1].decision == TextBack(Reason.MISSED_OPEN)
    assert await spent(office) == 10


async def test_a_text_of_many_segments_costs_as_many(office: Office) -> None:
    await limit(office, budget=100, price=10)
    await office.engine.send_text(LINE.id, CALLER, "x" * 161)
    await office.idle()
    assert await spent(office) == 20
    with pytest.raises(Refusal) as refused:
        await office.engine.send_text(LINE.id, OTHER_CALLER, "x" * 1600)
    assert refused.value.reason is Reason.BUDGET


async def test_ten_calls_of_one_caller_in_a_second_make_one_text_and_one_cost(
    office: Office,
) -> None:
    await limit(office, budget=1000, price=10)
    await asyncio.gather(
        *(office.engine.handle_call(missed(f"x:{number}")) for number in range(10))
    )
    await office.idle()
    decisions = [each.decision for each in office.decided]
    assert decisions[0] == TextBack(Reason.MISSED_OPEN)
    assert decisions[1:] == [Skip(Reason.TEXTED_RECENTLY)] * 9
    assert len(office.carrier.sent) == 1
    assert await spent(office) == 10


@pytest.mark.parametrize("silent", [True, False], ids=["nobody could say", "surely not there"])
async def test_a_text_that_arrives_after_it_was_given_up_costs_what_it_costs_once(
    office: Office, silent: bool
) -> None:
    await limit(office, budget=1000, price=10)
    office.carrier.answers, office.carrier.silent = [Unknown("timeout")], silent
    await office.engine.handle_call(missed())
    await office.idle()
    ref = office.carrier.sent[0].ref
    for _ in range(2):
        await office.wake(hours=25)
    assert office.standing() is TextState.FAILED
    assert await spent(office) == (10 if silent else 0)
    await office.engine.handle_receipt(
        Receipt(state=TextState.DELIVERED, ref=ref, carrier_id="SM1")
    )
    assert await spent(office) == 10
