"""Twilio's Lookup v2, as far as this exchange plays it: what kind of line a number is."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from .errors import Code, RefusalError
from .identifiers import is_e164
from .reply import ApiCall, Reply

if TYPE_CHECKING:
    from .company import Exchange

LINE_TYPE: Final = "line_type_intelligence"
# Twilio: "Unprovisioned or out of coverage".
OUT_OF_COVERAGE: Final = 60600
_CALLING_CODES: Final = (("+1", "1", "US"), ("+44", "44", "GB"), ("+49", "49", "DE"))


class LineType(StrEnum):
    """What a number may be (https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence)."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    FIXED_VOIP = "fixedVoip"
    NON_FIXED_VOIP = "nonFixedVoip"
    PERSONAL = "personal"
    TOLL_FREE = "tollFree"
    PREMIUM = "premium"
    SHARED_COST = "sharedCost"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    PAGER = "pager"
    UNKNOWN = "unknown"

    @property
    def has_carrier(self) -> bool:
        """Twilio: carrier data isn't available for the others."""
        return self in (
            LineType.MOBILE,
            LineType.LANDLINE,
            LineType.FIXED_VOIP,
            LineType.NON_FIXED_VOIP,
        )


class Lookups:
    """The handler of `/v2/PhoneNumbers`, at Twilio on a host of its own."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def fetch(self, call: ApiCall) -> Reply:
        """Describe a number; its line type only where that is asked for, as it costs money.

        Stricter than Twilio, which reads national numbers too and has more `Fields`.
        """
        if not self._exchange.looks_up:
            raise RefusalError(Code.NOT_FOUND, call.path)
        fields = call.only(frozenset({"Fields"})).get("Fields", "")
        if fields not in ("", LINE_TYPE):
            raise RefusalError(Code.UNKNOWN_PARAMETER, fields)
        number = call.sid
        if not is_e164(number):
            raise RefusalError(Code.NOT_FOUND, call.path)
        if fields and not call.account.may_look_up:
            raise RefusalError(Code.LOOKUP_NOT_ENABLED)
        _, calling_code, country = next(
            (row for row in _CALLING_CODES if number.startswith(row[0])), ("", None, None)
        )
        return Reply(
            200,
            {
                "calling_country_code": calling_code,
                "caller_name": None,
                "call_forwarding": None,
                "country_code": country,
                "identity_match": None,
                "line_status": None,
                LINE_TYPE: self._line_type(number) if fields else None,
                "national_format": number,
                "phone_number": number,
                "phone_number_quality_score": None,
                "pre_fill": None,
                "reassigned_number": None,
                "sim_swap": None,
                "sms_pumping_risk": None,
                "url": f"https://lookups.twilio.com/v2/PhoneNumbers/{number}",
                "valid": True,
                "validation_errors": [],
            },
        )

    def _line_type(self, number: str) -> dict[str, object]:
        kind = self._exchange.line_types.get(number, LineType.MOBILE)
        carrier = kind is not None and kind.has_carrier
        return {
            "carrier_name": "Example Wireless" if carrier else None,
            "error_code": OUT_OF_COVERAGE if kind is None else None,
            "mobile_country_code": "310" if carrier else None,
            "mobile_network_code": "410" if kind is LineType.MOBILE else None,
            "type": kind,
        }
