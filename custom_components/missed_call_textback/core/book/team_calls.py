"""Verbs about calls to the team."""

from datetime import datetime
from typing import Protocol

from ..team_calls import TeamCall


class TeamCalls(Protocol):
    """Verbs about calls to the team."""

    def add_team_call(self, call: TeamCall) -> None:
        """Keep a call that is about to be asked for. A member has one turn a round."""

    def save_team_call(self, call: TeamCall) -> None:
        """Keep how a call stands."""

    def drop_team_call(self, token: str) -> None:
        """Forget a call that surely was never made."""

    def team_call(self, token: str) -> TeamCall | None:
        """Return a call by its token."""

    def team_calls_about(self, thread_id: int, since: datetime) -> list[TeamCall]:
        """Return the calls about a thread that is urgent since a time, oldest first."""

    def count_team_calls(self, since: datetime) -> int:
        """Count the calls since a time."""
