"""The demo: callers and texts are made up."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..coordinator import MissedCallConfigEntry
from ..core.calls import CallEvent
from ..core.outbox import InboundText, Receipt
from ..core.shop import Shop
from ..providers.demo.calls import DemoDesk
from ..providers.demo.carrier import DemoCarrier
from .company import Company, Vendor


def _build(_hass: HomeAssistant, entry: MissedCallConfigEntry, shop: Shop) -> Vendor:
    # The engine is built with its carrier, so these ask for it only when something happens.
    async def on_receipt(receipt: Receipt) -> None:
        await entry.runtime_data.engine.handle_receipt(receipt)

    async def on_text(text: InboundText) -> None:
        await entry.runtime_data.engine.handle_text(text)

    async def handle_call(event: CallEvent) -> None:
        await entry.runtime_data.engine.handle_call(event)

    carrier = DemoCarrier(on_receipt=on_receipt, on_text=on_text, clock=dt_util.utcnow)
    desk = DemoDesk(
        handle_call=handle_call, clock=dt_util.utcnow, own=shop.team_numbers | shop.own_numbers
    )
    return Vendor(carrier=carrier, demo=desk, close=carrier.close)


DEMO: Final = Company(build=_build)
