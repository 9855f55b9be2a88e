"""Lines: one more number of the account, and how a line is answered."""

from datetime import timedelta
from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow.rules import RULES
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.profile import shop_of
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from tests.exchange import Account, Exchange, Kind, PhoneNumber

from .dialogs import ADDRESS, SECOND_NUMBER, Shown, demo_entry, sub_id, suggested


@pytest.fixture
def second(exchange: Exchange, account: Account) -> PhoneNumber:
    return exchange.add_number(SECOND_NUMBER, account)


async def add(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    """Open the dialog that adds a line."""
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"), context={"source": "user"}
    )


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    return await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)


async def test_a_number_is_added_and_its_calls_come_here(
    hass: HomeAssistant, shop: MockConfigEntry, second: PhoneNumber
) -> None:
    shown = await add(hass, shop)
    (field,) = (key for key in shown["data_schema"].schema if key == "number")
    options = shown["data_schema"].schema[field].config["options"]
    assert [option["value"] for option in options] == [second.sid], "lines are not offered again"
    before = second.sms_url
    done = await answer(
        hass, shown, {"number": second.sid, "name": " Second ", "mode": "forwarded"}
    )
    assert done["step_id"] == "forwarding"
    done = await answer(hass, shown, {"network": "verizon"})
    assert done["type"] == "create_entry"
    assert done["description"] == "forwarded"
    told = done["description_placeholders"]
    assert (told["name"], told["number"]) == ("Second", "+1 202-555-0144")
    assert "`*712025550144`" in told["how"]
    assert "`*73` stops it" in told["how"]
    line = list(shop.subentries.values())[-1]
    assert (line.title, line.unique_id) == ("Second", SECOND_NUMBER)
    assert line.data["previous"].pop("sms_url") == before
    assert {key: value for key, value in line.data.items() if key != "previous"} == {
        "number": SECOND_NUMBER,
        "number_sid": second.sid,
        "mode": "forwarded",
        "ring_seconds": 20,
        "voicemail": True,
    }
    assert second.voice_url == f"{ADDRESS}/api/webhook/0123abcd?step=voice"


async def test_a_number_that_rings_the_team_needs_no_code(
    hass: HomeAssistant, shop: MockConfigEntry, second: PhoneNumber
) -> None:
    shown = await add(hass, shop)
    done = await answer(hass, shown, {"number": second.sid, "name": "Second", "mode": "ring"})
    assert (done["type"], done["description"]) == ("create_entry", None)


async def test_what_stands_against_a_new_line_is_told_and_can_be_put_right(
    hass: HomeAssistant, shop: MockConfigEntry, second: PhoneNumber, exchange: Exchange
) -> None:
    shown = await add(hass, shop)
    typed = {"number": second.sid, "name": " ", "mode": "forwarded"}
    shown = await answer(hass, shown, typed)
    assert shown["errors"] == {"name": "name_empty"}
    assert suggested(shown) == typed
    typed["name"] = "Second"
    exchange.trouble.add(Kind.SERVER_ERROR, 1, "numbers.update")
    shown = await answer(hass, shown, typed)
    shown = await answer(hass, shown, {"network": "other"})
    assert shown["errors"] == {"base": "answer_unclear"}
    assert suggested(shown) == {"network": "other"}
    assert len(shop.subentries) == 2
    done = await answer(hass, shown, {"network": "other"})
    assert done["type"] == "create_entry"
    assert SECOND_NUMBER[-4:] in done["description_placeholders"]["how"]


async def test_a_number_without_texts_is_no_line(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange, account: Account
) -> None:
    dumb = exchange.add_number(SECOND_NUMBER, account, sms=False)
    shown = await add(hass, shop)
    shown = await answer(hass, shown, {"number": dumb.sid, "name": "Second", "mode": "ring"})
    assert shown["errors"] == {"number": "number_no_texts"}


async def test_a_line_rings_only_where_somebody_can_be_rung(
    hass: HomeAssistant, shop: MockConfigEntry, second: PhoneNumber
) -> None:
    hass.config_entries.async_remove_subentry(shop, sub_id(shop, "team_member"))
    shown = await add(hass, shop)
    shown = await answer(hass, shown, {"number": second.sid, "name": "Second", "mode": "ring"})
    assert shown["errors"] == {"mode": "ring_needs_team"}


async def test_an_account_without_another_number_is_told_so(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    assert (await add(hass, shop))["reason"] == "no_more_numbers"


async def test_trouble_at_twilio_ends_the_dialog_with_its_reason(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange, account: Account
) -> None:
    exchange.trouble.add(Kind.HTML, 1, "numbers.list")
    assert (await add(hass, shop))["reason"] == "answer_unclear"
    exchange.rotate_token(account)
    assert (await add(hass, shop))["reason"] == "invalid_auth"


async def test_a_demo_keeps_its_one_line(hass: HomeAssistant, setup_entry: AsyncMock) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    assert (await add(hass, entry))["reason"] == "demo_has_one_line"


async def change(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    """Open the dialog of the first line, and choose to change it."""
    menu = await entry.start_subentry_reconfigure_flow(hass, sub_id(entry, "line"))
    assert menu["menu_options"] == ["change", "booking", "questions", "try_out"]
    return await answer(hass, menu, {"next_step_id": "change"})


async def test_a_line_is_changed(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    line_id = sub_id(shop, "line")
    shown = await change(hass, shop)
    assert suggested(shown) == {
        "name": "Front desk",
        "mode": "ring",
        "own_hours": False,
        "own_rules": False,
        "advanced": {"ring_seconds": 20, "voicemail": True},
    }
    typed = {
        "name": " ",
        "mode": "forwarded",
        "own_hours": False,
        "own_rules": False,
        "advanced": {"ring_seconds": 30, "voicemail": False},
    }
    shown = await answer(hass, shown, typed)
    assert shown["errors"] == {"name": "name_empty"}
    assert suggested(shown) == typed
    done = await answer(hass, shown, typed | {"name": "Desk"})
    assert done["reason"] == "reconfigure_successful"
    line = shop.subentries[line_id]
    assert line.title == "Desk"
    assert line.data["mode"] == "forwarded"
    assert (line.data["ring_seconds"], line.data["voicemail"]) == (30, False)
    assert "hours" not in line.data


@pytest.mark.parametrize("seconds", [pytest.param(4, id="too short"), pytest.param(61, id="long")])
async def test_a_line_rings_5_to_60_seconds(
    hass: HomeAssistant, shop: MockConfigEntry, seconds: int
) -> None:
    shown = await change(hass, shop)
    with pytest.raises(InvalidData):
        await answer(
            hass,
            shown,
            {"name": "Desk", "mode": "ring", "advanced": {"ring_seconds": seconds}},
        )


async def test_a_line_may_keep_hours_of_its_own_and_give_them_up(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    line_id = sub_id(shop, "line")
    typed = {"name": "Desk", "mode": "ring", "own_hours": True, "advanced": {"ring_seconds": 20}}
    shown = await change(hass, shop)
    shown = await answer(hass, shown, typed)
    assert shown["step_id"] == "hours"
    assert suggested(shown) == {"mon": "09:00-18:00"}, "it starts from the shop's"
    shown = await answer(hass, shown, {"mon": "9-5"})
    assert shown["errors"] == {"mon": "hours_end_first"}
    await answer(hass, shown, {"sun": "10am-4pm"})
    assert shop.subentries[line_id].data["hours"] == {"sun": "10:00-16:00"}
    shown = await change(hass, shop)
    assert suggested(shown)["own_hours"] is True
    shown = await answer(hass, shown, typed)
    assert suggested(shown) == {"sun": "10:00-16:00"}
    await answer(hass, shown, {"always_open": True})
    assert set(shop.subentries[line_id].data["hours"].values()) == {"00:00-24:00"}
    shown = await change(hass, shop)
    await answer(hass, shown, typed | {"own_hours": False})
    assert "hours" not in shop.subentries[line_id].data


OWN_RULES: Final[dict[str, Any]] = {
    "again_after": 2,
    "more": {
        "outcomes": ["busy"],
        "short_ring": 0,
        "in_conversation": 5,
        "too_late_after": 90,
        "hold_back_spoofed": False,
        "by_day_only": True,
    },
}


async def test_a_line_may_have_rules_of_its_own_and_give_them_up(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(shop, options={**shop.options, "again_after": 72})
    line_id = sub_id(shop, "line")
    typed = {"name": "Desk", "mode": "ring", "own_rules": True, "advanced": {"ring_seconds": 20}}
    shown = await answer(hass, await change(hass, shop), typed)
    assert shown["step_id"] == "rules"
    assert suggested(shown)["again_after"] == 72, "the shop's rules are where it starts from"
    nobody = OWN_RULES | {"more": {**OWN_RULES["more"], "outcomes": []}}
    shown = await answer(hass, shown, nobody)
    assert shown["errors"] == {"base": "outcomes_empty"}
    done = await answer(hass, shown, OWN_RULES)
    assert done["reason"] == "reconfigure_successful"
    line = shop_of(hass, shop).lines[0]
    assert line.rules == Rules(
        outcomes=frozenset({Outcome.BUSY}),
        short_ring=timedelta(0),
        again_after=timedelta(hours=2),
        in_conversation=timedelta(minutes=5),
        too_late_after=timedelta(minutes=90),
        holds_back_spoofed=False,
        by_day_only=True,
    )
    shown = await change(hass, shop)
    assert suggested(shown)["own_rules"] is True
    shown = await answer(hass, shown, typed)
    assert suggested(shown) == OWN_RULES
    shown = await change(hass, shop)
    await answer(hass, shown, typed | {"own_rules": False})
    assert RULES.isdisjoint(shop.subentries[line_id].data)
    assert shop_of(hass, shop).lines[0].rules.again_after == timedelta(hours=72)


async def test_a_line_may_have_hours_and_rules_of_its_own(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    typed = {
        "name": "Desk",
        "mode": "ring",
        "own_hours": True,
        "own_rules": True,
        "advanced": {"ring_seconds": 20},
    }
    shown = await answer(hass, await change(hass, shop), typed)
    shown = await answer(hass, shown, {"sun": "22-2"})
    assert shown["step_id"] == "rules"
    await answer(hass, shown, OWN_RULES)
    data = shop.subentries[sub_id(shop, "line")].data
    assert (data["hours"], data["again_after"]) == ({"sun": "22:00-02:00"}, 2)


async def test_hours_of_a_line_of_a_shop_that_never_closes_start_so_with_a_week_behind(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    options = {key: value for key, value in shop.options.items() if key != "hours"}
    hass.config_entries.async_update_entry(shop, options=options)
    typed = {"name": "Desk", "mode": "ring", "own_hours": True, "advanced": {"ring_seconds": 20}}
    shown = await change(hass, shop)
    shown = await answer(hass, shown, typed)
    assert suggested(shown) == {
        "always_open": True,
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-18:00"),
    }


async def test_a_line_that_calls_are_forwarded_to_tells_again_what_to_dial(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    line = shop.subentries[sub_id(shop, "line")]
    data = {**line.data, "mode": "forwarded"}
    hass.config_entries.async_update_subentry(shop, line, data=data)
    menu = await shop.start_subentry_reconfigure_flow(hass, line.subentry_id)
    assert menu["menu_options"] == ["change", "booking", "questions", "try_out", "forwarding"]
    shown = await answer(hass, menu, {"next_step_id": "forwarding"})
    for network, code in (("landline_of_america", "*92 2025550143"), ("mobile", "##004#")):
        shown = await answer(hass, shown, {"network": network})
        assert shown["step_id"] == "codes"
        assert f"`{code}`" in shown["description_placeholders"]["how"]
        shown = await answer(hass, shown, {"next_step_id": "forwarding"})


async def test_where_only_mobile_codes_are_documented_nothing_is_asked(
    hass: HomeAssistant, shop: MockConfigEntry, second: PhoneNumber
) -> None:
    hass.config_entries.async_update_entry(shop, data={**shop.data, "country": "FR"})
    shown = await add(hass, shop)
    typed = {"number": second.sid, "name": "Second", "mode": "forwarded"}
    done = await answer(hass, shown, typed)
    assert done["type"] == "create_entry"
    assert f"**61*{SECOND_NUMBER}#" in done["description_placeholders"]["how"]
    menu = await shop.start_subentry_reconfigure_flow(hass, list(shop.subentries)[-1])
    shown = await answer(hass, menu, {"next_step_id": "forwarding"})
    assert (shown["step_id"], shown["menu_options"]) == ("codes", ["change"])


async def test_nobody_is_told_to_forward_calls_to_the_demo(
    hass: HomeAssistant, setup_entry: AsyncMock
) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    menu = await entry.start_subentry_reconfigure_flow(hass, sub_id(entry, "line"))
    assert menu["menu_options"] == ["change", "booking", "questions", "try_out"]
