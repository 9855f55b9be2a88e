"""A shop that texts by a phone: its line, its texts, and what strangers may bring to its door."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.outbox import OutgoingText, TextKind
from custom_components.missed_call_textback.core.shop import Line, LineMode, Shop
from custom_components.missed_call_textback.providers.door import (
    Door,
    Letter,
    Malformed,
    Unverified,
)

PUBLIC: Final = "https://home.example/api/webhook/5f1c"
NUMBER: Final = "+12025550123"
SECOND: Final = "+12025550124"
CALLER: Final = "+12025550161"
NOW: Final = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
LINE: Final = Line(id="01LINE", name="Corner Barbers", number=NUMBER, mode=LineMode.OWN_PHONES)
SHOP: Final = Shop(
    id="01JD5X0000000000000000SHOP",
    business="Corner Barbers",
    country="US",
    time_zone=ZoneInfo("UTC"),
    lines=(LINE,),
)
TWO_LINES: Final = replace(
    SHOP, lines=(LINE, Line(id="02LINE", name="Corner Barbers 2", number=SECOND))
)
NOBODY: Final[frozenset[str]] = frozenset()
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3)
    ),
    max_leaves=8,
)


def text_to(to: str = CALLER, **changes: Any) -> OutgoingText:  # noqa: ANN401
    """Return a text that is about to go out."""
    text = OutgoingText(
        id=1,
        ref="0a1b2c",
        line_id=LINE.id,
        kind=TextKind.TEXT_BACK,
        sender=NUMBER,
        to=to,
        body="Hi, this is Corner Barbers.\nSorry we missed you! ✂️",
        created_at=NOW,
        deadline=NOW + timedelta(minutes=30),
    )
    return replace(text, **changes)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Hall:
    """What is behind a door's address: it answers as the webhook does, and keeps what was told."""

    def __init__(self, door: Door, clock: Clock, address: str = PUBLIC) -> None:
        self.door = door
        self.entries: list[object] = []
        self._clock = clock
        self._address = address

    def bring(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Take a letter, and return the status of the answer."""
        if url != self._address:
            return 404
        if not self.door.may_be_genuine(headers):
            return 403
        letter = Letter(headers=headers, body=body, now=self._clock())
        try:
            handled = self.door.handle(letter)
        except Unverified:
            return 403
        except Malformed:
            return 400
        self.entries += handled.events
        return handled.reply.status


def nowhere(*_: object) -> int:
    """Take no letter at all."""
    return 503
