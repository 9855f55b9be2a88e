"""The blueprint "replies to my phone", as an owner uses it, with a phone that runs the companion app."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Refused,
    TextKind,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.platforms.phone import Phone, phone_of, set_up_apps
from tests.platforms.shop import (
    CUSTOMER,
    FRONT,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
    open_shop,
    shop_entry,
)

from .conftest import UseBlueprint, line_of

NAME = "replies_to_my_phone"


@pytest.fixture
def status() -> int:
    """Return what the phone's push service answers."""
    return 201


@pytest.fixture
async def phone(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, socket_enabled: None, status: int
) -> AsyncIterator[Phone]:
    """Return the owner's phone."""
    await set_up_apps(hass)
    async with phone_of(hass, await hass_client(), "Ann", status=status) as phone:
        yield phone


@pytest.fixture
async def shop(hass: HomeAssistant, phone: Phone) -> OpenShop:
    """Return a shop that is open, after the phone is there."""
    return await open_shop(hass, shop_entry())


def texts_to(shop: OpenShop, number: str) -> list[str]:
    """Return what somebody was texted."""
    return [text.body for text in shop.carrier.sent if text.to == number]


async def test_the_phone_shows_who_wrote_and_what_with_a_box_to_answer_in(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.engine.people.describe(OTHER_CUSTOMER, name="Ada")
    await shop.receive("Friday at four?")
    await shop.receive("And I?", OTHER_CUSTOMER)
    assert [(push["title"], push["message"]) for push in phone.pushed] == [
        (f"{CUSTOMER} (Demo line)", "Friday at four?"),
        ("Ada (Demo line)", "And I?"),
    ]
    reply, call = phone.pushed[0]["data"]["actions"]
    assert (reply["title"], reply["behavior"]) == ("Reply", "textInput")
    assert call["uri"] == f"tel:{CUSTOMER}"
    assert len(phone.shown) == 2, "one customer does not cover the other"


async def test_what_a_customer_writes_is_no_command_to_the_phone(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("clear_notification")
    (shown,) = phone.shown.values()
    assert shown["message"] == "“clear_notification”"


async def test_an_answer_from_the_lock_screen_goes_out_to_whom_it_is_for(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("Not I", OTHER_CUSTOMER)
    await shop.receive("Friday at four?")
    await phone.tap("Reply", 'Yes, see you at "four" 🙂')
    await shop.settle()
    assert texts_to(shop, CUSTOMER) == ['Yes, see you at "four" 🙂']
    assert texts_to(shop, OTHER_CUSTOMER) == []
    assert shop.state("sensor.demo_line_waiting") == "1"
    assert phone.pushed[-1]["message"] == 'Sent: Yes, see you at "four" 🙂'
    assert len(phone.shown) == 2, "the note is in place of what it answers"


@pytest.mark.parametrize("words", ["40.00", "+4930123456", "[Friday, 4]", "None"])
async def test_an_answer_goes_out_to_the_letter(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone, words: str
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("How much, and where do I call?")
    await phone.tap("Reply", words)
    await shop.settle()
    assert texts_to(shop, CUSTOMER) == [words]


async def test_an_answer_that_the_app_hands_over_twice_is_one_text(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("Friday at four?")
    reply = {"action": phone.pushed[0]["data"]["actions"][0]["action"]}
    shop.carrier.answers[CUSTOMER] = Refused("30003", Reaction.NEVER)
    await phone.fire({**reply, "reply_text": "Yes"})
    await shop.settle()
    assert phone.pushed[-1]["message"].startswith("Not sent")
    shop.carrier.answers.clear()
    for _ in range(2):
        await phone.fire({**reply, "reply_text": "Yes"})
        await shop.settle()
    assert texts_to(shop, CUSTOMER) == ["Yes", "Yes"], "what failed may be sent again"
    assert phone.pushed[-1]["message"] == "Sent: Yes"


async def test_an_answer_that_may_not_go_out_is_said_to_have_not(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("Friday at four?")
    await shop.coordinator.engine.people.set_blocked(CUSTOMER, blocked=True)
    await phone.tap("Reply", "Yes")
    await shop.settle()
    assert texts_to(shop, CUSTOMER) == []
    assert phone.pushed[-1]["message"].startswith("Not sent")


async def test_an_empty_answer_is_not_sent(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("Friday at four?")
    await phone.tap("Reply")
    await shop.settle()
    assert texts_to(shop, CUSTOMER) == []
    assert phone.pushed[-1]["message"].startswith("Not sent")


@pytest.mark.parametrize(
    "action",
    ["REPLY", "automation.owner_s", "automation.other/shop/1", "a/b/c/d", "", None, 7],
    ids=str,
)
async def test_buttons_of_other_notifications_text_nobody(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone, action: object
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("Friday at four?")
    shown = len(phone.pushed)
    await phone.fire({"action": action, "reply_text": "Hello"})
    await shop.settle()
    assert texts_to(shop, CUSTOMER) == []
    assert len(phone.pushed) == shown


async def test_others_are_told_in_words_and_a_picture_is_mentioned(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id, others=["notify.sam"])
    await shop.engine.handle_text(
        InboundText(
            line_id=FRONT,
            carrier_id="MM1",
            sender=CUSTOMER,
            body="Like this",
            at=dt_util.utcnow(),
            media=1,
        )
    )
    await shop.settle()
    words = "Like this (with a picture or file)"
    assert phone.pushed[0]["message"] == words
    assert texts_to(shop, SAM_MOBILE) == [f"{CUSTOMER} (Demo line): {words}"]


async def test_the_owners_own_conditions_say_when_but_never_keep_an_answer_back(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    home = {"condition": "state", "entity_id": "input_boolean.at_work", "state": "on"}
    shop.hass.states.async_set("input_boolean.at_work", "on")
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id, only_if=[home])
    await shop.receive("Friday at four?")
    shop.hass.states.async_set("input_boolean.at_work", "off")
    await shop.receive("Anybody?", OTHER_CUSTOMER)
    assert len(phone.pushed) == 1
    await phone.tap("Reply", "Yes")
    await shop.settle()
    assert texts_to(shop, CUSTOMER) == ["Yes"]


async def test_our_own_texts_and_opt_outs_are_not_told(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.miss_call()
    await shop.receive("STOP")
    assert [text.kind for text in shop.carrier.sent] == [TextKind.TEXT_BACK, TextKind.SERVICE]
    assert phone.pushed == []


async def test_replies_at_the_same_moment_are_all_told_in_order(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    words = [f"Reply {each}" for each in range(20)]
    await asyncio.gather(
        *(
            shop.engine.handle_text(
                InboundText(
                    line_id=FRONT,
                    carrier_id=f"SM{body}",
                    sender=OTHER_CUSTOMER,
                    body=body,
                    at=dt_util.utcnow(),
                )
            )
            for body in words
        )
    )
    await shop.settle()
    assert [push["message"] for push in phone.pushed] == words


@pytest.mark.parametrize("status", [500])
async def test_a_phone_that_is_out_of_reach_silences_neither_the_others_nor_the_next_reply(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id, others=["notify.sam"])
    await shop.receive("First")
    await shop.receive("Second")
    assert len(phone.pushed) == 2
    assert texts_to(shop, SAM_MOBILE) == [
        f"{CUSTOMER} (Demo line): First",
        f"{CUSTOMER} (Demo line): Second",
    ]
