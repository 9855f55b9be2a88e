"""Who ought to be called back, since they cannot be texted: the shop's list."""

from collections.abc import Iterable
from typing import override

from homeassistant.components.todo import (
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.numbers import spoken
from .core.records import CallBack
from .entity import WholeShopEntity
from .owner_requests import async_done_calling_back

PARALLEL_UPDATES = 0

CALL_BACK = EntityDescription(key="call_back", translation_key="call_back")


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the shop's list."""
    async_add_entities([CallBackList(entry.runtime_data)])


class CallBackList(CoordinatorEntity[ShopCoordinator], WholeShopEntity, TodoListEntity):
    """Callers whom nobody can text. Whoever writes, or gets through, leaves it by themselves."""

    _attr_supported_features = (
        TodoListEntityFeature.UPDATE_TODO_ITEM | TodoListEntityFeature.DELETE_TODO_ITEM
    )

    def __init__(self, coordinator: ShopCoordinator) -> None:
        CoordinatorEntity.__init__(self, coordinator)
        WholeShopEntity.__init__(self, coordinator, CALL_BACK)

    @property
    @override
    def todo_items(self) -> list[TodoItem]:
        return [self._item(waiting) for waiting in self.coordinator.to_call_back]

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        if item.status != TodoItemStatus.COMPLETED:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="call_back_only_done"
            )
        await async_done_calling_back(self.coordinator, _thread_ids([item.uid]))

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        await async_done_calling_back(self.coordinator, _thread_ids(uids))

    def _item(self, waiting: CallBack) -> TodoItem:
        shop = self.coordinator.shop
        line = shop.line(waiting.line_id)
        since = waiting.since.astimezone(shop.time_zone)
        number = spoken(waiting.peer, shop.country)
        name = self.coordinator.names.get(waiting.peer)
        described = [line.name if line else "", f"{since:%Y-%m-%d %H:%M}", number if name else ""]
        return TodoItem(
            uid=str(waiting.thread_id),
            summary=name or number,
            description=", ".join(filter(None, described)),
            status=TodoItemStatus.NEEDS_ACTION,
        )


def _thread_ids(uids: Iterable[str | None]) -> list[int]:
    return [int(uid) for uid in uids if uid is not None]
