"""What a shop takes for urgent: the matters of its trade, and the owner's own words."""

from collections.abc import Mapping
from typing import Any, Final

from .const import CONF_TRADE, CONF_URGENT_BUILT_IN, CONF_URGENT_WORDS
from .core.urgency import UNMISTAKABLE, Topic, Urgency
from .starting_texts import GENERIC_TRADE, Trade

_NONE: Final = frozenset[Topic]()
# What a caller calls urgent is so in every trade; where a trade has nothing here, that is all.
_TOPICS: Final[Mapping[str, frozenset[Topic]]] = {
    Trade.AUTO_REPAIR: frozenset({Topic.ROAD}),
    Trade.CHIROPRACTOR: frozenset({Topic.BODY}),
    Trade.CLEANING: frozenset({Topic.FLOOD}),
    Trade.DENTAL: frozenset({Topic.TOOTH, Topic.BODY}),
    Trade.ELECTRICIAN: frozenset({Topic.SPARKS, Topic.FIRE, Topic.POWER}),
    Trade.FITNESS: _NONE,
    Trade.HOME_INSPECTION: _NONE,
    Trade.HVAC: frozenset({Topic.HEATING, Topic.GAS, Topic.FIRE, Topic.FLOOD, Topic.LEAK}),
    Trade.LANDSCAPING: frozenset({Topic.ROOF}),
    Trade.LAW: frozenset({Topic.CUSTODY}),
    Trade.MED_SPA: frozenset({Topic.BODY}),
    Trade.PAINTING: _NONE,
    Trade.PEST_CONTROL: frozenset({Topic.PEST, Topic.BODY}),
    Trade.PLUMBER: frozenset({Topic.FLOOD, Topic.LEAK, Topic.HEATING, Topic.GAS}),
    Trade.RESTAURANT: _NONE,
    Trade.ROOFING: frozenset({Topic.ROOF, Topic.FLOOD, Topic.LEAK}),
    Trade.SALON: _NONE,
    Trade.SOLAR: frozenset({Topic.SPARKS, Topic.FIRE, Topic.POWER}),
    Trade.TOW_TRUCK: frozenset({Topic.ROAD, Topic.BODY}),
    Trade.VET: frozenset({Topic.ANIMAL, Topic.BODY}),
    # Of a shop that may do anything, only what nobody can mistake.
    Trade.OTHER: UNMISTAKABLE,
}


def topics_of(trade: str) -> frozenset[Topic]:
    """Return the matters that are urgent to a trade; those of a shop of any kind for any other."""
    return _TOPICS.get(trade, UNMISTAKABLE)


def urgency_of(data: Mapping[str, Any], options: Mapping[str, Any]) -> Urgency:
    """Read what a shop takes for urgent."""
    return Urgency(
        topics=topics_of(data.get(CONF_TRADE, GENERIC_TRADE)),
        own=tuple(options.get(CONF_URGENT_WORDS, ())),
        built_in=options.get(CONF_URGENT_BUILT_IN, True),
    )
