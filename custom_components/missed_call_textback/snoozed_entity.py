"""What the entities about a shop that its owner has closed for a while have in common."""

from datetime import datetime
from typing import override

from homeassistant.core import callback

from .entity import WholeShopEntity
from .opening_entity import OpeningEntity


class SnoozedEntity(OpeningEntity, WholeShopEntity):
    """Writes its state when the owner closes or opens the shop, and when that time is over."""

    @property
    def closed_until(self) -> datetime | None:
        """Until when the owner has closed the shop (aware), None where that is over."""
        return self.coordinator.snoozed_until

    @callback
    @override
    def _async_look(self) -> datetime | None:
        return self.closed_until
