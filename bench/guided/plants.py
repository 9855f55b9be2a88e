"""Faults planted in parsers on purpose: guided fuzzing that does not find these finds nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
import re
from typing import Final
from unittest.mock import patch

from custom_components.missed_call_textback.core import outbox
from custom_components.missed_call_textback.providers.fritzbox import monitor_lines
from custom_components.missed_call_textback.providers.sip import digest, messages
from custom_components.missed_call_textback.providers.twilio import calls
from custom_components.missed_call_textback.providers.webhook import heard

_ANYTHING: Final = re.compile(r".*", re.DOTALL)


def _as_it_is(*_: object) -> None:
    """Leave what nobody can keep."""


def _seconds_as_they_are(written: str) -> int:
    return int(written or 0)


_PLANTS: Final[dict[str, tuple[object, str, object]]] = {
    "a length that need not be a number": (messages, "_LENGTH", _ANYTHING),
    "a realm in an old encoding that breaks the digest": (digest, "_as_it_came", str.encode),
    "words that no database keeps": (outbox, "make_keepable", _as_it_is),
    "a call's number that need not be one": (monitor_lines, "_SMALL", _ANYTHING),
    "a duration that need not be a number": (heard, "_NUMBER", re.compile(r"[0-9].*")),
    "seconds that need not be counted": (calls, "_seconds", _seconds_as_they_are),
}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Plant one for a while."""
    target, attribute, fault = _PLANTS[name]
    with patch.object(target, attribute, fault):
        yield
