"""Serves the cards and the panel, and lets every dashboard have them.

One file has them all. It is a resource of the dashboards, since a card that is defined before Home
Assistant's own page is ready stays broken, and it is loaded with the hash of what is in it: a browser
may keep it for a month, and gets another one the moment that it changes.
"""

import asyncio
from dataclasses import dataclass, field
import hashlib
import logging
from pathlib import Path
from typing import Final

from yarl import URL

from homeassistant.components import frontend, panel_custom
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA, MODE_STORAGE
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.hass_dict import HassKey

from .const import CONF_CARDS, DOMAIN

_LOGGER = logging.getLogger(__name__)

WWW: Final = Path(__file__).parent / "www"
BUNDLE: Final = "missed-call-textback.js"
STATIC_URL: Final = f"/{DOMAIN}_static"
PANEL_URL: Final = "missed-calls"
_PANEL_ELEMENT: Final = "missed-call-textback-panel"
_PANEL_ICON: Final = "mdi:phone-missed"
_PANEL_TITLE: Final = f"component.{DOMAIN}.common.panel"
_PATH: Final = f"{STATIC_URL}/{BUNDLE}"
# Whoever wrote the resource themselves wrote no such thing: theirs is left as it is.
_OURS: Final = "v"


@dataclass(slots=True)
class _Stage:
    """What is shown in this house by now: `url`, once it is known that there is something to show."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    looked: bool = False
    url: str | None = None
    shown: bool = False
    has_panel: bool = False
    is_extra: bool = False


_STAGE: Final[HassKey[_Stage]] = HassKey(f"{DOMAIN}_frontend")


@callback
def async_panel_path(hass: HomeAssistant, entry_id: str, thread_id: int) -> str | None:
    """Return where the panel shows a conversation; None where there is no panel."""
    stage = hass.data.get(_STAGE)
    if stage is None or not stage.has_panel:
        return None
    return f"/{PANEL_URL}/{entry_id}/{thread_id}"


async def async_update_frontend(hass: HomeAssistant) -> None:
    """Show the cards and the panel as long as a shop wants them, however many do, and else do not.

    A shop that is opened anew leaves them alone: somebody may be looking.
    """
    if frontend.DOMAIN not in hass.config.components:
        return
    stage = hass.data.setdefault(_STAGE, _Stage())
    async with stage.lock:
        wanted = any(
            entry.options.get(CONF_CARDS, True)
            for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        )
        if wanted and not stage.shown:
            stage.shown = await _async_show(hass, stage)
        elif not wanted and stage.shown:
            stage.shown = False
            await _async_hide(hass, stage)


async def _async_show(hass: HomeAssistant, stage: _Stage) -> bool:
    if not stage.looked:
        stage.looked = True
        stage.url = await _async_serve(hass)
    if stage.url is None:
        return False
    await _async_keep_resource(hass, stage, stage.url)
    words = await async_get_translations(hass, hass.config.language, "common", [DOMAIN])
    try:
        await panel_custom.async_register_panel(
            hass,
            frontend_url_path=PANEL_URL,
            webcomponent_name=_PANEL_ELEMENT,
            sidebar_title=words.get(_PANEL_TITLE),
            sidebar_icon=_PANEL_ICON,
            module_url=stage.url,
            embed_iframe=False,
            require_admin=False,
        )
    except ValueError:
        _LOGGER.warning(
            "The panel is not in the sidebar: something else is already shown at /%s", PANEL_URL
        )
    else:
        stage.has_panel = True
    return True


async def _async_hide(hass: HomeAssistant, stage: _Stage) -> None:
    if stage.has_panel:
        frontend.async_remove_panel(hass, PANEL_URL)
        stage.has_panel = False
    await _async_drop_resource(hass, stage)


async def _async_serve(hass: HomeAssistant) -> str | None:
    """Serve the file for as long as Home Assistant runs; return its address with its hash."""
    digest = await hass.async_add_executor_job(_digest, WWW / BUNDLE)
    if digest is None:
        _LOGGER.error("The cards and the panel are missing: install the integration anew")
        return None
    await hass.http.async_register_static_paths(
        [StaticPathConfig(STATIC_URL, str(WWW), cache_headers=True)]
    )
    return f"{_PATH}?{_OURS}={digest}"


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    except OSError:
        return None


async def _async_keep_resource(hass: HomeAssistant, stage: _Stage, url: str) -> None:
    """Have the dashboards load the file: by the one resource there is, or by a new one."""
    try:
        resources = await _async_resources(hass)
        if resources is None:
            frontend.add_extra_js_url(hass, url)
            stage.is_extra = True
            _LOGGER.info(
                "Your dashboards' resources are written in YAML. Add this one to them: %s", url
            )
            return
        known = [item for item in resources.async_items() if _read(item["url"]).path == _PATH]
        if not known:
            await resources.async_create_item({"res_type": "module", "url": url})
        for item in known:
            if _is_ours(item["url"]) and item["url"] != url:
                await resources.async_update_item(item["id"], {"url": url})
    except Exception:
        # No documented interface: whatever becomes of it, calls are to be answered.
        _LOGGER.exception("The cards could not be added to the dashboards' resources")


async def _async_drop_resource(hass: HomeAssistant, stage: _Stage) -> None:
    """Take back what was added, and nothing that somebody wrote themselves."""
    try:
        if stage.is_extra and stage.url is not None:
            frontend.remove_extra_js_url(hass, stage.url)
            stage.is_extra = False
        if (resources := await _async_resources(hass)) is None:
            return
        for item in list(resources.async_items()):
            if _is_ours(item["url"]):
                await resources.async_delete_item(item["id"])
    except Exception:
        _LOGGER.exception("The cards could not be taken out of the dashboards' resources")


async def _async_resources(hass: HomeAssistant) -> ResourceStorageCollection | None:
    """Return the resources of the dashboards, once they are read; None where YAML has them."""
    data = hass.data[LOVELACE_DATA]
    if data.resource_mode != MODE_STORAGE or not isinstance(
        data.resources, ResourceStorageCollection
    ):
        return None
    await data.resources.async_get_info()
    return data.resources


def _read(written: str) -> URL:
    """Return an address that somebody wrote; an empty one where it is none."""
    try:
        return URL(written)
    except ValueError, IndexError:
        # The latter is yarl's, for "https://[]@".
        return URL()


def _is_ours(written: str) -> bool:
    url = _read(written)
    return url.path == _PATH and _OURS in url.query
