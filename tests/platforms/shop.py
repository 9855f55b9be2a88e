"""A demo shop to test with: two lines, three people, and a carrier that does as it is told."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
import itertools
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, override

from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.coordinator import ShopCoordinator
from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.carrier import Carrier
from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Receipt,
    SendResult,
    TextState,
)
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from homeassistant.util.json import load_json_object

BUSINESS: Final = "Corner Barbers"
FRONT: Final = "01FRONT0000000000000000000"
BACK: Final = "01BACK00000000000000000000"
SAM: Final = "01SAM000000000000000000000"
KIM: Final = "01KIM000000000000000000000"
LEE: Final = "01LEE000000000000000000000"
FRONT_NUMBER: Final = "+12025550100"
BACK_NUMBER: Final = "+12025550101"
SAM_MOBILE: Final = "+12025550150"
LEE_MOBILE: Final = "+12025550152"
CUSTOMER: Final = "+12025550123"
OTHER_CUSTOMER: Final = "+12025550124"
STRINGS: Final = (
    Path(__file__).parents[2] / "custom_components" / const.DOMAIN / "translations" / "en.json"
)

_ids = itertools.count(1)


def _line(subentry_id: str, title: str, number: str) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id,
        subentry_type=const.SUBENTRY_TYPE_LINE,
        title=title,
        unique_id=number,
        data={
            const.CONF_NUMBER: number,
            const.CONF_NUMBER_SID: None,
            const.CONF_MODE: "forwarded",
            const.CONF_RING_SECONDS: 20,
            const.CONF_VOICEMAIL: True,
            const.CONF_PREVIOUS: {},
        },
    )


def _member(subentry_id: str, name: str, mobile: str | None) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id,
        subentry_type=const.SUBENTRY_TYPE_TEAM_MEMBER,
        title=name,
        unique_id=None,
        data={const.CONF_MOBILE: mobile, const.CONF_RINGS: True},
    )


LINES: Final = (
    _line(FRONT, "Demo line", FRONT_NUMBER),
    _line(BACK, "Back office", BACK_NUMBER),
)
# The first has no mobile, so that whatever needs one has to look further.
TEAM: Final = (
    _member(KIM, "Kim", None),
    _member(SAM, "Sam", SAM_MOBILE),
    _member(LEE, "Lee", LEE_MOBILE),
)


def shop_entry(
    *subentries: ConfigSubentryDataWithId,
    title: str = BUSINESS,
    entry_id: str = "01SHOP00000000000000000000",
    options: Mapping[str, Any] = MappingProxyType({}),
) -> MockConfigEntry:
    """Return a demo shop with the subentries given, else with all lines and people.

    It keeps nobody from being texted by their number: the numbers here are all of one block.
    """
    return MockConfigEntry(
        domain=const.DOMAIN,
        entry_id=entry_id,
        title=title,
        unique_id=entry_id,
        data={
            const.CONF_CARRIER: "demo",
            const.CONF_BUSINESS: title,
            const.CONF_TRADE: "barber",
            const.CONF_COUNTRY: "US",
        },
        options={
            const.CONF_AGAIN_AFTER: 24,
            const.CONF_TEXT_OPEN: "Sorry we missed you, {{ business }}",
            const.CONF_TEXT_CLOSED: "We are closed, {{ business }}",
            const.CONF_BURST: 0,
            **options,
        },
        subentries_data=subentries or (*LINES, *TEAM),
    )


@dataclass
class PlayedCarrier(Carrier):
    """Takes every text at once, unless a number has another answer, or `gate` is shut.

    `asked` is set from the first text on.
    """

    sent: list[OutgoingText] = field(default_factory=list)
    answers: dict[str, SendResult] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        self.sent.append(text)
        self.asked.set()
        await self.gate.wait()
        return self.answers.get(text.to) or Accepted(f"SM{next(_ids)}")

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        return None

    @override
    async def line_kind(self, number: str) -> NumberKind:
        return NumberKind.UNKNOWN


@dataclass(kw_only=True)
class OpenShop:
    """A shop that is loaded, with its carrier."""

    hass: HomeAssistant
    entry: MockConfigEntry
    carrier: PlayedCarrier

    @property
    def coordinator(self) -> ShopCoordinator:
        """The shop's coordinator, of the latest load."""
        coordinator: ShopCoordinator = self.entry.runtime_data
        return coordinator

    @property
    def engine(self) -> Engine:
        """The shop's engine, of the latest load."""
        return self.coordinator.engine

    async def miss_call(
        self,
        caller: str | None = CUSTOMER,
        *,
        line_id: str = FRONT,
        outcome: Outcome = Outcome.NO_ANSWER,
    ) -> None:
        """Have a call come and end, and wait until all is done that it causes."""
        await self.engine.handle_call(call_event(caller, line_id=line_id, outcome=outcome))
        await self.settle()

    async def call_back(self, customer: str = CUSTOMER, *, answered: bool = True) -> None:
        """Have somebody of the shop call a customer."""
        now = dt_util.utcnow()
        made = CallMade(numbers=(customer,), began_at=now, answered_at=now if answered else None)
        await self.engine.handle(made)
        await self.settle()

    async def receive(self, body: str, sender: str = CUSTOMER, *, line_id: str = FRONT) -> None:
        """Have a customer's text come in."""
        await self.engine.handle_text(
            InboundText(
                line_id=line_id,
                carrier_id=f"IN{next(_ids)}",
                sender=sender,
                body=body,
                at=dt_util.utcnow(),
            )
        )
        await self.settle()

    async def report(
        self, text: OutgoingText, state: TextState, *, error: str | None = None
    ) -> None:
        """Have the carrier report on a text."""
        await self.engine.handle_receipt(Receipt(state=state, ref=text.ref, error=error))
        await self.settle()

    async def settle(self) -> None:
        """Wait for all work, and for the figures to be read again."""
        await self.hass.async_block_till_done(wait_background_tasks=True)
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=0.5))
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def settle_until(self, done: Callable[[], bool]) -> None:
        """Settle until something is so: of a burst, little is told at a time."""
        async with asyncio.timeout(30):
            while not done():
                await asyncio.sleep(0.1)
                await self.settle()

    async def reload(self) -> None:
        """Unload the shop and load it again, with the same carrier."""
        assert await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.hass.async_block_till_done()
        self.play_carrier()

    def play_carrier(self, carrier: Carrier | None = None) -> None:
        """Have the engine of the latest load send by a carrier: by the shop's, where none is given."""
        self.engine._sender._carrier = carrier or self.carrier

    def state(self, entity_id: str) -> str:
        """Return an entity's state."""
        state = self.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.state

    def attributes(self, entity_id: str) -> Mapping[str, Any]:
        """Return an entity's attributes."""
        state = self.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.attributes


async def open_shop(hass: HomeAssistant, entry: MockConfigEntry) -> OpenShop:
    """Load a shop."""
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    shop = OpenShop(hass=hass, entry=entry, carrier=PlayedCarrier())
    shop.play_carrier()
    return shop


def shop_device(shop: OpenShop, subentry_id: str | None = None) -> str:
    """Return the id of a shop's device, or of one of its lines or people."""
    identifier = "_".join(filter(None, (shop.entry.entry_id, subentry_id)))
    device = dr.async_get(shop.hass).async_get_device_by_identifier(
        (const.DOMAIN, identifier), shop.entry.entry_id
    )
    assert device is not None
    return device.id


def call_event(
    caller: str | None = CUSTOMER,
    *,
    line_id: str = FRONT,
    outcome: Outcome = Outcome.NO_ANSWER,
    recording: str | None = None,
) -> CallEvent:
    """Return the whole of a new call as one event."""
    return CallEvent(
        line_id=line_id,
        source_id=f"test:{next(_ids)}",
        step=CallStep.RECORDED if recording else CallStep.ENDED,
        at=dt_util.utcnow(),
        caller=caller,
        outcome=outcome,
        ring_seconds=12.5,
        recording=recording,
    )


def strings() -> dict[str, Any]:
    """Return the English translations."""
    return dict(load_json_object(STRINGS))
