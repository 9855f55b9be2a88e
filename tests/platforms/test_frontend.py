"""The cards and the panel come with the first shop, are there once, and go with the last one."""

from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import frontend as ours
from custom_components.missed_call_textback.const import CONF_CARDS
from homeassistant.components import frontend
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import Event, HomeAssistant
from homeassistant.setup import async_setup_component

from .shop import open_shop, shop_entry

PATH = "/missed_call_textback_static/missed-call-textback.js"
PANEL = "missed-calls"


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the file that is served."""
    (tmp_path / ours.BUNDLE).write_text("// one")
    monkeypatch.setattr(ours, "WWW", tmp_path)
    return tmp_path


@pytest.fixture
async def house(hass: HomeAssistant, bundle: Path) -> HomeAssistant:
    """Return a house with a frontend."""
    assert await async_setup_component(hass, "frontend", {})
    return hass


async def items(hass: HomeAssistant) -> list[dict[str, Any]]:
    resources = hass.data[LOVELACE_DATA].resources
    await resources.async_get_info()
    return list(resources.async_items())


async def urls(hass: HomeAssistant) -> list[str]:
    return [item["url"] for item in await items(hass)]


def extra_urls(hass: HomeAssistant) -> list[str]:
    extra = hass.data[frontend.DATA_EXTRA_MODULE_URL].urls
    return [url for url in extra if url.startswith(PATH)]


def panel(hass: HomeAssistant) -> frontend.Panel | None:
    panels: dict[str, frontend.Panel] = hass.data[frontend.DATA_PANELS]
    return panels.get(PANEL)


async def test_the_first_shop_brings_the_cards_and_the_panel(
    house: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    await open_shop(house, shop_entry())
    [resource] = await items(house)
    assert resource["type"] == "module"
    path, _, version = resource["url"].partition("?v=")
    assert path == PATH
    assert len(version) == 12
    response = await (await hass_client()).get(resource["url"])
    assert (response.status, await response.text()) == (HTTPStatus.OK, "// one")
    assert "max-age=2678400" in response.headers["Cache-Control"]
    shown = panel(house)
    assert shown is not None
    assert (shown.sidebar_title, shown.sidebar_icon, shown.require_admin) == (
        "Missed calls",
        "mdi:phone-missed",
        False,
    )
    assert shown.config is not None
    assert shown.config["_panel_custom"]["name"] == "missed-call-textback-panel"
    assert shown.config["_panel_custom"]["module_url"] == resource["url"]
    assert shown.config["_panel_custom"]["embed_iframe"] is False


async def test_two_shops_bring_them_once_and_the_last_one_takes_them_away(
    house: HomeAssistant,
) -> None:
    first = shop_entry()
    second = shop_entry(title="Harbour Vets", entry_id="01OTHER")
    second.add_to_hass(house)
    await open_shop(house, first)
    assert second.state is ConfigEntryState.LOADED
    assert len(await urls(house)) == 1
    await house.config_entries.async_remove(first.entry_id)
    assert len(await urls(house)) == 1
    assert panel(house) is not None
    await house.config_entries.async_remove(second.entry_id)
    assert await urls(house) == []
    assert panel(house) is None


async def test_whoever_looks_is_not_thrown_out_while_a_shop_is_opened_anew(
    house: HomeAssistant,
) -> None:
    shop = await open_shop(house, shop_entry())
    told: list[Event[Any]] = []
    house.bus.async_listen(frontend.EVENT_PANELS_UPDATED, told.append)
    await shop.reload()
    await house.async_block_till_done()
    assert told == []
    assert panel(house) is not None


async def test_they_go_with_a_shop_that_is_disabled_and_come_again(house: HomeAssistant) -> None:
    shop = await open_shop(house, shop_entry())
    entry_id = shop.entry.entry_id
    await house.config_entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    assert (await urls(house), panel(house)) == ([], None)
    await house.config_entries.async_set_disabled_by(entry_id, None)
    assert len(await urls(house)) == 1
    assert panel(house) is not None


async def test_an_option_turns_them_off_and_on_again(house: HomeAssistant) -> None:
    shop = await open_shop(house, shop_entry(options={CONF_CARDS: False}))
    assert (await urls(house), panel(house)) == ([], None)
    for on in (True, False):
        house.config_entries.async_update_entry(
            shop.entry, options={**shop.entry.options, CONF_CARDS: on}
        )
        await house.async_block_till_done()
        assert len(await urls(house)) == on
        assert (panel(house) is not None) is on


async def test_a_new_version_takes_the_place_of_the_old_one(
    house: HomeAssistant,
) -> None:
    resources = house.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_create_item({"res_type": "module", "url": f"{PATH}?v=old"})
    await resources.async_create_item({"res_type": "module", "url": "/local/other.js?v=1"})
    await open_shop(house, shop_entry())
    first, second = await urls(house)
    assert first.startswith(f"{PATH}?v=")
    assert not first.endswith("old")
    assert second == "/local/other.js?v=1"


async def test_a_resource_that_the_owner_wrote_is_left_and_none_is_added(
    house: HomeAssistant,
) -> None:
    resources = house.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_create_item({"res_type": "module", "url": PATH})
    shop = await open_shop(house, shop_entry())
    assert await urls(house) == [PATH]
    await house.config_entries.async_remove(shop.entry.entry_id)
    assert await urls(house) == [PATH]


@pytest.mark.parametrize("url", ["http://[half/card.js", "https://[]@"])
async def test_a_resource_of_somebody_elses_that_is_no_address_keeps_nothing_away(
    house: HomeAssistant, url: str
) -> None:
    resources = house.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_create_item({"res_type": "module", "url": url})
    shop = await open_shop(house, shop_entry())
    assert len(await urls(house)) == 2
    await house.config_entries.async_remove(shop.entry.entry_id)
    assert await urls(house) == [url]


async def test_where_yaml_has_the_resources_the_page_loads_them_and_the_log_says_how(
    hass: HomeAssistant, bundle: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert await async_setup_component(
        hass, "lovelace", {"lovelace": {"resource_mode": "yaml", "resources": []}}
    )
    assert await async_setup_component(hass, "frontend", {})
    shop = await open_shop(hass, shop_entry())
    [url] = extra_urls(hass)
    assert f"Add this one to them: {url}" in caplog.text
    assert await urls(hass) == []
    await hass.config_entries.async_remove(shop.entry.entry_id)
    assert extra_urls(hass) == []


async def test_without_the_file_a_shop_opens_and_one_error_says_why(
    house: HomeAssistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(ours, "WWW", tmp_path / "nowhere")
    shop = await open_shop(house, shop_entry())
    await shop.reload()
    assert shop.entry.state is ConfigEntryState.LOADED
    assert (await urls(house), panel(house)) == ([], None)
    assert caplog.text.count("The cards and the panel are missing") == 1


async def test_a_house_without_a_frontend_has_a_shop_all_the_same(hass: HomeAssistant) -> None:
    shop = await open_shop(hass, shop_entry())
    assert shop.entry.state is ConfigEntryState.LOADED
    await hass.config_entries.async_remove(shop.entry.entry_id)


async def test_whoever_has_the_address_of_the_panel_already_keeps_it(
    house: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    frontend.async_register_built_in_panel(house, "iframe", frontend_url_path=PANEL)
    shop = await open_shop(house, shop_entry())
    assert "something else is already shown at /missed-calls" in caplog.text
    assert len(await urls(house)) == 1
    await house.config_entries.async_remove(shop.entry.entry_id)
    shown = panel(house)
    assert shown is not None
    assert shown.component_name == "iframe"


@pytest.mark.parametrize("verb", ["async_create_item", "async_delete_item"])
async def test_a_shop_opens_and_closes_whatever_the_dashboards_say(
    house: HomeAssistant, caplog: pytest.LogCaptureFixture, verb: str
) -> None:
    with patch.object(ResourceStorageCollection, verb, side_effect=RuntimeError("changed")):
        shop = await open_shop(house, shop_entry())
        assert shop.entry.state is ConfigEntryState.LOADED
        assert panel(house) is not None
        await house.config_entries.async_remove(shop.entry.entry_id)
    assert panel(house) is None
    assert "dashboards' resources" in caplog.text


async def test_a_conversation_has_a_page_as_long_as_the_panel_is_there(
    house: HomeAssistant,
) -> None:
    assert ours.async_panel_path(house, "shop", 1) is None
    shop = await open_shop(house, shop_entry())
    entry = shop.entry
    assert ours.async_panel_path(house, entry.entry_id, 7) == f"/{PANEL}/{entry.entry_id}/7"
    house.config_entries.async_update_entry(entry, options={**entry.options, CONF_CARDS: False})
    await house.async_block_till_done()
    assert ours.async_panel_path(house, entry.entry_id, 7) is None
