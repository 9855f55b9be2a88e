"""Records as evidence: true to the ledger, harmless in a spreadsheet, and for administrators only."""

import asyncio
from collections.abc import Iterable, Iterator
import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import io
from pathlib import Path
import re
import threading
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
from hypothesis import given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import button, owner_requests
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.moves import ERASED
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import TextKind, TextState
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import Fact, Record, RecordKind
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.event import EVENT_NOT_TEXTED
from custom_components.missed_call_textback.evidence import COLUMNS, Row, rows_of
from custom_components.missed_call_textback.spreadsheet import async_csv, csv_of
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import issue_registry as ir, restore_state
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component

from .shop import BACK, CUSTOMER, FRONT_NUMBER, OTHER_CUSTOMER, OpenShop, call_event, strings

BUTTON = "button.corner_barbers_export_records"


HEADS = (
    "Local time (America/New_York)", "Time (UTC)", "Record", "Line", "Number", "What", "State",
    "Reason", "Words", "Carrier's ID",
)  # fmt: skip
NEW_YORK = ZoneInfo("America/New_York")


def _csv(*rows: Row) -> list[dict[str, str]]:
    """Return rows as a spreadsheet reads them, where no word is translated."""
    return _read(csv_of(rows, NEW_YORK, {}))


def _row(**cells: str | None) -> Row:
    return {**dict.fromkeys(COLUMNS), "at": "2026-11-23T15:00:00+00:00", **cells}


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "＝1", "+1202555012a"],
)
def test_a_cell_that_begins_like_a_formula_is_only_text(words: str) -> None:
    (row,) = _csv(_row(body=words))
    assert row["body"] == f"'{words}"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        pytest.param("x;=1+1", "x;'=1+1", id="semicolon"),
        pytest.param('x; "@SUM(A1)', "x; \"'@SUM(A1)", id="blank and quotation mark"),
        pytest.param("x\t-1", "x\t'-1", id="tab"),
        pytest.param("x\r\n+1;+2", "x\r\n'+1;'+2", id="two"),
        pytest.param(";\uff1d1", ";'\uff1d1", id="at the beginning"),
        pytest.param("a; b = c, 2-1", "a; b = c, 2-1", id="none"),
    ],
)
def test_nor_is_one_where_a_spreadsheet_splits_cells_at_other_signs_than_commas(
    words: str, shown: str
) -> None:
    (row,) = _csv(_row(body=words))
    assert row["body"] == shown


def test_a_phone_number_stays_a_phone_number() -> None:
    (row,) = _csv(_row(number=CUSTOMER, body="a = b, 'c' \"d\"\nnext"))
    assert row["number"] == CUSTOMER
    assert row["body"] == "a = b, 'c' \"d\"\nnext"


def test_the_time_of_the_shop_stands_beside_that_of_the_world() -> None:
    summer, winter = _csv(_row(at="2026-07-01T02:00:00+00:00"), _row())
    assert (summer["local_time"], summer["at"]) == ("2026-06-30 22:00:00", "2026-07-01 02:00:00")
    assert (winter["local_time"], winter["at"]) == ("2026-11-23 10:00:00", "2026-11-23 15:00:00")


@settings(max_examples=100)
@given(st.text(max_size=40), st.none() | st.text(max_size=5))
def test_any_words_come_back_as_they_were_but_for_apostrophes(
    words: str, reason: str | None
) -> None:
    (row,) = _csv(_row(body=words, reason=reason))
    assert row["body"].replace("'", "") == words.replace("'", "")
    assert re.search(r"[;\t\r\n][ \"]*[=+\-@]", row["body"]) is None
    if row["body"] == words:
        assert re.match(r" *[=+\-@\t\r\n]", words) is None or words[1:].isdecimal()


async def _act(
    shop: OpenShop, action: str, *, response: bool = True, **fields: object
) -> dict[str, Any] | None:
    result: dict[str, Any] | None = await shop.hass.services.async_call(
        DOMAIN,
        action,
        {"config_entry_id": shop.entry.entry_id, **fields},
        blocking=True,
        return_response=response,
    )
    return result


async def _export(shop: OpenShop, **fields: str) -> list[dict[str, str | None]]:
    response = await _act(shop, "export_records", response=True, **fields)
    assert response is not None
    return list(response["records"])


@pytest.fixture
async def busy(shop: OpenShop) -> OpenShop:
    """Return a shop with two customers, one of whom opted out."""
    await shop.miss_call()
    await shop.receive("=Is Friday free?")
    await shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    await shop.receive("STOP", OTHER_CUSTOMER, line_id=BACK)
    return shop


async def test_the_export_tells_of_calls_texts_and_wishes_in_their_order(busy: OpenShop) -> None:
    records = await _export(busy)
    assert all(set(record) == set(COLUMNS) for record in records)
    times = [record["at"] or "" for record in records]
    assert times == sorted(times)
    told = {(record["kind"], record["what"], record["number"]) for record in records}
    assert {
        ("call", "no_answer", CUSTOMER),
        ("text_out", "text_back", CUSTOMER),
        ("consent", "stop", OTHER_CUSTOMER),
    } <= told
    assert {"Demo line", "Back office"} <= {record["line"] for record in records}
    assert "=Is Friday free?" in {record["body"] for record in records}


async def test_one_person_or_one_time_can_be_chosen(busy: OpenShop) -> None:
    one = await _export(busy, number="(202) 555-0124")
    assert {record["number"] for record in one} == {OTHER_CUSTOMER}
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert await _export(busy, since=tomorrow) == []
    assert len(await _export(busy, until=tomorrow)) > len(one)


async def test_the_csv_of_an_export_has_the_same_rows_in_words(
    busy: OpenShop, hass: HomeAssistant
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    await busy.reload()
    await busy.miss_call(OTHER_CUSTOMER)
    response = await _act(busy, "export_records", format="csv")
    assert response is not None
    rows = _read(response["csv"])
    assert tuple(rows[0]) == HEADS
    records = await _export(busy)
    assert len(rows) == len(records)
    assert "'=Is Friday free?" in {row["Words"] for row in rows}
    told = {tuple(row[head] for head in ("Record", "What", "State", "Reason")) for row in rows}
    assert {
        ("Call", "Nobody answered", "", "The call was missed during opening hours"),
        ("Call", "Nobody answered", "", "The caller asked not to be texted"),
        ("Text sent", "Text-back", "Taken by the carrier", ""),
        ("Text received", "Customer's text", "Received", ""),
        ("Wish about texts", "No more texts", "", "By a text"),
    } <= told


@pytest.mark.parametrize("ask", ["csv", "json", "button"])
async def test_however_much_happened_it_is_not_made_into_rows_on_the_event_loop(
    busy: OpenShop, monkeypatch: pytest.MonkeyPatch, ask: str
) -> None:
    on_loop: list[bool] = []

    def watched(records: Iterable[Record], shop: Shop) -> list[Row]:
        on_loop.append(threading.current_thread() is threading.main_thread())
        return rows_of(records, shop)

    monkeypatch.setattr(owner_requests, "rows_of", watched)
    if ask == "button":
        await _press(busy)
    else:
        await _act(busy, "export_records", format=ask)
    assert on_loop == [False]


def test_every_code_of_a_record_has_its_words() -> None:
    words = {f"component.{DOMAIN}.{key}": word for key, word in _flat(strings())}
    codes = {
        "kind": [*RecordKind],
        "what": [*Outcome, *TextKind, *Wish, *Fact, "blocked", "unblocked"],
        "state": [*TextState],
        "reason": [*Reason, "text", "owner", "carrier", ERASED],
    }
    for column, values in codes.items():
        shown = _read(csv_of([_row(**{column: code}) for code in values], NEW_YORK, words))
        head = HEADS[1 + COLUMNS.index(column)]
        assert [code for code, row in zip(values, shown, strict=True) if row[head] == code] == []
    (row,) = _read(csv_of([_row(reason="30034")], NEW_YORK, words))
    assert row["Reason"] == "30034", "a carrier's code stays as it is"


def _flat(words: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, word in words.items():
        if isinstance(word, dict):
            yield from _flat(word, f"{before}{key}.")
        else:
            yield f"{before}{key}", word


async def test_what_is_no_number_is_refused(shop: OpenShop) -> None:
    for action in ("export_records", "erase_person"):
        with pytest.raises(ServiceValidationError) as caught:
            await _act(shop, action, number="nobody")
        assert caught.value.translation_key == "number_not_understood"


async def test_an_erased_person_is_in_no_record_and_their_opt_out_stays(busy: OpenShop) -> None:
    response = await _act(busy, "erase_person", number=OTHER_CUSTOMER)
    assert response is not None
    assert response["rows"] >= 3
    left = str(await _export(busy))
    assert OTHER_CUSTOMER not in left
    assert CUSTOMER in left
    busy.carrier.sent.clear()
    await busy.miss_call(OTHER_CUSTOMER)
    assert busy.carrier.sent == []
    assert busy.attributes("event.demo_line_call")["reason"] == "opted_out"
    assert await _act(busy, "erase_person", response=False, number=CUSTOMER) is None


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        pytest.param("export_records", {}, id="export"),
        pytest.param("erase_person", {"number": CUSTOMER}, id="erase"),
        pytest.param("set_texting", {"number": CUSTOMER, "texting": "stop"}, id="wish"),
        pytest.param("block", {"number": CUSTOMER}, id="block"),
        pytest.param("unblock", {"number": CUSTOMER}, id="unblock"),
        pytest.param("describe_caller", {"number": CUSTOMER, "name": "Ada"}, id="describe"),
    ],
)
async def test_what_is_for_administrators_is_refused_to_everybody_else(
    shop: OpenShop, action: str, fields: dict[str, Any], hass_read_only_user: MockUser
) -> None:
    with pytest.raises(Unauthorized):
        await shop.hass.services.async_call(
            DOMAIN,
            action,
            {"config_entry_id": shop.entry.entry_id, **fields},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
            return_response=action == "export_records",
        )


async def _press(shop: OpenShop) -> str:
    """Press the button, and return the id of the repair that tells of the file."""
    await shop.hass.services.async_call("button", "press", {"entity_id": BUTTON}, blocking=True)
    (issue,) = ir.async_get(shop.hass).issues.values()
    assert issue.translation_key == "records_ready"
    return issue.issue_id


async def _start_flow(client: TestClient[Any, Any], issue_id: str) -> dict[str, Any]:
    response = await client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id}
    )
    assert response.status == 200
    return dict(await response.json())


async def test_an_administrator_downloads_the_file_by_a_signed_link_in_the_repair(
    busy: OpenShop,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(busy.hass, "repairs", {})
    issue_id = await _press(busy)
    flow = await _start_flow(await hass_client(), issue_id)
    assert flow["step_id"] == "download"
    link = flow["description_placeholders"]["link"]
    # Without a target the frontend would look for a page of its own there.
    found = re.fullmatch(r'<a href="([^"]+)" target="_blank">records-[0-9-]+\.csv</a>', link)
    assert found is not None
    browser = await hass_client_no_auth()
    response = await browser.get(found[1])
    assert response.status == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="records-')
    assert response.headers["Cache-Control"] == "no-store"
    text = (await response.read()).decode("utf-8-sig")
    assert CUSTOMER in {row["Number"] for row in _read(text)}
    assert (await browser.get(found[1].split("?", maxsplit=1)[0])).status == 401
    client = await hass_client()
    response = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json={})
    ended = await response.json()
    # An end that is no abort would say that something was repaired.
    assert (ended["type"], ended["reason"]) == ("abort", "handed_over")
    assert not ir.async_get(busy.hass).issues
    assert (await browser.get(found[1])).status == 404


async def test_nobody_but_an_administrator_gets_the_file_even_with_its_address(
    busy: OpenShop,
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    assert await async_setup_component(busy.hass, "repairs", {})
    issue_id = await _press(busy)
    issue = ir.async_get(busy.hass).async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    token = (issue.data or {})["token"]
    path = f"/api/{DOMAIN}/{busy.entry.entry_id}/records/{token}"
    reader = await hass_client(hass_read_only_access_token)
    assert (await reader.get(path)).status == 401
    assert (
        await reader.post("/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id})
    ).status == 401
    assert (await (await hass_client()).get(path)).status == 200


@pytest.mark.parametrize("entry", ["nowhere", "01SHOP00000000000000000000"])
async def test_an_address_that_is_not_known_finds_nothing(
    shop: OpenShop, hass_client: ClientSessionGenerator, entry: str
) -> None:
    client = await hass_client()
    assert (await client.get(f"/api/{DOMAIN}/{entry}/records/x")).status == 404
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert (await client.get(f"/api/{DOMAIN}/{entry}/records/x")).status == 404


async def test_a_file_is_kept_for_a_quarter_of_an_hour(
    busy: OpenShop, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    issue_id = await _press(busy)
    manager = repairs_flow_manager(hass)
    assert manager is not None
    flow = await manager.async_init(DOMAIN, data={"issue_id": issue_id})
    freezer.tick(timedelta(minutes=15, seconds=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert not ir.async_get(hass).issues
    assert flow["step_id"] == "download"


async def test_a_file_that_is_gone_when_the_repair_is_opened_is_said_to_be_so(
    busy: OpenShop, hass: HomeAssistant
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    issue_id = await _press(busy)
    manager = repairs_flow_manager(hass)
    assert manager is not None
    with patch.object(busy.coordinator.exports, "find", return_value=None):
        flow = await manager.async_init(DOMAIN, data={"issue_id": issue_id})
    assert (flow["type"], flow["reason"]) == ("abort", "gone")


async def test_a_shop_that_is_closed_keeps_no_file(busy: OpenShop) -> None:
    await _press(busy)
    await busy.hass.config_entries.async_unload(busy.entry.entry_id)
    assert not ir.async_get(busy.hass).issues


async def test_a_record_of_a_line_that_is_gone_is_named_by_its_id(busy: OpenShop) -> None:
    records = await busy.coordinator.ledger.records(busy.entry.entry_id, [BACK])
    (row, *_) = rows_of(records, replace(busy.coordinator.shop, lines=()))
    assert row["line"] in (BACK, None)
    assert FRONT_NUMBER not in str(row)


async def test_an_erased_person_is_in_no_state_and_in_no_file_that_waits(busy: OpenShop) -> None:
    await _press(busy)
    calls = async_capture_events(busy.hass, EVENT_NOT_TEXTED)
    before = busy.state("event.back_office_call")
    assert busy.attributes("event.back_office_call")["caller"] == OTHER_CUSTOMER
    await _act(busy, "erase_person", number=OTHER_CUSTOMER)
    states = [state.as_dict() for state in busy.hass.states.async_all()]
    assert OTHER_CUSTOMER not in str(states)
    assert CUSTOMER in str(states)
    assert busy.state("event.back_office_call") == before
    assert busy.attributes("event.back_office_call")["reason"] == "missed_open"
    assert calls == []
    assert not ir.async_get(busy.hass).issues


async def test_an_erased_person_is_in_no_file_that_is_being_made_meanwhile(
    busy: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slowly(hass: HomeAssistant, rows: Iterable[Row], zone: ZoneInfo) -> str:
        monkeypatch.setattr(button, "async_csv", async_csv)
        text = await async_csv(hass, rows, zone)
        await _act(busy, "erase_person", number=OTHER_CUSTOMER)
        return text

    offered: list[str] = []
    monkeypatch.setattr(button, "async_csv", slowly)
    monkeypatch.setattr(busy.coordinator.exports, "offer", lambda _, text: offered.append(text))
    await busy.hass.services.async_call("button", "press", {"entity_id": BUTTON}, blocking=True)
    (text,) = offered
    assert CUSTOMER in text
    assert OTHER_CUSTOMER not in text


async def test_an_erased_person_is_at_once_in_no_file_on_disk(busy: OpenShop) -> None:
    folder = Path(busy.hass.config.path(DOMAIN))

    def on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in folder.iterdir())

    assert OTHER_CUSTOMER.encode() in await busy.hass.async_add_executor_job(on_disk)
    await _act(busy, "erase_person", number=OTHER_CUSTOMER)
    left = await busy.hass.async_add_executor_job(on_disk)
    assert OTHER_CUSTOMER.encode() not in left
    assert CUSTOMER.encode() in left


async def test_whoever_is_erased_is_so_everywhere_though_nobody_waits_for_the_end(
    busy: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidying, tidied = asyncio.Event(), asyncio.Event()

    async def take_a_while() -> None:
        tidying.set()
        await tidied.wait()

    monkeypatch.setattr(busy.coordinator.ledger, "leave_no_trace", take_a_while)
    token = busy.coordinator.exports.offer("records.csv", CUSTOMER)
    erasing = asyncio.ensure_future(_act(busy, "erase_person", number=CUSTOMER))
    await tidying.wait()
    # As an automation does that is stopped, or begins anew.
    erasing.cancel()
    tidied.set()
    await asyncio.sleep(0.1)
    await busy.settle()
    assert busy.coordinator.exports.find(token) is None
    assert CUSTOMER not in str([state.as_dict() for state in busy.hass.states.async_all()])


async def test_who_is_erased_in_a_burst_is_in_no_event_that_is_told_later(shop: OpenShop) -> None:
    others = [f"+1202555{number:04}" for number in range(40)]
    await asyncio.gather(
        *(shop.engine.handle_call(call_event(caller)) for caller in (*others, CUSTOMER))
    )
    await _act(shop, "erase_person", number=CUSTOMER)
    await asyncio.sleep(1)
    await shop.settle()
    states = [state.as_dict() for state in shop.hass.states.async_all()]
    assert shop.state("sensor.demo_line_missed_calls") == "41"
    assert CUSTOMER not in str(states)


async def test_what_is_kept_of_an_event_over_a_restart_names_nobody(busy: OpenShop) -> None:
    component = busy.hass.data["entity_components"]["event"]
    kept = [entity.extra_restore_state_data.as_dict() for entity in component.entities]
    assert CUSTOMER not in str(kept)
    assert "Friday" not in str(kept)
    assert any((data["last_event_attributes"] or {}).get("reason") for data in kept)


async def test_what_is_kept_of_an_event_of_a_shop_that_is_closed_names_nobody(
    busy: OpenShop,
) -> None:
    # Home Assistant writes it to disk, for a week, also where the shop or the line was removed.
    assert await busy.hass.config_entries.async_unload(busy.entry.entry_id)
    kept = [each.as_dict() for each in restore_state.async_get(busy.hass).last_states.values()]
    stored = json_dumps(kept)
    assert "missed_open" in stored
    assert CUSTOMER not in stored
    assert OTHER_CUSTOMER not in stored
    assert "Friday" not in stored


async def test_files_that_nobody_fetches_do_not_pile_up(busy: OpenShop) -> None:
    offered = [busy.coordinator.exports.offer(f"records-{each}.csv", "x") for each in range(9)]
    kept = [token for token in offered if busy.coordinator.exports.find(token) is not None]
    assert kept == offered[-3:]
    assert len(ir.async_get(busy.hass).issues) == 3
