"""What is written as a form is read as it was, by us and by anybody."""

from urllib.parse import parse_qsl

from hypothesis import given, strategies as st

from custom_components.missed_call_textback.providers.forms import read_form, write_form

_FIELDS = st.dictionaries(st.text(min_size=1), st.text())


@given(_FIELDS)
def test_a_form_is_read_as_it_was_written(fields: dict[str, str]) -> None:
    assert dict(read_form(write_form(fields))) == fields


@given(_FIELDS)
def test_a_form_is_read_by_others_as_it_was_written(fields: dict[str, str]) -> None:
    written = write_form(fields).decode("ascii")
    assert dict(parse_qsl(written, keep_blank_values=True, strict_parsing=bool(fields))) == fields
