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
        "too_late_after": 240,
        "hold_back_spoofed": False,
        "by_day_only": True,
        "look_up": True,
        "look_back": 48,
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
        too_late_after=timedelta(hours=4),
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


async def test_a_country_is_asked_for_only_where_its_holidays_are_kept(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "closed")
    shown = await answer(hass, shown, {"closed_on": ["calendar.x"], "on_holidays": True})
    assert shown["errors"] == {"holidays": "holidays_where"}
    assert suggested(shown)["closed_on"] == ["calendar.x"]
    await answer(hass, shown, {"on_holidays": False})
    assert "holidays" not in shop.options


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


NO_ROWS: Final[dict[str, Any]] = {"by_number": {}}


async def test_the_shop_s_own_language_comes_first_and_is_not_offered_twice(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "languages")
    assert suggested(shown) == {
        "own_language": "en",
        "languages": [],
        "retention": 24,
        "by_number": {"number_languages": []},
    }
    assert choices(shown, "languages") == ["es", "fr", "de", "it"]
    await answer(
        hass, shown, {"own_language": "en", "languages": ["es", "fr"], "retention": 0, **NO_ROWS}
    )
    assert shop.options["languages"] == ["en", "es", "fr"]
    assert shop.options["retention"] == 0
    assert shop_of(hass, shop).languages == ("en", "es", "fr")


async def test_another_language_of_the_shop_s_own_leaves_the_former_one_to_choose(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "languages")
    typed = {"own_language": "es", "languages": ["es", "fr"], "retention": 12, **NO_ROWS}
    shown = await answer(hass, shown, typed)
    assert shown["errors"] == {"languages": "own_language_changed"}
    assert choices(shown, "languages") == ["en", "fr", "de", "it"]
    typed = suggested(shown)
    assert (typed["own_language"], typed["languages"]) == ("es", ["fr"])
    await answer(hass, shown, typed | {"languages": ["en", "fr"]})
    assert shop.options["languages"] == ["es", "en", "fr"]


def _languages(*rows: dict[str, str], others: tuple[str, ...] = ("fr", "it")) -> dict[str, Any]:
    return {
        "own_language": "en",
        "languages": list(others),
        "retention": 24,
        "by_number": {"number_languages": list(rows)},
    }


def _row(prefix: str, language: str) -> dict[str, str]:
    return {"prefix": prefix, "language": language}


async def test_numbers_that_begin_in_a_certain_way_get_the_language_that_the_owner_says(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "languages")
    typed = _languages(
        _row("+41 22", "French"), _row("0041 91", "Italian"), _row("1 (305)", "Italian")
    )
    await answer(hass, shown, typed)
    assert shop.options["number_languages"] == [
        _row("+4122", "fr"), _row("+4191", "it"), _row("+1305", "it"),
    ]  # fmt: skip
    assert shop_of(hass, shop).language_by_prefix == {"+4122": "fr", "+4191": "it", "+1305": "it"}
    shown = await choose(hass, shop, "languages")
    assert suggested(shown) == _languages(
        _row("+4122", "French"), _row("+4191", "Italian"), _row("+1305", "Italian")
    )
    await answer(hass, shown, _languages() | NO_ROWS)
    assert "number_languages" not in shop.options


async def test_one_row_alone_may_come_as_it_is(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    shown = await choose(hass, shop, "languages")
    one = {"by_number": {"number_languages": _row("+41 22", "French")}}
    await answer(hass, shown, _languages() | one)
    assert shop.options["number_languages"] == [_row("+4122", "fr")]


@pytest.mark.parametrize(
    ("rows", "error", "said"),
    [
        pytest.param([("Geneva", "French")], "prefix_not_understood", "Geneva", id="a word"),
        pytest.param([("+0", "French")], "prefix_not_understood", "+0", id="no country"),
        pytest.param([("+41 22", "German")], "prefix_language_unspoken", "+41 22", id="unspoken"),
        pytest.param(
            [("+41 22", "French"), ("0041 22", "Italian")], "prefix_twice", "0041 22", id="twice"
        ),
        pytest.param(
            [(f"+41{n}", "French") for n in range(51)], "too_many_prefixes", "50", id="too many"
        ),
    ],
)
async def test_a_row_that_cannot_be_is_told_and_kept_for_another_try(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    rows: list[tuple[str, str]],
    error: str,
    said: str,
) -> None:
    before = dict(shop.options)
    typed = _languages(*(_row(*row) for row in rows))
    shown = await answer(hass, await choose(hass, shop, "languages"), typed)
    assert shown["errors"] == {"base": error}
    assert shown["description_placeholders"]["row"] == said
    assert suggested(shown) == typed
    assert shop.options == before


async def test_a_language_that_is_not_offered_is_refused(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "languages")
    with pytest.raises(InvalidData):
        await answer(hass, shown, _languages(_row("+41 22", "Klingon")))


async def test_an_unknown_time_zone_does_not_keep_a_shop_from_opening(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    hass.config.time_zone = "Mars/Olympus"
    assert shop_of(hass, shop).time_zone.key == "UTC"
