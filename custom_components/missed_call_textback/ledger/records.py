"""Reads what happened, for export."""

from collections.abc import Collection, Iterator
from datetime import datetime
import sqlite3
from typing import Final

from ..core.calls import Outcome
from ..core.outbox import TextKind
from ..core.records import Fact, Record, RecordKind, Sound
from ..core.tags import tags_in
from .pseudonyms import Pseudonyms, is_pseudonym
from .queries import records
from .rows import Row
from .statement import Value
from .times import from_micros, to_micros

# Wider than any time that there is.
_EVER: Final = 1 << 62


def read_records(
    cursor: sqlite3.Cursor,
    pseudonyms: Pseudonyms,
    shop_id: str,
    line_ids: Collection[str],
    *,
    peer: str | None,
    since: datetime | None,
    until: datetime | None,
) -> list[Record]:
    """Return what happened on some lines, and every wish in the shop, oldest first.

    `since` is the first moment of the period, `until` the first after it.
    """
    given: dict[str, Value] = {
        "shop_id": shop_id,
        "since": -_EVER if since is None else to_micros(since),
        "until": _EVER if until is None else to_micros(until),
        "peer": peer,
        "hashed": None if peer is None else pseudonyms.of(peer),
    }
    contacts, wishes = (
        (records.CONTACTS, records.WISHES)
        if peer is None
        else (records.CONTACTS_OF, records.WISHES_OF)
    )

    def read() -> Iterator[Record]:
        for line_id in line_ids:
            for of_all, of_one, record_of in _OF_A_LINE:
                statement = of_all if peer is None else of_one
                for row in statement.run(cursor, line_id=line_id, **given):
                    yield record_of(line_id, row)
            for row in contacts.run(cursor, line_id=line_id, **given):
                yield from _contact(line_id, row)
        for row in wishes.run(cursor, **given):
            yield _wish(row)

    return sorted(read(), key=lambda record: record.at)


def _call(line_id: str, row: Row) -> Record:
    at, caller, outcome, reason, transcript, call_id, recording = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.CALL,
        line_id=line_id,
        number=caller or None,
        what=outcome,
        reason=reason,
        body=transcript or None,
        sound=None if recording is None else Sound(call_id=call_id, recording=recording),
    )


def _call_made(line_id: str, row: Row) -> Record:
    at, peer, answered_at = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.CALL_OUT,
        line_id=line_id,
        number=peer,
        what=Outcome.NO_ANSWER if answered_at is None else Outcome.ANSWERED,
    )


def _team_call(line_id: str, row: Row) -> Record:
    at, peer, state, detail, name = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.TEAM_CALL,
        line_id=line_id,
        number=peer,
        what=state,
        reason=detail,
        body=name,
    )


def _text(line_id: str, row: Row) -> Record:
    at, peer, kind, state, error, body, carrier_id = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.TEXT_IN if kind == TextKind.REPLY else RecordKind.TEXT_OUT,
        line_id=line_id,
        number=peer or None,
        what=kind,
        state=state,
        reason=error,
        body=body if peer else None,
        carrier_id=carrier_id,
    )


def _note(line_id: str, row: Row) -> Record:
    at, peer, author, body = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.NOTE,
        line_id=line_id,
        number=peer,
        what=author,
        body=body,
    )


def _answer(line_id: str, row: Row) -> Record:
    at, peer, key, value = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.ANSWER,
        line_id=line_id,
        number=peer,
        what=key,
        body=value,
    )


def _appointment(line_id: str, row: Row) -> Record:
    at, peer, state, start_at = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.APPOINTMENT,
        line_id=line_id,
        number=peer,
        what=state,
        body=from_micros(start_at).isoformat(timespec="minutes"),
    )


# Of every person's, and of one's alone.
_OF_A_LINE: Final = (
    (records.CALLS, records.CALLS_OF, _call),
    (records.CALLS_MADE, records.CALLS_MADE_OF, _call_made),
    (records.TEAM_CALLS, records.TEAM_CALLS_OF, _team_call),
    (records.TEXTS, records.TEXTS_OF, _text),
    (records.NOTES, records.NOTES_OF, _note),
    (records.ANSWERS, records.ANSWERS_OF, _answer),
    (records.APPOINTMENTS, records.APPOINTMENTS_OF, _appointment),
)


def _contact(line_id: str, row: Row) -> Iterator[Record]:
    at, peer, name, language, tags, existing = row
    facts = (
        (Fact.NAME, name),
        (Fact.LANGUAGE, language),
        (Fact.EXISTING, "" if existing else None),
        *((Fact.TAG, tag) for tag in tags_in(tags)),
    )
    for fact, said in facts:
        if said is not None:
            yield Record(
                at=from_micros(at),
                kind=RecordKind.CONTACT,
                line_id=line_id,
                number=peer,
                what=fact.value,
                body=said or None,
            )


def _wish(row: Row) -> Record:
    at, peer, wish, source = row
    return Record(
        at=from_micros(at),
        kind=RecordKind.CONSENT,
        line_id=None,
        number=None if is_pseudonym(peer) else peer,
        what=wish,
        reason=source,
    )
