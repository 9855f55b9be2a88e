"""A customer who calls, texts and writes by WhatsApp is one person, answered where they wrote."""

from datetime import timedelta

import pytest

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from tests.exchange import RINGS_OUT, Fate

from .conftest import CALLER, TwilioShop

BY_WHATSAPP = f"whatsapp:{CALLER}"


@pytest.fixture(autouse=True)
def whatsapp_sender(shop: TwilioShop) -> None:
    """Make the line's number a WhatsApp sender whose webhook leads here, as the owner did."""
    shop.number.whatsapp_url = shop.number.sms_url
    # A handset is slower than the company's own answer, which the action waits for.
    shop.exchange.delivery.delay = 0.2


async def write(shop: TwilioShop, words: str, sender: str = BY_WHATSAPP) -> None:
    await shop.exchange.send_text(sender, shop.number, words)
    await shop.settle()


async def answer(shop: TwilioShop, words: str, number: str = CALLER) -> str:
    devices = dr.async_entries_for_config_entry(dr.async_get(shop.hass), shop.entry.entry_id)
    [line] = [each for each in devices if each.name == "Corner Barbers" and each.via_device_id]
    told = await shop.hass.services.async_call(
        const.DOMAIN,
        "send_text",
        {"device_id": line.id, "number": number, "message": words},
        blocking=True,
        return_response=True,
    )
    await shop.settle()
    assert told is not None
    return str(told["channel"])


def went_out(shop: TwilioShop) -> list[tuple[str, str]]:
    return [(text.to, text.status) for text in shop.exchange.texts]


async def test_a_missed_call_is_texted_and_the_whatsapp_reply_answered_by_whatsapp(
    shop: TwilioShop,
) -> None:
    await shop.call(RINGS_OUT)
    await write(shop, "Tomorrow at 4?")
    assert await shop.total(Tally.RECOVERED) == 1
    await answer(shop, "Yes, see you at 4.")
    assert went_out(shop) == [(CALLER, "delivered"), (BY_WHATSAPP, "delivered")]


async def test_a_stop_by_whatsapp_stops_the_texts_as_well(shop: TwilioShop) -> None:
    await write(shop, "STOP")
    await shop.call(RINGS_OUT)
    assert shop.decided[-1].decision.reason is Reason.OPTED_OUT
    with pytest.raises(ServiceValidationError):
        await answer(shop, "But…")
    # Twilio says nothing to it there, so the shop does.
    assert [text.to for text in shop.exchange.texts] == [BY_WHATSAPP]


async def test_an_answer_that_whatsapp_takes_and_does_not_deliver_arrives_as_an_sms(
    shop: TwilioShop,
) -> None:
    await write(shop, "Are you open?")
    # Twilio's clock, not ours, says when its window is over.
    shop.account.log[0].date_created -= timedelta(hours=25)
    await answer(shop, "Until six.")
    await shop.forward(seconds=5)
    assert went_out(shop) == [(BY_WHATSAPP, "undelivered"), (CALLER, "delivered")]
    assert [text.body for text in shop.exchange.texts] == ["Until six."] * 2


async def test_words_to_a_whatsapp_address_go_there_or_nowhere(shop: TwilioShop) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await answer(shop, "Hello!", BY_WHATSAPP)
    assert refused.value.translation_key == "refused_no_whatsapp"
    await write(shop, "Are you open?")
    assert await answer(shop, "Until six.", BY_WHATSAPP) == "whatsapp"
    await shop.forward(hours=25)
    with pytest.raises(ServiceValidationError):
        await answer(shop, "Still there?", BY_WHATSAPP)
    assert await answer(shop, "Still there?") == "sms"


async def test_an_answer_from_a_number_that_lost_whatsapp_arrives_as_an_sms(
    shop: TwilioShop,
) -> None:
    await write(shop, "Are you open?")
    shop.number.whatsapp_url = ""
    await answer(shop, "Until six.")
    await shop.forward(seconds=5)
    assert went_out(shop) == [(CALLER, "delivered")]


async def test_who_blocked_the_shop_on_whatsapp_is_not_texted_round_it(shop: TwilioShop) -> None:
    await write(shop, "Are you open?")
    shop.exchange.delivery.fates[BY_WHATSAPP] = Fate(status="undelivered", error_code=63033)
    await answer(shop, "Until six.")
    await shop.forward(minutes=30)
    assert went_out(shop) == [(BY_WHATSAPP, "undelivered")]
