"""The team: who is rung, and who is told of replies."""

from dataclasses import replace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .dialogs import LINE_NUMBER, MOBILE, Shown, sub_id, suggested

OTHER_MOBILE = "+12025550198"


async def add(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    """Open the dialog that adds somebody."""
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "team_member"), context={"source": "user"}
    )


async def answer(
    hass: HomeAssistant, shown: Shown, answers: dict[str, Any], **when: object
) -> Shown:
    """Submit the form that is shown; `when` is what its folded section says of when they are told."""
    return await hass.config_entries.subentries.async_configure(
        shown["flow_id"], {**answers, "when_told": {"post": "first", **when}}
    )


async def test_somebody_joins_with_a_mobile_that_rings(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await add(hass, shop)
    await answer(hass, shown, {"name": " Ben ", "mobile": "202-555-0198", "rings": True})
    ben = list(shop.subentries.values())[-1]
    assert (ben.subentry_type, ben.title, ben.unique_id) == ("team_member", "Ben", OTHER_MOBILE)
    assert ben.data == {"mobile": OTHER_MOBILE, "rings": True, "by_text": True}


async def test_somebody_may_join_without_a_mobile(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await add(hass, shop)
    await answer(hass, shown, {"name": "Ben", "rings": False})
    assert list(shop.subentries.values())[-1].data == {
        "mobile": None,
        "rings": False,
        "by_text": False,
    }


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        pytest.param({"name": " ", "mobile": OTHER_MOBILE}, {"name": "name_empty"}, id="no name"),
        pytest.param({"name": "Ben"}, {"mobile": "mobile_needed"}, id="no mobile to ring"),
        pytest.param(
            {"name": "Ben", "mobile": "12"}, {"mobile": "mobile_not_understood"}, id="no number"
        ),
        pytest.param(
            {"name": "Ben", "mobile": LINE_NUMBER}, {"mobile": "mobile_is_line"}, id="the line"
        ),
        pytest.param(
            {"name": "Ben", "mobile": MOBILE}, {"mobile": "mobile_known"}, id="somebody else's"
        ),
    ],
)
async def test_a_wrong_answer_is_told_and_can_be_put_right(
    hass: HomeAssistant, shop: MockConfigEntry, typed: dict[str, Any], errors: dict[str, str]
) -> None:
    shown = await add(hass, shop)
    shown = await answer(hass, shown, {"rings": True, **typed})
    assert shown["errors"] == errors
    assert suggested(shown) == {
        "rings": True,
        "by_text": True,
        **typed,
        "when_told": {"post": "first", "called": False},
    }
    done = await answer(hass, shown, {"name": "Ben", "mobile": OTHER_MOBILE, "rings": True})
    assert done["type"] == "create_entry"


async def test_a_team_member_is_changed(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    member_id = sub_id(shop, "team_member")
    shown = await shop.start_subentry_reconfigure_flow(hass, member_id)
    assert suggested(shown) == {
        "name": "Ana",
        "mobile": MOBILE,
        "rings": True,
        "by_text": False,
        "when_told": {"post": "first", "called": False},
    }
    shown = await answer(hass, shown, {"name": "Ana", "mobile": "", "rings": True})
    assert shown["errors"] == {"mobile": "mobile_needed"}
    done = await answer(hass, shown, {"name": "Anna", "mobile": MOBILE, "rings": False})
    assert done["reason"] == "reconfigure_successful", "one's own mobile may stay"
    member = shop.subentries[member_id]
    assert (member.title, member.unique_id) == ("Anna", MOBILE)
    assert member.data == {"mobile": MOBILE, "rings": False, "by_text": True}


async def test_somebody_is_told_in_their_own_way_and_time(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    notify = er.async_get(hass).async_get_or_create("notify", "chat", "1")
    shown = await add(hass, shop)
    await answer(
        hass,
        shown,
        {"name": "Ben", "mobile": OTHER_MOBILE, "rings": False, "app": "PHONE", "by_text": False},
        post="on_call",
        called=True,
        duty="schedule.ben",
        notify=notify.entity_id,
    )
    ben = list(shop.subentries.values())[-1]
    assert ben.data == {
        "mobile": OTHER_MOBILE,
        "rings": False,
        "app": "PHONE",
        "by_text": False,
        "post": "on_call",
        "called": True,
        "duty": "schedule.ben",
        # By what it is registered as: under another name it is found again.
        "notify": notify.id,
    }
    er.async_get(hass).async_update_entity(notify.entity_id, new_entity_id="notify.bens_chat")
    shown = await shop.start_subentry_reconfigure_flow(hass, ben.subentry_id)
    assert suggested(shown) == {
        "name": "Ben",
        "mobile": OTHER_MOBILE,
        "rings": False,
        "app": "PHONE",
        "by_text": False,
        "when_told": {
            "post": "on_call",
            "called": True,
            "duty": "schedule.ben",
            "notify": "notify.bens_chat",
        },
    }


async def test_nobody_is_called_without_a_mobile(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await add(hass, shop)
    shown = await answer(hass, shown, {"name": "Ben", "rings": False}, called=True)
    assert shown["errors"] == {"mobile": "mobile_needed_to_call"}
    unread = {"name": "Ben", "mobile": "12", "rings": False}
    shown = await answer(hass, shown, unread, called=True)
    assert shown["errors"] == {"mobile": "mobile_not_understood"}
    done = await answer(hass, shown, {"name": "Ben", "rings": False})
    assert done["type"] == "create_entry"
    assert "called" not in list(shop.subentries.values())[-1].data


async def test_a_company_that_cannot_call_is_not_asked_to(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    by_smsgate: MockConfigEntry,
    by_httpsms: MockConfigEntry,
    by_action: MockConfigEntry,
) -> None:
    assert "called" in asked(await add(hass, shop))
    for entry in (by_smsgate, by_httpsms, by_action):
        assert "called" not in asked(await add(hass, entry))


async def test_nobody_is_told_by_what_texts_the_callers(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    own = er.async_get(hass).async_get_or_create("notify", DOMAIN, "1")
    shown = await add(hass, shop)
    shown = await answer(hass, shown, {"name": "Ben", "rings": False}, notify=own.entity_id)
    assert shown["errors"] == {"base": "notify_is_own"}


async def test_of_which_lines_is_asked_where_there_are_several(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await add(hass, shop)
    assert "lines" not in asked(shown)
    first = sub_id(shop, "line")
    second = replace(
        shop.subentries[first], subentry_id="SECOND", unique_id="+12025550777", title="Workshop"
    )
    hass.config_entries.async_add_subentry(shop, second)
    shown = await add(hass, shop)
    assert "lines" in asked(shown)
    await answer(hass, shown, {"name": "Ben", "rings": False}, lines=["SECOND"])
    assert list(shop.subentries.values())[-1].data["lines"] == ["SECOND"]


async def test_somebody_who_was_told_of_a_line_that_is_gone_can_be_changed(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    first = shop.subentries[sub_id(shop, "line")]
    for line_id, number in (("SECOND", "+12025550777"), ("THIRD", "+12025550778")):
        line = replace(first, subentry_id=line_id, unique_id=number, title=line_id)
        hass.config_entries.async_add_subentry(shop, line)
    shown = await add(hass, shop)
    await answer(hass, shown, {"name": "Ben", "rings": False}, lines=["SECOND", "THIRD"])
    ben = list(shop.subentries.values())[-1].subentry_id
    hass.config_entries.async_remove_subentry(shop, "THIRD")
    shown = await shop.start_subentry_reconfigure_flow(hass, ben)
    # What a form shows comes back with the answers, whether it can still be chosen or not.
    done = await hass.config_entries.subentries.async_configure(
        shown["flow_id"], {**suggested(shown), "name": "Benjamin"}
    )
    assert done["reason"] == "reconfigure_successful"
    assert shop.subentries[ben].data["lines"] == ["SECOND"]


def asked(shown: Shown) -> set[str]:
    """Return the fields of the folded section."""
    schema = shown["data_schema"]
    assert schema is not None
    return {str(field) for field in schema.schema["when_told"].schema.schema}
