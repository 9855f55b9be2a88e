"""A shop whose phone is something in Home Assistant, connected through its dialog."""

import asyncio
from collections.abc import Callable
from typing import Any

from custom_components.missed_call_textback.core.calls import Outcome
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.config_flow.dialogs import Shown, sub_id, suggested

from .conftest import TwilioShop

DESK = "sensor.desk"


class Phone:
    """A shop whose phone is something in Home Assistant."""

    def __init__(self, shop: TwilioShop) -> None:
        self.shop = shop
        self.hass: HomeAssistant = shop.hass

    @property
    def connected(self) -> str | None:
        """The state of the entity that says whether calls are heard."""
        sub = sub_id(self.shop.entry, "phone_system")
        entities = er.async_entries_for_config_entry(
            er.async_get(self.hass), self.shop.entry.entry_id
        )
        (own,) = (each for each in entities if each.config_subentry_id == sub)
        state = self.hass.states.get(own.entity_id)
        return None if state is None else state.state

    async def connect(
        self, preset: str, answers: dict[str, Any], line: str = "", **words: object
    ) -> None:
        """Walk through the dialog, on what it fills in. `line` has the calls to other numbers."""
        entry = self.shop.entry
        subentries = self.hass.config_entries.subentries
        shown: Shown = await subentries.async_init(
            (entry.entry_id, "phone_system"), context={"source": "user"}
        )
        flow_id = shown["flow_id"]
        for choice in ("entity", f"entity_{preset}"):
            shown = await subentries.async_configure(flow_id, {"next_step_id": choice})
        if preset != "event":
            shown = await subentries.async_configure(flow_id, answers)
            answers = {}
        filled = suggested(shown) | answers
        filled["advanced"] |= words
        shown = await subentries.async_configure(flow_id, filled)
        if shown["type"] == "form":
            shown = await subentries.async_configure(flow_id, {"line": line})
        assert shown["type"] == "create_entry", shown
        await self.settle()
        self.shop.listen()

    async def says(self, state: str | None, entity_id: str = DESK, **attributes: object) -> None:
        """Have an entity say something."""
        if state is None:
            self.hass.states.async_remove(entity_id)
        else:
            self.hass.states.async_set(entity_id, state, attributes)
        await self.settle()

    async def settle(self) -> None:
        # Not for background tasks: the source is one, and never ends.
        for _ in range(5):
            await self.hass.async_block_till_done()
            await asyncio.sleep(0.01)

    async def until(self, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not met():
                await self.settle()

    async def told(self, *outcomes: Outcome) -> None:
        """Wait for decisions, and see that they are these and no others."""
        await self.until(lambda: len(self.shop.decided) >= len(outcomes))
        await self.settle()
        await self.shop.exchange.settle()
        assert [each.call.outcome for each in self.shop.decided] == list(outcomes)
