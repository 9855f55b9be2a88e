"""Texts out and in over the telephone company's wire, with everything that goes wrong on it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import const, webhook
from custom_components.missed_call_textback.core.happenings import TextMoved, TextReceived
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.exchange import RINGS_OUT, Fate, Forgery

from .conftest import CALLER, LINE_ID, WEBHOOK_ID, TwilioShop

# A signature that could be one.
SHAPED = f"{'A' * 27}="
WORDS = "Corner Barbers here, sorry we missed you. How can we help?"


def states(shop: TwilioShop) -> list[TextState]:
    return [each.text.state for each in shop.told if isinstance(each, TextMoved)]


def issues(shop: TwilioShop) -> list[str | None]:
    registry = ir.async_get(shop.hass)
    return [each.translation_key for each in registry.issues.values() if each.active]


async def test_a_text_carries_our_reference_and_does_not_arrive_hours_late(
    shop: TwilioShop,
) -> None:
    await shop.call(RINGS_OUT)
    [request] = [each for each in shop.exchange.requests if each.place == "messages.create"]
    fields = dict(request.fields)
    assert "step=status&ref=" in fields["StatusCallback"]
    assert 600 <= int(fields["ValidityPeriod"]) <= 3600


@pytest.mark.parametrize(
    ("kind", "wait"),
    [("429", 2), ("answer_lost", 1), ("cut", 120), ("html", 120), ("5xx", 120)],
)
async def test_whatever_the_carrier_does_the_caller_gets_one_text(
    shop: TwilioShop, kind: str, wait: float
) -> None:
    shop.exchange.trouble.add(kind, where="messages.create")
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=wait)
    await shop.forward(seconds=wait + 5)
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.TEXTED) == 1


async def test_an_answer_that_got_lost_with_its_receipts_is_found_in_the_carriers_list(
    shop: TwilioShop,
) -> None:
    shop.exchange.trouble.add("answer_lost", where="messages.create")
    shop.exchange.trouble.add("wrong_signature", times=None, where="webhook.status")
    await shop.call(RINGS_OUT)
    assert states(shop) == [TextState.UNKNOWN]
    await shop.forward(seconds=61)
    assert states(shop)[-1] is TextState.ACCEPTED
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.TEXTED) == 1


@pytest.mark.parametrize(
    ("caller", "code"),
    [("+15005550009", "21614"), ("+15005550001", "21211"), ("+15005550002", "21612")],
)
async def test_a_number_that_cannot_be_texted_is_told_and_dropped(
    shop: TwilioShop, caller: str, code: str
) -> None:
    await shop.call(RINGS_OUT, caller=caller)
    await shop.forward(minutes=20)
    moved = [each for each in shop.told if isinstance(each, TextMoved)]
    assert [(each.text.state, each.text.error) for each in moved] == [(TextState.FAILED, code)]


async def test_a_caller_whom_only_the_carrier_knows_as_opted_out_is_remembered(
    shop: TwilioShop,
) -> None:
    await shop.call(RINGS_OUT, caller="+15005550004")
    assert shop.decided[0].decision.reason is Reason.MISSED_OPEN
    await shop.forward(days=2)
    await shop.call(RINGS_OUT, caller="+15005550004")
    assert shop.decided[1].decision.reason is Reason.OPTED_OUT


async def test_an_undelivered_text_is_told_with_its_code(shop: TwilioShop) -> None:
    shop.exchange.delivery.fates[CALLER] = Fate(status="undelivered", error_code=30005)
    await shop.call(RINGS_OUT)
    last = [each for each in shop.told if isinstance(each, TextMoved)][-1]
    assert (last.text.state, last.text.error) == (TextState.UNDELIVERED, "30005")


async def test_credentials_that_fail_ask_to_sign_in_again(shop: TwilioShop) -> None:
    shop.exchange.rotate_token(shop.account)
    await shop.coordinator.engine.send_text(LINE_ID, CALLER, "Hello")
    await shop.settle()
    flows = shop.hass.config_entries.flow.async_progress_by_handler(const.DOMAIN)
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


async def test_what_the_owner_has_to_mend_is_an_issue_until_texts_go_again(
    shop: TwilioShop,
) -> None:
    shop.account.geo_blocked.add("+1")
    await shop.call(RINGS_OUT)
    assert issues(shop) == ["texts_refused_country"]
    shop.account.geo_blocked.clear()
    await shop.call(RINGS_OUT, caller="+12025550144")
    assert issues(shop) == []


async def test_a_sender_that_is_not_registered_is_an_issue_until_a_text_is_delivered(
    shop: TwilioShop,
) -> None:
    shop.exchange.delivery.fates[CALLER] = Fate(status="undelivered", error_code=30034)
    await shop.call(RINGS_OUT)
    # Till then nothing is handed over that would be lost and paid for: one text an hour finds out.
    await shop.call(RINGS_OUT, caller="+12025550145")
    assert issues(shop) == ["texts_refused_unregistered"]
    assert shop.texts("+12025550145") == []
    # As if that hour were over: calls come at the real time.
    [text] = [each.text for each in shop.told if isinstance(each, TextMoved)][:1]
    shop.coordinator.engine._sender.resume(text)
    await shop.call(RINGS_OUT, caller="+12025550144")
    assert issues(shop) == []


async def test_a_reply_lands_in_the_thread_once(shop: TwilioShop) -> None:
    await shop.call(RINGS_OUT)
    await shop.exchange.send_text(CALLER, shop.number, "Tomorrow at 4? ✂️ <b>")
    await shop.settle()
    assert await shop.exchange.forged(Forgery.REPLAYED, shop.number, door="sms") == 200
    await shop.settle()
    received = [each for each in shop.told if isinstance(each, TextReceived)]
    assert [(each.peer, each.body) for each in received] == [(CALLER, "Tomorrow at 4? ✂️ <b>")]
    assert await shop.total(Tally.REPLIES) == await shop.total(Tally.RECOVERED) == 1
    assert shop.exchange.alerts == []


async def test_stop_is_honoured_from_then_on_and_start_takes_it_back(shop: TwilioShop) -> None:
    await shop.exchange.send_text(CALLER, shop.number, "STOP")
    await shop.call(RINGS_OUT)
    assert shop.texts() == []
    assert shop.decided[-1].decision.reason is Reason.OPTED_OUT
    await shop.exchange.send_text(CALLER, shop.number, "START")
    await shop.call(RINGS_OUT)
    assert shop.texts() == [WORDS]


@pytest.mark.parametrize("door", ["sms", "voice"])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Forgery.UNSIGNED, 403),
        (Forgery.BAD_SIGNATURE, 403),
        (Forgery.OTHER_ACCOUNT, 403),
        (Forgery.TRUNCATED, 403),
        (Forgery.JSON, 403),
        (Forgery.HUGE, 413),
    ],
)
async def test_a_forged_webhook_is_refused_counted_and_changes_nothing(
    shop: TwilioShop, door: str, kind: Forgery, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        assert await shop.exchange.forged(kind, shop.number, door=door) == status
    await shop.forward(minutes=5)
    assert shop.told == []
    assert shop.exchange.texts == []
    assert shop.coordinator.doorbell.forged == (0 if kind is Forgery.HUGE else 3)
    assert "+1202555" not in caplog.text
    assert issues(shop) == ([] if kind is Forgery.HUGE else ["webhooks_refused"])
    await shop.exchange.send_text(CALLER, shop.number, "Hello?")
    await shop.settle()
    assert issues(shop) == []


async def test_forged_webhooks_between_good_ones_are_none_of_the_owners_business(
    shop: TwilioShop,
) -> None:
    async def forged() -> None:
        for _ in range(4):
            await shop.exchange.forged(Forgery.BAD_SIGNATURE, shop.number, door="sms")

    for _ in range(2):
        await shop.exchange.send_text(CALLER, shop.number, "Hello?")
        await forged()
        assert issues(shop) == []
    await shop.forward(minutes=6)
    assert issues(shop) == ["webhooks_refused"]
    await shop.exchange.send_text(CALLER, shop.number, "Hello?")
    assert issues(shop) == []
    await forged()
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    await shop.settle()
    assert issues(shop) == []


async def test_a_clock_that_was_ahead_does_not_keep_from_the_owner_that_nobody_is_let_in(
    shop: TwilioShop,
) -> None:
    await shop.exchange.send_text(CALLER, shop.number, "Hello?")
    shop.coordinator.doorbell.seen_at = dt_util.utcnow() + timedelta(days=1)
    for _ in range(3):
        await shop.exchange.forged(Forgery.BAD_SIGNATURE, shop.number, door="sms")
    await shop.forward(minutes=6)
    assert issues(shop) == ["webhooks_refused"]


@pytest.mark.parametrize(
    "body",
    [b"Body=\xff\xfe", b"Body=%FF%FE", b"&".join(b"F%d=1" % n for n in range(201)), b""],
    ids=["bytes that are no text", "escapes that are no text", "201 fields", "nothing"],
)
async def test_a_body_that_no_honest_sender_writes_is_refused(
    shop: TwilioShop, body: bytes
) -> None:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": SHAPED,
    }
    assert await shop.exchange.webhooks.raw(shop.number.sms_url, body, headers) == 403
    assert shop.told == []


async def test_a_body_that_never_ends_is_not_waited_for(
    shop: TwilioShop,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "_BODY_SECONDS", 0.1)

    async def dribble() -> AsyncIterator[bytes]:
        while True:
            yield b"A"
            await asyncio.sleep(0.02)

    client = await hass_client_no_auth()
    async with asyncio.timeout(5):
        response = await client.post(
            f"/api/webhook/{WEBHOOK_ID}?step=text",
            data=dribble(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Twilio-Signature": SHAPED,
            },
        )
    assert response.status == 408
    assert shop.told == []


async def test_a_text_for_a_line_that_is_just_being_removed_is_not_acknowledged(
    shop: TwilioShop,
) -> None:
    shop.coordinator.engine._reception._shop = replace(shop.coordinator.shop, lines=())
    reply = await shop.exchange.send_text(CALLER, shop.number, "Hello?")
    assert reply.status == 503


async def test_a_webhook_on_which_the_reader_breaks_is_not_acknowledged(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(
        "custom_components.missed_call_textback.providers.twilio.door.read_text", broken
    )
    reply = await shop.exchange.send_text(CALLER, shop.number, "Hello?")
    assert reply.status == 500
