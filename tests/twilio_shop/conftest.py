"""A shop whose line is a number at the exchange, and whose webhook is reached over real HTTP."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.coordinator import ShopCoordinator
from custom_components.missed_call_textback.core.happenings import CallDecided, Happening
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.engine_clock import set_clock
from tests.exchange import (
    LEAVES_MESSAGE,
    Account,
    Caller,
    CallRecord,
    Exchange,
    Person,
    PhoneNumber,
)
from tests.settling import settle

PUBLIC = "https://shop.example"
WEBHOOK_ID = "d00rd00r"
LINE_ID = "01LINE00000000000000000000"
NUMBER = "+12025550100"
SAM = "+12025550188"
KIM = "+12025550189"
CALLER = "+12025550143"


@dataclass(kw_only=True)
class TwilioShop:
    """A shop that is open, and the telephone company that it is a customer of."""

    hass: HomeAssistant
    entry: MockConfigEntry
    exchange: Exchange
    account: Account
    number: PhoneNumber
    base: str
    """Where Home Assistant really listens."""
    ahead: timedelta = timedelta(0)
    told: list[Happening] = field(default_factory=list)

    @property
    def coordinator(self) -> ShopCoordinator:
        """The coordinator of the latest load."""
        coordinator: ShopCoordinator = self.entry.runtime_data
        return coordinator

    @property
    def decided(self) -> list[CallDecided]:
        """The decisions so far."""
        decided = (each for each in self.told if isinstance(each, CallDecided))
        return [each for each in decided if each.decision.reason is not Reason.ALREADY_DECIDED]

    async def call(
        self,
        answers: Person | dict[str, Person],
        caller: str = CALLER,
        *,
        caller_does: Caller = LEAVES_MESSAGE,
        caller_hangs_up_after: float | None = None,
    ) -> CallRecord:
        """Have somebody call the line, and wait until all is done that it causes."""
        call = await self.exchange.place_call(
            caller,
            self.number,
            answers=answers,
            caller_does=caller_does,
            caller_hangs_up_after=caller_hangs_up_after,
        )
        await self.settle()
        return call

    async def settle(self) -> None:
        """Wait for everything on its way, on both sides."""
        await settle(self.hass, self.entry)
        await self.exchange.settle()
        await settle(self.hass, self.entry)

    async def forward(self, **by: float) -> None:
        """Move the engine's clock, and let its alarm ring if it is set for by then.

        Real time goes on: frozen, it would stand still for the sockets, too.
        """
        self.ahead += timedelta(**by)
        set_clock(self.coordinator.engine, lambda: dt_util.utcnow() + self.ahead)
        async_fire_time_changed(self.hass, dt_util.utcnow() + self.ahead)
        await self.settle()

    async def total(self, tally: Tally) -> int:
        """Return one of the line's totals."""
        today = self.coordinator.shop.local_day(dt_util.utcnow())
        return (await self.coordinator.ledger.figures(LINE_ID, today)).total.get(tally, 0)

    def texts(self, to: str = CALLER) -> list[str]:
        """Return the words of all texts that the company took for a number."""
        return [text.body for text in self.exchange.texts_to(to)]

    def listen(self) -> None:
        """Keep what the engine tells."""
        self.coordinator.async_listen(LINE_ID, self.told.append)


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncGenerator[Exchange]:
    """Return a telephone company."""
    async with Exchange() as company:
        yield company


def line_subentry(number: PhoneNumber, **settings: object) -> ConfigSubentryDataWithId:
    """Return a line as set-up stores it."""
    return ConfigSubentryDataWithId(
        subentry_id=LINE_ID,
        subentry_type=const.SUBENTRY_TYPE_LINE,
        title="Corner Barbers",
        unique_id=number.phone_number,
        data={
            const.CONF_NUMBER: number.phone_number,
            const.CONF_NUMBER_SID: number.sid,
            const.CONF_MODE: "ring",
            const.CONF_RING_SECONDS: 20,
            const.CONF_VOICEMAIL: True,
            const.CONF_PREVIOUS: {"voice_url": "https://before.example/voice"},
        }
        | settings,
    )


def member_subentry(name: str, mobile: str) -> ConfigSubentryDataWithId:
    """Return a team member as set-up stores it."""
    return ConfigSubentryDataWithId(
        subentry_id=f"01{name.upper()}",
        subentry_type=const.SUBENTRY_TYPE_TEAM_MEMBER,
        title=name,
        unique_id=None,
        data={const.CONF_MOBILE: mobile, const.CONF_RINGS: True},
    )


def company_settings(account: Account) -> dict[str, object]:
    """Return what set-up stores of a company that is not Twilio itself."""
    if not account.signing_key:
        return {}
    return {const.CONF_DIALECT: "signalwire", const.CONF_SIGNING_KEY: account.signing_key}


@pytest.fixture
def line_settings() -> dict[str, object]:
    """Return what this test's line has different."""
    return {}


@pytest.fixture
def shop_options() -> dict[str, object]:
    """Return what this test's shop has different."""
    return {}


@pytest.fixture
async def new_shop(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    exchange: Exchange,
    line_settings: dict[str, object],
    shop_options: dict[str, object],
) -> TwilioShop:
    """Return a shop with Sam and Kim to ring, which is known, but was never opened."""
    assert await async_setup_component(hass, "http", {})
    account = exchange.open_account()
    number = exchange.add_number(NUMBER, account)
    webhook_url = f"{PUBLIC}/api/webhook/{WEBHOOK_ID}"
    number.voice_url = f"{webhook_url}?step=voice"
    number.voice_fallback_url = number.voice_url
    number.sms_url = number.sms_fallback_url = f"{webhook_url}?step=text"
    number.status_callback = f"{webhook_url}?step=ended"
    entry = MockConfigEntry(
        domain=const.DOMAIN,
        title="Corner Barbers",
        unique_id=account.sid,
        data={
            const.CONF_CARRIER: "twilio",
            const.CONF_BUSINESS: "Corner Barbers",
            const.CONF_TRADE: "salon",
            const.CONF_COUNTRY: "US",
            "webhook_id": WEBHOOK_ID,
            const.CONF_PUBLIC_URL: webhook_url,
            const.CONF_CLOUDHOOK: False,
            const.CONF_ACCOUNT_SID: account.sid,
            const.CONF_AUTH_TOKEN: account.auth_token,
            const.CONF_API_BASE: exchange.api_base,
        }
        | company_settings(account),
        options={
            const.CONF_TEXT_OPEN: "{{ business }} here, sorry we missed you. How can we help?",
            const.CONF_TEXT_CLOSED: "{{ business }} is closed now. How can we help?",
            # At the exchange it rings for milliseconds.
            const.CONF_SHORT_RING: 0,
        }
        | shop_options,
        subentries_data=[
            line_subentry(number, **line_settings),
            member_subentry("Sam", SAM),
            member_subentry("Kim", KIM),
        ],
    )
    entry.add_to_hass(hass)
    # As Home Assistant does when it starts to listen: what comes later has its addresses, too.
    hass.http.app._router.freeze = lambda: None  # type: ignore[method-assign]
    client = await hass_client_no_auth()
    base = str(client.make_url("")).rstrip("/")
    exchange.route(PUBLIC, base)
    return TwilioShop(
        hass=hass,
        entry=entry,
        exchange=exchange,
        account=account,
        number=number,
        base=base,
    )


@pytest.fixture
async def shop(new_shop: TwilioShop) -> TwilioShop:
    """Return a shop that is open, with Sam and Kim to ring."""
    assert await new_shop.hass.config_entries.async_setup(new_shop.entry.entry_id)
    await new_shop.hass.async_block_till_done()
    new_shop.listen()
    return new_shop
