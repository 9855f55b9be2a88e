"""Phone numbers: what can be texted, where a number is from, and how one is shown in a log."""

from enum import StrEnum
from functools import cache, lru_cache
import importlib
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

# Caller ids that mean "withheld", as carriers spell them, and the same words typed on a keypad,
# which arrive looking like numbers: ANONYMOUS, UNAVAILABLE, UNKNOWN, BLOCKED, RESTRICTED.
# Source: Twilio, "Why am I getting calls from +266696687?".
_WITHHELD_WORDS = frozenset(
    {"anonymous", "unknown", "restricted", "unavailable", "private", "blocked", "withheld"}
)
_KEYPAD_WORDS = frozenset({"266696687", "86282452253", "8656696", "2562533", "7378742833"})
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
_NORTH_AMERICA: Final = 1
# Of E.164, with its plus sign.
_LONGEST: Final = 16
_NO_COUNTRY: Final = "001"
_UNTEXTABLE = frozenset(
    {
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PAGER,
        phonenumbers.PhoneNumberType.UAN,
        phonenumbers.PhoneNumberType.VOICEMAIL,
    }
)
# Fewer than these are in too many numbers to tell any apart.
_FEWEST_TYPED: Final = 3
_NO_DIGITS: Final = re.compile(r"[^0-9]")
_PHONE_WORDS: Final = re.compile(r"[0-9+()./\s\u00a0-]{1,40}")
_LOOKS_DIALLABLE = re.compile(r"^\+?[\d\s().\-/]{1,40}$")


class NumberKind(StrEnum):
    """What a country's numbering plan says that a number is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    UNTEXTABLE = "untextable"
    """Premium rate, toll-free, shared cost, a pager, a company's access number or voicemail."""
    UNKNOWN = "unknown"
    """The plan does not say: texted like a mobile."""


def is_withheld(address: str | None) -> bool:
    """Tell whether a caller id (as the source gave it) names nobody."""
    if address is None:
        return True
    word = address.strip().lower()
    return not word or word in _WITHHELD_WORDS or word.removeprefix("+") in _KEYPAD_WORDS


@lru_cache(maxsize=4096)
def to_e164(address: str | None, country: str) -> str | None:
    """Return an address as E.164, or None where it is no subscriber's number.

    `country` is the ISO 3166 code that national forms are read in. Short codes, `sip:` and
    `client:` addresses, withheld ids and garbage give None. Only the numbering plan's lengths are
    checked, not its ranges: a range handed out after this library was made must still be texted.
    """
    if is_withheld(address) or address is None or not _LOOKS_DIALLABLE.match(address):
        return None
    # Callers mostly come as E.164 already: then what is asked of them next parses nothing again.
    number = _parsed(address, None if address.startswith("+") else country)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if written != address and _parsed(written, None) != number:
        # Written out, it would be somebody else's: zeros too many, of which each reading takes one.
        return None
    # Some plans have room for more digits than the world agreed on.
    return written if len(written) <= _LONGEST else None


def with_plus(digits: str, country: str) -> str:
    """Return a number whose plus sign may have got lost, with the sign where it had one.

    Home Assistant's templates make `+49…` a whole number, and leave `049…` as it is. So where
    national numbers begin with 0, one that does not had its sign; elsewhere it is what the country's
    own plan does not know, and the world's does.
    """
    abroad = _parsed(f"+{digits}", None)
    at_home = _parsed(digits, country)
    if phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) == "0":
        at_home = None
    for fits in (phonenumbers.is_valid_number, phonenumbers.is_possible_number):
        if at_home is not None and fits(at_home):
            return digits
        if abroad is not None and fits(abroad):
            return f"+{digits}"
    return digits


def with_own_plus(address: str, country: str) -> str:
    """Return a number of a country whose plus sign a list left out, with it; any other as it is.

    Of other countries it stays out: without its sign, theirs may be one at home that lost its zero.
    """
    if not address.isdecimal():
        return address
    written = with_plus(address, country)
    number = _parsed(written, country)
    own = number and number.country_code == phonenumbers.country_code_for_region(country)
    return written if own else address


def masked(address: str | None) -> str:
    """Return an address fit for a log: the last three digits of a number, nothing of the rest."""
    if not address:
        return "(none)"
    return f"…{address[-3:]}" if len(address) > 6 else "…"


def number_kind(e164: str) -> NumberKind:
    """Tell what a number is by its country's plan.

    Where a plan does not part landlines from mobiles (North America), or does not know the range
    yet, the kind is unknown: a range newer than this library must still be texted.
    """
    return _looked_up(e164)[0]


def is_short_code(address: str | None) -> bool:
    """Tell whether an address is a short code: three to six digits, nobody's number."""
    return address is not None and _SHORT_CODE.fullmatch(address.strip()) is not None


def country_of(e164: str) -> str | None:
    """Return the ISO 3166 code of a number's country, None for satellites and the like.

    North America is split by area code. Elsewhere a range that the plan does not know yet belongs
    to the country that its code is named for.
    """
    return _looked_up(e164)[1]


@lru_cache(maxsize=4096)
def zones_of(e164: str) -> tuple[ZoneInfo, ...]:
    """Return the time zones that a number may lie in; none where it is from nowhere in particular.

    As far as its plan says: of mobiles in Australia, Russia or Brazil it names one zone only.
    Call `warm_up` once before, off the event loop: the first call imports and reads files.
    """
    number = _parsed(e164, None)
    if number is None or country_of(e164) is None or number_kind(e164) is NumberKind.UNTEXTABLE:
        return ()
    # Kept out of Home Assistant's start: importing it takes as long as all else here.
    from phonenumbers import timezone  # noqa: PLC0415

    names = timezone.time_zones_for_geographical_number(number)
    return tuple(zone for zone in map(_zone, names) if zone is not None)


def warm_up(*countries: str) -> None:
    """Import and read what the functions above would otherwise do at their first call.

    Blocking: run it in an executor. `countries` are those whose numbers are expected; of another,
    the first number costs the import of one small file.
    """
    importlib.import_module("phonenumbers.timezone")
    from phonenumbers.tzdata import TIMEZONE_DATA  # noqa: PLC0415

    for name in {name for names in TIMEZONE_DATA.values() for name in names}:
        _zone(name)
    for country in countries:
        code = phonenumbers.country_code_for_region(country)
        for region in phonenumbers.region_codes_for_country_code(code):
            phonenumbers.PhoneMetadata.metadata_for_region(region)


def typed_prefixes(typed: str, country: str) -> tuple[str, ...]:
    """Return what a number (E.164) may begin with that somebody has begun to type; nothing for words.

    `country` is the ISO 3166 code that national forms are read in.
    """
    digits = _NO_DIGITS.sub("", typed)
    if len(digits) < _FEWEST_TYPED or _PHONE_WORDS.fullmatch(typed.strip()) is None:
        return ()
    if typed.strip().startswith("+"):
        return (f"+{digits}",)
    if digits.startswith("00"):
        return (f"+{digits[2:]}",)
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    national = digits.removeprefix(trunk)
    at_home = f"+{phonenumbers.country_code_for_region(country)}{national}"
    # Without its plus, an international number looks like a national one.
    return tuple(dict.fromkeys((at_home, f"+{digits}")))


def prefix_of(e164: str) -> str:
    """Return a number without its last four digits: what the numbers of one burst share."""
    return e164[:-4]


@lru_cache(maxsize=4096)
def _looked_up(e164: str) -> tuple[NumberKind, str | None]:
    """Look up a number in its plan: while the phone rings, so that it is known when nobody answers."""
    number = _parsed(e164, None)
    if number is None:
        return NumberKind.UNKNOWN, None
    return _kind_of(number), _country_of(number)


def _kind_of(number: phonenumbers.PhoneNumber) -> NumberKind:
    kind = phonenumbers.number_type(number)
    if kind in _UNTEXTABLE:
        return NumberKind.UNTEXTABLE
    if kind == phonenumbers.PhoneNumberType.MOBILE:
        return NumberKind.MOBILE
    if kind == phonenumbers.PhoneNumberType.FIXED_LINE:
        return NumberKind.LANDLINE
    return NumberKind.UNKNOWN


def _country_of(number: phonenumbers.PhoneNumber) -> str | None:
    country = phonenumbers.region_code_for_number(number)
    if country is None and number.country_code != _NORTH_AMERICA:
        country = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return None if country in {None, _NO_COUNTRY, phonenumbers.UNKNOWN_REGION} else country


@lru_cache(maxsize=4096)
def _parsed(address: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(address, country)
    except phonenumbers.NumberParseException:
        return None


@cache
def _zone(name: str) -> ZoneInfo | None:
    """Return a zone, None where this machine's list does not have it. Bounded by the plan's names.

    Kept for good: `ZoneInfo` forgets all but a few, and would read its file again on the event loop.
    """
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def spoken(peer: str, country: str | None = None) -> str:
    """Return a number (E.164) as people of a country (ISO 3166) write it; a name stays as it is.

    Where no country is named, it is written as it is dialled from everywhere.
    """
    if (number := _parsed(peer, None)) is None:
        return peer
    at_home = country is not None and country_of(peer) == country
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
