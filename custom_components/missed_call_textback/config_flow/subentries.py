"""What lines and team members are stored as, and what keeps a number from becoming a line."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry, ConfigSubentryData
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_MOBILE,
    CONF_MODE,
    CONF_NUMBER,
    CONF_NUMBER_SID,
    CONF_PREVIOUS,
    CONF_RING_SECONDS,
    CONF_RINGS,
    CONF_VOICEMAIL,
    DEFAULT_RING_SECONDS,
    DOMAIN,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_TEAM_MEMBER,
)
from ..core.shop import LineMode
from ..providers.twilio.numbers import NumberInfo


def line_data(
    *,
    number: str,
    number_sid: str | None,
    mode: LineMode,
    previous: Mapping[str, str],
) -> dict[str, Any]:
    """Return a new line as it is stored."""
    return {
        CONF_NUMBER: number,
        CONF_NUMBER_SID: number_sid,
        CONF_MODE: mode.value,
        CONF_RING_SECONDS: DEFAULT_RING_SECONDS,
        CONF_VOICEMAIL: True,
        CONF_PREVIOUS: dict(previous),
    }


def line_subentry(
    *,
    title: str,
    number: str,
    number_sid: str | None,
    mode: LineMode,
    previous: Mapping[str, str],
) -> ConfigSubentryData:
    """Return a line that comes with a new shop."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_TYPE_LINE,
        title=title,
        unique_id=number,
        data=line_data(number=number, number_sid=number_sid, mode=mode, previous=previous),
    )


def team_member_subentry(*, name: str, mobile: str | None, rings: bool) -> ConfigSubentryData:
    """Return a team member who comes with a new shop."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_TYPE_TEAM_MEMBER,
        title=name,
        unique_id=mobile,
        data={CONF_MOBILE: mobile, CONF_RINGS: rings},
    )


def subentries_of(entry: ConfigEntry[Any], subentry_type: str) -> list[ConfigSubentry]:
    """Return a shop's lines, or its team."""
    return [sub for sub in entry.subentries.values() if sub.subentry_type == subentry_type]


def all_line_numbers(hass: HomeAssistant) -> set[str]:
    """Return the numbers of every line of every shop."""
    return {
        line.data[CONF_NUMBER]
        for entry in hass.config_entries.async_entries(DOMAIN)
        for line in subentries_of(entry, SUBENTRY_TYPE_LINE)
    }


def number_trouble(hass: HomeAssistant, info: NumberInfo) -> str | None:
    """Return the error that tells why a number cannot become a line, or None."""
    if info.number in all_line_numbers(hass):
        return "number_is_line"
    if not info.sms:
        return "number_no_texts"
    if not info.voice:
        return "number_no_calls"
    if info.taken_by:
        return "number_run_elsewhere"
    return None
