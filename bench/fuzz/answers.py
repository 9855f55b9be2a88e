"""Answers of the carrier's API: any bytes, any status, any JSON, and lines that break."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
import gzip
import json
from typing import Any, Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.engine import Refusal
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    OutgoingText,
    Refused,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.providers.asking import ApiError
from custom_components.missed_call_textback.providers.health import Unexamined
from custom_components.missed_call_textback.providers.twilio.call_log import TwilioLog
from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.health import TwilioExaminer
from custom_components.missed_call_textback.providers.twilio.numbers import point_here, restore
from homeassistant.util import dt as dt_util

from .door import FuzzedDoor
from .finding import Finding
from .hostile import json_values, words
from .stand_in import NUMBER_SID, SID, TOKEN, Answer

_NAMES: Final = (
    "sid",
    "status",
    "code",
    "message",
    "messages",
    "body",
    "date_created",
    "incoming_phone_numbers",
    "next_page_uri",
    "phone_number",
    "friendly_name",
    "iso_country",
    "capabilities",
    "voice",
    "sms",
    "voice_url",
    "sms_url",
    "trunk_sid",
    "balance",
    "currency",
    "line_type_intelligence",
    "calls",
    "from",
    "to",
    "direction",
    "duration",
    "start_time",
    "end_time",
    "parent_call_sid",
    "error_code",
    "date_sent",
    "services",
    "phone_numbers",
    "inbound_request_url",
    "content",
    "low_risk_numbers_enabled",
    "type",
)
_known: Final = st.sampled_from(
    (
        "Thu, 24 Aug 2023 05:01:45 +0000",
        "Thu, 24 Aug 99999 05:01:45 +0000",
        "hello",
        "mobile",
        "+12025550199",
        NUMBER_SID,
        "//evil.example/next",
        "http://[",
        "/2010-04-01/Accounts/x.json",
        "NaN",
        "Infinity",
        "1E+999999",
    )
)
# Objects that have the names which are looked for, and anything behind them.
_shaped: Final = st.recursive(
    json_values | _known,
    lambda inner: (
        st.dictionaries(st.sampled_from(_NAMES), inner, max_size=6) | st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)
_ODD: Final = (
    b"",
    b"null",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"code": ' + b"9" * 5000 + b"}",
    b'{"sid": NaN}',
    b'{"sid": "\\ud800"}',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{}",
    b"<html>502</html>",
    b"x" * (2 * 1024 * 1024 + 1),
)
_bodies: Final = (
    st.dictionaries(st.sampled_from(_NAMES), _shaped, max_size=6).map(
        lambda told: json.dumps(told).encode()
    )
    | _shaped.map(lambda told: json.dumps(told).encode())
    # One id for all texts, which no carrier should give.
    | st.just(b'{"sid": "SMthesame", "status": "queued"}')
    | st.binary(max_size=300)
    | st.sampled_from(_ODD)
)
_headers: Final = st.sampled_from(
    (
        {},
        {"Content-Type": "application/json"},
        {"Content-Type": "text/html; charset=nonsense"},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "deflate"},
        {"Location": "https://evil.example/"},
        {"Retry-After": "-1"},
        {"Set-Cookie": "a=b; Domain=example"},
    )
)
# How many things the carrier is asked for: see `try_one`.
_ASKS: Final = 12
_PATIENCE_SECONDS: Final = 0.2

answers: Final = st.builds(
    Answer,
    status=st.sampled_from((200, 201, 204, 301, 307, 400, 401, 403, 404, 409, 429, 500, 503))
    | st.integers(min_value=200, max_value=599),
    body=_bodies | _bodies.map(gzip.compress),
    headers=_headers,
    cut=st.none() | st.integers(min_value=0, max_value=50),
)


class CarrierAnswers(FuzzedDoor):
    """Whatever an API says, the client has a value or an ApiError, the carrier what it promises."""

    name = "answers"

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.tuples(answers, st.integers(min_value=0, max_value=_ASKS), words)

    @override
    async def try_one(self, given: tuple[Answer, int, str]) -> None:
        answer, which, body = given
        self.trail.append((answer.status, answer.headers, answer.cut, answer.body[:500], which))
        house = self.house
        base = str(house.fuzzed.entry.data["api_base"])
        client = TwilioClient(house.session, SID, SID, TOKEN, base)
        carrier = TwilioCarrier(client, house.fuzzed.public_url)
        url = house.fuzzed.public_url
        shop = house.fuzzed.entry.runtime_data.shop
        log = TwilioLog(client, shop, was_open=lambda *_: True)
        examiner = TwilioExaminer(client, shop, url)
        asks: list[Callable[[], Awaitable[object]]] = [
            client.numbers,
            lambda: client.number(NUMBER_SID),
            client.balance,
            lambda: client.line_type("+12025550143"),
            lambda: point_here(client, NUMBER_SID, url),
            lambda: log.since(shop.lines[0], dt_util.utcnow() - timedelta(days=1)),
            examiner.examine,
            lambda: examiner.mend(shop.lines[0]),
            lambda: restore(client, NUMBER_SID, url, {"voice_url": "https://before.example"}),
        ]
        house.stand_in.answer = answer
        try:
            match which:
                case 9:
                    await self._send(carrier, text_from(house.fuzzed.number, body))
                case 10:
                    await self._find(carrier, text_from(house.fuzzed.number, body))
                case 11:
                    kind = await carrier.line_kind("+12025550143")
                    if kind is not None and not isinstance(kind, NumberKind):
                        raise Finding("a kind of line that is none")
                case 12:
                    await self._send_through_the_engine(body)
                case _:
                    await self._ask(asks[which])
        finally:
            house.stand_in.answer = None

    async def _ask(self, ask: Callable[[], Awaitable[object]]) -> None:
        try:
            await ask()
        except (ApiError, CarrierSilent, Unexamined) as error:
            if TOKEN in f"{error!r}{error}":
                raise Finding("an error that tells the token") from None

    async def _send(self, carrier: TwilioCarrier, text: OutgoingText) -> None:
        result = await carrier.send(text, 600)
        if not isinstance(result, Accepted | Refused | Unknown):
            raise Finding("a send that came to nothing")
        if isinstance(result, Accepted) and not isinstance(result.carrier_id, str):
            raise Finding("a carrier's id that is no text")

    async def _send_through_the_engine(self, body: str) -> None:
        engine = self.house.fuzzed.entry.runtime_data.engine
        line = self.house.fuzzed.entry.runtime_data.shop.lines[0]
        with suppress(Refusal):
            text = await engine.send_text(line.id, "+12025550146", body or "Hello")
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await engine.settled(text)

    async def _find(self, carrier: TwilioCarrier, text: OutgoingText) -> None:
        try:
            found = await carrier.find(text, frozenset())
        except CarrierSilent:
            return
        if found is not None and not isinstance(found, str):
            raise Finding("a carrier's id that is no text")


def text_from(sender: str, body: str) -> OutgoingText:
    """Return a text that is about to go out."""
    now = dt_util.utcnow()
    return OutgoingText(
        id=1,
        ref="ref",
        line_id="line",
        kind=TextKind.TEXT_BACK,
        sender=sender,
        to="+12025550143",
        body=body,
        state=TextState.SENDING,
        created_at=now,
        deadline=now + timedelta(minutes=30),
    )
