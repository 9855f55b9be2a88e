"""A missed call from its ring to its worth: over the company's wire, and from a lock screen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from types import MappingProxyType

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.happenings import TeamAlerted, WaitingOver
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.exchange import RINGS_OUT
from tests.platforms.phone import Phone, phone_of

from .conftest import CALLER, KIM, LINE_ID, NUMBER, SAM, TwilioShop

OTHER_CALLER = "+12025550144"
OTHER_LINE = "01OTHERLINE0000000000000000"
OTHER_NUMBER = "+12025550101"
WORDS = "Corner Barbers here, sorry we missed you. How can we help?"


@pytest.fixture
async def phone(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, new_shop: TwilioShop
) -> AsyncIterator[Phone]:
    """Return the phone of a third of the team, who is told by the app."""
    assert await async_setup_component(hass, "mobile_app", {})
    await hass.async_block_till_done()
    async with phone_of(hass, await hass_client(), "Ana") as phone:
        yield phone


@pytest.fixture
async def shop(new_shop: TwilioShop, phone: Phone) -> TwilioShop:
    """Return a shop that is open: Ana is told by her app, Sam by text, and Kim next and by text."""
    entry, hass = new_shop.entry, new_shop.hass
    for member_id, settings in (
        ("01SAM", {const.CONF_BY_TEXT: True}),
        ("01KIM", {const.CONF_BY_TEXT: True, const.CONF_POST: "next"}),
    ):
        member = entry.subentries[member_id]
        hass.config_entries.async_update_subentry(entry, member, data={**member.data, **settings})
    ana = {const.CONF_MOBILE: None, const.CONF_RINGS: False, const.CONF_APP: phone.device_id}
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            subentry_id="01ANA",
            subentry_type=const.SUBENTRY_TYPE_TEAM_MEMBER,
            title="Ana",
            unique_id=None,
            data=MappingProxyType(ana),
        ),
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    new_shop.listen()
    return new_shop


async def told(shop: TwilioShop) -> None:
    """Let the ledger's clocks ring that are due, and what follows come to its end."""
    for _ in range(3):
        await shop.forward(seconds=0.1)


async def writes(shop: TwilioShop, body: str, sender: str = CALLER) -> None:
    await shop.exchange.send_text(sender, shop.number, body)
    await told(shop)


def rungs(shop: TwilioShop) -> list[int]:
    return [each.rung for each in shop.told if isinstance(each, TeamAlerted)]


async def test_a_missed_call_becomes_a_job(shop: TwilioShop, phone: Phone) -> None:
    await shop.call(RINGS_OUT)
    assert shop.texts() == [WORDS]
    await writes(shop, "Can you cut my hair on Friday?")
    (push,) = phone.pushed
    assert push["message"] == "Can you cut my hair on Friday?"
    assert shop.texts(SAM) == [
        "(202) 555-0143: Can you cut my hair on Friday?\nReply here to answer."
    ]
    assert shop.texts(KIM) == []
    await phone.tap("Reply", "Friday at four?")
    await told(shop)
    assert shop.texts() == [WORDS, "Friday at four?"]
    assert shop.exchange.texts_to(CALLER)[-1].from_ == NUMBER
    assert shop.texts(SAM)[1:] == ["Ana answered (202) 555-0143: Friday at four?"]
    assert phone.shown == {}
    await shop.hass.services.async_call(
        const.DOMAIN,
        "resolve",
        {
            "config_entry_id": shop.entry.entry_id,
            "thread_id": 1,
            "stage": "booked",
            "value": 40,
        },
        blocking=True,
    )
    assert await shop.total(Tally.RECOVERED) == await shop.total(Tally.BOOKED) == 1
    assert await shop.total(Tally.VALUE) == 40_000_000
    await shop.forward(hours=3)
    assert rungs(shop) == [0]


async def test_each_rung_of_the_ladder_is_climbed_by_app_and_by_text(
    shop: TwilioShop, phone: Phone
) -> None:
    await shop.call(RINGS_OUT)
    await writes(shop, "Hello?")
    for _ in range(8):
        await shop.forward(minutes=5)
        await told(shop)
    assert rungs(shop) == [0, 1, 2, 3]
    assert len(phone.pushed) == 3
    assert [len(shop.texts(each)) for each in (SAM, KIM)] == [3, 2]
    assert shop.texts(KIM)[0].startswith("Waiting 10 min – (202) 555-0143: Hello?")
    assert len(phone.shown) == 1, "one notification of one caller, however often"


async def test_what_is_answered_by_text_goes_on_to_the_right_caller(
    shop: TwilioShop, phone: Phone
) -> None:
    for caller, words in ((CALLER, "A cut on Friday?"), (OTHER_CALLER, "A shave today?")):
        await shop.call(RINGS_OUT, caller)
        await writes(shop, words, caller)
    assert shop.texts(SAM)[-1].endswith("beginning with 2.")
    await writes(shop, "At four", SAM)
    assert shop.texts(SAM)[-1].startswith("Whom do you answer?")
    await writes(shop, "2 At four", SAM)
    assert shop.texts(OTHER_CALLER)[-1] == "At four"
    assert shop.texts(CALLER) == [WORDS]
    overs = [each for each in shop.told if isinstance(each, WaitingOver)]
    assert [(each.by, each.peer) for each in overs] == [("Sam", OTHER_CALLER)]


async def test_two_lines_of_a_shop_never_mix(new_shop: TwilioShop, phone: Phone) -> None:
    """Sam is told of the one line, Kim of the other; each answers who called theirs."""
    entry, hass = new_shop.entry, new_shop.hass
    other = new_shop.exchange.add_number(OTHER_NUMBER, new_shop.account)
    for name in ("voice_url", "voice_fallback_url", "sms_url", "sms_fallback_url"):
        setattr(other, name, getattr(new_shop.number, name))
    other.status_callback = new_shop.number.status_callback
    line = entry.subentries[LINE_ID]
    hass.config_entries.async_add_subentry(
        entry,
        replace(
            line,
            subentry_id=OTHER_LINE,
            title="Workshop",
            unique_id=OTHER_NUMBER,
            data=MappingProxyType(
                {**line.data, const.CONF_NUMBER: OTHER_NUMBER, const.CONF_NUMBER_SID: other.sid}
            ),
        ),
    )
    for member_id, lines in (("01SAM", [LINE_ID]), ("01KIM", [OTHER_LINE])):
        member = entry.subentries[member_id]
        data = {**member.data, const.CONF_BY_TEXT: True, const.CONF_LINES: lines}
        hass.config_entries.async_update_subentry(entry, member, data=data)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    for number, words in ((new_shop.number, "A cut?"), (other, "My bike is broken")):
        await new_shop.exchange.send_text(CALLER, number, words)
        await told(new_shop)
    assert [len(new_shop.texts(each)) for each in (SAM, KIM)] == [1, 1]
    assert "A cut?" in new_shop.texts(SAM)[0]
    assert "My bike is broken" in new_shop.texts(KIM)[0]
    await new_shop.exchange.send_text(KIM, other, "Bring it in")
    await told(new_shop)
    await new_shop.exchange.send_text(SAM, new_shop.number, "Come at four")
    await told(new_shop)
    assert [(text.from_, text.body) for text in new_shop.exchange.texts_to(CALLER)] == [
        (OTHER_NUMBER, "Bring it in"),
        (NUMBER, "Come at four"),
    ]
    # To the line that somebody is not told of, their words are nobody's.
    await new_shop.exchange.send_text(SAM, other, "Hello?")
    await told(new_shop)
    assert len(new_shop.exchange.texts_to(CALLER)) == 2
