"""Verbs about calls."""

from dataclasses import replace
from datetime import datetime
from typing import Final, override

from ...core.book import History, KeptCallMade, KeptEpisode, StoredCall
from ...core.calls import Call
from ...core.counting import Episode
from ...core.policy import Decision, Hold, Skip, TextBack
from ...core.twins import source_of
from ..queries import calls, threads
from ..rows import Row, counted_of, history_of, stored_call_of
from ..statement import Value
from ..times import to_micros
from .base import Verbs, id_of

_FOUND: Final = len(calls.FOUND_CALL)
_DECISIONS: Final = {TextBack: "text_back", Hold: "hold", Skip: "skip"}


class CallVerbs(Verbs):
    """Each is one named statement."""

    @override
    def find_call(self, source_id: str) -> StoredCall | None:
        row = calls.FIND_CALL.run(self._cursor, source_id=source_id).fetchone()
        return self._found(row, source_id)

    @override
    def find_call_of(
        self, source_id: str, *, shop_id: str, line_id: str, peer: str
    ) -> tuple[StoredCall | None, History]:
        row = threads.FIND_CALL_OF.run(
            self._cursor,
            source_id=source_id,
            shop_id=shop_id,
            line_id=line_id,
            peer=peer,
            hashed=self._pseudonyms.of(peer),
        ).fetchone()
        found, known = row[:_FOUND], row[_FOUND:]
        return self._found(None if found[0] is None else found, source_id), history_of(known)

    def _found(self, row: Row | None, source_id: str) -> StoredCall | None:
        if row is None:
            # That of a call whose caller was erased is kept as a pseudonym, to be known again.
            hashed = self._pseudonyms.of(source_id)
            row = calls.FIND_CALL.run(self._cursor, source_id=hashed).fetchone()
        if row is None:
            return None
        if (same_as := row[-1]) is None:
            return stored_call_of(row)
        of_first = calls.CALL_BY_ID.run(self._cursor, id=same_as).fetchone()
        return replace(stored_call_of(of_first), by_twin=True)

    @override
    def heard_elsewhere(self, call: Call, since: datetime, until: datetime) -> list[StoredCall]:
        if not self._sources.are_others_than(call.source_id):
            return []
        rows = calls.CALLS_NEAR.run(
            self._cursor,
            line_id=call.line_id,
            caller=call.caller,
            since=to_micros(since),
            until=to_micros(until),
        ).fetchall()
        source = source_of(call.source_id)
        others = [row for row in rows if source_of(row[2]) != source]
        if not others:
            return []
        told = self._sources_of(call.source_id)
        return [stored_call_of(row) for row in others if told.isdisjoint(self._sources_of(row[2]))]

    def _sources_of(self, source_id: str) -> set[str]:
        twins = calls.TWINS_OF.run(self._cursor, source_id=source_id)
        return {source_of(source_id), *(source_of(twin) for (twin,) in twins)}

    @override
    def join_call(self, call: Call, call_id: int) -> None:
        self._sources.note(call.source_id)
        calls.MOVE_TWINS.run(self._cursor, source_id=call.source_id, call_id=call_id)
        calls.JOIN_CALL.run(
            self._cursor,
            line_id=call.line_id,
            source_id=call.source_id,
            caller=call.caller,
            started_at=to_micros(call.started_at),
            confirmed=int(call.confirmed),
            same_as=call_id,
        )

    @override
    def add_call(self, call: Call, *, due_at: datetime | None) -> int:
        self._sources.note(call.source_id)
        return id_of(
            calls.ADD_CALL.run(
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
        counts_at: datetime | None = None,
        begins_episode: bool = False,
    ) -> None:
        state = _state_of(call, due_at)
        if decision is None:
            calls.SAVE_CALL.run(self._cursor, id=call_id, thread_id=thread_id, **state)
            return
        calls.SAVE_DECIDED_CALL.run(
            self._cursor,
            id=call_id,
            thread_id=thread_id,
            decision=_DECISIONS[type(decision)],
            reason=decision.reason.value,
            hold_until=to_micros(decision.until) if isinstance(decision, Hold) else None,
            decided_at=to_micros(decided_at),
            counts_at=to_micros(counts_at),
            episode=1 if begins_episode else None,
            **state,
        )

    @override
    def last_episode(self, thread_id: int) -> KeptEpisode | None:
        row = calls.LAST_EPISODE.run(self._cursor, thread_id=thread_id).fetchone()
        if row is None:
            return None
        counted = counted_of(row)
        return KeptEpisode(call_id=row[0], call=counted, episode=counted.episode or Episode())

    @override
    def save_episode(self, call_id: int, episode: Episode | None) -> None:
        kept = episode or Episode()
        calls.SAVE_EPISODE.run(
            self._cursor,
            id=call_id,
            episode=int(episode is not None),
            won_at=to_micros(kept.won_at),
            won_by=None if kept.won_by is None else kept.won_by.value,
            attended_at=to_micros(kept.attended_at),
        )

    @override
    def calls_due(self, now: datetime, limit: int) -> list[StoredCall]:
        rows = calls.CALLS_DUE.run(self._cursor, now=to_micros(now), most=limit)
        return [stored_call_of(row) for row in rows]

    @override
    def unheard_recording(self, thread_id: int, since: datetime) -> StoredCall | None:
        row = calls.UNHEARD_RECORDING.run(
            self._cursor, thread_id=thread_id, since=to_micros(since)
        ).fetchone()
        return None if row is None else stored_call_of(row)

    @override
    def set_transcript(self, call_id: int, words: str) -> None:
        calls.SET_TRANSCRIPT.run(self._cursor, id=call_id, transcript=words)

    @override
    def postpone_calls(self, until: datetime) -> None:
        calls.POSTPONE_CALLS.run(self._cursor, until=to_micros(until))

    @override
    def call_made_near(
        self, thread_id: int, since: datetime, until: datetime
    ) -> KeptCallMade | None:
        row = calls.CALL_MADE_NEAR.run(
            self._cursor, thread_id=thread_id, since=to_micros(since), until=to_micros(until)
        ).fetchone()
        return None if row is None else KeptCallMade(id=row[0], answered=row[1] is not None)

    @override
    def add_call_made(
        self, thread_id: int, began_at: datetime, answered_at: datetime | None
    ) -> None:
        calls.ADD_CALL_MADE.run(
            self._cursor,
            thread_id=thread_id,
            began_at=to_micros(began_at),
            answered_at=to_micros(answered_at),
        )

    @override
    def answer_call_made(self, call_made_id: int, answered_at: datetime) -> None:
        calls.ANSWER_CALL_MADE.run(
            self._cursor, id=call_made_id, answered_at=to_micros(answered_at)
        )


def _state_of(call: Call, due_at: datetime | None) -> dict[str, Value]:
    return {
        "caller": call.caller,
        "confirmed": int(call.confirmed),
        "outcome": None if call.outcome is None else call.outcome.value,
        "ended_at": to_micros(call.ended_at),
        "ring_seconds": call.ring_seconds,
        "recording": call.recording,
        "caller_name": call.caller_name,
        "attestation": None if call.attestation is None else call.attestation.value,
        "due_at": to_micros(due_at),
    }
