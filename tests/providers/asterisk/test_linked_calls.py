"""The rule of linked calls, where no recording shows it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    AGE_LIMIT,
    CHANNELS_IN_ALL,
    LinkedCalls,
    Verdict,
)

from .recordings import BEGUN

LEG = "1.1"
type Event = dict[str, str]


def event(name: str, channel: str = "PJSIP/trunk-1", uniqueid: str = LEG, **more: str) -> Event:
    return {"Event": name, "Channel": channel, "Uniqueid": uniqueid, "Linkedid": LEG, **more}


def new(
    state: str = "4", *, context: str = "from-trunk", uniqueid: str = LEG, **more: str
) -> Event:
    told = {"CallerIDNum": "+13195550123", "Exten": "15155550100", "ChannelState": state}
    return event("Newchannel", uniqueid=uniqueid) | told | {"Context": context} | more


def dial(phone: str = "1.2", channel: str = "PJSIP/100-1", **more: str) -> Event:
    return event("DialBegin", DestUniqueid=phone, DestChannel=channel, **more)


def dialled(status: str, phone: str = "1.2", channel: str = "PJSIP/100-1") -> Event:
    return event("DialEnd", DestUniqueid=phone, DestChannel=channel, DialStatus=status)


def bridged(channel: str, uniqueid: str, bridge: str = "b", **more: str) -> Event:
    return event("BridgeEnter", channel, uniqueid, BridgeUniqueid=bridge) | more


LEG_BRIDGED = bridged("PJSIP/trunk-1", LEG)
UP = event("Newstate", ChannelState="6")
END = event("Hangup")


def told(
    events: Iterable[Event], calls: LinkedCalls | None = None, *, start: datetime = BEGUN
) -> list[Verdict]:
    calls = calls or LinkedCalls()
    seconds = count()
    return [
        verdict
        for each in events
        for verdict in calls.feed(each, start + timedelta(seconds=next(seconds)))
    ]


def outcome(*events: Event) -> Outcome:
    [verdict] = told([new(), *events, END])
    return verdict.outcome


@pytest.mark.parametrize(
    ("statuses", "what"),
    [
        (["BUSY", "BUSY"], Outcome.BUSY),
        (["BUSY", "NOANSWER"], Outcome.NO_ANSWER),
        (["CHANUNAVAIL", "CONGESTION"], Outcome.FAILED),
        (["CHANUNAVAIL", "NOANSWER"], Outcome.NO_ANSWER),
        (["CHANUNAVAIL", "BUSY"], Outcome.NO_ANSWER),
    ],
)
def test_only_if_every_phone_was_busy_the_call_was_busy(statuses: list[str], what: Outcome) -> None:
    phones = [f"1.{index}" for index in range(2, 2 + len(statuses))]

    assert (
        outcome(
            *(dial(phone) for phone in phones),
            *(dialled(status, phone) for status, phone in zip(statuses, phones, strict=True)),
        )
        is what
    )


def test_only_the_callers_own_end_makes_it_abandoned() -> None:
    gone = event("HangupRequest")
    phone_gone = event("HangupRequest", "PJSIP/100-1", "1.2")

    assert outcome(dial(), gone, dialled("CANCEL")) is Outcome.ABANDONED
    assert outcome(dial(), phone_gone, dialled("NOANSWER")) is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    ("status", "what"),
    [
        ("BUSY", Outcome.BUSY),
        ("CHANUNAVAIL", Outcome.FAILED),
        ("NOANSWER", Outcome.NO_ANSWER),
    ],
)
def test_who_hangs_up_on_the_tone_that_follows_the_ringing_did_not_give_up(
    status: str, what: Outcome
) -> None:
    # As `Busy()` and the end of a dialplan without `Hangup()` do it: the caller has to hang up.
    gone = event("HangupRequest")

    assert outcome(dial(), dialled(status), gone) is what
    assert outcome(dial(), dialled(status), dial("1.3"), gone) is Outcome.ABANDONED


def test_it_rings_until_the_last_phone_is_silent_or_the_call_is_over() -> None:
    [silent] = told([new(), dial(), dialled("BUSY"), UP, END])
    [ringing] = told([new(), dial(), dial("1.3"), dialled("BUSY"), UP, END])

    assert (silent.ring_seconds, ringing.ring_seconds) == (1, 4)


def test_phones_that_never_said_how_it_ended_did_not_answer() -> None:
    assert outcome(dial()) is Outcome.NO_ANSWER


def test_the_first_word_on_a_phone_is_the_true_one() -> None:
    assert outcome(dial(), dialled("BUSY"), dialled("CANCEL")) is Outcome.BUSY


def test_a_voicemail_behind_a_local_channel_is_no_person() -> None:
    assert (
        outcome(
            dial("1.2", "Local/100@vm-1;1"),
            event("Newexten", "Local/100@vm-1;2", "1.3", Application="VoiceMail"),
            dialled("ANSWER", "1.2", "Local/100@vm-1;1"),
            UP,
            bridged("Local/100@vm-1;1", "1.2"),
            LEG_BRIDGED,
        )
        is Outcome.VOICEMAIL
    )


def test_a_phone_that_was_asked_to_press_1_and_did_not_is_no_answer() -> None:
    assert outcome(dial(), dialled("CONTINUE")) is Outcome.NO_ANSWER


def test_two_people_make_an_answered_call_whoever_of_them_enters_first() -> None:
    phone = bridged("PJSIP/100-1", "1.2")
    for order in ([phone, LEG_BRIDGED], [LEG_BRIDGED, phone]):
        [verdict] = told([new(), dial(), *order, END])
        assert verdict.outcome is Outcome.ANSWERED
        assert verdict.ring_seconds == 2


def test_a_person_alone_in_a_bridge_talks_to_nobody() -> None:
    assert outcome(dial(), bridged("PJSIP/100-1", "1.2")) is Outcome.NO_ANSWER


def test_a_person_who_left_the_bridge_before_is_not_there() -> None:
    for goes in ("BridgeLeave", "Hangup"):
        assert (
            outcome(
                dial(),
                bridged("PJSIP/100-1", "1.2"),
                event(goes, "PJSIP/100-1", "1.2"),
                LEG_BRIDGED,
            )
            is Outcome.NO_ANSWER
        )


def test_a_person_in_another_bridge_left_this_one() -> None:
    there = bridged("PJSIP/100-1", "1.2", bridge="other")

    assert outcome(dial(), bridged("PJSIP/100-1", "1.2"), there, LEG_BRIDGED) is Outcome.NO_ANSWER


def test_callers_who_are_parked_together_do_not_talk() -> None:
    parked = {"BridgeTechnology": "holding_bridge"}

    assert (
        outcome(
            UP,
            bridged("PJSIP/trunk-9", "9.9", Linkedid="9.9") | parked,
            LEG_BRIDGED | parked,
        )
        is Outcome.CLOSED
    )


def test_who_picks_a_call_up_from_another_phone_is_of_the_call_once_it_was_dialled_to_them() -> (
    None
):
    picker = {"Linkedid": "5.5"}

    assert (
        outcome(
            dial(),
            bridged("SIP/101-1", "5.5", bridge="b") | picker,
            bridged("Local/9@x-1;2", "1.9", bridge="b"),
        )
        is Outcome.ANSWERED
    )
    # Known by the dial's end alone, in a bridge with one that nobody knows.
    assert (
        outcome(
            dial(),
            bridged("SIP/101-1", "5.5") | picker,
            bridged("SIP/102-1", "6.6") | {"Linkedid": "6.6"},
            dialled("ANSWER", "5.5", "SIP/101-1"),
        )
        is Outcome.ANSWERED
    )


@pytest.mark.parametrize(
    "context",
    ["from-trunk", "from-trunk-pjsip-acme", "from-pstn", "from-did-direct", "from-external"],
)
def test_the_usual_contexts_are_inbound(context: str) -> None:
    assert len(told([new(context=context), END])) == 1


@pytest.mark.parametrize("context", ["from-internal", "from-internal-xfer", "default", ""])
def test_calls_from_the_shops_own_phones_are_none_of_its_customers(context: str) -> None:
    assert told([new(context=context), END]) == []


def test_the_contexts_can_be_chosen_but_never_the_shops_own_phones() -> None:
    calls = LinkedCalls(("incoming-?", "from-*"))

    assert len(told([new(context="incoming-2"), END], calls)) == 1
    assert told([new(context="from-internal"), END], calls) == []
    assert told([new(context="incoming-22"), END], calls) == []


def test_a_leg_that_goes_out_by_the_trunk_is_no_call_even_if_someone_answers() -> None:
    """As when the PBX is asked to connect a phone with a customer."""
    out = new("0", Exten="s")

    assert told([out, event("Newstate", ChannelState="5"), END]) == []
    assert told([out, UP, dial(), LEG_BRIDGED, bridged("PJSIP/100-1", "1.2"), END]) == []


def test_a_leg_that_begins_down_and_then_rings_is_a_call() -> None:
    """As the SIP driver of older Asterisks does."""
    [verdict] = told([new("0"), event("Newstate", ChannelState="4"), END])

    assert verdict.caller == "+13195550123"
    assert verdict.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "first",
    [
        new("6"),
        new(Linkedid="1.0"),
        new(Channel="Local/100@from-trunk-1;2"),
        new(Channel="nonsense"),
        new(uniqueid="", Linkedid=""),
        new(uniqueid="x" * 151, Linkedid="x" * 151),
        new(uniqueid="a b", Linkedid="a b"),
    ],
)
def test_what_is_no_inbound_leg_begins_no_call(first: Event) -> None:
    assert told([first, event("Hangup") | {"Uniqueid": first["Uniqueid"]}]) == []


def test_a_second_first_event_does_not_change_the_caller() -> None:
    [verdict] = told([new(), new(CallerIDNum="+19005550199", Exten="1"), END])

    assert (verdict.caller, verdict.dialled) == ("+13195550123", "15155550100")


@pytest.mark.parametrize("extension", ["s", "h", "<unknown>", ""])
def test_where_no_number_was_dialled_none_is_told(extension: str) -> None:
    [verdict] = told([new(Exten=extension), END])

    assert verdict.dialled is None


@pytest.mark.parametrize("stamp", ["nan", "inf", "-1", "1e9", "", "12:30", "9" * 400])
def test_a_time_that_is_none_is_our_own(stamp: str) -> None:
    at = {"Timestamp": stamp}

    [verdict] = told([new() | at, dial() | at, dialled("NOANSWER") | at, END | at])

    assert verdict.ring_seconds == 1


def test_who_gave_up_while_the_clock_was_set_back_did_not_give_up_at_once() -> None:
    gave_up = [event("HangupRequest"), dialled("CANCEL") | {"Timestamp": "900"}, END]
    [verdict] = told([new(), dial(Timestamp="1000"), *gave_up])

    assert (verdict.outcome, verdict.ring_seconds) == (Outcome.ABANDONED, None)


def test_a_call_of_many_hours_is_given_up() -> None:
    calls = LinkedCalls()
    told([new()], calls)

    assert told([END], calls, start=BEGUN + AGE_LIMIT + timedelta(seconds=1)) == []
    assert calls.unknown == 1


def test_a_call_with_a_channel_too_many_is_given_up_and_harms_no_other() -> None:
    calls = LinkedCalls()
    # Each from a channel of its own, too, as a queue of `Local/` channels does.
    many = [dial(), *(dial(f"2.{index}") | {"Uniqueid": f"3.{index}"} for index in range(600))]

    assert told([new(), *many, bridged("PJSIP/100-1", "2.3"), LEG_BRIDGED, END], calls) == []
    assert calls.unknown == 1
    assert (calls._calls, calls._call_of) == ({}, {})
    assert len(told([new(), END], calls)) == 1


def test_phones_that_ring_for_very_many_calls_are_bounded_too() -> None:
    calls = LinkedCalls()
    events = [
        {**each, "Linkedid": f"{number}.1"}
        for number in range(70)
        for each in (
            new(uniqueid=f"{number}.1"),
            *(dial(f"{number}.{phone}", Uniqueid=f"{number}.1") for phone in range(2, 499)),
        )
    ]

    # At one moment: none of them is too old.
    assert [verdict for each in events for verdict in calls.feed(each, BEGUN)] == []

    assert len(calls._call_of) <= CHANNELS_IN_ALL
    assert 0 < calls.unknown < 10
    assert len(calls._calls) == 70 - calls.unknown


def test_after_a_gap_all_open_calls_are_unknown_and_new_ones_are_followed() -> None:
    calls = LinkedCalls()
    told([new(), new("0", uniqueid="2.2", Linkedid="2.2")], calls)

    assert calls.lose_all() == ["+13195550123"]
    assert told([dial(), dialled("NOANSWER"), END], calls) == []
    assert calls.unknown == 1
    assert len(told([new(uniqueid="3.3", Linkedid="3.3"), END | {"Uniqueid": "3.3"}], calls)) == 1


def test_no_more_channels_are_kept_than_a_large_office_has() -> None:
    calls = LinkedCalls()
    for index in range(9000):
        told([bridged("PJSIP/100-1", f"7.{index}", bridge=f"b{index}")], calls)

    assert len(calls._bridges._bridge_of) == len(calls._bridges._inside) == 8192


def test_events_without_their_fields_are_passed_over() -> None:
    names = ("Newchannel", "DialBegin", "DialEnd", "BridgeEnter", "BridgeLeave", "Hangup")

    assert told([{}, *({"Event": name} for name in names)]) == []
    assert outcome(event("DialBegin"), {"Event": "DialEnd", "Uniqueid": LEG}) is Outcome.FAILED
