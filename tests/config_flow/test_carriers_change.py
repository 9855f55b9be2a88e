"""A shop that texts by an Android phone or an action is changed, moved, and given up."""

from collections.abc import AsyncGenerator
from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow.moving import Place, async_move
from custom_components.missed_call_textback.config_flow.trouble import Trouble
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.exchange_android import Fault, HttpSms, Postman, SmsGate
from tests.exchange_android.smsgate import Android

from .carriers import (
    KEY,
    PUBLIC_URL,
    SEND,
    WEBHOOK_ID,
)
from .dialogs import Shown, suggested

NEW: Final = "https://new.example.com"


@pytest.fixture
async def gate(socket_enabled: None) -> AsyncGenerator[SmsGate]:
    async with SmsGate(Postman(), cloud=True) as company:
        yield company


async def change(hass: HomeAssistant, entry: MockConfigEntry, choice: str) -> Shown:
    """Open the menu of what can be changed and choose."""
    menu = await entry.start_reconfigure_flow(hass)
    assert choice in menu["menu_options"]
    return await answer(hass, menu, {"next_step_id": choice})


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    done = await hass.config_entries.flow.async_configure(shown["flow_id"], answers)
    await hass.async_block_till_done()
    return done


def app(gate: SmsGate, **changes: str) -> dict[str, str]:
    return {"username": gate.username, "address": gate.base_url} | changes


async def test_a_password_that_is_no_longer_taken_is_asked_for_by_itself_and_tried(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate, setup_entry: AsyncMock
) -> None:
    gate.password = "new-pass-2"
    shown: Shown = await by_smsgate.start_reauth_flow(hass)
    assert shown["step_id"] == "smsgate_again"
    assert suggested(shown) == app(gate), "a secret is not shown again"
    shown = await answer(hass, shown, app(gate, password="wrong"))
    assert shown["errors"] == {"base": "smsgate_refused"}
    done = await answer(hass, shown, app(gate, password="new-pass-2"))
    assert (done["type"], done["reason"]) == ("abort", "reauth_successful")
    assert by_smsgate.data["password"] == "new-pass-2"
    assert by_smsgate.data["signing_key"] == KEY, "left empty it stays"
    assert len(gate.webhooks) == 5
    assert by_smsgate.state is ConfigEntryState.LOADED
    assert len(setup_entry.mock_calls) == 1


async def test_a_key_that_is_no_longer_taken_is_asked_for_by_itself_and_tried(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    httpsms.api_key = "uk_new"
    shown: Shown = await by_httpsms.start_reauth_flow(hass)
    assert shown["step_id"] == "httpsms_again"
    typed = {"api_key": "uk_old", "advanced": {"api_base": httpsms.address}}
    shown = await answer(hass, shown, typed)
    assert shown["errors"] == {"base": "httpsms_refused"}
    done = await answer(hass, shown, typed | {"api_key": "uk_new"})
    assert done["reason"] == "reauth_successful"
    assert by_httpsms.data["api_key"] == "uk_new"
    (webhook,) = httpsms.webhooks.values()
    assert webhook["signing_key"] == by_httpsms.data["signing_key"]


async def test_another_phone_takes_over_where_the_one_of_before_is_gone(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    gate.phones = [Android(id="new-phone")]
    shown = await change(hass, by_smsgate, "smsgate_again")
    done = await answer(hass, shown, app(gate))
    assert done["reason"] == "reconfigure_successful"
    assert by_smsgate.data["phone_id"] == "new-phone"
    assert by_smsgate.unique_id == "smsgate:new-phone"
    assert {hook["deviceId"] for hook in gate.webhooks.values()} == {"new-phone"}


async def test_of_several_other_phones_one_is_chosen(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    gate.phones = [Android(id="new-phone"), Android(id="newer-phone")]
    shown = await change(hass, by_smsgate, "smsgate_again")
    shown = await answer(hass, shown, app(gate))
    assert shown["step_id"] == "smsgate_other_phone"
    gate.faults.append(Fault.FAILS)
    shown = await answer(hass, shown, {"phone_id": "newer-phone"})
    assert shown["errors"] == {"base": "smsgate_unreachable"}
    done = await answer(hass, shown, {"phone_id": "newer-phone"})
    assert done["reason"] == "reconfigure_successful"
    assert by_smsgate.data["phone_id"] == "newer-phone"


async def test_the_phone_of_another_shop_is_not_taken_over(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    gate.phones = [Android(id="of-the-other")]
    MockConfigEntry(
        domain=by_smsgate.domain, unique_id="smsgate:of-the-other", data=by_smsgate.data
    ).add_to_hass(hass)
    shown = await change(hass, by_smsgate, "smsgate_again")
    shown = await answer(hass, shown, app(gate))
    assert shown["errors"] == {"base": "phone_is_of_other_shop"}


async def test_a_phone_that_changes_from_the_cloud_to_its_own_address_leaves_nothing_behind(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    await async_move(hass, by_smsgate, Place(origin="https://home.example.com"))
    assert gate.webhooks
    async with SmsGate(Postman()) as local:
        shown = await change(hass, by_smsgate, "smsgate_again")
        done = await answer(hass, shown, app(local))
        assert done["reason"] == "reconfigure_successful"
        assert len(local.webhooks) == 5
        assert by_smsgate.data["api_base"] == local.base_url
    assert not gate.webhooks


async def test_another_action_is_chosen(hass: HomeAssistant, by_action: MockConfigEntry) -> None:
    menu = await by_action.start_reconfigure_flow(hass)
    assert menu["menu_options"] == ["action_again", "profile"], "it is called by nobody"
    shown = await answer(hass, menu, {"next_step_id": "action_again"})
    assert suggested(shown)["sequence"] == [SEND]
    other = {"action": "other.send", "data": {"to": "{{ number }}"}}
    shown = await answer(hass, shown, {"sequence": [], "back": {}})
    assert shown["errors"] == {"sequence": "action_empty"}
    done = await answer(hass, shown, {"sequence": [other], "back": {"replies": True}})
    assert done["reason"] == "reconfigure_successful"
    assert by_action.data["action"]["sequence"] == [other]
    assert by_action.data["action"]["replies"] is True


async def test_a_phone_brings_its_letters_to_the_new_address(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    shown = await change(hass, by_smsgate, "new_address")
    done = await answer(hass, shown, {"public_url": NEW})
    assert done["reason"] == "reconfigure_successful"
    assert by_smsgate.data["public_url"] == f"{NEW}/api/webhook/{WEBHOOK_ID}"
    assert {hook["url"] for hook in gate.webhooks.values()} == {by_smsgate.data["public_url"]}


async def test_httpsms_tells_at_the_new_address_alone(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    await async_move(hass, by_httpsms, Place(origin="https://home.example.com"))
    shown = await change(hass, by_httpsms, "new_address")
    await answer(hass, shown, {"public_url": NEW})
    (webhook,) = httpsms.webhooks.values()
    assert webhook["url"] == by_httpsms.data["public_url"] == f"{NEW}/api/webhook/{WEBHOOK_ID}"


async def test_a_phone_that_fails_while_it_moves_brings_all_to_where_it_did(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    real = gate.answer
    asked: list[str] = []

    async def fail_at_the_third(request: Any) -> tuple[int, object]:  # noqa: ANN401
        asked.append(request.path)
        if len(asked) == 3:
            gate.faults.clear()
            raise ConnectionError
        return await real(request)

    gate.answer = fail_at_the_third  # type: ignore[method-assign]
    with pytest.raises(Trouble):
        await async_move(hass, by_smsgate, Place(origin=NEW))
    assert {hook["url"] for hook in gate.webhooks.values()} == {PUBLIC_URL}
    assert by_smsgate.data["public_url"] == PUBLIC_URL


async def test_only_a_phone_of_the_own_network_is_given_an_address_of_it(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    own = "https://homeassistant.local:8123"
    shown = await change(hass, by_smsgate, "new_address")
    shown = await answer(hass, shown, {"public_url": own})
    assert shown["errors"] == {"public_url": "address_not_public"}
    async with SmsGate(Postman()) as local:
        hass.config_entries.async_update_entry(
            by_smsgate,
            data={
                **by_smsgate.data,
                "api_base": local.base_url,
                "phone_id": local.phones[0].id,
            },
        )
        done = await answer(hass, shown, {"public_url": own})
    assert done["reason"] == "reconfigure_successful"


async def test_a_phone_is_told_to_bring_nothing_any_more_when_its_shop_is_removed(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate
) -> None:
    await async_move(hass, by_smsgate, Place(origin=NEW))
    assert len(gate.webhooks) == 5
    await hass.config_entries.async_remove(by_smsgate.entry_id)
    assert not gate.webhooks


async def test_httpsms_is_told_to_tell_nothing_any_more_when_its_shop_is_removed(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    await async_move(hass, by_httpsms, Place(origin="https://home.example.com"))
    assert len(httpsms.webhooks) == 1
    await hass.config_entries.async_remove(by_httpsms.entry_id)
    assert not httpsms.webhooks


@pytest.mark.parametrize("which", ["by_smsgate", "by_httpsms"])
async def test_a_shop_whose_phone_is_away_is_removed_all_the_same(
    hass: HomeAssistant,
    which: str,
    request: pytest.FixtureRequest,
    gate: SmsGate,
    httpsms: HttpSms,
    *,
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = request.getfixturevalue(which)
    for company in (gate, httpsms):
        company.faults += [Fault.FAILS] * 9
    await hass.config_entries.async_remove(entry.entry_id)
    assert not hass.config_entries.async_entries(entry.domain)
    assert "could not be told" in caplog.text
