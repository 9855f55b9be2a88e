"""What a line asks callers: chosen by its owner, in their words, and nothing unless they want it."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.heard.services import Service
from custom_components.missed_call_textback.core.questions import Question, Questionnaire, Topic
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.starting_texts.questions import QUESTION_TEXTS
from homeassistant.core import HomeAssistant

from .dialogs import Shown, sub_id, suggested

ENGLISH = QUESTION_TEXTS["en"]
AT_FIRST = {
    "services": [],
    "most_asked": 3,
    "wording_service": ENGLISH.service,
    "wording_place": ENGLISH.place,
    "wording_timeline": ENGLISH.timeline,
}
ROOF = "Is it a flat roof?"


async def opened(hass: HomeAssistant, shop: MockConfigEntry) -> Shown:
    menu = await shop.start_subentry_reconfigure_flow(hass, sub_id(shop, "line"))
    return await answer(hass, menu, {"next_step_id": "questions"})


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    return await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)


def asked(hass: HomeAssistant, shop: MockConfigEntry) -> Questionnaire:
    return shop_of(hass, shop).lines[0].questions


def form(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a form
    more = {key: changes.pop(key) for key in AT_FIRST if key in changes}
    return {"asked": [], "own_questions": [], "more": AT_FIRST | more} | changes


async def test_nothing_is_asked_at_first(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    assert not asked(hass, shop)
    shown = await opened(hass, shop)
    assert suggested(shown) == form()
    assert shown["description_placeholders"]["name"] == "Front desk"
    done = await answer(hass, shown, form())
    assert done["reason"] == "reconfigure_successful"
    assert not asked(hass, shop)


async def test_what_an_owner_chose_is_asked_in_order_and_shown_again(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    mode = shop.subentries[sub_id(shop, "line")].data["mode"]
    typed = form(
        asked=["timeline", "service"],
        own_questions=[f" {ROOF} ", "", ROOF],
        services=["Boiler repair: boiler, heating,", "Drains"],
        most_asked=4,
        wording_service="What is broken?",
    )
    await answer(hass, await opened(hass, shop), typed)
    assert asked(hass, shop) == Questionnaire(
        questions=(
            Question(topic=Topic.SERVICE, words="What is broken?"),
            Question(topic=Topic.TIMELINE),
            Question(words=ROOF),
        ),
        services=(Service("Boiler repair", ("boiler", "heating")), Service("Drains")),
        most=4,
    )
    assert shop.subentries[sub_id(shop, "line")].data["mode"] == mode
    shown = await opened(hass, shop)
    assert suggested(shown)["own_questions"] == [ROOF]
    assert suggested(shown)["more"]["wording_service"] == "What is broken?"
    assert suggested(shown)["more"]["wording_place"] == ENGLISH.place
    # An emptied field gets the first words back.
    await answer(hass, shown, form(asked=["service"], wording_service=" "))
    assert asked(hass, shop).questions == (Question(topic=Topic.SERVICE),)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"own_questions": ["1?", "2?", "3?", "4?"]}, {"own_questions": "questions_too_many"}),
        ({"own_questions": ["x" * 301]}, {"own_questions": "question_too_long"}),
        ({"wording_place": "x" * 301}, {"base": "question_too_long"}),
        ({"services": [f"No. {n}" for n in range(9)]}, {"base": "services_too_many"}),
        ({"services": [": boiler"]}, {"base": "service_not_understood"}),
        ({"services": ["x" * 41]}, {"base": "service_not_understood"}),
    ],
)
async def test_what_nobody_would_answer_is_refused_and_can_be_put_right(
    hass: HomeAssistant, shop: MockConfigEntry, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    shown = await answer(hass, await opened(hass, shop), form(**changes))
    assert shown["errors"] == errors
    assert suggested(shown) == form(**changes)
    done = await answer(hass, shown, form(asked=["place"]))
    assert done["reason"] == "reconfigure_successful"
    assert asked(hass, shop).questions == (Question(topic=Topic.PLACE),)


async def test_a_line_whose_carrier_brings_no_answers_asks_nothing(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    data = {**shop.data, "action": {"replies": False}}
    hass.config_entries.async_update_entry(shop, data=data)
    menu = await shop.start_subentry_reconfigure_flow(hass, sub_id(shop, "line"))
    assert menu["menu_options"] == ["change", "booking", "try_out"]
