"""What a real Home Assistant knows after its process was ended without warning."""

import pytest

from script.demonstration.shop import DEMO_LINE, DEMO_STEPS, DOMAIN, settle_in, wait_for_count

from .home_assistant import HomeAssistantProcess

pytestmark = [pytest.mark.process, pytest.mark.timeout(420)]

_COUNTS = ("missed_calls", "texts_sent", "replies", "recovered")


@pytest.mark.usefixtures("socket_enabled")
async def test_what_was_counted_before_a_power_cut_is_counted_after_it() -> None:
    async with HomeAssistantProcess() as home_assistant:
        await settle_in(home_assistant)
        await home_assistant.rest.config_flow(DOMAIN, DEMO_STEPS)
        await wait_for_count(home_assistant, DEMO_LINE.sensor("missed_calls"), 0, 60)
        await home_assistant.call_service(
            "button", "press", target={"entity_id": DEMO_LINE.call_button}
        )
        for key in _COUNTS:
            await wait_for_count(home_assistant, DEMO_LINE.sensor(key), 1, 60)
        await home_assistant.kill()
        await home_assistant.start()
        for key in _COUNTS:
            assert await wait_for_count(home_assistant, DEMO_LINE.sensor(key), 1, 60) == 1
