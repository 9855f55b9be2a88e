"""The live preview beside the two texts: what a caller gets, and what sending it takes."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND, TYPE_RESULT
from homeassistant.components.websocket_api.decorators import require_admin, websocket_command
from homeassistant.components.websocket_api.messages import event_message
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import UnknownFlow

from ..const import CONF_BUSINESS, CONF_TEXT_CLOSED, CONF_TEXT_OPEN, DOMAIN
from ..core.segments import Encoding, segments
from .answers import BUSINESS_VARIABLE, read_texts

# The frontend fills in no words for a preview, so these come filled in; a test keeps them the form's.
TEXT_BROKEN: Final = (
    "This text has a mistake near a curly bracket."
    " Write your name as {variable}, or leave brackets out. ({said})"
)

_LABELS: Final = {CONF_TEXT_OPEN: "Open", CONF_TEXT_CLOSED: "Closed"}


@callback
def async_register_preview(hass: HomeAssistant) -> None:
    """Let the dialogs ask for a preview."""
    async_register_command(hass, ws_start_preview)


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/start_preview",
        vol.Required("flow_id"): str,
        vol.Required("flow_type"): vol.Any("config_flow", "options_flow"),
        vol.Required("user_input"): dict,
    }
)
@require_admin
@callback
def ws_start_preview(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Render both texts once; the dialog asks anew after each edit."""
    try:
        business = _business(hass, msg["flow_id"], msg["flow_type"])
    except UnknownFlow:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "The dialog is closed")
        return
    answers = {key: str(msg["user_input"].get(key) or "") for key in _LABELS}
    rendered, errors, problem = read_texts(hass, {"business": business, "line": business}, answers)
    if errors:
        words = {
            "text_broken": TEXT_BROKEN.format(variable=BUSINESS_VARIABLE, said=problem),
            "text_empty": "Callers would get an empty text.",
        }
        # The frontend lays a message that is a mapping beside the fields it names.
        connection.send_message(
            {
                "id": msg["id"],
                "type": TYPE_RESULT,
                "success": False,
                "error": {
                    "code": "invalid_user_input",
                    "message": {key: words[error] for key, error in errors.items()},
                },
            }
        )
        return
    connection.subscriptions[msg["id"]] = _nothing_to_stop
    connection.send_result(msg["id"])
    attributes: dict[str, str | int] = {"friendly_name": business, "icon": "mdi:message-text"}
    lines = []
    for key, text in rendered.items():
        taken = segments(text)
        attributes |= {
            key: text,
            f"{key}_characters": len(text),
            f"{key}_segments": taken.segments,
            f"{key}_encoding": taken.encoding.value,
        }
        sent_as = "1 text" if taken.segments == 1 else f"{taken.segments} texts"
        if taken.encoding is Encoding.UCS_2:
            sent_as += "; emoji and special signs leave room for 70 a text"
        lines.append(f"{_LABELS[key]}: {text} ({len(text)} characters, {sent_as})")
    connection.send_message(
        event_message(msg["id"], {"state": "\n".join(lines), "attributes": attributes})
    )


def _business(hass: HomeAssistant, flow_id: str, flow_type: str) -> str:
    """Return whose texts a dialog asks about. Raises UnknownFlow."""
    if flow_type == "config_flow":
        flow = hass.config_entries.flow.async_get(flow_id)
        return flow["context"].get("title_placeholders", {}).get("name", "")
    entry_id: str = hass.config_entries.options.async_get(flow_id)["handler"]
    business: str = hass.config_entries.async_get_known_entry(entry_id).data[CONF_BUSINESS]
    return business


@callback
def _nothing_to_stop() -> None:
    """End a subscription that nothing feeds any more."""
