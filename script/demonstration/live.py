"""A Home Assistant to look at: the demo line set up, a dashboard, and callers whom nobody answers."""

import asyncio
from pathlib import Path

from tests.process import HomeAssistantProcess, is_free
from tests.process.browser import find_browser, open_page, screenshot
from tests.process.dashboard import create_dashboard
from tests.process.rest import PASSWORD, USERNAME

from .cards import sections
from .progress import say
from .shop import BUSINESS, DEMO_LINE, DEMO_STEPS, DOMAIN, settle_in, wait_for_count

DEFAULT_PORT = 8123
_DASHBOARD = "corner-barbers"
_CALLS_OF_THE_STORY = 3
_PAUSE_SECONDS = 45
_PATIENCE = 60


async def show(venv: Path, port: int) -> bool:
    """Keep a demonstration running until it is interrupted."""
    if not is_free(port):
        say(f"Port {port} is taken, perhaps by a Home Assistant of your own.")
        say(
            f"Choose another one, for example: script/demo --port {port + 1 if port < 65535 else 8124}"
        )
        return False
    say("Starting Home Assistant ...")
    async with HomeAssistantProcess(venv, port=port) as home_assistant:
        await _set_up(home_assistant)
        say("")
        say(f"  Open  {home_assistant.base}  and log in as  {USERNAME}  with  {PASSWORD}")
        say("  A call is missed every minute or so; press “Miss a call” there for one more.")
        say("  Press Ctrl-C here to end it. Nothing of it is kept.")
        say("")
        calls = 0
        while True:
            calls += 1
            await _miss_a_call(home_assistant, calls)
            await asyncio.sleep(_PAUSE_SECONDS)


async def take_picture(venv: Path, file: Path) -> bool:
    """Play the story, and take a picture of the dashboard afterwards."""
    find_browser()
    async with HomeAssistantProcess(venv) as home_assistant:
        await _set_up(home_assistant)
        for calls in range(1, _CALLS_OF_THE_STORY + 1):
            await _miss_a_call(home_assistant, calls)
        async with open_page(home_assistant, width=1440, height=600) as page:
            await screenshot(page, f"{home_assistant.base}/{_DASHBOARD}", file)
    say(f"{file} is written.")
    return True


async def _set_up(home_assistant: HomeAssistantProcess) -> None:
    say(f"Home Assistant {await home_assistant.version()} runs. Setting the demo line up ...")
    await settle_in(home_assistant)
    await home_assistant.rest.config_flow(DOMAIN, DEMO_STEPS)
    await wait_for_count(home_assistant, DEMO_LINE.sensor("missed_calls"), 0, _PATIENCE)
    await create_dashboard(
        home_assistant.ws,
        url_path=_DASHBOARD,
        title=BUSINESS,
        icon="mdi:phone-missed",
        sections=sections(),
    )


async def _miss_a_call(home_assistant: HomeAssistantProcess, calls: int) -> None:
    say("The phone rings, and nobody answers ...")
    await home_assistant.call_service(
        "button", "press", target={"entity_id": DEMO_LINE.call_button}
    )
    for key, words in (
        ("missed_calls", "missed calls"),
        ("texts_sent", "texts sent"),
        ("replies", "replies"),
    ):
        count = await wait_for_count(home_assistant, DEMO_LINE.sensor(key), calls, _PATIENCE)
        say(f"  {words}: {count}")
