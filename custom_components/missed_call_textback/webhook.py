"""A shop's webhook: verified, bounded, and on disk before it is answered."""

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
import logging
from typing import Final, Protocol

from aiohttp import StreamReader, hdrs
from aiohttp.web import Request, RequestPayloadError, Response

from homeassistant.core import callback
from homeassistant.util import dt as dt_util
from homeassistant.util.network import is_local

from .backlog import Backlog, async_hand_on
from .coordinator import ShopCoordinator
from .core.engine import UnknownLine
from .core.ports import LedgerUnavailable
from .doorbell import Doorbell
from .flood import SHARED, FloodGuard, TooBusy
from .providers.door import Door, Handled, Letter, Malformed, Reply, Unverified
from .turnstile import Turnstile

_LOGGER = logging.getLogger(__name__)

# The largest webhook seen is 3 kB; a text of 1,600 characters, each percent-encoded, is below 20 kB.
_LARGEST_BODY_BYTES: Final = 64 * 1024
# An honest sender writes its few kilobytes at once. Home Assistant itself sets a body no time.
_BODY_SECONDS: Final = 10
# While a shop is just being opened. A caller hears silence meanwhile; nobody else minds, but the
# telephone company gives up after 15 seconds.
_CALLER_WAITS_SECONDS: Final = 2
_OTHERS_WAIT_SECONDS: Final = 8


class Entrance(Protocol):
    """What a webhook meets on its way in."""

    doorbell: Doorbell
    guard: FloodGuard
    backlog: Backlog
    turnstile: Turnstile
    coordinator: ShopCoordinator | None
    """The shop, while it is open."""

    @property
    def door(self) -> Door | None:
        """What verifies it; None where nobody can."""

    async def async_wait(self, seconds: float) -> ShopCoordinator | None:
        """Return the shop, if it is open within some seconds."""

    @callback
    def async_work_off(self) -> None:
        """Store what could not be stored when it came, as soon as that is possible."""


class _TurnedAway(Exception):
    """Nothing of the request is looked at any further."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


async def async_answer(entrance: Entrance, request: Request) -> Response:
    """Answer one request."""
    address = _sender_at(request.remote)
    try:
        _look_at_head(entrance, address, request.headers)
        turn = await entrance.turnstile.go_through()
        body = await _async_read(entrance, address, request)
        await entrance.turnstile.stay_through(turn)
        handled = _open_letter(entrance, address, request, body)
        if (shop := entrance.coordinator) is None:
            waits = _CALLER_WAITS_SECONDS if handled.answer_anyway else _OTHERS_WAIT_SECONDS
            shop = await entrance.async_wait(waits)
            if shop is not None:
                # Open by now, it knows better whether it is closed today.
                handled = _open_letter(entrance, address, request, body)
    except _TurnedAway as err:
        entrance.doorbell.note_turned_away(err.status.phrase)
        return Response(status=err.status)
    except Unverified as err:
        entrance.doorbell.note_forged(str(err))
        return Response(status=HTTPStatus.FORBIDDEN)
    except Malformed as err:
        entrance.doorbell.note_malformed(str(err))
        _LOGGER.warning("A verified webhook could not be understood: %s", err)
        return Response(status=HTTPStatus.BAD_REQUEST)
    except Exception:
        # Home Assistant would answer 200, as if it were kept.
        _LOGGER.exception("A webhook could not be read")
        return Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    if not await _async_store(entrance, shop, handled) and not handled.answer_anyway:
        return Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
    reply = await _async_reply(shop, handled)
    return Response(status=reply.status, text=reply.body, content_type=reply.content_type)


@lru_cache(maxsize=256)
def _sender_at(remote: str | None) -> str:
    """Return from where a request came. Home Assistant Cloud does not tell, nor do some proxies."""
    try:
        address = ip_address(remote or "")
    except ValueError:
        return SHARED
    # So do some proxies write those of the old kind, which would all be one household's.
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    # One household has 2^64 addresses of the new kind.
    return SHARED if is_local(address) else address.packed[:8].hex()


def _door_of(entrance: Entrance) -> Door:
    if (door := entrance.door) is None:
        raise _TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)
    return door


def _look_at_head(entrance: Entrance, address: str, headers: Mapping[str, str]) -> None:
    """Turn away what no honest sender sends, before its body is read: that costs next to nothing."""
    length = headers.get(hdrs.CONTENT_LENGTH, "0")
    size = int(length) if length.isdecimal() and len(length) < 10 else _LARGEST_BODY_BYTES + 1
    if size > _LARGEST_BODY_BYTES:
        raise _TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    door = _door_of(entrance)
    if not door.may_be_genuine(headers):
        raise Unverified("no signature")
    # A relay may leave it out, but names no other.
    kind = headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0].strip().lower()
    if kind and kind not in door.content_types:
        raise _TurnedAway(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    _admit(entrance, address, size)


def _admit(entrance: Entrance, address: str, size: int) -> None:
    if not entrance.guard.admits(address, size):
        raise _TurnedAway(HTTPStatus.TOO_MANY_REQUESTS)


async def _async_read(entrance: Entrance, address: str, request: Request) -> bytes:
    """Read a body no larger than an honest one. Behind a relay the request is a stand-in, too."""
    stream = request.content
    try:
        if isinstance(stream, StreamReader) and stream.is_eof():
            # Nearly every body comes with its head: it waits for nothing, so that no timer is set, and
            # it is let in however many others have not ended.
            body = await _async_read_stream(stream)
        else:
            with entrance.guard.reading(address):
                async with asyncio.timeout(_BODY_SECONDS):
                    body = await _async_read_stream(stream)
    except TooBusy:
        raise _TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE) from None
    except TimeoutError:
        raise _TurnedAway(HTTPStatus.REQUEST_TIMEOUT) from None
    except RequestPayloadError:
        # Packed so that it cannot be unpacked: a stranger's doing, and no fault of ours to log.
        raise _TurnedAway(HTTPStatus.BAD_REQUEST) from None
    if len(body) > _LARGEST_BODY_BYTES:
        raise _TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


async def _async_read_stream(stream: StreamReader) -> bytes:
    body = b""
    while chunk := await stream.read(_LARGEST_BODY_BYTES + 1 - len(body)):
        body += chunk
    return body


def _open_letter(entrance: Entrance, address: str, request: Request, body: bytes) -> Handled:
    """Verify and read a request. Nothing waits in here, so what fails is counted before the next."""
    _admit(entrance, address, len(body))
    try:
        handled = _door_of(entrance).handle(
            Letter(
                query_string=request.query_string,
                headers=request.headers,
                body=body,
                now=dt_util.utcnow(),
            )
        )
    except Unverified, _TurnedAway:
        entrance.guard.note_failed(address)
        raise
    except Malformed:
        entrance.guard.note_verified(address)
        raise
    entrance.guard.note_verified(address)
    entrance.doorbell.note_verified()
    return handled


async def _async_reply(shop: ShopCoordinator | None, handled: Handled) -> Reply:
    """Return what to answer, which may be up to the engine."""
    if shop is None or handled.question is None:
        return handled.reply
    try:
        talk = await shop.engine.calling_team.answer(handled.question.asked)
        return handled.question.reply(talk)
    except Exception:
        # Somebody listens, and must not hear "an application error has occurred".
        _LOGGER.exception("Who picked up could not be told what it is about")
        return handled.reply


async def _async_store(entrance: Entrance, shop: ShopCoordinator | None, handled: Handled) -> bool:
    """Give what happened to the engine; False where that could not keep it."""
    if shop is None:
        if handled.events or not handled.answer_anyway:
            _keep_in_mind(entrance, handled, "the shop is not open")
        return False
    try:
        await async_hand_on(shop.engine, handled.events)
    except LedgerUnavailable as err:
        _keep_in_mind(entrance, handled, f"the ledger cannot be written: {err}")
        return False
    except UnknownLine:
        _LOGGER.warning("A webhook named a line that this shop no longer has")
        return False
    except Exception:
        # Whatever broke, a caller on the line must still get through.
        _LOGGER.exception("A webhook could not be kept")
        return False
    return True


def _keep_in_mind(entrance: Entrance, handled: Handled, why: str) -> None:
    _LOGGER.warning("A webhook could not be kept, %s", why)
    if handled.answer_anyway or handled.comes_once:
        entrance.backlog.add(handled.events)
        entrance.async_work_off()
