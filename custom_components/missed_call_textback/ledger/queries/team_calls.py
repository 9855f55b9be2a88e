"""Statements about calls to the team."""

from typing import Final

from sqlalchemy import bindparam, delete, func, select, update

from ..conversation_schema import team_call
from ..statement import Statement
from .parts import add, given, new

TEAM_CALL: Final = (
    team_call.c.id,
    team_call.c.token,
    team_call.c.thread_id,
    team_call.c.member_id,
    team_call.c.name,
    team_call.c.since,
    team_call.c.round,
    team_call.c.at,
    team_call.c.state,
    team_call.c.detail,
)

ADD_TEAM_CALL: Final = Statement(add(team_call, team_call.c.id))
SAVE_TEAM_CALL: Final = Statement(
    update(team_call)
    .where(given(team_call.c.token))
    .values(new(team_call.c.state, team_call.c.detail))
)
DROP_TEAM_CALL: Final = Statement(delete(team_call).where(given(team_call.c.token)))
TEAM_CALL_BY_TOKEN: Final = Statement(select(*TEAM_CALL).where(given(team_call.c.token)))
TEAM_CALLS_ABOUT: Final = Statement(
    select(*TEAM_CALL).where(given(team_call.c.thread_id), given(team_call.c.since))
)
COUNT_TEAM_CALLS: Final = Statement(
    select(func.count()).select_from(team_call).where(team_call.c.at >= bindparam("since"))
)
