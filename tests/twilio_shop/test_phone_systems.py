"""A shop whose own phones ring: its phone system is heard, and Twilio only texts."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
import re
from types import MappingProxyType
from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

import custom_components.missed_call_textback as integration
from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.config_flow import connection_steps
from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.phone_system import (
    async_forget_waiting_calls,
    waiting_calls,
)
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.providers.source import Connection, Figures, Source
from custom_components.missed_call_textback.sources import Surroundings
from homeassistant.config_entries import ConfigSubentry, ConfigSubentryDataWithId
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util
from tests.providers.asterisk.recordings import streams
from tests.providers.asterisk.stand_in import SECRET, USERNAME, StandIn

from .conftest import LINE_ID, TwilioShop

LANDLINE = "+15155550100"
CALLER = "+13195550123"
SYSTEM_ID = "01SYSTEM000000000000000000"
CONNECTED = "binary_sensor.asterisk_connected"


@pytest.fixture
def line_settings() -> dict[str, object]:
    return {const.CONF_MODE: "own_phones", const.CONF_DIALLED: LANDLINE}


def system(asterisk: StandIn, **settings: object) -> ConfigSubentryDataWithId:
    """Return an Asterisk as set-up stores it."""
    data: dict[str, Any] = {
        const.CONF_KIND: "asterisk",
        "host": "127.0.0.1",
        "port": asterisk.port,
        "username": USERNAME,
        "password": SECRET,
        const.CONF_TLS: "off",
        const.CONF_CONTEXTS: ["from-trunk*"],
    }
    return ConfigSubentryDataWithId(
        subentry_id=SYSTEM_ID,
        subentry_type=const.SUBENTRY_TYPE_PHONE_SYSTEM,
        title="Asterisk",
        unique_id="asterisk:127.0.0.1",
        data=data | settings,
    )


@pytest.fixture
async def own_phones(new_shop: TwilioShop, asterisk: StandIn) -> AsyncGenerator[TwilioShop]:
    """Return the shop with its phone system, not opened yet; it is closed before that goes away."""
    stored = system(asterisk)
    subentry = ConfigSubentry(
        subentry_id=stored["subentry_id"],
        subentry_type=stored["subentry_type"],
        title=stored["title"],
        unique_id=stored["unique_id"],
        data=MappingProxyType(dict(stored["data"])),
    )
    new_shop.hass.config_entries.async_add_subentry(new_shop.entry, subentry)
    yield new_shop
    assert await new_shop.hass.config_entries.async_unload(new_shop.entry.entry_id)


async def opened(shop: TwilioShop) -> TwilioShop:
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.hass.async_block_till_done()
    shop.listen()
    return shop


async def until(hass: HomeAssistant, met: Callable[[], bool]) -> None:
    """Wait for what a connection of its own brings about."""
    async with asyncio.timeout(5):
        while not met():
            await asyncio.sleep(0.01)
            await hass.async_block_till_done()


def wires(scenario: str) -> list[bytes]:
    """Return a recorded stream as if it came now."""
    return [
        re.sub(rb"Timestamp: [^\r]+\r\n", b"", each.wire) for each in streams()[scenario, "least"]
    ]


async def test_who_is_missed_by_the_shops_own_phones_is_texted_once(
    own_phones: TwilioShop, asterisk: StandIn
) -> None:
    shop = await opened(own_phones)
    await asterisk.until(logins=1)
    await until(shop.hass, lambda: shop.hass.states.is_state(CONNECTED, "on"))

    await asterisk.tell([*wires("ringgroup_answered"), *wires("abandon_ringing")])
    await until(shop.hass, lambda: len(shop.texts(CALLER)) > 0)
    await shop.exchange.settle()

    answered, missed = shop.decided
    assert answered.call.outcome is Outcome.ANSWERED
    assert missed.call.outcome is Outcome.ABANDONED
    assert missed.call.source_id.startswith(f"asterisk:{SYSTEM_ID}:")
    (text,) = shop.exchange.texts_to(CALLER)
    assert text.from_ == shop.number.phone_number
    assert await shop.total(Tally.MISSED) == 1


async def test_what_a_phone_system_says_again_after_a_restart_is_known(
    own_phones: TwilioShop, asterisk: StandIn
) -> None:
    shop = await opened(own_phones)
    for logins in (1, 2):
        await asterisk.until(logins=logins)
        await asterisk.tell(wires("busy"))
        await until(shop.hass, lambda: len(shop.texts(CALLER)) > 0)
        await shop.hass.config_entries.async_reload(shop.entry.entry_id)
        await shop.hass.async_block_till_done()
    assert len(shop.texts(CALLER)) == 1
    assert await shop.total(Tally.MISSED) == 1


async def test_a_call_that_no_ledger_takes_until_the_shop_is_opened_anew_is_texted_then(
    own_phones: TwilioShop, asterisk: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_args: object, **_how: object) -> object:
        raise LedgerUnavailable

    shop = await opened(own_phones)
    await asterisk.until(logins=1)
    (heard,) = shop.coordinator.phone_systems
    with monkeypatch.context() as patched:
        patched.setattr(SqliteLedger, "write", unavailable)
        await asterisk.tell(wires("busy"))
        await until(shop.hass, lambda: heard.figures["waiting"] == 1)
        assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    await opened(shop)
    await until(shop.hass, lambda: len(shop.texts(CALLER)) > 0)
    assert await shop.total(Tally.MISSED) == 1
    assert len(shop.texts(CALLER)) == 1


async def test_what_waits_is_forgotten_with_its_phone_system_and_with_its_shop(
    own_phones: TwilioShop,
) -> None:
    shop = await opened(own_phones)
    (heard,) = shop.coordinator.phone_systems
    waiting = waiting_calls(shop.hass, shop.entry)
    assert waiting == {SYSTEM_ID: heard.waiting}
    shop.hass.config_entries.async_remove_subentry(shop.entry, SYSTEM_ID)
    await shop.hass.async_block_till_done()
    assert waiting == {}
    async_forget_waiting_calls(shop.hass, shop.entry)
    assert waiting_calls(shop.hass, shop.entry) is not waiting


async def test_whoever_dials_the_number_that_texts_come_from_is_put_through(
    own_phones: TwilioShop,
) -> None:
    shop = await opened(own_phones)
    call = await shop.exchange.place_call(CALLER, shop.number, answers={})
    await shop.exchange.settle()
    await shop.hass.async_block_till_done()
    assert [leg.to for leg in call.legs] == [LANDLINE]
    assert shop.texts() == []
    assert shop.told == []


async def test_a_phone_system_that_no_longer_lets_us_in_is_an_issue_until_it_does(
    own_phones: TwilioShop, asterisk: StandIn
) -> None:
    hass, entry = own_phones.hass, own_phones.entry
    hass.config_entries.async_update_subentry(
        entry, entry.subentries[SYSTEM_ID], data=system(asterisk, password="old")["data"]
    )
    shop = await opened(own_phones)
    issues = ir.async_get(hass).issues
    await until(hass, lambda: (const.DOMAIN, f"phone_system_{SYSTEM_ID}") in issues)
    assert hass.states.get(CONNECTED).state == "off"  # type: ignore[union-attr]

    hass.config_entries.async_update_subentry(
        entry, entry.subentries[SYSTEM_ID], data=system(asterisk)["data"]
    )
    await until(hass, lambda: hass.states.is_state(CONNECTED, "on"))
    assert (const.DOMAIN, f"phone_system_{SYSTEM_ID}") not in issues
    assert shop.entry.state.recoverable


async def test_a_phone_system_that_stays_away_is_an_issue_until_it_is_back(
    own_phones: TwilioShop, asterisk: StandIn
) -> None:
    shop = await opened(own_phones)
    hass = shop.hass
    issues = ir.async_get(hass).issues
    (heard,) = shop.coordinator.phone_systems
    await until(hass, lambda: hass.states.is_state(CONNECTED, "on"))

    heard.async_tell(Connection.LOST)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=9))
    await hass.async_block_till_done()
    assert (const.DOMAIN, f"phone_system_{SYSTEM_ID}") not in issues
    heard.async_tell(Connection.LOST)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=11))
    await hass.async_block_till_done()
    issue = issues[const.DOMAIN, f"phone_system_{SYSTEM_ID}"]
    assert issue.translation_key == "phone_system_lost"
    assert hass.states.is_state(CONNECTED, "off")

    heard.async_tell(Connection.CONNECTED)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=2))
    assert (const.DOMAIN, f"phone_system_{SYSTEM_ID}") not in issues


async def test_the_owner_sees_why_a_phone_system_is_not_heard_and_what_it_did(
    own_phones: TwilioShop, asterisk: StandIn
) -> None:
    hass = own_phones.hass
    asterisk.greeting = b"220 mail\r\n"
    shop = await opened(own_phones)
    await until(
        hass,
        lambda: hass.states.get(CONNECTED).attributes["trouble"] == "not_asterisk",  # type: ignore[union-attr]
    )
    asterisk.greeting = b"Asterisk Call Manager/11.0.0\r\n"
    await until(hass, lambda: hass.states.is_state(CONNECTED, "on"))
    assert hass.states.get(CONNECTED).attributes["trouble"] is None  # type: ignore[union-attr]
    await asterisk.tell([*wires("busy"), *wires("answered")])
    (heard,) = shop.coordinator.phone_systems
    await until(hass, lambda: heard.figures["answered"] == 1 and not heard.figures["waiting"])
    (told,) = (await async_get_config_entry_diagnostics(hass, shop.entry))["phone_systems"]
    assert told == {
        "kind": "asterisk",
        "preset": None,
        "connection": "connected",
        "numbers_of_no_line": 0,
        "trouble": None,
        "figures": {
            "answered": 1,
            "missed": 1,
            "made": 0,
            "waiting": 0,
            "lost": 0,
            "unknown": 0,
            "connections": 1,
            "faults": 0,
            "voicemail_untold": 0,
        },
    }


async def test_each_trouble_has_words(own_phones: TwilioShop) -> None:
    words = await async_get_translations(own_phones.hass, "en", "entity", [const.DOMAIN])
    start = (
        f"component.{const.DOMAIN}.entity.binary_sensor.connected.state_attributes.trouble.state."
    )
    told = {key.removeprefix(start) for key in words if key.startswith(start)}
    set_up_alone = {"entity_not_found", "number_entity_not_found"}
    own = {"unreachable", "call_list_refused"}
    assert told == {*connection_steps._UNSUITABLE, *own} - set_up_alone


async def test_a_second_phone_system_is_waited_for(
    own_phones: TwilioShop, asterisk: StandIn
) -> None:
    hass, entry = own_phones.hass, own_phones.entry
    (line,) = shop_of(hass, entry).lines
    assert line.hears_twice == timedelta(0)
    stored = entry.subentries[SYSTEM_ID]
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            subentry_type=stored.subentry_type,
            title="The other",
            unique_id="asterisk:other",
            data=stored.data,
        ),
    )
    (line,) = shop_of(hass, entry).lines
    assert line.hears_twice == timedelta(seconds=20)
    await opened(own_phones)


@pytest.mark.parametrize(
    ("chosen", "dialled", "line"),
    [
        (None, LANDLINE, LINE_ID),
        (None, "15155550100", LINE_ID),
        (None, "s", LINE_ID),
        (None, None, LINE_ID),
        (LINE_ID, "100", LINE_ID),
        ("01GONE", "100", None),
    ],
)
async def test_a_call_belongs_to_the_line_of_its_number_or_to_the_one_for_others(
    own_phones: TwilioShop, chosen: str | None, dialled: str | None, line: str | None
) -> None:
    entry = own_phones.entry
    data = {**entry.subentries[SYSTEM_ID].data, const.CONF_LINE: chosen}
    own_phones.hass.config_entries.async_update_subentry(
        entry, entry.subentries[SYSTEM_ID], data=data
    )
    shop = await opened(own_phones)
    (heard,) = shop.coordinator.phone_systems
    assert heard.line_of(shop.coordinator.shop, dialled) == line


class LastWords(Source):
    """Knows of a call, and tells it only when it is told to end."""

    trouble = None
    figures = Figures()

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    @override
    async def check(self) -> None:
        """Be there."""

    @override
    async def run(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            await self._around.hear(
                CallEvent(
                    line_id=LINE_ID,
                    source_id=f"sip:{self._around.name}:1",
                    step=CallStep.ENDED,
                    at=dt_util.utcnow(),
                    caller=CALLER,
                    outcome=Outcome.NO_ANSWER,
                )
            )


async def test_a_call_that_is_told_while_the_shop_closes_is_stored_and_texted(
    own_phones: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integration, "build_source", lambda _hass, _data, around: LastWords(around))
    shop = await opened(own_phones)

    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await until(shop.hass, lambda: len(shop.texts(CALLER)) > 0)

    assert await shop.total(Tally.MISSED) == 1
    assert len(shop.texts(CALLER)) == 1


async def test_a_call_that_is_told_while_home_assistant_stops_is_stored(
    own_phones: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integration, "build_source", lambda _hass, _data, around: LastWords(around))
    shop = await opened(own_phones)
    (heard,) = shop.coordinator.phone_systems

    # Home Assistant cancels what runs in the background, and only then says that it stops.
    assert heard._running is not None
    heard._running.cancel()
    shop.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await shop.hass.async_block_till_done()
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.hass.async_block_till_done()

    assert await shop.total(Tally.MISSED) == 1
