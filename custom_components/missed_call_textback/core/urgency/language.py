"""What one language has to say of what is urgent, and of what is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Phrases of one language; see wording/phrases.py for how they are written."""

    general: str
    """It is urgent, whatever it is about."""
    topics: Mapping[Topic, str]
    negations: str
    """What comes next is not so."""
    breaths: str
    """Words that end what a negation before them is about."""
    turns: str
    """But: what comes next is another matter."""
    harmless: str
    """It sounds like something urgent, or like a negation, and is neither."""
    calm: str
    """It can wait, whatever it is about."""
    over: str
    """It is over: what was said before it, too."""
    past: str
    """It is told or thanked for, not asked for."""
    asked: str
    """It is asked about in general: what it costs, whether the shop does it."""
    lists: Mapping[str, str] = field(default_factory=dict)
