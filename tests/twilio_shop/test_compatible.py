"""The whole way at a company that speaks Twilio's language: call, text, receipt, reply, downtime."""

from collections.abc import AsyncGenerator

import pytest

from custom_components.missed_call_textback.core.happenings import TextMoved, TextReceived
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.missed_call_textback.health import HealthWatch
from custom_components.missed_call_textback.providers.health import Trouble
from homeassistant.helpers import issue_registry as ir
from tests.exchange import (
    DECLINES,
    PRESSES_ONE,
    RINGS_OUT,
    SIGNALWIRE,
    VOICEMAIL,
    Exchange,
    Fate,
    Forgery,
    Person,
)

from .conftest import CALLER, LINE_ID, SAM, TwilioShop

WORDS = "Corner Barbers here, sorry we missed you. How can we help?"


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncGenerator[Exchange]:
    """Return a company as SignalWire's documents describe it."""
    async with Exchange(style=SIGNALWIRE) as company:
        yield company


def health_of(shop: TwilioShop) -> HealthWatch:
    health = shop.coordinator.health
    assert health is not None
    return health


def states(shop: TwilioShop) -> list[TextState]:
    return [each.text.state for each in shop.told if isinstance(each, TextMoved)]


@pytest.mark.parametrize("nobody", [RINGS_OUT, DECLINES, VOICEMAIL], ids=["out", "busy", "mailbox"])
async def test_a_missed_call_is_texted_and_the_reply_comes_in(
    shop: TwilioShop, nobody: Person
) -> None:
    call = await shop.call(nobody)
    assert "-" in call.sid
    assert shop.texts() == [WORDS]
    assert states(shop)[-1] is TextState.DELIVERED
    await shop.exchange.send_text(CALLER, shop.number, "Tomorrow at 4?")
    await shop.settle()
    received = [each for each in shop.told if isinstance(each, TextReceived)]
    assert [(each.peer, each.body) for each in received] == [(CALLER, "Tomorrow at 4?")]
    assert await shop.total(Tally.RECOVERED) == 1


async def test_who_presses_one_took_the_call_though_nobody_says_it_was_bridged(
    shop: TwilioShop,
) -> None:
    await shop.call({SAM: PRESSES_ONE})
    assert shop.decided[-1].decision.reason is Reason.ANSWERED
    assert shop.texts() == []


async def on_call(shop: TwilioShop, member_id: str) -> None:
    """Have a member called when it is urgent."""
    member = shop.entry.subentries[member_id]
    config_entries = shop.hass.config_entries
    config_entries.async_update_subentry(shop.entry, member, data={**member.data, "called": True})
    await shop.hass.async_block_till_done()
    shop.listen()


async def test_what_is_urgent_rings_who_is_on_call_and_puts_them_through(shop: TwilioShop) -> None:
    await on_call(shop, "01SAM")
    shop.exchange.people |= {SAM: PRESSES_ONE, CALLER: Person(picks_up_after=3.0)}
    await shop.exchange.send_text(CALLER, shop.number, "It is urgent")
    for _ in range(4):
        await shop.forward(seconds=0.1)
    (call,) = shop.exchange.calls_out
    assert (call.row.to, call.answered_by) == (SAM, CALLER)
    assert (await shop.coordinator.engine.conversations.thread(1)).waiting_since is None


async def test_a_call_that_is_refused_is_told_of_that_company(shop: TwilioShop) -> None:
    await on_call(shop, "01SAM")
    shop.account.trial = True
    await shop.exchange.send_text(CALLER, shop.number, "It is urgent")
    for _ in range(4):
        await shop.forward(seconds=0.1)
    issue_id = f"team_call_refused_{shop.entry.entry_id}_01SAM"
    issue = ir.async_get(shop.hass).async_get_issue("missed_call_textback", issue_id)
    assert issue is not None
    assert issue.translation_key == "team_call_refused"
    assert issue.translation_placeholders == {
        "name": "Sam",
        "company": "SignalWire",
        "code": "21219",
    }


async def test_a_stop_is_obeyed_and_confirmed_here(shop: TwilioShop) -> None:
    await shop.exchange.send_text(CALLER, shop.number, "STOP")
    await shop.settle()
    assert len(shop.texts()) == 1
    await shop.call(RINGS_OUT)
    assert shop.decided[-1].decision.reason is Reason.OPTED_OUT


async def test_an_answer_that_got_lost_is_found_again_by_its_list(shop: TwilioShop) -> None:
    shop.exchange.trouble.add("answer_lost", where="messages.create")
    shop.exchange.trouble.add("wrong_signature", times=None, where="webhook.status")
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=61)
    assert states(shop) == [TextState.UNKNOWN, TextState.ACCEPTED]
    assert shop.texts() == [WORDS]


@pytest.mark.parametrize("kind", [each for each in Forgery if each is not Forgery.REPLAYED])
async def test_what_the_company_did_not_sign_is_turned_away(
    shop: TwilioShop, kind: Forgery
) -> None:
    assert await shop.exchange.forged(kind, shop.number) >= 400
    await shop.settle()
    assert shop.told == []


async def test_the_token_alone_signs_nothing(shop: TwilioShop) -> None:
    shop.account.signing_key = ""
    await shop.exchange.send_text(CALLER, shop.number, "Hello?")
    await shop.settle()
    assert shop.told == []


async def test_an_examination_asks_nothing_that_the_company_has_not(shop: TwilioShop) -> None:
    shop.exchange.requests.clear()
    await health_of(shop).async_examine()
    asked = {(request.place, request.status) for request in shop.exchange.requests}
    assert asked == {("numbers.list", 200), ("account", 200), ("messages.list", 200)}
    assert not [each for each in ir.async_get(shop.hass).issues.values() if each.active]


async def test_a_number_that_leads_elsewhere_is_told_and_led_here_again(shop: TwilioShop) -> None:
    ours = shop.number.voice_url
    shop.number.voice_url = "https://elsewhere.example/voice"
    await health_of(shop).async_examine()
    [issue] = [each for each in ir.async_get(shop.hass).issues.values() if each.active]
    assert issue.translation_key == "health_number_led_elsewhere"
    assert issue.translation_placeholders
    assert issue.translation_placeholders["company"] == "SignalWire"
    assert str(issue.learn_more_url).endswith("/compatible.md")
    assert await health_of(shop).async_mend(Trouble.NUMBER_LED_ELSEWHERE, LINE_ID)
    assert shop.number.voice_url == ours
    # Nobody else answers callers there while we do not: it is asked a second time.
    assert shop.number.voice_fallback_url == ours


async def test_the_signing_key_is_told_nowhere(
    shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "custom_components.missed_call_textback")
    await shop.exchange.forged(Forgery.BAD_SIGNATURE, shop.number)
    await shop.call(RINGS_OUT)
    told = await async_get_config_entry_diagnostics(shop.hass, shop.entry)
    assert shop.account.signing_key not in f"{caplog.text} {told}"


async def test_its_own_codes_are_understood(shop: TwilioShop) -> None:
    # At Twilio a sender that is not one's own; here a recipient that is no mobile.
    shop.exchange.delivery.fates[CALLER] = Fate(status="undelivered", error_code=21606)
    await shop.call(RINGS_OUT)
    assert [
        each.thread.peer
        for each in await shop.coordinator.ledger.owed(shop.entry.entry_id, LINE_ID, 10)
    ] == [CALLER]


async def test_what_the_owner_has_to_mend_is_told_of_that_company(shop: TwilioShop) -> None:
    shop.exchange.delivery.fates[CALLER] = Fate(status="undelivered", error_code=21219)
    await shop.call(RINGS_OUT)
    [issue] = [each for each in ir.async_get(shop.hass).issues.values() if each.active]
    assert issue.translation_key == "texts_refused_company"
    assert issue.translation_placeholders == {
        "company": "SignalWire",
        "line": "Corner Barbers",
        "code": "21219",
    }
