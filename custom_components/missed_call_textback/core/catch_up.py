"""What a carrier's log tells of the time nobody listened, put in the order in which it happened.

A call from such a log is decided as if it had come live, but for two questions that only a log
raises: was it too long ago (the policy asks that), and has the caller been heard since?
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .calls import CallEvent, Outcome
from .numbers import to_e164
from .outbox import InboundText, Receipt
from .ports import Entry
from .reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry; `since` is why its caller needs no text any more, as later entries tell."""

    entry: Entry
    since: Reason | None = None


def in_order(entries: Collection[Entry], country: str) -> Iterator[Told]:
    """Yield receipts first, which are about earlier texts, then calls and texts by their time.

    `country` (ISO 3166) is where national numbers are read.
    """
    happened: list[CallEvent | InboundText] = []
    for entry in entries:
        if isinstance(entry, Receipt):
            yield Told(entry=entry)
        else:
            happened.append(entry)
    happened.sort(key=lambda entry: entry.at)
    heard: dict[tuple[str, str | None], Reason] = {}
    told: list[Told] = []
    for entry in reversed(happened):
        if isinstance(entry, InboundText):
            told.append(Told(entry=entry))
            heard[entry.line_id, to_e164(entry.sender, country)] = Reason.TALKING
            continue
        who = entry.line_id, to_e164(entry.caller, country)
        told.append(Told(entry=entry, since=heard.get(who)))
        if entry.outcome is Outcome.ANSWERED:
            heard[who] = Reason.REACHED
    yield from reversed(told)
