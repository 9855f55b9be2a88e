"""Letters of phones and phone systems: signed and odd, and forged ones at the same doors."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
import json
from typing import Any, Final, override
from urllib.parse import urlencode

from hypothesis import strategies as st
import jwt

from custom_components.missed_call_textback.backlog import async_hand_on
from custom_components.missed_call_textback.core.calls import CallEvent
from custom_components.missed_call_textback.providers.door import (
    Door,
    Handled,
    Letter,
    Malformed,
    Unverified,
)
from custom_components.missed_call_textback.providers.httpsms.door import HttpSmsDoor
from custom_components.missed_call_textback.providers.smsgate.door import SmsGateDoor
from custom_components.missed_call_textback.providers.webhook.door import (
    Memory,
    WebhookDoor,
    WebhookSettings,
)
from custom_components.missed_call_textback.providers.webhook.flat import flatten
from custom_components.missed_call_textback.providers.webhook.guess import suggest
from custom_components.missed_call_textback.providers.webhook.mapping import FieldMapping
from custom_components.missed_call_textback.providers.webhook.presets import (
    PRESETS,
    ProofKind,
    proof_of,
)
from homeassistant.util import dt as dt_util
from tests.exchange_android.httpsms import token

from .door import FuzzedDoor
from .finding import Finding, Forged
from .hostile import anything_written, json_values, mostly, numbers, words
from .house import House
from .signers import PROOFS, SECRET, Sign, bearer, smsgate, standard

_USER: Final = "XtABz6zdeFMoBLoltz6SREDvRSh2"
# In every field for a name, and in no other.
_NAME: Final = "Call +1 900 555 0199 now"
_NAMES: Final = frozenset({"caller_name", "name"})
_ANSWERED: Final = "answered-for-good"
_OWN_WORDS: Final = ("answered", "missed", "voicemail", "ended", "no_answer", "busy", "closed")
_ANDROID_WORDS: Final = (
    *("sms:received", "mms:received", "sms:sent", "sms:delivered", "sms:failed"),
    *("message.call.missed", "message.phone.received", "message.phone.sent"),
    *("message.phone.delivered", "message.send.failed", "message.send.expired"),
)
_OWN_FIELDS: Final = (
    *("id", "event", "caller", "outcome", "dialled", "caller_name", "ring_seconds"),
    *("started_at", "ended_at", "recording"),
)
_SMSGATE_FIELDS: Final = (
    *("messageId", "message", "sender", "phoneNumber", "recipient", "simNumber", "receivedAt"),
    *("subject", "reason"),
)
_HTTPSMS_FIELDS: Final = (
    *("id", "message_id", "request_id", "owner", "contact", "content", "timestamp", "encrypted"),
    *("attachments", "error_message", "is_final"),
)
_SAID: Final = (
    *("2026-11-21T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    *(
        "2026-03-29T02:30:00+01:00",
        "https://pbx.example/1.mp3",
        "https://[",
        "RESULT_RIL_SIM_ABSENT",
    ),
    *("Delivery result from SC +4917: 99", "1e309", "0199aa", "42", "\ud800"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way in: how its door is built, signed and spoken to."""

    name: str
    sign: Sign
    build: Callable[[House, Memory], Door]
    shape: st.SearchStrategy[Any]


class _Letters(FuzzedDoor):
    """What both have in common."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._kinds = {kind.name: kind for kind in _kinds(house)}

    def _given(self) -> st.SearchStrategy[tuple[str, bytes]]:
        return st.sampled_from(sorted(self._kinds)).flatmap(
            lambda name: st.tuples(st.just(name), _bodies(self._kinds[name].shape))
        )


class SignedLetters(_Letters):
    """What a phone signs is understood or refused in words, and the ledger takes what it tells."""

    name = "letters"

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.tuples(self._given(), st.lists(self._given(), max_size=4))

    @override
    async def try_one(self, given: Any) -> None:
        first, noise = given
        now = dt_util.utcnow()
        memory = Memory()
        told = [self._handled(name, body, memory, now) for name, body in (first, *noise)]
        engine = self.house.fuzzed.entry.runtime_data.engine
        for handled in filter(None, told):
            handled.reply.body.encode("ascii")
            for event in handled.events:
                if isinstance(event, CallEvent) and _NAME in (event.caller or ""):
                    raise Finding("a caller's name that became their number")
            await async_hand_on(engine, handled.events)
        self._stays_answered([letter for letter in (first, *noise) if letter[0] == "own"], now)

    def _handled(self, name: str, body: bytes, memory: Memory, now: datetime) -> Handled | None:
        kind = self._kinds[name]
        headers = kind.sign(body, now)
        self.trail.append((name, body[:2000]))
        door = kind.build(self.house, memory)
        if not door.may_be_genuine(headers):
            raise Finding(f"turned away, although it was signed ({name})")
        try:
            return door.handle(Letter(headers=headers, body=body, now=now))
        except Malformed as error:
            if _NAME in str(error):
                raise Finding("an error that tells a value") from None
        except Unverified as error:
            # httpSMS signs for whom a letter is, not the letter.
            if name != "httpsms":
                raise Finding(f"refused, although it was signed ({name}): {error}") from None
        return None

    def _stays_answered(self, noise: list[tuple[str, bytes]], now: datetime) -> None:
        memory = Memory()
        for event in ("answered", None, "missed"):
            if event is None:
                for name, letter in noise:
                    self._handled(name, letter, memory, now)
                continue
            body = json.dumps({"id": _ANSWERED, "event": event, "caller": "+12025550149"}).encode()
            handled = self._handled("own", body, memory, now)
            told = json.loads(handled.reply.body) if handled else {}
        if told != {"heard": "answered"}:
            raise Finding("an answered call that is told as missed")


class ForgedLetters(_Letters):
    """What nobody signed is not even looked at."""

    name = "forged_letters"

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.tuples(self._given(), st.sampled_from(_FORGERIES), words, st.binary(max_size=60))

    @override
    async def try_one(self, given: Any) -> None:
        (name, body), how, word, garbage = given
        kind, now, memory = self._kinds[name], dt_util.utcnow(), Memory()
        headers = _FORGERIES_DONE[how](kind.sign(body, now), word, garbage)
        self.trail.append((name, how, headers, body[:500]))
        if headers == kind.sign(body, now):
            return
        door = kind.build(self.house, memory)
        sent = body + b" " if how == "another body" else body
        if how == "another body" and (name == "httpsms" or kind.sign is bearer):
            # These prove who sends, and are kept by the connection that they come through.
            return
        door.may_be_genuine(headers)
        try:
            door.handle(Letter(headers=headers, body=sent, now=now))
        except Unverified:
            if memory.letters or len(memory.calls):
                raise Forged(f"something was kept ({name}, {how})") from None
            return
        except Malformed:
            raise Forged(f"the body was read ({name}, {how})") from None
        raise Forged(f"taken ({name}, {how})")


type _Headers = dict[str, str]
_FORGERIES_DONE: Final[dict[str, Callable[[_Headers, str, bytes], Mapping[str, str]]]] = {
    "none": lambda _headers, _word, _garbage: {},
    "a word": lambda headers, word, _garbage: dict.fromkeys(headers, word),
    "bytes": lambda headers, _word, garbage: dict.fromkeys(headers, garbage.decode("latin-1")),
    "one is missing": lambda headers, _word, _garbage: dict(list(headers.items())[1:]),
    "cut short": lambda headers, _word, _garbage: {
        name: value[:-2] for name, value in headers.items()
    },
    "another body": lambda headers, _word, _garbage: headers,
    "a bearer of bytes": lambda headers, _word, garbage: dict.fromkeys(
        headers, "Bearer " + base64.urlsafe_b64encode(garbage).decode() + ".e30." + "A" * 43
    ),
    "unsigned": lambda headers, _word, _garbage: dict.fromkeys(
        headers, "Bearer " + jwt.encode({"iat": 0}, "", "none")
    ),
}
_FORGERIES: Final = tuple(_FORGERIES_DONE)


def _kinds(house: House) -> list[Kind]:
    shop = house.fuzzed.entry.runtime_data.shop
    line = shop.lines[0]
    url = house.fuzzed.public_url

    def webhook(proof: ProofKind, mapping: FieldMapping | None) -> Callable[..., Door]:
        return lambda _house, memory: WebhookDoor(
            WebhookSettings(name="01DESK", mapping=mapping, callback_url=f"{url}?a=1&b='\""),
            proof=proof_of(proof, (PROOFS[proof][0],)),
            memory=memory,
            line_of=lambda _dialled: line.id,
        )

    def httpsms_token(_body: bytes, now: datetime) -> dict[str, str]:
        return {"Authorization": f"Bearer {token(SECRET * 2, url, _USER, now)}"}

    return [
        Kind(
            name="smsgate",
            sign=smsgate,
            build=lambda _house, _memory: SmsGateDoor(shop, SECRET, {line.number: 1}),
            shape=_android("event", "payload", _SMSGATE_FIELDS, line.number),
        ),
        Kind(
            name="httpsms",
            sign=httpsms_token,
            build=lambda _house, _memory: HttpSmsDoor(shop, SECRET * 2, url),
            shape=_android("type", "data", _HTTPSMS_FIELDS, line.number),
        ),
        Kind(
            name="own",
            sign=standard,
            build=webhook(ProofKind.EITHER, None),
            shape=_own_form(),
        ),
        *(
            Kind(
                name=key,
                sign=PROOFS[preset.proof][1],
                build=webhook(preset.proof, preset.mapping),
                shape=_mapped(preset.mapping),
            )
            for key, preset in PRESETS.items()
        ),
        Kind(
            name="guessed",
            sign=bearer,
            build=webhook(ProofKind.SECRET, _GUESSED),
            shape=_mapped(_GUESSED),
        ),
    ]


_GUESSED: Final = suggest(
    flatten({"call": {"id": "x-1", "from": "+12025550143", "state": "ringing"}, "name": "Jo"})
)


def _android(
    kind: str, inside: str, fields: tuple[str, ...], number: str
) -> st.SearchStrategy[Any]:
    value = anything_written | st.sampled_from((*_SAID, number)) | json_values
    payload = st.dictionaries(st.sampled_from(fields), value, max_size=8)
    addressed = payload.map(
        lambda told: {"user_id": _USER, "owner": number, "timestamp": _SAID[0], "id": "a"} | told
    )
    return st.fixed_dictionaries(
        {
            kind: mostly(st.sampled_from(_ANDROID_WORDS), json_values),
            inside: mostly(addressed, payload, json_values),
        }
    )


def _own_form() -> st.SearchStrategy[Any]:
    value = anything_written | st.sampled_from((*_OWN_WORDS, *_SAID)) | json_values
    good = {
        "id": st.sampled_from(("a", "b", "c")),
        "event": st.sampled_from(_OWN_WORDS),
        "caller": numbers,
    }
    return st.tuples(
        st.fixed_dictionaries(good),
        st.dictionaries(st.sampled_from(_OWN_FIELDS), value, max_size=6),
    ).map(lambda both: _named(both[0] | both[1]))


def _mapped(mapping: FieldMapping) -> st.SearchStrategy[Any]:
    """Return bodies with the fields that a mapping names, nested as its paths say."""
    named = (mapping.caller, mapping.dialled, mapping.ring_seconds, mapping.leg)
    paths = [*mapping.call_id, *filter(None, (*named, mapping.first_call_id))]
    value = anything_written | json_values
    statuses = st.sampled_from(sorted(mapping.words)).map(lambda told: told.split())
    ids = st.sampled_from(("a", "b", "2026-11-21T10:00:00")) | value
    return st.tuples(
        statuses,
        st.fixed_dictionaries({path: mostly(ids, value) for path in paths}),
        st.dictionaries(st.sampled_from([*paths, *mapping.status, "x"]), value, max_size=3),
    ).map(
        lambda parts: _named(
            _nested(
                dict(zip(mapping.status, parts[0], strict=False)) | parts[1] | parts[2],
            )
        )
    )


def _named(body: dict[str, Any]) -> dict[str, Any]:
    return body | dict.fromkeys(_NAMES, _NAME)


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for path, value in flat.items():
        *outer, last = path.split(".")
        inside = body
        for step in outer:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return body


def _bodies(shape: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    written = shape.map(lambda told: json.dumps(told).encode())
    as_form = shape.map(_as_form)
    odd = st.binary(max_size=200) | st.sampled_from(
        (b"", b"[" * 60_000, b'{"id":' * 9_000, b'{"id": NaN}', b"\xff{}", b"a=%ff%00&=&&", b"[]")
    )
    loose = json_values.map(lambda told: json.dumps(told).encode())
    return mostly(mostly(written, as_form), odd, loose)


def _as_form(told: dict[str, Any]) -> bytes:
    pairs = [(name, value) for name, value in told.items() if isinstance(value, str | int | float)]
    return urlencode(pairs, errors="replace").encode()
