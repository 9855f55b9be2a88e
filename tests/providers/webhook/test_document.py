"""Our own form: few fields are required, all are bounded, and a mistake is named by its field."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES, Outcome
from custom_components.missed_call_textback.providers.door import Malformed
from custom_components.missed_call_textback.providers.webhook.document import read_document
from custom_components.missed_call_textback.providers.webhook.heard import Heard, Meaning

from .letters import CALLER, HOSTILE, NOW

MISSED = {"id": "4711", "event": "missed", "caller": CALLER}


def read(**fields: object) -> Heard:
    return read_document(MISSED | fields, NOW)


def test_an_id_an_event_and_a_caller_are_enough() -> None:
    assert read() == Heard(call="4711", meaning=read().meaning, caller=CALLER)
    assert Outcome(read().meaning) is Outcome.NO_ANSWER


def test_every_field_is_read() -> None:
    heard = read(
        dialled="+12025550100",
        outcome="busy",
        ended_at="2026-03-01T10:29:00+01:00",
        ring_seconds=12.5,
        caller_name="  Ann\u202e\x07 Lee ",
    )
    assert heard == Heard(
        call="4711",
        meaning=heard.meaning,
        caller=CALLER,
        dialled="+12025550100",
        caller_name="Ann Lee",
        ring_seconds=12.5,
        ended_at=NOW - timedelta(minutes=1),
    )
    assert Outcome(heard.meaning) is Outcome.BUSY


@pytest.mark.parametrize("caller", [None, "", "anonymous"])
def test_a_caller_may_be_withheld(caller: str | None) -> None:
    assert read(caller=caller).caller == (caller or None)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_ended_says_any_outcome(outcome: Outcome) -> None:
    assert read(event="ended", outcome=outcome).meaning.value == outcome.value


@pytest.mark.parametrize("outcome", MISSED_OUTCOMES)
def test_missed_may_say_how(outcome: Outcome) -> None:
    assert read(event="missed", outcome=outcome).meaning.value == outcome.value


@pytest.mark.parametrize("event", ["answered", "voicemail"])
def test_answered_and_voicemail_say_all(event: str) -> None:
    assert read(event=event).meaning == event


def test_numbers_need_no_quotes_and_a_form_has_none() -> None:
    assert read(id=4711, caller=12025550123).caller == "12025550123"
    assert read(ring_seconds="21").ring_seconds == 21


@pytest.mark.parametrize("event", ["missed", "ended"])
def test_how_long_it_rang_is_taken_from_the_times_where_nobody_picked_up(event: str) -> None:
    times = {"started_at": "2026-03-01T09:00:00Z", "ended_at": "2026-03-01T09:00:21Z"}
    assert read(event=event, outcome="no_answer", **times).ring_seconds == 21
    assert read(event="answered", **times).ring_seconds is None
    assert read(event=event, outcome="no_answer", ring_seconds=3, **times).ring_seconds == 3


def test_times_that_contradict_each_other_say_nothing_of_the_ringing() -> None:
    times = {"started_at": "2026-03-01T09:00:00Z", "ended_at": "2026-03-01T08:00:00Z"}
    assert read(**times).ring_seconds is None


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"id": None}, "id"),
        ({"id": "x" * 129}, "id"),
        ({"id": "ä"}, "id"),
        ({"id": ["a"]}, "id"),
        ({"event": "rang"}, "event"),
        ({"event": None}, "event"),
        ({"event": "ended"}, "outcome"),
        ({"outcome": "lost"}, "outcome"),
        ({"event": "answered", "outcome": "busy"}, "outcome"),
        ({"event": "missed", "outcome": "answered"}, "outcome"),
        ({"caller": {"number": "1"}}, "caller"),
        ({"caller": True}, "caller"),
        ({"caller": "+" + "1" * 70}, "caller"),
        ({"dialled": 1.5}, "dialled"),
        ({"ended_at": "yesterday"}, "ended_at"),
        ({"ended_at": "2026-03-01T09:00:00"}, "ended_at"),
        ({"ended_at": "2026-03-01T11:00:00Z"}, "ended_at"),
        ({"started_at": "0001-01-01T00:00:00+23:59"}, "started_at"),
        ({"started_at": "9999-12-31T23:59:59-23:59x"}, "started_at"),
        ({"ring_seconds": -1}, "ring_seconds"),
        ({"ring_seconds": 3601}, "ring_seconds"),
        ({"ring_seconds": 1e999}, "ring_seconds"),
        ({"ring_seconds": "soon"}, "ring_seconds"),
        ({"ring_seconds": True}, "ring_seconds"),
        ({"ring_seconds": []}, "ring_seconds"),
        ({"direction": "sideways"}, "direction"),
        ({"direction": 1}, "direction"),
        ({"direction": "outbound"}, "dialled"),
        ({"recording": "http://plain.example/1"}, "recording"),
        ({"recording": "https://[1"}, "recording"),
        ({"recording": "https://x.example/" + "1" * 512}, "recording"),
    ],
)
def test_a_mistake_is_told_by_the_name_of_its_field(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(Malformed, match=named) as told:
        read(**wrong)
    for value in wrong.values():
        assert len(str(value)) < 6 or str(value) not in str(told.value)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ({"event": "answered"}, Meaning.CALLED_BACK),
        ({"event": "ended", "outcome": "answered"}, Meaning.CALLED_BACK),
        ({"event": "missed"}, Meaning.CALLED_IN_VAIN),
        # Their mailbox is not they.
        ({"event": "voicemail"}, Meaning.CALLED_IN_VAIN),
    ],
)
def test_a_call_that_the_shop_makes_needs_whom_it_went_to_and_no_caller(
    said: dict[str, str], meaning: Meaning
) -> None:
    whole = {"id": "4711", "direction": "outbound", "dialled": CALLER, **said}
    heard = read_document(whole, NOW)
    assert (heard.meaning, heard.dialled, heard.caller) == (meaning, CALLER, None)


def test_inbound_is_what_a_call_is_where_nothing_is_said() -> None:
    assert read(direction="inbound") == read(direction="") == read()


def test_a_caller_that_is_left_out_is_a_mistake_and_not_a_withheld_one() -> None:
    with pytest.raises(Malformed, match="caller is missing"):
        read_document({"id": "4711", "event": "missed"}, NOW)


@pytest.mark.parametrize("body", [[], "text", None, 4])
def test_what_is_no_object_is_a_mistake(body: object) -> None:
    with pytest.raises(Malformed):
        read_document(body, NOW)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(HOSTILE, max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(HOSTILE, max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "id", "event", "caller", "dialled", "outcome", "started_at", "ended_at", "ring_seconds",
    "caller_name", "recording",
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES | st.datetimes().map(datetime.isoformat)),
    st.booleans(),
)
def test_nothing_crashes_it_and_what_it_reads_is_bounded(told: dict[str, Any], whole: bool) -> None:
    try:
        heard = read_document(MISSED | told if whole else told, NOW)
    except Malformed:
        return
    assert len(heard.call) <= 128
    assert heard.call.isascii()
    for text in (heard.caller, heard.dialled, heard.caller_name):
        assert text is None or (0 < len(text) <= 80 and text.encode())
    assert heard.ring_seconds is None or 0 <= heard.ring_seconds <= 3600
    assert heard.ended_at is None or heard.ended_at.astimezone(UTC) <= NOW + timedelta(minutes=5)
