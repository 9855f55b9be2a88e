"""Verbs that make people unrecognisable: one at a word, the others after their time."""

from collections.abc import Iterable
from datetime import datetime
from typing import override

from ...core.numbers import prefix_of
from ..queries import answers, appointments, clocks, erasure, lead_events, telling
from ..rows import text_of
from ..times import to_micros
from .spending import SpendingVerbs


class ErasureVerbs(SpendingVerbs):
    """They take what tells who it was out of each row, and leave the row.

    One ledger is one shop's: calls, texts and threads are found by their number or time alone.
    """

    @override
    def erase(self, shop_id: str, peer: str) -> int:
        cursor, prefix = self._cursor, prefix_of(peer)
        # They get no text any more that still waits here. One that is on its way is left to go
        # unheard of: to look for it, or to try again, would take the number.
        for row in erasure.QUEUED_TO.run(cursor, peer=peer).fetchall():
            self.refund(text_of(row))
        erased = self._forget_calls(
            erasure.CALLS_OF.run(cursor, caller=peer, prefix=prefix).fetchall()
        )
        erased += erasure.FORGET_TEXTS_OF.run(cursor, peer=peer).rowcount
        for thread_id, line_id, since in erasure.THREADS_OF.run(
            cursor, peer=peer, prefix=prefix
        ).fetchall():
            erasure.FORGET_NOTICES.run(cursor, line_id=line_id, since=since)
            erased += self._forget_thread(thread_id)
        erased += self._forget_person(shop_id, peer)
        erased += erasure.FORGET_OPT_IN.run(cursor, shop_id=shop_id, peer=peer).rowcount
        hashed = self._pseudonyms.of(peer)
        for statement in (erasure.HIDE_PERSON, erasure.HIDE_OPT_OUT, erasure.HIDE_CONSENT):
            erased += statement.run(cursor, shop_id=shop_id, number=peer, hashed=hashed).rowcount
        return erased

    @override
    def anonymise(self, shop_id: str, before: datetime, limit: int) -> int:
        cursor = self._cursor
        old = {"before": to_micros(before), "most": limit}
        erased = self._forget_calls(erasure.CALLS_BEFORE.run(cursor, **old).fetchall())
        erased += erasure.FORGET_TEXTS_BEFORE.run(cursor, **old).rowcount
        erased += erasure.FORGET_CALLS_MADE_BEFORE.run(cursor, **old).rowcount
        erased += erasure.FORGET_TEAM_CALLS_BEFORE.run(cursor, **old).rowcount
        for thread_id, peer in erasure.THREADS_BEFORE.run(cursor, **old).fetchall():
            erased += self._forget_thread(thread_id)
            self._forget_person(shop_id, peer)
        return erased

    def _forget_calls(self, rows: Iterable[tuple[int, str]]) -> int:
        # A source may make its ids of numbers. As a pseudonym it still tells a call that comes twice.
        return sum(
            erasure.FORGET_CALL.run(
                self._cursor, id=call_id, source_id=self._pseudonyms.of(source_id)
            ).rowcount
            for call_id, source_id in rows
        )

    def _forget_thread(self, thread_id: int) -> int:
        clocks.STOP_ALL.run(self._cursor, thread_id=thread_id)
        answers.FORGET_ANSWERS.run(self._cursor, thread_id=thread_id)
        telling.FORGET_TOLD.run(self._cursor, thread_id=thread_id)
        erasure.FORGET_TEAM_CALLS.run(self._cursor, thread_id=thread_id)
        appointments.FORGET_APPOINTMENTS.run(self._cursor, thread_id=thread_id)
        lead_events.DROP_LEAD_EVENTS.run(self._cursor, thread_id=thread_id)
        # A note is nothing but words about somebody.
        notes = erasure.FORGET_NOTES.run(self._cursor, thread_id=thread_id).rowcount
        forgotten: int = erasure.FORGET_THREAD.run(self._cursor, id=thread_id).rowcount
        return notes + forgotten

    def _forget_person(self, shop_id: str, peer: str) -> int:
        """Forget what is known of a person who has no thread, but for a block; tell if it was all."""
        whose = {"shop_id": shop_id, "peer": peer, "prefix": prefix_of(peer)}
        erasure.FORGET_BLOCKED_PERSON.run(self._cursor, **whose)
        return erasure.FORGET_PERSON.run(self._cursor, **whose).rowcount
