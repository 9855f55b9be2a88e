"""A shop that texts by an Android phone or an action grows, and asks only what can be."""

from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from tests.exchange_android import Fault, HttpSms, SmsGate

from .carriers import (
    LANDLINE,
    NUMBER,
    SECOND,
)
from .dialogs import Shown, suggested

NEW: Final = "https://new.example.com"


async def new_line(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"), context={"source": SOURCE_USER}
    )


async def of_line(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    done = await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)
    await hass.async_block_till_done()
    return done


async def test_a_second_sim_card_is_added_and_its_slot_can_be_changed(
    hass: HomeAssistant, by_smsgate: MockConfigEntry
) -> None:
    shown = await new_line(hass, by_smsgate)
    typed = {"number": "(202) 555-0123", "name": "Workshop", "advanced": {"sim": "2"}}
    shown = await of_line(hass, shown, typed)
    assert shown["errors"] == {"number": "number_is_line"}
    shown = await of_line(hass, shown, typed | {"number": "none"})
    assert shown["errors"] == {"number": "number_not_understood"}
    shown = await of_line(hass, shown, typed | {"number": "(202) 555-0124"})
    assert shown["step_id"] == "customers_dial", "a phone puts nobody through"
    assert suggested(shown) == {"dialled": SECOND}
    done = await of_line(hass, shown, {"dialled": LANDLINE})
    assert done["type"] == "create_entry"
    added_line = list(by_smsgate.subentries.values())[-1]
    assert (added_line.data["number"], added_line.data["sim"]) == (SECOND, 2)
    assert added_line.data["dialled"] == LANDLINE
    shown = await by_smsgate.start_subentry_reconfigure_flow(hass, added_line.subentry_id)
    shown = await of_line(hass, shown, {"next_step_id": "change"})
    assert suggested(shown)["advanced"] == {"sim": 2}
    assert "mode" not in suggested(shown), "a phone takes no calls here"
    shown = await of_line(hass, shown, {"name": "Workshop", "advanced": {}})
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert done["reason"] == "reconfigure_successful"
    changed = by_smsgate.subentries[added_line.subentry_id]
    assert "sim" not in changed.data
    assert (changed.data["mode"], changed.data["dialled"]) == ("own_phones", None)


async def test_another_phone_of_the_account_is_added_and_told_of_too(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    shown = await new_line(hass, by_httpsms)
    shown = await of_line(hass, shown, {"number": SECOND, "name": "Workshop"})
    httpsms.sims[1].auto_reply = "Sorry!"
    shown = await of_line(hass, shown, {"dialled": SECOND})
    assert shown["errors"] == {"base": "httpsms_answers_itself"}
    httpsms.sims[1].auto_reply = None
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert done["type"] == "create_entry"
    (webhook,) = httpsms.webhooks.values()
    assert sorted(webhook["phone_numbers"]) == [NUMBER, SECOND]
    assert list(by_httpsms.subentries.values())[-1].data["texts_per_minute"] == 6
    shown = await new_line(hass, by_httpsms)
    assert (shown["type"], shown["reason"]) == ("abort", "no_more_phones")


async def test_an_account_that_cannot_be_asked_for_more_phones_is_told(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms
) -> None:
    httpsms.faults.append(Fault.FAILS)
    shown = await new_line(hass, by_httpsms)
    assert (shown["type"], shown["reason"]) == ("abort", "httpsms_unreachable")


async def test_another_number_of_the_action_is_added(
    hass: HomeAssistant, by_action: MockConfigEntry
) -> None:
    shown = await new_line(hass, by_action)
    shown = await of_line(hass, shown, {"number": "(202) 555-0124", "name": " "})
    assert shown["errors"] == {"name": "name_empty"}
    shown = await of_line(hass, shown, {"number": "(202) 555-0124", "name": "Workshop"})
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert done["type"] == "create_entry"
    line = list(by_action.subentries.values())[-1]
    shown = await by_action.start_subentry_reconfigure_flow(hass, line.subentry_id)
    shown = await of_line(hass, shown, {"next_step_id": "change"})
    assert {str(key) for key in shown["data_schema"].schema} == {"name", "own_hours", "own_rules"}
    shown = await of_line(hass, shown, {"name": "Yard"})
    assert shown["step_id"] == "customers_dial", "an action puts nobody through"
    assert suggested(shown) == {"dialled": SECOND}
    done = await of_line(hass, shown, {"dialled": SECOND})
    assert by_action.subentries[line.subentry_id].title == "Yard"


async def test_what_to_do_in_doubt_is_asked_only_where_a_carrier_leaves_any(
    hass: HomeAssistant, by_action: MockConfigEntry, by_smsgate: MockConfigEntry
) -> None:
    for entry, is_asked in ((by_action, True), (by_smsgate, False)):
        shown = await limits(hass, entry)
        section = shown["data_schema"].schema["more"]
        assert ("resends_in_doubt" in section.schema.schema) is is_asked
        assert section.options["collapsed"]


@pytest.mark.parametrize(
    ("which", "asked"),
    [("by_smsgate", set()), ("by_httpsms", {"look_back"}), ("by_action", set())],
)
async def test_what_a_carrier_cannot_do_is_not_asked(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    gate: SmsGate,
    httpsms: HttpSms,
    *,
    which: str,
    asked: set[str],
) -> None:
    entry = request.getfixturevalue(which)
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    shown: Shown = await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "who"}
    )
    more = shown["data_schema"].schema["more"].schema.schema
    assert {"look_up", "look_back"} & {str(key) for key in more} == asked
    await hass.config_entries.options.async_configure(
        shown["flow_id"], {"again_after": 12, "more": {"outcomes": ["busy"]}}
    )
    assert entry.options["again_after"] == 12
    assert "look_up" not in entry.options


async def test_rather_twice_than_not_at_all_is_kept_and_taken_back(
    hass: HomeAssistant, by_action: MockConfigEntry
) -> None:
    for wanted in (True, False):
        shown = await limits(hass, by_action)
        await hass.config_entries.options.async_configure(
            shown["flow_id"], {"currency": "USD", "more": {"resends_in_doubt": wanted}}
        )
        assert by_action.options["resends_in_doubt"] is wanted


async def limits(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    return await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "limits"}
    )
