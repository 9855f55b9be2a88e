"""Every entity's registration and first state, as it was last agreed."""

from unittest.mock import PropertyMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import snapshot_platform
from syrupy.assertion import SnapshotAssertion

from custom_components.missed_call_textback import PLATFORMS
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .shop import open_shop, shop_entry

MORNING = "2026-11-20T15:00:00+00:00"


@pytest.mark.parametrize("platform", PLATFORMS, ids=str)
async def test_entities_are_registered_and_stand_as_agreed(
    hass: HomeAssistant,
    entity_registry: er.EntityRegistry,
    snapshot: SnapshotAssertion,
    freezer: FrozenDateTimeFactory,
    platform: Platform,
) -> None:
    freezer.move_to(MORNING)
    enabled = PropertyMock(return_value=True)
    with (
        patch("custom_components.missed_call_textback.PLATFORMS", [platform]),
        patch("homeassistant.helpers.entity.Entity.entity_registry_enabled_default", enabled),
    ):
        shop = await open_shop(hass, shop_entry(options={"price": 0.01}))
        await snapshot_platform(hass, entity_registry, snapshot, shop.entry.entry_id)


async def test_devices_hang_on_the_shop_and_on_their_subentry(
    hass: HomeAssistant, device_registry: dr.DeviceRegistry
) -> None:
    shop = await open_shop(hass, shop_entry())
    devices = {
        device.name: device
        for device in dr.async_entries_for_config_entry(device_registry, shop.entry.entry_id)
    }
    assert set(devices) == {"Corner Barbers", "Demo line", "Back office", "Sam", "Lee"}
    assert devices["Corner Barbers"].via_device_id is None
    for name in ("Demo line", "Back office", "Sam", "Lee"):
        device = devices[name]
        assert device.via_device_id == devices["Corner Barbers"].id
        assert device.identifiers == {
            (shop.entry.domain, f"{shop.entry.entry_id}_{device.config_subentry_id}")
        }
        assert device.config_subentry_id is not None
        assert shop.entry.subentries[device.config_subentry_id].title == name
    assert devices["Demo line"].manufacturer == "Demo"


async def test_a_removed_line_takes_its_device_and_entities_with_it(
    hass: HomeAssistant, device_registry: dr.DeviceRegistry, entity_registry: er.EntityRegistry
) -> None:
    entry = shop_entry()
    await open_shop(hass, entry)
    back = next(sub for sub in entry.subentries.values() if sub.title == "Back office")
    hass.config_entries.async_remove_subentry(entry, back.subentry_id)
    await hass.async_block_till_done()
    left = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    assert "Back office" not in {device.name for device in left}
    entities = er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    assert not [entity for entity in entities if "back_office" in entity.entity_id]
