"""The actions with conversations: what they list, what they keep, and how they say no."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
import voluptuous as vol

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import device_registry as dr

from .shop import (
    BACK,
    CUSTOMER,
    FRONT,
    FRONT_NUMBER,
    OTHER_CUSTOMER,
    SAM,
    OpenShop,
    open_shop,
    shop_entry,
)


def device_of(shop: OpenShop, subentry_id: str) -> str:
    device = dr.async_get(shop.hass).async_get_device_by_identifier(
        (DOMAIN, f"{shop.entry.entry_id}_{subentry_id}"), shop.entry.entry_id
    )
    assert device is not None
    return device.id


async def ask(shop: OpenShop, action: str, **fields: object) -> dict[str, Any]:
    response = await shop.hass.services.async_call(
        DOMAIN,
        action,
        {"config_entry_id": shop.entry.entry_id, **fields},
        blocking=True,
        return_response=True,
    )
    return dict(response or {})


async def tell(shop: OpenShop, action: str, by: Context | None = None, /, **fields: object) -> None:
    await shop.hass.services.async_call(
        DOMAIN,
        action,
        {"config_entry_id": shop.entry.entry_id, **fields},
        blocking=True,
        context=by,
    )


async def missed(shop: OpenShop, caller: str = CUSTOMER) -> int:
    await shop.miss_call(caller)
    thread_id: int = shop.attributes("event.demo_line_call")["thread_id"]
    return thread_id


async def test_a_missed_call_is_found_answered_and_booked_by_actions_alone(
    shop: OpenShop,
) -> None:
    thread_id = await missed(shop)
    await shop.receive("Do you have time on Friday?")
    assert shop.attributes("event.demo_line_text")["thread_id"] == thread_id
    listed = await ask(shop, "list_threads", state="waiting")
    [thread] = listed["threads"]
    assert listed["next"] is None
    assert {key: thread[key] for key in ("thread_id", "number", "line", "state", "unread")} == {
        "thread_id": thread_id,
        "number": CUSTOMER,
        "line": "Demo line",
        "state": "waiting",
        "unread": 1,
    }
    assert (thread["last_words"], thread["last_words_theirs"]) == (
        "Do you have time on Friday?",
        True,
    )
    answered = await ask(shop, "reply", thread_id=thread_id, message=" At ten? ")
    assert (answered["sent"], answered["to"]) == (True, CUSTOMER)
    assert (shop.carrier.sent[-1].body, shop.carrier.sent[-1].sender) == ("At ten?", FRONT_NUMBER)
    await tell(shop, "resolve", thread_id=thread_id, stage="booked", value=39.5)
    await tell(shop, "assign", thread_id=thread_id, device_id=device_of(shop, SAM))
    read = await ask(shop, "get_thread", thread_id=thread_id)
    assert {key: read[key] for key in ("state", "stage", "unread", "value", "assignee")} == {
        "state": "booked",
        "stage": "booked",
        "unread": 0,
        "value": 39.5,
        "assignee": "Sam",
    }
    assert [(each["kind"], each["body"]) for each in read["entries"]] == [
        ("call", None),
        ("text_out", "Sorry we missed you, Corner Barbers"),
        ("text_in", "Do you have time on Friday?"),
        ("text_out", "At ten?"),
    ]
    assert read["entries"][0]["reason_text"] == "The call was missed during opening hours"
    assert read["entries"][0]["reason"] == "missed_open"
    event = shop.attributes("event.demo_line_what_became_of_it")
    assert {key: event[key] for key in ("event_type", "thread_id", "value", "before")} == {
        "event_type": "booked",
        "thread_id": thread_id,
        "value": 39.5,
        "before": "replied",
    }
    figures = await shop.coordinator.ledger.figures(FRONT, "")
    assert figures.total[Tally.BOOKED] == 1
    assert figures.total[Tally.VALUE] == 39_500_000


async def test_a_machine_answers_until_a_person_has(shop: OpenShop) -> None:
    thread_id = await missed(shop)
    await shop.receive("Do you have time on Friday?")
    await ask(shop, "reply", thread_id=thread_id, message="I will ask.", machine=True)
    assert (await ask(shop, "get_thread", thread_id=thread_id))["state"] == "waiting"
    await ask(shop, "reply", thread_id=thread_id, message="Yes, at ten.")
    with pytest.raises(ServiceValidationError) as refused:
        await ask(shop, "reply", thread_id=thread_id, message="Anything else?", machine=True)
    assert refused.value.translation_key == "refused_people_talk"
    assert [text.body for text in shop.carrier.sent][1:] == ["I will ask.", "Yes, at ten."]


async def test_a_conversation_may_be_nobodys_again(shop: OpenShop) -> None:
    thread_id = await missed(shop)
    await tell(shop, "assign", thread_id=thread_id, device_id=device_of(shop, SAM))
    await tell(shop, "assign", thread_id=thread_id)
    assert (await ask(shop, "get_thread", thread_id=thread_id))["assignee"] is None


async def test_notes_say_who_wrote_them(hass: HomeAssistant, shop: OpenShop) -> None:
    thread_id = await missed(shop)
    user = MockUser(name="Ann").add_to_hass(hass)
    user.mock_policy({"entities": True})
    await tell(shop, "note", Context(user_id=user.id), thread_id=thread_id, message="Third floor")
    await tell(shop, "note", thread_id=thread_id, message="From an automation")
    entries = (await ask(shop, "get_thread", thread_id=thread_id))["entries"]
    assert [(each["what"], each["body"]) for each in entries if each["kind"] == "note"] == [
        ("Ann", "Third floor"),
        ("", "From an automation"),
    ]


async def test_a_list_goes_on_where_its_page_ended(shop: OpenShop) -> None:
    for caller in (CUSTOMER, OTHER_CUSTOMER, "+12025550125"):
        await missed(shop, caller)
    seen: list[str] = []
    page: dict[str, Any] = {"next": None}
    while True:
        after = {} if page["next"] is None else {"after": page["next"]}
        page = await ask(shop, "list_threads", limit=2, **after)
        seen += [thread["number"] for thread in page["threads"]]
        if page["next"] is None:
            break
    assert seen == ["+12025550125", OTHER_CUSTOMER, CUSTOMER]
    front = await ask(shop, "list_threads", device_id=device_of(shop, FRONT))
    back = await ask(shop, "list_threads", device_id=device_of(shop, BACK))
    assert (len(front["threads"]), len(back["threads"])) == (3, 0)


@pytest.mark.parametrize(
    ("action", "fields", "key"),
    [
        ("get_thread", {"thread_id": 10**30}, "unknown_thread"),
        ("get_thread", {"thread_id": 999}, "unknown_thread"),
        ("reply", {"thread_id": 999, "message": "Hello"}, "unknown_thread"),
        ("reply", {"thread_id": 1, "message": "  "}, "message_empty"),
        ("resolve", {"thread_id": 10**30, "stage": "won"}, "unknown_thread"),
        ("assign", {"thread_id": 999}, "unknown_thread"),
        ("note", {"thread_id": 999, "message": "?"}, "unknown_thread"),
        ("list_threads", {"after": "tomorrow"}, "page_not_understood"),
        ("list_threads", {"after": "1" * 40 + "-1"}, "page_not_understood"),
        ("list_threads", {"after": "17-x"}, "page_not_understood"),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(
    shop: OpenShop, action: str, fields: dict[str, Any], key: str
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await (ask if action in {"get_thread", "list_threads", "reply"} else tell)(
            shop, action, **fields
        )
    assert refused.value.translation_key == key


async def test_a_line_is_no_member_and_lines_of_others_are_not_listed(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    thread_id = await missed(shop)
    with pytest.raises(ServiceValidationError) as refused:
        await tell(shop, "assign", thread_id=thread_id, device_id=device_of(shop, FRONT))
    assert refused.value.translation_key == "not_a_member"
    other = await open_shop(hass, shop_entry(entry_id="01OTHER0000000000000000000", title="Other"))
    with pytest.raises(ServiceValidationError) as refused:
        await ask(other, "list_threads", device_id=device_of(shop, FRONT))
    assert refused.value.translation_key == "line_of_other_shop"
    with pytest.raises(ServiceValidationError) as refused:
        await ask(other, "get_thread", thread_id=thread_id)
    assert refused.value.translation_key == "unknown_thread"


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "texted"},
        {"stage": "won", "value": -1},
        {"stage": "won", "value": 1e12},
        {"stage": "won", "value": "nan"},
    ],
)
async def test_only_what_a_person_can_say_is_taken(shop: OpenShop, fields: dict[str, Any]) -> None:
    thread_id = await missed(shop)
    with pytest.raises(vol.Invalid):
        await tell(shop, "resolve", thread_id=thread_id, **fields)


@pytest.mark.parametrize("action", ["list_threads", "get_thread"])
async def test_who_may_not_control_the_shop_reads_nothing(
    hass: HomeAssistant, shop: OpenShop, action: str
) -> None:
    thread_id = await missed(shop)
    stranger = MockUser().add_to_hass(hass)
    stranger.mock_policy({"entities": {"all": {"read": True}}})
    fields = {"thread_id": thread_id} if action == "get_thread" else {}
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            action,
            {"config_entry_id": shop.entry.entry_id, **fields},
            blocking=True,
            return_response=True,
            context=Context(user_id=stranger.id),
        )


async def test_a_ledger_in_trouble_is_told_in_words(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise LedgerUnavailable("disk full")

    monkeypatch.setattr(shop.coordinator.ledger, "threads", fails)
    with pytest.raises(HomeAssistantError) as refused:
        await ask(shop, "list_threads")
    assert refused.value.translation_key == "ledger_unavailable"
