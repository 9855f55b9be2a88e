"""The options of the inbox: quick answers, and whether there are cards and a sidebar."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.segments import Encoding, segments
from custom_components.missed_call_textback.quick_answers import name_of, quick_answers_of
from custom_components.missed_call_textback.starting_texts import LANGUAGES
from custom_components.missed_call_textback.starting_texts.quick_answers import STARTING_ANSWERS
from homeassistant.core import HomeAssistant

from .dialogs import demo_entry, suggested
from .options_dialog import answer, choose


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: object) -> MockConfigEntry:
    """Return a shop whose options are changed."""
    entry = demo_entry()
    entry.add_to_hass(hass)
    return entry


def test_every_language_has_answers_of_one_segment() -> None:
    assert set(STARTING_ANSWERS) == set(LANGUAGES)
    for texts in STARTING_ANSWERS.values():
        for text in texts:
            sent = segments(text)
            assert (sent.segments, sent.encoding) == (1, Encoding.GSM_7), text


async def test_the_default_answers_follow_the_language_of_the_shop(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    assert quick_answers_of(hass, shop.options) == STARTING_ANSWERS["en"]
    shown = await choose(hass, shop, "inbox")
    as_shown = suggested(shown)
    assert as_shown == {"quick_answers": list(STARTING_ANSWERS["en"]), "cards": True}
    await answer(hass, shown, as_shown)
    assert "quick_answers" not in shop.options
    hass.config_entries.async_update_entry(shop, options={**shop.options, "languages": ["fr"]})
    assert quick_answers_of(hass, shop.options) == STARTING_ANSWERS["fr"]


async def test_an_owner_keeps_answers_of_their_own(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "inbox")
    own = ["  On our way. ", "", "On our way.", "See {{ you }}"]
    done = await answer(hass, shown, {"quick_answers": own, "cards": False})
    assert done["type"] == "create_entry"
    assert shop.options["quick_answers"] == ["On our way.", "See {{ you }}"]
    assert shop.options["cards"] is False
    shown = await choose(hass, shop, "inbox")
    assert suggested(shown) == {"quick_answers": ["On our way.", "See {{ you }}"], "cards": False}
    # Whoever wants none has none.
    await answer(hass, shown, {"quick_answers": [], "cards": True})
    assert quick_answers_of(hass, shop.options) == ()


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (["Fine.", "x" * 1601], "quick_answer_long"),
        ([f"Answer {number}" for number in range(21)], "quick_answers_many"),
    ],
)
async def test_what_nobody_could_send_or_find_is_told_in_words(
    hass: HomeAssistant, shop: MockConfigEntry, answers: list[str], error: str
) -> None:
    shown = await choose(hass, shop, "inbox")
    shown = await answer(hass, shown, {"quick_answers": answers, "cards": True})
    assert shown["errors"] == {"quick_answers": error}
    assert suggested(shown)["quick_answers"] == answers
    done = await answer(hass, shown, {"quick_answers": answers[:1], "cards": True})
    assert done["type"] == "create_entry"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thanks!", "Thanks!"),
        (
            "We will call you back within the hour, promised.",
            "We will call you back within the hour, p…",
        ),
        ("x" * 60, f"{'x' * 40}…"),
    ],
)
def test_a_list_shows_how_an_answer_begins(text: str, name: str) -> None:
    assert name_of(text) == name
