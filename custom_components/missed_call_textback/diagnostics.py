"""What helps to find a fault, and tells nothing of whose shop, customers or account it is.

Built from what may be shown, not by leaving out what may not: something new stays out by itself.
"""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .const import (
    CONF_AGAIN_AFTER,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_CARRIER,
    CONF_CLOUDHOOK,
    CONF_COUNTRY,
    CONF_HOURS,
    DEFAULT_API_BASE,
)
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.ports import Figures
from .core.shop import Line
from .entity import device_identifier


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: MissedCallConfigEntry
) -> dict[str, Any]:
    """Return diagnostics for a shop."""
    coordinator = entry.runtime_data
    team = coordinator.shop.team
    doorbell = coordinator.doorbell
    return {
        "entry": {
            "version": f"{entry.version}.{entry.minor_version}",
            "carrier": entry.data[CONF_CARRIER],
            "country": entry.data[CONF_COUNTRY],
            "time_zone": coordinator.shop.time_zone.key,
            "cloudhook": entry.data.get(CONF_CLOUDHOOK),
            "has_api_key": bool(entry.data.get(CONF_API_KEY)),
            "has_own_api_base": entry.data.get(CONF_API_BASE, DEFAULT_API_BASE) != DEFAULT_API_BASE,
            "hours": entry.options.get(CONF_HOURS),
            "again_after_hours": entry.options.get(CONF_AGAIN_AFTER),
        },
        "ledger": {
            "readable": coordinator.last_update_success,
            "today_since": coordinator.today_since.isoformat(),
        },
        "webhooks": {
            "last_seen": doorbell.seen_at and doorbell.seen_at.isoformat(),
            "verified": doorbell.verified,
            "forged": doorbell.forged,
        },
        "team": {
            "members": len(team),
            "with_mobile": sum(member.mobile is not None for member in team),
            "ringing": sum(member.rings for member in team),
        },
        "lines": [_line(coordinator, line) for line in coordinator.shop.lines],
    }


async def async_get_device_diagnostics(
    _hass: HomeAssistant, entry: MissedCallConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return diagnostics for the device of a line; a shop's or a team member's has none."""
    coordinator = entry.runtime_data
    return {
        "lines": [
            _line(coordinator, line)
            for line in coordinator.shop.lines
            if device_identifier(coordinator, line.id) in device.identifiers
        ]
    }


def _line(coordinator: ShopCoordinator, line: Line) -> dict[str, Any]:
    return {
        "subentry_id": line.id,
        "mode": line.mode,
        "ring_seconds": line.ring_seconds,
        "voicemail": line.voicemail,
        "has_own_hours": line.hours is not None,
        "automatic": coordinator.engine.is_automatic(line.id),
        "figures": _figures(coordinator.data.get(line.id)),
        "failures": [
            {
                "at": failure.at.isoformat(),
                "state": failure.state,
                "code": failure.code,
                "reaction": failure.reaction,
            }
            for failure in coordinator.failures
            if failure.line_id == line.id
        ],
    }


def _figures(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {
        "total": {tally.value: count for tally, count in figures.total.items()},
        "today": {tally.value: count for tally, count in figures.today.items()},
        "waiting": figures.waiting,
        "text_back_seconds": figures.text_back_seconds,
    }
