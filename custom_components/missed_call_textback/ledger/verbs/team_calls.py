"""Verbs about calls to the team."""

from datetime import datetime
from typing import override

from ...core.team_calls import TeamCall
from ..queries import team_calls
from ..rows import team_call_of
from ..times import to_micros
from .base import Verbs


class TeamCallVerbs(Verbs):
    """Each is one named statement."""

    @override
    def add_team_call(self, call: TeamCall) -> None:
        team_calls.ADD_TEAM_CALL.run(
            self._cursor,
            token=call.token,
            thread_id=call.thread_id,
            member_id=call.member_id,
            name=call.name,
            since=to_micros(call.since),
            round=call.round,
            at=to_micros(call.at),
            state=call.state.value,
            detail=call.detail,
        )

    @override
    def save_team_call(self, call: TeamCall) -> None:
        team_calls.SAVE_TEAM_CALL.run(
            self._cursor, token=call.token, state=call.state.value, detail=call.detail
        )

    @override
    def drop_team_call(self, token: str) -> None:
        team_calls.DROP_TEAM_CALL.run(self._cursor, token=token)

    @override
    def team_call(self, token: str) -> TeamCall | None:
        row = team_calls.TEAM_CALL_BY_TOKEN.run(self._cursor, token=token).fetchone()
        return None if row is None else team_call_of(row)

    @override
    def team_calls_about(self, thread_id: int, since: datetime) -> list[TeamCall]:
        rows = team_calls.TEAM_CALLS_ABOUT.run(
            self._cursor, thread_id=thread_id, since=to_micros(since)
        ).fetchall()
        # By their ids: there are a few, and no index has them in this order.
        return [team_call_of(row) for row in sorted(rows)]

    @override
    def count_team_calls(self, since: datetime) -> int:
        (count,) = team_calls.COUNT_TEAM_CALLS.run(self._cursor, since=to_micros(since)).fetchone()
        return int(count)
