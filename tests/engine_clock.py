"""Gives a running engine another clock, so that hours pass in no time while its sockets stay real."""

from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.ports import Clock


def set_clock(engine: Engine, clock: Clock) -> None:
    """Have every part of an engine ask another clock."""
    sender = engine._sender
    for part in (
        engine,
        engine._agenda,
        engine._courier,
        engine._lost_calls,
        engine._reception,
        engine.conversations,
        engine.people,
        sender,
        sender._turns,
    ):
        assert hasattr(part, "_clock")
        part._clock = clock
