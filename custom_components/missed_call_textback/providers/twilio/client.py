"""Twilio's REST API, as far as it is needed, over a session that is passed in.

Not Twilio's own client: that is synchronous, and blocks the event loop at its first use.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
import json
import re
from typing import Any, Final, override
from urllib.parse import quote, urlencode, urljoin, urlsplit

import aiohttp

from ..asking import ApiError, ApiUnclear, ask
from ..forms import write_form
from .dates import moment
from .number_info import NumberInfo
from .resources import number_in

API_BASE: Final = "https://api.twilio.com"
_VERSION: Final = "2010-04-01"
_LONGEST_ANSWER: Final = 2 * 1024 * 1024
# Four minutes of a telephone's sound; our own answering machine stops at two.
_LONGEST_SOUND: Final = 4 * 1024 * 1024
_MOST_PAGES: Final = 50
_PAGE_SIZE: Final = 100
# Of logs. A page of twice this many calls may be longer than the longest answer.
_LOG_PAGE_SIZE: Final = 200
# A log goes no further, and does not say so.
MOST_LISTED: Final = _MOST_PAGES * _LOG_PAGE_SIZE
_DIGITS = re.compile(r"\+?\d[\d\s().-]{4,}\d")

type Json = dict[str, Any]


class BadCredentials(ApiError):
    """Twilio does not take the user name or the password."""

    status = HTTPStatus.UNAUTHORIZED


class ApiRefused(ApiError):
    """Twilio understood and refused; nothing was done. `code` is from its error dictionary."""

    status: int

    def __init__(self, status: int, code: int | None, message: str) -> None:
        super().__init__(f"HTTP {status}, error {code}: {message}")
        self.status = status
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left on the account."""

    amount: Decimal
    currency: str


class TwilioClient:
    """One account at Twilio, or at a company that speaks the same language (`api_base`).

    `username` and `password` are the account's SID and token, or an API key and its secret.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        account_sid: str,
        username: str,
        password: str,
        api_base: str = API_BASE,
    ) -> None:
        self._session = session
        self._username = username
        self._password = password
        self._api_base = api_base.rstrip("/")
        self._account = f"{self._api_base}/{_VERSION}/Accounts/{quote(account_sid, safe='')}"

    @property
    def account_url(self) -> str:
        """Where all that is the account's is."""
        return self._account

    @override
    def __repr__(self) -> str:
        return f"<TwilioClient at {urlsplit(self._account).netloc}>"

    async def account(self) -> Json:
        """Return the account itself, which no standard API key may read. Raises ApiError."""
        return await self._ask("GET", f"{self._account}.json")

    async def numbers(self) -> list[NumberInfo]:
        """Return the account's phone numbers. Raises ApiError."""
        numbers = map(NumberInfo.parse, await self.number_resources())
        return [number for number in numbers if number is not None]

    async def number_resources(self) -> list[Json]:
        """Return the account's phone numbers with all that is set on them. Raises ApiError."""
        url = f"{self._account}/IncomingPhoneNumbers.json?PageSize={_PAGE_SIZE}"
        return [
            item async for items in self._pages(url, "incoming_phone_numbers") for item in items
        ]

    async def number(self, sid: str) -> Json:
        """Return one phone number. Raises ApiError."""
        return await self._ask("GET", f"{self._account}/IncomingPhoneNumbers/{_safe(sid)}.json")

    async def update_number(self, sid: str, fields: Mapping[str, str]) -> Json:
        """Change one phone number and return it. Raises ApiError."""
        url = f"{self._account}/IncomingPhoneNumbers/{_safe(sid)}.json"
        return await self._ask("POST", url, fields)

    async def create_message(self, fields: Mapping[str, str]) -> Json:
        """Hand over a text and return what Twilio made of it. Raises ApiError."""
        return await self._ask("POST", f"{self._account}/Messages.json", fields)

    async def create_call(self, fields: Mapping[str, str]) -> Json:
        """Ask for a call and return what Twilio made of it. Raises ApiError."""
        return await self._ask("POST", f"{self._account}/Calls.json", fields)

    def calls_since(
        self, day: date, to: str | None = None, *, most_pages: int = _MOST_PAGES
    ) -> AsyncIterator[list[Json]]:
        """Yield the calls that began on a day (GMT) or later, newest first. Raises ApiError.

        They come page by page: all calls of a busy day are a lot to hold at once. Of very many only
        the newest. A call is younger than the one that it is a leg of: where one is returned, so are
        its legs. `to` leaves out legs, and calls to other numbers.
        """
        query = {"PageSize": str(_LOG_PAGE_SIZE), "StartTime>": day.isoformat()}
        if to is not None:
            query["To"] = to
        return self._pages(f"{self._account}/Calls.json?{urlencode(query)}", "calls", most_pages)

    async def texts_since(
        self, since: datetime, *, to: str | None = None, sender: str | None = None
    ) -> AsyncIterator[list[Json]]:
        """Yield, page by page, the texts to or from a number made after a time. Raises ApiError.

        Of more than MOST_LISTED only the newest. One without a date is looked at, never overlooked.

        Twilio would choose by when a text was sent, which is said of none that still waits. So it
        is asked for the newest, page after page, until they are too old.
        """
        chosen = {"PageSize": str(_LOG_PAGE_SIZE), "To": to, "From": sender}
        query = urlencode({name: value for name, value in chosen.items() if value is not None})
        async for texts in self._pages(f"{self._account}/Messages.json?{query}", "messages"):
            made = [moment(text.get("date_created")) for text in texts]
            yield [text for text, at in zip(texts, made, strict=True) if at is None or at >= since]
            if any(at is not None and at < since for at in made):
                return

    async def services(self) -> list[Json]:
        """Return the account's messaging services. Raises ApiError."""
        url = f"{self._other_api('messaging')}/v1/Services?PageSize={_PAGE_SIZE}"
        return [item async for items in self._pages(url, "services") for item in items]

    async def numbers_of_service(self, sid: str) -> list[Json]:
        """Return the numbers that are in a messaging service. Raises ApiError."""
        service = f"{self._other_api('messaging')}/v1/Services/{_safe(sid)}"
        url = f"{service}/PhoneNumbers?PageSize={_PAGE_SIZE}"
        return [item async for items in self._pages(url, "phone_numbers") for item in items]

    async def may_text(self, country: str) -> bool | None:
        """Tell whether the account may text a country (ISO 3166), None where Twilio does not say.

        Raises ApiError.
        """
        base = f"{self._other_api('accounts')}/v1/Messaging/GeoPermissions"
        answer = await self._ask("GET", f"{base}?CountryCode={quote(country, safe='')}")
        for permission in _items(answer, "permissions"):
            if permission.get("country_code") == country and permission.get("type") == "country":
                return permission.get("enabled") is not False
        return None

    async def latest_texts(self, sender: str, limit: int) -> list[Json]:
        """Return the newest texts from a number, at most `limit`. Raises ApiError."""
        query = f"From={quote(sender, safe='')}&PageSize={limit}"
        page = await self._ask("GET", f"{self._account}/Messages.json?{query}")
        return _items(page, "messages")[:limit]

    async def balance(self) -> Balance:
        """Return what is left on the account. Raises ApiError."""
        answer = await self._ask("GET", f"{self._account}/Balance.json")
        try:
            amount = Decimal(str(answer.get("balance")))
        except InvalidOperation:
            raise ApiUnclear("a balance that is no number") from None
        if not amount.is_finite():
            raise ApiUnclear("a balance that is no number")
        return Balance(amount, str(answer.get("currency", ""))[:3])

    async def line_type(self, number: str) -> str | None:
        """Return the type of line that Twilio's Lookup knows of a number. Raises ApiError."""
        base = f"{self._other_api('lookups')}/v2/PhoneNumbers/{quote(number, safe='')}"
        answer = await self._ask("GET", f"{base}?Fields=line_type_intelligence")
        found = answer.get("line_type_intelligence")
        kind = found.get("type") if isinstance(found, dict) else None
        return kind if isinstance(kind, str) else None

    async def recording(self, address: str) -> bytes:
        """Return the sound of a recording, a WAV file. Raises ApiError."""
        status, sound = await ask(
            self._session,
            "GET",
            f"{address}.wav",
            longest=_LONGEST_SOUND,
            headers={"Authorization": self._authorization()},
        )
        if status == HTTPStatus.OK:
            return sound
        _understood(status, sound)
        raise ApiUnclear(f"HTTP {status}, and no sound", status)

    async def _pages(
        self, url: str, name: str, most: int = _MOST_PAGES
    ) -> AsyncIterator[list[Json]]:
        """Yield the items of a list page by page, and only so many pages."""
        host = urlsplit(url)[:2]
        for _ in range(most):
            page = await self._ask("GET", url)
            yield _items(page, name)
            following = _next_page(page)
            if following is None:
                return
            url = urljoin(url, following)
            if urlsplit(url)[:2] != host:
                raise ApiUnclear("the next page is at another host")

    def _other_api(self, product: str) -> str:
        """Return where another API of the company is: at Twilio a host of its own, or a region's."""
        scheme, slashes, host = self._api_base.partition("://")
        first, _, domain = host.partition(".")
        if first == "api" and f".{domain}".endswith(".twilio.com"):
            return f"{scheme}{slashes}{product}.{domain}"
        return self._api_base

    async def _ask(self, method: str, url: str, fields: Mapping[str, str] | None = None) -> Json:
        headers = {"Accept": "application/json", "Authorization": self._authorization()}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = write_form(fields)
        status, answer = await ask(
            self._session, method, url, longest=_LONGEST_ANSWER, headers=headers, data=body
        )
        return _understood(status, answer)

    def _authorization(self) -> str:
        try:
            return aiohttp.encode_basic_auth(self._username, self._password)
        except ValueError:
            raise BadCredentials("a user name that cannot be one") from None


def _understood(status: int, body: bytes) -> Json:
    """Return a good answer's object. Raises ApiError for every other answer."""
    try:
        answer = json.loads(body)
    except ValueError, RecursionError:
        answer = None
    if status == HTTPStatus.TOO_MANY_REQUESTS and not isinstance(answer, dict):
        # Said by the edge before anything is read, so it need not look like Twilio's errors.
        raise ApiRefused(status, None, "too many requests")
    if not isinstance(answer, dict):
        raise ApiUnclear(f"HTTP {status}, and no JSON object", status)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return answer
    if status == HTTPStatus.UNAUTHORIZED:
        raise BadCredentials("HTTP 401")
    if status == HTTPStatus.REQUEST_TIMEOUT:
        # Nobody says how far the request was read.
        raise ApiUnclear(f"HTTP {status}", status)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        told = _error_in(answer)
        # Twilio's messages repeat the number that they are about.
        message = _DIGITS.sub("…", str(told.get("message", ""))[:300])
        raise ApiRefused(status, number_in(told, "code") or None, message)
    raise ApiUnclear(f"HTTP {status}", status)


def _error_in(answer: Json) -> Json:
    """Return what describes an error: Twilio's answer itself, elsewhere the first of a list in it."""
    errors = answer.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if isinstance(first, dict):
        return first
    return answer if first is None else {"message": first}


def _next_page(page: Json) -> str | None:
    """Return the address of the next page: newer APIs write it elsewhere than the first one."""
    meta = page.get("meta")
    following = page.get("next_page_uri") or (
        meta.get("next_page_url") if isinstance(meta, dict) else None
    )
    return following if isinstance(following, str) and following else None


def _items(page: Json, name: str) -> list[Json]:
    items = page.get(name)
    if not isinstance(items, list):
        raise ApiUnclear(f"an answer without {name}")
    return [item for item in items if isinstance(item, dict)]


def _safe(sid: str) -> str:
    return quote(sid, safe="")
