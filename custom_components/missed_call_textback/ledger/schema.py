"""The tables of the newest schema version, for SQLite and PostgreSQL alike.

Whoever changes anything here adds a step to `migrations.py`. Columns have plain types only (times
are microseconds, flags are 0 or 1, money is millionths), so that a row needs no processing on its
way in or out. `peer` is the other person's number, E.164. SQLite adds a column that is never NULL
only with a default, so those of later versions have one, and each is the last of its table.

Somebody who was erased has no number: a text's `peer` and a call's `caller` are empty, a thread's
`peer` is `x:` and its id. In `opt_out`, `consent` and `person` it is a keyed hash (`pseudonyms.py`).
"""

from typing import Final

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

from ..core.leads import Stage
from .conditions import (
    CALL_CAN_FALL_DUE,
    CALL_IN_THREAD,
    CALL_IS_TWIN,
    CALL_TELLS,
    CALL_WITHOUT_THREAD,
    HAS_CARRIER_ID,
    HAS_REF,
    IS_TEXT_BACK,
    PERSON_DESCRIBED,
    PERSON_TAGGED,
    TEXT_BACK_OPEN,
    TEXT_OPEN,
    TEXT_TELLS,
    THREAD_MOVED,
    THREAD_PERSONAL,
    THREAD_TO_CALL_BACK,
    THREAD_URGENT,
    THREAD_WAITING,
    only_where,
)

metadata: Final = MetaData()

# SQLite makes a row id of INTEGER alone, and a strict table does not know BIGINT.
BIG: Final = BigInteger().with_variant(Integer(), "sqlite")
NOUGHT: Final = sql("0")


thread: Final = Table(
    "thread",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("last_at", BIG, nullable=False),
    Column("waiting_since", BIG),
    Column("episode_at", BIG),
    Column("text_back_at", BIG),
    Column("first_at", BIG, nullable=False, server_default=NOUGHT),
    Column("prefix", Text),
    Column("spoke_at", BIG),
    Column("reached_at", BIG),
    Column("call_back_since", BIG),
    # When they last wrote, where that was by WhatsApp.
    Column("whatsapp_at", BIG),
    # The matter that is open, or was last: how far it got, when it began, and when it got so far.
    Column("stage", Text, nullable=False, server_default=sql(f"'{Stage.MISSED}'")),
    Column("lead_at", BIG, nullable=False, server_default=NOUGHT),
    Column("moved_at", BIG, nullable=False, server_default=NOUGHT),
    Column("value", BIG),
    Column("assignee", Text),
    Column("unread", Integer, nullable=False, server_default=NOUGHT),
    # When a person last wrote to them: from then on no machine does.
    Column("silenced_at", BIG),
    # When they were asked once more after a silence.
    Column("followed_up_at", BIG),
    # Since when it is urgent, and which of their words make it so, one a line.
    Column("urgent_since", BIG),
    Column("urgent_words", Text),
    # Whether a missed call led to the matter.
    Column("lead_missed", Integer, nullable=False, server_default=NOUGHT),
    UniqueConstraint("line_id", "peer"),
    sqlite_strict=True,
)
Index(
    "thread_waiting",
    thread.c.line_id,
    thread.c.waiting_since,
    **only_where(THREAD_WAITING),
)
Index(
    "thread_to_call_back",
    thread.c.line_id,
    thread.c.call_back_since,
    **only_where(THREAD_TO_CALL_BACK),
)
Index(
    "thread_urgent",
    thread.c.line_id,
    thread.c.urgent_since,
    **only_where(THREAD_URGENT),
)
Index("thread_prefix", thread.c.prefix, thread.c.first_at, thread.c.peer)
Index("thread_personal", thread.c.last_at, **only_where(THREAD_PERSONAL))
Index("thread_stage", thread.c.stage, thread.c.last_at, **only_where(THREAD_MOVED))

call: Final = Table(
    "call",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("source_id", Text, nullable=False, unique=True),
    Column("thread_id", BIG, ForeignKey("thread.id")),
    Column("caller", Text),
    Column("started_at", BIG, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("outcome", Text),
    Column("ended_at", BIG),
    Column("ring_seconds", REAL),
    Column("recording", Text),
    Column("decision", Text),
    Column("reason", Text),
    Column("hold_until", BIG),
    Column("decided_at", BIG),
    Column("due_at", BIG),
    Column("caller_name", Text),
    Column("attestation", Text),
    # The call that this is another source's report of. Such a row keeps an id, and is no call: it
    # has neither outcome nor decision, and counts for nothing.
    Column("same_as", BIG),
    # What its recording says; empty where that cannot be told.
    Column("transcript", Text),
    # For when it counts, once it is decided; and whether it began an episode.
    Column("counts_at", BIG),
    Column("episode", Integer, nullable=False, server_default=NOUGHT),
    # When and how its caller was won back, and when a person first wrote to or spoke with them.
    Column("won_at", BIG),
    Column("won_by", Text),
    Column("attended_at", BIG),
    sqlite_strict=True,
)
Index("call_due", call.c.due_at, **only_where(CALL_CAN_FALL_DUE))
# The calls of a person are those of their threads, and those that came to none.
Index("call_thread", call.c.thread_id, call.c.started_at, **only_where(CALL_IN_THREAD))
Index("call_caller", call.c.caller, call.c.started_at, **only_where(CALL_WITHOUT_THREAD))
Index("call_twin", call.c.same_as, **only_where(CALL_IS_TWIN))
Index("call_time", sql(CALL_TELLS), call.c.started_at)

text: Final = Table(
    "text",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("ref", Text),
    Column("line_id", Text, nullable=False),
    Column("thread_id", BIG, ForeignKey("thread.id")),
    Column("call_id", BIG, ForeignKey("call.id")),
    Column("kind", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("carrier_id", Text),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("created_at", BIG, nullable=False),
    Column("deadline", BIG),
    Column("due_at", BIG),
    Column("accepted_at", BIG),
    # Whose caps and budget an outgoing text counts for.
    Column("shop_id", Text),
    Column("cost", BIG, nullable=False, server_default=NOUGHT),
    # The text that was not delivered, and that this one tries once more.
    Column("retry_of", BIG),
    # What it travels by; NULL is SMS, as nearly all are.
    Column("channel", Text),
    # When the missed call ended that it answers at once, and which of the shop's texts it is.
    Column("called_at", BIG),
    Column("wording", Text),
    # Whether its caller wrote after it.
    Column("answered", Integer, nullable=False, server_default=NOUGHT),
    sqlite_strict=True,
)
Index("text_ref", text.c.ref, unique=True, **only_where(HAS_REF))
Index("text_carrier_id", text.c.carrier_id, unique=True, **only_where(HAS_CARRIER_ID))
Index(
    "text_back_open",
    text.c.line_id,
    text.c.peer,
    unique=True,
    **only_where(TEXT_BACK_OPEN),
)
# One small index for the open texts serves the due ones and, at a start, those a crash left.
Index("text_open", text.c.due_at, **only_where(TEXT_OPEN))
Index("text_back", text.c.line_id, text.c.id, **only_where(IS_TEXT_BACK))
Index("text_peer", text.c.peer, text.c.created_at)
Index("text_time", sql(TEXT_TELLS), text.c.created_at)

# Every change of a person's wish, as evidence; `opt_out` is what holds now.
consent: Final = Table(
    "consent",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("shop_id", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("wish", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", BIG, nullable=False),
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
    Column("at", BIG, nullable=False),
    # 1 while all they said may have meant something else.
    Column("unsure", Integer, nullable=False, server_default=NOUGHT),
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
    Column("line_kind_at", BIG),
    # The language they last wrote in, as far as their words told.
    Column("heard", Text),
    # A line each, see `core.tags`.
    Column("tags", Text),
    Column("existing", Integer, nullable=False, server_default=NOUGHT),
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
    **only_where(PERSON_DESCRIBED),
)

Index(
    "person_tagged",
    person.c.shop_id,
    person.c.tags,
    person.c.peer,
    **only_where(PERSON_TAGGED),
)

# A day's counters; TOTAL in place of a day is the running total.
TOTAL: Final = ""
daily: Final = Table(
    "daily",
    metadata,
    Column("line_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("tally", Text, primary_key=True),
    Column("n", BIG, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Counters of days before the first of our own, as a log told them: of how many calls it told, and in
# which time zone its days were cut. Unlike `daily` it is no sum of anything that the ledger has.
past: Final = Table(
    "past",
    metadata,
    Column("line_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("tally", Text, primary_key=True),
    Column("zone", Text, nullable=False),
    Column("told", BIG, nullable=False),
    Column("n", BIG, nullable=False),
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
    Column("amount", BIG, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

shop_setting: Final = Table(
    "shop_setting",
    metadata,
    Column("shop_id", Text, primary_key=True),
    Column("snoozed_until", BIG),
    # Until when everything that happened at the carrier is surely known.
    Column("listened_at", BIG),
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
