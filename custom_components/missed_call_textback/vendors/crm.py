"""A shop's CRM inside Home Assistant: is told of leads, and the owner of what it did not take."""

import logging
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from ..const import CONF_CRM, CONF_SECRET, DOMAIN
from ..core.lead_events import LeadReport
from ..core.ports import Receiver, Response
from ..core.shop import Shop
from ..providers.crm.client import CrmClient, NotTaken
from ..providers.crm.documents import lead_document

_LOGGER = logging.getLogger(__name__)

_UNREACHED: Final = "crm_unreached"
_GONE: Final = "crm_gone"


class Crm(Receiver):
    """The receiver of one shop."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], shop: Shop, client: CrmClient
    ) -> None:
        self._hass = hass
        self._entry_id = entry.entry_id
        self._shop = shop
        self._client = client
        self._why = ""
        self._gone = False

    @override
    async def take(self, report: LeadReport) -> Response:
        if self._gone:
            return Response.GONE
        document = lead_document(report, self._shop, self._hass.config.currency)
        try:
            await self._client.post(report.event.ref, document, dt_util.utcnow())
        except NotTaken as error:
            self._why = str(error)
            _LOGGER.info("%s did not take an event: %s", self._client.host, error)
            if not error.gone:
                return Response.NOT_NOW
            self._gone = True
            self._tell_owner(_GONE)
            return Response.GONE
        async_forget_crm(self._hass, self._entry_id)
        return Response.TAKEN

    @override
    @callback
    def note_lost(self) -> None:
        self._tell_owner(_UNREACHED)

    @callback
    def _tell_owner(self, problem: str) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            _issue_id(self._entry_id),
            is_fixable=False,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=problem,
            translation_placeholders={
                "shop": self._shop.business,
                "host": self._client.host,
                "why": self._why,
            },
        )


@callback
def async_build_crm(hass: HomeAssistant, entry: ConfigEntry[Any], shop: Shop) -> Crm | None:
    """Return the receiver that a shop's options name, if they name one."""
    settings = entry.options.get(CONF_CRM)
    if settings is None:
        async_forget_crm(hass, entry.entry_id)
        return None
    session = async_get_clientsession(hass)
    return Crm(hass, entry, shop, CrmClient(session, settings[CONF_URL], settings[CONF_SECRET]))


@callback
def async_forget_crm(hass: HomeAssistant, entry_id: str) -> None:
    """Take back what the owner was told."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


def _issue_id(entry_id: str) -> str:
    return f"crm_{entry_id}"
