"""A shop that texts by an Android phone or an action is changed, grows, moves, and is given up."""

from collections.abc import AsyncGenerator
from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow.moving import Place, async_move
from custom_components.missed_call_textback.config_flow.trouble import Trouble
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.exchange_android import Fault, HttpSms, Postman, SmsGate
from tests.exchange_android.httpsms import Sim
from tests.exchange_android.smsgate import Android

from .carriers import (
    KEY,
    LANDLINE,
    NUMBER,
    PUBLIC_URL,
    SECOND,
    WEBHOOK_ID,
    action_entry,
    httpsms_entry,
    smsgate_entry,
)
from .dialogs import Shown, suggested

NEW: Final = "https://new.example.com"
SEND: Final = {"action": "gateway.send", "data": {"to": "{{ number }}"}}


@pytest.fixture
async def gate(socket_enabled: None) -> AsyncGenerator[SmsGate]:
    async with SmsGate(Postman(), cloud=True) as company:
        yield company


@pytest.fixture
async def httpsms(socket_enabled: None) -> AsyncGenerator[HttpSms]:
    async with HttpSms(Postman()) as company:
        company.sims = [Sim(number=NUMBER), Sim(number=SECOND, rate=6)]
        yield company


@pytest.fixture
def by_smsgate(hass: HomeAssistant, gate: SmsGate, setup_entry: AsyncMock) -> MockConfigEntry:
    return added(hass, smsgate_entry(gate))


@pytest.fixture
def by_httpsms(hass: HomeAssistant, httpsms: HttpSms, setup_entry: AsyncMock) -> MockConfigEntry:
    return added(hass, httpsms_entry(httpsms))


@pytest.fixture
def by_action(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    return added(hass, action_entry(SEND))


def added(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    entry.add_to_hass(hass)
    return entry


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


# The account


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


# The address


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


# More lines


async def new_line(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"), context={"source": SOURCE_USER}
    )


async def of_line(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    done = await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)
    await hass.async_block_till_done()
    return done


async def test_a_second_sim_card_is_added_and_its_slot_can_be_changed(
    hass: HomeAssistant, by_smsgate: MockConfigEntry
) -> None:
    shown = await new_line(hass, by_smsgate)
    typed = {"number": "(202) 555-0123", "name": "Workshop", "advanced": {"sim": "2"}}
    shown = await of_line(hass, shown, typed)
    assert shown["errors"] == {"number": "number_is_line"}
    shown = await of_line(hass, shown, typed | {"number": "none"})
    assert shown["errors"] == {"number": "number_not_understood"}
    shown = await of_line(hass, shown, typed | {"number": "(202) 555-0124"})
    assert suggested(shown) == {"dialled": SECOND}
    done = await of_line(hass, shown, {"dialled": LANDLINE})
    assert done["type"] == "create_entry"
    added_line = list(by_smsgate.subentries.values())[-1]
    assert (added_line.data["number"], added_line.data["sim"]) == (SECOND, 2)
    assert added_line.data["dialled"] == LANDLINE
    shown = await by_smsgate.start_subentry_reconfigure_flow(hass, added_line.subentry_id)
    shown = await of_line(hass, shown, {"next_step_id": "change"})
    assert suggested(shown)["advanced"] == {"sim": 2}
    assert "mode" not in suggested(shown), "a phone takes no calls here"
    shown = await of_line(hass, shown, {"name": "Workshop", "advanced": {}})
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert done["reason"] == "reconfigure_successful"
    changed = by_smsgate.subentries[added_line.subentry_id]
    assert "sim" not in changed.data
    assert (changed.data["mode"], changed.data["dialled"]) == ("own_phones", None)


async def test_another_phone_of_the_account_is_added_and_told_of_too(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    shown = await new_line(hass, by_httpsms)
    shown = await of_line(hass, shown, {"number": SECOND, "name": "Workshop"})
    httpsms.sims[1].auto_reply = "Sorry!"
    shown = await of_line(hass, shown, {"dialled": SECOND})
    assert shown["errors"] == {"base": "httpsms_answers_itself"}
    httpsms.sims[1].auto_reply = None
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert done["type"] == "create_entry"
    (webhook,) = httpsms.webhooks.values()
    assert sorted(webhook["phone_numbers"]) == [NUMBER, SECOND]
    assert list(by_httpsms.subentries.values())[-1].data["texts_per_minute"] == 6
    shown = await new_line(hass, by_httpsms)
    assert (shown["type"], shown["reason"]) == ("abort", "no_more_phones")


async def test_an_account_that_cannot_be_asked_for_more_phones_is_told(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    httpsms.faults.append(Fault.FAILS)
    shown = await new_line(hass, by_httpsms)
    assert (shown["type"], shown["reason"]) == ("abort", "httpsms_unreachable")


async def test_another_number_of_the_action_is_added(
    hass: HomeAssistant, by_action: MockConfigEntry
) -> None:
    shown = await new_line(hass, by_action)
    shown = await of_line(hass, shown, {"number": "(202) 555-0124", "name": " "})
    assert shown["errors"] == {"name": "name_empty"}
    shown = await of_line(hass, shown, {"number": "(202) 555-0124", "name": "Workshop"})
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert done["type"] == "create_entry"
    line = list(by_action.subentries.values())[-1]
    shown = await by_action.start_subentry_reconfigure_flow(hass, line.subentry_id)
    shown = await of_line(hass, shown, {"next_step_id": "change"})
    assert {str(key) for key in shown["data_schema"].schema} == {"name", "own_hours", "own_rules"}
    shown = await of_line(hass, shown, {"name": "Yard"})
    assert suggested(shown) == {"dialled": SECOND}
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert by_action.subentries[line.subentry_id].title == "Yard"


# In doubt


async def test_what_to_do_in_doubt_is_asked_only_where_a_carrier_leaves_any(
    hass: HomeAssistant, by_action: MockConfigEntry, by_smsgate: MockConfigEntry
) -> None:
    for entry, is_asked in ((by_action, True), (by_smsgate, False)):
        shown = await limits(hass, entry)
        section = shown["data_schema"].schema["more"]
        assert ("resends_in_doubt" in section.schema.schema) is is_asked
        assert section.options["collapsed"]


@pytest.mark.parametrize(
    ("which", "asked"),
    [("by_smsgate", set()), ("by_httpsms", {"look_back"}), ("by_action", set())],
)
async def test_what_a_carrier_cannot_do_is_not_asked(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    gate: SmsGate,
    httpsms: HttpSms,
    *,
    which: str,
    asked: set[str],
) -> None:
    entry = request.getfixturevalue(which)
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    shown: Shown = await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "who"}
    )
    more = shown["data_schema"].schema["more"].schema.schema
    assert {"look_up", "look_back"} & {str(key) for key in more} == asked
    await hass.config_entries.options.async_configure(
        shown["flow_id"], {"again_after": 12, "more": {"outcomes": ["busy"]}}
    )
    assert entry.options["again_after"] == 12
    assert "look_up" not in entry.options


async def test_rather_twice_than_not_at_all_is_kept_and_taken_back(
    hass: HomeAssistant, by_action: MockConfigEntry
) -> None:
    for wanted in (True, False):
        shown = await limits(hass, by_action)
        await hass.config_entries.options.async_configure(
            shown["flow_id"], {"currency": "USD", "more": {"resends_in_doubt": wanted}}
        )
        assert by_action.options["resends_in_doubt"] is wanted


async def limits(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    return await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "limits"}
    )


# The end


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
