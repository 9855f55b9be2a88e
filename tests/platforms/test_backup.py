"""Home Assistant's own backups contain the ledger as it was at one moment, while calls come in."""

# ruff: noqa: ASYNC240 - small files

import contextlib
from datetime import timedelta
import json
from pathlib import Path
import random
import sqlite3
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import backup
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.backup_restore import restore_backup
from homeassistant.components.backup import DATA_MANAGER
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .shop import BACK, FRONT, OpenShop, call_event, open_shop, shop_entry


def _caller(number: int) -> str:
    return f"+1202555{number:04}"


async def _call(shop: OpenShop, number: int) -> str:
    event = call_event(_caller(number))
    await shop.engine.handle_call(event)
    return event.source_id


def _ledger_of(shop: OpenShop) -> Path:
    return Path(shop.hass.config.path(DOMAIN, f"{shop.entry.entry_id}.db"))


def _restore(archive: Path, folder: Path, password: str | None) -> None:
    """Restore a backup into a folder just as Home Assistant does at its start."""
    folder.mkdir()
    (folder / ".HA_RESTORE").write_text(
        json.dumps(
            {
                "path": str(archive),
                "password": password,
                "remove_after_restore": False,
                "restore_database": True,
                "restore_homeassistant": True,
            }
        )
    )
    assert restore_backup(str(folder))


def _stored(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {source_id for (source_id,) in connection.execute("SELECT source_id FROM call")}


@pytest.mark.parametrize("password", [None, "very secret"])
async def test_a_backup_made_while_calls_come_in_is_restored_to_a_sound_ledger(
    hass: HomeAssistant, shop: OpenShop, tmp_path: Path, password: str | None
) -> None:
    assert await async_setup_component(hass, "backup", {})
    await hass.async_block_till_done()
    before = {await _call(shop, number) for number in range(150)}
    # What does not compress, so that the copying takes its time.
    for index in range(6):
        noise = random.Random(index).randbytes(8_000_000)  # noqa: S311
        _ledger_of(shop).with_name(f"noise{index}").write_bytes(noise)
    making = hass.async_create_task(_make_backup(hass, password))
    meanwhile: set[str] = set()
    longest = 0.0
    while not making.done():
        began = perf_counter()
        meanwhile.add(await _call(shop, 200 + len(meanwhile)))
        longest = max(longest, perf_counter() - began)
    archive = making.result()
    await shop.settle()
    assert len(meanwhile) > 20
    assert longest < 3
    folder = tmp_path / "restored"
    await hass.async_add_executor_job(_restore, archive, folder, password)
    restored = _stored(folder / DOMAIN / _ledger_of(shop).name)
    assert before <= restored <= before | meanwhile
    assert not list(folder.glob(f"{DOMAIN}/*.recover*"))
    # And the shop at work has them all.
    await hass.config_entries.async_unload(shop.entry.entry_id)
    assert _stored(_ledger_of(shop)) == before | meanwhile


async def _make_backup(hass: HomeAssistant, password: str | None) -> Path:
    manager = hass.data[DATA_MANAGER]
    await manager.async_create_backup(
        agent_ids=["backup.local"],
        include_addons=None,
        include_all_addons=False,
        include_database=True,
        include_folders=None,
        include_homeassistant=True,
        name="test",
        password=password,
    )
    (archive,) = Path(hass.config.path("backups")).glob("*.tar")
    return archive


async def test_a_shop_opened_anew_during_a_backup_leaves_its_file_as_it_is(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    calls = {await _call(shop, 1)}
    await shop.settle()
    await backup.async_pre_backup(hass)
    held = _ledger_of(shop).read_bytes()
    calls.add(await _call(shop, 2))
    await shop.settle()
    await shop.reload()
    calls.add(await _call(shop, 3))
    await shop.settle()
    assert _ledger_of(shop).read_bytes() == held
    await backup.async_post_backup(hass)
    await hass.config_entries.async_unload(shop.entry.entry_id)
    assert _stored(_ledger_of(shop)) == calls
    assert not _ledger_of(shop).with_name(f"{_ledger_of(shop).name}-wal").exists()


async def test_every_shop_is_held_and_one_in_trouble_keeps_nobody_from_a_backup(
    hass: HomeAssistant, shop: OpenShop, caplog: pytest.LogCaptureFixture
) -> None:
    other = await open_shop(hass, shop_entry(title="Other", entry_id="01OTHER"))
    held: list[Any] = []
    answers = [LedgerUnavailable("full"), None]

    async def hold(ledger: SqliteLedger) -> None:
        held.append(ledger)
        if (answer := answers.pop()) is not None:
            raise answer

    with patch.object(SqliteLedger, "hold", hold):
        await backup.async_pre_backup(hass)
    assert {id(ledger) for ledger in held} == {
        id(each.coordinator.ledger) for each in (shop, other)
    }
    assert "backed up with its whole log: full" in caplog.text
    with patch.object(SqliteLedger, "let_go", side_effect=LedgerUnavailable("full")):
        await backup.async_post_backup(hass)
    assert caplog.text.count("until it is opened anew: full") == 2


async def test_a_backup_that_never_says_its_end_ends_by_itself(
    hass: HomeAssistant, shop: OpenShop, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(SqliteLedger, "let_go") as let_go:
        await backup.async_pre_backup(hass)
        await backup.async_pre_backup(hass)
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=5))
        await hass.async_block_till_done()
        let_go.assert_not_called()
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=7))
        await hass.async_block_till_done()
        let_go.assert_called_once()
    assert "did not say that it is over" in caplog.text
    await backup.async_post_backup(hass)
    assert {FRONT, BACK} == set(shop.coordinator.data)


async def test_a_backup_of_a_house_without_a_shop_has_nothing_to_hold(hass: HomeAssistant) -> None:
    await backup.async_pre_backup(hass)
    await backup.async_post_backup(hass)
    assert not hass.data[backup._LEDGERS].shared
