"""Where somebody is: a postcode of the shop's country, or a street with its number.

Digits that are no postcode (a price, a size, a year, a telephone number) are told by what is around
them; where a postcode is four digits alone, its town has to follow.
"""

import re
from typing import Final

_FIVE: Final = r"\d{5}"
_THREE_TWO: Final = r"\d{3} ?\d{2}"
_WITH_TOWN: Final = (
    # No year: "a 2012 Ford".
    r"(?!19[5-9]|20[0-3])\d{4}(?=,? [A-ZÀ-Þ]\w{2})"
    r"|(?<=NSW )\d{4}|(?<=VIC )\d{4}|(?<=QLD )\d{4}|(?<=\bSA )\d{4}|(?<=\bWA )\d{4}"
    r"|(?<=TAS )\d{4}|(?<=ACT )\d{4}|\A\d{4}\Z"
)
_BRITISH: Final = r"(?i:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})"
_SHAPES: Final = {
    **dict.fromkeys(("US", "PR"), r"\d{5}(?:-\d{4})?"),
    **dict.fromkeys(("GB", "GG", "IM", "JE"), _BRITISH),
    "CA": r"(?i:[a-ceghj-nprstvxy]\d[a-z][ -]?\d[a-z]\d)",
    "IE": r"(?i:(?:[ac-fhknprtv-y]\d{2}|d6w) ?[\dac-fhknprtv-y]{4})",
    "NL": r"[1-9]\d{3} ?[A-Z]{2}|[1-9]\d{3}[a-z]{2}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "BR": r"\d{5}-?\d{3}",
    "JP": r"\d{3}-\d{4}",
    **dict.fromkeys(("SE", "CZ", "SK", "GR"), _THREE_TWO),
    **dict.fromkeys(("DE", "FR", "ES", "IT", "FI", "EE", "HR", "MX", "TR", "UA", "LT"), _FIVE),
    **dict.fromkeys(("AT", "AU", "BE", "CH", "DK", "HU", "LU", "NO", "NZ", "SI", "ZA"), _WITH_TOWN),
}
_NOT_BEFORE: Final = r"(?<![\w$€£#.,+/-])(?<!\d )(?<![$€£] )"
_NOT_AFTER: Final = (
    r"(?![\w%€$£]|[.,/-]\d| \d| ?(?:€|\$|£|%)"
    r"| (?i:eur|euros?|dollars?|usd|pounds?|francs?|km|miles?|sq|ft|btu|kw|kwh|gallons?|lit\w+)\b)"
)
_POSTCODES: Final = {
    country: re.compile(f"{_NOT_BEFORE}(?:{shape}){_NOT_AFTER}")
    for country, shape in _SHAPES.items()
}

# In no name of a street.
_BETWEEN: Final = (
    "in|on|of|the|a|an|my|our|to|for|is|are|at|and|or|with|by|before|after|mail|e-mail|email|text|sms"
    "|whatsapp|phone"
)
_NAME: Final = rf"(?!(?:{_BETWEEN})\b)[^\W\d_][\w'’.-]*"
_NUMBER: Final = r"\d{1,5}(?: ?[a-zA-Z]\b|/\d{1,3})?"
_ENGLISH: Final = (
    "street st road rd avenue ave lane ln drive dr court ct close way place pl boulevard blvd terrace"
    " crescent square sq highway hwy parkway pkwy circle cir grove gardens mews"
).replace(" ", "|")
_FRENCH: Final = "rue|avenue|av|boulevard|bd|bld|chemin|impasse|place|all[ée]e|route|quai|cours"
_SPANISH: Final = "calle|c/|avenida|avda|av|plaza|pza|paseo|carretera|camino|ronda"
_ITALIAN: Final = "via|viale|piazza|piazzale|corso|vicolo|largo|strada"
_GERMAN: Final = "stra(?:ß|ss)e|str|weg|platz|allee|gasse|ring|damm|ufer|hof"
_STREET: Final = re.compile(
    # 12 Elm Street
    rf"\b{_NUMBER}(?: {_NAME}){{1,3}} (?:{_ENGLISH})\b\.?"
    # 5 bis, rue de la Paix
    rf"|\b\d{{1,4}}(?: ?(?:bis|ter|[a-d]))?,? (?:{_FRENCH})\.?(?: {_NAME}){{1,5}}"
    # Calle Mayor, 3; via Roma 12
    rf"|\b(?:{_SPANISH}|{_ITALIAN})\.?(?: ?{_NAME})(?: {_NAME}){{0,4}},? (?:n[.º°]? ?)?{_NUMBER}"
    # Hauptstraße 5; Am Alten Weg 3
    rf"|\b(?:{_NAME}[ -])?(?:[^\W\d_]{{2,}}[ -]?)(?:{_GERMAN})\.? ?{_NUMBER}",
    re.IGNORECASE,
)
# A street and a postcode so near each other are one address.
_NEAR: Final = 20


def place_in(text: str, country: str) -> str | None:
    """Return the words that tell where somebody is, as they were written."""
    span = place_span(text, country)
    return None if span is None else text[slice(*span)].strip()


def place_span(text: str, country: str) -> tuple[int, int] | None:
    """Return where words tell where somebody is. `country` (ISO 3166) has the postcodes."""
    text = text.rstrip()
    known = _POSTCODES.get(country)
    code = None if known is None else known.search(text)
    street = _STREET.search(text)
    if code is None or street is None:
        found = code or street
        return None if found is None else found.span()
    start, end = min(code.start(), street.start()), max(code.end(), street.end())
    length = sum(each.end() - each.start() for each in (code, street))
    return (start, end) if end - start - length <= _NEAR else street.span()
