"""Waits until nothing is on its way inside a shop."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant


async def settle(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Wait for all work of a shop, and have it told at once: of many things in a row that waits."""
    await hass.async_block_till_done(wait_background_tasks=True)
    if entry.state is ConfigEntryState.LOADED:
        entry.runtime_data.async_finish_telling()
        await hass.async_block_till_done(wait_background_tasks=True)
