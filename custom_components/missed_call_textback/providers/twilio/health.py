"""What may be wrong with a Twilio account and its numbers, and leading a number here again.

One examination is five requests (numbers, account, balance, services, permission), one more for
each line, and one for each messaging service that may take texts.
"""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from functools import partial
from http import HTTPStatus
import logging
from typing import Final, override
from urllib.parse import urlsplit

from ...core.shop import Line, Shop
from ..asking import ApiError
from ..health import Examiner, Finding, Trouble, Unexamined
from .client import ApiRefused, BadCredentials, Json, TwilioClient
from .dialect import TWILIO, Dialect
from .hosted import hosted_fallback
from .number_info import taken_by
from .numbers import astray, point_here
from .reactions import ACCOUNT_NOT_ACTIVE, UNREGISTERED
from .resources import number_in, sid_of, text_in
from .steps import leads_to

_LOGGER = logging.getLogger(__name__)
# Fifty texts of two segments cost about 1 USD in the United States, and about 5 where texts are dear,
# as in Germany. Below that a busy day may be the last one.
_LOW: Final = Decimal(5)
# The one currency of Twilio's in which five units are next to nothing.
_LOW_IN: Final = {"JPY": Decimal(750)}
_LATEST_TEXTS: Final = 20
_MOST_SERVICES: Final = 10
_ENDED_BADLY: Final = frozenset({"undelivered", "failed"})
_URL_LENGTH: Final = 4000

type _Check = Callable[[], Awaitable[list[Finding]]]


class TwilioExaminer(Examiner):
    """Examines the account and the numbers of one shop.

    A check of what the company has not, or that the key may not make, finds nothing. One that cannot
    be made just now repeats what it found last, so that no trouble seems to come and go with the
    connection.
    """

    def __init__(
        self, client: TwilioClient, shop: Shop, public_url: str, dialect: Dialect = TWILIO
    ) -> None:
        self._client = client
        self._dialect = dialect
        self._shop = shop
        self._public_url = public_url
        self._last: dict[str, list[Finding]] = {}

    @override
    async def examine(self) -> list[Finding]:
        try:
            resources = await self._client.number_resources()
        except ApiError as error:
            if _is_inactive(error):
                return [Finding(trouble=Trouble.ACCOUNT_SUSPENDED)]
            raise Unexamined(str(error)) from None
        numbers = {text_in(resource, "phone_number"): resource for resource in resources}
        found = [finding for line in self._shop.lines for finding in self._number(line, numbers)]
        checks: list[tuple[str, _Check, bool]] = [
            ("account", self._account, True),
            ("balance", self._balance, self._dialect.balance),
            ("services", self._services, self._dialect.services),
            ("country", self._country, self._dialect.permissions),
        ]
        for name, check, has_it in checks:
            if has_it:
                found += await self._checked(name, check)
        for line in self._shop.lines:
            if line.number in numbers:
                found += await self._checked(f"texts of {line.id}", partial(self._texts, line))
        return found

    @override
    async def mend(self, line: Line) -> None:
        try:
            resources = await self._client.number_resources()
            sid = next(
                (
                    sid_of(each)
                    for each in resources
                    if text_in(each, "phone_number") == line.number
                ),
                None,
            )
            if sid is None:
                raise Unexamined("the number is gone")
            fallback = self._fallback(line)
            await point_here(self._client, sid, self._public_url, fallback)
        except ApiError as error:
            raise Unexamined(str(error)) from None

    async def _checked(self, name: str, check: _Check) -> list[Finding]:
        try:
            found = await check()
        except ApiError as error:
            _LOGGER.debug("The check of the %s cannot be made: %s", name, error)
            if not _is_refusal(error):
                return self._last.get(name, [])
            found = []
        self._last[name] = found
        return found

    def _number(self, line: Line, numbers: dict[str, Json]) -> list[Finding]:
        resource = numbers.get(line.number)
        if resource is None:
            return [Finding(trouble=Trouble.NUMBER_GONE, line_id=line.id)]
        if (by := taken_by(resource)) is not None:
            taken = Finding(trouble=Trouble.NUMBER_TAKEN, line_id=line.id, details={"by": by.value})
            return [taken]
        wrong = astray(resource, self._public_url, self._fallback(line))
        if not wrong:
            return []
        elsewhere = Finding(
            trouble=Trouble.NUMBER_LED_ELSEWHERE,
            line_id=line.id,
            mendable=True,
            details={"host": _host(wrong)},
        )
        return [elsewhere]

    def _fallback(self, line: Line) -> str | None:
        return hosted_fallback(self._shop, line) if self._dialect.hosts_fallback else None

    async def _account(self) -> list[Finding]:
        account = await self._client.account()
        if text_in(account, "status") in ("suspended", "closed"):
            return [Finding(trouble=Trouble.ACCOUNT_SUSPENDED)]
        if text_in(account, "type") == "Trial":
            return [Finding(trouble=Trouble.ACCOUNT_TRIAL)]
        return []

    async def _balance(self) -> list[Finding]:
        balance = await self._client.balance()
        currency = balance.currency.upper()
        if balance.amount >= _LOW_IN.get(currency, _LOW):
            return []
        details = {"balance": f"{balance.amount:.2f}", "currency": currency}
        return [Finding(trouble=Trouble.LOW_BALANCE, details=details)]

    async def _services(self) -> list[Finding]:
        """Look for a messaging service that answers a line's texts itself, or throws them away."""
        lines = {line.number: line for line in self._shop.lines}
        found = []
        for service in filter(self._takes_texts, (await self._client.services())[:_MOST_SERVICES]):
            if (sid := sid_of(service)) is None:
                continue
            for number in await self._client.numbers_of_service(sid):
                if (line := lines.get(text_in(number, "phone_number"))) is not None:
                    taken = Finding(
                        trouble=Trouble.SERVICE_TAKES_TEXTS,
                        line_id=line.id,
                        details={"service": text_in(service, "friendly_name") or sid},
                    )
                    found.append(taken)
        return found

    def _takes_texts(self, service: Json) -> bool:
        if service.get("use_inbound_webhook_on_number") is True:
            return False
        inbound = text_in(service, "inbound_request_url", _URL_LENGTH)
        return not leads_to(self._public_url, inbound)

    async def _country(self) -> list[Finding]:
        country = self._shop.country.upper()
        if await self._client.may_text(country) is not False:
            return []
        return [Finding(trouble=Trouble.COUNTRY_FORBIDDEN, details={"country": country})]

    async def _texts(self, line: Line) -> list[Finding]:
        """Look whether carriers filter what a line sends, and none came through since."""
        for text in await self._client.latest_texts(line.number, _LATEST_TEXTS):
            status, code = text_in(text, "status"), number_in(text, "error_code")
            if status == "delivered":
                break
            if status in _ENDED_BADLY and code in UNREGISTERED:
                unregistered = Finding(
                    trouble=Trouble.SENDER_UNREGISTERED,
                    line_id=line.id,
                    details={"code": str(code)},
                )
                return [unregistered]
        return []


def _is_inactive(error: ApiError) -> bool:
    return isinstance(error, ApiRefused) and error.code == ACCOUNT_NOT_ACTIVE


def _is_refusal(error: ApiError) -> bool:
    """Tell whether asking again would be refused again."""
    refused = isinstance(error, (ApiRefused, BadCredentials))
    return refused and error.status != HTTPStatus.TOO_MANY_REQUESTS


def _host(addresses: list[str]) -> str:
    """Return the host of the first address that has one; nothing may be set at all."""
    for address in addresses:
        try:
            if host := urlsplit(address).hostname:
                return host
        except ValueError:
            continue
    return "-"
