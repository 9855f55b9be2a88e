"""What docs/automations.md tells of triggers and conditions, held against what there is."""

from datetime import timedelta
from pathlib import Path
import re
from typing import Final

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.condition import CONDITIONS
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.conversation_requests import async_list_threads
from custom_components.missed_call_textback.core.happenings import TranscriptReady
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
from tests.platforms.shop import CUSTOMER, FRONT, SAM_MOBILE, OpenShop, shop_device, strings

from .conftest import Automate

TEXT: Final = (Path(__file__).parents[2] / "docs" / "automations.md").read_text(encoding="utf-8")
WRITTEN: Final = {"opted_out": "STOP", "urgent": "It is urgent!"}
COMMON: Final = {"number", "name", "line", "device_id", "config_entry_id"}
OF_HOME_ASSISTANT: Final = {"id", "idx", "alias", "platform", "description"}


def rows(title: str) -> dict[str, tuple[str, list[str]]]:
    """Return by its key the name and the other columns of each row below a heading."""
    part = TEXT.split(f"## {title}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| \*\*(.+?)\*\* \(`(\w+)`\) \|(.*)\|$", part, re.MULTILINE)
    return {key: (name, columns.split(" | ")) for name, key, columns in found}


@pytest.mark.parametrize(
    ("title", "kind", "parts"),
    [("Triggers", "triggers", TRIGGERS), ("Conditions", "conditions", CONDITIONS)],
    ids=["triggers", "conditions"],
)
def test_all_there_is_is_told_by_the_name_that_is_on_the_screen(
    title: str, kind: str, parts: dict[str, type[object]]
) -> None:
    assert {key: name for key, (name, _) in rows(title).items()} == {
        key: words["name"] for key, words in strings()[kind].items()
    }
    assert set(rows(title)) == set(parts)


@pytest.mark.parametrize("key", TRIGGERS)
async def test_a_trigger_tells_what_is_written_and_nothing_else(
    shop: OpenShop, automate: Automate, freezer: FrozenDateTimeFactory, key: str
) -> None:
    told = await automate(key, {"device_id": shop_device(shop)})
    if key == "text_failed":
        shop.carrier.answers[CUSTOMER] = Refused("30006", Reaction.UNTEXTABLE)
    await shop.miss_call()
    await shop.receive(WRITTEN.get(key, "Is Friday free?"))
    if key == "voicemail_transcribed":
        shop.coordinator.async_hear(
            TranscriptReady(
                call_id=1,
                thread_id=1,
                line_id=FRONT,
                peer=CUSTOMER,
                words="Please call me back",
                at=dt_util.utcnow(),
            )
        )
    freezer.tick(timedelta(minutes=5))
    async_fire_time_changed(shop.hass)
    await shop.settle()
    await shop.hass.services.async_call(
        DOMAIN,
        "resolve",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1, "stage": "booked"},
        blocking=True,
    )
    await shop.settle()
    [run] = told.runs
    written = rows("Triggers")[key][1][-1]
    of_this = set(re.findall(r"`(\w+)`", written))
    if "**List conversations**" in written:
        listed = await async_list_threads(shop.coordinator, Wanted())
        of_this |= set(listed["threads"][0])
    left_out_by_the_test = {"for"} & of_this
    if key == "opted_out":
        of_this.discard("error")
    assert set(run) - OF_HOME_ASSISTANT == (of_this | COMMON) - left_out_by_the_test


async def test_the_example_does_what_it_says(
    hass: HomeAssistant, shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    [block] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    automation = parse_yaml(block.replace("corner_barbers", "demo_line"))
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await shop.receive("Is Friday free?")
    freezer.tick(timedelta(minutes=10))
    async_fire_time_changed(hass)
    await shop.settle()
    assert [text.body for text in shop.carrier.sent if text.to == SAM_MOBILE] == [
        f"{CUSTOMER} waits: Is Friday free?"
    ]
