"""The refusals that an owner meets most, each with words of its own and the page where it is mended."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from .const import CarrierKind
from .providers.health import Trouble
from .vendor_pages import (
    ACTION,
    ANDROID,
    BILLING,
    CALLED_COUNTRIES,
    COMPATIBLE,
    CONSOLE,
    COUNTRIES,
    ERROR_CODES,
    LOCAL_REGISTRATION,
    NUMBERS,
    TOLL_FREE_REGISTRATION,
    VERIFIED,
)


class Refusal(NamedTuple):
    """What to tell of an error code. An examination may find the same `trouble`."""

    key: str
    page: str | None
    trouble: Trouble | None = None


_SUSPENDED: Final = Refusal("texts_refused_suspended", CONSOLE, Trouble.ACCOUNT_SUSPENDED)
_WRONG_SENDER: Final = Refusal("texts_refused_sender", NUMBERS)
_DAY_IS_FULL: Final = Refusal("texts_refused_day_is_full", LOCAL_REGISTRATION)
_KNOWN: Final[Mapping[str, Refusal]] = {
    "20005": _SUSPENDED,
    "21212": _WRONG_SENDER,
    "21408": Refusal("texts_refused_country", COUNTRIES, Trouble.COUNTRY_FORBIDDEN),
    "21601": _WRONG_SENDER,
    "21603": _WRONG_SENDER,
    "21606": _WRONG_SENDER,
    "21608": Refusal("texts_refused_trial", BILLING, Trouble.ACCOUNT_TRIAL),
    "30002": _SUSPENDED,
    "30022": _DAY_IS_FULL,
    "30023": _DAY_IS_FULL,
    "30027": _DAY_IS_FULL,
    "30032": Refusal(
        "texts_refused_toll_free", TOLL_FREE_REGISTRATION, Trouble.SENDER_UNREGISTERED
    ),
    "30034": Refusal("texts_refused_unregistered", LOCAL_REGISTRATION, Trouble.SENDER_UNREGISTERED),
}


_PHONE: Final = Refusal("texts_refused_phone", ANDROID)
# What a carrier other than Twilio says is in its own words.
_OF_OTHERS: Final[Mapping[CarrierKind, Refusal]] = {
    CarrierKind.SMSGATE: _PHONE,
    CarrierKind.HTTPSMS: _PHONE,
    CarrierKind.ACTION: Refusal("texts_refused_action", ACTION),
}


# What was asked again up to a bound: the company was not reached, or took no more requests.
_NOT_TAKEN: Final = ("unreachable", "20429")
_CALL_COUNTRY: Final = Refusal("team_call_refused_country", CALLED_COUNTRIES)
_CALLS: Final[Mapping[str, Refusal]] = {
    "13227": _CALL_COUNTRY,
    "21203": _CALL_COUNTRY,
    "21215": _CALL_COUNTRY,
    "21219": Refusal("team_call_refused_trial", VERIFIED),
    "32205": _CALL_COUNTRY,
}


def team_call_refusal_of(code: str, *, like_twilio: bool) -> Refusal:
    """Return what to tell of a code with which a call to the team was refused."""
    if code in _NOT_TAKEN:
        return Refusal("team_call_not_taken", None)
    if like_twilio:
        return Refusal("team_call_refused", COMPATIBLE)
    page = f"{ERROR_CODES}/{code}" if code.isdecimal() else None
    return _CALLS.get(code, Refusal("team_call_refused", page))


def refusal_of(
    code: str, kind: CarrierKind = CarrierKind.TWILIO, *, like_twilio: bool = False
) -> Refusal:
    """Return what to tell of a carrier's code; of one that is not known, where to look it up.

    `like_twilio` is a company that speaks Twilio's language, and has pages of its own.
    """
    if like_twilio:
        return Refusal("texts_refused_company", COMPATIBLE)
    if (refusal := _OF_OTHERS.get(kind)) is not None:
        return refusal
    page = f"{ERROR_CODES}/{code}" if code.isdecimal() else None
    return _KNOWN.get(code, Refusal("texts_refused", page))
