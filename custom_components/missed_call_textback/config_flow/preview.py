"""The live preview beside the two texts: what a caller gets, and what sending it takes.

Home Assistant's frontend shows previews in the dialogs of a shop and of its options, not in those of
its subentries.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND, TYPE_RESULT
from homeassistant.components.websocket_api.decorators import (
    async_response,
    require_admin,
    websocket_command,
)
from homeassistant.components.websocket_api.messages import event_message
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import UnknownFlow

from ..const import (
    CONF_BOOKING_LINK,
    CONF_COUNTRY,
    CONF_FOOTER,
    DEFAULT_COUNTRY,
    DOMAIN,
)
from ..core.limits import Limits
from ..core.segments import segments
from ..profile import hears_replies, limits_of, spoken_languages
from ..words import with_footer
from .rules import SECTION_MORE
from .text_check import (
    BUSINESS_VARIABLE,
    CONF_PLAIN,
    TEXT_FIELDS,
    VARIABLES,
    Sample,
    async_check_texts,
    lacks_link,
    sample_of_business,
    sample_of_shop,
    with_plain_characters,
)
from .verdict import Phrases, advice, async_phrases, option_label, sent_as

CONTEXT_BUSINESS: Final = "name"
# There where nobody tells what callers answer.
CONTEXT_DEAF: Final = "deaf"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shop:
    """Whose texts a dialog asks about."""

    sample: Sample
    language: str
    limits: Limits | None
    hears_replies: bool = True


@callback
def async_register_preview(hass: HomeAssistant) -> None:
    """Let the dialogs ask for a preview."""
    async_register_command(hass, ws_start_preview)


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/start_preview",
        vol.Required("flow_id"): str,
        vol.Required("flow_type"): vol.Any("config_flow", "options_flow"),
        vol.Required("user_input"): vol.Schema(
            {vol.Optional(key): vol.Any(str, None) for key in TEXT_FIELDS}
            | {vol.Optional(SECTION_MORE): vol.Any(dict, None)},
            extra=vol.ALLOW_EXTRA,
        ),
    }
)
@require_admin
@async_response
async def ws_start_preview(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Render both texts once; the dialog asks anew after each edit."""
    answers = msg["user_input"]
    more = answers.get(SECTION_MORE) or {}
    try:
        shop = _shop_of(hass, msg["flow_id"], msg["flow_type"], more)
    except UnknownFlow:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "The dialog is closed")
        return
    texts = with_plain_characters(answers, wanted=bool(more.get(CONF_PLAIN)))
    rendered, errors, said = await async_check_texts(hass, shop.sample, texts)
    if errors:
        # The frontend fills in no words for a preview, so these come filled in.
        words = await async_phrases(hass, "options")
        filled = {"said": said, "variable": BUSINESS_VARIABLE, "variables": VARIABLES}
        connection.send_message(
            {
                "id": msg["id"],
                "type": TYPE_RESULT,
                "success": False,
                # The frontend lays a message that is a mapping beside the fields it names.
                "error": {
                    "code": "invalid_user_input",
                    "message": {
                        key: words.get(f"error.{error}", error).format(**filled)
                        for key, error in errors.items()
                    },
                },
            }
        )
        return
    if more.get(CONF_FOOTER):
        rendered = {key: with_footer(text, shop.language) for key, text in rendered.items()}
    phrases = await async_phrases(hass)
    connection.subscriptions[msg["id"]] = _nothing_to_stop
    connection.send_result(msg["id"])
    gaps = {key for key, template in texts.items() if lacks_link(template, shop.sample)}
    connection.send_message(event_message(msg["id"], _shown(rendered, gaps, shop, phrases)))


def _shown(
    rendered: Mapping[str, str], gaps: Collection[str], shop: _Shop, phrases: Phrases
) -> dict[str, Any]:
    business = shop.sample.business
    attributes: dict[str, Any] = {"friendly_name": business, "icon": "mdi:message-text"}
    lines = []
    for key, text in rendered.items():
        taken = segments(text)
        advised = advice(
            text,
            business,
            phrases,
            lacks_link=key in gaps,
            hears_replies=shop.hears_replies,
        )
        attributes |= {
            key: text,
            f"{key}_characters": len(text),
            f"{key}_segments": taken.segments,
            f"{key}_encoding": taken.encoding.value,
            f"{key}_advice": advised,
        }
        label = option_label(phrases, "preview", key)
        lines.append(f"{label}: {text} ({sent_as(text, shop.limits, phrases)})")
        lines += advised
    return {"state": "\n".join(lines), "attributes": attributes}


def _shop_of(hass: HomeAssistant, flow_id: str, flow_type: str, more: Mapping[str, Any]) -> _Shop:
    """Return whose texts a dialog asks about. Raises UnknownFlow."""
    if flow_type == "config_flow":
        flow = hass.config_entries.flow.async_get(flow_id)
        known = flow["context"].get("title_placeholders", {})
        business = known.get(CONTEXT_BUSINESS, "")
        country = hass.config.country or DEFAULT_COUNTRY
        return _Shop(
            sample=sample_of_business(hass, business, country),
            language=spoken_languages(hass, {})[0],
            limits=None,
            hears_replies=CONTEXT_DEAF not in known,
        )
    entry_id: str = hass.config_entries.options.async_get(flow_id)["handler"]
    entry = hass.config_entries.async_get_known_entry(entry_id)
    options = entry.options
    # The frontend leaves out a field that was emptied.
    link = str(more.get(CONF_BOOKING_LINK) or "").strip() if more else None
    return _Shop(
        sample=sample_of_shop(hass, entry, booking_link=link),
        language=spoken_languages(hass, options)[0],
        limits=limits_of(options, entry.data[CONF_COUNTRY]),
        hears_replies=hears_replies(entry.data),
    )


@callback
def _nothing_to_stop() -> None:
    """End a subscription that nothing feeds any more."""
