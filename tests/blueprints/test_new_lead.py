"""The blueprint "new lead to a spreadsheet or CRM", as an owner uses it."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from homeassistant.core import HomeAssistant, ServiceCall
from tests.platforms.shop import CUSTOMER, OTHER_CUSTOMER, OpenShop

from .conftest import UseBlueprint, line_of

NAME = "new_lead"


@pytest.fixture
def crm(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what the owner's CRM is told."""
    return async_mock_service(hass, "rest_command", "crm")


@pytest.fixture
def sheet(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what is added to the owner's spreadsheet."""
    return async_mock_service(hass, "google_sheets", "append_sheet")


def told(calls: list[ServiceCall], *keys: str) -> list[tuple[Any, ...]]:
    """Return these of what each was told."""
    return [tuple(call.data[key] for key in keys) for call in calls]


async def close(shop: OpenShop, thread_id: int) -> None:
    """Say that a matter is over."""
    await shop.hass.services.async_call(
        DOMAIN,
        "resolve",
        {"config_entry_id": shop.entry.entry_id, "thread_id": thread_id, "stage": "closed"},
        blocking=True,
    )


async def test_a_crm_is_told_once_of_each_matter(
    shop: OpenShop, use_blueprint: UseBlueprint, crm: list[ServiceCall]
) -> None:
    await use_blueprint(NAME, line=line_of(shop), rest_command="crm")
    await shop.engine.people.describe(CUSTOMER, name="Ada")
    await shop.miss_call(CUSTOMER)
    await shop.miss_call(CUSTOMER)
    await shop.receive("Is Friday free?", CUSTOMER)
    assert told(crm, "name", "number", "line", "what", "words", "thread_id", "link") == [
        ("Ada", CUSTOMER, "Demo line", "missed call", "", 1, f"tel:{CUSTOMER}")
    ]
    assert crm[0].data["reason"] == "The call was missed during opening hours"
    await close(shop, 1)
    await shop.miss_call(CUSTOMER)
    assert told(crm, "what", "thread_id")[1:] == [("missed call", 1)]


async def test_whoever_writes_first_is_a_lead_too(
    shop: OpenShop, use_blueprint: UseBlueprint, crm: list[ServiceCall]
) -> None:
    await use_blueprint(NAME, line=line_of(shop), rest_command="crm")
    await shop.receive('Do you do "fades"? 🙂')
    await shop.receive("Hello?")
    await shop.miss_call(CUSTOMER)
    assert told(crm, "number", "what", "words") == [(CUSTOMER, "text", 'Do you do "fades"? 🙂')]


async def test_nobody_is_a_lead_who_was_answered_or_withheld_their_number(
    shop: OpenShop, use_blueprint: UseBlueprint, crm: list[ServiceCall]
) -> None:
    await use_blueprint(NAME, line=line_of(shop), rest_command="crm")
    await shop.miss_call(CUSTOMER, outcome=Outcome.ANSWERED)
    await shop.miss_call(None)
    assert crm == []


async def test_a_row_is_added_to_the_spreadsheet_and_nothing_in_it_is_a_formula(
    shop: OpenShop, use_blueprint: UseBlueprint, sheet: list[ServiceCall]
) -> None:
    await use_blueprint(NAME, line=line_of(shop), spreadsheet="01SHEET", worksheet="Callers")
    await shop.receive('=IMPORTDATA("https://example.com")')
    await shop.miss_call(OTHER_CUSTOMER)
    assert told(sheet, "config_entry", "worksheet") == [("01SHEET", "Callers")] * 2
    rows = [call.data["data"] for call in sheet]
    assert [(row["number"], row["words"]) for row in rows] == [
        (f"'{CUSTOMER}", '\'=IMPORTDATA("https://example.com")'),
        (f"'{OTHER_CUSTOMER}", ""),
    ]


async def test_whatever_else_is_chosen_is_done_with_the_lead_and_without_a_crm_there_is_no_error(
    shop: OpenShop, use_blueprint: UseBlueprint, caplog: pytest.LogCaptureFixture
) -> None:
    more = async_mock_service(shop.hass, "script", "remember")
    await use_blueprint(
        NAME,
        line=line_of(shop),
        more=[{"action": "script.remember", "data": {"who": "{{ lead.number }}/{{ lead.line }}"}}],
    )
    await shop.miss_call()
    assert told(more, "who") == [(f"{CUSTOMER}/Demo line",)]
    assert "ERROR" not in {record.levelname for record in caplog.records}
