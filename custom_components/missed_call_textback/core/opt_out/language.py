"""What one language has to say about being texted."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words and phrases of one language; see wording/phrases.py for how a phrase is written.

    Each `..._texts` is what somebody sends as the whole text, separated by commas.
    """

    stop_texts: str
    unsure_texts: str
    start_texts: str
    help_texts: str
    # Dropped wherever they stand: politeness and swearing change nothing.
    noise: str
    # Dropped where a clause begins or ends; may be several words, separated by commas.
    edges: str
    stop: str
    unsure: str
    conversation: str
    lists: Mapping[str, str] = field(default_factory=dict)
