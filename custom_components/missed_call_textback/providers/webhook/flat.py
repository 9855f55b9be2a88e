"""The bodies of letters, JSON or form, and every value in them under its dotted path."""

from collections.abc import Iterable, Iterator
import json
from typing import Final
from urllib.parse import parse_qsl

from ..door import Malformed
from .heard import plain

_MOST_FIELDS: Final = 200
_DEEPEST: Final = 8
_LONGEST_KEY: Final = 64
_LONGEST_VALUE: Final = 512


def read_body(body: bytes) -> object:
    """Read a body. Raises Malformed.

    It is told by its first character what it is: no form begins like JSON, and a relay may drop the
    header that says so. Of a doubled name the first value counts, in both.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Malformed("the body is no text") from None
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text, object_pairs_hook=_first_of_each, parse_constant=_refuse)
        except ValueError, RecursionError:
            raise Malformed("the body is no JSON") from None
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Malformed("the body has too many fields") from None
    if "=" not in text:
        raise Malformed("the body is neither JSON nor a form")
    return _first_of_each(pairs)


def flatten(body: object) -> dict[str, str]:
    """Return the values in a body as text, each under its dotted path (`data.parties.0.from`).

    Nulls are left out, long values cut, and no more than the first fields are kept.
    """
    fields: dict[str, str] = {}
    for path, value in _walk(body, "", _DEEPEST):
        if path:
            fields.setdefault(path, plain(value, _LONGEST_VALUE) or "")
        if len(fields) == _MOST_FIELDS:
            break
    return fields


def _walk(value: object, path: str, deeper: int) -> Iterator[tuple[str, str]]:
    match value:
        case dict() | list() if not deeper:
            return
        case dict():
            for key, child in value.items():
                yield from _walk(child, _below(path, str(key)), deeper - 1)
        case list():
            for index, child in enumerate(value):
                yield from _walk(child, _below(path, str(index)), deeper - 1)
        case bool():
            yield path, "true" if value else "false"
        case str() | int() | float():
            yield path, str(value)
        case _:
            return


def _first_of_each(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _below(path: str, key: str) -> str:
    key = plain(key, _LONGEST_KEY) or ""
    return f"{path}.{key}" if path else key


def _refuse(constant: str) -> float:
    raise ValueError(constant)
