"""What may be urgent, by subject; the trade of a shop says which of them are its business."""

from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """A subject that has words of its own."""

    GAS = "gas"
    """A smell of gas, or carbon monoxide."""
    FIRE = "fire"
    """Fire, smoke, or a smell of burning."""
    SPARKS = "sparks"
    """Electricity where it should not be."""
    BODY = "body"
    """Somebody, or an animal, is in danger of their life."""
    ANIMAL = "animal"
    """What an animal alone comes to: under a car, poison, a bloated belly."""
    FLOOD = "flood"
    """Water that runs where it should not."""
    LEAK = "leak"
    """Water that drips."""
    HEATING = "heating"
    """Neither heat nor hot water, or no water at all."""
    POWER = "power"
    """No electricity."""
    ROOF = "roof"
    """A roof or a tree after a storm."""
    TOOTH = "tooth"
    """A tooth that is out, or pain."""
    ROAD = "road"
    """An accident, or a car that does not go on."""
    CUSTODY = "custody"
    """Police, arrest, prison."""
    PEST = "pest"
    """Wasps, snakes, and whatever stings or bites."""


# Whoever writes of these is not heard to say that it can wait: they may not know better.
DANGERS: Final = frozenset({Topic.GAS, Topic.FIRE, Topic.SPARKS, Topic.BODY, Topic.ANIMAL})
# What is urgent to whomever it is said.
UNMISTAKABLE: Final = DANGERS | {Topic.FLOOD}
