"""An automation of the owner's, as Home Assistant takes it."""

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component


async def set_up_automation(hass: HomeAssistant, **configuration: object) -> None:
    """Have Home Assistant take an automation as `automation.owner_s`, and turn it on."""
    automation = {"alias": "Owner's", **configuration}
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    state = hass.states.get("automation.owner_s")
    assert state is not None
    assert state.state == "on", "Home Assistant did not take the automation"
