"""The options of who gets a text, of closed days, of limits, and of languages and records."""

from datetime import timedelta
from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.profile import shop_of
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData

from .dialogs import Shown, demo_entry, suggested
from .options_dialog import answer, choose

EVERY_OUTCOME: Final = ["no_answer", "busy", "abandoned", "voicemail", "closed", "failed"]
WHO: Final[dict[str, Any]] = {
    "again_after": 48.0,
    "more": {
        "outcomes": ["busy", "voicemail"],
        "short_ring": 10,
        "in_conversation": 0,
        "hold_back_spoofed": False,
        "by_day_only": True,
        "look_up": True,
        "countries": ["US", "CA"],
    },
}
CAPS: Final = {"per_caller": 10, "per_hour": 100, "per_day": 500, "burst": 10}


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    entry = demo_entry()
    entry.add_to_hass(hass)
    return entry


def choices(shown: Shown, field: str) -> list[str]:
    """Return the values that a select offers."""
    (key,) = (key for key in shown["data_schema"].schema if key == field)
    options = shown["data_schema"].schema[key].config["options"]
    return [option if isinstance(option, str) else option["value"] for option in options]


async def test_who_gets_a_text_starts_from_what_the_rules_do_without_a_word(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    before = shop_of(hass, shop)
    shown = await choose(hass, shop, "who")
    defaults = suggested(shown)
    assert defaults["again_after"] == 24
    assert defaults["more"]["outcomes"] == EVERY_OUTCOME
    await answer(hass, shown, defaults)
    after = shop_of(hass, shop)
    assert (after.lines, after.limits, after.looks_up) == (
        before.lines,
        before.limits,
        before.looks_up,
    )


async def test_who_gets_a_text_is_changed(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    await answer(hass, await choose(hass, shop, "who"), WHO)
    read = shop_of(hass, shop)
    assert read.lines[0].rules == Rules(
        outcomes=frozenset({Outcome.BUSY, Outcome.VOICEMAIL}),
        short_ring=timedelta(seconds=10),
        again_after=timedelta(hours=48),
        in_conversation=timedelta(0),
        holds_back_spoofed=False,
        by_day_only=True,
    )
    assert read.looks_up
    assert {"US", "CA", "PR"} <= read.limits.countries
    assert shop.options["text_open"] == "Sorry!", "the rest stays"
    assert suggested(await choose(hass, shop, "who")) == WHO


async def test_no_country_chosen_is_the_shop_s_own(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    nowhere = WHO | {"more": WHO["more"] | {"countries": []}}
    await answer(hass, await choose(hass, shop, "who"), nowhere)
    assert "countries" not in shop.options
    assert "US" in shop_of(hass, shop).limits.countries


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"again_after": 0}, id="no pause"),
        pytest.param({"again_after": 169}, id="longer than a week"),
        pytest.param({"more": WHO["more"] | {"short_ring": 31}}, id="a long short ring"),
        pytest.param({"more": WHO["more"] | {"countries": ["ZZ"]}}, id="no such country"),
    ],
)
async def test_who_gets_a_text_stays_within_bounds(
    hass: HomeAssistant, shop: MockConfigEntry, wrong: dict[str, Any]
) -> None:
    shown = await choose(hass, shop, "who")
    with pytest.raises(InvalidData):
        await answer(hass, shown, WHO | wrong)


async def test_at_least_one_kind_of_missed_call_leads_to_a_text(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    nobody = WHO | {"more": WHO["more"] | {"outcomes": []}}
    shown = await answer(hass, await choose(hass, shop, "who"), nobody)
    assert shown["errors"] == {"base": "outcomes_empty"}
    assert suggested(shown) == nobody


async def test_closed_days_are_calendars_and_the_holidays_of_a_region(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "closed")
    assert suggested(shown) == {"closed_on": [], "on_holidays": False, "holidays": "US"}
    shown = await answer(
        hass,
        shown,
        {"closed_on": ["calendar.days_off"], "on_holidays": True, "holidays": "DE"},
    )
    assert shown["step_id"] == "region"
    assert {"BE", "BY", "NW"} <= set(choices(shown, "holiday_region"))
    await answer(hass, shown, {"holiday_region": "BY"})
    assert {key: shop.options[key] for key in ("closed_on", "holidays", "holiday_region")} == {
        "closed_on": ["calendar.days_off"],
        "holidays": "DE",
        "holiday_region": "BY",
    }
    shown = await choose(hass, shop, "closed")
    typed = suggested(shown)
    assert typed == {
        "closed_on": ["calendar.days_off"],
        "on_holidays": True,
        "holidays": "DE",
    }
    shown = await answer(hass, shown, typed)
    assert suggested(shown) == {"holiday_region": "BY"}
    await answer(hass, shown, {})
    assert "holiday_region" not in shop.options
    shown = await choose(hass, shop, "closed")
    await answer(hass, shown, {"on_holidays": False, "holidays": "DE"})
    assert not {"closed_on", "holidays", "holiday_region"} & set(shop.options)


async def test_a_country_without_regions_is_not_asked_for_one(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "closed")
    done = await answer(hass, shown, {"on_holidays": True, "holidays": "AF"})
    assert done["type"] == "create_entry"
    assert shop.options["holidays"] == "AF"


async def test_a_budget_needs_a_price(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    shown = await choose(hass, shop, "limits")
    assert suggested(shown) == {"currency": hass.config.currency, "more": CAPS}
    typed = {"budget": 20, "currency": "USD", "more": CAPS}
    shown = await answer(hass, shown, typed)
    assert shown["errors"] == {"price": "price_needed"}
    shown = await answer(hass, shown, typed | {"price": 0})
    assert shown["errors"] == {"price": "price_needed"}
    await answer(hass, shown, typed | {"price": 0.0083})
    assert shop_of(hass, shop).limits == Limits(
        countries=shop_of(hass, shop).limits.countries, budget=20_000_000, price=8300
    )


async def test_limits_are_changed_and_lifted(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    caps = {"per_caller": 0, "per_hour": 5, "per_day": 6.0, "burst": 0}
    typed = {"budget": 5, "price": 0.05, "currency": "EUR", "more": caps}
    await answer(hass, await choose(hass, shop, "limits"), typed)
    limits = shop_of(hass, shop).limits
    assert (limits.per_caller, limits.per_hour, limits.per_day, limits.burst) == (0, 5, 6, 0)
    assert (limits.budget, limits.price, limits.currency) == (5_000_000, 50_000, "EUR")
    shown = await choose(hass, shop, "limits")
    assert suggested(shown) == typed
    await answer(hass, shown, {"currency": "EUR", "more": CAPS})
    assert not {"budget", "price"} & set(shop.options)


async def test_the_shop_s_own_language_comes_first(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "languages")
    assert suggested(shown) == {"own_language": "en", "languages": [], "retention": 24}
    await answer(
        hass, shown, {"own_language": "es", "languages": ["en", "es", "fr"], "retention": 0}
    )
    assert shop.options["languages"] == ["es", "en", "fr"]
    assert shop.options["retention"] == 0
    assert shop_of(hass, shop).languages == ("es", "en", "fr")
    shown = await choose(hass, shop, "languages")
    assert suggested(shown) == {
        "own_language": "es",
        "languages": ["en", "fr"],
        "retention": 0,
    }


async def test_an_unknown_time_zone_does_not_keep_a_shop_from_opening(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    hass.config.time_zone = "Mars/Olympus"
    assert shop_of(hass, shop).time_zone.key == "UTC"
