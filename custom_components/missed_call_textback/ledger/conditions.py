"""The conditions of the partial indexes, as literal text that the queries repeat word for word."""

from typing import Any, Final

from sqlalchemy import text as sql
from sqlalchemy.sql.elements import TextClause

from ..core.booking import LIVE, AppointmentState
from ..core.leads import Stage
from ..core.outbox import OPEN_STATES, TextKind, TextState


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


def only_where(condition: str) -> dict[str, Any]:
    """Return what makes an index one of those rows alone."""
    return {"sqlite_where": sql(condition), "postgresql_where": sql(condition)}
