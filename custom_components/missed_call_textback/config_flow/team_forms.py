"""The form of a team member: who they are, and how and when they are told of callers who wrote."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceSelector,
    DeviceSelectorConfig,
    EntitySelector,
    EntitySelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import (
    CONF_APP,
    CONF_BY_TEXT,
    CONF_CALLED,
    CONF_DUTY,
    CONF_LINES,
    CONF_MOBILE,
    CONF_NOTIFY,
    CONF_POST,
    DOMAIN,
    SUBENTRY_TYPE_LINE,
)
from ..core.shop import Post
from ..reach import entity_of, stored_entity
from ..vendors import company_of
from .forms import TEAM_MEMBER
from .subentries import subentries_of

SECTION_WHEN: Final = "when_told"

_ROTA: Final = ["schedule", "calendar", "input_boolean", "binary_sensor", "person"]


def team_member_form(entry: ConfigEntry[Any]) -> vol.Schema:
    """Return the form. Which lines somebody is told of is asked where there are several.

    Whether they are called is asked where the shop's company can call.
    """
    lines = subentries_of(entry, SUBENTRY_TYPE_LINE)
    when: dict[vol.Marker, Any] = {
        vol.Required(CONF_POST, default=Post.FIRST.value): SelectSelector(
            SelectSelectorConfig(
                options=[post.value for post in Post],
                translation_key="post",
                mode=SelectSelectorMode.LIST,
            )
        )
    }
    if company_of(entry).calls_team:
        when[vol.Optional(CONF_CALLED, default=False)] = BooleanSelector()
    if len(lines) > 1:
        when[vol.Optional(CONF_LINES, default=list)] = SelectSelector(
            SelectSelectorConfig(
                options=[
                    SelectOptionDict(value=line.subentry_id, label=line.title) for line in lines
                ],
                multiple=True,
                mode=SelectSelectorMode.LIST,
            )
        )
    when[vol.Optional(CONF_DUTY)] = EntitySelector(EntitySelectorConfig(domain=_ROTA))
    when[vol.Optional(CONF_NOTIFY)] = EntitySelector(
        EntitySelectorConfig(filter=[{"domain": "notify"}])
    )
    return TEAM_MEMBER.extend(
        {
            vol.Optional(CONF_APP): DeviceSelector(
                DeviceSelectorConfig(filter=[{"integration": "mobile_app"}])
            ),
            vol.Optional(CONF_BY_TEXT, default=True): BooleanSelector(),
            vol.Required(SECTION_WHEN): section(vol.Schema(when), {"collapsed": True}),
        }
    )


@callback
def telling_shown(
    hass: HomeAssistant, entry: ConfigEntry[Any], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is stored of how a member is told, as the form shows it."""
    when = {
        CONF_POST: settings.get(CONF_POST, Post.FIRST.value),
        CONF_CALLED: settings.get(CONF_CALLED, False),
        # A line that is gone cannot be chosen any more, and would come back with the answers.
        CONF_LINES: [line for line in settings.get(CONF_LINES, ()) if line in entry.subentries],
        CONF_DUTY: entity_of(hass, settings.get(CONF_DUTY)),
        CONF_NOTIFY: entity_of(hass, settings.get(CONF_NOTIFY)),
    }
    told = {
        CONF_APP: settings.get(CONF_APP),
        CONF_BY_TEXT: settings.get(CONF_BY_TEXT, False),
        SECTION_WHEN: {key: value for key, value in when.items() if value is not None},
    }
    return {key: value for key, value in told.items() if value is not None}


@callback
def read_telling(
    hass: HomeAssistant, answers: Mapping[str, Any], mobile: str | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return how a member is told, as it is stored, and what is wrong with it."""
    when = answers[SECTION_WHEN]
    notify = when.get(CONF_NOTIFY)
    called = when.get(CONF_CALLED, False)
    if called and mobile is None:
        return {}, {CONF_MOBILE: "mobile_needed_to_call"}
    if notify is not None and _is_own(hass, notify):
        # The frontend shows no error beside a field of a section.
        return {}, {"base": "notify_is_own"}
    told = {
        CONF_APP: answers.get(CONF_APP),
        # Without a mobile nobody can be texted, whatever the box says.
        CONF_BY_TEXT: answers[CONF_BY_TEXT] and mobile is not None,
        CONF_POST: None if when[CONF_POST] == Post.FIRST else when[CONF_POST],
        CONF_CALLED: called or None,
        CONF_LINES: when.get(CONF_LINES) or None,
        CONF_DUTY: stored_entity(hass, when.get(CONF_DUTY)),
        CONF_NOTIFY: stored_entity(hass, notify),
    }
    return {key: value for key, value in told.items() if value is not None}, {}


def _is_own(hass: HomeAssistant, entity_id: str) -> bool:
    """Tell whether a notify entity is one of ours: it would text the caller."""
    known = er.async_get(hass).async_get(entity_id)
    return known is not None and known.platform == DOMAIN
