"""How a line makes appointments, and what is said about them, is set by the owner."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.shop import Booking
from custom_components.missed_call_textback.core.slots import Job
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.starting_texts.booking import BOOKING_TEXTS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .dialogs import Shown, sub_id, suggested
from .options_dialog import answer as answer_options, choose

CAN_ALL = {"supported_features": 7}
MORE = {"before": 0, "after": 0, "notice": 2, "ahead": 14}
USUAL = {"duration": 30, "invites": False, "more": MORE}
ENGLISH = BOOKING_TEXTS["en"]


@pytest.fixture
def calendar(hass: HomeAssistant) -> str:
    """Return a calendar that can be written into."""
    entity = er.async_get(hass).async_get_or_create(
        "calendar", "test", "1", suggested_object_id="jobs"
    )
    hass.states.async_set(entity.entity_id, "off", CAN_ALL)
    return entity.entity_id


async def ask(hass: HomeAssistant, shop: MockConfigEntry) -> Shown:
    """Open the dialog of the first line, and choose appointments."""
    menu = await shop.start_subentry_reconfigure_flow(hass, sub_id(shop, "line"))
    return await answer(hass, menu, {"next_step_id": "booking"})


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    return await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)


async def test_a_line_makes_appointments_in_a_calendar_that_is_chosen(
    hass: HomeAssistant, shop: MockConfigEntry, calendar: str
) -> None:
    shown = await ask(hass, shop)
    assert suggested(shown) == USUAL
    before = dict(shop.subentries[sub_id(shop, "line")].data)
    done = await answer(
        hass,
        shown,
        {
            "calendar": calendar,
            "duration": 45,
            "invites": True,
            "more": {
                "before": 15,
                "after": 10,
                "notice": 4,
                "ahead": 7,
                "booking_link": " example.com/front ",
            },
        },
    )
    assert done["reason"] == "reconfigure_successful"
    line = shop.subentries[sub_id(shop, "line")]
    assert {key: line.data[key] for key in before} == before, "the rest stays"
    entity = er.async_get(hass).async_get(calendar)
    assert entity is not None
    [booking] = [line.booking for line in shop_of(hass, shop).lines]
    assert booking == Booking(
        calendar=entity.id,
        job=Job(
            duration=timedelta(minutes=45),
            before=timedelta(minutes=15),
            after=timedelta(minutes=10),
            notice=timedelta(hours=4),
            ahead=timedelta(days=7),
        ),
        invites=True,
    )
    shown = await ask(hass, shop)
    assert suggested(shown)["calendar"] == calendar
    assert suggested(shown)["more"]["booking_link"] == "example.com/front"
    await answer(hass, shown, USUAL)
    assert dict(shop.subentries[sub_id(shop, "line")].data) == before
    assert shop_of(hass, shop).lines[0].booking is None


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("typed", "features", "errors"),
    [
        ({"invites": True}, 7, {"calendar": "calendar_needed"}),
        ({"calendar": "calendar.jobs"}, 2, {"calendar": "calendar_read_only"}),
        ({"calendar": "calendar.gone"}, 7, {"calendar": "calendar_read_only"}),
        ({"more": {**MORE, "booking_link": "not a link"}}, 7, {"base": "link_not_understood"}),
    ],
    ids=["no calendar", "read only", "gone", "no link"],
)
async def test_what_would_not_work_is_not_saved(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    typed: dict[str, Any],
    features: int,
    errors: dict[str, str],
) -> None:
    hass.states.async_set("calendar.jobs", "off", {"supported_features": features})
    before = dict(shop.subentries[sub_id(shop, "line")].data)
    shown = await answer(hass, await ask(hass, shop), USUAL | typed)
    assert shown["errors"] == errors
    assert dict(shop.subentries[sub_id(shop, "line")].data) == before


async def test_the_texts_about_appointments_begin_as_they_are_sent_and_may_be_changed(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "appointments")
    at_first = {"text_booked": ENGLISH.booked, "text_reminder": ENGLISH.reminder}
    assert suggested(shown) == at_first
    own = "{{ business }}, {{ time }}: {{ caller_name or 'hello' }} {{ booking_link }}"
    await answer_options(hass, shown, {**at_first, "text_booked": own})
    assert shop.options["text_booked"] == own
    assert "text_reminder" not in shop.options, "what nobody changed follows the shop's language"
    shown = await choose(hass, shop, "appointments")
    assert suggested(shown) == {**at_first, "text_booked": own}
    await answer_options(hass, shown, at_first)
    assert "text_booked" not in shop.options


@pytest.mark.parametrize(
    ("typed", "error", "said"),
    [
        ("{{ next_opening }}", "text_unknown_name", "next_opening"),
        ("See you soon!", "text_lacks_time", ""),
        (" ", "text_empty", ""),
    ],
)
async def test_texts_about_appointments_that_would_not_work_are_not_saved(
    hass: HomeAssistant, shop: MockConfigEntry, typed: str, error: str, said: str
) -> None:
    shown = await choose(hass, shop, "appointments")
    shown = await answer_options(
        hass, shown, {"text_booked": ENGLISH.booked, "text_reminder": typed}
    )
    assert shown["errors"] == {"text_reminder": error}
    assert shown["description_placeholders"]["said"] == said
    assert "text_reminder" not in shop.options
