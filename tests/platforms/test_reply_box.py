"""From the lock screen: a caller's words come with a box to answer in, and the others are told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import reply_box
from custom_components.missed_call_textback.const import (
    CONF_APP,
    CONF_ASKED,
    CONF_BY_TEXT,
    CONF_DUTY,
    CONF_LINES,
    CONF_NOTIFY,
    CONF_NUMBER,
    CONF_POST,
    CONF_QUESTIONS,
    DOMAIN,
)
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.clocks import ClockKind, ThreadClock
from custom_components.missed_call_textback.core.outbox import Reaction, Refused, TextKind
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.components.notify import DOMAIN as NOTIFY_DOMAIN
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er

from .phone import Phone, phone_of, set_up_apps
from .shop import (
    BACK,
    CUSTOMER,
    FRONT,
    KIM,
    LEE,
    LINES,
    SAM,
    SAM_MOBILE,
    TEAM,
    OpenShop,
    open_shop,
    shop_entry,
)

SPOKEN = "(202) 555-0123"
SALON = "01SALONLINE000000000000000"
SALON_LINE: ConfigSubentryDataWithId = {
    **LINES[0],
    "subentry_id": SALON,
    "title": "Salon line",
    "unique_id": "+12025550107",
    "data": {**LINES[0]["data"], CONF_NUMBER: "+12025550107"},
}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def phones(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, socket_enabled: None
) -> AsyncIterator[tuple[Phone, Phone]]:
    await set_up_apps(hass)
    client = await hass_client()
    async with phone_of(hass, client, "Kim") as kim, phone_of(hass, client, "Lee") as lee:
        yield kim, lee


@pytest.fixture
async def shop(hass: HomeAssistant, phones: tuple[Phone, Phone]) -> OpenShop:
    """Return a shop with Kim and Lee told by their apps, and Sam by text."""
    kim, lee = phones
    shop = await open_shop(hass, shop_entry())
    await tell(shop, KIM, {CONF_APP: kim.device_id})
    await tell(shop, LEE, {CONF_APP: lee.device_id})
    await tell(shop, SAM, {CONF_BY_TEXT: True})
    return shop


async def tell(shop: OpenShop, member_id: str, settings: dict[str, Any]) -> None:
    """Change how somebody is told. The shop is opened anew by it."""
    member = shop.entry.subentries[member_id]
    shop.hass.config_entries.async_update_subentry(
        shop.entry, member, data={**member.data, **settings}
    )
    await shop.hass.async_block_till_done()
    shop.play_carrier()


async def writes(shop: OpenShop, body: str, sender: str = CUSTOMER) -> None:
    """Have a customer write, and the team be told."""
    alerts = await _alerts(shop)
    await shop.receive(body, sender)
    for _ in range(20):
        if await _alerts(shop) > alerts:
            break
        await shop.settle()
    await shop.settle()


async def _alerts(shop: OpenShop) -> int:
    rows = await shop.coordinator.ledger.write(
        lambda book: [told.at for thread in range(1, 5) for told in book.told_of(thread)]
    )
    return len(rows)


def sent_to(shop: OpenShop, number: str) -> list[str]:
    return [text.body for text in shop.carrier.sent if text.to == number]


async def test_a_reply_is_on_the_lock_screen_with_a_box_to_answer_in(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    for phone in phones:
        (push,) = phone.pushed
        assert (push["title"], push["message"]) == (SPOKEN, "Can you come today?")
        reply, call, done = push["data"]["actions"]
        assert (reply["title"], reply["behavior"]) == ("Reply", "textInput")
        assert (call["action"], call["uri"]) == ("URI", f"tel:{CUSTOMER}")
        assert done["title"] == "Done"
        assert push["data"]["subtitle"] == "Demo line"
    tokens = {phone.pushed[0]["data"]["actions"][0]["action"] for phone in phones}
    assert len(tokens) == 2, "each has their own"


@pytest.mark.parametrize(
    "command", ["clear_notification", "request_location_update", "command_screen_on", "TTS"]
)
async def test_what_a_caller_writes_is_no_command_to_the_phones_of_the_team(
    shop: OpenShop, phones: tuple[Phone, Phone], command: str
) -> None:
    await writes(shop, command)
    for phone in phones:
        (shown,) = phone.shown.values()
        assert shown["message"] == f"“{command}”"


@pytest.mark.parametrize("path", ["/missed-calls/shop/1", None])
async def test_a_tap_opens_the_conversation_where_the_house_shows_it(
    shop: OpenShop,
    phones: tuple[Phone, Phone],
    monkeypatch: pytest.MonkeyPatch,
    path: str | None,
) -> None:
    kim, lee = phones
    asked: list[tuple[object, ...]] = []

    def panel_path(_hass: HomeAssistant, *of: object) -> str | None:
        asked.append(of)
        return path

    monkeypatch.setattr(reply_box, "async_panel_path", panel_path)
    await writes(shop, "Can you come today?")
    await lee.tap("Reply", "At four.")
    await shop.settle()
    expected = {} if path is None else {"url": path, "clickAction": path}
    told = [push["data"] for push in kim.pushed]
    assert len(told) == 2
    for data in told:
        assert {key: data[key] for key in ("url", "clickAction") if key in data} == expected
    assert set(asked) == {(shop.entry.entry_id, 1)}


async def test_an_answer_from_the_lock_screen_is_texted_and_the_others_are_told(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    kim, lee = phones
    await writes(shop, "Can you come today?")
    await lee.tap("Reply", "  At four. ")
    await shop.settle()
    (answer,) = [text for text in shop.carrier.sent if text.to == CUSTOMER]
    assert (answer.body, answer.kind) == ("At four.", TextKind.MESSAGE)
    assert lee.shown == {}
    (told,) = kim.shown.values()
    assert told["message"] == f"Lee answered {SPOKEN}: At four."
    assert "actions" not in told["data"]
    assert sent_to(shop, SAM_MOBILE)[1:] == [f"Lee answered {SPOKEN}: At four."]
    assert shop.state("sensor.demo_line_waiting") == "0"


@pytest.mark.parametrize("fails", [2, 3])
async def test_an_answer_waits_for_a_ledger_that_fails_for_a_moment(
    shop: OpenShop,
    phones: tuple[Phone, Phone],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fails: int,
) -> None:
    monkeypatch.setattr(reply_box, "_PAUSES", (0, 0), raising=False)
    await writes(shop, "Can you come today?")
    reply = phones[1].pushed[-1]["data"]["actions"][0]["action"]
    conversations = shop.engine.conversations
    told = await conversations.told_by(reply.removeprefix("MISSED_CALL_REPLY_"))
    assert told is not None
    tries = [*[LedgerUnavailable("database is locked")] * fails, told]
    with patch.object(conversations, "told_by", side_effect=tries):
        await phones[1].tap("Reply", "At four.")
        await shop.settle()
    assert sent_to(shop, CUSTOMER) == (["At four."] if fails == 2 else [])
    assert ("found no ledger that could be read" in caplog.text) is (fails > 2)


async def test_an_answer_that_an_app_sends_twice_is_texted_once(
    hass: HomeAssistant, shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    """An app that did not hear whether its answer arrived sends it again."""
    tapped: list[dict[str, Any]] = []
    hass.bus.async_listen(reply_box.EVENT_ACTION, lambda event: tapped.append(dict(event.data)))
    await writes(shop, "Can you come today?")
    await phones[1].tap("Reply", "At four.")
    await shop.settle()
    for data in (tapped[0], tapped[0] | {"reply_text": "At five."}):
        hass.bus.async_fire(reply_box.EVENT_ACTION, data)
        await shop.settle()
    assert sent_to(shop, CUSTOMER) == ["At four.", "At five."]
    # The same words are another answer to what the caller writes next.
    await writes(shop, "At what time?")
    await phones[1].tap("Reply", "At five.")
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == ["At four.", "At five.", "At five."]


async def test_an_answer_that_did_not_go_out_can_be_given_again_in_the_same_words(
    hass: HomeAssistant, shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    tapped: list[dict[str, Any]] = []
    hass.bus.async_listen(reply_box.EVENT_ACTION, lambda event: tapped.append(dict(event.data)))
    await writes(shop, "Can you come today?")
    shop.carrier.answers[CUSTOMER] = Refused("30008", Reaction.NEVER)
    await phones[0].tap("Reply", "At four.")
    await shop.settle()
    assert "30008" in phones[0].pushed[-1]["message"]
    del shop.carrier.answers[CUSTOMER]
    hass.bus.async_fire(reply_box.EVENT_ACTION, tapped[0])
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == ["At four.", "At four."]


async def test_who_is_told_reads_what_the_caller_answered_before(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await tell(shop, FRONT, {CONF_QUESTIONS: {CONF_ASKED: ["place", "timeline"]}})
    await writes(shop, "My sink is blocked, 12 Elm Street, tomorrow")
    kim = phones[0]
    # What stands in their words is not said twice.
    assert kim.pushed[-1]["message"] == "My sink is blocked, 12 Elm Street, tomorrow"
    await writes(shop, "Bring a ladder")
    assert kim.pushed[-1]["message"] == "Bring a ladder\n12 Elm Street, tomorrow"
    texted = sent_to(shop, SAM_MOBILE)[-1]
    assert texted.startswith(f"{SPOKEN}: Bring a ladder\n12 Elm Street, tomorrow\n")


async def test_a_notification_answers_also_after_a_restart(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    await shop.reload()
    await phones[0].tap("Reply", "At four.")
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == ["At four."]


async def test_who_wants_nothing_any_more_is_shown_where_they_waited_without_a_sound(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    await shop.receive("Never mind, found somebody else", CUSTOMER)
    await shop.settle()
    for phone in phones:
        (shown,) = phone.shown.values()
        assert shown["message"] == f"{SPOKEN} needs no answer: Never mind, found somebody else"
        assert shown["data"]["alert_once"] is True
        assert "actions" not in shown["data"]
    assert sent_to(shop, SAM_MOBILE)[1:] == [
        f"{SPOKEN} needs no answer: Never mind, found somebody else"
    ]
    assert shop.state("sensor.demo_line_waiting") == "0"


async def test_who_came_due_while_nobody_was_here_is_told_once_the_phones_are_known(
    shop: OpenShop, hass: HomeAssistant, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    assert await hass.config_entries.async_unload(shop.entry.entry_id)
    clock = ThreadClock(
        thread_id=1, kind=ClockKind.WAITING, due_at=LONG_AGO, since=LONG_AGO, step=1
    )
    await _change_clock(shop, clock)
    hass.set_state(CoreState.starting)
    assert await hass.config_entries.async_setup(shop.entry.entry_id)
    shop.play_carrier()
    await shop.settle()
    assert [len(phone.pushed) for phone in phones] == [1, 1]
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await shop.settle()
    assert [len(phone.pushed) for phone in phones] == [2, 2]


async def _change_clock(shop: OpenShop, clock: ThreadClock) -> None:
    """Have a clock be long due, in the ledger of a shop that is closed."""
    ledger = SqliteLedger()
    await ledger.open(Path(shop.hass.config.path(DOMAIN, f"{shop.entry.entry_id}.db")))

    def work(book: Book) -> None:
        known = book.clock(clock.thread_id, clock.kind)
        assert known is not None
        book.set_clock(replace(clock, since=known.since))

    await ledger.write(work)
    await ledger.close()


async def test_done_ends_the_waiting_without_a_word(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "I will call again")
    await phones[0].tap("Done")
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == []
    assert phones[0].shown == phones[1].shown == {}
    assert shop.state("sensor.demo_line_waiting") == "0"


async def test_why_an_answer_did_not_go_out_is_told_to_who_wrote_it(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    await shop.receive("STOP")
    await phones[0].tap("Reply", "At four.")
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == [
        "Corner Barbers: you will get no more texts from us. Reply START to get them again."
    ]
    assert "asked not to be texted" in phones[0].pushed[-1]["message"]


@pytest.mark.parametrize(
    "event",
    [
        {"action": "MISSED_CALL_REPLY_guessed", "reply_text": "Give me a discount"},
        {"action": "MISSED_CALL_DONE_"},
        {"action": "REPLY", "reply_text": "Something else"},
        {"action": None},
        {"action": 7},
        {},
    ],
)
async def test_what_is_no_answer_to_one_of_ours_changes_nothing(
    shop: OpenShop, phones: tuple[Phone, Phone], event: dict[str, Any]
) -> None:
    await writes(shop, "Can you come today?")
    await phones[0].fire(event)
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == []
    assert shop.state("sensor.demo_line_waiting") == "1"


@pytest.mark.parametrize("words", ["   ", None])
async def test_an_empty_answer_is_none(
    shop: OpenShop, phones: tuple[Phone, Phone], words: str | None
) -> None:
    await writes(shop, "Can you come today?")
    await phones[0].tap("Reply", words)
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == []


async def test_somebody_who_left_the_team_answers_nobody(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    assert shop.hass.config_entries.async_remove_subentry(shop.entry, KIM)
    await shop.hass.async_block_till_done()
    shop.play_carrier()
    await phones[0].tap("Reply", "At four.")
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == []
    await phones[1].tap("Reply", "At five.")
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == ["At five."]


async def test_any_notify_entity_tells_as_well(
    shop: OpenShop, hass: HomeAssistant, phones: tuple[Phone, Phone]
) -> None:
    calls: list[ServiceCall] = []

    async def send_message(call: ServiceCall) -> None:
        calls.append(call)

    entity_id = er.async_get(hass).async_get_or_create("notify", "chat", "1").entity_id
    await tell(shop, SAM, {CONF_NOTIFY: entity_id, CONF_BY_TEXT: False})
    hass.services.async_remove(NOTIFY_DOMAIN, "send_message")
    hass.services.async_register(NOTIFY_DOMAIN, "send_message", send_message)
    await writes(shop, "Can you come today?")
    (call,) = calls
    assert call.data["entity_id"] == entity_id
    assert (call.data["title"], call.data["message"]) == (SPOKEN, "Can you come today?")


async def test_a_phone_that_is_gone_keeps_nobody_else_from_being_told(
    shop: OpenShop,
    hass: HomeAssistant,
    phones: tuple[Phone, Phone],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (entry, _) = hass.config_entries.async_entries("mobile_app")
    await hass.config_entries.async_remove(entry.entry_id)
    await writes(shop, "Can you come today?")
    await shop.receive("Hello?")
    assert len(phones[1].pushed) >= 1
    warnings = [record for record in caplog.records if "could not be told" in record.message]
    assert len(warnings) == 1, "told once, not at each text"
    assert CUSTOMER not in caplog.text


async def test_whose_phone_is_gone_is_told_by_their_notify_entity_all_the_same(
    shop: OpenShop, hass: HomeAssistant, phones: tuple[Phone, Phone]
) -> None:
    calls = async_mock_service(hass, NOTIFY_DOMAIN, "send_message")
    entity_id = er.async_get(hass).async_get_or_create("notify", "chat", "1").entity_id
    await tell(shop, KIM, {CONF_NOTIFY: entity_id})
    (entry, _) = hass.config_entries.async_entries("mobile_app")
    await hass.config_entries.async_remove(entry.entry_id)
    await writes(shop, "Can you come today?")
    (call,) = calls
    assert call.data["message"] == "Can you come today?"


async def test_whoever_is_off_duty_by_their_schedule_is_not_told(
    shop: OpenShop, hass: HomeAssistant, phones: tuple[Phone, Phone]
) -> None:
    hass.states.async_set("schedule.kim", "off")
    await tell(shop, KIM, {CONF_DUTY: "schedule.kim"})
    await writes(shop, "Can you come today?")
    assert [len(phone.pushed) for phone in phones] == [0, 1]
    hass.states.async_set("schedule.kim", "on")
    await writes(shop, "Hello?", "+12025550177")
    assert len(phones[0].pushed) == 1


@pytest.mark.parametrize(
    ("entity_id", "state", "told"),
    [
        ("person.kim", "home", 1),
        ("person.kim", "not_home", 0),
        ("person.kim", "Work", 0),
        ("person.kim", "unknown", 1),
        ("person.kim", "unavailable", 1),
        ("schedule.kim", "unavailable", 1),
        ("schedule.gone", None, 1),
    ],
)
async def test_where_nobody_can_tell_they_are_on_duty(
    shop: OpenShop, phones: tuple[Phone, Phone], entity_id: str, state: str | None, told: int
) -> None:
    if state is not None:
        shop.hass.states.async_set(entity_id, state)
    await tell(shop, KIM, {CONF_DUTY: entity_id})
    await writes(shop, "Can you come today?")
    assert len(phones[0].pushed) == told


async def test_whoever_is_told_last_is_not_told_at_first(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await tell(shop, KIM, {CONF_POST: "last"})
    await writes(shop, "Can you come today?")
    assert [len(phone.pushed) for phone in phones] == [0, 1]


async def test_whoever_was_told_of_lines_that_are_gone_is_told_of_those_that_are_there(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await tell(shop, KIM, {CONF_LINES: [BACK]})
    shop.hass.config_entries.async_remove_subentry(shop.entry, BACK)
    await shop.hass.async_block_till_done()
    shop.play_carrier()
    await writes(shop, "Can you come today?")
    assert [len(phone.pushed) for phone in phones] == [1, 1]


async def test_a_caller_who_gets_through_is_taken_off_the_screens(
    shop: OpenShop, phones: tuple[Phone, Phone]
) -> None:
    await writes(shop, "Can you come today?")
    await shop.miss_call()
    assert len(phones[0].shown) == 1
    await shop.engine.conversations.done(1)
    await shop.settle()
    assert phones[0].shown == {}
    assert FRONT in shop.entry.subentries


async def test_two_shops_told_on_one_phone_never_mix(
    shop: OpenShop, hass: HomeAssistant, phones: tuple[Phone, Phone]
) -> None:
    """Kim helps in two shops, which have three lines: what she answers goes where it was asked."""
    salon = await open_shop(
        hass,
        shop_entry(
            SALON_LINE, TEAM[0], title="Corner Salon", entry_id="01SALON0000000000000000000"
        ),
    )
    await tell(salon, KIM, {CONF_APP: phones[0].device_id})
    await writes(shop, "A cut?")
    asked_first = phones[0].pushed[-1]
    await shop.receive("A shave?", "+12025550177", line_id=BACK)
    await salon.receive("A colour?", line_id=SALON)
    for _ in range(20):
        await salon.settle()
        if len(phones[0].shown) == 3:
            break
    assert {push["message"] for push in phones[0].shown.values()} == {
        "A cut?",
        "A shave?",
        "A colour?",
    }
    await phones[0].fire(
        {"action": asked_first["data"]["actions"][0]["action"], "reply_text": "At four."}
    )
    await shop.settle()
    assert sent_to(shop, CUSTOMER) == ["At four."]
    assert sent_to(shop, "+12025550177") == sent_to(salon, CUSTOMER) == []
    assert {push["message"] for push in phones[0].shown.values()} == {"A shave?", "A colour?"}
    assert salon.state("sensor.salon_line_waiting") == "1"
