"""Lets whoever may control a shop hear what a caller said to its answering machine.

The sound stays at the telephone company. It is fetched as it is asked for, and kept nowhere.
"""

import asyncio
from datetime import timedelta
from http import HTTPStatus
import logging
from typing import Final

from aiohttp import web
from aiohttp.hdrs import ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE

from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.ports import LedgerUnavailable
from .core.records import Sound
from .providers.asking import ApiError
from .rights import may_control

_LOGGER = logging.getLogger(__name__)

# As long as somebody may look at a conversation before they press play.
_LINK_LASTS: Final = timedelta(hours=4)
# In digits.
_LONGEST_ID: Final = 18
# Each is fetched whole, and may have some megabytes.
_AT_ONCE: Final = 2
# What whoever asks for no part of it gets, or for one that makes no sense.
_WHOLE: Final = slice(None, None, 1)
_TURNS: Final[HassKey[asyncio.Semaphore]] = HassKey(f"{DOMAIN}_voicemail")


@callback
def sound_link(coordinator: ShopCoordinator, sound: Sound) -> str | None:
    """Return a link for the user who is asking now; None where the sound cannot be fetched."""
    recordings = coordinator.recordings
    if recordings is None or not recordings.has(sound.recording):
        return None
    path = VoicemailView.url.format(entry_id=coordinator.shop.id, call_id=sound.call_id)
    return async_sign_path(coordinator.hass, path, _LINK_LASTS)


class VoicemailView(HomeAssistantView):
    """Hands on the sound of one call. The link is good for its user alone, whose rights count."""

    url = f"/api/{DOMAIN}/{{entry_id}}/voicemail/{{call_id}}"
    name = f"api:{DOMAIN}:voicemail"

    async def get(self, request: web.Request, entry_id: str, call_id: str) -> web.Response:
        """Return the sound, or the part of it that a player asks for."""
        hass = request.app[KEY_HASS]
        if not may_control(hass, request[KEY_HASS_USER], entry_id):
            raise Unauthorized
        coordinator = _shop(hass, entry_id)
        if coordinator is None or not call_id.isdecimal() or len(call_id) > _LONGEST_ID:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            sound = await _async_sound(hass, coordinator, int(call_id))
        except LedgerUnavailable:
            _LOGGER.warning("A voicemail could not be found: the ledger cannot be read")
            return web.Response(status=HTTPStatus.BAD_GATEWAY)
        except ApiError:
            _LOGGER.warning("A voicemail could not be fetched from the telephone company")
            return web.Response(status=HTTPStatus.BAD_GATEWAY)
        if sound is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return _answer(request, sound)


@callback
def _shop(hass: HomeAssistant, entry_id: str) -> ShopCoordinator | None:
    """Return a shop; None where it is not open, or is none of ours."""
    entry: MissedCallConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN or entry.state is not ConfigEntryState.LOADED:
        return None
    return entry.runtime_data


async def _async_sound(
    hass: HomeAssistant, coordinator: ShopCoordinator, call_id: int
) -> bytes | None:
    """Return the sound of a call; None where there is none. Raises LedgerUnavailable, ApiError."""
    record = await coordinator.ledger.call_by_id(call_id)
    recording = None if record is None else record.call.recording
    recordings = coordinator.recordings
    if recording is None or recordings is None or not recordings.has(recording):
        return None
    async with hass.data.setdefault(_TURNS, asyncio.Semaphore(_AT_ONCE)):
        return await recordings.fetch(recording)


def _answer(request: web.Request, sound: bytes) -> web.Response:
    """Return the part of a sound that is asked for: Safari plays nothing without."""
    headers = {CACHE_CONTROL: "private, no-store", ACCEPT_RANGES: "bytes"}
    try:
        wanted = request.http_range
    except ValueError:
        wanted = _WHOLE
    if wanted == _WHOLE:
        return web.Response(body=sound, content_type="audio/wav", headers=headers)
    start, stop, _ = wanted.indices(len(sound))
    if start >= stop:
        headers[CONTENT_RANGE] = f"bytes */{len(sound)}"
        return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers[CONTENT_RANGE] = f"bytes {start}-{stop - 1}/{len(sound)}"
    return web.Response(
        status=HTTPStatus.PARTIAL_CONTENT,
        body=sound[start:stop],
        content_type="audio/wav",
        headers=headers,
    )
