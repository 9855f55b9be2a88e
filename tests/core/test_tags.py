"""Tags: one word is one tag, however it was typed, and nobody has them without end."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.tags import (
    LONGEST_TAG,
    MOST_TAGS,
    TooManyTags,
    read_tag,
    retagged,
    tags_in,
    written_tags,
)

TYPED = st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        (" Regular ", "regular"),
        ("owes\nus", "owes us"),
        ("x" * LONGEST_TAG, "x" * LONGEST_TAG),
        ("x" * (LONGEST_TAG + 1), None),
        (" ", None),
        ("", None),
    ],
)
def test_a_tag_is_one_line_in_lower_case(typed: str, tag: str | None) -> None:
    assert read_tag(typed) == tag


@given(st.lists(TYPED, max_size=MOST_TAGS))
def test_tags_come_back_as_they_were_kept(typed: list[str]) -> None:
    tags = retagged((), [tag for each in typed if (tag := read_tag(each))], ())
    assert tags_in(written_tags(tags)) == tags
    assert len(set(tags)) == len(tags)


def test_nobody_tagged_has_no_text() -> None:
    assert written_tags(()) is None
    assert tags_in(None) == ()


def test_tags_are_added_and_removed_in_one_go() -> None:
    assert retagged(("a", "b"), ["c", "b"], ["a", "x"]) == ("b", "c")


def test_nobody_has_more_tags_than_can_be_read() -> None:
    many = [f"tag {n}" for n in range(MOST_TAGS)]
    with pytest.raises(TooManyTags):
        retagged(many, ["one more"], ())
    assert len(retagged(many, ["one more"], ["tag 0"])) == MOST_TAGS
