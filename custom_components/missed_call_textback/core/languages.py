"""Which of a shop's languages a caller is texted in."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from .numbers import country_of

_FALLBACK: Final = "en"
_NO_RULES: Final[Mapping[str, str]] = MappingProxyType({})

# Countries with one language of everyday business. Those with several (Switzerland, Belgium,
# Luxembourg, South Africa …) are left out on purpose: the shop's default is the better guess.
_COUNTRIES: Final = {
    "en": "AG AI AU BB BM BS CA DM GB GD GG GI GY IE IM JE JM KN KY LC MS NZ TC TT US VC VG VI",
    "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
    "fr": "BL CD CG CI FR GA GF GP MC MF ML MQ NC PF PM RE SN WF YT",
    "de": "AT DE LI",
    "it": "IT SM VA",
    "pt": "AO BR MZ PT",
    "nl": "NL",
}
_LANGUAGE_OF_COUNTRY: Final = {
    country: language for language, countries in _COUNTRIES.items() for country in countries.split()
}
# Area codes of Quebec, with those laid over them later. Source: Canadian Numbering Administrator.
_QUEBEC: Final = frozenset(
    ["263", "354", "367", "418", "438", "450", "468", "514", "579", "581", "819", "873"]
)


def language_of(
    e164: str,
    *,
    spoken: Sequence[str],
    fixed: str | None = None,
    by_prefix: Mapping[str, str] = _NO_RULES,
    heard: str | None = None,
) -> str:
    """Return the language to text a number in.

    `spoken` are the shop's languages, its default first. What the owner `fixed` for this caller
    wins, then the owner's rule for the longest beginning of the number, then what the caller was
    `heard` in, then the language of the number's region; all but the first only if the shop speaks
    them.
    """
    if fixed:
        return fixed
    for told in (_language_of_prefix(e164, by_prefix), heard, _language_of_region(e164)):
        if told and (known := _among(spoken, told)):
            return known
    return spoken[0] if spoken else _FALLBACK


def worth_noting(
    heard: str, e164: str, *, spoken: Sequence[str], by_prefix: Mapping[str, str] = _NO_RULES
) -> str | None:
    """Return the language somebody was heard in, or None where they would be texted in it anyhow.

    Of most callers nothing has to be kept, then: they write as people of their region do.
    """
    anyhow = language_of(e164, spoken=spoken, by_prefix=by_prefix)
    with_it = language_of(e164, spoken=spoken, by_prefix=by_prefix, heard=heard)
    return None if with_it == anyhow else heard


def primary(language: str) -> str:
    """Return the language of a tag without its country: `es` of `es-MX`."""
    return language.replace("_", "-").partition("-")[0].strip().lower()


def _among(spoken: Sequence[str], language: str) -> str | None:
    if language in spoken:
        return language
    wanted = primary(language)
    return next((candidate for candidate in spoken if primary(candidate) == wanted), None)


def _language_of_prefix(e164: str, by_prefix: Mapping[str, str]) -> str | None:
    longest = max((prefix for prefix in by_prefix if e164.startswith(prefix)), key=len, default="")
    return by_prefix.get(longest)


def _language_of_region(e164: str) -> str | None:
    country = country_of(e164)
    if country == "CA" and e164[2:5] in _QUEBEC:
        return "fr"
    return _LANGUAGE_OF_COUNTRY.get(country or "")
