"""A shop that texts by a stand-in of a phone, and whose webhook is reached over real HTTP."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.coordinator import ShopCoordinator
from custom_components.missed_call_textback.core.happenings import (
    CallDecided,
    Happening,
    TextMoved,
    TextReceived,
)
from custom_components.missed_call_textback.core.outbox import TextState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.config_flow.carriers import httpsms_entry, smsgate_entry
from tests.engine_clock import set_clock
from tests.exchange_android import HttpSms, Postman, SmsGate
from tests.exchange_android.httpsms import Sim
from tests.settling import settle

from .shop import LINE_NUMBER


@dataclass(kw_only=True)
class PhoneShop:
    """A shop that is open."""

    hass: HomeAssistant
    entry: MockConfigEntry
    postman: Postman
    client: TestClient[Any, Any]
    told: list[Happening] = field(default_factory=list)
    ahead: timedelta = timedelta(0)

    @property
    def coordinator(self) -> ShopCoordinator:
        """The coordinator of the latest load."""
        coordinator: ShopCoordinator = self.entry.runtime_data
        return coordinator

    @property
    def line_id(self) -> str:
        """The one line."""
        return self.coordinator.shop.lines[0].id

    @property
    def decided(self) -> list[CallDecided]:
        """The decisions so far."""
        return [each for each in self.told if isinstance(each, CallDecided)]

    @property
    def states(self) -> list[TextState]:
        """Where texts moved to, in order."""
        return [each.text.state for each in self.told if isinstance(each, TextMoved)]

    @property
    def replies(self) -> list[str]:
        """The words that came in."""
        return [each.body for each in self.told if isinstance(each, TextReceived)]

    @property
    def issues(self) -> set[str | None]:
        """What the owner is told of."""
        return {
            each.translation_key
            for each in ir.async_get(self.hass).issues.values()
            if each.active and each.domain == const.DOMAIN
        }

    async def open(self) -> None:
        """Open it, and keep what the engine tells."""
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settle()
        self.coordinator.async_listen(self.line_id, self.told.append)

    async def bring(self, times: int = 1) -> list[int]:
        """Bring what the phones have written, each letter so often; return how each was answered."""
        letters, self.postman.brought = self.postman.brought, []
        answers = []
        for url, headers, body in letters:
            for _ in range(times):
                response = await self.client.post(URL(url).path, data=body, headers=headers)
                answers.append(response.status)
        await self.settle()
        return answers

    async def report(self, action: str, **data: object) -> None:
        """Have an automation report something."""
        device = dr.async_get(self.hass).async_get_device_by_identifier(
            (const.DOMAIN, f"{self.entry.entry_id}_{self.line_id}"), self.entry.entry_id
        )
        assert device is not None
        await self.hass.services.async_call(
            const.DOMAIN, action, {"device_id": device.id, **data}, blocking=True
        )
        await self.settle()

    async def settle(self) -> None:
        """Wait for everything on its way."""
        await settle(self.hass, self.entry)

    async def forward(self, **by: float) -> None:
        """Move the engine's clock, and let its alarm ring if it is set for by then."""
        self.ahead += timedelta(**by)
        set_clock(self.coordinator.engine, lambda: dt_util.utcnow() + self.ahead)
        async_fire_time_changed(self.hass, dt_util.utcnow() + self.ahead)
        await self.settle()

    async def examine(self) -> None:
        """Look now whether all is well with the phone."""
        assert self.coordinator.health is not None
        await self.coordinator.health.async_examine()
        await self.settle()


@pytest.fixture
def postman() -> Postman:
    """Return who keeps the phones' letters until they are brought."""
    return Postman(door=lambda _url, _headers, _body: 200)


@pytest.fixture(params=["local", "cloud"])
async def gate(
    request: pytest.FixtureRequest, socket_enabled: None, postman: Postman
) -> AsyncGenerator[SmsGate]:
    """Return a phone with SMSGate: asked itself, or by its cloud."""
    async with SmsGate(postman, cloud=request.param == "cloud") as company:
        yield company


@pytest.fixture
async def httpsms(socket_enabled: None, postman: Postman) -> AsyncGenerator[HttpSms]:
    """Return an account at httpSMS with one phone."""
    async with HttpSms(postman) as company:
        company.sims = [Sim(number=LINE_NUMBER)]
        yield company


@pytest.fixture
async def client(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> TestClient[Any, Any]:
    """Return what brings letters to Home Assistant."""
    assert await async_setup_component(hass, "http", {})
    # As Home Assistant does when it starts to listen: what comes later has its addresses, too.
    hass.http.app._router.freeze = lambda: None  # type: ignore[method-assign]
    return await hass_client_no_auth()


@pytest.fixture
async def by_smsgate(
    hass: HomeAssistant, gate: SmsGate, postman: Postman, client: TestClient[Any, Any]
) -> PhoneShop:
    """Return an open shop whose phone knows where to bring its letters."""
    return await _opened(hass, smsgate_entry(gate), postman, client)


@pytest.fixture
async def by_httpsms(
    hass: HomeAssistant, httpsms: HttpSms, postman: Postman, client: TestClient[Any, Any]
) -> PhoneShop:
    """Return an open shop whose account knows where to tell what happens."""
    return await _opened(hass, httpsms_entry(httpsms), postman, client)


async def _opened(
    hass: HomeAssistant, entry: MockConfigEntry, postman: Postman, client: TestClient[Any, Any]
) -> PhoneShop:
    entry.add_to_hass(hass)
    shop = PhoneShop(hass=hass, entry=entry, postman=postman, client=client)
    await shop.open()
    # As it does by itself soon after a start.
    await shop.examine()
    return shop
