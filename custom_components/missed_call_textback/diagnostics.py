"""What helps to find a fault, and tells nothing of whose shop, customers or account it is.

Built from what may be shown, not by leaving out what may not: something new stays out by itself.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers.device_registry import DeviceEntry

from .const import (
    CONF_AGAIN_AFTER,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_BOOKING_LINK,
    CONF_CARRIER,
    CONF_CLOSED_ON,
    CONF_CLOUDHOOK,
    CONF_CONFIRM_OPT_OUT,
    CONF_COUNTRY,
    CONF_FOOTER,
    CONF_HOLIDAY_REGION,
    CONF_HOLIDAYS,
    CONF_HOURS,
    CONF_LANGUAGES,
    CONF_LOOK_UP,
    CONF_PRESET,
    CONF_RETENTION,
    CONF_SYSTEM,
    DEFAULT_API_BASE,
    SUBENTRY_TYPE_TEXT,
)
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.records import Figures
from .core.shop import Line
from .doorbell import Doorbell
from .entity import device_identifier
from .phone_system import PhoneSystem, ReportingSystem
from .webhook_doors import lacks_fields


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: MissedCallConfigEntry
) -> dict[str, Any]:
    """Return diagnostics for a shop."""
    coordinator = entry.runtime_data
    team = coordinator.shop.team
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
            "languages": entry.options.get(CONF_LANGUAGES),
            "footer": entry.options.get(CONF_FOOTER),
            "has_booking_link": bool(entry.options.get(CONF_BOOKING_LINK)),
            "confirm_opt_out": entry.options.get(CONF_CONFIRM_OPT_OUT),
            "look_up": entry.options.get(CONF_LOOK_UP),
            "holidays": entry.options.get(CONF_HOLIDAYS),
            "holiday_region": entry.options.get(CONF_HOLIDAY_REGION),
            "crm_events": len(coordinator.shop.reports),
            "retention_months": entry.options.get(CONF_RETENTION),
            "texts_for_special_cases": sum(
                sub.subentry_type == SUBENTRY_TYPE_TEXT for sub in entry.subentries.values()
            ),
        },
        "closures": {
            # Not their names: an owner may have called a calendar anything.
            "kinds": sorted(
                split_entity_id(entity_id)[0] for entity_id in entry.options.get(CONF_CLOSED_ON, ())
            ),
            "missing": len(coordinator.closures.missing),
            "holidays": len(coordinator.closures.current().holidays),
            "snoozed_until": _iso(coordinator.snoozed_until),
        },
        "abilities": asdict(coordinator.abilities),
        "phone_systems": [_phone_system(system) for system in coordinator.phone_systems],
        "limits": _limits(coordinator),
        "ledger": {
            "readable": coordinator.last_update_success,
            "today_since": coordinator.today_since.isoformat(),
        },
        "webhooks": _rings(coordinator.doorbell),
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


def _phone_system(system: PhoneSystem) -> dict[str, Any]:
    about: dict[str, Any] = {
        "kind": system.kind,
        "preset": system.data.get(CONF_PRESET),
        "connection": system.connection.value,
        "trouble": system.trouble,
        "figures": system.figures,
        "numbers_of_no_line": len(system.no_lines_numbers),
    }
    if isinstance(system, ReportingSystem):
        about |= {
            "system": system.data[CONF_SYSTEM],
            "cloudhook": system.data[CONF_CLOUDHOOK],
            "lacks_fields": lacks_fields(system.data),
            "last_heard": _iso(system.heard_at),
            **_rings(system.doorbell),
        }
    return about


def _rings(doorbell: Doorbell) -> dict[str, Any]:
    return {
        "last_seen": _iso(doorbell.seen_at),
        "verified": doorbell.verified,
        "forged": doorbell.forged,
        "turned_away": doorbell.turned_away,
    }


def _limits(coordinator: ShopCoordinator) -> dict[str, Any]:
    limits = coordinator.shop.limits
    return {
        "countries": sorted(limits.countries),
        "per_caller": limits.per_caller,
        "per_hour": limits.per_hour,
        "per_day": limits.per_day,
        "burst": limits.burst,
        "budget": limits.budget,
        "price": limits.price,
        "currency": limits.currency,
        "spent": coordinator.spent,
        "kept_back": len(coordinator.notices.kept_back),
    }


def _line(coordinator: ShopCoordinator, line: Line) -> dict[str, Any]:
    opening = coordinator.engine.opening(line)
    return {
        "subentry_id": line.id,
        "mode": line.mode,
        "ring_seconds": line.ring_seconds,
        "voicemail": line.voicemail,
        "has_own_hours": line.hours is not None,
        "automatic": coordinator.engine.settings.is_automatic(line.id),
        "rules": {
            "outcomes": sorted(line.rules.outcomes),
            "short_ring_seconds": line.rules.short_ring.total_seconds(),
            "again_after_seconds": line.rules.again_after.total_seconds(),
            "in_conversation_seconds": line.rules.in_conversation.total_seconds(),
            "too_late_after_seconds": line.rules.too_late_after.total_seconds(),
            "holds_back_spoofed": line.rules.holds_back_spoofed,
            "by_day_only": line.rules.by_day_only,
        },
        "opening": {
            "is_open": opening.is_open,
            "closed_by": opening.closed_by,
            "changes_at": _iso(opening.changes_at),
        },
        "figures": _figures(coordinator.data.get(line.id)),
        "failures": [
            {
                "at": failure.at.isoformat(),
                "state": failure.state,
                "code": failure.code,
                "reaction": failure.reaction,
            }
            for failure in coordinator.notices.failures
            if failure.line_id == line.id
        ],
    }


def _figures(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {
        "total": {str(tally): count for tally, count in figures.total.items()},
        "today": {str(tally): count for tally, count in figures.today.items()},
        "waiting": figures.waiting,
        "to_call_back": figures.to_call_back,
        "urgent": figures.urgent,
        "text_back_seconds": figures.text_back_seconds,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
