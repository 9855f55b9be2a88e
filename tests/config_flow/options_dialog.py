"""Walks through the dialog of a shop's options as an owner does."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .dialogs import Shown

MENU = [
    "hours",
    "words",
    "appointments",
    "who",
    "conversations",
    "inbox",
    "urgent",
    "closed",
    "limits",
    "languages",
    "past",
    "crm",
    "try_out",
]


async def choose(hass: HomeAssistant, entry: MockConfigEntry, choice: str) -> Shown:
    """Open the options and choose what to change."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["menu_options"] == MENU
    return await answer(hass, menu, {"next_step_id": choice})


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    return await hass.config_entries.options.async_configure(shown["flow_id"], answers)
