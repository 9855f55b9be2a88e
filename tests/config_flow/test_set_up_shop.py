"""Setting a shop up: who it is and when it is open, as people write it."""

import pytest

from homeassistant.core import HomeAssistant
from tests.exchange import Account, Exchange

from .dialogs import (
    LINE_NUMBER,
    MOBILE,
    Dialog,
    suggested,
)


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        pytest.param({"business": " "}, {"business": "business_empty"}, id="no business"),
        pytest.param({"business": "x" * 10_000}, {"business": "name_too_long"}, id="no end"),
        pytest.param({"your_name": "x" * 81}, {"your_name": "name_too_long"}, id="a long name"),
        pytest.param({"your_name": " "}, {"your_name": "name_empty"}, id="no name"),
        pytest.param({"your_mobile": ""}, {"your_mobile": "mobile_needed"}, id="no mobile"),
        pytest.param(
            {"your_mobile": "ring me"}, {"your_mobile": "mobile_not_understood"}, id="no number"
        ),
        pytest.param(
            {"your_mobile": "911"}, {"your_mobile": "mobile_not_understood"}, id="a short code"
        ),
        pytest.param(
            {"your_mobile": LINE_NUMBER}, {"your_mobile": "mobile_is_line"}, id="the line itself"
        ),
    ],
)
async def test_a_wrong_business_is_told_and_can_be_put_right(
    dialog: Dialog, wrong: dict[str, str], errors: dict[str, str]
) -> None:
    await dialog.reach("business")
    typed = dialog.usual["business"] | wrong
    shown = await dialog.answer(typed)
    assert shown["errors"] == errors
    assert suggested(shown) == typed
    await dialog.finish(shown)


@pytest.mark.parametrize(
    ("house", "business"),
    [
        pytest.param("Corner Barbers", {"business": "Corner Barbers"}, id="named after the shop"),
        pytest.param("Home", {}, id="never named"),
    ],
)
async def test_the_business_is_suggested_where_the_house_has_its_name(
    hass: HomeAssistant, dialog: Dialog, house: str, business: dict[str, str]
) -> None:
    hass.config.location_name = house
    assert suggested(await dialog.reach("business")) == business


@pytest.mark.parametrize(
    ("week", "errors"),
    [
        pytest.param({"mon": "nine"}, {"mon": "hours_not_understood"}, id="words"),
        pytest.param({"tue": "13pm-14pm"}, {"tue": "hours_not_understood"}, id="no such hour"),
        pytest.param({"wed": "9am-9am"}, {"wed": "hours_end_first"}, id="no time at all"),
        pytest.param({"thu": "9-5"}, {"thu": "hours_end_first"}, id="nine to five"),
        pytest.param({"fri": "9-12, 11-18"}, {"fri": "hours_overlap"}, id="overlap"),
        pytest.param(
            {"mon": "22-3", "tue": "2-9"}, {"tue": "hours_overlap"}, id="a night into a morning"
        ),
        pytest.param(
            {"sun": "22-3", "mon": "2-9"}, {"mon": "hours_overlap"}, id="Sunday into Monday"
        ),
        pytest.param(
            {"mon": "9-18", "sat": "x", "sun": "9-5"},
            {"sat": "hours_not_understood", "sun": "hours_end_first"},
            id="two days",
        ),
        pytest.param({}, {"base": "never_open"}, id="never open"),
        pytest.param({"mon": "closed"}, {"base": "never_open"}, id="closed every day"),
    ],
)
async def test_wrong_hours_are_told_by_day_and_can_be_put_right(
    dialog: Dialog, week: dict[str, str], errors: dict[str, str]
) -> None:
    await dialog.reach("hours")
    shown = await dialog.answer(week)
    assert shown["errors"] == errors
    assert suggested(shown) == {"always_open": False} | week
    await dialog.finish(shown)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("9am - 6pm", "09:00-18:00", id="12-hour clock"),
        pytest.param("9:30 a.m. to 12 p.m.", "09:30-12:00", id="in words"),
        pytest.param("12am-1am", "00:00-01:00", id="midnight"),
        pytest.param("9 until 24", "09:00-24:00", id="until midnight"),
        pytest.param("14-18, 9–12:30", "09:00-12:30, 14:00-18:00", id="a break"),
        pytest.param("6pm-2am", "18:00-02:00", id="a night"),
        pytest.param("18-9", "18:00-09:00", id="a night until morning"),
    ],
)
async def test_hours_are_read_as_people_write_them(dialog: Dialog, typed: str, stored: str) -> None:
    dialog.usual["hours"] = {"mon": typed}
    entry = await dialog.finish(await dialog.open())
    assert entry.options["hours"] == {"mon": stored}


async def test_a_shop_that_never_closes_has_no_hours(dialog: Dialog) -> None:
    dialog.usual["hours"] = {"always_open": True, "mon": "whatever"}
    entry = await dialog.finish(await dialog.open())
    assert "hours" not in entry.options


@pytest.mark.parametrize(
    ("e164", "home", "country"),
    [
        pytest.param("+442079460123", "US", "GB", id="of its own"),
        pytest.param("+80012345678", "NZ", "NZ", id="of no country: the house's"),
        pytest.param("+80012345678", None, "US", id="of no country anywhere"),
    ],
)
async def test_the_country_is_the_number_s(
    *,
    hass: HomeAssistant,
    dialog: Dialog,
    exchange: Exchange,
    account: Account,
    e164: str,
    home: str | None,
    country: str,
) -> None:
    hass.config.country = home
    number = exchange.add_number(e164, account)
    dialog.usual["number"]["number"] = number.sid
    dialog.usual["business"]["your_mobile"] = MOBILE
    entry = await dialog.finish(await dialog.open())
    assert entry.data["country"] == country
