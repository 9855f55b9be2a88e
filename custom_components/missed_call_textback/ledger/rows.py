"""Rows of the ledger as values of the core. The order of columns is that of `queries/`."""

from collections.abc import Iterable, Sequence
from typing import Any

from ..core.book import NOBODY, History, StoredCall
from ..core.booking import Appointment, AppointmentState
from ..core.caller import Caller
from ..core.calls import Attestation, Call, Outcome
from ..core.channels import Channel
from ..core.clocks import ClockKind, ThreadClock
from ..core.counting import CountedCall, Episode, WonBy
from ..core.lead_events import LeadEvent, LeadEventKind
from ..core.leads import Lead, Stage
from ..core.numbers import NumberKind
from ..core.outbox import OutgoingText, TextKind, TextState
from ..core.questions import Answer
from ..core.reasons import Reason
from ..core.records import CallRecord, Person
from ..core.slots import Slot
from ..core.tags import tags_in
from ..core.team_calls import TeamCall, TeamCallState
from ..core.threads import Thread
from ..core.told import Told
from .times import from_micros

type Row = tuple[Any, ...]


def call_of(row: Row) -> Call:
    """Return the call of a row."""
    _, line_id, source_id, caller, started_at, confirmed, outcome, ended_at, ring, recording = row[
        :10
    ]
    caller_name, attestation = row[12:14]
    return Call(
        line_id=line_id,
        source_id=source_id,
        caller=caller,
        started_at=from_micros(started_at),
        confirmed=bool(confirmed),
        outcome=None if outcome is None else Outcome(outcome),
        ended_at=from_micros(ended_at),
        ring_seconds=ring,
        recording=recording,
        caller_name=caller_name,
        attestation=None if attestation is None else Attestation(attestation),
    )


def stored_call_of(row: Row) -> StoredCall:
    """Return the call of a row, and how it stands."""
    decided = row[10] is not None
    return StoredCall(
        id=row[0],
        call=call_of(row),
        decided=decided,
        due_at=from_micros(row[14]),
        # What was carried over from a damaged ledger of an older version lacks it.
        counted=counted_of(row) if decided and row[15] is not None else None,
    )


def counted_of(row: Row) -> CountedCall:
    """Return as what the decided call of a row is counted."""
    counts_at, episode, won_at, won_by, attended_at = row[15:20]
    return CountedCall(
        at=from_micros(counts_at),
        outcome=Outcome(row[6]),
        reason=Reason(row[11]),
        episode=Episode(
            won_at=from_micros(won_at),
            won_by=None if won_by is None else WonBy(won_by),
            attended_at=from_micros(attended_at),
        )
        if episode
        else None,
    )


def call_record_of(row: Row) -> CallRecord:
    """Return the call of a row with its reason."""
    reason = row[11]
    return CallRecord(
        id=row[0], call=call_of(row), reason=None if reason is None else Reason(reason)
    )


def history_of(row: Sequence[Any]) -> History:
    """Return what is known of an address, of a row."""
    opted_out, blocked, line_kind, line_kind_at, text_back_at, thread_id = row[:6]
    if thread_id is None and not (opted_out or blocked or line_kind):
        return NOBODY
    thread = None if thread_id is None else thread_of(row[6:])
    caller = Caller(
        opted_out=bool(opted_out),
        blocked=bool(blocked),
        line_kind=None if line_kind is None else NumberKind(line_kind),
        line_kind_at=from_micros(line_kind_at),
        last_text_back_at=from_micros(text_back_at),
        spoke_at=None if thread is None else thread.spoke_at,
        reached_at=None if thread is None else thread.reached_at,
        first_at=None if thread is None else thread.first_at,
    )
    return History(caller=caller, thread_id=thread_id, thread=thread)


def thread_of(row: Sequence[Any]) -> Thread:
    """Return the thread of a row."""
    (
        line_id,
        peer,
        first_at,
        last_at,
        waiting_since,
        episode_at,
        spoke_at,
        reached_at,
        call_back_since,
        whatsapp_at,
        unread,
        silenced_at,
        followed_up_at,
        urgent_since,
        urgent_words,
        stage,
        lead_at,
        moved_at,
        value,
        assignee,
        missed,
    ) = row
    return Thread(
        line_id=line_id,
        peer=peer,
        first_at=from_micros(first_at),
        last_at=from_micros(last_at),
        lead=Lead(
            began_at=from_micros(lead_at),
            stage=Stage(stage),
            moved_at=from_micros(moved_at),
            value=value,
            assignee=assignee,
            missed=bool(missed),
        ),
        waiting_since=from_micros(waiting_since),
        episode_at=from_micros(episode_at),
        spoke_at=from_micros(spoke_at),
        reached_at=from_micros(reached_at),
        call_back_since=from_micros(call_back_since),
        whatsapp_at=from_micros(whatsapp_at),
        unread=unread,
        silenced_at=from_micros(silenced_at),
        followed_up_at=from_micros(followed_up_at),
        urgent_since=from_micros(urgent_since),
        urgent_words=() if urgent_words is None else tuple(urgent_words.split("\n")),
    )


def clock_of(row: Row) -> ThreadClock:
    """Return the clock of a row."""
    thread_id, kind, due_at, since, step = row
    return ThreadClock(
        thread_id=thread_id,
        kind=ClockKind(kind),
        due_at=from_micros(due_at),
        since=from_micros(since),
        step=step,
    )


def answers_of(rows: Iterable[Row]) -> list[Answer]:
    """Return the answers of rows, in the order in which they were asked or told."""
    answers = [
        Answer(
            key=key,
            value=value,
            asked_at=from_micros(asked_at),
            answered_at=from_micros(answered_at),
        )
        for key, value, asked_at, answered_at in rows
    ]
    return sorted(answers, key=lambda each: (each.asked_at or each.answered_at, each.key))


def told_of(row: Row) -> Told:
    """Return who was told, of a row."""
    thread_id, line_id, member_id, code, token, at = row
    return Told(
        thread_id=thread_id,
        line_id=line_id,
        member_id=member_id,
        code=code,
        token=token,
        at=from_micros(at),
    )


def appointment_of(row: Row) -> Appointment:
    """Return the appointment of a row."""
    appointment_id, thread_id, calendar, start_at, end_at, mark, state = row
    return Appointment(
        id=appointment_id,
        thread_id=thread_id,
        calendar=calendar,
        slot=Slot(from_micros(start_at), from_micros(end_at)),
        mark=mark,
        state=AppointmentState(state),
    )


def text_of(row: Row) -> OutgoingText:
    """Return the outgoing text of a row."""
    return OutgoingText(
        id=row[0],
        ref=row[1],
        line_id=row[2],
        kind=TextKind(row[3]),
        sender=row[4],
        to=row[5],
        body=row[6],
        created_at=from_micros(row[7]),
        deadline=from_micros(row[8]),
        state=TextState(row[9]),
        attempts=row[10],
        carrier_id=row[11],
        error=row[12],
        call_id=row[13],
        cost=row[14],
        retry_of=row[15],
        channel=Channel.SMS if row[16] is None else Channel(row[16]),
        called_at=from_micros(row[17]),
        wording=row[18],
    )


def channel_to_row(channel: Channel) -> str | None:
    """Return a channel as a row keeps it."""
    return None if channel is Channel.SMS else channel.value


def person_of(row: Row) -> Person:
    """Return the person of a row."""
    opted_out, blocked, name, language, line_kind, line_kind_at, tags, existing = row
    return Person(
        name=name,
        language=language,
        line_kind=None if line_kind is None else NumberKind(line_kind),
        line_kind_at=from_micros(line_kind_at),
        opted_out=bool(opted_out),
        blocked=bool(blocked),
        tags=tags_in(tags),
        existing=bool(existing),
    )


def lead_event_of(row: Row) -> LeadEvent:
    """Return what is to be told of a row."""
    event_id, thread_id, kind, at, ref, deadline, detail, value = row
    return LeadEvent(
        id=event_id,
        ref=ref,
        thread_id=thread_id,
        kind=LeadEventKind(kind),
        at=from_micros(at),
        deadline=from_micros(deadline),
        detail=detail,
        value=value,
    )


def team_call_of(row: Row) -> TeamCall:
    """Return the call to the team of a row."""
    _, token, thread_id, member_id, name, since, number, at, state, detail = row
    return TeamCall(
        token=token,
        thread_id=thread_id,
        member_id=member_id,
        name=name,
        since=from_micros(since),
        round=number,
        at=from_micros(at),
        state=TeamCallState(state),
        detail=detail,
    )
