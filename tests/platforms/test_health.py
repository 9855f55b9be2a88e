"""What an examination finds is told, mended by a button where that can be, and gone when it is cured."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, override
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import _async_watch_health
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.core.shop import Line
from custom_components.missed_call_textback.health import HealthWatch
from custom_components.missed_call_textback.providers.health import (
    Examiner,
    Finding,
    Trouble,
    Unexamined,
)
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop, strings

ELSEWHERE: Final = Finding(
    trouble=Trouble.NUMBER_LED_ELSEWHERE,
    line_id=FRONT,
    mendable=True,
    details={"host": "other.example"},
)
LOW: Final = Finding(trouble=Trouble.LOW_BALANCE, details={"balance": "3.20", "currency": "USD"})


@dataclass
class PlayedExaminer(Examiner):
    """Finds what it is told to find."""

    found: list[Finding] = field(default_factory=list)
    trouble: Exception | None = None
    examined: int = 0
    mended: list[Line] = field(default_factory=list)
    mending_helps: bool = True

    @override
    async def examine(self) -> list[Finding]:
        self.examined += 1
        if self.trouble is not None:
            raise self.trouble
        return list(self.found)

    @override
    async def mend(self, line: Line) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.mended.append(line)
        if self.mending_helps:
            self.found.clear()


@pytest.fixture
def examiner(shop: OpenShop) -> PlayedExaminer:
    """Have the shop examined."""
    played = PlayedExaminer()
    _async_watch_health(shop.hass, shop.entry, shop.coordinator, played)
    assert shop.coordinator.health is not None
    shop.coordinator.health._jitter = lambda: 0.0
    return played


def health_of(shop: OpenShop) -> HealthWatch:
    assert shop.coordinator.health is not None
    return shop.coordinator.health


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    found = ir.async_get(hass).issues.values()
    return {each.translation_key or "": each for each in found if each.domain == DOMAIN}


async def pass_time(hass: HomeAssistant, freezer: FrozenDateTimeFactory, **time: float) -> None:
    freezer.tick(timedelta(**time))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_a_shop_is_examined_soon_after_its_start_and_every_six_hours(
    shop: OpenShop, examiner: PlayedExaminer, freezer: FrozenDateTimeFactory
) -> None:
    assert examiner.examined == 0
    await pass_time(shop.hass, freezer, seconds=21)
    assert examiner.examined == 1
    await pass_time(shop.hass, freezer, hours=5, minutes=59)
    assert examiner.examined == 1
    await pass_time(shop.hass, freezer, minutes=2)
    assert examiner.examined == 2
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    await pass_time(shop.hass, freezer, hours=7)
    assert examiner.examined == 2


async def test_each_trouble_is_told_and_gone_when_it_is_cured(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    examiner.found = [ELSEWHERE, LOW]
    await health_of(shop).async_examine()
    told = issues(shop.hass)
    assert set(told) == {"health_number_led_elsewhere", "health_low_balance"}
    elsewhere, low = told["health_number_led_elsewhere"], told["health_low_balance"]
    assert (elsewhere.is_fixable, elsewhere.severity) == (True, ir.IssueSeverity.ERROR)
    assert (low.is_fixable, low.severity) == (False, ir.IssueSeverity.WARNING)
    assert elsewhere.translation_placeholders == {
        "company": "Demo",
        "shop": "Corner Barbers",
        "line": "Demo line",
        "host": "other\\.example",
    }
    assert "billing" in (low.learn_more_url or "")
    examiner.found = [LOW]
    await health_of(shop).async_examine()
    assert set(issues(shop.hass)) == {"health_low_balance"}


@pytest.mark.parametrize("trouble", Trouble)
async def test_every_trouble_has_all_that_its_words_ask_for(
    shop: OpenShop, examiner: PlayedExaminer, trouble: Trouble
) -> None:
    details: Mapping[Trouble, tuple[str, ...]] = {
        Trouble.LOW_BALANCE: ("balance", "currency"),
        Trouble.NUMBER_LED_ELSEWHERE: ("host",),
        Trouble.NUMBER_TAKEN: ("by",),
        Trouble.SERVICE_TAKES_TEXTS: ("service",),
        Trouble.SENDER_UNREGISTERED: ("code",),
        Trouble.COUNTRY_FORBIDDEN: ("country",),
    }
    found = Finding(
        trouble=trouble,
        line_id=FRONT,
        details=dict.fromkeys(details.get(trouble, ()), "*x*"),
    )
    examiner.found = [found]
    await health_of(shop).async_examine()
    (issue,) = issues(shop.hass).values()
    words = strings()["issues"][issue.translation_key]
    for text in (words["title"], words.get("description", "")):
        filled = text.format(**(issue.translation_placeholders or {}))
        assert "*x*" not in filled.replace("**", "")


async def test_what_cannot_be_examined_is_as_it_was(
    shop: OpenShop, examiner: PlayedExaminer, caplog: pytest.LogCaptureFixture
) -> None:
    examiner.found = [LOW]
    await health_of(shop).async_examine()
    for trouble in (Unexamined("no connection"), RuntimeError("broken on purpose")):
        examiner.trouble = trouble
        await health_of(shop).async_examine()
        assert set(issues(shop.hass)) == {"health_low_balance"}
    assert "broken on purpose" in caplog.text
    examiner.trouble, examiner.found = None, []
    await health_of(shop).async_examine()
    assert issues(shop.hass) == {}


async def test_a_text_that_is_refused_for_the_owners_reasons_has_the_shop_examined_soon_and_once(
    shop: OpenShop, examiner: PlayedExaminer, freezer: FrozenDateTimeFactory
) -> None:
    await pass_time(shop.hass, freezer, minutes=20)
    assert examiner.examined == 1
    for caller in (CUSTOMER, OTHER_CUSTOMER):
        shop.carrier.answers[caller] = Refused("21606", Reaction.OWNER)
        await shop.miss_call(caller)
    # Time moved, but the loop's clock did not: the last examination is a moment ago.
    await pass_time(shop.hass, freezer, minutes=9)
    assert examiner.examined == 1
    await pass_time(shop.hass, freezer, minutes=2)
    assert examiner.examined == 2


async def test_what_a_refused_text_has_told_is_not_told_twice(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    examiner.found = [
        Finding(trouble=Trouble.SENDER_UNREGISTERED, line_id=FRONT, details={"code": "30034"})
    ]
    shop.carrier.answers[CUSTOMER] = Refused("30034", Reaction.OWNER)
    await shop.miss_call()
    await health_of(shop).async_examine()
    assert set(issues(shop.hass)) == {"texts_refused_unregistered"}
    await shop.miss_call(OTHER_CUSTOMER)
    await health_of(shop).async_examine()
    assert set(issues(shop.hass)) == {"health_sender_unregistered"}


async def test_what_was_ignored_stays_ignored_over_a_reload_and_goes_with_the_shop(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    examiner.found = [LOW]
    await health_of(shop).async_examine()
    issue_id = issues(shop.hass)["health_low_balance"].issue_id
    ir.async_ignore_issue(shop.hass, DOMAIN, issue_id, ignore=True)
    await shop.reload()
    assert issues(shop.hass)["health_low_balance"].dismissed_version is not None
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert issues(shop.hass) == {}


async def _press(shop: OpenShop) -> Any:  # noqa: ANN401 - a flow's result
    assert await async_setup_component(shop.hass, "repairs", {})
    manager = repairs_flow_manager(shop.hass)
    assert manager is not None
    issue_id = issues(shop.hass)["health_number_led_elsewhere"].issue_id
    flow = await manager.async_init(DOMAIN, data={"issue_id": issue_id})
    assert flow["step_id"] == "confirm"
    assert (flow["description_placeholders"] or {})["host"] == "other\\.example"
    return await manager.async_configure(flow["flow_id"], {})


async def test_a_number_that_leads_elsewhere_is_led_here_again_by_one_button(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    examiner.found = [ELSEWHERE]
    await health_of(shop).async_examine()
    result = await _press(shop)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert [line.id for line in examiner.mended] == [FRONT]
    assert issues(shop.hass) == {}


async def test_a_button_that_does_not_help_says_so(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    examiner.found, examiner.mending_helps = [ELSEWHERE], False
    await health_of(shop).async_examine()
    assert (await _press(shop))["errors"] == {"base": "wrong_still"}
    examiner.trouble = Unexamined("no connection")
    assert (await _press(shop))["errors"] == {"base": "not_mended"}
    assert "health_number_led_elsewhere" in issues(shop.hass)


async def test_what_is_found_after_the_shop_was_removed_is_told_to_nobody(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    removed = asyncio.Event()

    async def examine_slowly() -> list[Finding]:
        await removed.wait()
        return [ELSEWHERE]

    with patch.object(examiner, "examine", examine_slowly):
        mending = asyncio.create_task(
            health_of(shop).async_mend(Trouble.NUMBER_LED_ELSEWHERE, FRONT)
        )
        await asyncio.sleep(0)
        await shop.hass.config_entries.async_remove(shop.entry.entry_id)
        removed.set()
        assert not await mending
    assert issues(shop.hass) == {}


async def test_a_line_that_is_gone_needs_no_mending(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    assert await health_of(shop).async_mend(Trouble.NUMBER_LED_ELSEWHERE, "nowhere")
    assert examiner.mended == []


async def test_a_button_of_a_shop_that_nobody_examines_ends_at_once(
    shop: OpenShop, examiner: PlayedExaminer
) -> None:
    examiner.found = [ELSEWHERE]
    await health_of(shop).async_examine()
    shop.coordinator.health = None
    assert await async_setup_component(shop.hass, "repairs", {})
    manager = repairs_flow_manager(shop.hass)
    assert manager is not None
    issue_id = issues(shop.hass)["health_number_led_elsewhere"].issue_id
    flow = await manager.async_init(DOMAIN, data={"issue_id": issue_id})
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "gone")
