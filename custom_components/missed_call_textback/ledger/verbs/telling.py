"""Verbs about who of the team was told of a caller."""

from datetime import datetime
from typing import override

from ...core.told import Told
from ..queries import telling
from ..rows import told_of
from ..times import to_micros
from .base import Verbs


class TellingVerbs(Verbs):
    """Each is one named statement."""

    @override
    def add_told(self, told: Told) -> None:
        telling.ADD_TOLD.run(
            self._cursor,
            thread_id=told.thread_id,
            line_id=told.line_id,
            member_id=told.member_id,
            code=told.code,
            token=told.token,
            at=to_micros(told.at),
        )

    @override
    def told_of(self, thread_id: int) -> list[Told]:
        rows = telling.TOLD_OF.run(self._cursor, thread_id=thread_id).fetchall()
        return [told_of(row) for row in rows]

    @override
    def told_to(self, member_id: str, line_id: str, since: datetime) -> list[Told]:
        rows = telling.TOLD_TO.run(
            self._cursor, member_id=member_id, line_id=line_id, since=to_micros(since)
        ).fetchall()
        return [told_of(row) for row in rows]

    @override
    def told_by(self, token: str) -> Told | None:
        row = telling.TOLD_BY.run(self._cursor, token=token).fetchone()
        return None if row is None else told_of(row)
