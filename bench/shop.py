"""The shop that is measured: set up over Home Assistant's own dialogs, its limits off."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from script.demonstration.shop import DOMAIN, PUBLIC_ADDRESS, settle_in, twilio_steps
from tests.exchange import Account, Exchange, PhoneNumber
from tests.process import HomeAssistantProcess
from tests.process.rest import Steps

from .past import Past, write_past

# A shop that is called 500 times in a second is taken for a victim of fraud, and rightly.
_NONE: Final[Steps] = {}
# So that no caller of the past is in a conversation, or was texted today.
_SINCE: Final = timedelta(days=2)
_NO_LIMITS: Final = {"per_caller": 0, "per_hour": 0, "per_day": 0, "burst": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShop:
    """A shop as Home Assistant keeps it."""

    number: PhoneNumber
    entry_id: str
    line_id: str
    ledger: Path


async def settle(home_assistant: HomeAssistantProcess, exchange: Exchange) -> None:
    """Make Home Assistant reachable for the company."""
    exchange.route(PUBLIC_ADDRESS, home_assistant.base)
    await settle_in(home_assistant, external_url=PUBLIC_ADDRESS)


async def open_shop(
    home_assistant: HomeAssistantProcess,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    phone_system: Steps = _NONE,
) -> OpenShop:
    """Set a shop up as its owner does, and wait until it is open.

    `phone_system` is what is typed of one, where the shop's own phones ring.
    """
    steps: Steps = twilio_steps(exchange.api_base, account.sid, account.auth_token, number.sid)
    if phone_system:
        own = {"number": number.sid, "mode": "own_phones"}
        steps = {**steps, **phone_system, "number": own}
    made = await home_assistant.rest.config_flow(DOMAIN, steps)
    entry_id = made["result"]["entry_id"]
    await home_assistant.rest.options_flow(
        entry_id, {"init": {"next_step_id": "limits"}, "limits": {"more": _NO_LIMITS}}
    )
    # The changed options open it anew. This comes after that, and says when it is done.
    await reopen(home_assistant, entry_id)
    subentries = await home_assistant.ws.call("config_entries/subentries/list", entry_id=entry_id)
    (line_id,) = (
        subentry["subentry_id"] for subentry in subentries if subentry["subentry_type"] == "line"
    )
    return OpenShop(
        number=number,
        entry_id=entry_id,
        line_id=line_id,
        ledger=home_assistant.config / DOMAIN / f"{entry_id}.db",
    )


async def open_with_past(
    home_assistant: HomeAssistantProcess, exchange: Exchange, line: str, texts: int
) -> tuple[OpenShop, Past]:
    """Set a shop up, close it, and give it a past of so many texts."""
    account = exchange.open_account()
    number = exchange.add_number(line, account)
    shop = await open_shop(home_assistant, exchange, account, number)
    await set_open(home_assistant, shop.entry_id, is_open=False)
    past = Past(
        shop_id=shop.entry_id, line_id=shop.line_id, texts=texts, ends=datetime.now(UTC) - _SINCE
    )
    await asyncio.to_thread(write_past, shop.ledger, past)
    return shop, past


async def reopen(home_assistant: HomeAssistantProcess, entry_id: str) -> None:
    """Have Home Assistant reload the shop."""
    await home_assistant.rest.post(f"/api/config/config_entries/entry/{entry_id}/reload")


async def set_open(home_assistant: HomeAssistantProcess, entry_id: str, *, is_open: bool) -> None:
    """Have Home Assistant close the shop until it is told to open it."""
    await home_assistant.ws.call(
        "config_entries/disable", entry_id=entry_id, disabled_by=None if is_open else "user"
    )
