"""Questions over the telephone company's wire, from the missed call to what is known of the job."""

import pytest

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.const import DOMAIN
from tests.exchange import RINGS_OUT

from .conftest import CALLER, TwilioShop

GREETING = "Corner Barbers here, sorry we missed you. How can we help?"
PLACE = "Thanks. What is the address, or the ZIP or postcode?"
WHEN = "Thanks. Do you need it today, this week, or is there no hurry?"


@pytest.fixture
def line_settings() -> dict[str, object]:
    """Return a line that asks for everything."""
    return {
        const.CONF_QUESTIONS: {
            const.CONF_ASKED: ["service", "place", "timeline"],
            const.CONF_OWN_QUESTIONS: [],
            const.CONF_SERVICES: ["Beard: beard, moustache", "Haircut"],
            const.CONF_MOST_ASKED: 3,
            const.CONF_WORDING: {},
        }
    }


async def writes(shop: TwilioShop, body: str) -> list[str]:
    """Have the caller write half a minute later, and return what they got by then."""
    await shop.forward(seconds=30)
    await shop.exchange.send_text(CALLER, shop.number, body)
    await shop.settle()
    await shop.forward(seconds=1)
    return shop.texts()


async def read(shop: TwilioShop) -> dict[str, object]:
    """Read the conversation as an automation does."""
    response = await shop.hass.services.async_call(
        DOMAIN,
        "get_thread",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return dict(response)


async def test_a_missed_caller_is_asked_what_they_did_not_say_and_a_restart_forgets_nothing(
    shop: TwilioShop,
) -> None:
    await shop.call(RINGS_OUT)
    assert shop.texts() == [GREETING]
    assert await writes(shop, "My beard, please, and soon") == [GREETING, PLACE]
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    shop.listen()
    assert await writes(shop, "12 Elm Street, 90210") == [GREETING, PLACE]
    thread = await read(shop)
    assert thread["answers"] == {
        "service": "Beard",
        "timeline": "soon",
        "place": "12 Elm Street, 90210",
    }
    # They wait for a person, who reads what they wrote and not the same twice.
    assert thread["state"] == "waiting"
    entries = thread["entries"]
    assert isinstance(entries, list)
    assert {entry["kind"] for entry in entries} == {"call", "text_out", "text_in"}


async def test_a_person_who_writes_ends_the_questions(shop: TwilioShop) -> None:
    await shop.call(RINGS_OUT)
    assert await writes(shop, "A haircut") == [GREETING, PLACE]
    await shop.hass.services.async_call(
        DOMAIN,
        "reply",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1, "message": "Come at ten!"},
        blocking=True,
    )
    await shop.settle()
    assert await writes(shop, "90210") == [GREETING, PLACE, "Come at ten!"]


async def test_who_asks_back_is_left_to_people(shop: TwilioShop) -> None:
    await shop.call(RINGS_OUT)
    assert await writes(shop, "A haircut at 90210") == [GREETING, WHEN]
    assert await writes(shop, "What does it cost?") == [GREETING, WHEN]
    assert await writes(shop, "tomorrow") == [GREETING, WHEN]
