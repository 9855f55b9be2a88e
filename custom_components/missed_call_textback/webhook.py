"""A shop's webhook: verified, bounded, and on disk before it is answered."""

import asyncio
from http import HTTPStatus
import logging
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import hdrs
from aiohttp.web import Request, Response
from multidict import MultiDict

from homeassistant.components import webhook
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.calls import CallEvent
from .core.engine import Engine, UnknownLine
from .core.outbox import InboundText, Receipt
from .core.ports import LedgerUnavailable
from .providers.door import Door, Handled, Malformed, Unverified

_LOGGER = logging.getLogger(__name__)

# The largest webhook seen is 3 kB; a text of 1,600 characters, each percent-encoded, is below 20 kB.
_LARGEST_BODY_BYTES: Final = 64 * 1024
_MOST_FIELDS: Final = 200
# An honest sender writes its few kilobytes at once. Home Assistant itself sets a body no time.
_BODY_SECONDS: Final = 10
# As long as a text-back still makes sense: the shop gives one up after half an hour.
_STORE_AGAIN_SECONDS: Final = 5
_STORE_TRIES: Final = 360


class _BadBody(Exception):
    """The body has more bytes or fields than any honest one, or does not come to an end."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


def async_open_door(hass: HomeAssistant, entry: MissedCallConfigEntry, door: Door) -> None:
    """Register the shop's webhook until the entry is unloaded."""
    coordinator = entry.runtime_data
    webhook_id: str = entry.data[CONF_WEBHOOK_ID]

    async def _async_handle(_hass: HomeAssistant, _webhook_id: str, request: Request) -> Response:
        return await _async_answer(coordinator, door, request)

    webhook.async_register(
        hass, DOMAIN, entry.title, webhook_id, _async_handle, allowed_methods=[hdrs.METH_POST]
    )
    entry.async_on_unload(lambda: webhook.async_unregister(hass, webhook_id))


async def _async_answer(coordinator: ShopCoordinator, door: Door, request: Request) -> Response:
    try:
        form = await _async_read_form(request)
        handled = door.handle(
            query_string=request.query_string,
            headers=request.headers,
            form=form,
            now=dt_util.utcnow(),
        )
    except _BadBody as err:
        return Response(status=err.status)
    except Unverified as err:
        coordinator.doorbell.note_forged(str(err))
        return Response(status=HTTPStatus.FORBIDDEN)
    except Malformed as err:
        _LOGGER.warning("A verified webhook could not be understood: %s", err)
        return Response(status=HTTPStatus.BAD_REQUEST)
    except Exception:
        # Home Assistant would answer 200, as if it were kept.
        _LOGGER.exception("A webhook could not be read")
        return Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    coordinator.doorbell.note_verified()
    stored = await _async_store(coordinator, handled)
    if not stored and not handled.answer_anyway:
        return Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
    reply = handled.reply
    return Response(status=reply.status, text=reply.body, content_type=reply.content_type)


async def _async_read_form(request: Request) -> MultiDict[str]:
    """Read a form no larger than an honest one. Behind a cloudhook the request is a stand-in, too."""
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            body = await _async_read_body(request)
    except TimeoutError:
        raise _BadBody(HTTPStatus.REQUEST_TIMEOUT) from None
    try:
        fields = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    except ValueError:
        raise _BadBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from None
    return MultiDict(fields)


async def _async_read_body(request: Request) -> bytes:
    stream = request.content
    body = b""
    while chunk := await stream.read(_LARGEST_BODY_BYTES + 1 - len(body)):
        body += chunk
        if len(body) > _LARGEST_BODY_BYTES:
            raise _BadBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


async def _async_store(coordinator: ShopCoordinator, handled: Handled) -> bool:
    """Give what happened to the engine; False where the ledger could not keep it."""
    try:
        await _async_hand_on(coordinator.engine, handled)
    except LedgerUnavailable as err:
        _LOGGER.warning("A webhook could not be kept, the ledger cannot be written: %s", err)
        if handled.answer_anyway:
            coordinator.entry.async_create_background_task(
                coordinator.hass,
                _async_store_later(coordinator.engine, handled),
                f"{DOMAIN} store a webhook later",
            )
        return False
    except UnknownLine:
        _LOGGER.warning("A webhook named a line that this shop no longer has")
        return False
    except Exception:
        # Whatever broke, a caller on the line must still get through.
        _LOGGER.exception("A webhook could not be kept")
        return False
    return True


async def _async_store_later(engine: Engine, handled: Handled) -> None:
    """Keep trying to store what was answered unstored: answered, it does not come a second time."""
    for _ in range(_STORE_TRIES):
        await asyncio.sleep(_STORE_AGAIN_SECONDS)
        try:
            await _async_hand_on(engine, handled)
        except LedgerUnavailable:
            continue
        except Exception:
            _LOGGER.exception("A webhook could not be kept later, either")
        return
    _LOGGER.error("A webhook could not be kept: the ledger cannot be written for too long")


async def _async_hand_on(engine: Engine, handled: Handled) -> None:
    for event in handled.events:
        match event:
            case CallEvent():
                await engine.handle_call(event)
            case InboundText():
                await engine.handle_text(event)
            case Receipt():
                await engine.handle_receipt(event)
