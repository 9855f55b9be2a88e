"""Files of records that wait to be fetched: told to the owner as a repair, opened by administrators.

Notifications are shown to every user of the house, and a signed link in one would open the file to
each of them. A repair's dialogue opens for administrators only, so the link is made there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
import secrets
from typing import Final

from aiohttp import web
from aiohttp.hdrs import CACHE_CONTROL, CONTENT_DISPOSITION

from homeassistant.components.http import KEY_HASS, HomeAssistantView, require_admin
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later

from .const import DOMAIN
from .core.shop import Shop

# Long enough to find the repair and to open the link, too short to be forgotten about.
KEPT_FOR: Final = timedelta(minutes=15)
# Anybody of the house may have one made, and each is as large as all that is recorded.
_MOST_KEPT: Final = 3
# A spreadsheet takes a file for UTF-8 only if it begins so.
_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Export:
    name: str
    text: str
    forget: CALLBACK_TYPE


class Exports:
    """A shop's files, in memory, each under a token that nobody can guess."""

    def __init__(self, hass: HomeAssistant, shop: Shop) -> None:
        self._hass = hass
        self._shop = shop
        self._kept: dict[str, _Export] = {}
        # How often all were dropped: a file that was being made meanwhile is to be made anew.
        self.dropped = 0

    @callback
    def offer(self, name: str, text: str) -> str:
        """Keep a file for a while, and tell the owner where it is. Returns its token."""
        while len(self._kept) >= _MOST_KEPT:
            self.drop(next(iter(self._kept)))
        token = secrets.token_urlsafe(24)

        @callback
        def forget(_now: datetime) -> None:
            self.drop(token)

        cancel = async_call_later(self._hass, KEPT_FOR, forget)
        self._kept[token] = _Export(name=name, text=text, forget=cancel)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id(token),
            data={"entry_id": self._shop.id, "token": token},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key="records_ready",
            translation_placeholders={"shop": self._shop.business},
        )
        return token

    def find(self, token: str) -> tuple[str, str] | None:
        """Return the name and the text of a file that is still kept."""
        export = self._kept.get(token)
        return None if export is None else (export.name, export.text)

    @callback
    def drop(self, token: str) -> None:
        """Keep a file no longer."""
        if (export := self._kept.pop(token, None)) is not None:
            export.forget()
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(token))

    @callback
    def drop_all(self) -> None:
        """Keep nothing: the shop is being closed, or somebody was erased."""
        self.dropped += 1
        for token in tuple(self._kept):
            self.drop(token)

    @callback
    def link(self, token: str) -> str:
        """Return a link for the administrator who is asking now, as good as the file is kept.

        With a target: the frontend would otherwise look for a page of its own behind it.
        """
        path = RecordsView.url.format(entry_id=self._shop.id, token=token)
        signed = async_sign_path(self._hass, path, KEPT_FOR)
        return f'<a href="{signed}" target="_blank">{self._kept[token].name}</a>'

    def _issue_id(self, token: str) -> str:
        # Each of its own: one that was ignored must not hide the next.
        return f"records_ready_{self._shop.id}_{token[:8]}"


class RecordsView(HomeAssistantView):
    """Hands a file to an administrator."""

    url = f"/api/{DOMAIN}/{{entry_id}}/records/{{token}}"
    name = f"api:{DOMAIN}:records"

    @require_admin
    async def get(self, request: web.Request, entry_id: str, token: str) -> web.Response:
        """Return the file as a download."""
        entry = request.app[KEY_HASS].config_entries.async_get_entry(entry_id)
        found = None
        if entry is not None and entry.domain == DOMAIN and entry.state is ConfigEntryState.LOADED:
            exports: Exports = entry.runtime_data.exports
            found = exports.find(token)
        if found is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        name, text = found
        return web.Response(
            text=_BYTE_ORDER_MARK + text,
            content_type="text/csv",
            charset="utf-8",
            headers={
                CONTENT_DISPOSITION: f'attachment; filename="{name}"',
                CACHE_CONTROL: "no-store",
            },
        )
