"""What the integration is measured against: the floor, and what a user would build today."""

import json
from pathlib import Path
from typing import Final

from script.demonstration.shop import PUBLIC_ADDRESS
from tests.exchange import Account, Exchange, PhoneNumber
from tests.process import HomeAssistantProcess

_HERE: Final = Path(__file__).parent
FLOOR: Final = _HERE / "floor" / "custom_components" / "bench_floor"
TODAY: Final = _HERE / "today" / "custom_components" / "bench_today"
_FLOOR_NUMBER: Final = "+12025550101"
_TODAY_NUMBER: Final = "+12025550102"
_BODY: Final = "Sorry we missed your call. How can we help?"


def floor_settings(exchange: Exchange, account: Account) -> str:
    """Return the floor's part of the configuration. JSON is YAML, too."""
    settings = {
        "api_base": exchange.api_base,
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "sender": _FLOOR_NUMBER,
    }
    return f"bench_floor: {json.dumps(settings)}\n"


def floor_number(exchange: Exchange, account: Account) -> PhoneNumber:
    """Return the floor's number, and have its calls reported to the floor."""
    number = exchange.add_number(_FLOOR_NUMBER, account)
    number.voice_url = f"{PUBLIC_ADDRESS}/api/webhook/bench_floor_call"
    return number


def today_settings(exchange: Exchange, account: Account) -> str:
    """Return what a user would write today: core's Twilio, its notify action, and an automation.

    The automation is set to run as often at once as a burst needs. As it comes, `mode: single` would
    drop all calls but one, and `parallel` all but ten.
    """
    settings = {
        "twilio": {"account_sid": account.sid, "auth_token": account.auth_token},
        "bench_today": {"api_base": exchange.api_base},
        "notify": [{"platform": "twilio_sms", "name": "caller", "from_number": _TODAY_NUMBER}],
        "automation bench": [
            {
                "id": "text_back",
                "alias": "Text missed callers back",
                "mode": "parallel",
                "max": 2000,
                "triggers": [{"trigger": "event", "event_type": "twilio_data_received"}],
                "actions": [
                    {
                        "action": "notify.caller",
                        # In a list, since a template makes a bare +1202... a number.
                        "data": {"target": "{{ [trigger.event.data.From] }}", "message": _BODY},
                    }
                ],
            }
        ],
    }
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())


async def today_number(
    home_assistant: HomeAssistantProcess, exchange: Exchange, account: Account
) -> PhoneNumber:
    """Return a number whose calls are reported to core's Twilio, set up for that."""
    made = await home_assistant.rest.config_flow("twilio", {"user": {}})
    number = exchange.add_number(_TODAY_NUMBER, account)
    number.voice_url = made["description_placeholders"]["webhook_url"]
    return number
