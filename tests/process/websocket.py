"""A client of Home Assistant's websocket API: commands, and events as they happen."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
import orjson

from .json_types import Json, JsonValue


class CommandError(Exception):
    """A command that Home Assistant refused."""

    def __init__(self, command: str, error: Json) -> None:
        self.code = str(error.get("code"))
        super().__init__(f"{command}: {error}")


class WebSocketClient:
    """One authenticated connection; one task reads it."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last_id = 0
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._listeners: dict[int, Callable[[Json], None]] = {}
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def connect(cls, session: ClientSession, base: str, access_token: str) -> Self:
        """Open a connection and authenticate it."""
        socket = await session.ws_connect(
            base.replace("http", "ws", 1) + "/api/websocket", max_msg_size=0
        )
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": access_token})
        answer = await socket.receive_json()
        if answer["type"] != "auth_ok":
            await socket.close()
            raise CommandError("auth", answer)
        client = cls(socket)
        client._reader = asyncio.create_task(client._read())
        return client

    async def call(self, command: str, /, **data: object) -> JsonValue:
        """Send a command and return its result."""
        return (await self._send(command, data))[1]

    async def subscribe(
        self, listener: Callable[[Json], None], command: str, /, **data: object
    ) -> Callable[[], None]:
        """Send a command that subscribes; returns what ends the listening on this side."""
        number, _ = await self._send(command, data, listener)

        def stop() -> None:
            self._listeners.pop(number, None)

        return stop

    async def subscribe_events(
        self, listener: Callable[[Json], None], event_type: str
    ) -> Callable[[], None]:
        """Listen to events of Home Assistant's bus."""
        return await self.subscribe(listener, "subscribe_events", event_type=event_type)

    async def close(self) -> None:
        """Close the connection and end the reader."""
        await self._socket.close()
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader

    async def _send(
        self, command: str, data: Json, listener: Callable[[Json], None] | None = None
    ) -> tuple[int, JsonValue]:
        self._last_id += 1
        number = self._last_id
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        if listener is not None:
            self._listeners[number] = listener
        try:
            await self._socket.send_json({"id": number, "type": command, **data})
            answer = await future
        finally:
            self._waiting.pop(number, None)
        if not answer["success"]:
            self._listeners.pop(number, None)
            raise CommandError(command, answer["error"])
        return number, answer.get("result")

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is not WSMsgType.TEXT:
                    break
                self._dispatch(orjson.loads(message.data))
        finally:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("Home Assistant closed the connection"))

    def _dispatch(self, message: Json) -> None:
        match message:
            case {"type": "result", "id": number}:
                if (future := self._waiting.get(number)) and not future.done():
                    future.set_result(message)
            case {"type": "event", "id": number, "event": event}:
                if listener := self._listeners.get(number):
                    listener(event)
