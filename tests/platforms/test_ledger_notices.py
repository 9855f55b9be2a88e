"""What the owner is told of a ledger in trouble, and that the shop works on by itself afterwards."""

# ruff: noqa: ASYNC240 - small files

import asyncio
from collections.abc import AsyncIterator
import contextlib
from datetime import timedelta
import errno
from pathlib import Path
import sqlite3
import threading
from unittest.mock import MagicMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

import custom_components.missed_call_textback as integration
from custom_components.missed_call_textback import recovering
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable, Trouble
from custom_components.missed_call_textback.core.records import Recovery
from custom_components.missed_call_textback.ledger import LedgerFiles, SqliteLedger, recover
from custom_components.missed_call_textback.ledger_notices import _TROUBLES, LedgerNotices
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .shop import CUSTOMER, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry, strings


def _issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    return {
        str(issue.translation_key): issue
        for issue in ir.async_get(hass).issues.values()
        if issue.active
    }


def _ledger_of(shop: OpenShop) -> Path:
    return Path(shop.hass.config.path(DOMAIN, f"{shop.entry.entry_id}.db"))


def _state_of(shop: OpenShop) -> ConfigEntryState:
    return shop.entry.state


def _spoil(path: Path) -> None:
    """Overwrite the pages that calls and texts are looked up on."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name IN ('sqlite_autoindex_call_1', 'text_open')"
        ).fetchall()
    with path.open("r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)


async def _pass(hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: int) -> None:
    freezer.tick(seconds)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize("trouble", Trouble)
async def test_every_trouble_is_told_in_words_that_name_the_shop(
    hass: HomeAssistant, trouble: Trouble
) -> None:
    entry = shop_entry()
    notices = LedgerNotices(hass, entry)
    notices.hear(trouble)
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.translation_placeholders is not None
    words = strings()["issues"][_TROUBLES[trouble]]
    assert "Corner Barbers" in words["title"].format(**issue.translation_placeholders)
    assert words["description"].format(**issue.translation_placeholders)
    notices.hear(None)
    assert not ir.async_get(hass).issues


async def test_a_locked_ledger_is_told_and_works_on_by_itself_even_if_nobody_calls(
    hass: HomeAssistant, shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    await shop.miss_call()
    other = sqlite3.connect(_ledger_of(shop), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    shop.coordinator.ledger._writer._session.connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[attr-defined]
    with pytest.raises(LedgerUnavailable):
        await shop.miss_call(OTHER_CUSTOMER)
    assert set(_issues(hass)) == {"ledger_locked"}
    await _pass(hass, freezer, 31)
    assert set(_issues(hass)) == {"ledger_locked"}
    other.close()
    await _pass(hass, freezer, 31)
    assert not _issues(hass)
    await shop.miss_call(OTHER_CUSTOMER)
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER, OTHER_CUSTOMER]
    with patch.object(SqliteLedger, "try_out") as try_out:
        await _pass(hass, freezer, 31)
    try_out.assert_not_called()


async def test_an_unloaded_shop_tells_nothing_more(hass: HomeAssistant, shop: OpenShop) -> None:
    shop.coordinator.ledger._on_trouble(Trouble.FULL)  # type: ignore[attr-defined]
    assert set(_issues(hass)) == {"ledger_full"}
    await hass.config_entries.async_unload(shop.entry.entry_id)
    assert not _issues(hass)


async def test_a_ledger_found_damaged_in_use_is_recovered_by_opening_the_shop_anew_once(
    hass: HomeAssistant, shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    await shop.miss_call()
    await shop.receive("STOP", OTHER_CUSTOMER)
    await shop.miss_call("+12025550188")
    # Into the file with what is in the log.
    await shop.reload()
    _spoil(_ledger_of(shop))
    with pytest.raises(LedgerUnavailable, match="malformed"):
        await shop.miss_call("+12025550199")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shop.entry.state is ConfigEntryState.LOADED
    issue = _issues(hass)["ledger_recovered"]
    assert set(_issues(hass)) == {"ledger_recovered"}
    assert issue.translation_placeholders is not None
    aside = Path(hass.config.path(issue.translation_placeholders["file"]))
    assert aside.exists()
    assert issue.translation_placeholders["calls"] == "2"
    assert issue.translation_placeholders["opt_outs"] == "1"
    assert issue.translation_placeholders["lost"] == "0"
    person = await shop.coordinator.ledger.person(shop.entry.entry_id, OTHER_CUSTOMER)
    assert person.opted_out
    await shop.miss_call("+12025550199")
    assert shop.state("sensor.demo_line_missed_calls") == "3"


async def test_a_disk_that_damages_one_ledger_after_the_other_does_not_open_the_shop_in_a_loop(
    hass: HomeAssistant, shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    for minutes, opened_anew in ((0, True), (1, False), (11, True)):
        freezer.tick(timedelta(minutes=minutes))
        with patch.object(hass.config_entries, "async_schedule_reload") as reload:
            shop.coordinator.ledger._on_trouble(Trouble.DAMAGED)  # type: ignore[attr-defined]
        assert reload.called is opened_anew
    assert set(_issues(hass)) == {"ledger_damaged"}


async def test_a_ledger_damaged_again_soon_is_recovered_when_ten_minutes_have_passed(
    hass: HomeAssistant, shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    await shop.miss_call()
    for caller in ("+12025550188", "+12025550199"):
        await shop.reload()
        _spoil(_ledger_of(shop))
        with pytest.raises(LedgerUnavailable, match="malformed"):
            await shop.miss_call(caller)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert set(_issues(hass)) == {"ledger_damaged", "ledger_recovered"}
    await _pass(hass, freezer, 9 * 60)
    assert "ledger_damaged" in _issues(hass)
    await _pass(hass, freezer, 2 * 60)
    assert set(_issues(hass)) == {"ledger_recovered"}
    await shop.miss_call("+12025550177")
    assert shop.state("sensor.demo_line_missed_calls") == "2"


async def test_what_was_recovered_is_told_until_it_was_read(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    await hass.config_entries.async_unload(shop.entry.entry_id)
    _ledger_of(shop).write_bytes(b"no ledger at all " * 1000)
    assert await hass.config_entries.async_setup(shop.entry.entry_id)
    await hass.async_block_till_done()
    issue = _issues(hass)["ledger_recovered"]
    assert issue.is_persistent
    await hass.config_entries.async_unload(shop.entry.entry_id)
    assert set(_issues(hass)) == {"ledger_recovered"}
    manager = repairs_flow_manager(hass)
    assert manager is not None
    flow = await manager.async_init(DOMAIN, data={"issue_id": issue.issue_id})
    assert flow["step_id"] == "confirm"
    words = strings()["issues"]["ledger_recovered"]["fix_flow"]["step"]["confirm"]["description"]
    assert "0 people" in words.format(**flow["description_placeholders"] or {})
    result = await manager.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not _issues(hass)


@pytest.fixture
async def recovery_to_last(
    hass: HomeAssistant, shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MagicMock]:
    """Have a shop open on a damaged ledger whose recovery lasts until `may_end` is set."""
    may_end = threading.Event()

    def lasting(path: Path) -> Recovery:
        may_end.wait()
        return recover(path)

    slow = MagicMock(side_effect=lasting, may_end=may_end)
    monkeypatch.setattr(integration, "recover", slow)
    monkeypatch.setattr(recovering, "_PATIENCE_SECONDS", 0.01)
    await hass.config_entries.async_unload(shop.entry.entry_id)
    _ledger_of(shop).write_bytes(b"no ledger at all " * 1000)
    assert not await hass.config_entries.async_setup(shop.entry.entry_id)
    yield slow
    may_end.set()


async def test_a_recovery_that_lasts_does_not_keep_home_assistant_waiting_and_the_shop_opens_after_it(
    hass: HomeAssistant, shop: OpenShop, recovery_to_last: MagicMock
) -> None:
    assert _state_of(shop) is ConfigEntryState.SETUP_RETRY
    assert shop.entry.error_reason_translation_key == "ledger_recovering"
    issue = _issues(hass)["ledger_recovering"]
    assert set(_issues(hass)) == {"ledger_recovering"}
    words = strings()["issues"]["ledger_recovering"]
    assert "Corner Barbers" in words["title"].format(**issue.translation_placeholders or {})
    assert words["description"].format(**issue.translation_placeholders or {})
    # Home Assistant tries again by itself: that finds the same recovery under way.
    await hass.config_entries.async_reload(shop.entry.entry_id)
    assert _state_of(shop) is ConfigEntryState.SETUP_RETRY
    recovery_to_last.may_end.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert _state_of(shop) is ConfigEntryState.LOADED
    recovery_to_last.assert_called_once()
    assert set(_issues(hass)) == {"ledger_recovered"}


async def test_a_recovery_that_lasts_and_fails_says_why(
    hass: HomeAssistant, shop: OpenShop, recovery_to_last: MagicMock
) -> None:
    with patch.object(Path, "rename", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        recovery_to_last.may_end.set()
        await hass.async_block_till_done(wait_background_tasks=True)
    assert _state_of(shop) is ConfigEntryState.SETUP_RETRY
    assert set(_issues(hass)) == {"ledger_full"}
    await hass.config_entries.async_reload(shop.entry.entry_id)
    assert recovery_to_last.call_count == 2
    await hass.async_block_till_done(wait_background_tasks=True)
    assert _state_of(shop) is ConfigEntryState.LOADED


async def test_a_recovery_that_breaks_leaves_a_trace_in_the_log(
    hass: HomeAssistant,
    shop: OpenShop,
    recovery_to_last: MagicMock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with patch.object(LedgerFiles, "change_places", side_effect=ZeroDivisionError):
        recovery_to_last.may_end.set()
        await hass.async_block_till_done(wait_background_tasks=True)
    assert _state_of(shop) is ConfigEntryState.SETUP_RETRY
    assert "ZeroDivisionError" in caplog.text
    assert set(_issues(hass)) == {"ledger_failing"}


async def test_a_shop_that_is_disabled_while_it_is_recovered_is_not_said_to_be_for_ever(
    hass: HomeAssistant, shop: OpenShop, recovery_to_last: MagicMock
) -> None:
    await hass.config_entries.async_set_disabled_by(shop.entry.entry_id, ConfigEntryDisabler.USER)
    recovery_to_last.may_end.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert _state_of(shop) is ConfigEntryState.NOT_LOADED
    assert set(_issues(hass)) == {"ledger_recovered"}


async def test_a_shop_that_is_removed_while_it_is_recovered_leaves_no_file_behind(
    hass: HomeAssistant, shop: OpenShop, recovery_to_last: MagicMock
) -> None:
    await hass.config_entries.async_remove(shop.entry.entry_id)
    recovery_to_last.may_end.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert list(_ledger_of(shop).parent.iterdir()) == []
    assert not _issues(hass)


async def test_a_recovery_that_ends_with_home_assistant_tells_nothing(
    hass: HomeAssistant, shop: OpenShop, recovery_to_last: MagicMock
) -> None:
    (task,) = hass.data[recovering._UNDER_WAY].values()
    task.cancel()
    await asyncio.wait((task,))
    assert not hass.data[recovering._UNDER_WAY]
    assert set(_issues(hass)) == {"ledger_recovering"}


async def test_removing_a_shop_removes_its_damaged_files_and_what_was_told_of_them(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    other = await open_shop(hass, shop_entry(title="Other", entry_id="01OTHER"))
    for each in (shop, other):
        await hass.config_entries.async_unload(each.entry.entry_id)
        _ledger_of(each).write_bytes(b"no ledger at all " * 1000)
        assert await hass.config_entries.async_setup(each.entry.entry_id)
    folder = _ledger_of(shop).parent
    await hass.config_entries.async_remove(shop.entry.entry_id)
    assert {file.name.partition(".")[0] for file in folder.iterdir()} == {"01OTHER"}
    (issue,) = ir.async_get(hass).issues.values()
    assert "01OTHER" in issue.issue_id


async def test_a_ledger_of_a_newer_version_says_what_to_do_and_is_not_tried_again(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    await hass.config_entries.async_unload(shop.entry.entry_id)
    with contextlib.closing(sqlite3.connect(_ledger_of(shop))) as connection:
        connection.execute("UPDATE meta SET schema_version = 99")
        connection.commit()
    assert not await hass.config_entries.async_setup(shop.entry.entry_id)
    assert shop.entry.state is ConfigEntryState.SETUP_ERROR
    assert shop.entry.error_reason_translation_key == "ledger_too_new"


async def test_a_shop_that_cannot_be_opened_says_why_and_opens_once_it_can(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    entry = shop_entry()
    entry.add_to_hass(hass)
    with patch.object(SqliteLedger, "open", side_effect=LedgerUnavailable("full", Trouble.FULL)):
        assert not await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
    assert set(_issues(hass)) == {"ledger_full"}
    await _pass(hass, freezer, 60)
    assert entry.state is ConfigEntryState.LOADED
    assert not _issues(hass)


async def test_removing_a_shop_that_cannot_be_opened_takes_back_what_was_told(
    hass: HomeAssistant,
) -> None:
    entry = shop_entry()
    entry.add_to_hass(hass)
    with patch.object(SqliteLedger, "open", side_effect=LedgerUnavailable("full", Trouble.FULL)):
        assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not _issues(hass)
