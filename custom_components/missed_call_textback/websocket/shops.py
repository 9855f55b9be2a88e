"""The command that tells of the shops: their lines, their team, and what an answer may begin from."""

from typing import Any

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.loader import async_get_integration

from ..const import DOMAIN
from ..coordinator import MissedCallConfigEntry
from ..core.shop import Line
from ..entity import device_identifier
from ..quick_answers import name_of, quick_answers_of
from ..rights import may_control
from ..switch import AUTOMATIC


@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/shops"})
@websocket_api.async_response
async def ws_shops(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return the shops that the user may control; `not_open` are those that cannot be asked now."""
    integration = await async_get_integration(hass, DOMAIN)
    entries: list[MissedCallConfigEntry] = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        if may_control(hass, connection.user, entry.entry_id)
    ]
    loaded = [entry for entry in entries if entry.state is ConfigEntryState.LOADED]
    connection.send_result(
        msg["id"],
        {
            "version": str(integration.version),
            "shops": [_shop(hass, entry) for entry in loaded],
            "not_open": [
                {"entry_id": entry.entry_id, "title": entry.title}
                for entry in entries
                if entry not in loaded
            ],
        },
    )


@callback
def _shop(hass: HomeAssistant, entry: MissedCallConfigEntry) -> dict[str, Any]:
    shop = entry.runtime_data.shop
    return {
        "entry_id": entry.entry_id,
        "title": entry.title,
        "currency": hass.config.currency,
        "time_zone": shop.time_zone.key,
        "language": shop.languages[0],
        "can_reply": bool(shop.lines),
        "lines": [_line(hass, entry, line) for line in shop.lines],
        "team": [{"id": member.id, "name": member.name} for member in shop.team],
        "templates": [
            {"name": name_of(answer), "body": answer}
            for answer in quick_answers_of(hass, entry.options)
        ],
    }


@callback
def _line(hass: HomeAssistant, entry: MissedCallConfigEntry, line: Line) -> dict[str, Any]:
    device = dr.async_get(hass).async_get_device_by_identifier(
        device_identifier(entry.runtime_data, line.id), entry.entry_id
    )
    return {
        "id": line.id,
        "name": line.name,
        "number": line.number,
        "device_id": None if device is None else device.id,
        "automatic_entity": er.async_get(hass).async_get_entity_id(
            Platform.SWITCH, DOMAIN, f"{entry.entry_id}_{line.id}_{AUTOMATIC.key}"
        ),
    }
