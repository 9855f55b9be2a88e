"""What a shop takes for urgent: the matters of its trade, and the owner's own words."""

from collections.abc import Mapping
from typing import Any, Final

from .const import CONF_TRADE, CONF_URGENT_BUILT_IN, CONF_URGENT_WORDS
from .core.urgency import UNMISTAKABLE, Topic, Urgency
from .starting_texts import GENERIC_TRADE, Trade

# Who is missing here hears of nothing that is urgent by itself: a haircut is not. What the caller
# says to be urgent is so in every trade.
_TOPICS: Final[Mapping[Trade, frozenset[Topic]]] = {
    Trade.AUTO_REPAIR: frozenset({Topic.ROAD}),
    Trade.CHIROPRACTOR: frozenset({Topic.BODY}),
    Trade.CLEANING: frozenset({Topic.FLOOD}),
    Trade.DENTAL: frozenset({Topic.TOOTH, Topic.BODY}),
    Trade.ELECTRICIAN: frozenset({Topic.SPARKS, Topic.FIRE, Topic.POWER}),
    Trade.HVAC: frozenset({Topic.HEATING, Topic.GAS, Topic.FIRE, Topic.FLOOD, Topic.LEAK}),
    Trade.LANDSCAPING: frozenset({Topic.ROOF}),
    Trade.LAW: frozenset({Topic.CUSTODY}),
    Trade.MED_SPA: frozenset({Topic.BODY}),
    Trade.PEST_CONTROL: frozenset({Topic.PEST, Topic.BODY}),
    Trade.PLUMBER: frozenset({Topic.FLOOD, Topic.LEAK, Topic.HEATING, Topic.GAS}),
    Trade.ROOFING: frozenset({Topic.ROOF, Topic.FLOOD, Topic.LEAK}),
    Trade.SOLAR: frozenset({Topic.SPARKS, Topic.FIRE, Topic.POWER}),
    Trade.TOW_TRUCK: frozenset({Topic.ROAD, Topic.BODY}),
    Trade.VET: frozenset({Topic.ANIMAL, Topic.BODY}),
    # Of a shop that may do anything, only what nobody can mistake.
    Trade.OTHER: UNMISTAKABLE,
}


def topics_of(trade: str) -> frozenset[Topic]:
    """Return the matters that are urgent to a trade."""
    return _TOPICS.get(Trade(trade), frozenset())


def urgency_of(data: Mapping[str, Any], options: Mapping[str, Any]) -> Urgency:
    """Read what a shop takes for urgent."""
    return Urgency(
        topics=topics_of(data.get(CONF_TRADE, GENERIC_TRADE)),
        own=tuple(options.get(CONF_URGENT_WORDS, ())),
        built_in=options.get(CONF_URGENT_BUILT_IN, True),
    )
