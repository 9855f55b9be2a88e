"""Every connection: nothing but a refusal or the end keeps calls from being heard."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest

from custom_components.missed_call_textback.providers.held_connection import HeldConnection
from custom_components.missed_call_textback.providers.source import (
    Connection,
    Figures,
    Refused,
    Unreachable,
    Unsuitable,
)

CONNECTING, CONNECTED, LOST, REFUSED = (
    Connection.CONNECTING,
    Connection.CONNECTED,
    Connection.LOST,
    Connection.REFUSED,
)


class PhoneSystem:
    """Ends each connection as its script says, and holds the last; no time passes by itself."""

    def __init__(self, *script: Exception | str) -> None:
        self.script = list(script)
        self.told: list[Connection] = []
        self.slept: list[float] = []
        self.figures = Figures()
        self.now = 0.0
        self.held_for = 0.0
        self.tries = 0
        self.tell: Callable[[Connection], None] = self.told.append
        self.held = HeldConnection(
            "Phone system",
            figures=self.figures,
            tell=self.hear,
            rand=lambda: 0.5,
            sleep=self.sleep,
            monotonic=lambda: self.now,
        )

    def hear(self, connection: Connection) -> None:
        self.tell(connection)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def listen(self) -> None:
        self.tries += 1
        match self.script.pop(0) if self.script else "hold":
            case Exception() as error:
                raise error
            case "connect":
                self.held.connected()
                self.now += self.held_for
                raise Unreachable("it hung up")
            case _:
                self.held.connected()
                await asyncio.Event().wait()

    @asynccontextmanager
    async def holding(self) -> AsyncGenerator[None]:
        task = asyncio.create_task(self.held.hold(self.listen))
        try:
            async with asyncio.timeout(5):
                while self.script:  # noqa: ASYNC110 - the script tells nobody
                    await asyncio.sleep(0)
            for _ in range(5):
                await asyncio.sleep(0)
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()


async def test_whatever_breaks_the_connection_it_is_made_anew() -> None:
    system = PhoneSystem(
        Unreachable("no route"), Unsuitable("certificate"), KeyError("a fault of ours"), "connect"
    )
    async with system.holding():
        assert system.told[-1] is CONNECTED
    assert system.tries == 5
    assert (system.figures.faults, system.figures.connections) == (1, 2)


async def test_after_a_refusal_nothing_is_tried_again() -> None:
    system = PhoneSystem(Refused("no"))
    async with system.holding():
        assert system.told == [CONNECTING, REFUSED]
    assert (system.tries, system.slept) == (1, [])


async def test_it_waits_longer_each_time_until_a_connection_held_for_a_minute() -> None:
    system = PhoneSystem(*[Unreachable("no route")] * 3, "connect", "connect", "connect")
    system.held_for = 59.0
    async with system.holding():
        assert system.slept == [1, 2, 4, 8, 16, 32]
    system = PhoneSystem(*[Unreachable("no route")] * 3, "connect", "connect")
    system.held_for = 60.0
    async with system.holding():
        assert system.slept == [1, 2, 4, 1, 1]


async def test_a_loss_is_logged_and_told_once_and_so_is_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    system = PhoneSystem("connect", *[Unreachable("no route")] * 5)
    async with system.holding():
        assert system.told == [CONNECTING, CONNECTED, LOST, CONNECTED]
    assert [record.getMessage() for record in caplog.records] == [
        "Phone system is not heard: it hung up",
        "Phone system is heard again",
    ]


async def test_another_trouble_is_told_while_the_connection_is_lost_and_gone_when_it_is_not() -> (
    None
):
    troubles: list[str | None] = []
    system = PhoneSystem(Unreachable("no route"), *[Unsuitable("certificate")] * 3)
    system.tell = lambda _: troubles.append(system.held.trouble)
    async with system.holding():
        assert troubles == [None, None, "certificate", None]


async def test_what_else_does_not_work_is_told_while_calls_are_heard() -> None:
    troubles: list[str | None] = []
    system = PhoneSystem()
    system.tell = lambda _: troubles.append(system.held.trouble)
    async with system.holding():
        system.held.connected("call_list_refused")
        assert system.held.stands is CONNECTED
    assert troubles == [None, None, "call_list_refused"]
    assert system.figures.connections == 1


async def test_whoever_cannot_be_told_keeps_no_call_from_being_heard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Connection) -> None:
        raise ValueError("odd")

    system = PhoneSystem("connect")
    system.tell = fail
    async with system.holding():
        assert system.tries == 2
    assert "ValueError: odd" in caplog.text
    assert system.figures.faults == 4


async def test_what_breaks_on_the_way_out_does_not_keep_it_from_ending() -> None:
    system = PhoneSystem()

    async def listen() -> None:
        try:
            await system.listen()
        finally:
            raise ValueError("odd")

    task = asyncio.create_task(system.held.hold(listen))
    await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert system.figures.faults == 1
