"""The story of one customer, as the telephone company and the ledger tell it: for whoever debugs."""

from collections.abc import Iterator, Sequence

from .company import WatchedExchange
from .judge import ref_of
from .ledger_facts import LedgerFacts
from .lives import Life

type _Line = tuple[float, str]


def timeline(
    number: str, exchange: WatchedExchange, ledger: LedgerFacts, lives: Sequence[Life]
) -> str:
    """Write down what happened to a customer, and which lives it happened in."""
    lines = sorted(_heard(number, exchange))
    if lines:
        first, last = lines[0][0] - 1, lines[-1][0] + 15
        lines = sorted([*lines, *_lived(lives, first, last)])
    began = lines[0][0] if lines else 0.0
    written = [f"{at - began:8.3f}  {what}" for at, what in lines]
    kept = [f"  ledger: {text}" for text in ledger.texts if text.peer == number]
    kept += [
        f"  ledger: {sid} {call}" for sid, call in ledger.calls.items() if call.caller == number
    ]
    return "\n".join([number, *written, *kept])


def _heard(number: str, exchange: WatchedExchange) -> Iterator[_Line]:
    for hook in exchange.webhooks.log:
        params = hook.params
        if number not in (params.get("From"), params.get("To")):
            continue
        what = params.get("MessageStatus") or params.get("DialCallStatus") or params.get("Body", "")
        answer = hook.status or hook.failure
        sid = params.get("MessageSid") or params.get("CallSid", "")
        yield hook.sent_at, f"webhook {hook.kind} {what} {sid} -> {answer} ({hook.attempts})"
        yield hook.answered_at, f"webhook {hook.kind} {what} {sid} over"
    for text in exchange.texts:
        if text.to == number:
            ref = ref_of(text.status_callback)
            yield text.requested_at, f"text {text.sid} ref {ref} from {text.from_} requested"
    for request in exchange.requests:
        fields = dict(request.fields)
        if fields.get("To") == number:
            yield request.requested_at, f"request {request.place} -> {request.status}"


def _lived(lives: Sequence[Life], first: float, last: float) -> Iterator[_Line]:
    for life in lives:
        kind = "cold" if life.cold else "warm"
        events = (
            (life.born_at, "born"),
            (life.opened_at, "open"),
            (life.died_at, f"dead ({life.hit or 'from outside'})"),
        )
        for at, what in events:
            if at is not None and first <= at <= last:
                yield at, f"--- {life.pid} {kind} {what}"
