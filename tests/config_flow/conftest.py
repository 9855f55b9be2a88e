"""Fixtures of the dialogs: a telephone company with one account, and an eye on every word shown."""

from collections.abc import AsyncGenerator, Generator
from typing import Any
from unittest.mock import AsyncMock, patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowManager
from tests.exchange import Account, Exchange, PhoneNumber
from tests.exchange_android import HttpSms, Postman, SmsGate
from tests.exchange_android.httpsms import Sim

from . import owner_sees
from .carriers import NUMBER, SECOND, SEND, action_entry, httpsms_entry, smsgate_entry
from .dialogs import LINE_NUMBER, CloudStandIn, Dialog, Shown, shop_entry
from .owner_sees import Flow, Manager
from .walk import Walk


@pytest.fixture(autouse=True)
def every_word_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check each form, menu and message of each test against the translations."""
    handle = FlowManager._async_handle_step

    async def handle_and_check(
        self: Manager, flow: Flow, step_id: str, user_input: dict[str, Any] | None
    ) -> Shown:
        result = await handle(self, flow, step_id, user_input)
        owner_sees.check(self, flow, result)
        return result

    monkeypatch.setattr(FlowManager, "_async_handle_step", handle_and_check)


@pytest.fixture
def setup_entry() -> Generator[AsyncMock]:
    """Keep shops from opening: these tests are about the dialogs."""
    with patch(
        "custom_components.missed_call_textback.async_setup_entry", return_value=True
    ) as opened:
        yield opened


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncGenerator[Exchange]:
    async with Exchange() as company:
        yield company


@pytest.fixture
def account(exchange: Exchange) -> Account:
    return exchange.open_account()


@pytest.fixture
def number(exchange: Exchange, account: Account) -> PhoneNumber:
    return exchange.add_number(LINE_NUMBER, account)


@pytest.fixture
def dialog(
    hass: HomeAssistant,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    setup_entry: AsyncMock,
) -> Dialog:
    return Dialog(hass, exchange, account, number)


@pytest.fixture
def shop(
    hass: HomeAssistant,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    setup_entry: AsyncMock,
) -> MockConfigEntry:
    """Return a shop as set-up leaves it, with one line and a carrier of its own."""
    entry = shop_entry(exchange, account, number)
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def cloud(hass: HomeAssistant) -> CloudStandIn:
    return CloudStandIn(hass)


@pytest.fixture
def walk(hass: HomeAssistant, setup_entry: AsyncMock) -> Walk:
    return Walk(hass)


@pytest.fixture(params=["local", "cloud"])
async def gate(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[SmsGate]:
    async with SmsGate(Postman(), cloud=request.param == "cloud") as company:
        yield company


@pytest.fixture
async def httpsms(socket_enabled: None) -> AsyncGenerator[HttpSms]:
    async with HttpSms(Postman()) as company:
        company.sims = [Sim(number=NUMBER, rate=12), Sim(number=SECOND, rate=6)]
        yield company


@pytest.fixture
def by_smsgate(hass: HomeAssistant, gate: SmsGate, setup_entry: AsyncMock) -> MockConfigEntry:
    return added(hass, smsgate_entry(gate))


@pytest.fixture
def by_httpsms(hass: HomeAssistant, httpsms: HttpSms, setup_entry: AsyncMock) -> MockConfigEntry:
    return added(hass, httpsms_entry(httpsms))


@pytest.fixture
def by_action(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    return added(hass, action_entry(SEND))


def added(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    entry.add_to_hass(hass)
    return entry
