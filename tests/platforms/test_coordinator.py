"""The coordinator: who is told of what, and what the owner is asked to put right."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
import threading
from types import MappingProxyType
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.happenings import Happening, TextMoved
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Refused,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.records import Figures
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryDataWithId,
)
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from .shop import (
    BACK,
    CUSTOMER,
    FRONT,
    LINES,
    OTHER_CUSTOMER,
    OpenShop,
    call_event,
    shop_entry,
)

DESK_PHONES: ConfigSubentryDataWithId = {
    "subentry_id": "01DESK00000000000000000000",
    "subentry_type": "phone_system",
    "title": "Desk phones",
    "unique_id": "webhook:desk",
    "data": {
        "kind": "webhook",
        "system": "own",
        "webhook_id": "desk",
        "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "public_url": "https://shop.example/api/webhook/desk",
        "cloudhook": False,
        "since": "2026-11-18T00:00:00+00:00",
    },
}


async def test_a_listener_hears_of_its_own_line_until_it_stops_listening(shop: OpenShop) -> None:
    heard: list[Happening] = []
    stop_listening = shop.coordinator.async_listen(FRONT, heard.append)
    await shop.engine.handle_call(call_event(line_id=BACK))
    assert heard == []
    await shop.engine.handle_call(call_event())
    assert len(heard) >= 1
    await shop.settle()
    stop_listening()
    count = len(heard)
    await shop.miss_call(OTHER_CUSTOMER)
    assert len(heard) == count


async def test_a_listener_that_fails_stops_neither_the_others_nor_the_engine(
    shop: OpenShop, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Happening] = []

    def fail(_happening: Happening) -> None:
        raise RuntimeError("broken")

    shop.coordinator.async_listen(FRONT, fail)
    shop.coordinator.async_listen(FRONT, heard.append)
    await shop.miss_call()
    assert len(heard) == 2
    assert shop.state("sensor.demo_line_texts_sent") == "1"
    assert "A listener of a line failed" in caplog.text


async def test_a_happening_that_comes_while_figures_are_read_is_read_too(shop: OpenShop) -> None:
    read = SqliteLedger.figures
    calls = 0

    async def read_slowly(ledger: SqliteLedger, line_id: str, today: str) -> Figures:
        nonlocal calls
        calls += 1
        figures = await read(ledger, line_id, today)
        if calls == 1:
            await shop.engine.handle_call(call_event(OTHER_CUSTOMER))
        return figures

    with patch.object(SqliteLedger, "figures", autospec=True, side_effect=read_slowly):
        await shop.miss_call()
        await shop.settle()
    assert shop.state("sensor.demo_line_missed_calls") == "2"


async def test_a_happening_on_a_line_that_was_removed_disturbs_nobody(shop: OpenShop) -> None:
    await shop.miss_call()
    text = replace(shop.carrier.sent[0], line_id="gone", state=TextState.FAILED)
    shop.coordinator.async_hear(TextMoved(text=text, reaction=Reaction.OWNER))
    await shop.settle()
    assert set(shop.coordinator.data) == {FRONT, BACK}
    assert not shop.coordinator.notices.failures


async def test_a_shop_whose_figures_cannot_be_read_is_tried_again_later(
    hass: HomeAssistant,
) -> None:
    entry = shop_entry()
    entry.add_to_hass(hass)
    with patch.object(SqliteLedger, "figures", side_effect=LedgerUnavailable("locked")):
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "ledger_unavailable"


async def test_a_shop_that_could_not_be_opened_leaves_no_engine_at_work(shop: OpenShop) -> None:
    shop.carrier.answers[CUSTOMER] = Unknown("no answer in time")
    await shop.miss_call()
    with patch.object(SqliteLedger, "figures", side_effect=LedgerUnavailable("locked")):
        assert not await shop.hass.config_entries.async_reload(shop.entry.entry_id)
        assert shop.entry.state is ConfigEntryState.SETUP_RETRY
        with patch.object(shop.engine._agenda, "_look") as due:
            async_fire_time_changed(shop.hass, dt_util.utcnow() + timedelta(days=1))
            await shop.hass.async_block_till_done(wait_background_tasks=True)
    due.assert_not_called()


async def test_a_shop_follows_the_time_zone_of_the_house(shop: OpenShop) -> None:
    await shop.hass.config.async_update(time_zone="Europe/Paris")
    await shop.hass.async_block_till_done()
    assert shop.coordinator.shop.time_zone.key == "Europe/Paris"


async def test_a_shop_is_not_opened_anew_where_the_house_keeps_its_time_zone(
    shop: OpenShop,
) -> None:
    coordinator = shop.coordinator
    await shop.hass.config.async_update(
        time_zone=shop.hass.config.time_zone, location_name="Corner"
    )
    await shop.hass.config.async_update(latitude=52)
    await shop.hass.async_block_till_done()
    assert shop.coordinator is coordinator


async def test_the_owner_is_told_of_texts_that_do_not_go_out_until_one_does(
    shop: OpenShop, issue_registry: ir.IssueRegistry
) -> None:
    shop.carrier.answers[CUSTOMER] = Refused("21619", Reaction.OWNER)
    await shop.miss_call()
    issue_id = f"texts_refused_{shop.entry.entry_id}_{FRONT}"
    issue = issue_registry.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_placeholders == {
        "line": "Demo line",
        "code": "21619",
        "company": "Demo",
    }
    assert issue.learn_more_url == "https://www.twilio.com/docs/api/errors/21619"
    await shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is not None
    await shop.miss_call(OTHER_CUSTOMER)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is None


async def test_what_the_carrier_gave_no_number_for_is_not_looked_up(
    shop: OpenShop, issue_registry: ir.IssueRegistry
) -> None:
    shop.carrier.answers[CUSTOMER] = Refused("not_registered", Reaction.OWNER)
    await shop.miss_call()
    issue = issue_registry.async_get_issue(DOMAIN, f"texts_refused_{shop.entry.entry_id}_{FRONT}")
    assert issue is not None
    assert issue.learn_more_url is None


async def test_unloading_a_shop_takes_its_issues_with_it(
    shop: OpenShop, issue_registry: ir.IssueRegistry
) -> None:
    shop.carrier.answers[CUSTOMER] = Refused("21619", Reaction.OWNER)
    await shop.miss_call()
    assert len(issue_registry.issues) == 1
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert not issue_registry.issues


async def test_credentials_that_fail_make_the_owner_sign_in_again(shop: OpenShop) -> None:
    shop.carrier.answers[CUSTOMER] = Refused("20003", Reaction.SIGN_IN)
    with patch.object(shop.entry, "async_start_reauth") as start_reauth:
        await shop.engine.handle_call(call_event())
        await shop.hass.async_block_till_done(wait_background_tasks=True)
    start_reauth.assert_called_with(shop.hass)
    assert shop.coordinator.notices.failures[0].code == "20003"


async def test_a_shop_follows_the_language_of_the_house(shop: OpenShop) -> None:
    coordinator = shop.coordinator
    await shop.hass.config.async_update(language="de")
    await shop.hass.async_block_till_done()
    assert shop.coordinator is not coordinator
    assert shop.coordinator.shop.languages == ("de",)


@pytest.fixture
def opening_slowly() -> Iterator[tuple[asyncio.Event, asyncio.Event]]:
    """Hold a shop while its ledger is opened: the first event tells of it, the second lets it go on."""
    began, go_on = asyncio.Event(), asyncio.Event()
    really_open = SqliteLedger.open

    async def open_slowly(ledger: SqliteLedger, path: Path, *, zone: ZoneInfo) -> None:
        began.set()
        await go_on.wait()
        await really_open(ledger, path, zone=zone)

    with patch.object(SqliteLedger, "open", open_slowly):
        yield began, go_on


async def test_what_the_owner_adds_while_a_shop_is_being_opened_is_there(
    hass: HomeAssistant, opening_slowly: tuple[asyncio.Event, asyncio.Event]
) -> None:
    began, go_on = opening_slowly
    front, back = LINES
    entry = shop_entry(front)
    entry.add_to_hass(hass)
    opening = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await began.wait()
    added = ConfigSubentry(
        subentry_id=BACK,
        subentry_type=back["subentry_type"],
        title=back["title"],
        unique_id=back["unique_id"],
        data=MappingProxyType(back["data"]),
    )
    hass.config_entries.async_add_subentry(entry, added)
    go_on.set()
    await opening
    await hass.async_block_till_done()
    assert [line.id for line in entry.runtime_data.shop.lines] == [FRONT, BACK]


async def test_what_the_owner_removes_while_a_shop_is_being_opened_is_gone(
    hass: HomeAssistant,
    opening_slowly: tuple[asyncio.Event, asyncio.Event],
    caplog: pytest.LogCaptureFixture,
) -> None:
    began, go_on = opening_slowly
    entry = shop_entry(*LINES, DESK_PHONES)
    entry.add_to_hass(hass)
    opening = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await began.wait()
    hass.config_entries.async_remove_subentry(entry, BACK)
    hass.config_entries.async_remove_subentry(entry, DESK_PHONES["subentry_id"])
    go_on.set()
    await opening
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert [line.id for line in entry.runtime_data.shop.lines] == [FRONT]
    assert entry.runtime_data.phone_systems == ()
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []


@pytest.mark.parametrize("changed", [{"time_zone": "Europe/Paris"}, {"language": "de"}], ids=str)
async def test_a_house_that_changes_while_a_shop_is_being_opened_is_followed(
    hass: HomeAssistant,
    opening_slowly: tuple[asyncio.Event, asyncio.Event],
    changed: dict[str, Any],
) -> None:
    began, go_on = opening_slowly
    entry = shop_entry()
    entry.add_to_hass(hass)
    opening = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await began.wait()
    await hass.config.async_update(**changed)
    go_on.set()
    await opening
    await hass.async_block_till_done()
    shop = entry.runtime_data.shop
    assert shop.time_zone.key == hass.config.time_zone
    assert shop.languages == (hass.config.language,)


async def test_what_is_being_stored_while_the_shop_is_closed_is_told_before_nobody_hears_it(
    shop: OpenShop,
) -> None:
    heard: list[str | None] = []
    began, go_on = threading.Event(), threading.Event()

    def hold(_book: Book) -> None:
        began.set()
        assert go_on.wait(10)

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) is not None:
            heard.append(state.attributes.get("event_type"))

    async_track_state_change_event(shop.hass, "event.demo_line_text", changed)
    holding = asyncio.create_task(shop.coordinator.ledger.write(hold))
    await asyncio.to_thread(began.wait, 10)
    # The owner is asked about it, and nobody would take that question back.
    text = InboundText(
        line_id=FRONT,
        carrier_id="IN1",
        sender=CUSTOMER,
        body="not interested",
        at=dt_util.utcnow(),
    )
    storing = asyncio.create_task(shop.engine.handle_text(text))
    closing = asyncio.create_task(shop.hass.config_entries.async_unload(shop.entry.entry_id))
    await asyncio.wait((closing,), timeout=0.3)
    go_on.set()
    await asyncio.gather(holding, storing, closing)
    await shop.hass.async_block_till_done()
    assert "opted_out" in heard
    assert not ir.async_get(shop.hass).issues
