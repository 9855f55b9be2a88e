"""Every value of a body, JSON or form, has a path; and no body is too much."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.providers.door import Malformed
from custom_components.missed_call_textback.providers.webhook.flat import flatten, read_body

from .test_document import JSON_VALUES


def flat(body: bytes) -> dict[str, str]:
    return flatten(read_body(body))


def test_json_is_told_by_dotted_paths_and_nulls_are_left_out() -> None:
    body = {
        "data": {"from": "+1", "parties": [{"code": "Gone"}, {"code": None}], "live": True},
        "seconds": 1.5,
        "count": 3,
    }
    assert flat(json.dumps(body).encode()) == {
        "data.from": "+1",
        "data.parties.0.code": "Gone",
        "data.live": "true",
        "seconds": "1.5",
        "count": "3",
    }


def test_forms_are_read_as_they_are() -> None:
    assert flat(b"event=newCall&user[]=Alice&user[]=Bob&cause=") == {
        "event": "newCall",
        "user[]": "Alice",
        "cause": "",
    }


def test_of_a_doubled_name_the_first_value_counts() -> None:
    assert flat(b'{"from": "+1", "from": "+2"}') == {"from": "+1"}
    assert flat(b'{"a": {"b": 1}, "a.b": 2}') == {"a.b": "1"}
    assert flat(b"from=1&from=2") == {"from": "1"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b'{"a": NaN}',
        b"[" * 60_000,
        b'{"a": ' + b"1" * 5_000 + b"}",
        b"&".join(b"a=1" for _ in range(300)),
        b"nothing of the kind",
    ],
)
def test_what_is_neither_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        flat(body)


def test_long_deep_and_many_values_are_cut() -> None:
    long = flat(json.dumps({"k" * 100: "v" * 10_000}).encode())
    assert long == {"k" * 64: "v" * 512}
    assert len(flat(json.dumps(list(range(5_000))).encode())) == 200
    deep: object = "here"
    for _ in range(20):
        deep = {"a": deep}
    assert flatten(deep) == {}


def test_what_no_text_can_hold_is_taken_out() -> None:
    assert flat(b'{"a\\ud800": "b\\ud800\\u0000c", "": "nameless"}') == {"a": "bc"}


@given(st.binary(max_size=300))
def test_no_body_crashes_it(body: bytes) -> None:
    try:
        fields = flat(body)
    except Malformed:
        return
    assert all(key and isinstance(value, str) for key, value in fields.items())


@given(JSON_VALUES)
def test_no_json_crashes_it(body: object) -> None:
    for path, value in flatten(body).items():
        assert path.encode()
        assert len(value.encode()) <= 4 * 512
