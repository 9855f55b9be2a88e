"""Questions to the owner: what is answered is done, and a question that is settled asks no more."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.repairs import async_create_fix_flow
from homeassistant.components.repairs import RepairsFlowManager, repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .shop import CUSTOMER, OpenShop, open_shop, shop_entry


@pytest.fixture
async def repairs(hass: HomeAssistant) -> RepairsFlowManager:
    """Return the manager of dialogues."""
    assert await async_setup_component(hass, "repairs", {})
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return manager


def _only_issue(hass: HomeAssistant) -> str:
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.is_fixable
    return issue.issue_id


def _caller(number: int) -> str:
    return f"+1202555{number:04}"


@pytest.fixture
async def burst(hass: HomeAssistant, repairs: RepairsFlowManager) -> OpenShop:
    """Return a shop whose breaker kept back three of four callers."""
    shop = await open_shop(hass, shop_entry(options={"burst": 1}))
    for number in range(1, 5):
        await shop.miss_call(_caller(number))
    assert [text.to for text in shop.carrier.sent] == [_caller(1)]
    return shop


async def _text_them(repairs: RepairsFlowManager, issue_id: str) -> Any:  # noqa: ANN401 - a flow's result
    flow = await repairs.async_init(DOMAIN, data={"issue_id": issue_id})
    assert flow["step_id"] == "confirm"
    assert flow["description_placeholders"] == {"shop": "Corner Barbers", "callers": "3"}
    return await repairs.async_configure(flow["flow_id"], {})


async def test_real_callers_who_were_kept_back_are_texted_once(
    burst: OpenShop, repairs: RepairsFlowManager
) -> None:
    result = await _text_them(repairs, _only_issue(burst.hass))
    await burst.settle()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert [text.to for text in burst.carrier.sent] == [_caller(n) for n in (1, 2, 3, 4)]
    assert not ir.async_get(burst.hass).issues
    assert list(burst.coordinator.notices.kept_back) == []


async def test_of_those_kept_back_nobody_is_texted_against_their_wish(
    burst: OpenShop, repairs: RepairsFlowManager
) -> None:
    await burst.receive("STOP", _caller(3))
    burst.carrier.sent.clear()
    await _text_them(repairs, _only_issue(burst.hass))
    await burst.settle()
    assert [text.to for text in burst.carrier.sent] == [_caller(2), _caller(4)]


async def test_callers_who_were_kept_back_can_be_texted_after_the_owner_has_raised_the_limit(
    burst: OpenShop, repairs: RepairsFlowManager
) -> None:
    options = {**burst.entry.options, "burst": 100}
    burst.hass.config_entries.async_update_entry(burst.entry, options=options)
    await burst.settle()
    burst.play_carrier()
    await _text_them(repairs, _only_issue(burst.hass))
    await burst.settle()
    assert [text.to for text in burst.carrier.sent] == [_caller(n) for n in (1, 2, 3, 4)]
    await burst.reload()
    assert not ir.async_get(burst.hass).issues


async def test_callers_who_were_kept_back_are_asked_about_for_a_day_over_any_reload(
    freezer: FrozenDateTimeFactory, burst: OpenShop
) -> None:
    freezer.tick(timedelta(hours=23))
    await burst.reload()
    assert _only_issue(burst.hass)
    freezer.tick(timedelta(hours=1))
    await burst.reload()
    assert not ir.async_get(burst.hass).issues


async def test_an_answer_that_is_given_after_the_shop_was_opened_anew_is_kept(
    shop: OpenShop, repairs: RepairsFlowManager
) -> None:
    await shop.receive("not interested")
    flow = await repairs.async_init(DOMAIN, data={"issue_id": _only_issue(shop.hass)})
    await shop.reload()
    result = await repairs.async_configure(flow["flow_id"], {"next_step_id": "stop"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    person = await shop.coordinator.ledger.person(shop.entry.entry_id, CUSTOMER)
    assert person.opted_out
    assert not ir.async_get(shop.hass).issues


async def test_callers_are_texted_though_the_shop_was_opened_anew_while_the_owner_thought(
    burst: OpenShop, repairs: RepairsFlowManager
) -> None:
    flow = await repairs.async_init(DOMAIN, data={"issue_id": _only_issue(burst.hass)})
    await burst.reload()
    await repairs.async_configure(flow["flow_id"], {})
    await burst.settle()
    assert [text.to for text in burst.carrier.sent] == [_caller(n) for n in (1, 2, 3, 4)]
    assert not ir.async_get(burst.hass).issues


@pytest.mark.parametrize("removed", [True, False], ids=["removed", "closed"])
async def test_an_answer_to_a_shop_that_was_closed_meanwhile_is_not_taken(
    burst: OpenShop, repairs: RepairsFlowManager, removed: bool
) -> None:
    flow = await repairs.async_init(DOMAIN, data={"issue_id": _only_issue(burst.hass)})
    entries = burst.hass.config_entries
    await (entries.async_remove if removed else entries.async_unload)(burst.entry.entry_id)
    result = await repairs.async_configure(flow["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "gone")


async def test_a_shop_that_is_removed_takes_the_question_about_its_callers_along(
    burst: OpenShop,
) -> None:
    await burst.hass.config_entries.async_remove(burst.entry.entry_id)
    again = shop_entry()
    await open_shop(burst.hass, again)
    assert again.entry_id == burst.entry.entry_id
    assert not ir.async_get(burst.hass).issues


async def test_callers_whom_the_ledger_cannot_take_now_are_kept_for_another_try(
    burst: OpenShop, repairs: RepairsFlowManager
) -> None:
    with patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("disk full")):
        await _text_them(repairs, _only_issue(burst.hass))
    assert len(burst.carrier.sent) == 1
    await _text_them(repairs, _only_issue(burst.hass))
    await burst.settle()
    assert len(burst.carrier.sent) == 4


async def test_callers_whom_a_cap_stops_for_now_are_asked_about_again(
    hass: HomeAssistant, repairs: RepairsFlowManager, freezer: FrozenDateTimeFactory
) -> None:
    shop = await open_shop(hass, shop_entry(options={"burst": 1, "per_hour": 2}))
    for number in range(1, 5):
        await shop.miss_call(_caller(number))
    await _text_them(repairs, _only_issue(hass))
    assert [text.to for text in shop.carrier.sent] == [_caller(1), _caller(2)]
    issue = ir.async_get(hass).async_get_issue(DOMAIN, _only_issue(hass))
    assert issue is not None
    assert issue.translation_placeholders == {"shop": "Corner Barbers", "callers": "2"}
    freezer.tick(timedelta(minutes=61))
    flow = await repairs.async_init(DOMAIN, data={"issue_id": issue.issue_id})
    await repairs.async_configure(flow["flow_id"], {})
    await shop.settle()
    assert [text.to for text in shop.carrier.sent] == [_caller(n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("answer", "texted"),
    [pytest.param("stop", False, id="no-more"), pytest.param("conversation", True, id="talk")],
)
async def test_the_owner_says_what_somebody_meant_and_it_is_kept_as_evidence(
    shop: OpenShop, repairs: RepairsFlowManager, answer: str, texted: bool
) -> None:
    await shop.receive("not interested")
    flow = await repairs.async_init(DOMAIN, data={"issue_id": _only_issue(shop.hass)})
    assert (flow["type"], flow["menu_options"]) == (FlowResultType.MENU, ["stop", "conversation"])
    assert flow["description_placeholders"] == {
        "shop": "Corner Barbers",
        "number": "…123",
        "words": "not interested",
    }
    result = await repairs.async_configure(flow["flow_id"], {"next_step_id": answer})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not ir.async_get(shop.hass).issues
    records = await shop.coordinator.ledger.records(shop.entry.entry_id, [], peer=CUSTOMER)
    wish = records[-1]
    assert (wish.what, wish.reason) == ("start" if texted else "stop", "owner")
    person = await shop.coordinator.ledger.person(shop.entry.entry_id, CUSTOMER)
    assert person.opted_out is not texted


async def test_a_question_that_was_settled_while_it_was_open_changes_nothing(
    shop: OpenShop, repairs: RepairsFlowManager
) -> None:
    await shop.receive("not interested")
    issue_id = _only_issue(shop.hass)
    data = {"entry_id": shop.entry.entry_id}
    shop.coordinator.notices.wish_known(CUSTOMER)
    flow: Any = await async_create_fix_flow(shop.hass, issue_id, dict(data))
    flow.hass = shop.hass
    for step in (flow.async_step_init, flow.async_step_stop):
        result = await step()
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "gone")


@pytest.mark.parametrize("data", [None, {"entry_id": "nowhere"}], ids=["no-data", "no-shop"])
async def test_a_question_of_a_shop_that_is_closed_ends_at_once(
    hass: HomeAssistant, data: dict[str, str | int | float | None] | None
) -> None:
    flow: Any = await async_create_fix_flow(hass, "burst_1", data)
    flow.hass = hass
    result = await flow.async_step_init()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "gone")
