"""A shop behind Twilio's door, and requests to it that are signed as Twilio signs them.

The signature is the stand-in company's own, written apart from the library that is under test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from multidict import CIMultiDict, MultiDict

from custom_components.missed_call_textback.core.hours import WeeklyHours
from custom_components.missed_call_textback.core.opening import OPEN_ALL_THE_TIME, is_open
from custom_components.missed_call_textback.core.shop import Line, LineMode, Shop, TeamMember
from custom_components.missed_call_textback.providers.door import Handled, Letter
from custom_components.missed_call_textback.providers.twilio.door import TwilioDoor
from tests.exchange.signing import signature

ACCOUNT: Final = "AC00000000000000000000000000000001"
CALL: Final = "CA00000000000000000000000000000002"
TOKEN: Final = "0123456789abcdef0123456789abcdef"
PUBLIC: Final = "https://home.example/api/webhook/5f1c"
NUMBER: Final = "+12025550123"
CALLER: Final = "+12025550161"
OWNER: Final = "+12025550111"
PARTNER: Final = "+12025550112"
# A Saturday, 10:00 in UTC.
NOW: Final = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
NEVER_OPEN: Final = WeeklyHours.parse({})

LINE: Final = Line(id="01LINE", name="Corner Barbers", number=NUMBER)
SHOP: Final = Shop(
    id="shop",
    business="Corner Barbers",
    country="US",
    time_zone=ZoneInfo("UTC"),
    lines=(LINE,),
    team=(
        TeamMember(id="1", name="Ann", mobile=OWNER),
        TeamMember(id="2", name="Ben", mobile=PARTNER),
    ),
)


def shop_with(line: Mapping[str, Any] | None = None, **changes: Any) -> Shop:  # noqa: ANN401
    """Return the shop with its line, and itself, changed."""
    return replace(SHOP, lines=(replace(LINE, **(line or {})),), **changes)


FORWARDED: Final = shop_with({"mode": LineMode.FORWARDED})
CLOSED: Final = shop_with(hours=NEVER_OPEN)
LANDLINE: Final = "+12025550170"
OWN_PHONES: Final = shop_with({"mode": LineMode.OWN_PHONES, "dialled": LANDLINE})


def recorded(name: str) -> dict[str, str]:
    """Return the form of a request as Twilio sends it."""
    path = Path(__file__).parent / "fixtures" / f"{name}.json"
    form: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return form


def open_by_hours(shop: Shop, line: Line, now: datetime = NOW) -> bool:
    """Tell whether a shop is open by its weekly hours alone."""
    return is_open(shop.hours_of(line), OPEN_ALL_THE_TIME, shop.time_zone, now)


def door_of(shop: Shop = SHOP, *tokens: str) -> TwilioDoor:
    """Return the door of a shop."""
    known = tokens or (TOKEN,)
    return TwilioDoor(shop, PUBLIC, ACCOUNT, known, is_open=partial(open_by_hours, shop))


def letter_of(
    query: str,
    fields: MultiDict[str],
    headers: Mapping[str, str],
    now: datetime = NOW,
) -> Letter:
    """Return a request as it comes in."""
    body = urlencode(list(fields.items()), errors="surrogatepass").encode()
    return Letter(query_string=query, headers=headers, body=body, now=now)


def ask(
    query: str,
    form: dict[str, str] | Iterable[tuple[str, str]],
    *,
    shop: Shop = SHOP,
    now: datetime = NOW,
) -> Handled:
    """Make one request of a shop's door, signed."""
    fields = MultiDict(form)
    signed = signature(TOKEN, f"{PUBLIC}?{query}" if query else PUBLIC, fields.items())
    headers = CIMultiDict({"X-Twilio-Signature": signed})
    return door_of(shop).handle(letter_of(query, fields, headers, now))
