"""A first guess at an unknown phone system's form, for its owner to look over."""

from collections.abc import Callable, Iterable
import itertools
import re
from typing import Final

from ...core.numbers import is_withheld
from .heard import Fields, Meaning
from .mapping import FieldMapping, word
from .presets import preset_of

# Ends of paths, as `word` writes them, the surest first.
_CALLER: Final = (
    "callernumber", "callerid", "callerphonenumber", "calleridnum", "caller", "fromnumber",
    "fromphonenumber", "from", "ani", "src", "source", "remotenumber", "phonenumber", "phone", "number",
)  # fmt: skip
_DIALLED: Final = (
    "dialled", "dialed", "dialednumber", "callednumber", "called", "tonumber", "tophonenumber", "to",
    "did", "dnis", "destination", "dst", "callee", "localnumber",
)  # fmt: skip
_CALL: Final = (
    "callid", "callsid", "calluuid", "callsessionid", "sessionid", "telephonysessionid",
    "conversationuuid", "linkedid", "uniqueid", "callkey", "uuid", "id",
)  # fmt: skip
_NAME: Final = ("callername", "calleridname", "cnam", "fromname", "name")
_RING: Final = (
    "ringseconds",
    "ringtime",
    "ringduration",
    "ringingtime",
    "ringingseconds",
    "waittime",
)
_DIRECTION: Final = ("direction", "calldirection")
_STATUS: Final = (
    "event", "eventtype", "callstatus", "status", "state", "disposition", "outcome", "result", "type",
    "calltype", "hangupcause", "cause", "reason",
)  # fmt: skip

_INBOUND: Final = ("in", "inbound", "incoming")
_OUTBOUND: Final = ("out", "outbound", "outgoing")
# What phone systems call these things, in English; the owner adds to it.
_WORDS: Final = {
    Meaning.RINGING: "newcall incomingcall callinitiated callstarted started ringing callringing",
    Meaning.ANSWERED: "answered answer callanswered accepted callaccepted connected callconnected",
    Meaning.OVER: "ended callended hangup hungup callhangup completed callcompleted disconnected",
    Meaning.NO_ANSWER: "missed missedcall callmissed noanswer unanswered notanswered timeout",
    Meaning.BUSY: "busy userbusy rejected declined",
    Meaning.ABANDONED: "cancel canceled cancelled abandoned originatorcancel",
    Meaning.VOICEMAIL: "voicemail",
    Meaning.CLOSED: "closed afterhours",
    Meaning.FAILED: "failed congestion unavailable",
}
_MEANINGS: Final = {each: meaning for meaning, words in _WORDS.items() for each in words.split()}
# The same words, said of a call that the shop makes.
_OURS: Final = {
    Meaning.ANSWERED: Meaning.CALLED_BACK,
    Meaning.NO_ANSWER: Meaning.CALLED_IN_VAIN,
    Meaning.BUSY: Meaning.CALLED_IN_VAIN,
    Meaning.ABANDONED: Meaning.CALLED_IN_VAIN,
    Meaning.FAILED: Meaning.CALLED_IN_VAIN,
}
_LOOKS_LIKE_A_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()./-]{4,20}[0-9]")
_LOOKS_LIKE_A_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-|[0-9]{9,}\.[0-9]|[0-9]+\.[0-9]+\.[0-9]+\."
)


def suggest(fields: Fields) -> FieldMapping:
    """Return how a letter may be read: by a preset where it is known, else by names and values."""
    if (preset := preset_of(fields)) is not None:
        return preset.mapping
    call_id = _first(fields, _CALL, bool)
    caller = _first(fields, _CALLER, _may_be_caller) or _first_number(fields, call_id)
    dialled = _first(fields, _DIALLED, _is_number) or _first_number(fields, call_id, caller)
    direction = _first(fields, _DIRECTION, bool)
    status = _status(fields)
    return FieldMapping(
        status=tuple(path for path in (direction, *status) if path),
        call_id=(call_id,) if call_id else (),
        caller=caller,
        dialled=dialled,
        caller_name=_first(fields, _NAME, bool),
        ring_seconds=_first(fields, _RING, bool),
        words=usual_words(path for path in (direction, *status) if path),
    )


def usual_words(status: Iterable[str]) -> dict[str, Meaning]:
    """Return what phone systems mostly mean by the words in some fields, direction first."""
    paths = tuple(status)
    has_direction = bool(paths) and is_direction(paths[0])
    words = dict(_MEANINGS)
    if len(paths) - has_direction > 1:
        # An event with its cause: of the two the cause says more.
        ends = [each for each, meaning in _MEANINGS.items() if meaning is Meaning.OVER]
        causes = {
            each: meaning
            for each, meaning in _MEANINGS.items()
            if meaning not in (Meaning.RINGING, Meaning.OVER)
        }
        words |= {f"{end} {cause}": causes[cause] for end, cause in itertools.product(ends, causes)}
    if not has_direction:
        return words
    ours = {each: _OURS[meaning] for each, meaning in words.items() if meaning in _OURS}
    return {
        f"{way} {each}": meaning
        for ways, meanings in ((_INBOUND, words), (_OUTBOUND, ours))
        for way in ways
        for each, meaning in meanings.items()
    }


def is_direction(path: str) -> bool:
    """Tell by its name whether a field tells incoming calls from outgoing ones."""
    return not set(_ends(path)).isdisjoint(_DIRECTION)


def _status(fields: Fields) -> tuple[str, ...]:
    """Return the field with a known word in it, and one with a cause beside it."""
    known = [path for path in _named(fields, _STATUS) if word(fields[path]) in _MEANINGS]
    if not known:
        return tuple(itertools.islice(_named(fields, _STATUS), 1))
    over = [path for path in known if _MEANINGS[word(fields[path])] is Meaning.OVER]
    others = [path for path in known if path not in over]
    if over and others:
        return over[0], others[0]
    return (known[0],)


def _first(fields: Fields, names: Iterable[str], fits: Callable[[str], bool]) -> str | None:
    return next((path for path in _named(fields, names) if fits(fields[path])), None)


def _named(fields: Fields, names: Iterable[str]) -> Iterable[str]:
    """Yield the paths that end like some names, in the order of the names.

    A number may be an object's (`from.number`), so that the last two steps together are tried, too.
    """
    ends = {path: _ends(path) for path in fields}
    for name in names:
        yield from (path for path, its in ends.items() if name in its)


def _ends(path: str) -> tuple[str, str]:
    steps = [word(step) for step in path.split(".") if not step.isdecimal()]
    return (steps[-1], "".join(steps[-2:])) if steps else ("", "")


def _first_number(fields: Fields, *without: str | None) -> str | None:
    numbers = (path for path, value in fields.items() if _is_number(value))
    return next((path for path in numbers if path not in without), None)


def _is_number(value: str) -> bool:
    looks = _LOOKS_LIKE_A_NUMBER.fullmatch(value) is not None
    return looks and _LOOKS_LIKE_A_TIME.match(value) is None


def _may_be_caller(value: str) -> bool:
    return _is_number(value) or (bool(value) and is_withheld(value))
