"""The verbs of the ledger inside one open transaction, each one named statement."""

from datetime import datetime
import sqlite3
from typing import Final, override

from ..core.calls import Call
from ..core.opt_out import Wish
from ..core.outbox import OutgoingText, TextKind, TextState
from ..core.policy import Caller, Decision, Hold, Skip, TextBack
from ..core.ports import Book, DuplicateTextBack, History, NewText, StoredCall, Tally
from ..core.threads import Thread
from . import queries
from .rows import stored_call_of, text_of
from .statement import Value
from .times import from_micros, to_micros

_DECISIONS: Final = {TextBack: "text_back", Hold: "hold", Skip: "skip"}
_NOBODY: Final = Caller()


class SqlBook(Book):
    """A book over the writer's one cursor. It never begins, commits or rolls back."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    @override
    def find_call(self, source_id: str) -> StoredCall | None:
        row = queries.FIND_CALL.run(self._cursor, source_id=source_id).fetchone()
        return None if row is None else stored_call_of(row)

    @override
    def add_call(self, call: Call, *, due_at: datetime | None) -> int:
        return self._id_of(
            queries.ADD_CALL.run(
                self._cursor,
                line_id=call.line_id,
                source_id=call.source_id,
                started_at=to_micros(call.started_at),
                **_state_of(call, due_at),
            )
        )

    @override
    def save_call(
        self,
        call_id: int,
        call: Call,
        *,
        due_at: datetime | None,
        decision: Decision | None = None,
        decided_at: datetime | None = None,
        thread_id: int | None = None,
    ) -> None:
        state = _state_of(call, due_at)
        if decision is None:
            queries.SAVE_CALL.run(self._cursor, id=call_id, thread_id=thread_id, **state)
            return
        queries.SAVE_DECIDED_CALL.run(
            self._cursor,
            id=call_id,
            thread_id=thread_id,
            decision=_DECISIONS[type(decision)],
            reason=decision.reason.value,
            hold_until=to_micros(decision.until) if isinstance(decision, Hold) else None,
            decided_at=to_micros(decided_at),
            **state,
        )

    @override
    def calls_due(self, now: datetime, limit: int) -> list[StoredCall]:
        rows = queries.CALLS_DUE.run(self._cursor, now=to_micros(now), most=limit)
        return [stored_call_of(row) for row in rows]

    @override
    def history(self, shop_id: str, line_id: str, peer: str) -> History:
        thread_id, last_at, waiting_since, episode_at, text_back_at, opted_out = (
            queries.HISTORY.run(
                self._cursor, shop_id=shop_id, line_id=line_id, peer=peer
            ).fetchone()
        )
        caller = _NOBODY
        if opted_out or text_back_at is not None:
            caller = Caller(opted_out=bool(opted_out), last_text_back_at=from_micros(text_back_at))
        if thread_id is None:
            return History(caller=caller)
        thread = Thread(
            line_id=line_id,
            peer=peer,
            last_at=from_micros(last_at),
            waiting_since=from_micros(waiting_since),
            episode_at=from_micros(episode_at),
        )
        return History(caller=caller, thread_id=thread_id, thread=thread)

    @override
    def save_thread(
        self, thread_id: int | None, thread: Thread, *, text_back_at: datetime | None = None
    ) -> int:
        state = {
            "last_at": to_micros(thread.last_at),
            "waiting_since": to_micros(thread.waiting_since),
            "episode_at": to_micros(thread.episode_at),
            "text_back_at": to_micros(text_back_at),
        }
        if thread_id is not None:
            queries.SAVE_THREAD.run(self._cursor, id=thread_id, **state)
            return thread_id
        return self._id_of(
            queries.ADD_THREAD.run(self._cursor, line_id=thread.line_id, peer=thread.peer, **state)
        )

    @override
    def move_cooldown(
        self, line_id: str, peer: str, *, was: datetime | None, to: datetime | None
    ) -> None:
        queries.MOVE_COOLDOWN.run(
            self._cursor, line_id=line_id, peer=peer, was=to_micros(was), to=to_micros(to)
        )

    @override
    def add_text(self, text: NewText) -> OutgoingText:
        added = queries.ADD_TEXT.run(
            self._cursor,
            ref=text.ref,
            line_id=text.line_id,
            thread_id=text.thread_id,
            call_id=text.call_id,
            kind=text.kind.value,
            sender=text.sender,
            peer=text.to,
            body=text.body,
            state=text.state.value,
            attempts=0,
            created_at=to_micros(text.created_at),
            deadline=to_micros(text.deadline),
            due_at=to_micros(text.due_at),
        ).fetchone()
        if added is None:
            raise DuplicateTextBack
        return OutgoingText(
            id=added[0],
            ref=text.ref,
            line_id=text.line_id,
            kind=text.kind,
            sender=text.sender,
            to=text.to,
            body=text.body,
            created_at=text.created_at,
            deadline=text.deadline,
            state=text.state,
            call_id=text.call_id,
        )

    @override
    def add_reply(
        self, *, line_id: str, thread_id: int, carrier_id: str, peer: str, body: str, at: datetime
    ) -> bool:
        added = queries.ADD_REPLY.run(
            self._cursor,
            line_id=line_id,
            thread_id=thread_id,
            kind=TextKind.REPLY.value,
            sender=peer,
            peer=peer,
            body=body,
            state=TextState.RECEIVED.value,
            carrier_id=carrier_id,
            attempts=0,
            created_at=to_micros(at),
        )
        return added.rowcount > 0

    @override
    def find_text(self, *, ref: str | None, carrier_id: str | None) -> OutgoingText | None:
        row = None
        if ref is not None:
            row = queries.TEXT_BY_REF.run(self._cursor, ref=ref).fetchone()
        if row is None and carrier_id is not None:
            row = queries.TEXT_BY_CARRIER_ID.run(self._cursor, carrier_id=carrier_id).fetchone()
        return None if row is None else text_of(row)

    @override
    def texts_due(self, now: datetime, limit: int) -> list[OutgoingText]:
        rows = queries.TEXTS_DUE.run(self._cursor, now=to_micros(now), most=limit)
        return [text_of(row) for row in rows]

    @override
    def save_text(
        self,
        text_id: int,
        *,
        state: TextState,
        due_at: datetime | None,
        attempts: int,
        carrier_id: str | None,
        error: str | None,
        accepted_at: datetime | None = None,
    ) -> None:
        queries.SAVE_TEXT.run(
            self._cursor,
            id=text_id,
            state=state.value,
            due_at=to_micros(due_at),
            attempts=attempts,
            carrier_id=carrier_id,
            error=error,
            accepted_at=to_micros(accepted_at),
        )

    @override
    def strand_sending(self, due_at: datetime) -> int:
        return queries.STRAND_SENDING.run(self._cursor, due_at=to_micros(due_at)).rowcount

    @override
    def taken_carrier_ids(self, line_id: str, peer: str) -> frozenset[str]:
        rows = queries.TAKEN_CARRIER_IDS.run(self._cursor, line_id=line_id, peer=peer)
        return frozenset(carrier_id for (carrier_id,) in rows)

    @override
    def set_wish(self, shop_id: str, peer: str, wish: Wish, *, source: str, at: datetime) -> bool:
        # Who never opted out is in, so START changes a row but never makes one.
        statement = queries.OPT_OUT if wish is Wish.STOP else queries.OPT_IN
        changed = statement.run(
            self._cursor,
            shop_id=shop_id,
            peer=peer,
            opted_out=int(wish is Wish.STOP),
            source=source,
            at=to_micros(at),
        ).rowcount
        if changed < 1:
            return False
        queries.ADD_CONSENT.run(
            self._cursor,
            shop_id=shop_id,
            peer=peer,
            wish=wish.value,
            source=source,
            at=to_micros(at),
        )
        return True

    @override
    def count(self, line_id: str, day: str, tallies: dict[Tally, int]) -> None:
        if not tallies:
            return
        values: dict[str, Value] = {}
        for index, (tally, n) in enumerate(tallies.items()):
            values[f"tally_{index}"] = tally.value
            values[f"n_{index}"] = n
        queries.COUNT[len(tallies)].run(self._cursor, line_id=line_id, day=day, **values)

    @override
    def next_due(self) -> datetime | None:
        (call_due,) = queries.NEXT_CALL_DUE.run(self._cursor).fetchone()
        (text_due,) = queries.NEXT_TEXT_DUE.run(self._cursor).fetchone()
        return from_micros(
            min((due for due in (call_due, text_due) if due is not None), default=None)
        )

    @override
    def set_automatic(self, line_id: str, *, on: bool) -> None:
        queries.SET_AUTOMATIC.run(self._cursor, line_id=line_id, automatic=int(on))

    @staticmethod
    def _id_of(returned: sqlite3.Cursor) -> int:
        (row_id,) = returned.fetchone()
        return int(row_id)


def _state_of(call: Call, due_at: datetime | None) -> dict[str, Value]:
    return {
        "caller": call.caller,
        "confirmed": int(call.confirmed),
        "outcome": None if call.outcome is None else call.outcome.value,
        "ended_at": to_micros(call.ended_at),
        "ring_seconds": call.ring_seconds,
        "recording": call.recording,
        "due_at": to_micros(due_at),
    }
