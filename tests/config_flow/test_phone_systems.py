"""Phone systems: connected while a shop is set up or later, and tried before they are kept."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow import sip_steps
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.providers.sip import phone
from custom_components.missed_call_textback.providers.sip.settings import Timers, Transport
from homeassistant.core import HomeAssistant
from tests.providers.asterisk.stand_in import SECRET, USERNAME, StandIn
from tests.providers.sip.company import Company
from tests.providers.sip.said import CALLER_LEFT, ELSEWHERE

from .dialogs import Dialog, Shown, sub_id, suggested

LANDLINE = "+12025550170"


def login(asterisk: StandIn, **changes: object) -> dict[str, Any]:
    """Return what an owner types of an Asterisk."""
    more = {"port": asterisk.port, "tls": "off"}
    typed: dict[str, Any] = {"host": "127.0.0.1", "username": USERNAME, "password": SECRET}
    typed["advanced"] = more | {key: changes.pop(key) for key in ("port", "tls") if key in changes}
    return typed | changes


async def own_phones(dialog: Dialog) -> Shown:
    """Walk to the menu of phone systems."""
    await dialog.reach("number")
    shown = await dialog.answer(dialog.usual["number"] | {"mode": "own_phones"})
    assert shown["step_id"] == "dialled"
    shown = await dialog.answer({"dialled": "(202) 555-0170"})
    assert shown["step_id"] == "phone_system"
    return shown


async def test_a_shop_with_phones_of_its_own_is_set_up_with_its_phone_system(
    dialog: Dialog, asterisk: StandIn
) -> None:
    await own_phones(dialog)
    await dialog.answer({"next_step_id": "asterisk"})
    dialog.usual["business"] |= {"your_mobile": ""}
    entry = await dialog.finish(await dialog.answer(login(asterisk)))

    (line,) = shop_of(dialog.hass, entry).lines
    assert (line.mode, line.dialled) == ("own_phones", LANDLINE)
    system = entry.subentries[sub_id(entry, "phone_system")]
    assert system.title == "Asterisk 127.0.0.1"
    assert system.data == {
        "kind": "asterisk",
        "host": "127.0.0.1",
        "port": asterisk.port,
        "username": USERNAME,
        "password": SECRET,
        "tls": "off",
        "contexts": ["from-trunk*", "from-pstn*", "from-did*", "from-external"],
    }
    assert asterisk.logins == 1


@pytest.mark.parametrize("typed", ["reception", "911", "101"])
async def test_what_nobody_can_dial_is_told(dialog: Dialog, typed: str) -> None:
    await dialog.reach("number")
    await dialog.answer(dialog.usual["number"] | {"mode": "own_phones"})
    shown = await dialog.answer({"dialled": typed})
    assert shown["errors"] == {"dialled": "dialled_not_understood"}
    assert suggested(shown) == {"dialled": typed}


async def test_whoever_texts_from_the_number_that_is_dialled_has_one_number(
    dialog: Dialog, asterisk: StandIn
) -> None:
    await dialog.reach("number")
    await dialog.answer(dialog.usual["number"] | {"mode": "own_phones"})
    await dialog.answer({"dialled": "202 555 0143"})
    await dialog.answer({"next_step_id": "asterisk"})
    entry = await dialog.finish(await dialog.answer(login(asterisk)))
    (line,) = shop_of(dialog.hass, entry).lines
    assert line.dialled is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"password": "wrong"}, "phone_system_refused", id="a wrong secret"),
        pytest.param({"port": 1}, "phone_system_unreachable", id="a closed port"),
        pytest.param({"tls": "on"}, "phone_system_no_tls", id="no encryption there"),
    ],
)
async def test_what_keeps_an_asterisk_from_being_reached_is_told_and_can_be_put_right(
    dialog: Dialog, asterisk: StandIn, changes: dict[str, object], error: str
) -> None:
    await own_phones(dialog)
    await dialog.answer({"next_step_id": "asterisk"})
    shown = await dialog.answer(login(asterisk, **changes))
    assert shown["errors"] == {"base": error}
    await dialog.finish(await dialog.answer(login(asterisk)))


async def test_something_else_that_answers_is_no_asterisk(
    dialog: Dialog, asterisk: StandIn
) -> None:
    asterisk.greeting = b"220 mail.example ESMTP\r\n"
    await own_phones(dialog)
    await dialog.answer({"next_step_id": "asterisk"})
    shown = await dialog.answer(login(asterisk))
    assert shown["errors"] == {"base": "phone_system_not_asterisk"}


async def test_a_box_whose_monitor_is_off_is_told_how_to_switch_it_on(dialog: Dialog) -> None:
    await own_phones(dialog)
    await dialog.answer({"next_step_id": "fritzbox"})
    shown = await dialog.answer({"host": "127.0.0.1"})
    assert shown["errors"] == {"base": "phone_system_call_monitor_off"}
    shown = await dialog.answer({"host": "127.0.0.1", "username": "sam"})
    assert shown["errors"] == {"base": "phone_system_account_incomplete"}


@pytest.fixture
async def company(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Company]:
    """Return a SIP company, where nobody waits for another round of a queue."""
    monkeypatch.setattr(phone, "Timers", partial(Timers, hold=0.05))
    running = Company(Transport.UDP)
    await running.start()
    yield running
    await running.stop()


async def until(met: Callable[[], bool]) -> None:
    """Wait for what the company is told."""
    async with asyncio.timeout(5):
        while not met():  # noqa: ASYNC110 - the company has no event for it
            await asyncio.sleep(0.01)


async def account(dialog: Dialog, company: Company, **changes: object) -> Shown:
    """Walk to the test calls of a SIP account."""
    await own_phones(dialog)
    await dialog.answer({"next_step_id": "sip"})
    return await dialog.answer(
        {
            "host": "pbx.test",
            "username": "199",
            "password": "secret",
            "advanced": {"port": company.port, "transport": "udp", "proxy": company.host},
        }
        | changes
    )


async def place_test_call(dialog: Dialog, company: Company, *how: str) -> Shown:
    """Place one test call, and submit once it is over."""
    await until(lambda: bool(company.bindings))
    await company.place().ends(*how)
    await asyncio.sleep(0.2)
    return await dialog.answer({})


@pytest.mark.parametrize(
    ("missed", "answered", "marks"),
    [
        pytest.param(CALLER_LEFT, ELSEWHERE, True, id="it tells"),
        pytest.param(CALLER_LEFT, (), False, id="it tells of none"),
        pytest.param(ELSEWHERE, ELSEWHERE, False, id="it tells of all"),
    ],
)
async def test_two_test_calls_show_what_a_sip_company_tells(
    dialog: Dialog,
    company: Company,
    missed: tuple[str, ...],
    answered: tuple[str, ...],
    marks: bool,
) -> None:
    shown = await account(dialog, company)
    assert shown["step_id"] == "sip_missed"
    shown = await dialog.answer({})
    assert shown["errors"] == {"base": "phone_system_no_test_call"}
    shown = await place_test_call(dialog, company, *missed)
    assert shown["step_id"] == "sip_answered"
    shown = await dialog.answer({})
    assert shown["errors"] == {"base": "phone_system_no_test_call"}
    shown = await place_test_call(dialog, company, *answered)
    if not marks:
        assert shown["step_id"] == "sip_unmarked"
        shown = await dialog.answer({})
    entry = await dialog.finish(shown)
    system = entry.subentries[sub_id(entry, "phone_system")]
    assert system.title == "199@pbx.test"
    assert system.data["marks_elsewhere"] is marks


@pytest.mark.parametrize("step", ["sip_missed", "sip_answered"])
async def test_test_calls_can_be_left_out(dialog: Dialog, company: Company, step: str) -> None:
    shown = await account(dialog, company)
    if step == "sip_answered":
        shown = await place_test_call(dialog, company, *CALLER_LEFT)
    assert shown["step_id"] == step
    entry = await dialog.finish(await dialog.answer({"skip": True}))
    system = entry.subentries[sub_id(entry, "phone_system")]
    assert system.data["marks_elsewhere"] is None


async def test_a_test_call_whose_end_was_not_heard_is_placed_again(
    dialog: Dialog, company: Company
) -> None:
    await account(dialog, company)
    await place_test_call(dialog, company, *CALLER_LEFT)
    await until(lambda: bool(company.bindings))
    with patch.object(sip_steps, "learnt", return_value=None):
        shown = await place_test_call(dialog, company, *ELSEWHERE)
    assert shown["errors"] == {"base": "phone_system_test_call_lost"}
    await dialog.finish(await place_test_call(dialog, company, *ELSEWHERE))


async def test_a_wrong_sip_password_is_told(dialog: Dialog, company: Company) -> None:
    shown = await account(dialog, company, password="wrong")
    assert shown["errors"] == {"base": "phone_system_refused"}


async def test_a_closed_dialog_hears_no_test_calls(
    hass: HomeAssistant, dialog: Dialog, company: Company
) -> None:
    await account(dialog, company)
    hass.config_entries.flow.async_abort(dialog.flow_id)
    await until(lambda: not company.bindings)


async def open_dialog(hass: HomeAssistant, entry: MockConfigEntry, sub: str | None = None) -> Shown:
    context: dict[str, str] = {"source": "user"}
    if sub is not None:
        context = {"source": "reconfigure", "subentry_id": sub}
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "phone_system"),
        context=context,  # type: ignore[arg-type]
    )


async def test_a_phone_system_is_added_later_and_changed_without_typing_its_secret_again(
    hass: HomeAssistant, shop: MockConfigEntry, asterisk: StandIn
) -> None:
    configure = hass.config_entries.subentries.async_configure
    shown = await open_dialog(hass, shop)
    await configure(shown["flow_id"], {"next_step_id": "asterisk"})
    done = await configure(shown["flow_id"], login(asterisk))
    assert done["type"] == "create_entry"
    sub = sub_id(shop, "phone_system")

    shown = await open_dialog(hass, shop, sub)
    assert suggested(shown) == {
        "host": "127.0.0.1",
        "username": USERNAME,
        "advanced": {
            "port": asterisk.port,
            "tls": "off",
            "contexts": ["from-trunk*", "from-pstn*", "from-did*", "from-external"],
        },
    }
    typed = login(asterisk, host="localhost")
    del typed["password"]
    done = await configure(shown["flow_id"], typed)
    assert done["reason"] == "reconfigure_successful"
    assert shop.subentries[sub].data["host"] == "localhost"
    assert shop.subentries[sub].data["password"] == SECRET
    assert shop.subentries[sub].unique_id == "asterisk:localhost"


async def test_one_phone_system_is_not_connected_twice(
    hass: HomeAssistant, shop: MockConfigEntry, asterisk: StandIn
) -> None:
    configure = hass.config_entries.subentries.async_configure
    for outcome in ("create_entry", "abort"):
        shown = await open_dialog(hass, shop)
        await configure(shown["flow_id"], {"next_step_id": "asterisk"})
        done = await configure(shown["flow_id"], login(asterisk))
        assert done["type"] == outcome
    assert done["reason"] == "already_configured"


async def test_a_line_is_told_that_its_phones_are_the_shops_own(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    sub = sub_id(shop, "line")
    configure = hass.config_entries.subentries.async_configure
    shown = await hass.config_entries.subentries.async_init(
        (shop.entry_id, "line"), context={"source": "reconfigure", "subentry_id": sub}
    )
    await configure(shown["flow_id"], {"next_step_id": "change"})
    more = {"ring_seconds": 20, "voicemail": True}
    shown = await configure(
        shown["flow_id"], {"name": "Front desk", "mode": "own_phones", "advanced": more}
    )
    assert shown["step_id"] == "dialled"
    done = await configure(shown["flow_id"], {"dialled": LANDLINE})
    assert done["reason"] == "reconfigure_successful"
    (line,) = shop_of(hass, shop).lines
    assert (line.mode, line.dialled) == ("own_phones", LANDLINE)
