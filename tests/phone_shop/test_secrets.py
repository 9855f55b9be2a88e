"""What a shop keeps of its phone or its action is told to nobody."""

import pytest

from custom_components.missed_call_textback.diagnostics import async_get_config_entry_diagnostics
from homeassistant.core import HomeAssistant
from tests.config_flow.carriers import action_entry
from tests.exchange_android import HttpSms, SmsGate

from .conftest import PhoneShop
from .shop import CALLER
from .test_action import opened
from .test_smsgate import miss_call


async def test_diagnostics_and_the_log_hold_no_secret_of_a_phone(
    hass: HomeAssistant, by_smsgate: PhoneShop, gate: SmsGate, caplog: pytest.LogCaptureFixture
) -> None:
    gate.password = "another"
    await miss_call(by_smsgate)
    told = str(await async_get_config_entry_diagnostics(hass, by_smsgate.entry)) + caplog.text
    for secret in ("password", "signing_key", "username", "webhook_id", "phone_id"):
        assert by_smsgate.entry.data[secret] not in told, secret
    assert CALLER not in told


async def test_diagnostics_and_the_log_hold_no_secret_of_an_account(
    hass: HomeAssistant,
    by_httpsms: PhoneShop,
    httpsms: HttpSms,
    caplog: pytest.LogCaptureFixture,
) -> None:
    httpsms.api_key = "uk_another"
    await by_httpsms.examine()
    told = str(await async_get_config_entry_diagnostics(hass, by_httpsms.entry)) + caplog.text
    for secret in ("api_key", "signing_key", "webhook_id"):
        assert by_httpsms.entry.data[secret] not in told, secret


async def test_diagnostics_tell_what_a_carrier_can_and_nothing_of_an_actions_steps(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    steps = {"action": "gateway.send", "data": {"password": "open-sesame", "to": "{{ number }}"}}
    shop = await opened(hass, action_entry(steps, replies=True))
    await shop.report("report_call", number=CALLER)
    told = await async_get_config_entry_diagnostics(hass, shop.entry)
    assert told["abilities"] == {
        "receipts": False,
        "replies": True,
        "reconciles": False,
        "whatsapp": False,
        "texts_per_second": None,
    }
    assert "open-sesame" not in str(told) + caplog.text
    assert CALLER not in str(told) + caplog.text
