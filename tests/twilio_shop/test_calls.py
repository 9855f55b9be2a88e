"""Calls as the telephone company places them, and what comes of each."""

import asyncio
from urllib.parse import urlencode

import pytest

from custom_components.missed_call_textback import backlog, const
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.happenings import CallDecided, TextMoved
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.policy import Skip
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally
from tests.exchange import (
    BUSY,
    DECLINES,
    DIVERTED,
    HANGS_UP_AT_BEEP,
    HANGS_UP_BEFORE_DIAL,
    PRESSES_NINE,
    PRESSES_ONE,
    RINGS_OUT,
    SAYS_NOTHING,
    UNREACHABLE,
    VOICEMAIL,
    Exchange,
    Forgery,
    Person,
)
from tests.exchange.signing import signature

from .conftest import CALLER, KIM, NUMBER, SAM, TwilioShop

WORDS = "Corner Barbers here, sorry we missed you. How can we help?"


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (RINGS_OUT, Outcome.NO_ANSWER),
        (BUSY, Outcome.BUSY),
        (DECLINES, Outcome.BUSY),
        (UNREACHABLE, Outcome.FAILED),
        (VOICEMAIL, Outcome.NO_ANSWER),
        (DIVERTED, Outcome.NO_ANSWER),
        (SAYS_NOTHING, Outcome.NO_ANSWER),
        (PRESSES_NINE, Outcome.NO_ANSWER),
    ],
    ids=["rings out", "busy", "declined", "unreachable", "mobile's voicemail", "phone is off",
         "picks up and says nothing", "presses 9"],
)  # fmt: skip
async def test_a_call_that_nobody_takes_is_texted_back(
    shop: TwilioShop, answers: Person, outcome: Outcome
) -> None:
    call = await shop.call(answers, caller_does=HANGS_UP_AT_BEEP)
    assert not call.bridged
    assert shop.texts() == [WORDS]
    assert [each.call.outcome for each in shop.decided] == [outcome]
    moved = [each.text.state for each in shop.told if isinstance(each, TextMoved)]
    assert moved[-1] is TextState.DELIVERED
    assert await shop.total(Tally.MISSED) == await shop.total(Tally.TEXTED) == 1


@pytest.mark.parametrize("who", [SAM, KIM])
async def test_a_call_that_one_of_the_team_takes_by_pressing_1_is_answered(
    shop: TwilioShop, who: str
) -> None:
    call = await shop.call({SAM: RINGS_OUT, KIM: RINGS_OUT, who: PRESSES_ONE})
    assert call.bridged
    assert shop.texts() == []
    assert shop.decided[0].call.outcome is Outcome.ANSWERED
    assert await shop.total(Tally.MISSED) == 0


@pytest.mark.parametrize("seconds", [3, 8], ids=["while it rings", "during the whisper"])
async def test_a_caller_who_hangs_up_meanwhile_is_texted(shop: TwilioShop, seconds: float) -> None:
    answers = RINGS_OUT if seconds == 3 else SAYS_NOTHING
    await shop.call(answers, caller_hangs_up_after=seconds)
    assert shop.texts() == [WORDS]
    assert shop.decided[0].call.outcome is Outcome.ABANDONED


async def test_a_caller_who_hangs_up_before_it_rings_is_not_forgotten(shop: TwilioShop) -> None:
    await shop.call(RINGS_OUT, caller_does=HANGS_UP_BEFORE_DIAL)
    assert shop.texts() == []
    await shop.forward(seconds=90)
    assert shop.texts() == [WORDS]


@pytest.mark.parametrize("shop_options", [{const.CONF_SHORT_RING: 3}], ids=["three seconds"])
@pytest.mark.parametrize("before", [True, False], ids=["before it rings", "while it rings"])
async def test_a_caller_who_hangs_up_at_once_is_missed_but_left_alone(
    shop: TwilioShop, before: bool
) -> None:
    if before:
        await shop.call(RINGS_OUT, caller_does=HANGS_UP_BEFORE_DIAL)
        await shop.forward(seconds=90)
    else:
        await shop.call(RINGS_OUT, caller_hangs_up_after=2)
    assert shop.texts() == []
    assert shop.decided[0].decision == Skip(Reason.SHORT_RING)
    assert shop.decided[0].call.outcome is Outcome.ABANDONED
    assert await shop.total(Tally.MISSED) == 1


async def test_a_call_whose_caller_id_failed_the_networks_check_is_held_back(
    shop: TwilioShop,
) -> None:
    await shop.exchange.place_call(
        CALLER, shop.number, answers=RINGS_OUT, stir="TN-Validation-Failed-C"
    )
    await shop.settle()
    assert shop.texts() == []
    assert shop.decided[0].decision == Skip(Reason.SPOOFED)


async def test_a_message_left_is_linked_to_its_call_and_the_text_goes_out_all_the_same(
    shop: TwilioShop,
) -> None:
    call = await shop.call(RINGS_OUT)
    assert shop.texts() == [WORDS]
    record = await shop.coordinator.ledger.call_by_id(shop.decided[0].call_id)
    assert record is not None
    assert record.call.outcome is Outcome.VOICEMAIL
    assert record.call.recording == call.recordings[0].url
    outcomes = [each.call.outcome for each in shop.told if isinstance(each, CallDecided)]
    assert outcomes == [Outcome.NO_ANSWER, Outcome.VOICEMAIL]


@pytest.mark.parametrize("line_settings", [{const.CONF_VOICEMAIL: False}], ids=["no voicemail"])
async def test_without_voicemail_the_caller_hears_what_happens_next(shop: TwilioShop) -> None:
    call = await shop.call(RINGS_OUT)
    assert any(heard.startswith("say:") for heard in call.transcript)
    assert call.recordings == []
    assert shop.texts() == [WORDS]


@pytest.mark.parametrize("line_settings", [{const.CONF_MODE: "forwarded"}], ids=["forwarded"])
async def test_every_call_that_is_forwarded_here_is_missed_already(shop: TwilioShop) -> None:
    call = await shop.call(PRESSES_ONE)
    assert call.legs == []
    assert shop.texts() == [WORDS]


@pytest.mark.parametrize("shop_options", [{const.CONF_HOURS: {}}], ids=["always closed"])
async def test_after_hours_nobody_is_rung_and_the_words_are_others(shop: TwilioShop) -> None:
    call = await shop.call(PRESSES_ONE)
    assert call.legs == []
    assert shop.decided[0].call.outcome is Outcome.CLOSED
    assert shop.texts() == ["Corner Barbers is closed now. How can we help?"]


async def test_a_company_that_leaves_dial_bridged_out_is_believed_by_our_own_whisper(
    shop: TwilioShop,
) -> None:
    shop.exchange.dial_bridged = False
    await shop.call(PRESSES_ONE)
    assert shop.texts() == []
    await shop.call(VOICEMAIL, caller="+12025550144")
    assert shop.texts("+12025550144") == [WORDS]


@pytest.mark.parametrize(
    ("caller", "reason"),
    [
        ("anonymous", Reason.NO_CALLER_ID),
        ("+266696687", Reason.NO_CALLER_ID),
        ("sip:sam@pbx.example", Reason.NOT_A_PHONE_NUMBER),
        ("12345", Reason.SHORT_CODE),
        ("<script>", Reason.NOT_A_PHONE_NUMBER),
    ],
)
async def test_a_caller_without_a_number_is_missed_with_the_reason(
    shop: TwilioShop, caller: str, reason: Reason
) -> None:
    await shop.call(RINGS_OUT, caller=caller)
    assert shop.exchange.texts == []
    assert shop.decided[0].decision.reason is reason
    assert await shop.total(Tally.MISSED) == 1


async def test_a_colleague_who_calls_the_shop_is_not_rung_by_it_and_not_texted(
    shop: TwilioShop,
) -> None:
    call = await shop.call(RINGS_OUT, caller=SAM)
    assert [leg.to for leg in call.legs] == [KIM]
    assert shop.texts(SAM) == []
    assert shop.decided[0].decision.reason is Reason.TEAM


async def test_ten_calls_of_one_caller_at_once_make_one_text(shop: TwilioShop) -> None:
    await asyncio.gather(
        *(shop.exchange.place_call(CALLER, shop.number, answers=RINGS_OUT) for _ in range(10))
    )
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == 10


@pytest.mark.parametrize("kind", ["duplicate_callbacks", "reordered_callbacks", "status_overtakes"])
async def test_callbacks_twice_or_in_another_order_make_one_text(
    shop: TwilioShop, kind: str
) -> None:
    shop.exchange.trouble.add(kind, times=None)
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=10)
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == await shop.total(Tally.TEXTED) == 1


async def test_a_call_whose_last_word_got_lost_is_texted_by_the_safety_net(
    shop: TwilioShop,
) -> None:
    ringing = await shop.exchange.ring_in(CALLER, shop.number)
    await shop.settle()
    assert ringing.record.sid
    assert shop.texts() == []
    # The log may know more, but it cannot be waited for without end.
    await shop.forward(seconds=90)
    assert shop.texts() == []
    await shop.forward(minutes=16)
    assert shop.texts() == [WORDS]
    await ringing.finish()
    await shop.settle()
    assert shop.texts() == [WORDS]


async def test_while_the_ledger_is_away_the_phone_still_rings_and_nothing_else_is_acknowledged(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(_work: object, **_how: object) -> object:
        raise LedgerUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(shop.coordinator.ledger, "write", unavailable)
        ringing = await shop.exchange.ring_in(CALLER, shop.number)
        assert [leg.to for leg in ringing.record.legs] == [SAM, KIM]
        reply = await shop.exchange.send_text(CALLER, shop.number, "Hello?")
        assert reply.status == 503
    await ringing.finish()
    await shop.settle()
    assert shop.texts() == [WORDS]


async def test_a_call_of_which_the_ledger_kept_nothing_is_texted_when_it_is_back(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "_AGAIN_SECONDS", 0.05)

    async def unavailable(_work: object, **_how: object) -> object:
        raise LedgerUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(shop.coordinator.ledger, "write", unavailable)
        ringing = await shop.exchange.ring_in(CALLER, shop.number)
        await ringing.finish()
        await asyncio.sleep(0.1)
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == await shop.total(Tally.TEXTED) == 1


@pytest.mark.parametrize(
    ("error", "log"),
    [
        (LedgerUnavailable(), "away for too long"),
        (RuntimeError("broken on purpose"), "broken on purpose"),
    ],
    ids=["away for good", "broken"],
)
async def test_a_call_that_cannot_be_kept_at_all_is_logged_and_given_up(
    shop: TwilioShop,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    log: str,
) -> None:
    monkeypatch.setattr(backlog, "_AGAIN_SECONDS", 0)
    monkeypatch.setattr(backlog, "_KEPT_SECONDS", 0.05)
    errors = [LedgerUnavailable(), error]

    async def unavailable(_work: object, **_how: object) -> object:
        raise errors.pop(0) if len(errors) > 1 else errors[0]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(shop.coordinator.ledger, "write", unavailable)
        ringing = await shop.exchange.ring_in(CALLER, shop.number)
        await ringing.finish()
        await shop.settle()
    assert log in caplog.text
    assert shop.texts() == []


async def test_whatever_breaks_inside_the_team_is_rung(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_event: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(shop.coordinator.engine, "handle", broken)
    call = await shop.call(PRESSES_ONE)
    assert call.bridged
    assert "broken on purpose" in caplog.text
    assert CALLER not in caplog.text


async def test_the_end_of_a_call_that_nobody_heard_of_is_the_whole_call(shop: TwilioShop) -> None:
    url = shop.number.voice_url.replace("step=voice", "step=dial&line=12025550100")
    fields = {
        "AccountSid": shop.account.sid,
        "CallSid": f"CA{'0' * 32}",
        "From": CALLER,
        "To": NUMBER,
        "CallStatus": "in-progress",
        "DialCallStatus": "no-answer",
        "DialBridged": "false",
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature(shop.account.auth_token, url, fields.items()),
    }
    for _ in range(2):
        status = await shop.exchange.webhooks.raw(url, urlencode(fields).encode(), headers)
        assert status == 200
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == 1


async def test_a_call_that_is_replayed_changes_nothing(shop: TwilioShop) -> None:
    await shop.call(RINGS_OUT)
    assert await shop.exchange.forged(Forgery.REPLAYED, shop.number, door="voice") == 200
    await shop.forward(minutes=5)
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == 1


async def test_a_number_that_is_no_line_of_this_shop_changes_nothing(
    shop: TwilioShop, exchange: Exchange
) -> None:
    stranger = exchange.add_number("+12025550109", shop.account)
    stranger.voice_url, stranger.sms_url = shop.number.voice_url, shop.number.sms_url
    await exchange.place_call(CALLER, stranger, answers=RINGS_OUT)
    reply = await exchange.send_text(CALLER, stranger, "Hello?")
    await shop.settle()
    assert reply.status == 400
    assert exchange.texts == []
    assert await shop.total(Tally.MISSED) == 0
    assert stranger.phone_number != NUMBER
