"""The command that tells of the shops."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import device_registry as dr, entity_registry as er
from tests.platforms.shop import (
    BACK,
    BACK_NUMBER,
    FRONT,
    FRONT_NUMBER,
    KIM,
    LEE,
    SAM,
    OpenShop,
    open_shop,
    shop_device,
    shop_entry,
)

from .conftest import Browser


async def test_a_shop_tells_its_lines_and_its_team(shop: OpenShop, browser: Browser) -> None:
    shop.hass.config.currency = "EUR"
    told = await browser.shops()
    assert told["version"]
    assert told["not_open"] == []
    [mine] = told["shops"]
    assert {key: value for key, value in mine.items() if key != "templates"} == {
        "entry_id": shop.entry.entry_id,
        "title": "Corner Barbers",
        "currency": "EUR",
        "time_zone": "US/Pacific",
        "language": "en",
        "can_reply": True,
        "lines": [
            {
                "id": FRONT,
                "name": "Demo line",
                "number": FRONT_NUMBER,
                "device_id": shop_device(shop, FRONT),
                "automatic_entity": "switch.demo_line_automatic_text_back",
            },
            {
                "id": BACK,
                "name": "Back office",
                "number": BACK_NUMBER,
                "device_id": shop_device(shop, BACK),
                "automatic_entity": "switch.back_office_automatic_text_back",
            },
        ],
        "team": [
            {"id": KIM, "name": "Kim"},
            {"id": SAM, "name": "Sam"},
            {"id": LEE, "name": "Lee"},
        ],
    }


async def test_a_shop_tells_the_answers_that_its_owner_keeps(
    shop: OpenShop, browser: Browser
) -> None:
    [first, *_] = (await browser.shops())["shops"][0]["templates"]
    assert first == {"name": "Thanks! When suits you?", "body": "Thanks! When suits you?"}
    shop.hass.config_entries.async_update_entry(
        shop.entry, options={**shop.entry.options, "quick_answers": ["x" * 50]}
    )
    await shop.hass.async_block_till_done()
    assert (await browser.shops())["shops"][0]["templates"] == [
        {"name": f"{'x' * 40}…", "body": "x" * 50}
    ]


async def test_two_shops_are_told_apart_and_one_that_is_not_open_is_told_so(
    shop: OpenShop, browser: Browser
) -> None:
    other = await open_shop(shop.hass, shop_entry(title="Harbour Vets", entry_id="01OTHER"))
    told = await browser.shops()
    assert [each["title"] for each in told["shops"]] == ["Corner Barbers", "Harbour Vets"]
    assert await shop.hass.config_entries.async_unload(other.entry.entry_id)
    told = await browser.shops()
    assert [each["title"] for each in told["shops"]] == ["Corner Barbers"]
    assert told["not_open"] == [{"entry_id": "01OTHER", "title": "Harbour Vets"}]


async def test_an_administrator_is_told_of_a_shop_that_was_never_open(
    shop: OpenShop, browser: Browser
) -> None:
    assert await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    # It has no entity that anybody might control.
    other = shop_entry(entry_id="01OTHER")
    other.add_to_hass(shop.hass)
    other.mock_state(shop.hass, ConfigEntryState.SETUP_RETRY)
    told = await browser.shops()
    assert (told["shops"], [each["entry_id"] for each in told["not_open"]]) == ([], ["01OTHER"])


async def test_a_line_without_its_device_and_its_switch_is_told_without_them(
    shop: OpenShop, browser: Browser
) -> None:
    er.async_get(shop.hass).async_remove("switch.demo_line_automatic_text_back")
    dr.async_get(shop.hass).async_remove_device(shop_device(shop, FRONT))
    [front, _back] = (await browser.shops())["shops"][0]["lines"]
    assert (front["device_id"], front["automatic_entity"]) == (None, None)
