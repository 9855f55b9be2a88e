"""Gives a running engine another clock, so that hours pass in no time while its sockets stay real."""

from dataclasses import replace
from typing import Any

from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.ports import Clock


def set_clock(engine: Engine, clock: Clock) -> None:
    """Have every part of an engine ask another clock."""
    sender = engine._sender
    for part in (
        engine,
        engine._agenda,
        engine._courier,
        engine._reception,
        sender,
        sender._turns,
    ):
        assert hasattr(part, "_clock")
        part._clock = clock
    for worker in (
        engine._lost_calls,
        engine.calling_back,
        engine.conversations,
        engine.people,
        *_hearers(engine),
    ):
        worker._place = replace(worker._place, clock=clock)


def _hearers(engine: Engine) -> list[Any]:
    """Return whoever hears a clock, and works where all of them do."""
    hears: Any = engine._clockwork._hears.values()
    return [hear.__self__ for hear in hears if hasattr(hear.__self__, "_place")]
