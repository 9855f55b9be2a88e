"""Walks through the dialog of a new shop, whatever its carrier, with usual answers."""

from typing import Any

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from tests.exchange_android import HttpSms, SmsGate

from .carriers import KEY, NUMBER
from .dialogs import ADDRESS, Shown


class Walk:
    """The dialog of a new shop, with usual answers for all that the carriers have in common."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.flow_id = ""
        self.usual: dict[str, dict[str, Any]] = {
            "customers_dial": {"dialled": NUMBER},
            "phone_system": {"next_step_id": "no_phone_system"},
            "business": {"business": "Corner Barbers", "trade": "salon"},
            "hours": {"mon": "9-17"},
            "address": {"public_url": ADDRESS},
            "near_address": {"public_url": ADDRESS},
            "words": {"text_open": "{{ business }}: sorry!", "text_closed": "Closed, sorry!"},
        }

    async def open(self, *choices: str) -> Shown:
        menu = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
        self.flow_id = menu["flow_id"]
        for choice in choices:
            menu = await self.answer({"next_step_id": choice})
        return menu

    async def answer(self, answers: dict[str, Any]) -> Shown:
        return await self.hass.config_entries.flow.async_configure(self.flow_id, answers)

    async def finish(self, shown: Shown) -> ConfigEntry[Any]:
        self.seen: list[str] = []
        while shown["type"] in ("form", "menu"):
            self.seen.append(shown["step_id"])
            shown = await self.answer(self.usual[shown["step_id"]])
            assert not shown.get("errors"), shown["errors"]
        assert shown["type"] == "create_entry", shown
        self.end = shown["description"]
        entry = shown["result"]
        assert isinstance(entry, ConfigEntry)
        return entry


def app(gate: SmsGate, **changes: str) -> dict[str, str]:
    """Return what an owner copies from SMSGate."""
    shown = {
        "username": gate.username,
        "password": gate.password,
        "signing_key": KEY,
        "address": gate.base_url,
    }
    return shown | changes


def keys(httpsms: HttpSms, **changes: str) -> dict[str, Any]:
    """Return what an owner copies from httpSMS."""
    return {"api_key": httpsms.api_key, "advanced": {"api_base": httpsms.address}} | changes


def sim_card(number: str = "(202) 555-0123", **more: str) -> dict[str, Any]:
    return {"number": number, "advanced": more}


def line_of(entry: ConfigEntry[Any]) -> dict[str, Any]:
    (line,) = (sub for sub in entry.subentries.values() if sub.subentry_type == "line")
    return dict(line.data)
