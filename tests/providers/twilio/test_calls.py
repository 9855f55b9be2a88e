"""What Twilio says of a call becomes what the core counts: missed unless it was bridged."""

from datetime import timedelta
import re

import pytest

from custom_components.missed_call_textback.core.calls import (
    Attestation,
    CallEvent,
    CallStep,
    Outcome,
)
from custom_components.missed_call_textback.core.shop import Shop

from .shop import (
    CALL,
    CALLER,
    CLOSED,
    FORWARDED,
    LANDLINE,
    LINE,
    NOW,
    OWN_PHONES,
    SHOP,
    ask,
    recorded,
    shop_with,
)


def event(step: CallStep, **more: object) -> CallEvent:
    known = {
        "line_id": LINE.id,
        "source_id": f"twilio:{CALL}",
        "at": NOW,
        "caller": CALLER,
        "attestation": Attestation.PASSED,
    }
    return CallEvent(step=step, **(known | more))  # type: ignore[arg-type]


def test_a_call_in_opening_hours_arrives_and_rings() -> None:
    handled = ask("step=voice", recorded("voice"))

    assert handled.events == (event(CallStep.ARRIVED),)
    assert "<Dial " in handled.reply.body


def test_where_a_phone_system_tells_of_calls_the_caller_is_put_through_to_it() -> None:
    handled = ask("step=voice", recorded("voice"), shop=OWN_PHONES)

    assert handled.events == ()
    assert f">{LANDLINE}</Dial></Response>" in handled.reply.body
    assert ask("step=ended", recorded("ended"), shop=OWN_PHONES).events == ()


def test_where_nobody_says_which_phones_those_are_the_caller_is_told() -> None:
    handled = ask(
        "step=voice", recorded("voice"), shop=shop_with({"mode": OWN_PHONES.lines[0].mode})
    )

    assert handled.events == ()
    assert "Nobody can take your call right now" in handled.reply.body


@pytest.mark.parametrize(
    ("shop", "outcome"),
    [
        pytest.param(CLOSED, Outcome.CLOSED, id="after hours"),
        pytest.param(FORWARDED, Outcome.NO_ANSWER, id="forwarded"),
        pytest.param(
            shop_with({"mode": FORWARDED.lines[0].mode}, hours=CLOSED.hours),
            Outcome.CLOSED,
            id="forwarded after hours",
        ),
        pytest.param(shop_with(team=()), Outcome.NO_ANSWER, id="nobody to ring"),
    ],
)
def test_a_call_that_nobody_will_take_is_missed_at_once_and_never_rings(
    shop: Shop, outcome: Outcome
) -> None:
    handled = ask("step=voice", recorded("voice"), shop=shop)

    assert handled.events == (event(CallStep.ENDED, outcome=outcome),)
    assert "Dial" not in handled.reply.body
    assert "<Record " in handled.reply.body


@pytest.mark.parametrize(
    ("dial", "outcome"),
    [
        pytest.param(
            {"DialCallStatus": "completed", "DialBridged": "true"}, Outcome.ANSWERED, id="bridged"
        ),
        pytest.param(
            {"DialCallStatus": "completed", "DialBridged": "true", "CallStatus": "completed"},
            Outcome.ANSWERED,
            id="bridged, and the caller hung up",
        ),
        pytest.param(
            {"DialCallStatus": "completed", "DialBridged": "false"},
            Outcome.NO_ANSWER,
            id="a mailbox picked up",
        ),
        pytest.param(
            {"DialCallStatus": "answered", "DialBridged": "false"},
            Outcome.NO_ANSWER,
            id="nobody pressed 1",
        ),
        pytest.param(
            {"DialCallStatus": "no-answer", "DialBridged": "false"},
            Outcome.NO_ANSWER,
            id="rang out",
        ),
        pytest.param(
            {"DialCallStatus": "busy", "DialBridged": "false"}, Outcome.BUSY, id="engaged"
        ),
        pytest.param(
            {"DialCallStatus": "failed", "DialBridged": "false"}, Outcome.FAILED, id="failed"
        ),
        pytest.param(
            {"DialCallStatus": "canceled", "DialBridged": "false", "CallStatus": "completed"},
            Outcome.ABANDONED,
            id="hung up while it rang",
        ),
        pytest.param(
            {"DialCallStatus": "no-answer", "DialBridged": "false", "CallStatus": "completed"},
            Outcome.ABANDONED,
            id="hung up while it rang, said as no-answer",
        ),
        pytest.param(
            {"DialCallStatus": "completed", "DialBridged": "false", "CallStatus": "completed"},
            Outcome.ABANDONED,
            id="hung up during the whisper",
        ),
        pytest.param({"DialCallStatus": "completed"}, None, id="completed, bridged or not unsaid"),
        pytest.param({"DialCallStatus": "answered"}, None, id="answered, bridged or not unsaid"),
        pytest.param(
            {"DialCallStatus": "completed", "CallStatus": "completed"},
            None,
            id="completed and over, bridged or not unsaid",
        ),
        pytest.param({"DialCallStatus": "no-answer"}, Outcome.NO_ANSWER, id="rang out, unsaid"),
        pytest.param({"DialCallStatus": "busy"}, Outcome.BUSY, id="engaged, unsaid"),
        pytest.param({"DialCallStatus": "canceled"}, Outcome.ABANDONED, id="canceled, unsaid"),
        pytest.param({"DialCallStatus": "astral"}, None, id="an unheard-of status"),
        pytest.param(
            {"DialCallStatus": "astral", "DialBridged": "false"},
            Outcome.NO_ANSWER,
            id="an unheard-of status, not bridged",
        ),
        pytest.param({}, None, id="no status at all"),
    ],
)
def test_ringing_ends_with(dial: dict[str, str], outcome: Outcome | None) -> None:
    form = recorded("dial")
    del form["DialBridged"], form["DialCallStatus"]

    handled = ask("step=dial&line=12025550123", form | dial)

    assert handled.events == (event(CallStep.ENDED, outcome=outcome),)


@pytest.mark.parametrize(
    ("dial", "after", "rang"),
    [
        pytest.param({"DialCallStatus": "canceled"}, 1.25, 1.25, id="hung up soon"),
        pytest.param(
            {"DialCallStatus": "completed", "DialCallDuration": "4"},
            22.0,
            22.0,
            id="a mailbox picked up: for the caller it rang on",
        ),
        pytest.param(
            {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "60"},
            68.0,
            8.0,
            id="somebody took it: until then",
        ),
        pytest.param(
            {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "2"},
            1.6,
            0.0,
            id="rounded up by Twilio",
        ),
        pytest.param({}, -60.0, None, id="the clock was set back meanwhile"),
        pytest.param({}, 90_000.0, None, id="the clock was set forward meanwhile"),
    ],
)
def test_how_long_it_rang_is_told_by_the_address_that_the_ringing_was_given(
    dial: dict[str, str], after: float, rang: float | None
) -> None:
    ringing = ask("step=voice", recorded("voice")).reply.body
    action = re.search(r'action="[^"]*\?([^"]*)"', ringing)
    assert action is not None

    later = NOW + timedelta(seconds=after)
    handled = ask(action[1].replace("&amp;", "&"), recorded("dial") | dial, now=later)

    (ended,) = handled.events
    assert isinstance(ended, CallEvent)
    assert ended.ring_seconds == rang


@pytest.mark.parametrize(
    "since",
    ["", "soon", "-1", "1" * 14, "\u0661"],
    ids=["none", "word", "sign", "endless", "Arabic"],
)
def test_without_a_beginning_nobody_guesses_how_long_it_rang(since: str) -> None:
    (ended,) = ask(f"step=dial&line=12025550123&since={since}", recorded("dial")).events

    assert isinstance(ended, CallEvent)
    assert ended.ring_seconds is None


@pytest.mark.parametrize(
    ("dial", "hears"),
    [
        pytest.param({}, "<Record ", id="missed: an offer to leave a message"),
        pytest.param({"DialBridged": "true"}, "<Response />", id="answered: nothing more"),
        pytest.param({"CallStatus": "completed"}, "<Response />", id="gone: nobody listens"),
    ],
)
def test_after_ringing_the_caller_hears(dial: dict[str, str], hears: str) -> None:
    handled = ask("step=dial", recorded("dial") | dial)

    assert hears in handled.reply.body


def test_whoever_picks_up_is_asked_to_press_1_and_nothing_is_counted_yet() -> None:
    handled = ask(f"step=whisper&line=12025550123&call={CALL}", recorded("whisper"))

    assert handled.events == ()
    assert "Press 1" in handled.reply.body
    assert f"step=pressed&amp;line=12025550123&amp;call={CALL}" in handled.reply.body


def test_pressing_1_confirms_the_callers_call_and_puts_the_caller_through() -> None:
    handled = ask(f"step=pressed&line=12025550123&call={CALL}", recorded("pressed"))

    assert handled.events == (event(CallStep.CONFIRMED, caller=None, attestation=None),)
    assert handled.reply.body.endswith("<Response />")


@pytest.mark.parametrize("digits", ["9", "", "11", "*"], ids=["9", "nothing", "11", "star"])
def test_pressing_anything_else_hangs_up_and_confirms_nothing(digits: str) -> None:
    form = recorded("pressed") | {"Digits": digits}

    handled = ask(f"step=pressed&line=12025550123&call={CALL}", form)

    assert handled.events == ()
    assert "<Hangup" in handled.reply.body


@pytest.mark.parametrize("step", ["recorded", "recording"])
def test_a_message_is_told_with_its_address(step: str) -> None:
    form = recorded(step)

    handled = ask(f"step={step}&line=12025550123", form)

    (told,) = handled.events
    assert isinstance(told, CallEvent)
    assert told.step is CallStep.RECORDED
    assert told.recording == form["RecordingUrl"]
    assert told.source_id == f"twilio:{CALL}"


@pytest.mark.parametrize(
    ("duration", "told"),
    [("0", 0), ("", 0), ("-4", 0), ("x", 0), ("9" * 5000, 0), ("1", 1)],
    ids=["empty", "unsaid", "negative", "garbage", "endless", "a second"],
)
def test_a_message_without_a_second_of_sound_is_none(duration: str, told: int) -> None:
    form = recorded("recording") | {"RecordingDuration": duration}

    assert len(ask("step=recording&line=12025550123", form).events) == told


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        pytest.param("https://api.twilio.com/2010-04-01/x", True, id="Twilio"),
        pytest.param("https://api.dublin.ie1.twilio.com/2010-04-01/x", True, id="a region"),
        pytest.param("http://api.twilio.com/x", False, id="in the clear"),
        pytest.param("https://api.twilio.com.evil.example/x", False, id="a longer host"),
        pytest.param("https://api.twilio.com@evil.example/x", False, id="a user name"),
        pytest.param("https://api.twilio.com:8443/x", False, id="another port"),
        pytest.param("https://evil.example/api.twilio.com", False, id="another host"),
        pytest.param("https://[::1/x", False, id="no address"),
        pytest.param("file:///etc/passwd", False, id="a file"),
        pytest.param("", False, id="none"),
    ],
)
def test_a_message_is_only_ever_fetched_from_twilios_api(address: str, kept: bool) -> None:
    form = recorded("recording") | {"RecordingUrl": address}

    (told,) = ask("step=recording&line=12025550123", form).events

    assert isinstance(told, CallEvent)
    assert told.step is CallStep.RECORDED
    assert told.recording == (address if kept else None)


def test_the_end_of_the_callers_leg_is_the_safety_net() -> None:
    handled = ask("step=ended", recorded("ended"))

    assert handled.events == (event(CallStep.HUNG_UP),)


def test_a_leg_that_is_not_over_ends_nothing() -> None:
    form = recorded("ended") | {"CallStatus": "in-progress"}

    assert ask("step=ended", form).events == ()


def test_a_replayed_request_says_the_same_again() -> None:
    once, twice = (ask("step=dial", recorded("dial")) for _ in range(2))

    assert once == twice


@pytest.mark.parametrize(
    ("given", "caller"),
    [
        pytest.param("anonymous", "anonymous", id="withheld"),
        pytest.param("+266696687", "+266696687", id="withheld, on a keypad"),
        pytest.param("sip:ann@example.com", "sip:ann@example.com", id="sip"),
        pytest.param("", None, id="empty"),
        pytest.param("9" * 5000, "9" * 64, id="endless"),
    ],
)
def test_a_caller_is_handed_on_as_given_and_still_rings(given: str, caller: str | None) -> None:
    handled = ask("step=voice", recorded("voice") | {"From": given, "Caller": given})

    assert handled.events == (event(CallStep.ARRIVED, caller=caller),)
    assert "<Dial " in handled.reply.body


def test_an_unknown_call_gets_its_events_all_the_same() -> None:
    other = "CAffffffffffffffffffffffffffffffff"

    (ended,) = ask("step=dial", recorded("dial") | {"CallSid": other}).events

    assert isinstance(ended, CallEvent)
    assert ended.source_id == f"twilio:{other}"


def test_the_line_is_found_by_the_number_that_was_called() -> None:
    other = shop_with({"id": "other", "number": "+12025550199"}).lines[0]
    shop = shop_with()
    two = type(shop)(
        id="two",
        business="Two",
        country="US",
        time_zone=SHOP.time_zone,
        lines=(other, *SHOP.lines),
        team=SHOP.team,
    )

    (arrived,) = ask("step=voice", recorded("voice"), shop=two).events

    assert isinstance(arrived, CallEvent)
    assert arrived.line_id == LINE.id


def test_pressing_1_puts_the_caller_through_even_where_the_call_is_not_named() -> None:
    handled = ask("step=pressed&line=12025550123", recorded("pressed"))

    assert handled.events == ()
    assert handled.reply.body.endswith("<Response />")
