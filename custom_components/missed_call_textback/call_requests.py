"""What is asked for about calls that nobody made: what one would lead to."""

from datetime import datetime
from typing import Any

from .coordinator import ShopCoordinator
from .core.calls import Outcome
from .core.money import in_units
from .core.policy import Hold
from .happening_data import DECISIONS
from .plain_words import in_plain_words


async def async_simulate(
    coordinator: ShopCoordinator,
    line_id: str,
    caller: str | None,
    outcome: Outcome,
    at: datetime | None,
) -> dict[str, Any]:
    """Return what a missed call would lead to, now or at a time (aware), as plain data."""
    with in_plain_words(caller):
        simulated = await coordinator.engine.simulate(line_id, caller, outcome, at)
    decision, segments = simulated.decision, simulated.segments
    return {
        "decision": DECISIONS[type(decision)],
        "reason": decision.reason.value,
        "reason_text": coordinator.reason_words[decision.reason],
        "held_until": decision.until.isoformat() if isinstance(decision, Hold) else None,
        "text": simulated.body,
        "encoding": None if segments is None else segments.encoding.value,
        "segments": 0 if segments is None else segments.segments,
        "cost": in_units(simulated.cost),
        "currency": coordinator.shop.limits.currency,
    }
