"""Calls that the shop's own phones make: told when somebody answers, or when they were in vain."""

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.providers.asterisk.frames import Frame, Framer
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    AGE_LIMIT,
    CHANNEL_LIMIT,
    LinkedCalls,
)
from custom_components.missed_call_textback.providers.asterisk.outgoing_calls import OutgoingCalls

from .recordings import BEGUN, RIGHTS, expected, streams

LEG, TRUNK = "1795227813.1", "1795227813.2"


def outgoing(limit: int = 2000) -> OutgoingCalls:
    return OutgoingCalls(LinkedCalls().is_inbound, limit=limit)


def follow(frames: Iterable[Frame], calls: OutgoingCalls | None = None) -> list[CallMade]:
    calls = calls or outgoing()
    told = (calls.feed(frame, BEGUN + timedelta(seconds=at)) for at, frame in enumerate(frames))
    return [made for made in told if made is not None]


def begins(leg: str = LEG, **more: str) -> Frame:
    return {
        "Event": "Newchannel",
        "Channel": "PJSIP/100-0000005d",
        "ChannelState": "4",
        "Context": "from-internal",
        "Exten": "912025550143",
        "Uniqueid": leg,
        "Linkedid": leg,
    } | more


def dials(string: str = "12025550143@trunk", trunk: str = TRUNK, **more: str) -> Frame:
    return {
        "Event": "DialBegin",
        "Exten": "912025550143",
        "Uniqueid": LEG,
        "Linkedid": LEG,
        "DestChannel": "PJSIP/trunk-0000005e",
        "DestUniqueid": trunk,
        "DialString": string,
    } | more


def ends(status: str, trunk: str = TRUNK) -> Frame:
    return {"Event": "DialEnd", "Linkedid": LEG, "DestUniqueid": trunk, "DialStatus": status}


HANGUP: Frame = {"Event": "Hangup", "Uniqueid": LEG, "Linkedid": LEG}
NUMBERS = ("912025550143", "12025550143")
IN_VAIN = CallMade(numbers=NUMBERS, began_at=BEGUN)


def test_of_a_call_that_dials_without_end_no_more_is_kept_than_of_one_from_outside() -> None:
    calls = outgoing()
    follow([begins(), *(dials(trunk=f"1795227813.{number}") for number in range(2, 700))], calls)
    [call] = calls._calls.values()
    assert len(call.dialled) == CHANNEL_LIMIT
    # It is told all the same.
    assert follow([ends("ANSWER")], calls) == [
        CallMade(numbers=NUMBERS, began_at=BEGUN, answered_at=BEGUN)
    ]


@pytest.mark.parametrize("rights", RIGHTS)
def test_the_recorded_call_in_vain_is_told_as_one(rights: str) -> None:
    framer = Framer()
    heard = streams()["outbound_unanswered", rights]
    [made] = follow(frame for each in heard for frame in framer.feed(each.wire))
    # Asterisk rang the phone first: that it answered is not that somebody did.
    assert made.answered_at is None
    assert made.numbers == ("915155559999", "15155559999")


@pytest.mark.parametrize("rights", RIGHTS)
def test_no_recorded_call_from_outside_is_taken_for_one_of_ours(rights: str) -> None:
    for scenario, wanted in expected().items():
        framer = Framer()
        heard = streams()[scenario, rights]
        told = follow(frame for each in heard for frame in framer.feed(each.wire))
        assert wanted is None or told == [], scenario


def test_an_answer_is_told_at_once_and_the_end_of_the_talk_is_no_news() -> None:
    told = follow([begins(), dials(), ends("ANSWER"), HANGUP])
    assert told == [
        CallMade(numbers=NUMBERS, began_at=BEGUN, answered_at=BEGUN + timedelta(seconds=2))
    ]


@pytest.mark.parametrize("status", ["NOANSWER", "BUSY", "CANCEL", "CONGESTION", ""])
def test_whatever_else_a_dial_ends_with_nobody_answered(status: str) -> None:
    assert follow([begins(), dials(), ends(status), HANGUP]) == [IN_VAIN]


def test_of_two_ways_the_one_that_answers_counts() -> None:
    second = dials("trunk2/sip:+12025550143@192.0.2.7:5060", "1795227813.3")
    frames = [begins(), dials(), ends("CONGESTION"), second, ends("ANSWER", "1795227813.3")]
    [made] = follow([*frames, HANGUP])
    assert made.answered_at is not None
    assert made.numbers == (*NUMBERS, "+12025550143")


@pytest.mark.parametrize(
    "odd",
    [
        begins(Context="from-trunk"),
        begins(Channel="Local/912025550143@from-internal-1;1"),
        begins(Linkedid="1795227813.9"),
        begins(Uniqueid=""),
    ],
)
def test_what_is_no_call_from_a_phone_of_ours_is_left_alone(odd: Frame) -> None:
    assert follow([odd, dials(), ends("ANSWER"), HANGUP]) == []


@pytest.mark.parametrize(
    "frames",
    [
        [begins(), HANGUP],
        [begins(), dials(trunk=LEG), HANGUP],
        [begins(), dials(trunk=""), HANGUP],
        [begins(), dials(DestChannel="Local/1@inside-1;1"), ends("ANSWER"), HANGUP],
        [begins(Exten="102"), dials("102", Exten="102"), ends("ANSWER"), HANGUP],
    ],
    ids=["not dialled", "rung first", "nobody", "a Local channel", "a colleague"],
)
def test_what_called_nobody_outside_is_not_told(frames: list[Frame]) -> None:
    assert follow(frames) == []


def test_a_call_that_lost_events_is_not_told() -> None:
    calls = outgoing()
    assert follow([begins(), dials()], calls) == []
    calls.lose_all()
    assert follow([ends("ANSWER"), HANGUP], calls) == []


def test_open_calls_are_bounded_by_number_and_age() -> None:
    calls = outgoing(limit=2)
    follow([begins(str(number)) for number in range(5)], calls)
    assert list(calls._calls) == ["3", "4"]
    calls.feed(begins("5"), BEGUN + AGE_LIMIT + timedelta(minutes=1))
    assert list(calls._calls) == ["5"]


@given(
    st.lists(
        st.sampled_from([begins(), begins("2"), dials(), dials("x"), ends("ANSWER"), HANGUP]),
        max_size=30,
    )
)
def test_no_order_of_events_tells_more_calls_than_began(frames: list[Frame]) -> None:
    began = sum(frame["Event"] == "Newchannel" for frame in frames)
    assert len(follow(frames)) <= began
