"""Calls from before the installation: shown first, kept only when confirmed, and taken back whole."""

from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow.options import past
from custom_components.missed_call_textback.core.past.table import MOST_BYTES
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.records import Daily
from homeassistant.components import file_upload
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_hex

from .dialogs import Shown, demo_entry, sub_id
from .options_dialog import answer, choose

HEAD: Final = "Date,Direction,Result,From,To\n"
CALLER: Final = "+12025550143"
LINE: Final = "+12025550100"


def row(days_ago: int = 9, *, way: str = "in", result: str = "missed", to: str = LINE) -> str:
    """Return a call at ten in the morning of the test's house."""
    day = dt_util.now().date() - timedelta(days=days_ago)
    numbers = f"{to},{CALLER}" if way == "out" else f"{CALLER},{to}"
    return f"{day} 10:00:00,{way},{result},{numbers}\n"


class Uploads:
    """What a browser uploads."""

    def __init__(self, hass: HomeAssistant, place: Path) -> None:
        self._files = file_upload.FileUploadData(place, {})
        hass.data[file_upload._DATA] = self._files

    def add(self, text: str | bytes) -> str:
        """Upload a file; returns its id."""
        file_id = ulid_hex()
        folder = self._files.temp_dir / file_id
        folder.mkdir()
        (folder / "calls.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        self._files.files[file_id] = "calls.csv"
        return file_id

    @property
    def left(self) -> list[Path]:
        """The files that nobody has taken away."""
        return list(self._files.temp_dir.iterdir())


@pytest.fixture
def uploads(hass: HomeAssistant, tmp_path: Path) -> Uploads:
    place = tmp_path / "uploads"
    place.mkdir()
    return Uploads(hass, place)


@pytest.fixture
async def shop(hass: HomeAssistant) -> MockConfigEntry:
    """Return a demo shop that is open."""
    assert await async_setup_component(hass, "file_upload", {})
    entry = demo_entry()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def _upload(hass: HomeAssistant, shop: MockConfigEntry, file_id: str, **fields: str) -> Shown:
    shown = await choose(hass, shop, "past")
    shown = await answer(hass, shown, {"next_step_id": "past_file"})
    return await answer(hass, shown, {"file": file_id, **fields})


async def _import(hass: HomeAssistant, shop: MockConfigEntry, file_id: str) -> Shown:
    shown = await _upload(hass, shop, file_id)
    assert shown["step_id"] == "past_preview"
    return await answer(hass, shown, {})


async def _past(shop: MockConfigEntry) -> Daily:
    line_id = sub_id(shop, "line")
    past: Daily = await shop.runtime_data.ledger.past(line_id, "2000-01-01", "2100-01-01")
    return past


async def test_a_file_is_shown_before_anything_of_it_is_kept(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    file = (
        HEAD + row(9) + row(8) + row(8, result="answered") + row(8, way="internal") + "x,in,?,1,2\n"
    )
    shown = await _upload(hass, shop, uploads.add(file))
    days = [dt_util.now().date() - timedelta(days=ago) for ago in (9, 8)]
    assert shown["description_placeholders"] == {
        "table": "|Line|From|To|Calls|Missed|Left out|\n|---|---|---|---:|---:|---:|\n"
        f"|Demo line|{days[0]}|{days[1]}|3|2|0|",
        "follows": "It does not tell who was called back, so it is in neither the recovery rate"
        " nor the callback time.",
        "rows_left": "Not read:\n\n"
        "- 1 within the house, a fax, a text or a part of another call (row 5)\n"
        "- 1 without a day and time of the past (row 6)",
    }
    assert await _past(shop) == {}
    shown = await answer(hass, shown, {})
    assert (shown["type"], shown["reason"]) == ("abort", "past_imported")
    assert shown["description_placeholders"] == {"calls": "3"}
    assert list(await _past(shop)) == [day.isoformat() for day in days]
    assert uploads.left == []


async def test_who_was_called_back_is_counted_where_the_file_tells(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    file = HEAD + row(9) + row(8, way="out", result="answered")
    shown = await _upload(hass, shop, uploads.add(file))
    assert "who was called back, so it is in the recovery rate" in str(
        shown["description_placeholders"]["follows"]
    )
    assert shown["description_placeholders"]["rows_left"] == ""
    await answer(hass, shown, {})
    counts = next(iter((await _past(shop)).values()))
    assert (counts["won_back"], counts["attended_seconds"]) == (1, 86_400)


async def test_nobody_is_texted_and_nothing_of_today_changes(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    before = {state.entity_id: state.state for state in hass.states.async_all()}
    happened: list[object] = []
    stop = shop.runtime_data.async_listen(sub_id(shop, "line"), happened.append)
    await _import(hass, shop, uploads.add(HEAD + row(3) + row(2) + row(1)))
    await hass.async_block_till_done()
    stop()
    assert happened == []
    assert {state.entity_id: state.state for state in hass.states.async_all()} == before
    ledger, line_id = shop.runtime_data.ledger, sub_id(shop, "line")
    assert await ledger.records(shop.entry_id, [line_id]) == []
    assert (await ledger.figures(line_id, str(dt_util.now().date()))).total["missed"] == 0


async def test_shares_of_thirty_days_have_it_in_and_what_the_recorder_adds_up_has_not(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    assert hass.states.is_state("sensor.corner_barbers_recovery_rate_30_days", "unknown")
    file = HEAD + row(2) + row(1, way="out", result="answered")
    await _import(hass, shop, uploads.add(file))
    await shop.runtime_data.async_refresh()
    await hass.async_block_till_done()
    shown = {
        key: hass.states.get(f"sensor.corner_barbers_{key}")
        for key in ("recovery_rate_30_days", "missed_this_week", "calls_this_month")
    }
    assert {key: state.state for key, state in shown.items() if state} == {
        "recovery_rate_30_days": "100.0",
        "missed_this_week": "0",
        "calls_this_month": "0",
    }


async def test_importing_twice_is_importing_once_and_removing_leaves_nothing(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    file = HEAD + row(9) + row(8)
    menu = await choose(hass, shop, "past")
    assert menu["menu_options"] == ["past_file"]
    await _import(hass, shop, uploads.add(file))
    once = await _past(shop)
    await _import(hass, shop, uploads.add(file))
    assert await _past(shop) == once
    menu = await choose(hass, shop, "past")
    assert menu["menu_options"] == ["past_file", "past_forget"]
    shown = await answer(hass, menu, {"next_step_id": "past_forget"})
    assert await _past(shop) == once
    shown = await answer(hass, shown, {})
    assert (shown["type"], shown["reason"]) == ("abort", "past_forgotten")
    assert await _past(shop) == {}


@pytest.mark.parametrize(
    ("file", "error"),
    [
        pytest.param(b"PK\x03\x04", "past_spreadsheet", id="a spreadsheet"),
        pytest.param(b"words", "past_no_table", id="no table"),
        pytest.param(b"x" * (MOST_BYTES + 1), "past_too_large", id="too large"),
        pytest.param("Result,From\nmissed,1\n", "past_no_date", id="no date"),
        pytest.param("Date,From\n2026-03-01 10:00,1\n", "past_no_result", id="no result"),
        pytest.param("Date,Result\n2026-03-01 10:00,missed\n", "past_no_number", id="no number"),
        pytest.param(
            HEAD + "2026-03-01 10:00,in,missed,1.2E+10,2\n", "past_numbers_shortened", id="shortened"
        ),
        pytest.param(HEAD + "x,in,missed,1,2\n", "past_no_calls", id="no call"),
        pytest.param(HEAD + row(0), "past_nothing_before", id="today only"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_imported_is_refused_in_words_and_another_may_follow(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    uploads: Uploads,
    file: str | bytes,
    error: str,
) -> None:
    shown = await _upload(hass, shop, uploads.add(file))
    assert (shown["step_id"], shown["errors"]) == ("past_file", {"file": error})
    assert uploads.left == []
    shown = await answer(hass, shown, {"file": uploads.add(HEAD + row(5))})
    assert shown["step_id"] == "past_preview"


async def test_a_file_that_did_not_arrive_is_asked_for_again(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    shown = await _upload(hass, shop, "11111111111111111111111111111111")
    assert shown["errors"] == {"file": "past_file_gone"}


async def test_what_a_date_begins_with_is_asked_only_where_nothing_tells(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    file = HEAD + "03/04/2025 10:00,in,missed,,2\n"
    shown = await _upload(hass, shop, uploads.add(file))
    assert (shown["step_id"], shown["errors"]) == ("past_order", {})
    assert shown["description_placeholders"] == {"example": "03\\/04\\/2025 10\\:00"}
    shown = await answer(hass, shown, {"order": "month_first"})
    # A number that is withheld is nobody whom one could call back.
    assert "2025-03-04|2025-03-04|0|0|1|" in shown["description_placeholders"]["table"]


async def test_what_turns_out_to_be_nothing_after_the_question_is_said_there(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    shown = await _upload(hass, shop, uploads.add(HEAD + "03/04/2025 10:00,internal,x,1,2\n"))
    shown = await answer(hass, shown, {"order": "day_first"})
    assert (shown["step_id"], shown["errors"]) == ("past_order", {"base": "past_no_calls"})


async def _add_workshop(hass: HomeAssistant, shop: MockConfigEntry) -> ConfigSubentry:
    """Give the shop a second line."""
    line = next(iter(shop.subentries.values()))
    second = ConfigSubentry(
        data=MappingProxyType({**line.data, "number": "+12025550101"}),
        subentry_type="line",
        title="Workshop",
        unique_id="second",
    )
    hass.config_entries.async_add_subentry(shop, second)
    await hass.async_block_till_done()
    return second


async def test_with_several_lines_the_file_is_of_one_or_the_called_number_tells(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    await _add_workshop(hass, shop)
    file = HEAD + row(9) + row(9, to="+12025550101")
    shown = await _upload(hass, shop, uploads.add(file), line=sub_id(shop, "line"))
    assert shown["description_placeholders"]["table"].count("\n") == 2
    assert "- 1 of another line (row 3)" in shown["description_placeholders"]["rows_left"]
    shown = await _upload(hass, shop, uploads.add(file), line="by_number")
    assert "|Workshop|" in shown["description_placeholders"]["table"]


async def test_a_shop_that_is_not_running_says_so(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(shop.entry_id)
    shown = await choose(hass, shop, "past")
    assert (shown["type"], shown["reason"]) == ("abort", "not_loaded")


@pytest.mark.parametrize("step", ["past_file", "past_order", "past_preview", "past_forget"])
async def test_a_shop_that_is_closed_while_the_dialog_is_open_says_so_at_the_next_step(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads, step: str
) -> None:
    await _import(hass, shop, uploads.add(HEAD + row(9)))
    answers: dict[str, object] = {}
    if step in {"past_file", "past_forget"}:
        shown = await answer(hass, await choose(hass, shop, "past"), {"next_step_id": step})
        answers = {"file": uploads.add(HEAD + row(8))} if step == "past_file" else {}
    elif step == "past_order":
        file = HEAD + "03/04/2025 10:00,in,missed,1,2\n"
        shown, answers = await _upload(hass, shop, uploads.add(file)), {"order": "day_first"}
    else:
        shown = await _upload(hass, shop, uploads.add(HEAD + row(8)))
    assert shown["step_id"] == step
    await hass.config_entries.async_unload(shop.entry_id)
    shown = await answer(hass, shown, answers)
    assert (shown["type"], shown["reason"]) == ("abort", "not_loaded")


async def test_a_shop_that_is_closed_while_a_file_is_counted_says_so(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    async def closes(*_args: object) -> None:
        await hass.config_entries.async_unload(shop.entry_id)
        raise LedgerUnavailable("closed")

    with patch.object(past, "async_count", closes):
        shown = await _upload(hass, shop, uploads.add(HEAD + row(8)))
    assert (shown["type"], shown["reason"]) == ("abort", "not_loaded")


async def test_nothing_is_kept_of_a_line_that_went_while_its_calls_were_shown(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    second = await _add_workshop(hass, shop)
    file = HEAD + row(9) + row(9, to="+12025550101")
    shown = await _upload(hass, shop, uploads.add(file), line="by_number")
    hass.config_entries.async_remove_subentry(shop, second.subentry_id)
    await hass.async_block_till_done()
    await answer(hass, shown, {})
    ledger = shop.runtime_data.ledger
    assert len(await _past(shop)) == 1
    assert await ledger.past(second.subentry_id, "2000-01-01", "2100-01-01") == {}


async def test_a_shop_without_a_line_says_so(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    hass.config_entries.async_remove_subentry(shop, sub_id(shop, "line"))
    await hass.async_block_till_done()
    shown = await choose(hass, shop, "past")
    assert (shown["type"], shown["reason"]) == ("abort", "past_no_line")


@pytest.mark.parametrize("verb", ["past", "write"])
async def test_records_that_cannot_be_read_or_written_are_said_at_each_step(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads, verb: str
) -> None:
    ledger = shop.runtime_data.ledger
    full = patch.object(ledger, verb, side_effect=LedgerUnavailable("the disk is full"))
    if verb == "past":
        with full:
            shown = await choose(hass, shop, "past")
        assert (shown["type"], shown["reason"]) == ("abort", "past_ledger_unavailable")
        return
    with full:
        shown = await _upload(hass, shop, uploads.add(HEAD + row(9)))
    assert shown["errors"] == {"base": "ledger_unavailable"}
    shown = await answer(hass, shown, {"file": uploads.add(HEAD + row(9))})
    with full:
        shown = await answer(hass, shown, {})
    assert (shown["step_id"], shown["errors"]) == ("past_preview", {"base": "ledger_unavailable"})
    assert await _past(shop) == {}
    await answer(hass, shown, {})
    shown = await answer(hass, await choose(hass, shop, "past"), {"next_step_id": "past_forget"})
    with full:
        shown = await answer(hass, shown, {})
    assert (shown["step_id"], shown["errors"]) == ("past_forget", {"base": "ledger_unavailable"})
    unclear = HEAD + "03/04/2025 10:00,in,missed,1,2\n"
    shown = await _upload(hass, shop, uploads.add(unclear))
    with full:
        shown = await answer(hass, shown, {"order": "day_first"})
    assert (shown["step_id"], shown["errors"]) == ("past_order", {"base": "ledger_unavailable"})


async def test_days_are_those_of_the_house(
    hass: HomeAssistant, shop: MockConfigEntry, uploads: Uploads
) -> None:
    zone = ZoneInfo(hass.config.time_zone)
    late = datetime(2026, 3, 1, 23, 30, tzinfo=zone)
    file = HEAD + f"{late.astimezone(dt_util.UTC).isoformat()},in,missed,{CALLER},{LINE}\n"
    await _import(hass, shop, uploads.add(file))
    assert list(await _past(shop)) == ["2026-03-01"]
