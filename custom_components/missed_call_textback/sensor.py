"""A line's numbers: totals, today's, what waits, how fast callers are texted; and what texts cost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.money import in_units
from .core.records import Figures
from .core.shop import Line
from .core.tally import Tally
from .entity import LineEntity, WholeShopEntity
from .shop_sensors import SHOP_SENSORS, ShopSensor

PARALLEL_UPDATES = 0

_TALLIES = {
    "missed_calls": Tally.MISSED,
    "texts_sent": Tally.TEXTED,
    "replies": Tally.REPLIES,
    "recovered": Tally.RECOVERED,
}


@dataclass(frozen=True, kw_only=True)
class FigureDescription(SensorEntityDescription):
    """A number of a line. `daily` ones begin anew at the shop's midnight."""

    value_fn: Callable[[Figures], StateType]
    daily: bool = False


def _total(key: str, tally: Tally) -> FigureDescription:
    return FigureDescription(
        key=key,
        translation_key=key,
        # What was counted as missed, and was answered after all, is taken back.
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda figures: figures.total.get(tally, 0),
    )


def _today(key: str, tally: Tally) -> FigureDescription:
    # TOTAL with `last_reset`, not MEASUREMENT: the recorder then sums the days, where a mean of a
    # count over an hour says nothing; and not TOTAL_INCREASING, whose reset has to be guessed from
    # a falling value, which a day that overtakes the one before within one reading hides.
    return FigureDescription(
        key=f"{key}_today",
        translation_key=f"{key}_today",
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda figures: figures.today.get(tally, 0),
        daily=True,
    )


def _recovery_rate(figures: Figures) -> float | None:
    episodes = figures.total.get(Tally.EPISODES, 0)
    return 100 * figures.total.get(Tally.WON_BACK, 0) / episodes if episodes else None


SENSORS: tuple[FigureDescription, ...] = (
    *(_total(key, tally) for key, tally in _TALLIES.items()),
    *(_today(key, tally) for key, tally in _TALLIES.items()),
    FigureDescription(
        key="recovery_rate",
        translation_key="recovery_rate",
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value_fn=_recovery_rate,
    ),
    FigureDescription(
        key="waiting",
        translation_key="waiting",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda figures: figures.waiting,
    ),
    FigureDescription(
        key="to_call_back",
        translation_key="to_call_back",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda figures: figures.to_call_back,
    ),
    FigureDescription(
        key="text_back_seconds",
        translation_key="text_back_seconds",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda figures: figures.text_back_seconds,
    ),
)

_OF_REPLIES: Final = frozenset({"replies", "replies_today", "waiting", "replied_this_week"})

SPENT = SensorEntityDescription(
    key="spent",
    translation_key="spent",
    device_class=SensorDeviceClass.MONETARY,
    state_class=SensorStateClass.TOTAL,
    suggested_display_precision=2,
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add each line's sensors, and the shop's."""
    coordinator = entry.runtime_data
    async_add_entities([SpentSensor(coordinator)])
    # Where nobody tells what callers write, there is no number of it either.
    hears = coordinator.abilities.replies
    async_add_entities(
        ShopSensor(coordinator, each)
        for each in SHOP_SENSORS
        if hears or each.key not in _OF_REPLIES
    )
    sensors = [sensor for sensor in SENSORS if hears or sensor.key not in _OF_REPLIES]
    for line in coordinator.shop.lines:
        async_add_entities(
            (LineSensor(coordinator, line, description) for description in sensors),
            config_subentry_id=line.id,
        )


class LineSensor(CoordinatorEntity[ShopCoordinator], LineEntity, SensorEntity):
    """One number of a line; unavailable while the ledger cannot be read."""

    entity_description: FigureDescription

    def __init__(
        self, coordinator: ShopCoordinator, line: Line, description: FigureDescription
    ) -> None:
        CoordinatorEntity.__init__(self, coordinator)
        LineEntity.__init__(self, coordinator, line, description)

    @property
    @override
    def native_value(self) -> StateType:
        return self.entity_description.value_fn(self.coordinator.data[self.line.id])

    @property
    @override
    def last_reset(self) -> datetime | None:
        return self.coordinator.today_since if self.entity_description.daily else None


class SpentSensor(CoordinatorEntity[ShopCoordinator], WholeShopEntity, SensorEntity):
    """What this month's texts cost. Without a price of a text it would say nothing but zero."""

    def __init__(self, coordinator: ShopCoordinator) -> None:
        CoordinatorEntity.__init__(self, coordinator)
        WholeShopEntity.__init__(self, coordinator, SPENT)
        limits = coordinator.shop.limits
        self._attr_native_unit_of_measurement = limits.currency
        self._attr_entity_registry_enabled_default = limits.price > 0

    @property
    @override
    def native_value(self) -> float:
        return in_units(self.coordinator.spent)

    @property
    @override
    def last_reset(self) -> datetime:
        return self.coordinator.month_since
