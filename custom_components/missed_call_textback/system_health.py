"""What Home Assistant's page about its own health says of the shops."""

from datetime import datetime
from typing import Any, Final

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .const import (
    CONF_API_BASE,
    CONF_CARRIER,
    DEFAULT_API_BASE,
    DOMAIN,
    CarrierKind,
)
from .coordinator import ShopCoordinator
from .core.ports import LedgerUnavailable

_CALLED_BY_NOBODY: Final = (CarrierKind.ACTION, CarrierKind.DEMO)


@callback
def async_register(_hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Register what is told."""
    register.async_register_info(_async_info, "/config/integrations/integration/" + DOMAIN)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return figures of all shops together; what is not known yet is left out."""
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    shops: list[ShopCoordinator] = [
        entry.runtime_data for entry in entries if entry.state is ConfigEntryState.LOADED
    ]
    info: dict[str, Any] = {"shops_open": f"{len(shops)} / {len(entries)}"}
    by_twilio = [entry for entry in entries if entry.data[CONF_CARRIER] == CarrierKind.TWILIO]
    if by_twilio:
        base = by_twilio[0].data.get(CONF_API_BASE, DEFAULT_API_BASE)
        info["can_reach_server"] = system_health.async_check_can_reach_url(hass, base)
    if any(entry.data[CONF_CARRIER] not in _CALLED_BY_NOBODY for entry in entries):
        seen = [shop.doorbell.seen_at for shop in shops if shop.doorbell.seen_at is not None]
        info["last_webhook"] = max(seen, default="-")
        info["webhooks_forged"] = sum(shop.doorbell.forged for shop in shops)
        info["webhooks_turned_away"] = sum(shop.doorbell.turned_away for shop in shops)
    latencies = [
        figures.text_back_seconds
        for shop in shops
        for figures in shop.data.values()
        if figures.text_back_seconds is not None
    ]
    if latencies:
        info["slowest_text_back"] = f"{max(latencies):.1f} s"
    return info | await _async_ledgers(shops)


async def _async_ledgers(shops: list[ShopCoordinator]) -> dict[str, Any]:
    size = waiting = in_doubt = 0
    oldest: datetime | None = None
    try:
        for shop in shops:
            signs = await shop.ledger.vital_signs()
            size += signs.size
            waiting += signs.waiting_texts
            in_doubt += signs.in_doubt
            if signs.oldest_waiting_at is not None:
                oldest = min(oldest or signs.oldest_waiting_at, signs.oldest_waiting_at)
    except LedgerUnavailable:
        return {"ledger": {"type": "failed", "error": "unreadable"}}
    return {
        "ledger": f"{size / 1024**2:.2f} MiB",
        "texts_waiting": waiting,
        "texts_in_doubt": in_doubt,
        "oldest_waiting": oldest or "-",
    }
