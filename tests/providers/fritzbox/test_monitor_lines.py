"""Lines of the call monitor: cut from a stream in any pieces, and read without trust."""

from datetime import datetime
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.providers.fritzbox.monitor_lines import (
    LONGEST_LINE,
    Connect,
    Dial,
    Disconnect,
    LineCutter,
    MonitorLine,
    Ring,
    read_line,
)

AT = datetime(2020, 7, 11, 19, 0, 42)  # noqa: DTZ001 - the box's own


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            b"11.07.20 19:00:42;RING;0;03023125001;69001;SIP0;",
            Ring(at=AT, connection=0, caller="03023125001", called="69001"),
        ),
        (
            b"11.07.20 19:00:42;RING;3;;69001;SIP0;",
            Ring(at=AT, connection=3, caller=None, called="69001"),
        ),
        (
            b"11.07.20 19:00:42;RING;0;03023125001;69001;",
            Ring(at=AT, connection=0, caller="03023125001", called="69001"),
        ),
        (
            b"11.07.20 19:00:42;CALL;1;13;69001;03023125001;SIP0;",
            Dial(at=AT, connection=1, called="03023125001"),
        ),
        (
            b"11.07.20 19:00:42;CALL;1;4;69001;*31#03023125001#;",
            Dial(at=AT, connection=1, called="03023125001"),
        ),
        (b"11.07.20 19:00:42;CALL;1;4;69001;;", Dial(at=AT, connection=1, called=None)),
        (
            b"11.07.20 19:00:42;CONNECT;2;40;03023125001;",
            Connect(at=AT, connection=2, extension=40),
        ),
        (
            b"11.07.20 19:00:42;CONNECT;2;;03023125001;",
            Connect(at=AT, connection=2, extension=None),
        ),
        (b"11.07.20 19:00:42;DISCONNECT;2;24;", Disconnect(at=AT, connection=2)),
    ],
)
def test_every_kind_of_line_is_read(line: bytes, said: MonitorLine) -> None:
    assert read_line(line) == said


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b";;;;",
        b"HTTP/1.1 400 Bad Request",
        b"11.07.20;RING;0;03023125001;69001;SIP0;",
        b"31.02.20 19:00:42;RING;0;03023125001;69001;SIP0;",
        b"11.07.20 19:00:42;RING;-1;03023125001;69001;SIP0;",
        b"11.07.20 19:00:42;RING;99999;03023125001;69001;SIP0;",
        b"11.07.20 19:00:42;RING;zero;03023125001;69001;SIP0;",
        b"11.07.20 19:00:42;ring;0;03023125001;69001;SIP0;",
        b"11.07.20 19:00:42;DISCONNECT;0;",
        b"11.07.20 19:00:42;CONNECT;0;",
        b"11.07.20 19:00:42;RING;0;0302\x0b3125001;69001;SIP0;",
        "11.07.20 19:00:42;RING;0;０３０２３;69001;SIP0;".encode(),
        b"11.07.20 19:00:42;RING;0;\xff\xfe;69001;SIP0;",
    ],
)
def test_what_is_no_line_of_the_monitor_says_nothing(line: bytes) -> None:
    assert read_line(line) is None


def test_a_semicolon_in_a_caller_id_puts_no_field_in_anothers_place() -> None:
    assert read_line(b"11.07.20 19:00:42;RING;0;Eve;+19005550199;69001;SIP0;") is None


@given(st.binary(max_size=200))
def test_garbage_never_raises(data: bytes) -> None:
    assert read_line(data) is None or data.count(b";") >= 3


@given(
    st.lists(st.sampled_from([b"11.07.20 19:00:42", b"RING", b"CONNECT", b"0", b"40", b"", b"x"])),
)
def test_any_fields_in_any_order_never_raise(fields: list[bytes]) -> None:
    said = read_line(b";".join(fields))

    assert said is None or said.at == AT


@given(
    st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line and b"\r" not in line)),
    st.lists(st.integers(min_value=0, max_value=400)),
    st.sampled_from([b"\n", b"\r\n"]),
)
def test_a_stream_gives_the_same_lines_in_whatever_pieces_it_comes(
    lines: list[bytes], cuts: list[int], end: bytes
) -> None:
    stream = b"".join(line + end for line in lines)
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    cutter = LineCutter()

    got = [line for start, stop in pairwise(edges) for line in cutter.feed(stream[start:stop])]

    assert got == [line for line in lines if line]


@given(st.integers(min_value=1, max_value=3 * LONGEST_LINE), st.integers(min_value=1, max_value=97))
def test_a_line_longer_than_any_is_thrown_away_and_the_next_one_is_whole(
    length: int, piece: int
) -> None:
    cutter = LineCutter()
    stream = b"x" * length + b"\r\nnext\r\n"

    got: list[bytes] = []
    for start in range(0, len(stream), piece):
        got += cutter.feed(stream[start : start + piece])
        assert len(cutter._rest) <= LONGEST_LINE + 1

    assert got == ([b"x" * length] if length <= LONGEST_LINE else []) + [b"next"]
