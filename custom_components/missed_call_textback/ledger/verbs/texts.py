"""Verbs about texts: the outbox, replies, and how much went out."""

from datetime import datetime
from typing import override

from ...core.book import AnsweredText, DuplicateTextBack, NewText
from ...core.channels import Channel
from ...core.limits import Limits, Traffic, TrafficSince
from ...core.numbers import prefix_of
from ...core.outbox import OutgoingText, TextKind, TextState
from ..queries import texts
from ..rows import channel_to_row, text_of
from ..times import from_micros, to_micros
from .base import id_of
from .spending import SpendingVerbs


class TextVerbs(SpendingVerbs):
    """Each is one named statement, and one more where it costs something."""

    @override
    def traffic(self, shop_id: str, peer: str, since: TrafficSince, limits: Limits) -> Traffic:
        to_caller, last_hour, last_day, first_callers, spent = texts.TRAFFIC.run(
            self._cursor,
            shop_id=shop_id,
            peer=peer,
            prefix=prefix_of(peer),
            hour=to_micros(since.hour),
            day=to_micros(since.day),
            burst_since=to_micros(since.burst),
            month=since.month,
            per_caller=limits.per_caller,
            per_hour=limits.per_hour,
            per_day=limits.per_day,
        ).fetchone()
        return Traffic(
            to_caller=min(to_caller, limits.per_caller),
            last_hour=min(last_hour, limits.per_hour),
            last_day=min(last_day, limits.per_day),
            first_callers=min(first_callers, limits.burst),
            spent=spent or 0,
        )

    @override
    def add_text(self, text: NewText) -> OutgoingText:
        adding = texts.ADD_TEXT.run(
            self._cursor,
            shop_id=text.shop_id,
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
            cost=text.cost,
            created_at=to_micros(text.created_at),
            deadline=to_micros(text.deadline),
            due_at=to_micros(text.due_at),
            retry_of=text.retry_of,
            channel=channel_to_row(text.channel),
            called_at=to_micros(text.called_at),
            wording=text.wording,
        )
        if adding.rowcount == 0:
            raise DuplicateTextBack
        added = OutgoingText(
            id=id_of(adding),
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
            cost=text.cost,
            retry_of=text.retry_of,
            channel=text.channel,
            called_at=text.called_at,
            wording=text.wording,
        )
        if added.cost:
            self._spend(text.shop_id, added)
        return added

    @override
    def waiting_text_back(self, line_id: str, peer: str) -> OutgoingText | None:
        row = texts.TEXT_BACK_TO.run(self._cursor, line_id=line_id, peer=peer).fetchone()
        if row is None or (text := text_of(row)).state is not TextState.QUEUED:
            return None
        return text

    @override
    def retry_of(self, text_id: int) -> OutgoingText | None:
        row = texts.RETRY_OF.run(self._cursor, retry_of=text_id).fetchone()
        return None if row is None else text_of(row)

    @override
    def add_reply(
        self,
        *,
        line_id: str,
        thread_id: int,
        carrier_id: str,
        peer: str,
        body: str,
        at: datetime,
        channel: Channel = Channel.SMS,
    ) -> bool:
        added = texts.ADD_REPLY.run(
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
            channel=channel_to_row(channel),
        )
        return added.rowcount > 0

    @override
    def note_answered(self, line_id: str, peer: str, since: datetime) -> AnsweredText | None:
        row = texts.NOTE_ANSWERED.run(
            self._cursor, line_id=line_id, peer=peer, since=to_micros(since)
        ).fetchone()
        return None if row is None else AnsweredText(wording=row[0], created_at=from_micros(row[1]))

    @override
    def find_text(self, *, ref: str | None, carrier_id: str | None) -> OutgoingText | None:
        row = None
        if ref is not None:
            row = texts.TEXT_BY_REF.run(self._cursor, ref=ref).fetchone()
        if row is None and carrier_id is not None:
            row = texts.TEXT_BY_CARRIER_ID.run(self._cursor, carrier_id=carrier_id).fetchone()
        return None if row is None else text_of(row)

    @override
    def last_words_to(self, line_id: str, peer: str) -> str | None:
        row = texts.LAST_WORDS_TO.run(self._cursor, line_id=line_id, peer=peer).fetchone()
        return None if row is None else str(row[0])

    @override
    def owner_of(self, carrier_id: str) -> int | None:
        row = texts.OWNER_OF.run(self._cursor, carrier_id=carrier_id).fetchone()
        return None if row is None else int(row[0])

    @override
    def texts_due(self, now: datetime, limit: int) -> list[OutgoingText]:
        rows = texts.TEXTS_DUE.run(self._cursor, now=to_micros(now), most=limit)
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
        texts.SAVE_TEXT.run(
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
    def make_sms(self, text_id: int) -> None:
        texts.MAKE_SMS.run(self._cursor, id=text_id)

    @override
    def strand_sending(self, due_at: datetime) -> int:
        return texts.STRAND_SENDING.run(self._cursor, due_at=to_micros(due_at)).rowcount

    @override
    def taken_carrier_ids(self, line_id: str, peer: str) -> frozenset[str]:
        rows = texts.TAKEN_CARRIER_IDS.run(self._cursor, line_id=line_id, peer=peer)
        return frozenset(carrier_id for (carrier_id,) in rows)
