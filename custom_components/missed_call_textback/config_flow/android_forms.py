"""The forms of the carriers that lend an Android phone, and of any action."""

from collections.abc import Sequence
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    ActionSelector,
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..const import (
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_MOBILE,
    CONF_NUMBER,
    CONF_PHONE_ID,
    CONF_SIGNING_KEY,
    CONF_SIM,
)
from ..core.numbers import spoken
from ..providers.httpsms.client import API_BASE, Phone as HttpSmsPhone
from ..providers.smsgate.client import Phone as SmsGatePhone
from .android_accounts import CONF_ADDRESS, SECTION_ADVANCED
from .forms import CONF_NAME, CONF_OWN_HOURS, CONF_OWN_RULES, PHONE, SECRET, WEB

CONF_SEQUENCE: Final = "sequence"
CONF_RECEIPTS: Final = "receipts"
CONF_REPLIES: Final = "replies"
SECTION_BACK: Final = "back"

# Slots that the app knows, where the phone does not say which have a card.
_SLOTS: Final = (1, 2, 3)

SMSGATE: Final = vol.Schema(
    {
        vol.Required(CONF_USERNAME): TextSelector(),
        vol.Required(CONF_PASSWORD): SECRET,
        vol.Required(CONF_SIGNING_KEY): SECRET,
        vol.Optional(CONF_ADDRESS): WEB,
    }
)
SMSGATE_AGAIN: Final = vol.Schema(
    {
        vol.Required(CONF_USERNAME): TextSelector(),
        vol.Optional(CONF_PASSWORD): SECRET,
        vol.Optional(CONF_SIGNING_KEY): SECRET,
        vol.Optional(CONF_ADDRESS): WEB,
    }
)
HTTPSMS: Final = vol.Schema(
    {
        vol.Required(CONF_API_KEY): SECRET,
        vol.Required(SECTION_ADVANCED): section(
            vol.Schema({vol.Optional(CONF_API_BASE, default=API_BASE): WEB}), {"collapsed": True}
        ),
    }
)
_REPORTS: Final[dict[vol.Marker, Any]] = {
    vol.Required(SECTION_BACK): section(
        vol.Schema(
            {
                vol.Optional(CONF_REPLIES, default=False): BooleanSelector(),
                vol.Optional(CONF_RECEIPTS, default=False): BooleanSelector(),
            }
        ),
        {"collapsed": True},
    )
}
ACTION_AGAIN: Final = vol.Schema({vol.Required(CONF_SEQUENCE): ActionSelector(), **_REPORTS})
ACTION: Final = vol.Schema(
    {
        vol.Required(CONF_SEQUENCE): ActionSelector(),
        vol.Required(CONF_NUMBER): PHONE,
        **_REPORTS,
    }
)
TEST_TEXT: Final = vol.Schema({vol.Optional(CONF_MOBILE): PHONE})
NAMED_NUMBER: Final = vol.Schema(
    {vol.Required(CONF_NUMBER): PHONE, vol.Required(CONF_NAME): TextSelector()}
)
_LINE: Final[dict[vol.Marker, Any]] = {
    vol.Required(CONF_NAME): TextSelector(),
    vol.Optional(CONF_OWN_HOURS, default=False): BooleanSelector(),
    vol.Optional(CONF_OWN_RULES, default=False): BooleanSelector(),
}
# The shop's own phones ring, whatever these are asked.
PLAIN_LINE: Final = vol.Schema(_LINE)


def smsgate_phone(phones: Sequence[SmsGatePhone]) -> vol.Schema:
    """Return the form of the phone, where there are several, and of its number."""
    fields: dict[vol.Marker, Any] = {}
    if len(phones) > 1:
        fields |= other_phone(phones).schema
    slots = sorted({slot for phone in phones for slot in phone.sims})
    return vol.Schema({**fields, vol.Required(CONF_NUMBER): PHONE, **_sim(slots)})


def other_phone(phones: Sequence[SmsGatePhone]) -> vol.Schema:
    """Return the form that chooses one of several phones."""
    options = [
        SelectOptionDict(value=phone.id, label=f"{phone.name or '?'} ({phone.id[-6:]})")
        for phone in phones
    ]
    return vol.Schema(
        {
            vol.Required(CONF_PHONE_ID, default=phones[0].id): SelectSelector(
                SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
            )
        }
    )


def smsgate_line() -> vol.Schema:
    """Return the form that adds one more number of the phone."""
    return NAMED_NUMBER.extend(_sim(()))


def line_with_sim() -> vol.Schema:
    """Return the form that changes a line of the phone."""
    return vol.Schema({**_LINE, **_sim(())})


def httpsms_phone(phones: Sequence[HttpSmsPhone], *, named: bool = False) -> vol.Schema:
    """Return the form that picks one of an account's phones, and names it where it is one more."""
    options = [SelectOptionDict(value=phone.number, label=spoken(phone.number)) for phone in phones]
    fields: dict[vol.Marker, Any] = {
        vol.Required(CONF_NUMBER, default=phones[0].number): SelectSelector(
            SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
        )
    }
    if named:
        fields[vol.Required(CONF_NAME)] = TextSelector()
    return vol.Schema(fields)


def sim_of(answers: dict[str, Any]) -> dict[str, int]:
    """Return the SIM slot that was chosen, as a line stores it."""
    chosen = answers.get(SECTION_ADVANCED, {}).get(CONF_SIM)
    return {CONF_SIM: int(chosen)} if chosen else {}


def _sim(slots: Sequence[int]) -> dict[vol.Marker, Any]:
    chosen = SelectSelector(
        SelectSelectorConfig(
            options=[str(slot) for slot in slots or _SLOTS], mode=SelectSelectorMode.DROPDOWN
        )
    )
    return {
        vol.Required(SECTION_ADVANCED): section(
            vol.Schema({vol.Optional(CONF_SIM): chosen}), {"collapsed": True}
        )
    }
