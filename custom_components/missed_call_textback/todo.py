"""Everybody who is owed an answer or a call: the shop's list."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.components.todo import (
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .cleaning import one_line
from .const import DOMAIN
from .conversation_requests import async_done
from .coordinator import MOST_OWED, MissedCallConfigEntry, ShopCoordinator
from .core.inbox import Summary
from .core.numbers import spoken
from .entity import WholeShopEntity

PARALLEL_UPDATES = 0

OPEN_LEADS = EntityDescription(key="open_leads", translation_key="open_leads")
_LONGEST_WORDS: Final = 300
_ASSIST: Final = "conversation"


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the shop's list."""
    async_add_entities([OpenLeadsList(entry.runtime_data)])


class OpenLeadsList(CoordinatorEntity[ShopCoordinator], WholeShopEntity, TodoListEntity):
    """Callers who have the last word, and those whom nobody can text.

    Whoever is answered, or gets through, leaves it by themselves.
    """

    _attr_supported_features = (
        TodoListEntityFeature.UPDATE_TODO_ITEM | TodoListEntityFeature.DELETE_TODO_ITEM
    )

    def __init__(self, coordinator: ShopCoordinator) -> None:
        CoordinatorEntity.__init__(self, coordinator)
        WholeShopEntity.__init__(self, coordinator, OPEN_LEADS)

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self._attr_todo_items = self._items()
        # Home Assistant lets Assist read every new list. This one has customers' words, which may go
        # to the company of a language model, so somebody has to choose that.
        entry = self.registry_entry
        if entry is not None and _ASSIST not in entry.options:
            er.async_get(self.hass).async_update_entity_options(
                self.entity_id, _ASSIST, {"should_expose": False}
            )

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        # Whoever asks for the list gets this one: it is asked for several times a refresh.
        self._attr_todo_items = self._items()
        super()._handle_coordinator_update()

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        if item.status != TodoItemStatus.COMPLETED:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="open_leads_only_done"
            )
        await async_done(self.coordinator, _thread_ids([item.uid]))

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        await async_done(self.coordinator, _thread_ids(uids))

    def _items(self) -> list[TodoItem]:
        owed = [each for line in self.coordinator.owed.values() for each in line]
        owed.sort(key=lambda each: (each.thread.owed_since, each.id))
        return [self._item(summary) for summary in owed[-MOST_OWED:]]

    def _item(self, summary: Summary) -> TodoItem:
        shop, thread = self.coordinator.shop, summary.thread
        line = shop.line(thread.line_id)
        number = spoken(thread.peer, shop.country)
        name = summary.name or summary.caller_name
        where = (line.name if line else None, number if name else None)
        asked = summary.theirs or thread.waiting_since is not None
        words = one_line(summary.their_words, _LONGEST_WORDS) if asked else None
        return TodoItem(
            uid=str(summary.id),
            summary=name or number,
            due=thread.owed_since,
            description="\n".join(
                filter(None, (", ".join(filter(None, where)), words and f"“{words}”"))
            ),
            status=TodoItemStatus.NEEDS_ACTION,
        )


def _thread_ids(uids: Iterable[str | None]) -> list[int]:
    return [int(uid) for uid in uids if uid is not None]
