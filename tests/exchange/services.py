"""What is read of an account beside its calls and texts: itself, its services, where it may text."""

from typing import TYPE_CHECKING

import phonenumbers

from .accounts import Service
from .errors import Code, RefusalError
from .reply import PAGING, ApiCall, Reply, page_of_newer_api

if TYPE_CHECKING:
    from .company import Exchange


class _Sender:
    """A number's place in a service."""

    def __init__(self, ordinal: int, service: Service, number: str, sid: str) -> None:
        self.ordinal = ordinal
        self._resource = {
            "account_sid": service.account_sid,
            "capabilities": ["SMS", "Voice"],
            "country_code": "US",
            "phone_number": number,
            "service_sid": service.sid,
            "sid": sid,
        }

    def to_json(self) -> dict[str, object]:
        """Return the resource."""
        return dict(self._resource)


class Services:
    """The handlers of `/Accounts/{sid}`, `/v1/Services` and `/v1/Messaging/GeoPermissions`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def account(self, call: ApiCall) -> Reply:
        """Return the account (Twilio: standard API keys may not read `/Accounts`)."""
        call.only(frozenset())
        if call.by_key:
            raise RefusalError(Code.AUTHENTICATE)
        return Reply(200, call.account.to_json())

    def list(self, call: ApiCall) -> Reply:
        """List the messaging services, newest first."""
        call.only(PAGING)
        services = reversed(call.account.services.values())
        return page_of_newer_api(call, self._exchange.api_base, "services", services)

    def numbers(self, call: ApiCall) -> Reply:
        """List the numbers of a service."""
        call.only(PAGING)
        service = call.account.services.get(call.sid)
        if service is None:
            raise RefusalError(Code.NOT_FOUND, call.path)
        senders = [
            _Sender(index, service, number, owned.sid)
            for index, number in enumerate(service.numbers)
            if (owned := self._exchange.find_number(number)) is not None
        ]
        base = self._exchange.api_base
        return page_of_newer_api(call, base, "phone_numbers", reversed(senders))

    def permissions(self, call: ApiCall) -> Reply:
        """Tell which countries may be texted (https://www.twilio.com/docs/iam/api, GeoPermissions)."""
        given = call.only(frozenset({"CountryCode"}))
        wanted = given.get("CountryCode")
        countries = [wanted] if wanted else ["DE", "GB", "US"]
        permissions = [
            {
                "country_code": country,
                "enabled": not any(
                    f"+{phonenumbers.country_code_for_region(country)}".startswith(prefix)
                    for prefix in call.account.geo_blocked
                ),
                "error_code": 0,
                "error_messages": [],
                "type": "country",
            }
            for country in countries
        ]
        return Reply(200, {"permissions": permissions})
