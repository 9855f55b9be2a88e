"""Every kind of call, placed by SIP to a real Asterisk, and what a real Home Assistant makes of it.

Not among the tests that pytest finds by itself: script/test --asterisk runs it.
"""

import asyncio
from collections.abc import Mapping
import os
from pathlib import Path
from typing import Final

import psutil
import pytest

from tests.exchange import Exchange
from tests.process import HomeAssistantProcess

from .pbx import PREFIX, Pbx, Unpacked
from .scenarios import OWN_PHONE, SCENARIOS, Scenario
from .shops import WHO, Shop, open_shops
from .table import TABLE, Seen, table
from .telephones import Telephones

_AT_ONCE: Final = 10
# A SIP account holds a call for 15 s, and a shop with two sources waits 20 s for the second.
_QUIET: Final = 40.0
# Whom the shop calls back in the end: one who answers, and one whose phone is rung for a second only.
_ANSWERS: Final = "ringgroup_local_missed"
_ANSWERS_NOT: Final = "queue_abandon"


def _number(place: int) -> str:
    """Return a caller of their own for each call."""
    return f"+131955501{place:02}"


async def _place(
    scenario: Scenario, number: str, telephones: Telephones, pbx: Pbx, turns: asyncio.Semaphore
) -> bool:
    async with turns:
        call = telephones.call(
            does=scenario.does,
            dials=scenario.dials,
            caller=scenario.caller(number),
            milliseconds=scenario.milliseconds,
            pbx=pbx.ports.sip,
        )
        if scenario.picked_up_after is None:
            return await call
        well, picked_up = await asyncio.gather(
            call, _pick_up(telephones, pbx, scenario.picked_up_after)
        )
        return well and picked_up


async def _pick_up(telephones: Telephones, pbx: Pbx, after: float) -> bool:
    """Have a colleague take the call from another desk."""
    await asyncio.sleep(after)
    return await telephones.call(
        does="caller_listens",
        dials="*8",
        caller='"Back office" <sip:108@127.0.0.1>',
        milliseconds=0,
        pbx=pbx.ports.sip,
    )


async def _place_all(telephones: Telephones, pbx: Pbx) -> list[bool]:
    turns = asyncio.Semaphore(_AT_ONCE)
    return await asyncio.gather(
        *(
            _place(scenario, _number(place), telephones, pbx, turns)
            for place, scenario in enumerate(SCENARIOS)
        )
    )


async def _call_back(telephones: Telephones, pbx: Pbx) -> dict[str, str]:
    """Have somebody at the front desk call two callers back; return their numbers."""
    names = [scenario.name for scenario in SCENARIOS]
    numbers = {name: _number(names.index(name)) for name in (_ANSWERS, _ANSWERS_NOT)}
    for name, prefix, does in (
        (_ANSWERS, "8", "caller_talks"),
        (_ANSWERS_NOT, "9", "caller_is_refused"),
    ):
        assert await telephones.call(
            does=does,
            dials=prefix + numbers[name].removeprefix("+"),
            caller=OWN_PHONE,
            milliseconds=1_000,
            pbx=pbx.ports.sip,
        )
    return numbers


def _seen(well: list[bool], shops: Mapping[str, Shop], exchange: Exchange) -> list[Seen]:
    heard = {who: shops[who].heard() for who in WHO}
    found = []
    for place, scenario in enumerate(SCENARIOS):
        number = _number(place)
        texts = exchange.texts_to(number)
        found.append(
            Seen(
                scenario=scenario,
                went_well=well[place],
                heard={
                    who: heard[who].pop("" if scenario.is_anonymous else number, []) for who in WHO
                },
                texts={
                    who: sum(text.from_ == shops[who].number.phone_number for text in texts)
                    for who in WHO
                },
            )
        )
    assert not any(heard.values()), f"calls that nobody placed: {heard}"
    return found


@pytest.mark.usefixtures("socket_enabled")
async def test_who_called_in_vain_is_texted_once_and_who_was_answered_is_not() -> None:
    unpacked = Unpacked(Path(os.environ[PREFIX]))
    async with (
        Exchange() as exchange,
        Telephones(unpacked) as telephones,
        Pbx(unpacked, telephones.ports) as pbx,
        HomeAssistantProcess() as home_assistant,
    ):
        await telephones.mobile(pbx.ports.trunk)

        async def test_call(does: str, dials: str, milliseconds: int) -> None:
            assert await telephones.call(
                does=does,
                dials=dials,
                caller='"The owner" <sip:+13195550199@127.0.0.1>',
                milliseconds=milliseconds,
                pbx=pbx.ports.sip,
            )

        shops = await open_shops(
            home_assistant,
            exchange,
            pbx.ports,
            missed=lambda: test_call("caller_gives_up", "15155550103", 3_000),
            answered=lambda: test_call("caller_talks", "15155550102", 500),
        )
        well = await _place_all(telephones, pbx)
        await asyncio.sleep(_QUIET)
        await exchange.settle()
        texted = len(exchange.texts)
        numbers = await _call_back(telephones, pbx)
        version = await home_assistant.version()
        await home_assistant.stop()
        seen = _seen(well, shops, exchange)
        called_back = {who: shops[who].called_back() for who in WHO}
    assert psutil.Process().children(recursive=True) == []

    TABLE.parent.mkdir(exist_ok=True)
    title = f"{unpacked.version()}, Home Assistant {version}, {len(seen)} calls"
    TABLE.write_text(f"{title}\n\n{table(seen)}\n")
    assert [fault for each in seen for fault in each.faults] == []
    told = {numbers[_ANSWERS]: (True, True), numbers[_ANSWERS_NOT]: (False, False)}
    assert called_back == {"ami": told, "sip": {}, "both": told}
    assert len(exchange.texts) == texted == sum(sum(each.texts.values()) for each in seen)
