"""One missed call over the whole Twilio path, unattended, and what was seen of it as one JSON line."""

import json
from pathlib import Path

from tests.exchange import HANGS_UP_AT_BEEP, Exchange
from tests.process import HomeAssistantProcess, enter_private_network

from .progress import say
from .shop import (
    CALLER,
    DOMAIN,
    PUBLIC_ADDRESS,
    REPLY,
    SHOP_NUMBER,
    TWILIO_LINE,
    settle_in,
    twilio_steps,
    wait_for_count,
)

_PATIENCE = 30


def prepare() -> None:
    """Leave the machine's network, while this process still has one thread."""
    if not enter_private_network():
        say("No network namespace here: Home Assistant runs on the machine's own network.")


async def run(venv: Path, *, as_json: bool) -> bool:
    """Run the story once; say whether all of it came true."""
    async with Exchange() as exchange, HomeAssistantProcess(venv) as home_assistant:
        say(f"Home Assistant runs after {home_assistant.start_seconds:.1f} s.")
        account = exchange.open_account()
        number = exchange.add_number(SHOP_NUMBER, account, sms=True, voice=True)
        exchange.route(PUBLIC_ADDRESS, home_assistant.base)
        await settle_in(home_assistant, external_url=PUBLIC_ADDRESS)
        steps = twilio_steps(exchange.api_base, account.sid, account.auth_token, number.sid)
        await home_assistant.rest.config_flow(DOMAIN, steps)
        missed_calls, texts_sent, replies = (
            TWILIO_LINE.sensor(key) for key in ("missed_calls", "texts_sent", "replies")
        )
        await wait_for_count(home_assistant, missed_calls, 0, _PATIENCE)
        say("The shop is set up. A customer calls, and nobody answers ...")
        call = await exchange.place_call(CALLER, number, caller_does=HANGS_UP_AT_BEEP)
        text = await exchange.wait_for_text(CALLER, _PATIENCE)
        say(f"The customer is texted: {text.body}")
        await exchange.send_text(CALLER, number, REPLY)
        say(f"The customer answers: {REPLY}")
        seen = {
            "home_assistant": await home_assistant.version(),
            "missed_calls": await wait_for_count(home_assistant, missed_calls, 1, _PATIENCE),
            "texts_sent": await wait_for_count(home_assistant, texts_sent, 1, _PATIENCE),
            "replies": await wait_for_count(home_assistant, replies, 1, _PATIENCE),
            "text_back_ms": round((text.requested_at - call.last_webhook_at) * 1000, 1),
        }
        texted = len(exchange.texts_to(CALLER))
    print(json.dumps(seen) if as_json else "\n".join(f"{k}: {v}" for k, v in seen.items()))
    return texted == seen["missed_calls"] == seen["texts_sent"] == seen["replies"] == 1
