"""A phone number of the account, as its resource describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self


class TakenBy(StrEnum):
    """What else takes a number's calls or texts: Twilio then ignores the addresses set on it."""

    VOICE_APPLICATION = "voice_application"
    SMS_APPLICATION = "sms_application"
    TRUNK = "trunk"


_TAKEN: Final = {
    "voice_application_sid": TakenBy.VOICE_APPLICATION,
    "sms_application_sid": TakenBy.SMS_APPLICATION,
    "trunk_sid": TakenBy.TRUNK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberInfo:
    """A phone number of the account; `number` is E.164, `name` as its owner called it."""

    sid: str
    number: str
    name: str
    country: str | None
    voice: bool
    sms: bool
    taken_by: TakenBy | None

    @classmethod
    def parse(cls, resource: Mapping[str, Any]) -> Self | None:
        """Read Twilio's IncomingPhoneNumber; None where it lacks what makes a number."""
        sid, number = resource.get("sid"), resource.get("phone_number")
        if not isinstance(sid, str) or not isinstance(number, str) or not sid or not number:
            return None
        country = resource.get("iso_country") or resource.get("country_code")
        capabilities = resource.get("capabilities")
        if not isinstance(capabilities, dict):
            capabilities = {}
        # Companies disagree on how the names are written.
        able = {str(name).lower(): value for name, value in capabilities.items()}
        return cls(
            sid=sid,
            number=number,
            name=str(resource.get("friendly_name") or number),
            country=country if isinstance(country, str) else None,
            voice=able.get("voice") is True,
            sms=able.get("sms") is True,
            taken_by=taken_by(resource),
        )


def taken_by(resource: Mapping[str, Any]) -> TakenBy | None:
    """Return what else takes a number's calls or texts, if anything does."""
    return next((taken for name, taken in _TAKEN.items() if resource.get(name)), None)
