"""Shops that text by an Android phone or an action, as the set-up makes them."""

from typing import Any, Final

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.config_entries import ConfigSubentryData
from tests.exchange_android import HttpSms, SmsGate

from .dialogs import ADDRESS

NUMBER: Final = "+12025550123"
SECOND: Final = "+12025550124"
LANDLINE: Final = "+12025550170"
KEY: Final = "p0ck3t-K"
WEBHOOK_ID: Final = "0123456789abcdef" * 4
SEND: Final = {"action": "gateway.send", "data": {"to": "{{ number }}"}}
PUBLIC_URL: Final = f"{ADDRESS}/api/webhook/{WEBHOOK_ID}"


def smsgate_entry(gate: SmsGate, **changes: object) -> MockConfigEntry:
    """Return a shop that texts by SMSGate."""
    return _entry(
        f"smsgate:{gate.phones[0].id}",
        {
            "carrier": "smsgate",
            "webhook_id": WEBHOOK_ID,
            "public_url": PUBLIC_URL,
            "cloudhook": False,
            "username": gate.username,
            "password": gate.password,
            "signing_key": KEY,
            "api_base": gate.base_url,
            "phone_id": gate.phones[0].id,
        }
        | changes,
    )


def httpsms_entry(httpsms: HttpSms, **changes: object) -> MockConfigEntry:
    """Return a shop that texts by httpSMS."""
    return _entry(
        f"httpsms:{NUMBER}",
        {
            "carrier": "httpsms",
            "webhook_id": WEBHOOK_ID,
            "public_url": PUBLIC_URL,
            "cloudhook": False,
            "api_key": httpsms.api_key,
            "api_base": httpsms.address,
            "signing_key": "k" * 64,
        }
        | changes,
        texts_per_minute=10,
    )


def action_entry(*steps: dict[str, Any], **settings: object) -> MockConfigEntry:
    """Return a shop that texts by an action."""
    return _entry(
        f"action:{NUMBER}",
        {
            "carrier": "action",
            "action": {
                "sequence": list(steps),
                "receipts": False,
                "replies": False,
                "resends_in_doubt": False,
                "timeout_seconds": 30,
                "texts_per_second": None,
            }
            | settings,
        },
    )


def _entry(unique_id: str, data: dict[str, Any], **line: object) -> MockConfigEntry:
    return MockConfigEntry(
        domain=DOMAIN,
        title="Corner Barbers",
        unique_id=unique_id,
        data={"business": "Corner Barbers", "trade": "salon", "country": "US", **data},
        options={
            "again_after": 24,
            "text_open": "{{ business }}: sorry!",
            "text_closed": "Closed, sorry!",
        },
        subentries_data=[
            ConfigSubentryData(
                subentry_type="line",
                title="Front desk",
                unique_id=NUMBER,
                data={
                    "number": NUMBER,
                    "mode": "own_phones",
                    "ring_seconds": 20,
                    "voicemail": True,
                    **line,
                },
            )
        ],
    )
