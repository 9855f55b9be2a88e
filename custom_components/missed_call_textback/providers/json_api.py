"""Asks a vendor's JSON API over a session that is passed in, with bounds, and says what is sure."""

from collections.abc import Mapping
from http import HTTPStatus
import json
from typing import Any, Final, override

import aiohttp
from yarl import URL

from .source import Refused, Unreachable, Unsuitable

# Connecting is timed apart: where no connection came about, surely nothing was sent.
_TIMEOUT: Final = aiohttp.ClientTimeout(total=15, sock_connect=8)
_LONGEST_ANSWER: Final = 1024 * 1024


class ApiError(Exception):
    """The vendor did not do as asked. No text of these errors has a secret or a number in it."""


class ApiRefused(ApiError):
    """The vendor understood and refused; nothing was done. `answer` is its own JSON, or None."""

    def __init__(self, status: int, answer: Any) -> None:  # noqa: ANN401 - JSON is anything
        super().__init__(f"HTTP {status}")
        self.status = status
        self.answer = answer


class BadCredentials(ApiRefused):
    """The vendor does not take the name, the password or the key."""


class ApiUnclear(ApiError):
    """Nobody can say whether the vendor did as asked: no answer, or half of one.

    `status` and `answer` are of an answer that says that the vendor itself failed.
    """

    def __init__(self, message: str, status: int | None = None, answer: Any = None) -> None:  # noqa: ANN401
        super().__init__(message)
        self.status = status
        self.answer = answer


class ApiUnreachable(ApiUnclear):
    """No connection came about, so nothing was sent."""


class ApiStrange(ApiUnclear):
    """An answer came, but none that this vendor gives: somebody else may be at its address."""


class JsonApi:
    """One vendor's API below one address, with what proves to it who asks."""

    def __init__(
        self, session: aiohttp.ClientSession, base_url: str, headers: Mapping[str, str]
    ) -> None:
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **headers}

    @override
    def __repr__(self) -> str:
        return f"<JsonApi at {URL(self._base_url).host}>"

    async def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON is anything
        """Return the JSON of a good answer, None where there is none in it. Raises ApiError."""
        try:
            url = URL(f"{self._base_url}/{path}", encoded=True).with_query(query)
        except ValueError:
            raise ApiUnreachable("not an address") from None
        try:
            async with self._session.request(
                method,
                url,
                json=body,
                headers=self._headers,
                # A redirect would carry the password elsewhere, and lose the body of a POST.
                allow_redirects=False,
                timeout=_TIMEOUT,
            ) as response:
                status, answer = response.status, _parsed(await _read(response))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ApiUnreachable(f"no connection ({type(error).__name__})") from None
        except aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError:
            raise ApiUnreachable("not an address") from None
        except TimeoutError:
            raise ApiUnclear("no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise ApiUnclear(f"the connection broke ({type(error).__name__})") from None
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return answer
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise BadCredentials(status, answer)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
            raise ApiUnclear(f"HTTP {status}", status, answer)
        raise ApiRefused(status, answer)


def for_set_up(error: ApiError) -> Exception:
    """Return what a set-up raises for an error: Refused, Unreachable or Unsuitable.

    Key: `not_understood`, where nothing of this vendor is at the address.
    """
    match error:
        case BadCredentials():
            return Refused(str(error))
        case ApiUnclear() if not isinstance(error, ApiStrange):
            return Unreachable(str(error))
        case _:
            return Unsuitable("not_understood")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise ApiUnclear("too long an answer")
    return bytes(body)


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(body)
    except ValueError, RecursionError:
        return None
