"""The door: nothing unverified gets in, and whoever listens always gets a document."""

from time import perf_counter
from unittest.mock import patch
from xml.etree import ElementTree as ET

from hypothesis import given, settings, strategies as st
from multidict import MultiDict
import pytest

from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.providers.door import Malformed, Unverified
from custom_components.missed_call_textback.providers.twilio.calls import Calls
from tests.exchange.signing import signature

from .shop import (
    ACCOUNT,
    CALL,
    FORWARDED,
    NUMBER,
    OWNER,
    PUBLIC,
    SHOP,
    TOKEN,
    ask,
    door_of,
    letter_of,
    recorded,
    shop_with,
)

HEARD = ("voice", "dial", "whisper", "pressed", "recorded", "rung", "chosen", "talked")
UNHEARD = ("recording", "ended", "text", "status", "reached", "rang")


@pytest.mark.parametrize("step", HEARD + UNHEARD)
def test_an_unsigned_request_is_not_read(step: str) -> None:
    with pytest.raises(Unverified):
        door_of().handle(letter_of(f"step={step}", MultiDict(recorded(step)), {}))


@pytest.mark.parametrize("step", HEARD + UNHEARD)
def test_a_truncated_request_is_not_read(step: str) -> None:
    form = MultiDict(recorded(step))
    signed = signature(TOKEN, f"{PUBLIC}?step={step}", form.items())

    with pytest.raises(Unverified):
        door_of().handle(
            letter_of(
                f"step={step}",
                MultiDict(list(form.items())[:-2]),
                {"X-Twilio-Signature": signed},
            )
        )


@pytest.mark.parametrize("step", HEARD + UNHEARD)
def test_another_accounts_request_is_not_read(step: str) -> None:
    with pytest.raises(Unverified):
        ask(f"step={step}", recorded(step) | {"AccountSid": "AC" + "f" * 32})


@given(token=st.text(), body=st.text())
def test_whatever_twilio_signs_may_be_genuine(token: str, body: str) -> None:
    signed = signature(token, PUBLIC, [("Body", body)])
    assert door_of().may_be_genuine({"x-twilio-SIGNATURE": signed})


@pytest.mark.parametrize(
    "signed", [None, "", "A" * 28, f"{'A' * 43}=", f"{'A' * 27}=\n", f"{'é' * 27}=", "A=" * 14]
)
def test_what_cannot_be_a_signature_is_seen_at_once(signed: str | None) -> None:
    headers = {} if signed is None else {"X-Twilio-Signature": signed}
    assert not door_of().may_be_genuine(headers)


def test_the_signature_is_found_in_headers_of_any_case() -> None:
    form = MultiDict(recorded("voice"))
    signed = signature("second", f"{PUBLIC}?step=voice", form.items())

    handled = door_of(SHOP, TOKEN, "second").handle(
        letter_of("step=voice", form, {"x-twilio-SIGNATURE": signed})
    )

    assert handled.events


@pytest.mark.parametrize(
    "query", ["", "step=", "step=dance", "ref=1", "&".join(["step=voice"] * 30)], ids=repr
)
def test_a_step_that_nobody_knows_is_malformed(query: str) -> None:
    with pytest.raises(Malformed):
        ask(query, recorded("voice"))


@pytest.mark.parametrize("step", ["recording", "ended", "text"])
def test_a_line_that_the_shop_does_not_have_is_malformed(step: str) -> None:
    with pytest.raises(Malformed, match="line"):
        ask(f"step={step}", recorded(step) | {"To": "+12025550100"})


@pytest.mark.parametrize("step", ["recording", "ended"])
def test_a_call_without_sid_is_malformed(step: str) -> None:
    with pytest.raises(Malformed, match="CallSid"):
        ask(f"step={step}&line=12025550123", recorded(step) | {"CallSid": ""})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"To": "+12025550100"}, id="unknown line"),
        pytest.param({"To": ""}, id="no line"),
        pytest.param({"CallSid": ""}, id="no sid"),
        pytest.param({"CallSid": "CA&step=text"}, id="a sid that is none"),
        pytest.param({"CallSid": "C" * 5000}, id="an endless sid"),
    ],
)
def test_a_call_that_is_not_understood_rings_the_team_all_the_same(change: dict[str, str]) -> None:
    handled = ask("step=voice", recorded("voice") | change)

    assert handled.events == ()
    assert handled.answer_anyway
    assert f"<Number>{OWNER}</Number>" in handled.reply.body


@pytest.mark.parametrize(
    ("step", "hears"),
    [
        ("voice", f"<Number>{OWNER}</Number>"),
        ("dial", "Nobody can take your call"),
        ("whisper", "Press 1"),
        ("pressed", "<Response />"),
        ("recorded", "<Response />"),
    ],
)
def test_even_a_bug_leaves_the_caller_with_a_document(step: str, hears: str) -> None:
    with patch.object(Calls, step, side_effect=RuntimeError("a bug")):
        handled = ask(f"step={step}", recorded(step))

    assert handled.events == ()
    assert handled.reply.status == 200
    assert hears in handled.reply.body


def test_a_bug_where_nobody_listens_is_raised() -> None:
    with (
        patch.object(Calls, "ended", side_effect=RuntimeError("a bug")),
        pytest.raises(RuntimeError),
    ):
        ask("step=ended", recorded("ended"))


def test_what_is_not_understood_is_logged_without_a_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ask("step=voice", recorded("voice") | {"To": "+12025550100"})

    assert "not a line of this shop" in caplog.text
    assert "2025550" not in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("step", HEARD + UNHEARD)
def test_every_reply_is_ascii_xml(step: str) -> None:
    query = f"step={step}&line=12025550123&call={CALL}"

    reply = ask(query, recorded(step), shop=shop_with(business="Café ✂️")).reply

    assert (reply.status, reply.content_type) == (200, "text/xml")
    assert reply.body.isascii()


@pytest.mark.parametrize("step", HEARD + UNHEARD)
def test_only_a_step_that_somebody_hears_is_answered_anyway(step: str) -> None:
    query = f"step={step}&line=12025550123&call={CALL}"

    assert ask(query, recorded(step)).answer_anyway is (step in HEARD)


NAMES = (
    "CallSid", "From", "To", "CallStatus", "DialCallStatus", "DialBridged", "Digits", "Body",
    "RecordingUrl", "RecordingDuration", "MessageSid", "MessageStatus", "ErrorCode", "NumMedia",
)  # fmt: skip
VALUES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from([NUMBER, CALL, "completed", "true", "false", "1", "anonymous", "+266696687"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(HEARD),
    st.dictionaries(st.sampled_from(NAMES), VALUES),
    st.sampled_from(["", "&line=12025550123", "&line=1", f"&call={CALL}", "&line=é&call=<&line="]),
    st.sampled_from([SHOP, FORWARDED, shop_with(team=()), shop_with(business="\x00<é>")]),
)
def test_no_form_keeps_a_listener_from_a_document(
    step: str, form: dict[str, str], more: str, shop: Shop
) -> None:
    handled = ask(f"step={step}{more}", {"AccountSid": ACCOUNT} | form, shop=shop)

    assert ET.fromstring(handled.reply.body).tag == "Response"  # noqa: S314 - our own document


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(UNHEARD), st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_form_breaks_a_step_that_nobody_hears(step: str, form: dict[str, str]) -> None:
    try:
        handled = ask(f"step={step}", {"AccountSid": ACCOUNT} | form)
    except Malformed:
        return
    assert handled.reply.status == 200


def test_a_request_is_handled_in_well_under_a_millisecond() -> None:
    door, form, query = door_of(), MultiDict(recorded("dial")), "step=dial&line=12025550123"
    headers = {"X-Twilio-Signature": signature(TOKEN, f"{PUBLIC}?{query}", form.items())}
    letter = letter_of(query, form, headers)

    def timed() -> float:
        began = perf_counter()
        door.handle(letter)
        return perf_counter() - began

    # The fastest of many: what the work takes, whatever else the machine does.
    assert min(timed() for _ in range(200)) < 0.001
