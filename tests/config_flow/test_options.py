"""The options: hours, the two texts and what goes with them; and that an open shop takes them over."""

from datetime import timedelta
from typing import Any
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.urgency import Urgency
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.service_texts import FOLLOW_UP_TEXTS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .dialogs import Shown, demo_entry, suggested
from .options_dialog import answer, choose
from .owner_sees import STRINGS

MORE = {"footer": False, "confirm_opt_out": True, "plain": False}


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    entry = demo_entry()
    entry.add_to_hass(hass)
    return entry


async def test_hours_are_set_changed_and_lifted(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    shown = await choose(hass, shop, "hours")
    assert suggested(shown) == {"always_open": True}
    shown = await answer(hass, shown, {"mon": "x"})
    assert shown["errors"] == {"mon": "hours_not_understood"}
    assert suggested(shown) == {"always_open": False, "mon": "x"}
    await answer(hass, shown, {"mon": "9-5pm", "tue": "10pm-2am"})
    assert shop.options["hours"] == {"mon": "09:00-17:00", "tue": "22:00-02:00"}
    assert shop.options["text_open"] == "Sorry!", "the rest stays"
    shown = await choose(hass, shop, "hours")
    assert suggested(shown) == {"mon": "09:00-17:00", "tue": "22:00-02:00"}
    await answer(hass, shown, {"always_open": True})
    assert "hours" not in shop.options


async def write(hass: HomeAssistant, shop: MockConfigEntry, **typed: str | dict[str, Any]) -> Shown:
    """Open the texts, and submit them with a change."""
    shown = await choose(hass, shop, "words")
    more = typed.pop("more", {})
    assert isinstance(more, dict)
    texts: dict[str, Any] = {"text_open": "Sorry!", "text_closed": "Closed!"}
    return await answer(hass, shown, texts | typed | {"more": MORE | more})


async def test_the_words_are_shown_once_and_previewed(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "words")
    assert shown["preview"] == DOMAIN
    assert suggested(shown) == {
        "text_open": "Sorry!",
        "text_closed": "Closed!",
        "more": {"footer": False, "confirm_opt_out": True},
    }
    described = STRINGS["options"]["step"]["words"]["description"]
    assert "Sorry" not in described.format(**shown["description_placeholders"]), (
        "the preview says it"
    )


@pytest.mark.parametrize(
    ("typed", "errors", "said"),
    [
        pytest.param(
            {"text_open": "{{ nobody }}"},
            {"text_open": "text_unknown_name"},
            "nobody",
            id="unknown name",
        ),
        pytest.param({"text_closed": " "}, {"text_closed": "text_empty"}, "", id="empty"),
        pytest.param(
            {"text_open": "{% if caller_name %}Hi{% endif %}"},
            {"text_open": "text_empty"},
            "",
            id="empty for whose name is not known",
        ),
        pytest.param(
            {"more": {"booking_link": "not a link"}},
            {"base": "link_not_understood"},
            "",
            id="no link",
        ),
    ],
)
async def test_texts_that_would_not_work_are_not_saved(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    typed: dict[str, Any],
    errors: dict[str, str],
    said: str,
) -> None:
    before = dict(shop.options)
    shown = await write(hass, shop, **typed)
    assert shown["errors"] == errors
    assert shown["description_placeholders"]["said"] == said
    assert shop.options == before
    kept = suggested(shown)
    assert {key: kept[key] for key in typed if key != "more"} == {
        key: value for key, value in typed.items() if key != "more"
    }


async def test_the_words_are_changed_and_the_rest_stays(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    await write(
        hass,
        shop,
        text_open="Hi from {{ business }}: {{ booking_link }}",
        more={"booking_link": " example.com/book ", "footer": True, "confirm_opt_out": False},
    )
    assert shop.options == {
        "again_after": 24,
        "text_open": "Hi from {{ business }}: {{ booking_link }}",
        "text_closed": "Closed!",
        "booking_link": "example.com/book",
        "footer": True,
        "confirm_opt_out": False,
    }
    shown = await choose(hass, shop, "words")
    assert suggested(shown)["more"] == {
        "booking_link": "example.com/book",
        "footer": True,
        "confirm_opt_out": False,
    }
    await write(hass, shop)
    assert "booking_link" not in shop.options


async def test_special_characters_become_plain_ones_on_one_click(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    curly = "Sorry – we’re “busy” now, {{ business }}"
    await write(hass, shop, text_open=curly)
    assert shop.options["text_open"] == curly, "nobody asked"
    await write(hass, shop, text_open=curly, more={"plain": True})
    assert shop.options["text_open"] == 'Sorry - we\'re "busy" now, {{ business }}'
    assert "plain" not in shop.options


async def test_an_open_shop_takes_new_options_over(hass: HomeAssistant) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    shown = await choose(hass, entry, "hours")
    await answer(hass, shown, {"mon": "9-18"})
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.shop.hours is not None


async def test_an_owner_adds_their_own_urgent_words(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    assert shop_of(hass, shop).urgency == Urgency(topics=frozenset())
    shown = await choose(hass, shop, "urgent")
    assert shown["description_placeholders"]["trade"] == "Barber, hair or beauty salon"
    assert shown["description_placeholders"]["matters"] == "nothing but what callers call urgent"
    done = await answer(
        hass,
        shown,
        {
            "urgent_words": [" wedding today ", "", "señal", "wedding today"],
            "urgent_built_in": False,
        },
    )
    assert done["type"] == "create_entry"
    urgency = shop_of(hass, shop).urgency
    assert (urgency.own, urgency.built_in) == (("wedding today", "señal"), False)
    assert urgency.words_in("My Wedding today!") == ("Wedding today",)
    shown = await choose(hass, shop, "urgent")
    assert suggested(shown) == {
        "urgent_words": ["wedding today", "señal"],
        "urgent_built_in": False,
    }


@pytest.mark.parametrize(
    ("words", "error", "word"),
    [
        pytest.param(["ok", "!!!"], "urgent_word_unheard", r"\!\!\!", id="no letter"),
        pytest.param(["a\u0000b"], "urgent_word_unheard", "a\u0000b", id="no text"),
        pytest.param(["x" * 61], "urgent_word_long", f"{'x' * 60}…", id="too long"),
        pytest.param([str(n) for n in range(101)], "urgent_words_many", "", id="too many"),
    ],
)
async def test_words_that_could_not_be_heard_are_named(
    hass: HomeAssistant, shop: MockConfigEntry, words: list[str], error: str, word: str
) -> None:
    shown = await choose(hass, shop, "urgent")
    again = await answer(hass, shown, {"urgent_words": words, "urgent_built_in": True})
    assert again["errors"] == {"urgent_words": error}
    assert again["description_placeholders"]["word"] == word
    assert suggested(again)["urgent_words"] == words


async def test_a_trade_says_what_is_urgent_to_it(
    hass: HomeAssistant, setup_entry: AsyncMock
) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "trade": "plumber"})
    shown = await choose(hass, entry, "urgent")
    assert shown["description_placeholders"]["matters"] == (
        "water that runs where it should not, a smell of gas, no heating or hot water, a leak"
    )


async def test_how_long_a_caller_waits_before_somebody_is_told_again(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "conversations")
    silent = {"follow_up": False, "follow_up_text": FOLLOW_UP_TEXTS["en"]}
    done = await answer(hass, shown, {"patience": 10, "patience_in_hours": False, "silent": silent})
    assert done["type"] == "create_entry"
    patience = shop_of(hass, shop).patience
    assert (patience.wait, patience.in_hours) == (timedelta(minutes=10), False)
    shown = await choose(hass, shop, "conversations")
    assert suggested(shown) == {"patience": 10, "patience_in_hours": False, "silent": silent}


async def test_a_job_is_worth_what_the_owner_says_and_nothing_without_a_word(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    waits = {"patience": 5, "patience_in_hours": True, "silent": {"follow_up": False}}
    assert shop_of(hass, shop).job_value is None
    shown = await choose(hass, shop, "conversations")
    await answer(hass, shown, {**waits, "job_value": 79.5})
    assert shop_of(hass, shop).job_value == 79_500_000
    shown = await choose(hass, shop, "conversations")
    assert suggested(shown)["job_value"] == 79.5
    await answer(hass, shown, waits)
    assert shop_of(hass, shop).job_value is None


async def test_whoever_stays_silent_is_asked_in_the_owners_words(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    waits = {"patience": 5, "patience_in_hours": True}
    shown = await choose(hass, shop, "conversations")
    shown = await answer(
        hass, shown, {**waits, "silent": {"follow_up": True, "follow_up_text": "Hi {{ shop }}"}}
    )
    assert shown["errors"] == {"base": "text_unknown_name"}
    assert shown["description_placeholders"]["said"] == "shop"
    own = {"follow_up": True, "follow_up_text": "{{ business }} here. Still stuck?"}
    done = await answer(hass, shown, {**waits, "silent": own})
    assert done["type"] == "create_entry"
    assert shop_of(hass, shop).follows_up
    assert shop.options["follow_up_text"] == "{{ business }} here. Still stuck?"
    # Whoever empties it gets ours back, in whatever language the shop speaks.
    shown = await choose(hass, shop, "conversations")
    await answer(hass, shown, {**waits, "silent": {"follow_up": True}})
    assert "follow_up_text" not in shop.options
