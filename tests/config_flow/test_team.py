"""The team: who is rung, and who is told of replies."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .dialogs import LINE_NUMBER, MOBILE, Shown, sub_id, suggested

OTHER_MOBILE = "+12025550198"


async def add(hass: HomeAssistant, entry: MockConfigEntry) -> Shown:
    """Open the dialog that adds somebody."""
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "team_member"), context={"source": "user"}
    )


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    return await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)


async def test_somebody_joins_with_a_mobile_that_rings(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await add(hass, shop)
    await answer(hass, shown, {"name": " Ben ", "mobile": "202-555-0198", "rings": True})
    ben = list(shop.subentries.values())[-1]
    assert (ben.subentry_type, ben.title, ben.unique_id) == ("team_member", "Ben", OTHER_MOBILE)
    assert ben.data == {"mobile": OTHER_MOBILE, "rings": True}


async def test_somebody_may_join_without_a_mobile(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await add(hass, shop)
    await answer(hass, shown, {"name": "Ben", "rings": False})
    assert list(shop.subentries.values())[-1].data == {"mobile": None, "rings": False}


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
    assert suggested(shown) == {"rings": True, **typed}
    done = await answer(hass, shown, {"name": "Ben", "mobile": OTHER_MOBILE, "rings": True})
    assert done["type"] == "create_entry"


async def test_a_team_member_is_changed(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    member_id = sub_id(shop, "team_member")
    shown = await shop.start_subentry_reconfigure_flow(hass, member_id)
    assert suggested(shown) == {"name": "Ana", "mobile": MOBILE, "rings": True}
    shown = await answer(hass, shown, {"name": "Ana", "mobile": "", "rings": True})
    assert shown["errors"] == {"mobile": "mobile_needed"}
    done = await answer(hass, shown, {"name": "Anna", "mobile": MOBILE, "rings": False})
    assert done["reason"] == "reconfigure_successful", "one's own mobile may stay"
    member = shop.subentries[member_id]
    assert (member.title, member.unique_id) == ("Anna", MOBILE)
    assert member.data == {"mobile": MOBILE, "rings": False}
