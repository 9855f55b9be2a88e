"""The webhook: odd requests that Twilio signed, requests that it did not, calls in any order."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import json
from pathlib import Path
import re
from typing import Any, Final, override
from xml.etree import ElementTree as ET

import aiohttp
from hypothesis import strategies as st

from tests.exchange.signing import signature

from .door import FuzzedDoor
from .finding import Finding, Forged
from .hostile import anything_written, numbers, words
from .house import FuzzedShop, House, LedgerEye, encoded
from .stand_in import SID, TOKEN

type Fields = list[tuple[str, str]]

_RECORDED: Final = Path(__file__).parents[2] / "tests" / "providers" / "twilio" / "fixtures"
_PAYLOADS: Final[dict[str, dict[str, str]]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(_RECORDED.iterdir())
}
_HEARD: Final = frozenset(
    {"voice", "dial", "whisper", "pressed", "recorded", "rung", "chosen", "talked"}
)
_VERBS: Final = frozenset({"Response", "Dial", "Number", "Gather", "Say", "Record", "Hangup"})
_ANSWERS: Final = frozenset({200, 400, 403, 405, 408, 413})
_CALLS: Final = tuple(f"CA{each:032x}" for each in range(1, 13))
_TEXTS: Final = tuple(f"SM{each:032x}" for each in range(1, 13))
# Longer than between two pages of a log.
_LOOK_SECONDS: Final = 0.3
_DTD: Final = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)

_fields: Final = st.sampled_from(
    [
        *sorted({name for payload in _PAYLOADS.values() for name in payload}),
        *("OptOutType", "ErrorCode", "NumMedia", "CallerName", "SmsStatus", "MessageStatus"),
    ]
)
_statuses: Final = st.sampled_from(
    (
        "ringing",
        "in-progress",
        "completed",
        "busy",
        "failed",
        "no-answer",
        "canceled",
        "queued",
        "sent",
        "delivered",
        "undelivered",
        "true",
        "false",
        "1",
        "0",
        "30003",
        "21610",
        "TN-Validation-Failed-C",
        "STOP",
    )
)
_sids: Final = st.sampled_from(_CALLS + _TEXTS)
_values: Final = anything_written | _statuses | _sids
_queries: Final = st.lists(
    st.tuples(
        st.sampled_from(("step", "line", "call", "ref", "since", "x", "step%00")),
        st.sampled_from((*_PAYLOADS, "", "9" * 60, "12025550100", *_CALLS[:2]))
        | st.from_regex(r"[A-Za-z0-9]{0,70}", fullmatch=True),
    ),
    max_size=4,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A webhook before it is signed."""

    step: str
    query: list[tuple[str, str]]
    changes: dict[str, str | None]
    doubled: Fields

    def fields(self, shop: FuzzedShop) -> Fields:
        """Return the form as it is sent."""
        payload = _PAYLOADS[self.step] | {"AccountSid": SID}
        if "To" in payload and self.step not in ("whisper", "pressed", "status"):
            payload["To"] = shop.number
        for name, value in self.changes.items():
            if value is None:
                payload.pop(name, None)
            else:
                payload[name] = value
        return [*payload.items(), *self.doubled]

    def query_string(self) -> str:
        """Return the query as it is sent."""
        return "&".join(f"{name}={value}" for name, value in [("step", self.step), *self.query])


requests: Final = st.builds(
    Request,
    step=st.sampled_from(sorted(_PAYLOADS)),
    query=_queries,
    changes=st.dictionaries(_fields, st.none() | _values, max_size=5),
    doubled=st.lists(st.tuples(_fields | words, _values), max_size=2),
)


def check_document(step: str, body: str) -> None:
    """Fail where a caller would hear an error, or anything that is not ours. Raises Finding."""
    if not body.isascii() or _DTD.search(body):
        raise Finding(f"a document that is not plain ASCII, for {step}")
    try:
        tags = {element.tag for element in ET.fromstring(body).iter()}  # noqa: S314 - our own words
    except ET.ParseError as error:
        raise Finding(f"a document that is no XML, for {step}") from error
    if not tags <= _VERBS:
        raise Finding(f"a document with {sorted(tags - _VERBS)}, for {step}")


class SignedWebhooks(FuzzedDoor):
    """What Twilio signs is answered, whatever it says; whoever listens always gets a document."""

    name = "webhooks"

    @override
    def inputs(self) -> st.SearchStrategy[Request]:
        return requests

    @override
    async def try_one(self, given: Request) -> None:
        shop = self.house.fuzzed
        fields, query = given.fields(shop), given.query_string()
        self.trail.append((query, fields))
        status, body = await self.house.post(shop, query, fields)
        own_account = dict(reversed(fields)).get("AccountSid") == SID
        # Twilio sends no escapes in a query, and a relay may undo them: such a signature may not fit.
        if "%" in query:
            return
        if status == 403 and own_account:
            raise Finding("refused, although it was signed")
        if status not in _ANSWERS:
            raise Finding(f"answered with {status}")
        if own_account and given.step in _HEARD:
            if status != 200:
                raise Finding(f"{given.step} got no document, but {status}")
            check_document(given.step, body)


class CallSteps(FuzzedDoor):
    """The steps of a few calls, in any order and again and again."""

    name = "twiml"
    examples = 15

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        step = st.tuples(
            st.sampled_from(sorted(_PAYLOADS)),
            st.sampled_from(_CALLS[:3]),
            st.fixed_dictionaries(
                {},
                optional={
                    "From": numbers,
                    "CallStatus": _statuses,
                    "DialCallStatus": _statuses,
                    "DialBridged": _statuses,
                    "Digits": st.sampled_from(("1", "9", "", "11", "#")),
                    "RecordingDuration": _statuses,
                    "Body": words,
                    "MessageStatus": _statuses,
                    "CallerName": words,
                },
            ),
        )
        return st.lists(step, min_size=1, max_size=8)

    @override
    async def try_one(self, given: list[tuple[str, str, dict[str, str]]]) -> None:
        shop = self.house.fuzzed
        for step, call, changes in given:
            request = Request(step=step, query=[], changes={"CallSid": call, **changes}, doubled=[])
            query = f"step={step}&line={shop.number[1:]}&call={call}&since=1795000000000"
            self.trail.append((query, changes))
            status, body = await self.house.post(shop, query, request.fields(shop))
            if status != 200:
                raise Finding(f"{step} was answered with {status}")
            check_document(step, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """A request that Twilio did not sign, down to its bytes."""

    request: Request
    method: str
    how: str
    garbage: bytes
    headers: dict[str, str]


class ForgedWebhooks(FuzzedDoor):
    """What nobody signed changes nothing: no row, no state, no request to the carrier."""

    name = "forged"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._eye = LedgerEye(house.quiet.ledger)

    @override
    def inputs(self) -> st.SearchStrategy[Forgery]:
        # Bytes that no HTTP client would put into a header, the client here refuses to send.
        value = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
        return st.builds(
            Forgery,
            request=requests,
            method=st.sampled_from(("POST",) * 12 + ("GET", "HEAD", "PUT", "OPTIONS", "PATCH")),
            how=st.sampled_from(_FORGERIES),
            garbage=st.binary(max_size=200),
            headers=st.dictionaries(
                st.sampled_from(
                    (
                        "Content-Type",
                        "Host",
                        "X-Forwarded-Host",
                        "X-HTTP-Method-Override",
                        "X-Original-URL",
                        "I-Twilio-Idempotency-Token",
                        "Cookie",
                        "Origin",
                    )
                ),
                value,
                max_size=3,
            ),
        )

    @override
    async def try_one(self, given: Forgery) -> None:
        shop = self.house.quiet
        fields, query = given.request.fields(shop), given.request.query_string()
        body, signed = _forged(given, shop, query, fields)
        headers = {"Content-Type": "application/x-www-form-urlencoded", **given.headers}
        if signed is not None:
            headers["X-Twilio-Signature"] = signed
        self.trail.append((given.method, query, headers, body[:2000]))
        before = self._states()
        asked = self.house.quiet_stand_in.asked
        status = await self._send(given.method, shop, query, body, headers)
        if self._eye.changed():
            raise Forged(f"a row was written ({given.how})")
        if self._states() != before:
            raise Forged(f"a state changed ({given.how})")
        if self.house.quiet_stand_in.asked != asked and await self._asks_again(
            lambda: self._send(given.method, shop, query, body, headers)
        ):
            raise Forged(f"the carrier was asked for something ({given.how})")
        if given.method == "POST" and not 400 <= status < 500:
            raise Forged(f"answered with {status} ({given.how})")

    async def _send(
        self, method: str, shop: FuzzedShop, query: str, body: bytes, headers: dict[str, str]
    ) -> int:
        try:
            async with self.house.session.request(
                method,
                self.house.webhook(shop, query),
                data=body,
                headers=headers,
                allow_redirects=False,
            ) as response:
                await response.read()
                return response.status
        except aiohttp.ServerDisconnectedError, aiohttp.ClientOSError:
            # Home Assistant's server hangs up on what is no HTTP.
            return 400

    async def _asks_again(self, send: Callable[[], Awaitable[object]]) -> bool:
        """Tell whether a forgery leads to a request each time: a shop also looks at its own log."""
        for _ in range(3):
            await self._until_nothing_is_asked()
            asked = self.house.quiet_stand_in.asked
            await send()
            if self.house.quiet_stand_in.asked == asked:
                return False
        return True

    async def _until_nothing_is_asked(self) -> None:
        """Wait for the end of such a look, which asks for page after page."""
        asked = None
        while asked != self.house.quiet_stand_in.asked:
            asked = self.house.quiet_stand_in.asked
            await asyncio.sleep(_LOOK_SECONDS)

    def _states(self) -> list[tuple[str, str, Any]]:
        return [
            (state.entity_id, state.state, state.attributes)
            for state in self.house.hass.states.async_all()
            if "quiet" in state.entity_id
        ]


_FORGERIES: Final = (
    "unsigned",
    "empty",
    "another token",
    "another address",
    "another shop",
    "a field more",
    "a field changed",
    "cut short",
    "garbage",
    "garbage signed empty",
    "another account",
    "huge",
    "many fields",
    "not text",
    "json",
    "signature of bytes",
)


def _forged(
    given: Forgery, shop: FuzzedShop, query: str, fields: Fields
) -> tuple[bytes, str | None]:
    """Return the body and the signature of a forgery."""
    url = f"{shop.public_url}?{query}"
    genuine = signature(TOKEN, url, fields)
    body = encoded(fields)
    others = [(name, value) for name, value in fields if name != "AccountSid"]
    others.insert(0, ("AccountSid", f"AC{2:032x}"))
    no_text = given.garbage + b"\xff"
    ways: dict[str, tuple[bytes, str | None]] = {
        "unsigned": (body, None),
        "empty": (body, ""),
        "another token": (body, signature(TOKEN[::-1], url, fields)),
        "another address": (body, signature(TOKEN, url + "&x=", fields)),
        "another shop": (body, signature(TOKEN, url.replace("quiet", "fuzzed"), fields)),
        "a field more": (body + b"&From=%2B12025550111", genuine),
        "a field changed": (encoded([(name, value + "1") for name, value in fields]), genuine),
        "cut short": (body[: len(body) // 2], genuine),
        "garbage": (no_text, genuine),
        "garbage signed empty": (no_text, signature(TOKEN, url, [])),
        "another account": (encoded(others), signature(TOKEN, url, others)),
        "huge": (body + b"&x=" + b"y" * 70_000, genuine),
        "many fields": (body + b"&a=b" * 300, genuine),
        "not text": (body + b"&x=%ff%fe", genuine),
        "json": (json.dumps(dict(fields)).encode(), genuine),
        "signature of bytes": (body, given.garbage.hex()),
    }
    return ways[given.how]
