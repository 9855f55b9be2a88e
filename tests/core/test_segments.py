"""Segments: a text takes as many as the network cuts it into."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.segments import Encoding, Segments, segments


@pytest.mark.parametrize(
    ("body", "encoding", "units", "count"),
    [
        pytest.param("", Encoding.GSM_7, 0, 0, id="nothing"),
        pytest.param("Sorry we missed you", Encoding.GSM_7, 19, 1, id="plain"),
        pytest.param("a" * 160, Encoding.GSM_7, 160, 1, id="just one"),
        pytest.param("a" * 161, Encoding.GSM_7, 161, 2, id="one more"),
        pytest.param("a" * 306, Encoding.GSM_7, 306, 2, id="just two"),
        pytest.param("a" * 307, Encoding.GSM_7, 307, 3, id="three"),
        pytest.param("è£$ÄñΩ\n", Encoding.GSM_7, 7, 1, id="letters of the default alphabet"),
        pytest.param("€" * 80, Encoding.GSM_7, 160, 1, id="the extension counts two"),
        pytest.param("[" * 81, Encoding.GSM_7, 162, 2, id="the extension over the edge"),
        # 153 is odd: an escaped character would be cut in half, so the segment ends before it.
        pytest.param("{" * 153, Encoding.GSM_7, 306, 3, id="an escape is not cut"),
        pytest.param("’", Encoding.UCS_2, 1, 1, id="a curly quote changes the alphabet"),
        pytest.param("я" * 70, Encoding.UCS_2, 70, 1, id="just one in UCS-2"),
        pytest.param("я" * 71, Encoding.UCS_2, 71, 2, id="one more in UCS-2"),
        pytest.param("я" * 134, Encoding.UCS_2, 134, 2, id="just two in UCS-2"),
        pytest.param("🙂", Encoding.UCS_2, 2, 1, id="an emoji takes two units"),
        pytest.param("🙂" * 67, Encoding.UCS_2, 134, 3, id="an emoji is not cut"),
    ],
)
def test_a_text_is_counted_as_the_network_does(
    body: str, encoding: Encoding, units: int, count: int
) -> None:
    assert segments(body) == Segments(encoding, units, count)


@given(st.text(max_size=2000))
def test_the_segments_hold_the_text_and_not_one_is_spare(body: str) -> None:
    sent = segments(body)
    alone, each = (160, 153) if sent.encoding is Encoding.GSM_7 else (70, 67)
    assert sent.units <= (alone if sent.segments == 1 else sent.segments * each)
    # Each full segment may waste one unit, where a character of two would have been cut.
    if sent.segments > 1:
        assert sent.units > (sent.segments - 1) * (each - 1)


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_longer_text_never_takes_fewer_segments(body: str, more: str) -> None:
    assert segments(body + more).segments >= segments(body).segments
