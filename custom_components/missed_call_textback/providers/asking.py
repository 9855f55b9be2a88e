"""Asks a vendor over a session that is passed in, with bounds, and says what is sure."""

from typing import Any, Final

import aiohttp
from yarl import URL

# Connecting is timed apart: where no connection came about, surely nothing was sent.
_TIMEOUT: Final = aiohttp.ClientTimeout(total=15, sock_connect=8)


class ApiError(Exception):
    """The vendor did not do as asked. No text of these errors has a secret or a number in it.

    `status` is of HTTP, where there was an answer.
    """

    status: int | None = None


class ApiUnclear(ApiError):
    """Nobody can say whether the vendor did as asked: no answer, half of one, or a puzzling one.

    `answer` is the JSON of one that says that the vendor itself failed.
    """

    def __init__(self, message: str, status: int | None = None, answer: Any = None) -> None:  # noqa: ANN401 - JSON is anything
        super().__init__(message)
        self.status = status
        self.answer = answer


class ApiUnreachable(ApiUnclear):
    """No connection came about, so nothing was sent."""


async def ask(
    session: aiohttp.ClientSession,
    method: str,
    url: URL | str,
    *,
    longest: int,
    headers: dict[str, str],
    **body: Any,  # noqa: ANN401 - as the session takes it
) -> tuple[int, bytes]:
    """Return the status and the body of an answer of at most `longest` bytes.

    `body` is `data` or `json`, as the session takes it. Raises ApiUnclear, ApiUnreachable.
    """
    try:
        async with session.request(
            method,
            url,
            headers=headers,
            # A redirect would carry the password elsewhere, and lose the body of a POST.
            allow_redirects=False,
            timeout=_TIMEOUT,
            **body,
        ) as response:
            return response.status, await _read(response, longest)
    except aiohttp.ClientConnectorDNSError:
        raise ApiUnreachable("nothing has that name") from None
    except aiohttp.ClientConnectorCertificateError:
        raise ApiUnreachable("its certificate cannot be verified") from None
    except aiohttp.ClientSSLError:
        raise ApiUnreachable("no encrypted connection") from None
    except aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError:
        raise ApiUnreachable("no connection") from None
    except aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError:
        raise ApiUnreachable("not an address") from None
    except TimeoutError:
        raise ApiUnclear("no answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        raise ApiUnclear(f"the connection broke ({type(error).__name__})") from None


async def _read(response: aiohttp.ClientResponse, longest: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        body += chunk
        if len(body) > longest:
            raise ApiUnclear("too long an answer")
    return bytes(body)
