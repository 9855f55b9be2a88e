"""The texts a shop starts from, by trade and language: business first, one apology, one question.

They are written in letters of GSM-7 alone, since one letter outside it (a Spanish or French accent
that the alphabet lacks) more than halves what a segment holds.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from . import de, en, es, fr, it
from .trades import GENERIC_TRADE, StartingTexts, Trade

__all__ = [
    "DEFAULT_TEXTS",
    "GENERIC_TRADE",
    "LANGUAGES",
    "OPT_OUT_FOOTER",
    "STARTING_TEXTS",
    "StartingTexts",
    "Trade",
    "in_language",
    "starting_texts",
]

# The first is what any other language falls back to.
LANGUAGES: Final = ("en", "es", "fr", "de", "it")

_MODULES: Final = dict(zip(LANGUAGES, (en, es, fr, de, it), strict=True))
# Plain strings as keys: they become options of a form and are saved with the shop.
_LIBRARY: Final[Mapping[str, Mapping[str, StartingTexts]]] = MappingProxyType(
    {
        language: MappingProxyType({trade.value: module.TEXTS[trade] for trade in Trade})
        for language, module in _MODULES.items()
    }
)

STARTING_TEXTS: Final = _LIBRARY["en"]

# Said at the end of a first text, where the shop wants it or its country asks for it. STOP is the
# one word that every carrier acts on by itself, so it stands in each language.
OPT_OUT_FOOTER: Final[Mapping[str, str]] = MappingProxyType(
    {language: module.OPT_OUT_FOOTER for language, module in _MODULES.items()}
)

# For `str.format(business=…)`: what is sent where the owner's own template breaks.
DEFAULT_TEXTS: Final[Mapping[str, StartingTexts]] = MappingProxyType(
    {language: module.DEFAULT for language, module in _MODULES.items()}
)


def in_language[Texts](texts: Mapping[str, Texts], language: str) -> Texts:
    """Return what there is in a language; in English for any other tongue."""
    return texts.get(language, texts[LANGUAGES[0]])


def starting_texts(trade: str, language: str) -> StartingTexts:
    """Return a trade's templates; the generic ones for any other trade, English for any tongue."""
    texts = _LIBRARY.get(language, STARTING_TEXTS)
    return texts.get(trade, texts[GENERIC_TRADE])
