"""A config entry read as the shop that the rules know."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from .const import (
    CONF_AGAIN_AFTER,
    CONF_BUSINESS,
    CONF_COUNTRY,
    CONF_HOURS,
    CONF_MOBILE,
    CONF_MODE,
    CONF_NUMBER,
    CONF_RING_SECONDS,
    CONF_RINGS,
    CONF_VOICEMAIL,
    DEFAULT_AGAIN_AFTER,
    DEFAULT_RING_SECONDS,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_TEAM_MEMBER,
)
from .core.hours import WeeklyHours
from .core.shop import Line, LineMode, Shop, TeamMember


def shop_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Shop:
    """Read a config entry with its subentries."""
    subentries = entry.subentries.values()
    return Shop(
        id=entry.entry_id,
        business=entry.data[CONF_BUSINESS],
        country=entry.data[CONF_COUNTRY],
        time_zone=ZoneInfo(hass.config.time_zone),
        hours=_hours_of(entry.options),
        lines=tuple(_line_of(sub) for sub in subentries if sub.subentry_type == SUBENTRY_TYPE_LINE),
        team=tuple(
            _member_of(sub) for sub in subentries if sub.subentry_type == SUBENTRY_TYPE_TEAM_MEMBER
        ),
        again_after=timedelta(hours=entry.options.get(CONF_AGAIN_AFTER, DEFAULT_AGAIN_AFTER)),
    )


def _line_of(subentry: ConfigSubentry) -> Line:
    return Line(
        id=subentry.subentry_id,
        name=subentry.title,
        number=subentry.data[CONF_NUMBER],
        mode=LineMode(subentry.data[CONF_MODE]),
        ring_seconds=int(subentry.data.get(CONF_RING_SECONDS, DEFAULT_RING_SECONDS)),
        voicemail=subentry.data.get(CONF_VOICEMAIL, True),
        hours=_hours_of(subentry.data),
    )


def _member_of(subentry: ConfigSubentry) -> TeamMember:
    return TeamMember(
        id=subentry.subentry_id,
        name=subentry.title,
        mobile=subentry.data.get(CONF_MOBILE),
        rings=subentry.data.get(CONF_RINGS, True),
    )


def _hours_of(settings: Mapping[str, Any]) -> WeeklyHours | None:
    written = settings.get(CONF_HOURS)
    return None if written is None else WeeklyHours.parse(written)
