"""Buttons: a text to oneself, a demo line's caller whom nobody answers, opening again, the records."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import DemoDesk, MissedCallConfigEntry, ShopCoordinator
from .core.ports import Occasion
from .core.shop import Line
from .entity import LineEntity, WholeShopEntity
from .owner_requests import async_rows
from .snoozed_entity import SnoozedEntity
from .spreadsheet import async_csv

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class LineButtonDescription(ButtonEntityDescription):
    """A button of a line."""

    press_fn: Callable[[ShopCoordinator, Line], Awaitable[object]]


async def _async_send_test_text(coordinator: ShopCoordinator, line: Line) -> None:
    mobile = next((member.mobile for member in coordinator.shop.team if member.mobile), None)
    if mobile is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nobody_to_text")
    opening = coordinator.engine.opening(line)
    body = coordinator.words.text_back(
        Occasion(
            line=line,
            language=coordinator.shop.languages[0],
            now=dt_util.utcnow(),
            is_open=opening.is_open,
            opens_at=None if opening.is_open else opening.opens_at,
        )
    )
    await coordinator.async_send_text(line.id, mobile, body)


TEST_TEXT = LineButtonDescription(
    key="test_text",
    translation_key="test_text",
    entity_category=EntityCategory.CONFIG,
    press_fn=_async_send_test_text,
)
OPEN_AGAIN = ButtonEntityDescription(key="open_again", translation_key="open_again")
EXPORT_RECORDS = ButtonEntityDescription(
    key="export_records",
    translation_key="export_records",
    entity_category=EntityCategory.DIAGNOSTIC,
)


def _demo_call(desk: DemoDesk) -> LineButtonDescription:
    return LineButtonDescription(
        key="demo_call",
        translation_key="demo_call",
        press_fn=lambda _coordinator, line: desk.place_missed_call(line.id),
    )


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add each line's buttons, and the shop's."""
    coordinator = entry.runtime_data
    async_add_entities(
        (OpenAgainButton(coordinator, OPEN_AGAIN), ExportButton(coordinator, EXPORT_RECORDS))
    )
    buttons = [TEST_TEXT]
    if coordinator.demo is not None:
        buttons.append(_demo_call(coordinator.demo))
    for line in coordinator.shop.lines:
        async_add_entities(
            (LineButton(coordinator, line, description) for description in buttons),
            config_subentry_id=line.id,
        )


class LineButton(LineEntity, ButtonEntity):
    """A button of a line."""

    entity_description: LineButtonDescription

    @override
    async def async_press(self) -> None:
        await self.entity_description.press_fn(self.coordinator, self.line)


class OpenAgainButton(SnoozedEntity, ButtonEntity):
    """Opens a shop that its owner has closed for a while; there is nothing to press otherwise."""

    @property
    @override
    def available(self) -> bool:
        return self.closed_until is not None

    @override
    async def async_press(self) -> None:
        await self.coordinator.async_set_snooze(None)


class ExportButton(WholeShopEntity, ButtonEntity):
    """Makes a file of all records, which an administrator finds among the repairs.

    Anybody of the house may press a button, so the file is not handed to whoever does.
    """

    @override
    async def async_press(self) -> None:
        coordinator, exports = self.coordinator, self.coordinator.exports
        text, dropped = "", None
        while dropped != exports.dropped:
            dropped = exports.dropped
            rows = await async_rows(coordinator)
            text = await async_csv(self.hass, rows, coordinator.shop.time_zone)
        exports.offer(f"records-{coordinator.shop.local_day(dt_util.utcnow())}.csv", text)
