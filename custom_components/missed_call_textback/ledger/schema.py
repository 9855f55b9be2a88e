"""The tables of the newest schema version, for SQLite and PostgreSQL alike.

Whoever changes anything here adds a step to `migrations.py`. Columns have plain types only (times
are microseconds, flags are 0 or 1, money is millionths), so that a row needs no processing on its
way in or out. `peer` is the other person's number, E.164. SQLite adds a column that is never NULL
only with a default, so those of later versions have one, and each is the last of its table.

Somebody who was erased has no number: a text's `peer` and a call's `caller` are empty, a thread's
`peer` is `x:` and its id. In `opt_out`, `consent` and `person` it is a keyed hash (`pseudonyms.py`).
"""

from typing import Any, Final

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text as sql,
)
from sqlalchemy.sql.elements import TextClause

from ..core.booking import LIVE, AppointmentState
from ..core.leads import Stage
from ..core.outbox import OPEN_STATES, TextKind, TextState

metadata: Final = MetaData()

# SQLite makes a row id of INTEGER alone, and a strict table does not know BIGINT.
_BIG: Final = BigInteger().with_variant(Integer(), "sqlite")
_NOUGHT: Final = sql("0")


def _state_in(*states: TextState | AppointmentState) -> str:
    return f"state IN ({', '.join(f"'{state}'" for state in states)})"


# The conditions of the partial indexes. They are literal text, and the queries repeat them word for
# word: SQLite uses a partial index only where it sees the very condition, never through a parameter.
TEXT_OPEN: Final = _state_in(*OPEN_STATES)
TEXT_CAN_FALL_DUE: Final = _state_in(TextState.QUEUED, TextState.UNKNOWN)
TEXT_SENDING: Final = f"state = '{TextState.SENDING}'"
TEXT_BACK_OPEN: Final = f"kind = '{TextKind.TEXT_BACK}' AND {TEXT_OPEN}"
IS_TEXT_BACK: Final = f"kind = '{TextKind.TEXT_BACK}'"
HAS_REF: Final = "ref IS NOT NULL"
HAS_CARRIER_ID: Final = "carrier_id IS NOT NULL"
# Texts that count for the caps: neither words to the team nor words that are owed, nor what surely
# never went out.
TEXT_COUNTED: Final = (
    f"ref IS NOT NULL AND kind NOT IN ('{TextKind.NOTICE}', '{TextKind.SERVICE}')"
    f" AND state NOT IN ('{TextState.DROPPED}', '{TextState.FAILED}')"
)
IS_REPLY: Final = f"kind = '{TextKind.REPLY}'"
CALL_CAN_FALL_DUE: Final = "decision IS NULL AND due_at IS NOT NULL"
CALL_IN_THREAD: Final = "thread_id IS NOT NULL"
CALL_WITHOUT_THREAD: Final = "thread_id IS NULL"
CALL_IS_TWIN: Final = "same_as IS NOT NULL"
PERSON_DESCRIBED: Final = "(name IS NOT NULL OR language IS NOT NULL OR heard IS NOT NULL)"
PERSON_TAGGED: Final = "tags IS NOT NULL"
THREAD_WAITING: Final = "waiting_since IS NOT NULL"
THREAD_TO_CALL_BACK: Final = "call_back_since IS NOT NULL"
THREAD_URGENT: Final = "urgent_since IS NOT NULL"
# Those of which each begins at a time of its own.
APPOINTMENT_LIVE: Final = _state_in(*LIVE)
APPOINTMENT_OFFERED: Final = _state_in(
    AppointmentState.HELD, AppointmentState.OFFERED, AppointmentState.PASSED
)
APPOINTMENT_MADE: Final = _state_in(
    AppointmentState.BOOKED, AppointmentState.REMINDED, AppointmentState.GONE
)
# A number begins with a plus sign, which sorts before any letter.
THREAD_PERSONAL: Final = "peer < 'x:'"
# Most callers are texted and not heard of again: those change no index by their stage.
THREAD_MOVED: Final = f"stage NOT IN ('{Stage.MISSED}', '{Stage.TEXTED}') AND {THREAD_PERSONAL}"


# What the indexes by time begin with: 1 while a row tells whose it is, 0 from then on. So one index
# leads to the old rows that still tell, and (with IN_ANY_CASE) to all rows of a period.
CALL_TELLS: Final = (
    "(coalesce(caller, '') <> '' OR caller_name IS NOT NULL OR recording IS NOT NULL)"
)
TEXT_TELLS: Final = "(peer <> '')"
IN_ANY_CASE: Final = "IN (0, 1)"


def where(condition: str) -> TextClause:
    """Return one of the conditions above as part of a statement."""
    return sql(condition)


def _only_where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sql(condition), "postgresql_where": sql(condition)}


thread: Final = Table(
    "thread",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("last_at", _BIG, nullable=False),
    Column("waiting_since", _BIG),
    Column("episode_at", _BIG),
    Column("text_back_at", _BIG),
    Column("first_at", _BIG, nullable=False, server_default=_NOUGHT),
    Column("prefix", Text),
    Column("spoke_at", _BIG),
    Column("reached_at", _BIG),
    Column("call_back_since", _BIG),
    # When they last wrote, where that was by WhatsApp.
    Column("whatsapp_at", _BIG),
    # The matter that is open, or was last: how far it got, when it began, and when it got so far.
    Column("stage", Text, nullable=False, server_default=sql(f"'{Stage.MISSED}'")),
    Column("lead_at", _BIG, nullable=False, server_default=_NOUGHT),
    Column("moved_at", _BIG, nullable=False, server_default=_NOUGHT),
    Column("value", _BIG),
    Column("assignee", Text),
    Column("unread", Integer, nullable=False, server_default=_NOUGHT),
    # When a person last wrote to them: from then on no machine does.
    Column("silenced_at", _BIG),
    # When they were asked once more after a silence.
    Column("followed_up_at", _BIG),
    # Since when it is urgent, and which of their words make it so, one a line.
    Column("urgent_since", _BIG),
    Column("urgent_words", Text),
    UniqueConstraint("line_id", "peer"),
    sqlite_strict=True,
)
Index(
    "thread_waiting",
    thread.c.line_id,
    thread.c.waiting_since,
    **_only_where(THREAD_WAITING),
)
Index(
    "thread_to_call_back",
    thread.c.line_id,
    thread.c.call_back_since,
    **_only_where(THREAD_TO_CALL_BACK),
)
Index(
    "thread_urgent",
    thread.c.line_id,
    thread.c.urgent_since,
    **_only_where(THREAD_URGENT),
)
Index("thread_prefix", thread.c.prefix, thread.c.first_at, thread.c.peer)
Index("thread_personal", thread.c.last_at, **_only_where(THREAD_PERSONAL))
Index("thread_stage", thread.c.stage, thread.c.last_at, **_only_where(THREAD_MOVED))

# The matters before the one that a thread tells of. They change no more.
past_lead: Final = Table(
    "past_lead",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("thread_id", _BIG, ForeignKey("thread.id"), nullable=False),
    Column("line_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("lead_at", _BIG, nullable=False),
    Column("moved_at", _BIG, nullable=False),
    Column("value", _BIG),
    Column("assignee", Text),
    sqlite_strict=True,
)
Index("past_lead_thread", past_lead.c.thread_id, past_lead.c.lead_at)

note: Final = Table(
    "note",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("thread_id", _BIG, ForeignKey("thread.id"), nullable=False),
    Column("author", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", _BIG, nullable=False),
    sqlite_strict=True,
)
Index("note_thread", note.c.thread_id, note.c.at)
Index("note_at", note.c.at)

# Calls that the shop made to the person of a thread.
call_made: Final = Table(
    "call_made",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("thread_id", _BIG, ForeignKey("thread.id"), nullable=False),
    Column("began_at", _BIG, nullable=False),
    Column("answered_at", _BIG),
    sqlite_strict=True,
)
Index("call_made_thread", call_made.c.thread_id, call_made.c.began_at)
Index("call_made_at", call_made.c.began_at)

# What is to be done in a conversation at its time: at most one thing of a kind.
clock: Final = Table(
    "clock",
    metadata,
    Column("thread_id", _BIG, ForeignKey("thread.id"), primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("due_at", _BIG, nullable=False),
    Column("since", _BIG, nullable=False),
    Column("step", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("clock_due", clock.c.due_at)

# Who of the team was told of a caller that waits, or waited until now.
told: Final = Table(
    "told",
    metadata,
    Column("thread_id", _BIG, ForeignKey("thread.id"), primary_key=True, autoincrement=False),
    Column("member_id", Text, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("code", Integer, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("at", _BIG, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("told_member", told.c.member_id, told.c.line_id, told.c.at)

# What is known of a line's questions in one matter, told by when it began. Unanswered ones have no
# `answered_at`, those that were told unasked no `asked_at`.
answer: Final = Table(
    "answer",
    metadata,
    Column("thread_id", _BIG, ForeignKey("thread.id"), primary_key=True, autoincrement=False),
    Column("lead_at", _BIG, primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("value", Text),
    Column("asked_at", _BIG),
    Column("answered_at", _BIG),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("answer_at", answer.c.answered_at)

# Times in a calendar that somebody was offered, holds, or has booked; `at` is when it came to its
# state. What somebody else may have as well is not live.
appointment: Final = Table(
    "appointment",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("thread_id", _BIG, ForeignKey("thread.id"), nullable=False),
    Column("calendar", Text, nullable=False),
    Column("start_at", _BIG, nullable=False),
    Column("end_at", _BIG, nullable=False),
    Column("mark", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", _BIG, nullable=False),
    sqlite_strict=True,
)
Index(
    "appointment_live",
    appointment.c.calendar,
    appointment.c.start_at,
    unique=True,
    **_only_where(APPOINTMENT_LIVE),
)
Index("appointment_thread", appointment.c.thread_id, appointment.c.id)
Index("appointment_at", appointment.c.at)

call: Final = Table(
    "call",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("source_id", Text, nullable=False, unique=True),
    Column("thread_id", _BIG, ForeignKey("thread.id")),
    Column("caller", Text),
    Column("started_at", _BIG, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("outcome", Text),
    Column("ended_at", _BIG),
    Column("ring_seconds", REAL),
    Column("recording", Text),
    Column("decision", Text),
    Column("reason", Text),
    Column("hold_until", _BIG),
    Column("decided_at", _BIG),
    Column("due_at", _BIG),
    Column("caller_name", Text),
    Column("attestation", Text),
    # The call that this is another source's report of. Such a row keeps an id, and is no call: it
    # has neither outcome nor decision, and counts for nothing.
    Column("same_as", _BIG),
    # What its recording says; empty where that cannot be told.
    Column("transcript", Text),
    sqlite_strict=True,
)
Index("call_due", call.c.due_at, **_only_where(CALL_CAN_FALL_DUE))
# The calls of a person are those of their threads, and those that came to none.
Index("call_thread", call.c.thread_id, call.c.started_at, **_only_where(CALL_IN_THREAD))
Index("call_caller", call.c.caller, call.c.started_at, **_only_where(CALL_WITHOUT_THREAD))
Index("call_twin", call.c.same_as, **_only_where(CALL_IS_TWIN))
Index("call_time", sql(CALL_TELLS), call.c.started_at)

text: Final = Table(
    "text",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("ref", Text),
    Column("line_id", Text, nullable=False),
    Column("thread_id", _BIG, ForeignKey("thread.id")),
    Column("call_id", _BIG, ForeignKey("call.id")),
    Column("kind", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("carrier_id", Text),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("created_at", _BIG, nullable=False),
    Column("deadline", _BIG),
    Column("due_at", _BIG),
    Column("accepted_at", _BIG),
    # Whose caps and budget an outgoing text counts for.
    Column("shop_id", Text),
    Column("cost", _BIG, nullable=False, server_default=_NOUGHT),
    # The text that was not delivered, and that this one tries once more.
    Column("retry_of", _BIG),
    # What it travels by; NULL is SMS, as nearly all are.
    Column("channel", Text),
    sqlite_strict=True,
)
Index("text_ref", text.c.ref, unique=True, **_only_where(HAS_REF))
Index("text_carrier_id", text.c.carrier_id, unique=True, **_only_where(HAS_CARRIER_ID))
Index(
    "text_back_open",
    text.c.line_id,
    text.c.peer,
    unique=True,
    **_only_where(TEXT_BACK_OPEN),
)
# One small index for the open texts serves the due ones and, at a start, those a crash left.
Index("text_open", text.c.due_at, **_only_where(TEXT_OPEN))
Index("text_back", text.c.line_id, text.c.id, **_only_where(IS_TEXT_BACK))
Index("text_peer", text.c.peer, text.c.created_at)
Index("text_time", sql(TEXT_TELLS), text.c.created_at)

# What is to be told of leads to somebody else, such as a CRM, until it was taken.
lead_event: Final = Table(
    "lead_event",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("thread_id", _BIG, ForeignKey("thread.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", _BIG, nullable=False),
    Column("ref", Text, nullable=False),
    Column("deadline", _BIG, nullable=False),
    Column("detail", Text),
    Column("value", _BIG),
    sqlite_strict=True,
)
Index("lead_event_thread", lead_event.c.thread_id, lead_event.c.id)

# Every change of a person's wish, as evidence; `opt_out` is what holds now.
consent: Final = Table(
    "consent",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("shop_id", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("wish", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", _BIG, nullable=False),
    sqlite_strict=True,
)
Index("consent_peer", consent.c.shop_id, consent.c.peer)
Index("consent_at", consent.c.shop_id, consent.c.at)

opt_out: Final = Table(
    "opt_out",
    metadata,
    Column("shop_id", Text, primary_key=True),
    Column("peer", Text, primary_key=True),
    Column("opted_out", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", _BIG, nullable=False),
    # 1 while all they said may have meant something else.
    Column("unsure", Integer, nullable=False, server_default=_NOUGHT),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# What is known of a person beside their conversations.
person: Final = Table(
    "person",
    metadata,
    Column("shop_id", Text, primary_key=True),
    Column("peer", Text, primary_key=True),
    Column("blocked", Integer, nullable=False),
    Column("name", Text),
    Column("language", Text),
    Column("line_kind", Text),
    Column("line_kind_at", _BIG),
    # The language they last wrote in, as far as their words told.
    Column("heard", Text),
    # A line each, see `core.tags`.
    Column("tags", Text),
    Column("existing", Integer, nullable=False, server_default=_NOUGHT),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
# With all that is asked for, or SQLite would rather look through everybody.
Index(
    "person_described",
    person.c.shop_id,
    person.c.name,
    person.c.language,
    person.c.heard,
    **_only_where(PERSON_DESCRIBED),
)

Index(
    "person_tagged",
    person.c.shop_id,
    person.c.tags,
    person.c.peer,
    **_only_where(PERSON_TAGGED),
)

# A day's counters; TOTAL in place of a day is the running total.
TOTAL: Final = ""
daily: Final = Table(
    "daily",
    metadata,
    Column("line_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("tally", Text, primary_key=True),
    Column("n", _BIG, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

line_setting: Final = Table(
    "line_setting",
    metadata,
    Column("line_id", Text, primary_key=True),
    Column("automatic", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# What a month's texts cost. A month is `2026-11`.
spending: Final = Table(
    "spending",
    metadata,
    Column("shop_id", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("amount", _BIG, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

shop_setting: Final = Table(
    "shop_setting",
    metadata,
    Column("shop_id", Text, primary_key=True),
    Column("snoozed_until", _BIG),
    # Until when everything that happened at the carrier is surely known.
    Column("listened_at", _BIG),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

meta: Final = Table(
    "meta",
    metadata,
    Column("schema_version", Integer, nullable=False),
    Column("hash_key", Text, nullable=False, server_default=sql("''")),
    sqlite_strict=True,
)
