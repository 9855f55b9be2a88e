"""Bodies as the webhook takes them, forms and JSON: signed as they come, and read by the doors."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
import json
from typing import Any, Final

from bench.fuzz.finding import Finding, Forged
from bench.fuzz.webhooks import check_document
from custom_components.missed_call_textback.providers.door import (
    Door,
    Handled,
    Letter,
    Malformed,
    Unverified,
)
from custom_components.missed_call_textback.providers.forms import read_form
from custom_components.missed_call_textback.providers.httpsms.door import HttpSmsDoor
from custom_components.missed_call_textback.providers.smsgate.door import SmsGateDoor
from custom_components.missed_call_textback.providers.twilio.steps import Step
from custom_components.missed_call_textback.providers.webhook.flat import flatten, read_body
from custom_components.missed_call_textback.providers.webhook.guess import suggest
from custom_components.missed_call_textback.providers.webhook.presets import PRESETS
from tests.exchange.signing import signature
from tests.exchange_android import shop as android
from tests.exchange_android.smsgate import sign
from tests.providers.httpsms import letters as httpsms
from tests.providers.smsgate import test_door as smsgate
from tests.providers.twilio import shop as twilio
from tests.providers.webhook import letters as webhook, test_presets as presets

from .guided_door import GuidedDoor

_SHOPS: Final = (twilio.SHOP, twilio.FORWARDED, twilio.CLOSED, twilio.OWN_PHONES)
_TWILIO_DOORS: Final = [twilio.door_of(shop) for shop in _SHOPS]
_LARGEST_KEPT: Final = 2**63 - 1
_LINE_FED: Final = b"\n"
_OWN_FORM: Final = (
    {"id": "a1b2", "event": "missed", "caller": "+12025550123"},
    {"id": "a1b2", "event": "ended", "outcome": "no_answer", "caller": None, "ring_seconds": 22.5},
    {"id": 17, "event": "answered", "caller": "+12025550123", "dialled": "+12025550100"},
    {
        "id": "a1b3",
        "event": "voicemail",
        "caller": "+12025550123",
        "caller_name": "Jane \u00e9\U0001f98a",
        "started_at": "2026-03-01T09:29:00+01:00",
        "ended_at": "2026-03-01T09:29:30+01:00",
        "recording": "https://pbx.example/1.mp3",
    },
)


def _bring(door: Door, letter: Letter) -> Handled | None:
    """Bring a letter; what is refused in words is fine. Raises Finding.

    With a proof that does not fit, it has to be turned away.
    """
    wrong = {name: value[::-1] for name, value in letter.headers.items()}
    with suppress(Unverified):
        door.handle(replace(letter, headers=wrong))
        raise Forged("a letter with a wrong proof")
    try:
        handled = door.handle(letter)
    except Malformed, Unverified:
        return None
    if not handled.reply.body.isascii():
        raise Finding("a reply that is not ASCII")
    for entry in handled.events:
        _check_kept(asdict(entry))
    return handled


def _check_kept(told: dict[str, Any]) -> None:
    each_of = {name: value for name, value in told.items() if not isinstance(value, tuple)}
    for name, values in told.items():
        if isinstance(values, tuple):
            each_of |= {f"{name} {index}": value for index, value in enumerate(values)}
    for name, value in each_of.items():
        match value:
            case str() if "\x00" in value or value.encode(errors="ignore").decode() != value:
                raise Finding(f"{name} is a text that no database keeps")
            case int() if abs(value) > _LARGEST_KEPT:
                raise Finding(f"{name} is a number that no database keeps")
            case datetime() if value.utcoffset() is None:
                raise Finding(f"{name} is a time without a zone")


def _twilio(data: bytes) -> None:
    """Take a step and its form as Twilio signs them: the query on the first line, then the body."""
    first, _, body = data.partition(_LINE_FED)
    query = first.decode("latin-1")
    try:
        form = read_form(body)
        # What is no text in a form never has a signature that fits.
        signed = signature(twilio.TOKEN, f"{twilio.PUBLIC}?{query}", form.items())
    except Unverified, UnicodeEncodeError:
        return
    letter = Letter(
        query_string=query, headers={"X-Twilio-Signature": signed}, body=body, now=twilio.NOW
    )
    handled = _bring(_TWILIO_DOORS[len(data) % len(_TWILIO_DOORS)], letter)
    if handled is not None and handled.answer_anyway:
        check_document(query, handled.reply.body)


def _twilio_seeds() -> Iterable[bytes]:
    for step in Step:
        form = twilio.recorded(step) | {"AccountSid": twilio.ACCOUNT}
        if "To" in form and step is not Step.STATUS:
            form["To"] = twilio.NUMBER
        query = f"step={step}&line={twilio.NUMBER[1:]}&call={twilio.CALL}&since=1795000000000"
        for asked in (f"step={step}", query):
            yield asked.encode() + _LINE_FED + webhook.form(**form)


def _phone_systems(data: bytes) -> None:
    """Take a letter in our own form, in that of each phone system, and in one that is guessed."""
    mappings = [None, *(preset.mapping for preset in PRESETS.values())]
    with suppress(Malformed):
        mappings.append(suggest(flatten(read_body(data))))
    for mapping in mappings:
        _bring(webhook.House(mapping).door, webhook.letter(data))


def _phone_system_seeds() -> Iterable[bytes]:
    yield from (presets.SIPGATE_NEW, presets.SIPGATE_ANSWER, presets.SIPGATE_HANGUP)
    yield from (presets.placetel("IncomingCall"), presets.placetel("HungUp", type="missed"))
    said = (
        *_OWN_FORM,
        presets.TELNYX_IN,
        presets.telnyx("call.hangup", hangup_cause="originator_cancel"),
        presets.vonage("inbound", "ringing"),
        presets.vonage("inbound", "unanswered"),
        presets.three_cx("Missed"),
        presets.three_cx("Outbound"),
        {"id": 18, "direction": "outbound", "event": "answered", "dialled": "+12025550123"},
        {"call": {"id": "x-1", "from": "+12025550143", "state": "missed", "ringTime": "12.5"}},
    )
    yield from (json.dumps(each).encode() for each in said)
    yield webhook.form(id="a1b4", event="missed", caller="+12025550123", ring_seconds="22.5")


def _smsgate(data: bytes) -> None:
    letter = Letter(headers=sign(smsgate.KEY, data, android.NOW), body=data, now=android.NOW)
    _bring(_SMSGATE, letter)


def _smsgate_seeds() -> Iterable[bytes]:
    payload = smsgate.RECEIVED["payload"] | {"subject": "Jane \U0001f98a", "reason": "RESULT_ERROR"}
    for event in smsgate.EVENTS:
        yield json.dumps(smsgate.RECEIVED | {"event": event, "payload": payload}).encode()


def _httpsms(data: bytes) -> None:
    _bring(_HTTPSMS, replace(_HTTPSMS_LETTER, body=data))


def _httpsms_seeds() -> Iterable[bytes]:
    said = httpsms.RECEIVED["data"] | httpsms.OURS
    more = {
        "content": "Jane \U0001f98a",
        "error_message": "RESULT_RIL_SIM_ABSENT",
        "is_final": True,
    }
    for event in httpsms.EVENTS:
        yield json.dumps({"type": event, "data": said | more}).encode()


_SMSGATE: Final = SmsGateDoor(android.SHOP, smsgate.KEY, {android.NUMBER: 1})
_HTTPSMS: Final = HttpSmsDoor(android.SHOP, httpsms.KEY, android.PUBLIC)
# Its token is for whom a letter is, whatever the letter says.
_HTTPSMS_LETTER: Final = httpsms.letter_of({})

DOORS: Final = {
    "twilio_forms": GuidedDoor(check=_twilio, seeds=_twilio_seeds),
    "phone_systems": GuidedDoor(check=_phone_systems, seeds=_phone_system_seeds),
    "smsgate": GuidedDoor(check=_smsgate, seeds=_smsgate_seeds),
    "httpsms": GuidedDoor(check=_httpsms, seeds=_httpsms_seeds),
}
