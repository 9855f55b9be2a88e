"""What an examination found, as repair issues: one for each trouble and line, gone when it is cured."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .company_names import company_name, is_like_twilio
from .const import DOMAIN
from .core.shop import Shop
from .plain_words import quoted
from .providers.health import Finding, Trouble
from .vendor_pages import (
    ANDROID,
    BILLING,
    COMPATIBLE,
    CONSOLE,
    COUNTRIES,
    LOCAL_REGISTRATION,
    NUMBERS,
    SERVICES,
)

_PAGES: Final[Mapping[Trouble, str]] = {
    Trouble.ACCOUNT_SUSPENDED: CONSOLE,
    Trouble.ACCOUNT_TRIAL: BILLING,
    Trouble.LOW_BALANCE: BILLING,
    Trouble.NUMBER_GONE: NUMBERS,
    Trouble.NUMBER_LED_ELSEWHERE: NUMBERS,
    Trouble.NUMBER_TAKEN: NUMBERS,
    Trouble.SERVICE_TAKES_TEXTS: SERVICES,
    Trouble.SENDER_UNREGISTERED: LOCAL_REGISTRATION,
    Trouble.COUNTRY_FORBIDDEN: COUNTRIES,
    Trouble.PHONE_AWAY: ANDROID,
    Trouble.PHONE_GONE: ANDROID,
    Trouble.PHONE_ANSWERS_ITSELF: ANDROID,
}
# The shop goes on as it is, for now.
_MILD: Final = frozenset({Trouble.ACCOUNT_TRIAL, Trouble.LOW_BALANCE})
PREFIX: Final = "health"


class HealthNotices:
    """The troubles of one shop that the owner is told of.

    They outlive a reload, so that one which the owner ignores stays ignored.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], shop: Shop) -> None:
        self._hass = hass
        self._entry = entry
        self._shop = shop

    @callback
    def show(self, findings: list[Finding]) -> None:
        """Tell all these, and no other."""
        told = {self.tell(finding) for finding in findings}
        _forget_all_but(self._hass, self._entry.entry_id, told)

    def issue_id(self, trouble: Trouble, line_id: str | None) -> str:
        """Return the id of a trouble's issue."""
        return "_".join(filter(None, (PREFIX, self._entry.entry_id, trouble, line_id)))

    @callback
    def tell(self, finding: Finding) -> str:
        """Raise one issue, or bring it up to date."""
        issue_id = self.issue_id(finding.trouble, finding.line_id)
        line = self._shop.line(finding.line_id or "")
        elsewhere = is_like_twilio(self._entry.data)
        details = {name: quoted(value) for name, value in finding.details.items()}
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            data={
                "entry_id": self._entry.entry_id,
                "trouble": finding.trouble.value,
                "line_id": finding.line_id,
            },
            is_fixable=finding.mendable,
            learn_more_url=COMPATIBLE if elsewhere else _PAGES[finding.trouble],
            severity=(
                ir.IssueSeverity.WARNING if finding.trouble in _MILD else ir.IssueSeverity.ERROR
            ),
            translation_key=f"{PREFIX}_{finding.trouble}",
            translation_placeholders={
                **details,
                "company": company_name(self._entry.data),
                "shop": self._shop.business,
                "line": line.name if line else "",
            },
        )
        return issue_id


@callback
def async_forget_health(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take back all that was told of a shop that is there no more."""
    _forget_all_but(hass, entry.entry_id, set())


def _forget_all_but(hass: HomeAssistant, entry_id: str, kept: set[str]) -> None:
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        ours = domain == DOMAIN and issue_id.startswith(f"{PREFIX}_{entry_id}_")
        if ours and issue_id not in kept:
            ir.async_delete_issue(hass, domain, issue_id)
