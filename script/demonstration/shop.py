"""The shop of the demonstration: how its set-up is filled in, and what its entities are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.process import HomeAssistantProcess

DOMAIN: Final = "missed_call_textback"
BUSINESS: Final = "Corner Barbers"
TRADE: Final = "salon"
OWNER: Final = "Sam"
TEAM_MOBILE: Final = "+12025550123"
SHOP_NUMBER: Final = "+12025550100"
CALLER: Final = "+12025550147"
REPLY: Final = "Hi! Could you fit me in on Friday at four?"
PUBLIC_ADDRESS: Final = "https://shop.example"

type Steps = Mapping[str, Mapping[str, object]]

DEMO_STEPS: Final[Steps] = {
    "user": {"next_step_id": "demo"},
    "demo": {"business": BUSINESS, "trade": TRADE},
}


def twilio_steps(api_base: str, account_sid: str, auth_token: str, number_sid: str) -> Steps:
    """Return what an owner types to set the shop up; the texts stay as they are suggested."""
    return {
        "user": {"next_step_id": "twilio"},
        "twilio": {
            "account_sid": account_sid,
            "auth_token": auth_token,
            "advanced": {"api_base": api_base},
        },
        "number": {"number": number_sid, "mode": "ring"},
        "business": {
            "business": BUSINESS,
            "trade": TRADE,
            "your_name": OWNER,
            "your_mobile": TEAM_MOBILE,
        },
        "hours": {"always_open": True},
        "words": {},
    }


@dataclass(frozen=True, slots=True)
class LineEntities:
    """The entities of one line, by the name of its device."""

    device: str

    def sensor(self, key: str) -> str:
        """Return a sensor's entity id."""
        return f"sensor.{self.device}_{key}"

    def event(self, key: str) -> str:
        """Return an event entity's id."""
        return f"event.{self.device}_{key}"

    @property
    def automatic(self) -> str:
        """The switch that lets the integration text back by itself."""
        return f"switch.{self.device}_automatic_text_back"

    @property
    def call_button(self) -> str:
        """The button of a demo line that misses a call."""
        return f"button.{self.device}_simulate_a_missed_call"


DEMO_LINE: Final = LineEntities("demo_line")
TWILIO_LINE: Final = LineEntities("corner_barbers")


async def settle_in(home_assistant: HomeAssistantProcess, **settings: object) -> None:
    """Tell Home Assistant where the shop is."""
    await home_assistant.ws.call(
        "config/core/update",
        country="US",
        currency="USD",
        language="en",
        location_name=BUSINESS,
        time_zone="America/New_York",
        unit_system="us_customary",
        **settings,
    )


async def wait_for_count(
    home_assistant: HomeAssistantProcess, entity_id: str, at_least: int, seconds: float
) -> int:
    """Wait until a counting sensor has come that far, and return what it says."""
    state = await home_assistant.wait_for_state(
        entity_id,
        lambda state: state["state"].isdecimal() and int(state["state"]) >= at_least,
        seconds,
    )
    return int(state["state"])
