"""A shop with SMSGate, over the wire: out by the phone, and back by its letters."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.missed_call_textback import webhook
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.reasons import Reason
from homeassistant.config_entries import SOURCE_REAUTH
from tests.exchange_android import Fault, SmsGate

from .conftest import PhoneShop
from .shop import CALLER, OTHER, WORDS


async def miss_call(shop: PhoneShop, number: str = CALLER) -> None:
    await shop.report("report_call", number=number, outcome="no_answer", ring_seconds=20)


async def test_a_missed_call_is_texted_and_its_receipts_and_the_reply_come_back(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    await miss_call(by_smsgate)
    (text,) = gate.messages.values()
    assert (text.to, text.body) == (CALLER, WORDS)
    gate.deliver()
    assert await by_smsgate.bring() == [200, 200]
    assert by_smsgate.states == [TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED]
    gate.receive(CALLER, "Is Friday free?")
    assert await by_smsgate.bring() == [200]
    assert by_smsgate.replies == ["Is Friday free?"]


async def test_letters_that_come_twice_count_once(by_smsgate: PhoneShop, gate: SmsGate) -> None:
    await miss_call(by_smsgate)
    gate.deliver()
    gate.receive(CALLER, "Is Friday free?")
    assert await by_smsgate.bring(times=2) == [200] * 6
    assert by_smsgate.states == [TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED]
    assert by_smsgate.replies == ["Is Friday free?"]


async def test_whoever_writes_stop_to_the_phone_is_not_texted_again(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    gate.receive(CALLER, "STOP")
    await by_smsgate.bring()
    await miss_call(by_smsgate)
    assert by_smsgate.decided[-1].decision.reason is Reason.OPTED_OUT
    assert not [text for text in gate.messages.values() if text.body == WORDS]


async def test_an_answer_that_got_lost_sends_no_second_text(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    gate.faults.append(Fault.ANSWER_LOST)
    await miss_call(by_smsgate)
    await by_smsgate.forward(minutes=3)
    await by_smsgate.forward(minutes=3)
    assert len(gate.messages) == 1
    assert by_smsgate.states[-1] is TextState.ACCEPTED


async def test_a_letter_of_somebody_else_is_refused_and_the_owner_is_told(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    gate.phones[0].signing_key = "another"
    for words in ("one", "two", "three"):
        gate.receive(CALLER, words)
    assert await by_smsgate.bring() == [403, 403, 403]
    assert not by_smsgate.replies
    assert by_smsgate.issues == {"webhooks_refused_phone"}


@pytest.mark.parametrize("seen_by", ["a text", "a look"])
async def test_a_password_that_is_no_longer_taken_is_asked_for(
    by_smsgate: PhoneShop, gate: SmsGate, seen_by: str
) -> None:
    gate.password = "another"
    await (miss_call(by_smsgate) if seen_by == "a text" else by_smsgate.examine())
    (flow,) = by_smsgate.hass.config_entries.flow.async_progress()
    assert (flow["context"]["source"], flow["step_id"]) == (SOURCE_REAUTH, "smsgate_again")


async def test_a_phone_that_cannot_be_reached_gets_the_text_when_it_is_back(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    gate.faults.append(Fault.CUT)
    await miss_call(by_smsgate)
    assert not gate.messages
    await by_smsgate.forward(minutes=3)
    await by_smsgate.forward(minutes=3)
    assert [text.to for text in gate.messages.values()] == [CALLER]


@pytest.mark.parametrize("gate", ["cloud"], indirect=True)
async def test_a_phone_that_is_away_for_a_day_is_told_until_it_is_back(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    gate.phones[0].last_seen = datetime.now(UTC) - timedelta(hours=30)
    await by_smsgate.examine()
    assert by_smsgate.issues == {"health_phone_away"}
    gate.phones[0].last_seen = datetime.now(UTC)
    await by_smsgate.examine()
    assert not by_smsgate.issues


async def test_what_stands_on_the_phone_is_told_in_words_of_its_own(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    await miss_call(by_smsgate)
    gate.fail("RESULT_RIL_SIM_ABSENT")
    await by_smsgate.bring()
    assert by_smsgate.issues == {"texts_refused_phone"}


async def test_an_app_that_was_installed_anew_learns_again_where_to(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    gate.webhooks.clear()
    await by_smsgate.examine()
    assert len(gate.webhooks) == 5


async def test_a_letter_that_finds_the_shop_closed_is_brought_again_and_counts_then(
    by_smsgate: PhoneShop, gate: SmsGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_OTHERS_WAIT_SECONDS", 0.05)
    await by_smsgate.hass.config_entries.async_unload(by_smsgate.entry.entry_id)
    gate.receive(OTHER, "Hello?")
    letters = list(by_smsgate.postman.brought)
    assert await by_smsgate.bring() == [503]
    by_smsgate.postman.brought = letters
    await by_smsgate.open()
    assert await by_smsgate.bring() == [200]
    assert by_smsgate.replies == ["Hello?"]
