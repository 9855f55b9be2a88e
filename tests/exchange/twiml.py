"""TwiML: reads a document strictly, and refuses what the company or this exchange does not play.

Twilio itself ignores an unknown attribute with warning 12200; here it makes the document fail, so
that a misspelt one is found.
"""

from collections.abc import Callable
from dataclasses import dataclass
import re
from typing import Final
from xml.etree import ElementTree as ET

from .identifiers import is_e164

DOCUMENT_PARSE_FAILURE: Final = 12100
SCHEMA_WARNING: Final = 12200
INVALID_CONTENT_TYPE: Final = 12300
INVALID_CALLER_ID: Final = 13214
INVALID_PHONE_NUMBER: Final = 13223

XML_TYPES: Final = frozenset({"text/xml", "application/xml", "text/html"})
VERB_LIMIT: Final = 100


class TwimlError(Exception):
    """A document that cannot be executed."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One element of a document."""

    name: str
    attributes: dict[str, str]
    text: str
    nouns: tuple[Verb, ...]

    def number(self, attribute: str, default: int) -> int:
        """Return a whole number, or its default."""
        return int(self.attributes.get(attribute, default))

    def yes(self, attribute: str, *, default: bool = False) -> bool:
        """Return a boolean, or its default."""
        value = self.attributes.get(attribute)
        return default if value is None else value == "true"

    @property
    def method(self) -> str:
        """Return the method for this verb's action or URL."""
        return self.attributes.get("method", "POST")


type Check = Callable[[str], bool]


def _between(low: int, high: int) -> Check:
    return lambda value: value.isdigit() and low <= int(value) <= high


def _one_of(*values: str) -> Check:
    return lambda value: value in values


def _all_of(*values: str) -> Check:
    return lambda value: bool(value) and set(value.split()) <= set(values)


def _anything(value: str) -> bool:
    return bool(value)


def _url(value: str) -> bool:
    return bool(value) and not any(character.isspace() for character in value)


def _keys(value: str) -> bool:
    return re.fullmatch(r"[0-9*#]*", value) is not None


_BOOLEAN: Final = _one_of("true", "false")
_METHOD: Final = _one_of("GET", "POST")
_TIMEOUT: Final = _between(1, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    attributes: dict[str, Check]
    nouns: frozenset[str] = frozenset()
    text: bool = False
    must_say: bool = False


_SPEECH: Final = frozenset({"Say", "Play", "Pause"})

VOICE: Final = {
    "Dial": _Rule(
        attributes={
            "action": _url,
            "method": _METHOD,
            "timeout": _between(5, 600),
            "answerOnBridge": _BOOLEAN,
            "callerId": _anything,
            "timeLimit": _between(1, 86_400),
            "hangupOnStar": _BOOLEAN,
            "ringTone": _anything,
        },
        nouns=frozenset({"Number"}),
        text=True,
    ),
    "Number": _Rule(
        attributes={
            "url": _url,
            "method": _METHOD,
            "statusCallback": _url,
            "statusCallbackEvent": _all_of("initiated", "ringing", "answered", "completed"),
            "statusCallbackMethod": _METHOD,
        },
        text=True,
        must_say=True,
    ),
    "Gather": _Rule(
        attributes={
            "input": _all_of("dtmf", "speech"),
            "numDigits": _between(1, 100),
            "timeout": _TIMEOUT,
            "action": _url,
            "method": _METHOD,
            "finishOnKey": _keys,
            "actionOnEmptyResult": _BOOLEAN,
            "language": _anything,
            "hints": _anything,
            "speechTimeout": lambda value: value == "auto" or _TIMEOUT(value),
            "speechModel": _anything,
        },
        nouns=_SPEECH,
    ),
    "Say": _Rule(
        attributes={"voice": _anything, "language": _anything, "loop": _between(0, 1000)},
        text=True,
        must_say=True,
    ),
    "Play": _Rule(attributes={"loop": _between(0, 1000)}, text=True, must_say=True),
    "Pause": _Rule(attributes={"length": _TIMEOUT}),
    "Record": _Rule(
        attributes={
            "action": _url,
            "method": _METHOD,
            "maxLength": _between(1, 14_400),
            "timeout": _TIMEOUT,
            "playBeep": _BOOLEAN,
            "finishOnKey": _keys,
            "trim": _one_of("trim-silence", "do-not-trim"),
            "recordingStatusCallback": _url,
            "recordingStatusCallbackMethod": _METHOD,
            "recordingStatusCallbackEvent": _all_of("in-progress", "completed", "absent"),
            "transcribe": _BOOLEAN,
            "transcribeCallback": _url,
        }
    ),
    "Redirect": _Rule(attributes={"method": _METHOD}, text=True, must_say=True),
    "Reject": _Rule(attributes={"reason": _one_of("rejected", "busy")}),
    "Hangup": _Rule(attributes={}),
}

# A whisper may not dial, record or reject.
WHISPER: Final = {
    name: rule
    for name, rule in VOICE.items()
    if name in {"Gather", "Say", "Play", "Pause", "Redirect", "Hangup"}
}

MESSAGING: Final = {
    "Message": _Rule(
        attributes={
            "to": is_e164,
            "from": is_e164,
            "action": _url,
            "method": _METHOD,
            "statusCallback": _url,
        },
        nouns=frozenset({"Body", "Media"}),
        text=True,
    ),
    "Body": _Rule(attributes={}, text=True, must_say=True),
    "Media": _Rule(attributes={}, text=True, must_say=True),
    "Redirect": VOICE["Redirect"],
}

_NOUNS_ONLY: Final = frozenset({"Number", "Body", "Media"})


def read(body: str, content_type: str, rules: dict[str, _Rule]) -> tuple[Verb, ...]:
    """Read a document into its verbs, or raise `TwimlError` with the company's code."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in XML_TYPES:
        raise TwimlError(INVALID_CONTENT_TYPE, f"Invalid Content-Type: {content_type or 'none'}")
    if "<!DOCTYPE" in body or "<!ENTITY" in body:
        raise TwimlError(DOCUMENT_PARSE_FAILURE, "a document type is not allowed")
    try:
        # No entities (refused above), and it comes from the program under test.
        root = ET.fromstring(body.encode())  # noqa: S314
    except ET.ParseError as error:
        raise TwimlError(DOCUMENT_PARSE_FAILURE, f"not well-formed: {error}") from None
    if root.tag != "Response" or root.attrib or (root.text or "").strip():
        raise TwimlError(DOCUMENT_PARSE_FAILURE, "the root must be a bare <Response>")
    allowed = frozenset(rules) - _NOUNS_ONLY
    verbs = tuple(_verb(child, rules, allowed) for child in root)
    if len(verbs) > VERB_LIMIT:
        raise TwimlError(SCHEMA_WARNING, f"more than {VERB_LIMIT} verbs")
    return verbs


def _verb(element: ET.Element, rules: dict[str, _Rule], allowed: frozenset[str]) -> Verb:
    name = element.tag
    if name not in allowed:
        raise TwimlError(SCHEMA_WARNING, f"<{name}> is not allowed here")
    rule = rules[name]
    for attribute, value in element.attrib.items():
        check = rule.attributes.get(attribute)
        if check is None or not check(value):
            raise TwimlError(SCHEMA_WARNING, f'<{name} {attribute}="{value}"> is not allowed')
    text = (element.text or "").strip()
    stray = (element.tail or "").strip() or (not rule.text and text)
    if stray:
        raise TwimlError(SCHEMA_WARNING, f"text is not allowed around <{name}>")
    if rule.must_say and not text:
        raise TwimlError(SCHEMA_WARNING, f"<{name}> is empty")
    nouns = tuple(_verb(child, rules, rule.nouns) for child in element)
    verb = Verb(name=name, attributes=dict(element.attrib), text=text, nouns=nouns)
    if name == "Dial":
        _check_dialled(verb)
    return verb


def _check_dialled(dial: Verb) -> None:
    """Refuse a Dial without anybody to ring (Twilio: up to 10 `<Number>`s ring together)."""
    dialled = [noun.text for noun in dial.nouns] or [dial.text]
    if dial.text and dial.nouns:
        raise TwimlError(SCHEMA_WARNING, "<Dial> has both a number and <Number>s")
    if len(dialled) > 10:
        raise TwimlError(SCHEMA_WARNING, "<Dial> rings more than 10 numbers")
    for number in dialled:
        if not is_e164(number):
            raise TwimlError(INVALID_PHONE_NUMBER, "<Dial> has an invalid phone number")
