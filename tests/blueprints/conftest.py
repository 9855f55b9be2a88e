"""A fixture of the blueprint tests: an owner who uses our blueprints."""

from collections.abc import Awaitable, Callable
from pathlib import Path
import shutil
from typing import Final

import pytest

from homeassistant.core import HomeAssistant
from tests.owner_automation import set_up_automation
from tests.platforms.shop import FRONT, OpenShop, shop_device

BLUEPRINTS: Final = Path(__file__).parents[2] / "blueprints" / "automation"

type UseBlueprint = Callable[..., Awaitable[None]]


def line_of(shop: OpenShop, *line_ids: str) -> list[str]:
    """Return the devices of lines, of the first one where none is named."""
    return [shop_device(shop, line_id) for line_id in line_ids or (FRONT,)]


@pytest.fixture
def use_blueprint(hass: HomeAssistant, shop: OpenShop) -> UseBlueprint:
    """Return what makes an automation of a blueprint, with the answers given."""

    async def use(name: str, **answers: object) -> None:
        folder = Path(hass.config.path("blueprints", "automation"))
        await hass.async_add_executor_job(shutil.copytree, BLUEPRINTS, folder)
        path = f"missed_call_textback/{name}.yaml"
        await set_up_automation(hass, use_blueprint={"path": path, "input": answers})

    return use
