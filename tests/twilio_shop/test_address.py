"""The address of Home Assistant changes: that is noticed, told, and mended by one button."""

from typing import Any, cast

import pytest
from pytest_homeassistant_custom_component.common import flush_store

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.address_watch import issue_id_of
from custom_components.missed_call_textback.own_addresses import OWN_ADDRESSES
from homeassistant.components.cloud import SIGNAL_CLOUD_CONNECTION_STATE, CloudConnectionState
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.setup import async_setup_component
from tests.config_flow.dialogs import CLOUD_URL, CloudStandIn

from .conftest import CALLER, PUBLIC, WEBHOOK_ID, TwilioShop

NEW = "https://new.example"


def issue(shop: TwilioShop) -> ir.IssueEntry | None:
    return ir.async_get(shop.hass).async_get_issue(const.DOMAIN, issue_id_of(shop.entry))


async def set_address(hass: HomeAssistant, address: str | None) -> None:
    await hass.config.async_update(external_url=address)
    await hass.async_block_till_done()


async def press(shop: TwilioShop) -> Any:  # noqa: ANN401 - a flow's result
    assert await async_setup_component(shop.hass, "repairs", {})
    manager = repairs_flow_manager(shop.hass)
    assert manager is not None
    flow = await manager.async_init(const.DOMAIN, data={"issue_id": issue_id_of(shop.entry)})
    result = await manager.async_configure(flow["flow_id"], {})
    await shop.settle()
    return result


@pytest.fixture
async def at_home(hass: HomeAssistant, new_shop: TwilioShop) -> TwilioShop:
    """Return a shop that is open, at the address that Home Assistant knows as its own."""
    await set_address(hass, PUBLIC)
    return await opened(new_shop)


@pytest.fixture
async def at_cloud(hass: HomeAssistant, new_shop: TwilioShop, cloud: CloudStandIn) -> TwilioShop:
    """Return a shop that is open, at Home Assistant Cloud."""
    await cloud.async_create(WEBHOOK_ID, None)
    hass.config_entries.async_update_entry(
        new_shop.entry,
        data={**new_shop.entry.data, const.CONF_PUBLIC_URL: CLOUD_URL, const.CONF_CLOUDHOOK: True},
    )
    return await opened(new_shop)


@pytest.fixture
def cloud(hass: HomeAssistant) -> CloudStandIn:
    return CloudStandIn(hass)


async def opened(shop: TwilioShop) -> TwilioShop:
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.hass.async_block_till_done(wait_background_tasks=True)
    return shop


async def test_a_new_address_is_told_and_one_button_leads_the_numbers_there(
    at_home: TwilioShop,
) -> None:
    assert issue(at_home) is None
    await set_address(at_home.hass, NEW)
    told = issue(at_home)
    assert told is not None
    assert (told.translation_key, told.is_fixable, told.is_persistent) == (
        "address_changed",
        True,
        True,
    )
    assert told.translation_placeholders == {"shop": "Corner Barbers", "old": PUBLIC, "new": NEW}
    # Nothing is changed before the owner says so.
    assert at_home.number.voice_url.startswith(PUBLIC)
    assert WEBHOOK_ID not in str(told)
    assert (await press(at_home))["type"] is FlowResultType.CREATE_ENTRY
    assert at_home.number.voice_url.startswith(f"{NEW}/api/webhook/")
    assert at_home.entry.data[const.CONF_PUBLIC_URL] == f"{NEW}/api/webhook/{WEBHOOK_ID}"
    assert issue(at_home) is None
    at_home.exchange.route(NEW, at_home.base)
    assert (await at_home.exchange.send_text(CALLER, at_home.number, "Hello?")).status == 200


async def test_an_address_that_comes_back_is_no_trouble_any_more(at_home: TwilioShop) -> None:
    await set_address(at_home.hass, NEW)
    await set_address(at_home.hass, "https://newer.example")
    assert issue(at_home) is not None
    await set_address(at_home.hass, PUBLIC)
    assert issue(at_home) is None


async def test_an_address_that_was_never_the_houses_own_is_left_alone(shop: TwilioShop) -> None:
    await set_address(shop.hass, NEW)
    await set_address(shop.hass, None)
    assert issue(shop) is None


async def test_without_any_address_the_owner_is_told_what_to_do(at_home: TwilioShop) -> None:
    await set_address(at_home.hass, None)
    told = issue(at_home)
    assert told is not None
    assert (told.translation_key, told.is_fixable) == ("address_lost", False)


async def test_an_address_that_goes_away_while_the_owner_reads_leads_nobody_anywhere(
    at_home: TwilioShop,
) -> None:
    await set_address(at_home.hass, NEW)
    assert await async_setup_component(at_home.hass, "repairs", {})
    manager = repairs_flow_manager(at_home.hass)
    assert manager is not None
    flow = await manager.async_init(const.DOMAIN, data={"issue_id": issue_id_of(at_home.entry)})
    await set_address(at_home.hass, None)
    result: Any = await manager.async_configure(flow["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_address")
    told = issue(at_home)
    assert told is not None
    assert told.translation_key == "address_lost"


async def test_a_shop_that_is_removed_while_the_owner_reads_keeps_its_numbers_given_back(
    at_home: TwilioShop,
) -> None:
    hass = at_home.hass
    await set_address(hass, NEW)
    assert await async_setup_component(hass, "repairs", {})
    manager = repairs_flow_manager(hass)
    assert manager is not None
    flow = await manager.async_init(const.DOMAIN, data={"issue_id": issue_id_of(at_home.entry)})
    await hass.config_entries.async_remove(at_home.entry.entry_id)
    result = await manager.async_configure(flow["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "gone")
    assert not at_home.number.voice_url.startswith((PUBLIC, NEW))


@pytest.mark.parametrize("address", [NEW, None], ids=["another", "none"])
async def test_an_address_that_changed_while_the_shop_was_closed_is_told_when_it_is_open_again(
    at_home: TwilioShop, address: str | None
) -> None:
    assert await at_home.hass.config_entries.async_unload(at_home.entry.entry_id)
    await set_address(at_home.hass, address)
    assert issue(at_home) is None
    await opened(at_home)
    told = issue(at_home)
    assert told is not None
    assert told.translation_key == ("address_lost" if address is None else "address_changed")


async def test_an_address_that_changed_while_home_assistant_was_off_is_told_at_its_start(
    hass: HomeAssistant, new_shop: TwilioShop, hass_storage: dict[str, Any]
) -> None:
    hass_storage[f"{const.DOMAIN}.own_addresses"] = {"version": 1, "data": [PUBLIC]}
    await set_address(hass, NEW)
    told = issue(await opened(new_shop))
    assert told is not None
    assert told.is_fixable


async def test_what_was_the_houses_own_is_known_after_a_restart(
    at_home: TwilioShop, hass_storage: dict[str, Any]
) -> None:
    for number in range(25):
        await set_address(at_home.hass, f"https://{number}.example")
    await set_address(at_home.hass, PUBLIC)
    await flush_store(at_home.hass.data[OWN_ADDRESSES]._store)
    kept = hass_storage[f"{const.DOMAIN}.own_addresses"]["data"]
    assert kept[-2:] == ["https://24.example", PUBLIC]
    assert len(kept) == 20


async def test_other_changes_of_the_house_are_none_of_the_address(at_home: TwilioShop) -> None:
    await at_home.hass.config.async_update(latitude=12)
    await at_home.hass.async_block_till_done()
    assert issue(at_home) is None


async def test_what_was_told_outlives_a_reload_until_the_shop_has_moved(
    at_home: TwilioShop,
) -> None:
    await set_address(at_home.hass, NEW)
    assert await at_home.hass.config_entries.async_reload(at_home.entry.entry_id)
    assert issue(at_home) is not None
    at_home.hass.config_entries.async_update_entry(
        at_home.entry,
        data={**at_home.entry.data, const.CONF_PUBLIC_URL: f"{NEW}/api/webhook/{WEBHOOK_ID}"},
    )
    await at_home.settle()
    assert issue(at_home) is None


async def test_a_removed_shop_has_no_address(at_home: TwilioShop) -> None:
    await set_address(at_home.hass, NEW)
    await at_home.hass.config_entries.async_remove(at_home.entry.entry_id)
    assert issue(at_home) is None


async def test_a_move_that_twilio_refuses_changes_nothing_and_says_why(
    at_home: TwilioShop,
) -> None:
    await set_address(at_home.hass, NEW)
    at_home.exchange.trouble.add("html", times=None, where="numbers")
    result = await press(at_home)
    assert result["errors"] == {"base": "answer_unclear"}
    assert result["description_placeholders"]["said"]
    assert at_home.entry.data[const.CONF_PUBLIC_URL].startswith(PUBLIC)
    assert issue(at_home) is not None


async def test_a_shop_that_cannot_be_opened_can_be_moved_all_the_same(at_home: TwilioShop) -> None:
    await set_address(at_home.hass, NEW)
    assert await at_home.hass.config_entries.async_unload(at_home.entry.entry_id)
    assert (await press(at_home))["type"] is FlowResultType.CREATE_ENTRY
    assert at_home.number.voice_url.startswith(NEW)


def connection(hass: HomeAssistant, state: CloudConnectionState) -> None:
    async_dispatcher_send(hass, SIGNAL_CLOUD_CONNECTION_STATE, state)


def hooks_are(hass: HomeAssistant, hooks: dict[str, dict[str, str]]) -> None:
    async_dispatcher_send(hass, cast("Any", "CLOUDHOOKS_UPDATED"), hooks)


async def test_while_the_cloud_is_as_it_was_nothing_is_told(at_cloud: TwilioShop) -> None:
    hooks_are(at_cloud.hass, {WEBHOOK_ID: {"cloudhook_url": CLOUD_URL}})
    connection(at_cloud.hass, CloudConnectionState.CLOUD_DISCONNECTED)
    connection(at_cloud.hass, CloudConnectionState.CLOUD_CONNECTED)
    await at_cloud.settle()
    assert issue(at_cloud) is None


@pytest.mark.parametrize("hook", [None, {"cloudhook_url": "https://hooks.example/another"}])
async def test_a_cloud_hook_that_is_gone_or_another_is_told_and_mended(
    at_cloud: TwilioShop, cloud: CloudStandIn, hook: dict[str, str] | None
) -> None:
    hooks_are(at_cloud.hass, {WEBHOOK_ID: hook} if hook else {})
    await at_cloud.hass.async_block_till_done()
    told = issue(at_cloud)
    assert told is not None
    assert (told.translation_placeholders or {})["new"] == "Home Assistant Cloud"
    cloud.client.cloudhooks[WEBHOOK_ID] = hook or {"cloudhook_url": "https://hooks.example/again"}
    assert (await press(at_cloud))["type"] is FlowResultType.CREATE_ENTRY
    expected = cloud.client.cloudhooks[WEBHOOK_ID]["cloudhook_url"]
    assert at_cloud.entry.data[const.CONF_PUBLIC_URL] == expected
    assert at_cloud.number.voice_url.startswith(expected)


async def test_a_cloud_that_gave_another_address_meanwhile_is_noticed_when_it_is_there_again(
    at_cloud: TwilioShop, cloud: CloudStandIn
) -> None:
    cloud.client.cloudhooks[WEBHOOK_ID] = {"cloudhook_url": "https://hooks.example/another"}
    connection(at_cloud.hass, CloudConnectionState.CLOUD_CONNECTED)
    await at_cloud.settle()
    assert issue(at_cloud) is not None
    cloud.client.cloudhooks[WEBHOOK_ID] = {"cloudhook_url": CLOUD_URL}
    connection(at_cloud.hass, CloudConnectionState.CLOUD_CONNECTED)
    await at_cloud.settle()
    assert issue(at_cloud) is None


async def test_a_cloud_that_cannot_say_is_no_news(
    at_cloud: TwilioShop, cloud: CloudStandIn
) -> None:
    cloud.client.cloudhooks.clear()
    cloud.broken = True
    connection(at_cloud.hass, CloudConnectionState.CLOUD_CONNECTED)
    await at_cloud.settle()
    assert issue(at_cloud) is None


async def test_a_subscription_that_ends_is_told_and_the_houses_own_address_offered(
    at_cloud: TwilioShop, cloud: CloudStandIn
) -> None:
    await set_address(at_cloud.hass, NEW)
    assert issue(at_cloud) is None
    cloud.subscription_expired, cloud.iot.connected = True, False
    connection(at_cloud.hass, CloudConnectionState.CLOUD_DISCONNECTED)
    await at_cloud.hass.async_block_till_done()
    told = issue(at_cloud)
    assert told is not None
    assert (told.translation_placeholders or {})["new"] == NEW
    assert (await press(at_cloud))["type"] is FlowResultType.CREATE_ENTRY
    assert at_cloud.entry.data[const.CONF_CLOUDHOOK] is False
    assert at_cloud.number.voice_url.startswith(NEW)


async def test_a_house_that_was_signed_out_of_its_cloud_is_told_at_the_start(
    at_cloud: TwilioShop, cloud: CloudStandIn
) -> None:
    cloud.is_logged_in, cloud.iot.connected = False, False
    assert await at_cloud.hass.config_entries.async_reload(at_cloud.entry.entry_id)
    told = issue(at_cloud)
    assert told is not None
    assert told.translation_key == "address_lost"


async def test_a_subscription_that_ended_while_the_house_was_off_is_told_at_the_start(
    at_cloud: TwilioShop, cloud: CloudStandIn
) -> None:
    cloud.subscription_expired, cloud.iot.connected = True, False
    assert await at_cloud.hass.config_entries.async_reload(at_cloud.entry.entry_id)
    assert issue(at_cloud) is not None


async def test_a_house_that_has_no_cloud_any_more_is_told_until_it_has_one_again(
    at_cloud: TwilioShop,
) -> None:
    at_cloud.hass.config.components.remove("cloud")
    assert await at_cloud.hass.config_entries.async_reload(at_cloud.entry.entry_id)
    assert issue(at_cloud) is not None
    at_cloud.hass.config.components.add("cloud")
    assert await at_cloud.hass.config_entries.async_reload(at_cloud.entry.entry_id)
    await at_cloud.settle()
    assert issue(at_cloud) is None
