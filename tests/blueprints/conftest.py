"""Fixtures of the blueprint tests: a shop that is open, and an owner who uses our blueprints."""

from collections.abc import Awaitable, Callable
from pathlib import Path
import shutil
from typing import Final

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.platforms.shop import FRONT, OpenShop, open_shop, shop_device, shop_entry

BLUEPRINTS: Final = Path(__file__).parents[2] / "blueprints" / "automation"

type UseBlueprint = Callable[..., Awaitable[None]]


def line_of(shop: OpenShop, *line_ids: str) -> list[str]:
    """Return the devices of lines, of the first one where none is named."""
    return [shop_device(shop, line_id) for line_id in line_ids or (FRONT,)]


@pytest.fixture
async def shop(hass: HomeAssistant) -> OpenShop:
    """Return a shop that is open."""
    return await open_shop(hass, shop_entry())


@pytest.fixture
def use_blueprint(hass: HomeAssistant, shop: OpenShop) -> UseBlueprint:
    """Return what makes an automation of a blueprint, with the answers given."""

    async def use(name: str, **answers: object) -> None:
        folder = Path(hass.config.path("blueprints", "automation"))
        await hass.async_add_executor_job(shutil.copytree, BLUEPRINTS, folder)
        path = f"missed_call_textback/{name}.yaml"
        automation = {"alias": "Owner's", "use_blueprint": {"path": path, "input": answers}}
        assert await async_setup_component(hass, "automation", {"automation": [automation]})
        await hass.async_block_till_done()
        state = hass.states.get("automation.owner_s")
        assert state is not None
        assert state.state == "on", "the blueprint did not become an automation"

    return use
