"""What each kind of user may do, over the same websocket and REST API that their dashboard uses."""

from typing import Any

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.leads import Stage
from homeassistant.auth.models import Group
from homeassistant.components import websocket_api
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from tests.platforms.shop import (
    CUSTOMER,
    FRONT,
    FRONT_NUMBER,
    LINES,
    OpenShop,
    open_shop,
    shop_device,
    shop_entry,
)

from .conftest import MoveIn

WORK: dict[str, dict[str, Any]] = {
    "text_back": {"number": CUSTOMER},
    "send_text": {"number": CUSTOMER, "message": "On our way"},
    "simulate_call": {"caller": CUSTOMER},
    "snooze": {"duration": {"hours": 1}},
}
TALKS: dict[str, dict[str, Any]] = {
    "list_threads": {},
    "get_thread": {"thread_id": 1},
    "reply": {"thread_id": 1, "message": "It is"},
    "resolve": {"thread_id": 1, "stage": "booked"},
    "assign": {"thread_id": 1},
    "note": {"thread_id": 1, "message": "Prefers mornings"},
}
OFFICE: dict[str, dict[str, Any]] = {
    "export_records": {},
    "erase_person": {"number": CUSTOMER},
    "set_texting": {"number": CUSTOMER, "texting": "stop"},
    "block": {"number": CUSTOMER},
    "unblock": {"number": CUSTOMER},
    "describe_caller": {"number": CUSTOMER, "name": "Ada"},
}
REPORTS: dict[str, dict[str, Any]] = {
    "report_call": {"number": CUSTOMER},
    "report_reply": {"number": CUSTOMER, "message": "START"},
    "report_status": {"ref": "to be filled in", "status": "delivered"},
}
ENTITIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("switch.turn_off", "switch.demo_line_automatic_text_back", {}),
    ("button.press", "button.corner_barbers_export_records", {}),
    ("button.press", "button.demo_line_send_a_test_text", {}),
    ("datetime.set_value", "datetime.corner_barbers_closed_until", {"datetime": "2026-01-01"}),
    ("notify.send_message", "notify.sam", {"message": "Hello"}),
    ("todo.update_item", "todo.corner_barbers_open_leads", {"item": "1", "status": "completed"}),
)
# Commands of our own, as cards and the panel send them; `shops` alone names no shop.
COMMANDS: dict[str, dict[str, Any]] = {
    "numbers": {"since": "2026-11-16", "until": "2026-11-22"},
    "threads/list": {},
    "threads/get": {"thread_id": 1},
    "threads/subscribe": {},
    "threads/reply": {"thread_id": 1, "message": "It is"},
    "threads/resolve": {"thread_id": 1, "stage": "booked"},
    "threads/assign": {"thread_id": 1, "member_id": None},
    "threads/note": {"thread_id": 1, "message": "Prefers mornings"},
    "threads/read": {"thread_id": 1},
    "threads/done": {"thread_id": 1},
    "simulate": {"line_id": FRONT, "number": CUSTOMER},
}
FLOWS = "/api/config/config_entries"


@pytest.fixture
async def busy(shop: OpenShop) -> OpenShop:
    """Return a shop with a caller who was texted, and answered."""
    await shop.miss_call()
    await shop.receive("Is Friday free?")
    return shop


def test_every_action_has_its_place_in_these_tests(shop: OpenShop) -> None:
    actions = shop.hass.services.async_services_for_domain(DOMAIN)
    assert set(actions) == set(WORK) | set(TALKS) | set(OFFICE) | set(REPORTS)


@pytest.mark.parametrize("group", ["admin", "user", "reader", "nobody"])
async def test_whoever_may_control_the_shop_does_its_daily_work_and_nobody_else(
    shop: OpenShop, move_in: MoveIn, group: str
) -> None:
    resident = await move_in(group)
    may = group in ("admin", "user")
    done = {
        action: await resident.act(
            f"{DOMAIN}.{action}",
            response=action == "simulate_call",
            device_id=shop_device(shop, FRONT),
            **fields,
        )
        for action, fields in WORK.items()
    }
    assert done == dict.fromkeys(WORK, "done" if may else "unauthorized")
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER, CUSTOMER] * may
    # Home Assistant itself asks for rights where an action names entities: this one names none.
    told = await resident.act(f"notify.{DOMAIN}_corner_barbers", message="Hi", target=[CUSTOMER])
    assert told == ("done" if may else "unauthorized")
    assert len(shop.carrier.sent) == 3 * may
    assert (shop.coordinator.snoozed_until is not None) is may


@pytest.mark.parametrize("group", ["admin", "user", "reader", "nobody"])
async def test_whoever_may_control_the_shop_talks_with_its_customers_and_nobody_else(
    busy: OpenShop, move_in: MoveIn, group: str
) -> None:
    resident = await move_in(group)
    done = {
        action: await resident.act(
            f"{DOMAIN}.{action}",
            response=action in ("list_threads", "get_thread"),
            config_entry_id=busy.entry.entry_id,
            **fields,
        )
        for action, fields in TALKS.items()
    }
    may = group in ("admin", "user")
    assert done == dict.fromkeys(TALKS, "done" if may else "unauthorized")
    assert [text.body for text in busy.carrier.sent[1:]] == ["It is"] * may


async def test_whoever_may_control_one_shop_only_does_nothing_in_another(
    busy: OpenShop, move_in: MoveIn
) -> None:
    own = await open_shop(busy.hass, shop_entry(*LINES, title="Next Door", entry_id="01NEXTDOOR"))
    resident = await move_in("nobody")
    theirs, *_ = er.async_entries_for_config_entry(er.async_get(own.hass), own.entry.entry_id)
    resident.user.groups = [
        Group(name="Next Door", policy={"entities": {"entity_ids": {theirs.entity_id: True}}})
    ]
    resident.user.invalidate_cache()
    entry_id = own.entry.entry_id
    listed = await resident.act(f"{DOMAIN}.list_threads", response=True, config_entry_id=entry_id)
    assert listed == "done"
    done = {
        action: await resident.act(
            f"{DOMAIN}.{action}",
            response=action in ("list_threads", "get_thread", "simulate_call"),
            **(
                {"config_entry_id": busy.entry.entry_id}
                if action in TALKS
                else {"device_id": shop_device(busy, FRONT)}
            ),
            **fields,
        )
        for action, fields in (WORK | TALKS).items()
    }
    assert done == dict.fromkeys(WORK | TALKS, "unauthorized")
    told = await resident.act(f"notify.{DOMAIN}_corner_barbers", message="Hi", target=[CUSTOMER])
    assert told == "unauthorized"
    assert len(busy.carrier.sent) == 1
    for name, fields in COMMANDS.items():
        answer = await resident.ask(type=f"{DOMAIN}/{name}", entry_id=busy.entry.entry_id, **fields)
        assert answer["error"]["code"] == "unauthorized", name


def test_every_websocket_command_has_its_place_in_these_tests(shop: OpenShop) -> None:
    ours = {name for name in shop.hass.data[websocket_api.DOMAIN] if name.startswith(f"{DOMAIN}/")}
    # The preview of the dialogs is an administrator's: see the tests of the dialogs.
    assert ours - {f"{DOMAIN}/start_preview"} == {
        f"{DOMAIN}/{name}" for name in ("shops", *COMMANDS)
    }


@pytest.mark.parametrize("group", ["admin", "user", "reader", "nobody"])
async def test_whoever_may_control_the_shop_uses_its_inbox_and_nobody_else(
    busy: OpenShop, move_in: MoveIn, group: str
) -> None:
    resident = await move_in(group)
    may = group in ("admin", "user")
    shops = await resident.ask(type=f"{DOMAIN}/shops")
    assert [shop["title"] for shop in shops["result"]["shops"]] == ["Corner Barbers"] * may
    for name, fields in COMMANDS.items():
        answer = await resident.ask(type=f"{DOMAIN}/{name}", entry_id=busy.entry.entry_id, **fields)
        assert answer["success"] is may, name
        if not may:
            assert answer["error"] == {"code": "unauthorized", "message": "Unauthorized"}
    assert [text.body for text in busy.carrier.sent[1:]] == ["It is"] * may
    thread = await busy.coordinator.engine.conversations.thread(1)
    assert (thread.lead.stage is Stage.BOOKED) is may


@pytest.mark.parametrize("group", ["reader", "nobody"])
async def test_whoever_has_no_right_does_not_even_learn_that_a_shop_is_not_there(
    busy: OpenShop, move_in: MoveIn, group: str
) -> None:
    resident = await move_in(group)
    for name, fields in COMMANDS.items():
        answer = await resident.ask(type=f"{DOMAIN}/{name}", entry_id="nobody's", **fields)
        assert answer["error"]["code"] == "unauthorized", name


async def test_an_automation_may_do_the_daily_work(shop: OpenShop) -> None:
    await shop.hass.services.async_call(
        DOMAIN,
        "send_text",
        {"device_id": shop_device(shop, FRONT), **WORK["send_text"]},
        blocking=True,
    )
    assert len(shop.carrier.sent) == 1


@pytest.mark.parametrize("group", ["admin", "user", "reader"])
async def test_only_administrators_decide_about_people_and_records(
    busy: OpenShop, move_in: MoveIn, group: str
) -> None:
    resident = await move_in(group)
    done = {
        action: await resident.act(
            f"{DOMAIN}.{action}",
            response=action == "export_records",
            config_entry_id=busy.entry.entry_id,
            **fields,
        )
        for action, fields in OFFICE.items()
    }
    assert done == dict.fromkeys(OFFICE, "done" if group == "admin" else "unauthorized")


@pytest.mark.parametrize("group", ["admin", "user", "reader"])
async def test_only_administrators_report_what_others_are_believed_to_have_done(
    busy: OpenShop, move_in: MoveIn, group: str
) -> None:
    resident = await move_in(group)
    await busy.receive("STOP")
    (text_back, *_) = busy.carrier.sent
    done = {
        action: await resident.act(
            f"{DOMAIN}.{action}",
            device_id=shop_device(busy, FRONT),
            **fields | ({"ref": text_back.ref} if "ref" in fields else {}),
        )
        for action, fields in REPORTS.items()
    }
    assert done == dict.fromkeys(REPORTS, "done" if group == "admin" else "unauthorized")
    person = await busy.coordinator.ledger.person(busy.entry.entry_id, CUSTOMER)
    assert person.opted_out is (group != "admin")


async def test_who_may_only_look_touches_no_entity(busy: OpenShop, move_in: MoveIn) -> None:
    reader = await move_in("reader")
    for action, entity_id, data in ENTITIES:
        assert busy.hass.states.get(entity_id) is not None
        assert await reader.act(action, entity_id=entity_id, **data) == "unauthorized"
    assert not ir.async_get(busy.hass).issues


@pytest.mark.parametrize("group", ["user", "reader", "nobody"])
async def test_only_administrators_configure(busy: OpenShop, move_in: MoveIn, group: str) -> None:
    resident = await move_in(group)
    entry_id = busy.entry.entry_id
    device_id = shop_device(busy)
    refused = [
        await resident.rest.post(f"{FLOWS}/flow", json={"handler": DOMAIN}),
        await resident.rest.post(f"{FLOWS}/options/flow", json={"handler": entry_id}),
        await resident.rest.post(f"{FLOWS}/subentries/flow", json={"handler": [entry_id, "line"]}),
        await resident.rest.delete(f"{FLOWS}/entry/{entry_id}"),
        await resident.rest.post(f"{FLOWS}/entry/{entry_id}/reload"),
        await resident.rest.get(f"/api/diagnostics/config_entry/{entry_id}"),
        await resident.rest.get(f"/api/diagnostics/config_entry/{entry_id}/device/{device_id}"),
    ]
    assert {response.status for response in refused} == {401}
    for command in (
        {"type": "config_entries/subentries/list", "entry_id": entry_id},
        {"type": "webhook/list"},
        {"type": "subscribe_events", "event_type": f"{DOMAIN}_call_decided"},
    ):
        answer = await resident.ask(**command)
        assert not answer["success"], command
        assert answer["error"]["code"] == "unauthorized", command
    # Every user may know that there is such an entry, and none learns from it what is in it.
    listed = str((await resident.ask(type="config_entries/get"))["result"])
    assert entry_id in listed
    assert FRONT_NUMBER not in listed


@pytest.mark.parametrize("group", ["user", "reader", "nobody"])
async def test_a_file_of_records_is_fetched_and_its_repair_opened_by_administrators_only(
    busy: OpenShop, move_in: MoveIn, group: str
) -> None:
    token = busy.coordinator.exports.offer("records.csv", "at,number\r\n")
    (issue,) = ir.async_get(busy.hass).issues.values()
    path = f"/api/{DOMAIN}/{busy.entry.entry_id}/records/{token}"
    resident = await move_in(group)
    assert (await resident.rest.get(path)).status == 401
    fix = {"handler": DOMAIN, "issue_id": issue.issue_id}
    assert (await resident.rest.post("/api/repairs/issues/fix", json=fix)).status == 401
    admin = await move_in("admin")
    response = await admin.rest.post("/api/repairs/issues/fix", json=fix)
    assert response.status == 200
    # Signed for whoever opened it: the dialogue's id is of no use to anybody else.
    flow_id = (await response.json())["flow_id"]
    assert (await resident.rest.get(f"/api/repairs/issues/fix/{flow_id}")).status == 401
    assert (await admin.rest.get(path)).status == 200


async def test_who_has_no_rights_reads_no_state_of_a_shop(busy: OpenShop, move_in: MoveIn) -> None:
    nobody = await move_in("nobody")
    assert (await nobody.ask(type="get_states"))["result"] == []
    assert await (await nobody.rest.get("/api/states")).json() == []
    response = await nobody.rest.get("/api/states/event.demo_line_text")
    assert response.status == 401
    await nobody.ws.send_json_auto_id({"type": "subscribe_entities"})
    assert (await nobody.ws.receive_json())["success"]
    first = await nobody.ws.receive_json()
    assert CUSTOMER not in str(first)
    assert "Friday" not in str(first)


async def test_what_every_user_may_list_of_the_repairs_names_nobody(
    busy: OpenShop, move_in: MoveIn
) -> None:
    await busy.receive("I did not ask you to stop, did I? My name is Ada")
    busy.coordinator.exports.offer("records.csv", CUSTOMER)
    reader = await move_in("reader")
    listed = str((await reader.ask(type="repairs/list_issues"))["result"])
    assert CUSTOMER not in listed
    for issue in ir.async_get(busy.hass).issues.values():
        told = await reader.ask(
            type="repairs/get_issue_data", domain=DOMAIN, issue_id=issue.issue_id
        )
        assert CUSTOMER not in str(told)
