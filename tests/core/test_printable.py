"""Names and numbers of strangers: whatever they write, it is one line that can be shown."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.printable import printable

TEXTS = st.text() | st.text(st.sampled_from("a 1\n\r\t\x00\x85\u2028\u202e\u2068\u200b\ud800\xa0"))


@given(text=TEXTS, most=st.integers(1, 20), invisible=st.sampled_from(["", " "]))
def test_whatever_is_written_it_is_one_printable_line_of_that_length(
    text: str, most: int, invisible: str
) -> None:
    line = printable(text, most, invisible=invisible)
    if line is not None:
        assert 0 < len(line) <= most
        assert line.isprintable()
        assert line == " ".join(line.split())
        assert line.encode()


@given(text=TEXTS, most=st.integers(1, 20), invisible=st.sampled_from(["", " "]))
def test_a_clean_line_stays_as_it_is(text: str, most: int, invisible: str) -> None:
    line = printable(text, most, invisible=invisible)
    if line is not None:
        assert printable(line, most, invisible=invisible) == line


@given(
    words=st.lists(st.text("abc1", min_size=1), min_size=1), gap=st.sampled_from(" \t\n\x85\u2028")
)
def test_nothing_that_can_be_seen_is_lost(words: list[str], gap: str) -> None:
    written = gap.join(words)
    assert printable(written, len(written)) == " ".join(words)


@pytest.mark.parametrize(
    ("invisible", "line"), [(" ", "+1 202 555 0123 a b"), ("", "+1 202 5550123 ab")]
)
def test_what_cannot_be_seen_parts_words_or_is_left_out(invisible: str, line: str) -> None:
    assert (
        printable("\u2068+1 202\u2029555\u200e0123\u2069 a\x00b", 40, invisible=invisible) == line
    )


def test_a_line_does_not_end_in_the_space_it_was_cut_at() -> None:
    assert printable("Jane Caller", 5) == "Jane"


@pytest.mark.parametrize("nothing", ["", "  ", "\x00\u202e", "\n"])
def test_where_nothing_can_be_seen_there_is_no_line(nothing: str) -> None:
    assert printable(nothing, 10) is None


def test_what_is_far_too_long_is_not_looked_through() -> None:
    assert printable(" " * 40 + "late", 10) is None
