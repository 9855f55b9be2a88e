"""Answers of the phones' own APIs: SMSGate and httpSMS, asked for everything they are asked for."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from typing import Any, Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.carrier import Carrier, CarrierSilent
from custom_components.missed_call_textback.core.outbox import Accepted, Refused, Unknown
from custom_components.missed_call_textback.providers.asking import ApiError
from custom_components.missed_call_textback.providers.httpsms import setting_up as httpsms
from custom_components.missed_call_textback.providers.httpsms.carrier import HttpSmsCarrier
from custom_components.missed_call_textback.providers.httpsms.client import HttpSmsClient
from custom_components.missed_call_textback.providers.httpsms.log import HttpSmsLog
from custom_components.missed_call_textback.providers.smsgate import setting_up as smsgate
from custom_components.missed_call_textback.providers.smsgate.carrier import SmsGateCarrier
from custom_components.missed_call_textback.providers.smsgate.client import SmsGateClient
from custom_components.missed_call_textback.providers.source import (
    Refused as SourceRefused,
    Unreachable,
    Unsuitable,
)
from homeassistant.util import dt as dt_util

from .answers import answers, text_from
from .door import FuzzedDoor
from .finding import Finding
from .hostile import json_values, words
from .house import House
from .stand_in import Answer

_SECRET: Final = "the password of a phone"
_NAMES: Final = (
    *("id", "name", "simCards", "simNumber", "lastSeen", "message", "state", "data", "status"),
    *("phone_number", "messages_per_minute", "missed_call_auto_reply", "url", "contact", "owner"),
    *("request_id", "order_timestamp", "request_received_at", "type", "failure_reason", "content"),
    *("from", "to", "send_attempt_count", "max_send_attempts"),
)
_known: Final = st.sampled_from(
    (
        *("2026-11-21T10:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"),
        *("call/missed", "mobile-originated", "delivered", "failed", "expired", "ref", "phone"),
        *("queue limits exceeded", "no phone found, try again later", "device", "+12025550143"),
    )
)
_shaped: Final = st.recursive(
    json_values | _known,
    lambda inner: (
        st.dictionaries(st.sampled_from(_NAMES), inner, max_size=6) | st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)
_items: Final = st.lists(
    st.dictionaries(st.sampled_from(_NAMES), _known | _shaped, max_size=8), max_size=22
)
_bodies: Final = (
    _items.map(lambda told: json.dumps({"data": told}).encode())
    | _items.map(lambda told: json.dumps(told).encode())
    | _shaped.map(lambda told: json.dumps(told).encode())
)
_shaped_answers: Final = st.builds(
    Answer, status=st.sampled_from((200, 200, 200, 201, 400, 404, 409, 422, 503)), body=_bodies
)


class PhoneAnswers(FuzzedDoor):
    """Whatever a phone's API says, a client has a value or an ApiError, a carrier what it promises."""

    name = "apis"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        base = str(house.fuzzed.entry.data["api_base"])
        self._url = house.fuzzed.public_url
        self._smsgate = SmsGateClient(house.session, base, "user", _SECRET)
        self._httpsms = HttpSmsClient(house.session, _SECRET, base)
        self._asks = self._all_asks()

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.tuples(_shaped_answers | answers, st.integers(0, len(self._asks) - 1), words)

    @override
    async def try_one(self, given: tuple[Answer, int, str]) -> None:
        answer, which, body = given
        self.trail.append((answer.status, answer.headers, answer.cut, answer.body[:500], which))
        self.house.stand_in.answer = answer
        try:
            await self._asks[which](body)
        except (ApiError, CarrierSilent, SourceRefused, Unreachable, Unsuitable) as error:
            if _SECRET in f"{error!r}{error}":
                raise Finding("an error that tells the password") from None
        finally:
            self.house.stand_in.answer = None

    def _all_asks(self) -> list[Callable[[str], Awaitable[object]]]:
        shop = self.house.fuzzed.entry.runtime_data.shop
        line = shop.lines[0]
        log = HttpSmsLog(self._httpsms, shop, _SECRET)
        by_phone = SmsGateCarrier(self._smsgate, "phone", {line.number: 1})
        by_server = HttpSmsCarrier(self._httpsms)
        url = self._url

        async def read_log(_body: str) -> None:
            entries = await log.since(line, dt_util.utcnow() - timedelta(days=1))
            # Of what a list tells no more is kept than the ledger takes.
            await self.house.fuzzed.entry.runtime_data.engine.catch_up(entries[:20])

        return [
            lambda body: _sent(by_phone, line.number, body),
            lambda body: _sent(by_server, line.number, body),
            lambda body: _found(by_phone, line.number, body),
            lambda body: _found(by_server, line.number, body),
            read_log,
            lambda _: smsgate.check(self._smsgate, public_url=url, now=dt_util.utcnow()),
            lambda _: smsgate.register(self._smsgate, "shop", url, "phone"),
            lambda _: smsgate.unregister(self._smsgate, "shop"),
            lambda _: httpsms.check(
                self._httpsms, api_key=_SECRET, numbers={line.number}, public_url=url
            ),
            lambda _: httpsms.register(
                self._httpsms, public_url=url, signing_key=_SECRET, numbers={line.number}
            ),
            lambda _: httpsms.unregister(self._httpsms, url),
        ]


async def _sent(carrier: Carrier, sender: str, body: str) -> None:
    result = await carrier.send(text_from(sender, body), 600)
    if not isinstance(result, Accepted | Refused | Unknown):
        raise Finding("a send that came to nothing")
    if isinstance(result, Accepted) and not isinstance(result.carrier_id, str):
        raise Finding("a carrier's id that is no text")


async def _found(carrier: Carrier, sender: str, body: str) -> None:
    found = await carrier.find(text_from(sender, body), frozenset())
    if found is not None and not isinstance(found, str):
        raise Finding("a carrier's id that is no text")
