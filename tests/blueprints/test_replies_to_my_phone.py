"""The blueprint "replies to my phone", as an owner uses it: here the phone is a team member's."""

import asyncio

from custom_components.missed_call_textback.core.outbox import InboundText, TextKind
from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from tests.platforms.shop import CUSTOMER, FRONT, OTHER_CUSTOMER, SAM_MOBILE, OpenShop

from .conftest import UseBlueprint

TEXTS = "event.demo_line_text"
PHONE = "notify.sam"


def texts_to_sam(shop: OpenShop) -> list[str]:
    """Return what Sam was texted."""
    return [text.body for text in shop.carrier.sent if text.to == SAM_MOBILE]


async def test_the_phone_is_told_who_wrote_and_what(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("replies_to_my_phone", line=TEXTS, phone=PHONE)
    await shop.receive("Friday at four?")
    assert texts_to_sam(shop) == [f"{CUSTOMER}: Friday at four?"]


async def test_a_picture_is_mentioned(shop: OpenShop, use_blueprint: UseBlueprint) -> None:
    await use_blueprint("replies_to_my_phone", line=TEXTS, phone=PHONE)
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
    assert texts_to_sam(shop) == [f"{CUSTOMER}: Like this (with a picture or file)"]


async def test_our_own_texts_and_opt_outs_are_not_told(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("replies_to_my_phone", line=TEXTS, phone=PHONE)
    await shop.miss_call()
    await shop.receive("STOP")
    assert [text.kind for text in shop.carrier.sent] == [TextKind.TEXT_BACK, TextKind.SERVICE]
    assert texts_to_sam(shop) == []


async def test_replies_at_the_same_moment_are_all_told_in_order(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("replies_to_my_phone", line=TEXTS, phone=PHONE)
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
    assert texts_to_sam(shop) == [f"{OTHER_CUSTOMER}: {body}" for body in words]


async def test_a_phone_that_is_off_does_not_silence_the_next_reply(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("replies_to_my_phone", line=TEXTS, phone=PHONE)
    told: list[str] = []

    async def send(call: ServiceCall) -> None:
        told.append(call.data["message"])
        if len(told) == 1:
            raise HomeAssistantError("the phone is off")

    shop.hass.services.async_register("notify", "send_message", send)
    await shop.receive("First")
    await shop.receive("Second")
    assert told == [f"{CUSTOMER}: First", f"{CUSTOMER}: Second"]
