"""The numbers of a whole shop. Each says in its attribute `formula` how it is counted.

Counts and sums begin anew with their week or month, so that the recorder can add them up. Shares and
times are those of the last 30 days: at the beginning of a month, few calls would say little.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfTime
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from .coordinator import ShopCoordinator
from .core import figures
from .core.figures import Counts
from .core.periods import Periods, week_of
from .core.tally import Tally
from .entity import WholeShopEntity

ATTR_FORMULA: Final = "formula"


def _this_day(today: date) -> date:
    return today


def _this_month(today: date) -> date:
    return today.replace(day=1)


@dataclass(frozen=True, kw_only=True)
class ShopNumber(SensorEntityDescription):
    """A number of a shop. `begins` is when its period did, where it begins anew."""

    counts_fn: Callable[[Periods], Counts]
    value_fn: Callable[[Counts, int | None], StateType]
    begins: Callable[[date], date] | None = None


def _count(
    key: str,
    counts_fn: Callable[[Periods], Counts],
    begins: Callable[[date], date],
    value_fn: Callable[[Counts], int],
) -> ShopNumber:
    return ShopNumber(
        key=key,
        translation_key=key,
        # With `last_reset`: see the counts of a line's day.
        state_class=SensorStateClass.TOTAL,
        counts_fn=counts_fn,
        begins=begins,
        value_fn=lambda counts, _: value_fn(counts),
    )


def _share(key: str, value_fn: Callable[[Counts], float | None]) -> ShopNumber:
    return ShopNumber(
        key=key,
        translation_key=key,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        counts_fn=lambda periods: periods.lately,
        value_fn=lambda counts, _: value_fn(counts),
    )


def _seconds(
    key: str, value_fn: Callable[[Counts], float | None], *, is_diagnostic: bool
) -> ShopNumber:
    return ShopNumber(
        key=key,
        translation_key=key,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=None if is_diagnostic else UnitOfTime.MINUTES,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC if is_diagnostic else None,
        entity_registry_enabled_default=not is_diagnostic,
        counts_fn=lambda periods: periods.lately,
        value_fn=lambda counts, _: value_fn(counts),
    )


def _tally(tally: Tally) -> Callable[[Counts], int]:
    return lambda counts: counts.get(tally, 0)


REVENUE: Final = ShopNumber(
    key="revenue_this_month",
    translation_key="revenue_this_month",
    device_class=SensorDeviceClass.MONETARY,
    state_class=SensorStateClass.TOTAL,
    suggested_display_precision=0,
    counts_fn=lambda periods: periods.month,
    begins=_this_month,
    value_fn=figures.revenue,
)
SHOP_SENSORS: Final[tuple[ShopNumber, ...]] = (
    _count("missed_this_week", lambda periods: periods.week, week_of, figures.missed),
    _count("replied_this_week", lambda periods: periods.week, week_of, _tally(Tally.REPLIED)),
    _count("booked_this_week", lambda periods: periods.week, week_of, _tally(Tally.BOOKED)),
    _count(
        "shop_recovered_today", lambda periods: periods.today, _this_day, _tally(Tally.RECOVERED)
    ),
    _count("calls_this_month", lambda periods: periods.month, _this_month, figures.calls),
    _count("lost_this_month", lambda periods: periods.month, _this_month, _tally(Tally.LOST)),
    REVENUE,
    _share("recovery_rate_30_days", figures.recovery_rate),
    _share("coverage_30_days", figures.coverage),
    _share("recovery_score_30_days", figures.score),
    _seconds("callback_time_30_days", figures.callback_seconds, is_diagnostic=False),
    _seconds("text_back_p50_30_days", partial(figures.latency, share=0.5), is_diagnostic=True),
    _seconds("text_back_p95_30_days", partial(figures.latency, share=0.95), is_diagnostic=True),
)


class ShopSensor(CoordinatorEntity[ShopCoordinator], WholeShopEntity, SensorEntity):
    """One number of a shop. It is unknown while there are not enough calls."""

    _unrecorded_attributes = frozenset({ATTR_FORMULA})
    entity_description: ShopNumber

    def __init__(self, coordinator: ShopCoordinator, description: ShopNumber) -> None:
        CoordinatorEntity.__init__(self, coordinator)
        WholeShopEntity.__init__(self, coordinator, description)
        if description is REVENUE:
            self._attr_native_unit_of_measurement = coordinator.hass.config.currency

    @property
    @override
    def native_value(self) -> StateType:
        counts = self.entity_description.counts_fn(self.coordinator.periods)
        return self.entity_description.value_fn(counts, self.coordinator.shop.job_value)

    @property
    @override
    def last_reset(self) -> datetime | None:
        if self.entity_description.begins is None:
            return None
        zone = self.coordinator.shop.time_zone
        today = self.coordinator.today_since.astimezone(zone).date()
        began = datetime.combine(self.entity_description.begins(today), time.min, zone)
        return dt_util.as_utc(began)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        return {ATTR_FORMULA: self.entity_description.key}
