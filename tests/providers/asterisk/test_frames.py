"""Frames are cut at CRLF alone, whatever a caller calls themselves."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.asterisk.frames import (
    FRAME_LIMIT,
    Framer,
    action,
    number_of,
    shown_name,
)

from .recordings import streams

# All that some way of cutting text into lines takes for a line's end, but for CRLF itself.
ENDS = ("\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_a_name_with_another_line_end_stays_a_name(end: str) -> None:
    name = f"Jane{end}CallerIDNum: +19005550199{end}{end}Event: Hangup"
    wire = f"Event: Newchannel\r\nCallerIDName: {name}\r\nCallerIDNum: +13195550123\r\n\r\n"

    [frame] = Framer().feed(wire.encode())

    assert frame == {"Event": "Newchannel", "CallerIDName": name, "CallerIDNum": "+13195550123"}


def test_the_first_of_a_doubled_key_stands() -> None:
    [frame] = Framer().feed(b"CallerIDNum: 1\r\nCallerIDName: x\r\nCallerIDNum: 2\r\n\r\n")

    assert frame["CallerIDNum"] == "1"


def test_a_name_that_is_no_utf_8_spoils_nothing_but_itself() -> None:
    [frame] = Framer().feed(b"CallerIDNum: 1\r\nCallerIDName: J\xf6rg\r\nExten: 2\r\n\r\n")

    assert frame == {"CallerIDNum": "1", "CallerIDName": "J\ufffdrg", "Exten": "2"}


def test_lines_that_are_no_fields_are_passed_over() -> None:
    lines = (
        b"nothing here\r\n: no key\r\nb\xc3\xa4d: 1\r\n two words: 1\r\n" + b"x" * 65 + b": 1\r\n"
    )

    assert Framer().feed(b"\r\n\r\n" + lines + b"Event: Hangup\r\n\r\n") == [{"Event": "Hangup"}]


@settings(max_examples=50, deadline=None)
@given(
    which=st.sampled_from(sorted(streams())),
    sizes=st.lists(st.integers(1, 4000), min_size=1, max_size=50),
)
def test_the_bytes_may_come_in_any_pieces(which: tuple[str, str], sizes: list[int]) -> None:
    wire = b"".join(each.wire for each in streams()[which])
    framer, frames, start = Framer(), [], 0
    for size in [*sizes, len(wire)]:
        frames += framer.feed(wire[start : start + size])
        start += size

    assert frames == Framer().feed(wire)
    # Some test events of Asterisk's own end twice.
    assert len(frames) == sum(each.wire != b"\r\n\r\n" for each in streams()[which])


@pytest.mark.parametrize("piece", [1, 1000, 1_000_000])
def test_of_a_frame_too_long_the_beginning_counts_and_the_next_is_whole(piece: int) -> None:
    long_line = b"Variable: " + b"v" * 2 * FRAME_LIMIT
    after = b"Exten: 1\r\n"
    wire = b"Event: Newchannel\r\n" + long_line + b"\r\n" + after + b"\r\nEvent: Hangup\r\n\r\n"
    framer, frames = Framer(), []
    for start in range(0, len(wire), piece):
        frames += framer.feed(wire[start : start + piece])
        assert len(framer._rest) <= FRAME_LIMIT

    assert frames == [{"Event": "Newchannel"}, {"Event": "Hangup"}]


def test_a_frame_of_too_many_lines_is_cut() -> None:
    wire = b"".join(b"K%d: %s\r\n" % (index, b"v" * 100) for index in range(2000))

    [frame] = Framer().feed(wire + b"\r\n")

    assert list(frame) == [f"K{index}" for index in range(len(frame))]
    assert FRAME_LIMIT / 120 < len(frame) < FRAME_LIMIT / 100


@settings(max_examples=100, deadline=None)
@given(pieces=st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_at_all_are_taken(pieces: list[bytes]) -> None:
    framer = Framer(limit=300)
    for piece in pieces:
        for frame in framer.feed(piece):
            assert frame
            assert sum(len(key) + len(value.encode()) for key, value in frame.items()) <= 3 * 300
        assert len(framer._rest) <= 300


def test_an_action_is_lines_and_an_empty_one() -> None:
    assert action("Login", Username="jörg", Key="a: b") == (
        "Action: Login\r\nUsername: jörg\r\nKey: a: b\r\n\r\n".encode()
    )


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x00", "\x7f"], ids=ascii)
def test_a_field_cannot_bring_an_action_of_its_own(end: str) -> None:
    with pytest.raises(ValueError, match="Username"):
        action("Login", Username=f"me{end}{end}Action: Originate")


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Jane Caller", "Jane Caller"),
        ("  Jane\u2028\u202eCaller\x85 ", "Jane Caller"),
        ("Zoë 李", "Zoë 李"),
        ("a" * 81, "a" * 80),
        ("\u200b\x00", None),
        ("<unknown>", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_shown_in_one_line_and_short(given_name: str | None, shown: str | None) -> None:
    assert shown_name(given_name) == shown


@pytest.mark.parametrize(
    ("given_number", "number"),
    [
        ("+13195550123", "+13195550123"),
        ("anonymous", "anonymous"),
        ("<unknown>", None),
        ("", None),
        (None, None),
        ("1" * 65, None),
        ("+1319\u2028555", None),
        ("+1319\n555", None),
    ],
)
def test_a_number_is_passed_on_whole_or_not_at_all(
    given_number: str | None, number: str | None
) -> None:
    assert number_of(given_number) == number
