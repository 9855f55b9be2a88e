"""No stream of bytes makes the room raise, hang, grow, or text somebody who did not call."""

from collections.abc import Iterator
from datetime import timedelta

from hypothesis import given, settings, strategies as st

from custom_components.missed_call_textback.providers.asterisk.frames import Framer
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    LinkedCalls,
    Verdict,
)

from .recordings import BEGUN, Heard, apart, followed, streams

STREAMS = sorted(streams())
CALLER = b"CallerIDNum: +13195550123\r\n"
PREMIUM = "+19005550199"

_changes = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "double", "move"]),
        st.floats(0, 1),
        st.integers(1, 300),
        st.binary(min_size=1, max_size=30)
        | st.sampled_from(
            [
                b"\r\n",
                b"\r\n\r\n",
                b"\r",
                b"\n",
                b":",
                "\u2028".encode(),
                "\x85".encode(),
                b"Event: Newchannel\r\n",
                b"Linkedid: ",
                b"ChannelState: 4\r\n",
                f"\r\nCallerIDNum: {PREMIUM}".encode(),
            ]
        ),
    ),
    min_size=1,
    max_size=25,
)


def _changed(wire: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    for change, where, size, new in changes:
        at = int(where * len(wire))
        piece = wire[at : at + size]
        match change:
            case "flip":
                wire = wire[:at] + new + wire[at + len(new) :]
            case "cut":
                wire = wire[:at] + wire[at + size :]
            case "insert":
                wire = wire[:at] + new + wire[at:]
            case "double":
                wire = wire[:at] + piece + wire[at:]
            case _:
                rest = wire[:at] + wire[at + size :]
                to = (at * 7919) % (len(rest) + 1)
                wire = rest[:to] + piece + rest[to:]
    return wire


def _numbers_of_new_channels(wire: bytes) -> Iterator[str]:
    """Say which numbers new channels had, read in another way than the room does."""
    for block in wire.split(b"\r\n\r\n"):
        lines = [line.partition(b":") for line in block.split(b"\r\n")]
        if any(key == b"Event" and b"Newchannel" in value for key, _, value in lines):
            first = next((value for key, _, value in lines if key == b"CallerIDNum"), b"")
            yield first.decode(errors="replace").strip(" ")


def _told(wire: bytes) -> list[Verdict]:
    calls = LinkedCalls(limit=20)
    framer = Framer()
    told = []
    for start in range(0, len(wire), 1400):
        for frame in framer.feed(wire[start : start + 1400]):
            told += calls.feed(frame, BEGUN + timedelta(milliseconds=start))
            assert len(calls._calls) <= 20
    return told


@settings(max_examples=150, deadline=None)
@given(which=st.sampled_from(STREAMS), changes=_changes)
def test_a_spoilt_stream_names_no_caller_who_did_not_call(
    which: tuple[str, str], changes: list[tuple[str, float, int, bytes]]
) -> None:
    wire = _changed(b"".join(each.wire for each in streams()[which]), changes)

    told = _told(wire)

    assert {each.caller for each in told} <= {None, *_numbers_of_new_channels(wire)}
    ids = [each.linkedid for each in told]
    # An id told twice would need its first event twice.
    assert all(ids.count(each) <= wire.count(b"Event: Newchannel") for each in ids)


def _renamed(stream: tuple[Heard, ...], name: str) -> list[Heard]:
    return [
        Heard(
            each.after,
            each.wire.replace(b"Name: Jane Caller\r\n", b"Name: %s\r\n" % name.encode()),
        )
        for each in stream
    ]


@settings(max_examples=100, deadline=None)
@given(
    which=st.sampled_from([each for each in STREAMS if "evil" not in each[0]]),
    end=st.sampled_from(["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\n", "\r", "\\r\\n"]),
    pieces=st.lists(
        st.sampled_from(
            [
                f"CallerIDNum: {PREMIUM}",
                "Event: BridgeEnter",
                "Event: Hangup",
                "Exten: 15155550199",
                "Uniqueid: 1.1",
                "Linkedid: 1.1",
                "",
            ]
        )
        | st.text(st.characters(exclude_characters="\r\n"), max_size=20),
        max_size=6,
    ),
)
def test_a_callers_name_changes_nothing_but_their_name(
    which: tuple[str, str], end: str, pieces: list[str]
) -> None:
    name = end.join(["x", *pieces])
    # Asterisk lets no CRLF through, nor a folded line.
    assert "\r\n" not in name + "x"

    told = followed(_renamed(streams()[which], name))

    plain = followed(streams()[which])
    assert [(each.outcome, each.caller, each.dialled, each.ring_seconds) for each in told] == [
        (each.outcome, each.caller, each.dialled, each.ring_seconds) for each in plain
    ]
    for each in told:
        assert each.caller_name is None or (
            each.caller_name.isprintable() and len(each.caller_name) <= 80
        )


def test_the_number_of_a_later_event_is_never_the_callers() -> None:
    stream = streams()["abandon_ringing", "least"]
    first = next(index for index, each in enumerate(stream) if b"Newchannel" in each.wire)
    later = [
        Heard(each.after, each.wire.replace(CALLER, CALLER.replace(b"319", b"900")))
        for each in stream[first + 1 :]
    ]

    [verdict] = followed([*stream[: first + 1], *later])

    assert verdict.caller == "+13195550123"


def test_a_thousand_calls_that_never_end_are_bounded_and_counted() -> None:
    calls = LinkedCalls(limit=200)
    beginning = [
        each for each in streams()["no_answer_pbx_timeout", "least"] if b"Hangup" not in each.wire
    ]

    for index in range(1000):
        assert followed(apart(beginning, f"x{index}"), calls) == []

    assert len(calls._calls) == 200
    assert calls.unknown == 800
    assert len(calls._call_of) == 2 * 200
