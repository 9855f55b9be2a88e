"""What callers get from a real Home Assistant that was started without its shop being opened."""

from pathlib import Path

import pytest

from script.demonstration.shop import (
    DOMAIN,
    PUBLIC_ADDRESS,
    SHOP_NUMBER,
    TEAM_MOBILE,
    TWILIO_LINE,
    settle_in,
    twilio_steps,
    wait_for_count,
)
from tests.exchange import PRESSES_ONE, Exchange

from .home_assistant import HomeAssistantProcess

pytestmark = [pytest.mark.process, pytest.mark.timeout(420)]

_CALLER = "+12025550147"


def _in_the_way(folder: Path) -> None:
    """Put something where the ledger was that cannot be opened as one."""
    (ledger,) = folder.glob("*.db")
    ledger.rename(ledger.with_suffix(".away"))
    ledger.mkdir()


@pytest.mark.usefixtures("socket_enabled")
async def test_with_no_ledger_after_a_start_calls_ring_through_and_texts_are_not_acknowledged() -> (
    None
):
    async with Exchange() as exchange, HomeAssistantProcess() as home_assistant:
        account = exchange.open_account()
        number = exchange.add_number(SHOP_NUMBER, account)
        exchange.route(PUBLIC_ADDRESS, home_assistant.base)
        await settle_in(home_assistant, external_url=PUBLIC_ADDRESS)
        steps = twilio_steps(exchange.api_base, account.sid, account.auth_token, number.sid)
        await home_assistant.rest.config_flow(DOMAIN, steps)
        await wait_for_count(home_assistant, TWILIO_LINE.sensor("missed_calls"), 0, 60)
        await home_assistant.stop()
        _in_the_way(home_assistant.config / DOMAIN)
        await home_assistant.start()

        call = await exchange.place_call(_CALLER, number, answers=PRESSES_ONE)
        text = await exchange.send_text(_CALLER, number, "Hello?")

        assert call.bridged
        assert [leg.to for leg in call.legs] == [TEAM_MOBILE]
        assert text.status == 503
