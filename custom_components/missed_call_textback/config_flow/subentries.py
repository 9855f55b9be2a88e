"""What lines and team members are stored as, and what keeps a number from becoming a line."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry, ConfigSubentryData
from homeassistant.const import CONF_HOST, CONF_USERNAME, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_BY_TEXT,
    CONF_DIALLED,
    CONF_KIND,
    CONF_MOBILE,
    CONF_MODE,
    CONF_NUMBER,
    CONF_RING_SECONDS,
    CONF_RINGS,
    CONF_RULES,
    CONF_SUBJECT,
    CONF_VOICEMAIL,
    DEFAULT_RING_SECONDS,
    DOMAIN,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_PHONE_SYSTEM,
    SUBENTRY_TYPE_TEAM_MEMBER,
    PhoneSystemKind,
)
from ..core.shop import LineMode
from ..providers.twilio.numbers import NumberInfo


def line_data(
    *,
    number: str,
    mode: LineMode,
    dialled: str | None = None,
    at_carrier: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a new line as it is stored; `at_carrier` is what its carrier needs to know of it."""
    return {
        **({} if dialled is None else {CONF_DIALLED: dialled}),
        CONF_NUMBER: number,
        CONF_MODE: mode.value,
        CONF_RING_SECONDS: DEFAULT_RING_SECONDS,
        CONF_VOICEMAIL: True,
        **at_carrier,
    }


def line_subentry(
    *,
    title: str,
    number: str,
    mode: LineMode,
    dialled: str | None = None,
    at_carrier: Mapping[str, Any],
) -> ConfigSubentryData:
    """Return a line that comes with a new shop."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_TYPE_LINE,
        title=title,
        unique_id=number,
        data=line_data(number=number, mode=mode, dialled=dialled, at_carrier=at_carrier),
    )


def team_member_subentry(*, name: str, mobile: str | None, rings: bool) -> ConfigSubentryData:
    """Return a team member who comes with a new shop."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_TYPE_TEAM_MEMBER,
        title=name,
        unique_id=mobile,
        # Who sets a shop up wants to hear of replies; without the app, a text is what reaches them.
        data={CONF_MOBILE: mobile, CONF_RINGS: rings, CONF_BY_TEXT: mobile is not None},
    )


def phone_system_id(data: Mapping[str, Any]) -> str:
    """Return what tells a phone system from the shop's others."""
    if data[CONF_KIND] == PhoneSystemKind.ENTITY:
        return f"{data[CONF_KIND]}:{data[CONF_RULES][CONF_SUBJECT]}"
    if data[CONF_KIND] == PhoneSystemKind.WEBHOOK:
        return f"{data[CONF_KIND]}:{data[CONF_WEBHOOK_ID]}"
    # One company has many accounts; a PBX or a box is one.
    account = f"{data[CONF_USERNAME]}@" if data[CONF_KIND] == PhoneSystemKind.SIP else ""
    return f"{data[CONF_KIND]}:{account}{data[CONF_HOST].lower()}"


def phone_system_subentry(*, title: str, data: Mapping[str, Any]) -> ConfigSubentryData:
    """Return a phone system that comes with a new shop."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_TYPE_PHONE_SYSTEM,
        title=title,
        unique_id=phone_system_id(data),
        data=dict(data),
    )


def subentries_of(entry: ConfigEntry[Any], subentry_type: str) -> list[ConfigSubentry]:
    """Return a shop's lines, its team, or its phone systems."""
    return [sub for sub in entry.subentries.values() if sub.subentry_type == subentry_type]


def all_line_numbers(hass: HomeAssistant) -> set[str]:
    """Return the numbers of every line of every shop."""
    return {
        number
        for entry in hass.config_entries.async_entries(DOMAIN)
        for line in subentries_of(entry, SUBENTRY_TYPE_LINE)
        for number in (line.data[CONF_NUMBER], line.data.get(CONF_DIALLED))
        if number is not None
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
