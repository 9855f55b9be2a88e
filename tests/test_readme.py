"""What the README tells an owner, held against the integration."""

from pathlib import Path
import re
from typing import Final

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.opt_out import Wish, wish_of
from custom_components.missed_call_textback.event import CALL, LEAD, TEXT
from custom_components.missed_call_textback.sensor import SENSORS
from homeassistant.components.event import EventEntityDescription
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from tests.platforms.shop import CUSTOMER, OTHER_CUSTOMER, OpenShop, strings

README: Final = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
# What the README calls the line is the demo line of the tests.
LINE: Final = "corner_barbers"
DEMO_LINE: Final = "demo_line"
# Home Assistant's own words, and what is no name of anything on the screen.
OF_HOME_ASSISTANT: Final = {
    "Settings",
    "Devices & services",
    "Add integration",
    "System",
    "Repairs",
    "Configure",
    "Reconfigure",
    "Download diagnostics",
    "Custom repositories",
    "Integration",
    "Error",
    "Reason",
}


def section(title: str) -> str:
    """Return the part of the README below a heading, with its smaller headings."""
    found = re.search(
        rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE
    )
    assert found is not None, title
    return found[1]


def yaml_blocks() -> list[str]:
    """Return the README's examples."""
    return [
        block.replace(LINE, DEMO_LINE)
        for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    ]


type Words = str | dict[str, Words]


def words_on_screen(strings: Words) -> set[str]:
    """Return every translated text."""
    if isinstance(strings, dict):
        return set().union(*(words_on_screen(each) for each in strings.values()))
    return {strings}


@pytest.mark.parametrize(
    "title", ["Try it without a phone account", "Set it up with Twilio", "Let an automation decide"]
)
def test_the_names_of_steps_and_buttons_are_those_on_the_screen(title: str) -> None:
    on_screen = {word.replace("{company}", "Twilio") for word in words_on_screen(strings())}
    known = on_screen | OF_HOME_ASSISTANT | {"Demo line"}
    prose = re.sub(r"`[^`]*`", "", section(title)).replace("\n", " ")
    bold = re.findall(r"\*\*([^*]+?)[:.]?\*\*", prose)
    named = {part.strip() for phrase in bold for part in phrase.split(">")}
    sentences = {"In the USA, register first"}
    assert named - known - sentences == set()


def test_every_entity_of_a_line_is_in_the_table_and_nothing_else(shop: OpenShop) -> None:
    rows = re.findall(
        r"^\| `(\w+)\.(?:…|corner_barbers)_(\w+)`", section("What you see"), re.MULTILINE
    )
    told = {f"{domain}.{DEMO_LINE}_{name}" for domain, name in rows}
    told |= {f"sensor.{DEMO_LINE}_{name}_today" for _, name in rows[3:7]}
    # The demo's own button is told of where the demo is.
    told.add(f"button.{DEMO_LINE}_simulate_a_missed_call")
    there = {
        state.entity_id
        for state in shop.hass.states.async_all()
        if f".{DEMO_LINE}_" in state.entity_id
    }
    assert there == told
    assert len(SENSORS) == len([each for each in told if each.startswith("sensor.")])


@pytest.mark.parametrize(
    ("entity", "description"),
    [("call", CALL), ("text", TEXT), ("what_became_of_it", LEAD)],
    ids=["call", "text", "lead"],
)
def test_every_kind_of_event_is_told(entity: str, description: EventEntityDescription) -> None:
    row = re.search(rf"^\| `event\.corner_barbers_{entity}` \|(.*)$", README, re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"`(\w+)`", row[1])) == set(description.event_types or ())


def test_the_named_notifiers_and_actions_are_there(shop: OpenShop) -> None:
    assert shop.hass.states.get("notify.sam") is not None
    for domain, name in re.findall(
        r"`(missed_call_textback|notify)\.(missed_\w+|\w+_\w+)`", README
    ):
        assert shop.hass.services.has_service(domain, name), name


async def test_the_automation_does_what_its_name_says(shop: OpenShop) -> None:
    automation = parse_yaml(yaml_blocks()[0])
    assert await async_setup_component(shop.hass, "automation", {"automation": [automation]})
    await shop.coordinator.async_set_automatic(shop.coordinator.shop.lines[0].id, on=False)
    await shop.miss_call(CUSTOMER, outcome=Outcome.NO_ANSWER)
    await shop.miss_call(OTHER_CUSTOMER, outcome=Outcome.CLOSED)
    assert [text.to for text in shop.carrier.sent] == [OTHER_CUSTOMER]


async def test_the_action_sends_the_words_it_shows(shop: OpenShop) -> None:
    step = parse_yaml(yaml_blocks()[1])
    assert isinstance(step, dict)
    script = {"send": {"sequence": [step]}}
    assert await async_setup_component(shop.hass, "script", {"script": script})
    await shop.hass.services.async_call("script", "send", blocking=True)
    assert [(text.to, text.body) for text in shop.carrier.sent] == [
        (step["data"]["number"], step["data"]["message"])
    ]


async def test_the_response_has_the_fields_it_names(shop: OpenShop) -> None:
    told = re.search(r"The response tells how far the text got: (.*?)\. A text", README, re.DOTALL)
    assert told is not None
    entity = er.async_get(shop.hass).async_get(f"event.{DEMO_LINE}_call")
    assert entity is not None
    response = await shop.hass.services.async_call(
        "missed_call_textback",
        "text_back",
        {"device_id": entity.device_id, "number": CUSTOMER},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    assert set(re.findall(r"`(\w+)`", told[1])) == set(response)


def test_the_words_that_opt_out_do() -> None:
    told = re.search(
        r"\*\*asked not to be texted\*\*, by (\w+) or in plain words \(“(.*?)”\)", README
    )
    assert told is not None
    for words in told.groups():
        assert wish_of(words) is Wish.STOP, words
    assert wish_of("START") is Wish.START
