"""The judge: what the telephone company knows to be true, against what the ledger says. Pure.

It knows the rules only as a customer would put them: whoever called in vain is texted, once, and
nobody is who asked for silence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from .ledger_facts import OPEN, LedgerFacts, TextFacts

COUNTS: Final = (
    "events_lost",
    "texts_lost",
    "texts_doubled",
    "texts_after_opt_out",
    "left_unknown",
    "texts_unwanted",
)
# A text and an acknowledgement that are on the wire at once may cross.
CROSSING_SECONDS: Final = 0.25

# What may have become of a text whose status report was acknowledged.
_AFTER: Final[Mapping[str, frozenset[str]]] = {
    "queued": frozenset({"accepted", "sent", "delivered", "undelivered"}),
    "sent": frozenset({"sent", "delivered", "undelivered"}),
    "delivered": frozenset({"delivered"}),
    "undelivered": frozenset({"undelivered", "delivered"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A webhook that Home Assistant acknowledged, and when."""

    kind: str
    url: str
    params: Mapping[str, str]
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call, as the telephone company connected it."""

    sid: str
    caller: str
    line: str
    bridged: bool
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Texted:
    """One text that the telephone company took; `at` is when its request arrived."""

    sid: str
    to: str
    line: str
    ref: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """All that the telephone company knows. `stops` are words that mean silence."""

    told: tuple[Told, ...]
    called: tuple[Called, ...]
    texted: tuple[Texted, ...]
    stops: tuple[str, ...]
    wrote_stop: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """One broken promise: which count it belongs to, to whom, and how."""

    count: str
    who: str
    what: str


def ref_of(address: str | None) -> str:
    """Return our own id from the address of a status report."""
    return parse_qs(urlsplit(address or "").query).get("ref", [""])[0]


def judge(truth: Truth, ledger: LedgerFacts) -> list[Offence]:
    """Return every broken promise."""
    return [
        *_events_lost(truth, ledger),
        *_texts_lost(truth),
        *_texts_doubled(truth, ledger),
        *_texts_after_opt_out(truth, ledger),
        *_left_unknown(ledger),
        *_texts_unwanted(truth),
    ]


def count(offences: Iterable[Offence]) -> dict[str, int]:
    """Count by promise."""
    found = Counter(offence.count for offence in offences)
    return {name: found[name] for name in COUNTS}


def _events_lost(truth: Truth, ledger: LedgerFacts) -> Iterator[Offence]:
    by_ref = {text.ref: text for text in ledger.texts}
    carrier_ids = {text.carrier_id for text in ledger.texts}
    for told in truth.told:
        match told.kind:
            case "sms":
                lost = _reply_lost(told, carrier_ids, truth.stops, ledger.opted_out)
            case "status":
                lost = _receipt_lost(told, by_ref)
            case _:
                lost = _call_event_lost(told, ledger)
        if lost is not None:
            who = told.params["To"] if told.kind == "status" else told.params.get("From", "")
            yield Offence(count="events_lost", who=who, what=f"{told.kind}: {lost}")


def _reply_lost(
    told: Told,
    carrier_ids: AbstractSet[str | None],
    stops: tuple[str, ...],
    opted_out: frozenset[str],
) -> str | None:
    if told.params["MessageSid"] not in carrier_ids:
        return "not in the ledger"
    if told.params["Body"] in stops and told.params["From"] not in opted_out:
        return "the wish was not kept"
    return None


def _receipt_lost(told: Told, by_ref: Mapping[str | None, TextFacts]) -> str | None:
    text = by_ref.get(ref_of(told.url))
    if text is None:
        return "of a text that is not in the ledger"
    status = told.params["MessageStatus"]
    if text.state in _AFTER[status]:
        return None
    return f"{status}, but the ledger says {text.state}"


def _call_event_lost(told: Told, ledger: LedgerFacts) -> str | None:
    # On the team's leg, the caller's own call is the parent.
    sid = told.params.get("ParentCallSid") or told.params["CallSid"]
    call = ledger.calls.get(sid)
    if call is None:
        # To a whisper Home Assistant only says what to ask.
        return None if told.kind == "whisper" else "not in the ledger"
    lost = {
        "dial": call.outcome is None
        or (told.params.get("DialBridged") == "true") != (call.outcome == "answered"),
        # Who is known to have got through need not be known to have been asked for a key.
        "gather": told.params.get("Digits") == "1"
        and not call.confirmed
        and call.outcome != "answered",
        "record": call.recording is None,
        "recording": call.recording is None,
        "call_status": call.outcome is None,
    }
    return f"not in the call ({call.outcome})" if lost.get(told.kind) else None


def _texts_lost(truth: Truth) -> Iterator[Offence]:
    texted = {(text.to, text.line) for text in truth.texted}
    missed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for call in truth.called:
        # Acknowledged or not: what nobody heard, the log tells.
        if not call.bridged and call.caller not in truth.wrote_stop:
            missed[call.caller, call.line].append(call.sid)
    for (caller, line), sids in missed.items():
        if (caller, line) not in texted:
            what = f"called {line} in vain ({', '.join(sids)}), and was not texted"
            yield Offence(count="texts_lost", who=caller, what=what)


def _texts_doubled(truth: Truth, ledger: LedgerFacts) -> Iterator[Offence]:
    # Words that are owed, as on how texts end, or that tell the team who waits, are no text-backs: of
    # them each may come once.
    owed = {text.ref for text in ledger.texts if text.kind in {"service", "notice"}}
    texted = Counter(
        (text.to, text.ref if text.ref in owed else text.line) for text in truth.texted
    )
    for (caller, for_what), times in texted.items():
        for _ in range(times - 1):
            what = f"{times} texts for {for_what}"
            yield Offence(count="texts_doubled", who=caller, what=what)


def _texts_after_opt_out(truth: Truth, ledger: LedgerFacts) -> Iterator[Offence]:
    owed = {text.ref for text in ledger.texts if text.kind == "service"}
    stopped: dict[str, float] = {}
    for told in truth.told:
        if told.kind == "sms" and told.params["Body"] in truth.stops:
            stopped.setdefault(told.params["From"], told.at)
    for text in truth.texted:
        if text.to not in stopped or text.ref in owed:
            continue
        late = text.at - stopped[text.to]
        if late > CROSSING_SECONDS:
            what = f"{text.sid} came {late:.1f} s after STOP was acknowledged"
            yield Offence(count="texts_after_opt_out", who=text.to, what=what)


def _left_unknown(ledger: LedgerFacts) -> Iterator[Offence]:
    for text in ledger.texts:
        if text.state in OPEN:
            yield Offence(count="left_unknown", who=text.peer, what=f"a text is {text.state}")
    for sid, call in ledger.calls.items():
        if call.waits:
            yield Offence(count="left_unknown", who=call.caller or "", what=f"{sid} is not over")


def _texts_unwanted(truth: Truth) -> Iterator[Offence]:
    """Find texts to people none of whose calls to the line was in vain."""
    in_vain = {(call.caller, call.line) for call in truth.called if not call.bridged}
    got_through = {(call.caller, call.line) for call in truth.called} - in_vain
    for text in truth.texted:
        if (text.to, text.line) in got_through:
            yield Offence(count="texts_unwanted", who=text.to, what=f"got through, and {text.sid}")
