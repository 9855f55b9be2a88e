"""What the owner decides or has mended in a repair."""

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.core import HomeAssistant

from ..address_watch import PREFIX as ADDRESS
from ..health_notices import PREFIX as HEALTH
from ..ledger_notices import is_about_recovery
from .address import NewAddress
from .callers import RealCallers, WhatWasMeant
from .gone import Gone, open_shop
from .health import Mend
from .records import Records


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the dialogue of an issue."""
    # There is nothing to do but to read it, whether the shop is open or not.
    if is_about_recovery(issue_id):
        return ConfirmRepairFlow()
    return _flow_of_shop(hass, issue_id, data or {})


def _flow_of_shop(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None]
) -> RepairsFlow:
    entry = hass.config_entries.async_get_entry(str(data.get("entry_id")))
    if entry is not None and issue_id.startswith(f"{ADDRESS}_"):
        return NewAddress(entry)
    if entry is None or (coordinator := open_shop(entry)) is None:
        return Gone()
    if issue_id.startswith(f"{HEALTH}_"):
        return Mend(entry, str(data.get("trouble")), str(data.get("line_id")))
    if issue_id.startswith("burst_"):
        return RealCallers(entry)
    if issue_id.startswith("opt_out_unsure_"):
        return WhatWasMeant(entry, coordinator.notices.asked_about(issue_id))
    return Records(coordinator, str(data.get("token")))
