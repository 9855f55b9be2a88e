"""What happened is told in its order: at once, in a burst little by little, and all of it."""

import asyncio
from datetime import UTC, datetime
import itertools

import pytest

from custom_components.missed_call_textback import telling
from custom_components.missed_call_textback.core.happenings import Happening, TextReceived
from custom_components.missed_call_textback.telling import Teller

AT_ONCE = telling._TOLD_AT_ONCE


def reply(number: int) -> TextReceived:
    return TextReceived(
        thread_id=1,
        line_id="LINE",
        peer="+12025550143",
        body=str(number),
        at=datetime(2026, 11, 18, tzinfo=UTC),
        media=0,
        wish=None,
    )


def teller() -> tuple[Teller, list[Happening]]:
    told: list[Happening] = []
    return Teller(asyncio.get_running_loop(), told.append), told


async def test_what_happens_now_and_then_is_told_at_once() -> None:
    tell, told = teller()
    for number in range(AT_ONCE):
        tell.hear(reply(number))
    assert told == [reply(number) for number in range(AT_ONCE)]


async def test_in_a_burst_the_rest_follows_in_its_order() -> None:
    tell, told = teller()
    burst = [reply(number) for number in range(3 * AT_ONCE)]
    for each in burst:
        tell.hear(each)
    assert told == burst[:AT_ONCE]
    await asyncio.sleep(telling._LULL_SECONDS + telling._BREATH_SECONDS * 4)
    assert told == burst


@pytest.mark.parametrize("pause", [1, 4], ids=["in each breath", "as it is written together"])
async def test_while_more_is_coming_in_only_a_few_are_told(pause: int) -> None:
    tell, told = teller()
    numbers = itertools.count()
    breaths = 12
    for _ in range(breaths // pause):
        for number in itertools.islice(numbers, 2 * AT_ONCE):
            tell.hear(reply(number))
        await asyncio.sleep(pause * telling._BREATH_SECONDS)
    assert AT_ONCE < len(told) <= AT_ONCE + breaths * telling._TOLD_IN_BURST
    tell.finish()


async def test_the_more_is_untold_the_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_LONGEST_BREATHS", 2)
    tell, told = teller()
    for number in range(10 * AT_ONCE):
        tell.hear(reply(number))
    await asyncio.sleep(telling._BREATH_SECONDS * 1.5)
    assert len(told) == AT_ONCE + 9 * AT_ONCE // 2
    tell.finish()


async def test_after_a_lull_as_much_is_told_at_once_again() -> None:
    tell, told = teller()
    for number in range(AT_ONCE):
        tell.hear(reply(number))
    await asyncio.sleep(telling._LULL_SECONDS + telling._BREATH_SECONDS)
    for number in range(AT_ONCE):
        tell.hear(reply(number))
    assert len(told) == 2 * AT_ONCE


async def test_a_shop_that_is_closed_in_a_burst_leaves_nothing_untold() -> None:
    tell, told = teller()
    burst = [reply(number) for number in range(3 * AT_ONCE)]
    for each in burst:
        tell.hear(each)
    tell.finish()
    tell.finish()
    assert told == burst
    await asyncio.sleep(telling._BREATH_SECONDS * 2)
    assert told == burst
