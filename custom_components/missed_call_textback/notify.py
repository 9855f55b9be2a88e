"""Texts by Home Assistant's own notifications: to team members, and to any number."""

import asyncio
from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.notify import (
    ATTR_TARGET,
    ATTR_TITLE,
    DOMAIN as NOTIFY_DOMAIN,
    BaseNotificationService,
    NotifyEntity,
    NotifyEntityDescription,
    NotifyEntityFeature,
)
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import ensure_unique_string, slugify

from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.channels import read_address
from .core.numbers import to_e164
from .core.shop import TeamMember
from .entity import ShopEntity, device_identifier
from .plain_words import sendable
from .rights import async_ask_right
from .words import LONGEST_TEXT

PARALLEL_UPDATES = 0

MEMBER = NotifyEntityDescription(key="notify", translation_key="team_member", name=None)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a notifier for each team member who has a mobile."""
    coordinator = entry.runtime_data
    for member in coordinator.shop.team:
        if member.mobile is not None:
            async_add_entities(
                [MemberNotifier(coordinator, member, member.mobile)],
                config_subentry_id=member.id,
            )
        else:
            _async_forget(hass, coordinator, member)


@callback
def _async_forget(hass: HomeAssistant, coordinator: ShopCoordinator, member: TeamMember) -> None:
    """Remove the device of somebody who had a mobile: the notifier was all that it had."""
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier(
        device_identifier(coordinator, member.id), coordinator.entry.entry_id
    )
    if device is not None:
        registry.async_remove_device(device.id)


class MemberNotifier(ShopEntity, NotifyEntity):
    """Texts a team member from the shop's first line."""

    _attr_supported_features = NotifyEntityFeature.TITLE

    def __init__(self, coordinator: ShopCoordinator, member: TeamMember, mobile: str) -> None:
        super().__init__(coordinator, member, MEMBER, model="Team member")
        self._mobile = mobile

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        words = _words(message, title)
        if len(words) > LONGEST_TEXT:
            # The beginning of what a caller said tells more than a text that no carrier takes.
            words = f"{words[: LONGEST_TEXT - 1]}…"
        await self.coordinator.async_send_text(
            _first_line_id(self.coordinator), self._mobile, sendable(words)
        )


async def async_setup_notify_service(hass: HomeAssistant, entry: MissedCallConfigEntry) -> None:
    """Register `notify.missed_call_textback_<shop>`, until the entry is unloaded.

    Registered here rather than by discovery, whose platforms nobody unloads: there a reload would
    leave the old shop's service behind. The notify integration has to be loaded already.
    """
    service = ShopNotificationService(entry.runtime_data)
    name = None
    # Another shop of the same title may take a name while this one gets ready.
    while name != (free := _free_name(hass, entry.title)):
        name = free
        await service.async_setup(hass, name, name)
    await service.async_register_services()
    entry.async_on_unload(service.async_unregister_services)


@callback
def _free_name(hass: HomeAssistant, title: str) -> str:
    taken = hass.services.async_services_for_domain(NOTIFY_DOMAIN)
    return ensure_unique_string(slugify(f"{DOMAIN}_{title}"), taken)


class ShopNotificationService(BaseNotificationService):
    """Texts any numbers from the shop's first line. The guards hold for each."""

    def __init__(self, coordinator: ShopCoordinator) -> None:
        self._coordinator = coordinator

    @override
    async def _async_notify_message_service(self, service: ServiceCall) -> None:
        # Of such services Home Assistant asks no right: whoever may only look could text anybody.
        await async_ask_right(service, self._coordinator.entry.entry_id)
        await super()._async_notify_message_service(service)

    @override
    async def async_send_message(self, message: str, **kwargs: Any) -> None:
        """Text every target, and only then tell of those that got nothing."""
        targets = self._people(kwargs.get(ATTR_TARGET) or ())
        if not targets:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_target")
        line_id = _first_line_id(self._coordinator)
        body = sendable(_words(message, kwargs.get(ATTR_TITLE)))
        results = await asyncio.gather(
            *(self._coordinator.async_send_text(line_id, target, body) for target in targets),
            return_exceptions=True,
        )
        failed: dict[str, HomeAssistantError] = {}
        for target, result in zip(targets, results, strict=True):
            if isinstance(result, HomeAssistantError):
                failed[target] = result
            elif isinstance(result, BaseException):
                raise result
        if len(targets) == 1 and failed:
            raise failed[targets[0]]
        if failed:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="some_not_texted",
                translation_placeholders={
                    "failed": str(len(failed)),
                    "total": str(len(targets)),
                    "errors": "; ".join(str(error) for error in failed.values()),
                },
            )

    def _people(self, targets: Iterable[str]) -> list[str]:
        """Return each person once, however often and in however many ways their number is written."""
        country = self._coordinator.shop.country
        people: dict[str, str] = {}
        for target in targets:
            people.setdefault(to_e164(read_address(target)[1], country) or target, target)
        return list(people.values())


def _first_line_id(coordinator: ShopCoordinator) -> str:
    if not coordinator.shop.lines:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_line")
    return coordinator.shop.lines[0].id


def _words(message: str, title: str | None) -> str:
    return (f"{title}\n{message}" if title else message).strip()
