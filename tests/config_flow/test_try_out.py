"""Trying a missed call out: what would happen and why, without anything being sent."""

from datetime import datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow.try_out import moment_of
from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData

from .dialogs import Shown, demo_entry, sub_id
from .options_dialog import answer, choose

CALLER = "(202) 555-0143"
# A Monday in the zone of the test's house, before and after its hours began.
NIGHT = {"day": "2026-11-23", "time": "03:00:00"}
DAY = {"day": "2026-11-23", "time": "10:00:00"}


@pytest.fixture
async def shop(hass: HomeAssistant) -> MockConfigEntry:
    """Return a demo shop that is open, on Mondays from 9 to 18."""
    entry = demo_entry()
    entry.add_to_hass(hass)
    options = {
        **entry.options,
        "hours": {"mon": "09:00-18:00"},
        "text_open": "Sorry, we're *busy*!\nBack soon.",
        "text_closed": "Closed{% if next_opening %} until {{ next_opening }}{% endif %}",
        "price": 0.01,
        "currency": "EUR",
    }
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def test_a_call_in_opening_hours_shows_the_text_its_length_and_its_price(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {"caller": CALLER, "outcome": "busy", **DAY})
    assert (shown["type"], shown["step_id"]) == ("menu", "would_text")
    assert shown["description_placeholders"] == {
        "reason": "The call was missed during opening hours",
        "text": "Sorry\\, we\\'re \\*busy\\*\\!  \n> Back soon\\.",
        "sent_as": "31 characters, 1 text, GSM-7, costs about 0.01 EUR",
    }


async def test_a_try_out_sends_and_counts_nothing_and_can_be_repeated(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    typed = {"caller": CALLER, "outcome": "no_answer", **DAY}
    shown = await choose(hass, shop, "try_out")
    for _ in range(2):
        shown = await answer(hass, shown, typed)
        assert shown["step_id"] == "would_text", "the first one was not a real text"
        shown = await answer(hass, shown, {"next_step_id": "try_out"})
        suggested = {
            str(key): key.description["suggested_value"]
            for key in shown["data_schema"].schema
            if key.description
        }
        assert suggested.items() >= typed.items()
    menu = await answer(hass, await answer(hass, shown, typed), {"next_step_id": "init"})
    assert menu["step_id"] == "init"
    states = [state.state for state in hass.states.async_all("sensor")]
    assert "1" not in states
    assert set(shop.runtime_data.data) == {sub_id(shop, "line")}


async def test_another_time_is_the_shop_s_own(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {"caller": CALLER, "outcome": "closed", **NIGHT})
    assert shown["description_placeholders"]["reason"].endswith("while the shop was closed")
    assert shown["description_placeholders"]["text"] == "Closed until today at 9 am"


@pytest.mark.parametrize(
    ("caller", "reason"),
    [
        pytest.param({}, "The caller withheld their number", id="withheld"),
        pytest.param(
            {"caller": " Anonymous "}, "The caller withheld their number", id="withheld in words"
        ),
        pytest.param(
            {"caller": "12345"},
            "The caller's number is a short code, which nobody reads",
            id="short code",
        ),
        pytest.param(
            {"caller": "+12025550100"},
            "The number is one of the shop's own lines",
            id="the line itself",
        ),
    ],
)
async def test_a_call_that_leads_to_no_text_says_why(
    hass: HomeAssistant, shop: MockConfigEntry, caller: dict[str, str], reason: str
) -> None:
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {"outcome": "busy", **caller})
    assert shown["step_id"] == "would_not_text"
    assert shown["description_placeholders"] == {"reason": reason}


@pytest.mark.parametrize("caller", ["nobody", "+", "1" * 30, "sip:ana@example.com"])
async def test_what_is_no_number_is_told_at_its_field_and_can_be_put_right(
    hass: HomeAssistant, shop: MockConfigEntry, caller: str
) -> None:
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {"caller": caller, "outcome": "busy"})
    assert shown["errors"] == {"caller": "caller_not_understood"}
    shown = await answer(hass, shown, {"caller": CALLER, "outcome": "busy"})
    assert shown["type"] == "menu"


BERLIN = ZoneInfo("Europe/Berlin")
# A Saturday, the last before an hour is left out.
NOW = datetime(2027, 3, 27, 12, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        pytest.param(None, None, None, id="now"),
        pytest.param(None, "13:00:00", NOW.replace(hour=13, minute=0), id="later today"),
        pytest.param(None, "12:30:00", NOW, id="this minute"),
        pytest.param(
            None, "09:00:00", datetime(2027, 3, 28, 9, tzinfo=BERLIN), id="tomorrow, an hour ahead"
        ),
        pytest.param("2027-12-24", None, NOW.replace(month=12, day=24), id="at this time of day"),
        pytest.param("2027-03-01", "09:05", datetime(2027, 3, 1, 9, 5, tzinfo=BERLIN), id="past"),
    ],
)
def test_a_day_and_a_time_are_read_each_for_itself(
    day: str | None, clock: str | None, moment: datetime | None
) -> None:
    found = moment_of(day, clock, NOW)
    assert found == moment
    assert (found and found.utcoffset()) == (moment and moment.utcoffset())


async def test_a_time_alone_is_the_next_such_time(
    hass: HomeAssistant, shop: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    # Sunday noon in the zone of the test's house: nine in the morning is Monday's.
    freezer.move_to("2026-11-22T20:00:00+00:00")
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {"caller": CALLER, "outcome": "busy", "time": "09:30:00"})
    assert shown["description_placeholders"]["reason"].endswith("during opening hours")


async def test_a_text_that_waits_for_the_morning_says_until_when(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(shop, options={**shop.options, "by_day_only": True})
    await hass.async_block_till_done()
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {"caller": CALLER, "outcome": "busy", **NIGHT})
    assert shown["step_id"] == "would_wait"
    assert shown["description_placeholders"]["until"].startswith("today at ")
    assert shown["description_placeholders"]["text"].startswith("Closed until")


async def test_only_outcomes_of_missed_calls_can_be_tried(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "try_out")
    with pytest.raises(InvalidData):
        await answer(hass, shown, {"outcome": "answered"})


async def test_a_shop_that_is_not_running_cannot_be_tried(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(shop.entry_id)
    assert (await choose(hass, shop, "try_out"))["reason"] == "not_loaded"


async def test_records_that_cannot_be_read_are_told(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "try_out")
    typed = {"caller": CALLER, "outcome": "busy"}
    with patch.object(Engine, "simulate", side_effect=LedgerUnavailable):
        shown = await answer(hass, shown, typed)
    assert shown["errors"] == {"base": "ledger_unavailable"}
    shown = await answer(hass, shown, typed)
    assert shown["type"] == "menu"


async def test_a_line_that_is_not_there_yet_is_told(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "try_out")
    # The shop has not been opened anew with its new line, as between two moments of a reload.
    with patch.object(type(shop.runtime_data.shop), "line", return_value=None):
        shown = await answer(hass, shown, {"outcome": "busy"})
    assert shown["errors"] == {"base": "line_unknown"}


async def test_a_line_is_tried_out_from_its_own_dialog(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    async def submit(shown: Shown, answers: dict[str, Any]) -> Shown:
        return await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)

    menu = await shop.start_subentry_reconfigure_flow(hass, sub_id(shop, "line"))
    placeholders = menu["description_placeholders"]
    assert placeholders == {"name": "Demo line", "number": "+1 202-555-0100"}
    shown = await submit(menu, {"next_step_id": "try_out"})
    assert "line" not in shown["data_schema"].schema
    shown = await submit(shown, {"caller": CALLER, "outcome": "voicemail", **DAY})
    assert (shown["step_id"], shown["menu_options"]) == ("would_text", ["try_out", "change"])
    shown = await submit(shown, {"next_step_id": "change"})
    assert shown["step_id"] == "change"


@pytest.mark.parametrize("day", ["0001-01-01", "0026-11-23", "9999-12-31"])
async def test_a_slip_of_the_pen_in_the_year_is_told_and_can_be_put_right(
    hass: HomeAssistant, shop: MockConfigEntry, day: str
) -> None:
    typed = {"caller": CALLER, "outcome": "busy", **DAY}
    shown = await choose(hass, shop, "try_out")
    shown = await answer(hass, shown, {**typed, "day": day})
    assert shown["errors"] == {"day": "day_too_far"}
    shown = await answer(hass, shown, typed)
    assert shown["step_id"] == "would_text"
