"""Fixtures of the platform tests: a shop that is open."""

import pytest
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from homeassistant.core import HomeAssistant

from .shop import OpenShop, open_shop, shop_entry


@pytest.fixture
async def shop(hass: HomeAssistant) -> OpenShop:
    """Return a shop that is open."""
    return await open_shop(hass, shop_entry())


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots that leave out what differs from run to run."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)
