"""What Home Assistant's entities say, kept up to date over the websocket."""

import asyncio
from collections.abc import Callable
from typing import Any, TypedDict

from .json_types import Json
from .websocket import WebSocketClient


class State(TypedDict):
    """One entity's state, as Home Assistant sends it."""

    entity_id: str
    state: str
    attributes: dict[str, Any]
    last_changed: str
    last_updated: str


class StateWatcher:
    """Every state, and those who wait for one."""

    def __init__(self) -> None:
        self._states: dict[str, State] = {}
        self._changed = asyncio.Event()

    async def follow(self, websocket: WebSocketClient) -> None:
        """Follow the changes first, then read what is there: nothing falls between."""
        await websocket.subscribe_events(self._on_change, "state_changed")
        for state in await websocket.call("get_states"):
            self._states[state["entity_id"]] = state

    def _on_change(self, event: Json) -> None:
        data = event["data"]
        if data["new_state"] is None:
            self._states.pop(data["entity_id"], None)
        else:
            self._states[data["entity_id"]] = data["new_state"]
        self._changed.set()
        self._changed = asyncio.Event()

    def all(self) -> dict[str, State]:
        """Return every state by entity id."""
        return dict(self._states)

    def get(self, entity_id: str) -> State | None:
        """Return one entity's state."""
        return self._states.get(entity_id)

    async def wait_for(
        self,
        entity_id: str,
        predicate: Callable[[State], bool],
        timeout: float,  # noqa: ASYNC109  # says what it was
    ) -> State:
        """Wait until an entity's state is as wanted; say what it was when it never came."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    state = self._states.get(entity_id)
                    if state is not None and predicate(state):
                        return state
                    await self._changed.wait()
        except TimeoutError:
            raise TimeoutError(
                f"{entity_id} was not as wanted after {timeout} s: {self._states.get(entity_id)}"
            ) from None
