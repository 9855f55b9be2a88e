"""Any Home Assistant action: it sends the texts, and automations report what comes back."""

from typing import Final

from homeassistant.core import HomeAssistant

from ..action_carrier import ActionCarrier, ActionSettings
from ..const import CONF_ACTION_SETTINGS, CONF_RESENDS_IN_DOUBT
from ..coordinator import MissedCallConfigEntry
from ..core.shop import Shop
from .company import Company, Vendor


def _build(hass: HomeAssistant, entry: MissedCallConfigEntry, _shop: Shop) -> Vendor:
    settings = ActionSettings.from_data(
        {
            **entry.data[CONF_ACTION_SETTINGS],
            CONF_RESENDS_IN_DOUBT: entry.options.get(CONF_RESENDS_IN_DOUBT, False),
        }
    )
    carrier = ActionCarrier(hass, settings)
    return Vendor(carrier=carrier, close=carrier.close)


ACTION: Final = Company(build=_build, reconciles=False, looks_up=False, has_log=False)
