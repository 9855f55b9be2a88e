"""Walks through the dialogs as an owner does, with usual answers, and a stand-in for the cloud."""

from types import SimpleNamespace
from typing import Any, Final, cast

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.components.cloud.const import DATA_CLOUD
from homeassistant.config_entries import SOURCE_USER, ConfigEntry, ConfigSubentryData
from homeassistant.core import HomeAssistant
from tests.exchange import Account, Exchange, PhoneNumber

# A result of any of the three managers of dialogs, whose types share no base.
type Shown = Any

LINE_NUMBER: Final = "+12025550143"
SECOND_NUMBER: Final = "+12025550144"
MOBILE: Final = "+12025550199"
ADDRESS: Final = "https://home.example.com"
CLOUD_URL: Final = "https://hooks.nabu.casa/abc"

STEPS: Final = ("twilio", "number", "business", "hours", "address", "words")


class Dialog:
    """The dialog that sets a Twilio shop up."""

    def __init__(
        self, hass: HomeAssistant, exchange: Exchange, account: Account, number: PhoneNumber
    ) -> None:
        self.hass = hass
        self.flow_id = ""
        self.usual: dict[str, dict[str, Any]] = {
            "twilio": {
                "account_sid": account.sid,
                "auth_token": account.auth_token,
                "advanced": {"api_base": exchange.api_base},
            },
            "number": {"number": number.sid, "mode": "ring"},
            "forwarding": {"network": "mobile"},
            "business": {
                "business": "Corner Barbers",
                "trade": "salon",
                "your_name": "Ana",
                "your_mobile": "(202) 555-0199",
            },
            "hours": {"mon": "9am-6pm", "sat": "9-12:30, 14-18"},
            "address": {"public_url": ADDRESS},
            "words": {"text_open": "{{ business }}: sorry!", "text_closed": "Closed, sorry!"},
        }

    async def open(self, choice: str = "twilio") -> Shown:
        """Open the dialog and choose how to begin."""
        menu = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
        self.flow_id = menu["flow_id"]
        return await self.answer({"next_step_id": choice})

    async def answer(self, answers: dict[str, Any]) -> Shown:
        """Submit the form that is shown."""
        return await self.hass.config_entries.flow.async_configure(self.flow_id, answers)

    async def reach(self, step: str) -> Shown:
        """Answer as usual until a step is shown."""
        shown = await self.open()
        while shown["step_id"] != step:
            shown = await self.answer(self.usual[shown["step_id"]])
            assert not shown["errors"], shown["errors"]
        return shown

    async def finish(self, shown: Shown) -> ConfigEntry[Any]:
        """Answer as usual until the shop is there."""
        while shown["type"] == "form":
            shown = await self.answer(self.usual[shown["step_id"]])
            assert not shown.get("errors"), shown["errors"]
        assert shown["type"] == "create_entry"
        entry = shown["result"]
        assert isinstance(entry, ConfigEntry)
        return entry


def suggested(shown: Shown) -> dict[str, Any]:
    """Return what a form's fields hold when it is shown."""
    fields: dict[str, Any] = {}
    for key, field in shown["data_schema"].schema.items():
        if hasattr(field, "schema"):
            fields[str(key)] = suggested({"data_schema": field.schema})
        elif key.description and "suggested_value" in key.description:
            fields[str(key)] = key.description["suggested_value"]
    return fields


def shop_entry(
    exchange: Exchange, account: Account, number: PhoneNumber, **changes: object
) -> MockConfigEntry:
    """Return a Twilio shop with one line and its owner; `changes` are of its data."""
    data = {
        "carrier": "twilio",
        "business": "Corner Barbers",
        "trade": "salon",
        "country": "US",
        "webhook_id": "0123abcd",
        "public_url": f"{ADDRESS}/api/webhook/0123abcd",
        "cloudhook": False,
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "api_base": exchange.api_base,
    }
    return MockConfigEntry(
        domain=DOMAIN,
        title="Corner Barbers",
        unique_id=account.sid,
        data=data | changes,
        options={
            "again_after": 24,
            "hours": {"mon": "09:00-18:00"},
            "text_open": "{{ business }}: sorry!",
            "text_closed": "Closed, sorry!",
        },
        subentries_data=[
            ConfigSubentryData(
                subentry_type="line",
                title="Front desk",
                unique_id=number.phone_number,
                data={
                    "number": number.phone_number,
                    "number_sid": number.sid,
                    "mode": "ring",
                    "ring_seconds": 20,
                    "voicemail": True,
                    "previous": {},
                },
            ),
            ConfigSubentryData(
                subentry_type="team_member",
                title="Ana",
                unique_id=MOBILE,
                data={"mobile": MOBILE, "rings": True},
            ),
        ],
    )


def demo_entry() -> MockConfigEntry:
    """Return a demo shop with its line."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Corner Barbers",
        unique_id="demo",
        data={"carrier": "demo", "business": "Corner Barbers", "trade": "salon", "country": "US"},
        options={"again_after": 24, "text_open": "Sorry!", "text_closed": "Closed!"},
        subentries_data=[
            ConfigSubentryData(
                subentry_type="line",
                title="Demo line",
                unique_id="+12025550100",
                data={
                    "number": "+12025550100",
                    "number_sid": None,
                    "mode": "forwarded",
                    "ring_seconds": 20,
                    "voicemail": True,
                    "previous": {},
                },
            )
        ],
    )


def sub_id(entry: ConfigEntry[Any], subentry_type: str) -> str:
    """Return the id of a shop's first subentry of a type."""
    return next(
        sub.subentry_id for sub in entry.subentries.values() if sub.subentry_type == subentry_type
    )


class CloudStandIn:
    """Home Assistant Cloud with an active subscription, as far as webhooks need it."""

    is_logged_in = True
    subscription_expired = False

    def __init__(self, hass: HomeAssistant) -> None:
        self.iot = SimpleNamespace(connected=True)
        self.client = SimpleNamespace(cloudhooks={})
        self.cloudhooks = self
        self.broken = False
        hass.config.components.add("cloud")
        cast("dict[object, object]", hass.data)[DATA_CLOUD] = self

    async def async_create(self, webhook_id: str, _managed: object) -> dict[str, str]:
        """Give a webhook an address."""
        if self.broken:
            raise TimeoutError
        hook = {"cloudhook_url": CLOUD_URL}
        self.client.cloudhooks[webhook_id] = hook
        return hook

    async def async_delete(self, webhook_id: str) -> None:
        """Take a webhook's address back."""
        if self.client.cloudhooks.pop(webhook_id, None) is None:
            raise ValueError("Hook is not enabled for the cloud.")
