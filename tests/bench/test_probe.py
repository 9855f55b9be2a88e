"""The probe of the benchmarks: looking into a process must not make it grow."""

from collections.abc import Awaitable, Callable
from importlib import import_module

import pytest

from bench.inside import PROBE
from homeassistant.core import HomeAssistant

type _Handler = Callable[[HomeAssistant, str, object], Awaitable[object]]


async def test_counting_what_is_alive_forgets_what_was_remembered_of_stalls(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PROBE.parent))
    probe = import_module(PROBE.name)
    handlers: dict[str, _Handler] = {}

    def register(
        _hass: object, _domain: str, name: str, _id: str, handler: _Handler, **_: object
    ) -> None:
        handlers[name] = handler

    stalls = probe.Stalls()

    async def watch() -> None:
        stalls._overslept.append((0.0, 1.0))

    monkeypatch.setattr(stalls, "watch", watch)
    monkeypatch.setattr(probe, "Stalls", lambda: stalls)
    monkeypatch.setattr(probe.webhook, "async_register", register)
    await probe.async_setup(hass, {})
    assert stalls.drain()
    await watch()
    await handlers["counts"](hass, "", None)
    assert not stalls.drain()
