"""The tables of what belongs to a conversation beside its calls and texts (see `schema`)."""

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from .conditions import APPOINTMENT_LIVE, only_where
from .schema import BIG, NOUGHT, metadata

# The matters before the one that a thread tells of. They change no more.
past_lead: Final = Table(
    "past_lead",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("thread_id", BIG, ForeignKey("thread.id"), nullable=False),
    Column("line_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("lead_at", BIG, nullable=False),
    Column("moved_at", BIG, nullable=False),
    Column("value", BIG),
    Column("assignee", Text),
    Column("lead_missed", Integer, nullable=False, server_default=NOUGHT),
    sqlite_strict=True,
)
Index("past_lead_thread", past_lead.c.thread_id, past_lead.c.lead_at)

note: Final = Table(
    "note",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("thread_id", BIG, ForeignKey("thread.id"), nullable=False),
    Column("author", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", BIG, nullable=False),
    sqlite_strict=True,
)
Index("note_thread", note.c.thread_id, note.c.at)
Index("note_at", note.c.at)

# Calls that the shop made to the person of a thread.
call_made: Final = Table(
    "call_made",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("thread_id", BIG, ForeignKey("thread.id"), nullable=False),
    Column("began_at", BIG, nullable=False),
    Column("answered_at", BIG),
    sqlite_strict=True,
)
Index("call_made_thread", call_made.c.thread_id, call_made.c.began_at)
Index("call_made_at", call_made.c.began_at)

# What is to be done in a conversation at its time: at most one thing of a kind.
clock: Final = Table(
    "clock",
    metadata,
    Column("thread_id", BIG, ForeignKey("thread.id"), primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("due_at", BIG, nullable=False),
    Column("since", BIG, nullable=False),
    Column("step", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("clock_due", clock.c.due_at)

# Who of the team was told of a caller that waits, or waited until now.
told: Final = Table(
    "told",
    metadata,
    Column("thread_id", BIG, ForeignKey("thread.id"), primary_key=True, autoincrement=False),
    Column("member_id", Text, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("code", Integer, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("at", BIG, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("told_member", told.c.member_id, told.c.line_id, told.c.at)

# Calls to the team about what is urgent: each member has one turn a round.
team_call: Final = Table(
    "team_call",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("thread_id", BIG, ForeignKey("thread.id"), nullable=False),
    Column("member_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("since", BIG, nullable=False),
    Column("round", Integer, nullable=False),
    Column("at", BIG, nullable=False),
    Column("state", Text, nullable=False),
    Column("detail", Text),
    sqlite_strict=True,
)
Index(
    "team_call_turn",
    team_call.c.thread_id,
    team_call.c.since,
    team_call.c.member_id,
    team_call.c.round,
    unique=True,
)
Index("team_call_at", team_call.c.at)

# What is known of a line's questions in one matter, told by when it began. Unanswered ones have no
# `answered_at`, those that were told unasked no `asked_at`.
answer: Final = Table(
    "answer",
    metadata,
    Column("thread_id", BIG, ForeignKey("thread.id"), primary_key=True, autoincrement=False),
    Column("lead_at", BIG, primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("value", Text),
    Column("asked_at", BIG),
    Column("answered_at", BIG),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("answer_at", answer.c.answered_at)

# Times in a calendar that somebody was offered, holds, or has booked; `at` is when it came to its
# state. What somebody else may have as well is not live.
appointment: Final = Table(
    "appointment",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("thread_id", BIG, ForeignKey("thread.id"), nullable=False),
    Column("calendar", Text, nullable=False),
    Column("start_at", BIG, nullable=False),
    Column("end_at", BIG, nullable=False),
    Column("mark", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", BIG, nullable=False),
    sqlite_strict=True,
)
Index(
    "appointment_live",
    appointment.c.calendar,
    appointment.c.start_at,
    unique=True,
    **only_where(APPOINTMENT_LIVE),
)
Index("appointment_thread", appointment.c.thread_id, appointment.c.id)
Index("appointment_at", appointment.c.at)

# What is to be told of leads to somebody else, such as a CRM, until it was taken.
lead_event: Final = Table(
    "lead_event",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("thread_id", BIG, ForeignKey("thread.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", BIG, nullable=False),
    Column("ref", Text, nullable=False),
    Column("deadline", BIG, nullable=False),
    Column("detail", Text),
    Column("value", BIG),
    sqlite_strict=True,
)
Index("lead_event_thread", lead_event.c.thread_id, lead_event.c.id)

# The tables of both files, once this one is read.
__all__ = [
    "answer",
    "appointment",
    "call_made",
    "clock",
    "lead_event",
    "metadata",
    "note",
    "past_lead",
    "team_call",
    "told",
]
