"""A vendor's JSON API: what is asked of it, and what its answers mean."""

from collections.abc import Mapping
from http import HTTPStatus
import json
from typing import Any, Final, override

import aiohttp
from yarl import URL

from .asking import ApiError, ApiUnclear, ApiUnreachable, ask
from .source import Refused, Unreachable, Unsuitable

_LONGEST_ANSWER: Final = 1024 * 1024


class ApiRefused(ApiError):
    """The vendor understood and refused; nothing was done. `answer` is its own JSON, or None."""

    def __init__(self, status: int, answer: Any) -> None:  # noqa: ANN401 - JSON is anything
        super().__init__(f"HTTP {status}")
        self.status = status
        self.answer = answer


class BadCredentials(ApiRefused):
    """The vendor does not take the name, the password or the key."""


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
        status, told = await ask(
            self._session,
            method,
            url,
            longest=_LONGEST_ANSWER,
            headers=self._headers,
            json=body,
        )
        answer = _parsed(told)
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


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(body)
    except ValueError, RecursionError:
        return None
