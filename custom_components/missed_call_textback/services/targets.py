"""Which shop, line or person an action is about."""

from collections.abc import Callable, Coroutine, Iterable
from functools import wraps
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
from homeassistant.helpers.device_registry import (
    ChildDeviceEntry,
    DeviceEntry,
    async_get_device_and_config_entry_for_domain,
)

from ..cleaning import one_line
from ..const import DOMAIN
from ..coordinator import MissedCallConfigEntry, ShopCoordinator
from ..core.numbers import to_e164, with_plus
from ..core.shop import Line, TeamMember
from ..entity import device_identifier
from ..rights import async_ask_right

type _Device = DeviceEntry | ChildDeviceEntry
type Action[T: ServiceResponse | None] = Callable[[ServiceCall], Coroutine[Any, Any, T]]

ATTR_NUMBER: Final = "number"
LONGEST_NUMBER: Final = 40


def daily_work[T: ServiceResponse | None](action: Action[T]) -> Action[T]:
    """Have an action done for whoever may do the daily work of the shop that it is about."""

    @wraps(action)
    async def checked(call: ServiceCall) -> T:
        await async_ask_right(call, _entry_id_of(call))
        return await action(call)

    return checked


def _entry_id_of(call: ServiceCall) -> str:
    """Return which shop an action names, by its id or by a device; nothing where there is none."""
    if (entry_id := call.data.get(ATTR_CONFIG_ENTRY_ID)) is not None:
        return str(entry_id)
    _device, entry = async_get_device_and_config_entry_for_domain(
        call.hass, call.data[ATTR_DEVICE_ID], domain=DOMAIN
    )
    return "" if entry is None else entry.entry_id


def number_given(value: object) -> str | int:
    """Read a phone number: whole numbers lost their plus sign in a template. Raises vol.Invalid."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    given: str = cv.string(value)
    return given


def number_of(call: ServiceCall, coordinator: ShopCoordinator) -> str | None:
    """Return the number that an action names, with the sign that a template took from it.

    Raises ServiceValidationError.
    """
    given: str | int | None = call.data.get(ATTR_NUMBER)
    if not isinstance(given, int):
        return given
    if (digits := one_line(given, LONGEST_NUMBER)) is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="number_not_understood"
        )
    return with_plus(digits, coordinator.shop.country)


@callback
def async_find_line(call: ServiceCall) -> tuple[ShopCoordinator, str]:
    """Return the line whose device an action names, with its shop."""
    device, coordinator = _device_of(call)
    return coordinator, _owner_of(device, coordinator, coordinator.shop.lines, "not_a_line").id


@callback
def async_find_member(call: ServiceCall, coordinator: ShopCoordinator) -> TeamMember:
    """Return the team member of a shop whose device an action names."""
    device, _shop = _device_of(call)
    return _owner_of(device, coordinator, coordinator.shop.team, "not_a_member")


@callback
def async_find_shop_by_device(call: ServiceCall) -> ShopCoordinator:
    """Return the shop that a device belongs to: its own, a line's or a team member's."""
    return _device_of(call)[1]


def _device_of(call: ServiceCall) -> tuple[_Device, ShopCoordinator]:
    device, entry = service.async_get_device_and_config_entry(
        call.hass, DOMAIN, call.data[ATTR_DEVICE_ID]
    )
    shop_entry: MissedCallConfigEntry = entry
    return device, shop_entry.runtime_data


def _owner_of[T: (Line, TeamMember)](
    device: _Device, coordinator: ShopCoordinator, owners: Iterable[T], error: str
) -> T:
    """Return whose device it is. Raises ServiceValidationError with a translation key."""
    for owner in owners:
        if device_identifier(coordinator, owner.id) in device.identifiers:
            return owner
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=error,
        translation_placeholders={"device": device.name_by_user or device.name or device.id},
    )


@callback
def async_find_shop(call: ServiceCall) -> ShopCoordinator:
    """Return the shop that an action names."""
    entry: MissedCallConfigEntry = service.async_get_config_entry(
        call.hass, DOMAIN, call.data[ATTR_CONFIG_ENTRY_ID]
    )
    return entry.runtime_data


@callback
def async_find_person(call: ServiceCall) -> tuple[ShopCoordinator, str]:
    """Return the person (E.164) that an action names, with the shop."""
    coordinator = async_find_shop(call)
    peer = to_e164(number_of(call, coordinator), coordinator.shop.country)
    if peer is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="number_not_understood"
        )
    return coordinator, peer
