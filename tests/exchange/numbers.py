"""The IncomingPhoneNumbers resource: which numbers an account has, and where they lead."""

from typing import Final

from .accounts import NUMBER_FIELDS, PhoneNumber
from .errors import Code, RefusalError
from .identifiers import is_web_address, now
from .reply import PAGING, ApiCall, Reply, page

LIST: Final = PAGING | {"PhoneNumber", "FriendlyName"}
UPDATE: Final = frozenset(NUMBER_FIELDS)


class Numbers:
    """The handlers of `/IncomingPhoneNumbers`."""

    def list(self, call: ApiCall) -> Reply:
        """List the account's numbers; `PhoneNumber` matches a part, as at Twilio."""
        given = call.only(LIST)
        part, name = given.get("PhoneNumber", "").strip("*"), given.get("FriendlyName")
        rows = [Row(index, number) for index, number in enumerate(call.account.numbers.values())]
        return page(
            call,
            "incoming_phone_numbers",
            reversed(rows),
            lambda row: (
                part in row.number.phone_number
                and (name is None or row.number.to_json()["friendly_name"] == name)
            ),
        )

    def fetch(self, call: ApiCall) -> Reply:
        """Return one number."""
        call.only(frozenset())
        return Reply(200, _find(call).to_json())

    def update(self, call: ApiCall) -> Reply:
        """Change where a number leads; "" clears, and nothing changes when anything is refused."""
        given = call.only(UPDATE)
        number = _find(call)
        changes: dict[str, str | bool] = {}
        for name, value in given.items():
            changes[NUMBER_FIELDS[name]] = _checked(name, value)
        _refuse_lone_fallback(number, changes)
        # Twilio: setting a trunk deletes the voice application, and the other way round.
        if changes.get("trunk_sid"):
            changes["voice_application_sid"] = ""
        elif changes.get("voice_application_sid"):
            changes["trunk_sid"] = ""
        for attribute, change in changes.items():
            setattr(number, attribute, change)
        number.updates += 1
        number.date_updated = now()
        return Reply(200, number.to_json())


class Row:
    """A number's place in the list."""

    def __init__(self, ordinal: int, number: PhoneNumber) -> None:
        self.ordinal = ordinal
        self.number = number

    def to_json(self) -> dict[str, object]:
        """Return the resource."""
        return self.number.to_json()


def _find(call: ApiCall) -> PhoneNumber:
    number = call.account.numbers.get(call.sid)
    if number is None:
        raise RefusalError(Code.NOT_FOUND, call.path)
    return number


def _checked(name: str, value: str) -> str | bool:
    if name == "VoiceCallerIdLookup":
        return value.lower() == "true"
    if name.endswith("Method"):
        if value.upper() not in {"GET", "POST"}:
            raise RefusalError(Code.INVALID_METHOD, value)
        return value.upper()
    if (name.endswith("Url") or name == "StatusCallback") and value and not is_web_address(value):
        raise RefusalError(Code.INVALID_URL, value)
    return value


def _refuse_lone_fallback(number: PhoneNumber, changes: dict[str, str | bool]) -> None:
    """Refuse a fallback without a primary: 21405 for voice, 21406 for texts."""
    for kind, code in (("voice", Code.VOICE_FALLBACK_ALONE), ("sms", Code.SMS_FALLBACK_ALONE)):
        fallback = changes.get(f"{kind}_fallback_url", getattr(number, f"{kind}_fallback_url"))
        primary = changes.get(f"{kind}_url", getattr(number, f"{kind}_url"))
        if fallback and not primary:
            raise RefusalError(code)
