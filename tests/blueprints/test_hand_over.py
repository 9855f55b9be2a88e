"""The blueprint "hand over to a conversation agent", as an owner uses it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.outbox import TextKind
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from tests.platforms.shop import CUSTOMER, OTHER_CUSTOMER, OpenShop

from .conftest import UseBlueprint, line_of

NAME = "hand_over"
AGENT = "conversation.clerk"


@dataclass
class Agent:
    """An agent that says what it is told to say."""

    says: str = "When would suit you?"
    kind: str = "action_done"
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def agent(hass: HomeAssistant) -> Agent:
    """Return the owner's agent."""
    agent = Agent()

    async def process(call: ServiceCall) -> ServiceResponse:
        agent.asked.append(dict(call.data))
        speech = {"plain": {"speech": agent.says, "extra_data": None}}
        return {
            "response": {"response_type": agent.kind, "speech": speech},
            "conversation_id": call.data["conversation_id"],
        }

    hass.services.async_register(
        "conversation", "process", process, supports_response=SupportsResponse.OPTIONAL
    )
    return agent


def machine_texts(shop: OpenShop) -> list[tuple[str, str]]:
    """Return what the agent texted, and to whom."""
    return [(text.to, text.body) for text in shop.carrier.sent if text.kind is TextKind.MACHINE]


async def a_person_answers(shop: OpenShop) -> None:
    await shop.hass.services.async_call(
        DOMAIN,
        "reply",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1, "message": "Sam here."},
        blocking=True,
    )


async def a_person_speaks_with_them(shop: OpenShop) -> None:
    await shop.miss_call(outcome=Outcome.ANSWERED)


async def test_the_agent_answers_in_a_conversation_of_its_own_and_the_customer_waits_on(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent
) -> None:
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT, instructions="Be kind.")
    await shop.receive("Do you have time?")
    await shop.receive("Do you?", OTHER_CUSTOMER)
    assert machine_texts(shop) == [
        (CUSTOMER, "When would suit you?"),
        (OTHER_CUSTOMER, "When would suit you?"),
    ]
    first, second = agent.asked
    assert first["agent_id"] == AGENT
    assert first["text"].startswith("Be kind.")
    assert first["text"].endswith("Do you have time?")
    assert first["conversation_id"] != second["conversation_id"]
    assert shop.state("sensor.demo_line_waiting") == "2"


@pytest.mark.parametrize("person", [a_person_answers, a_person_speaks_with_them])
async def test_a_person_silences_it(
    shop: OpenShop,
    use_blueprint: UseBlueprint,
    agent: Agent,
    person: Callable[[OpenShop], Awaitable[None]],
) -> None:
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT)
    await shop.receive("Do you have time?")
    await person(shop)
    await shop.receive("Tomorrow?")
    assert len(machine_texts(shop)) == 1


async def test_what_it_says_goes_out_to_the_letter(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent
) -> None:
    agent.says = "+493012345"
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT)
    await shop.receive("What is your other number?")
    assert machine_texts(shop) == [(CUSTOMER, "+493012345")]


async def test_it_writes_no_more_than_it_may(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent
) -> None:
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT, most=2)
    for number in range(4):
        await shop.receive(f"Hello {number}")
    assert len(machine_texts(shop)) == len(agent.asked) == 2


async def test_what_is_urgent_is_a_persons(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent
) -> None:
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT)
    await shop.receive("It is urgent!")
    assert (agent.asked, machine_texts(shop)) == ([], [])


async def test_what_was_urgent_stays_a_persons_until_one_answers(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent
) -> None:
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT)
    await shop.receive("It is urgent!")
    await shop.receive("Are you there?")
    assert (agent.asked, machine_texts(shop)) == ([], [])


@pytest.mark.parametrize(("kind", "says"), [("error", "Sorry, I broke"), ("action_done", "  ")])
async def test_an_agent_that_has_nothing_to_say_says_nothing(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent, kind: str, says: str
) -> None:
    agent.kind, agent.says = kind, says
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT)
    await shop.receive("Do you have time?")
    assert machine_texts(shop) == []


async def test_the_owners_own_conditions_decide_and_stop_is_for_no_agent(
    shop: OpenShop, use_blueprint: UseBlueprint, agent: Agent
) -> None:
    closed = {
        "condition": "not",
        "conditions": [
            {
                "condition": "missed_call_textback.is_open",
                "target": {"entity_id": "binary_sensor.demo_line_open"},
            }
        ],
    }
    await use_blueprint(NAME, line=line_of(shop), agent=AGENT, only_if=[closed])
    await shop.receive("Do you have time?")
    assert agent.asked == []
    await shop.receive("STOP", OTHER_CUSTOMER)
    assert agent.asked == []
