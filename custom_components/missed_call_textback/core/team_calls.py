"""A call to somebody of the team because a caller says that it is urgent, and whom to call next.

    calling ──no answer, busy, gone──▶ missed
      │ ├──the company refuses──▶ refused
      │ └──its answer is lost──▶ unknown, and from there as from calling
      └──picks up──▶ heard ─┬ 2 ─▶ taken
                            └ 1 ─▶ connecting ──the caller picks up──▶ connected
                                        └──hangs up before that──▶ not_reached

Whoever picks up and presses nothing may be an answering machine: `heard` counts as no answer.
A call is asked for at most once: `calling` is stored before the company is asked, and what became
of a request whose answer is lost is never found out by asking again.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .shop import Post, Shop, TeamMember

# Each of them is called so often, one after the other.
ROUNDS: Final = 2


class TeamCallState(StrEnum):
    """How a call to somebody of the team stands."""

    CALLING = "calling"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    MISSED = "missed"
    HEARD = "heard"
    CONNECTING = "connecting"
    NOT_REACHED = "not_reached"
    CONNECTED = "connected"
    TAKEN = "taken"


# Nothing was heard of it yet but that it was asked for.
UNHEARD_OF: Final = (TeamCallState.CALLING, TeamCallState.UNKNOWN)
# After it nobody else need be called.
SETTLED: Final = (TeamCallState.CONNECTED, TeamCallState.TAKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCall:
    """One such call. `since` (aware) is since when the matter is urgent, `round` counts from 0.

    `token` is what the company's requests know it by, `name` what the member was called then, and
    `detail` why it was refused or missed, in the company's words.
    """

    token: str
    thread_id: int
    member_id: str
    name: str
    since: datetime
    round: int
    at: datetime
    state: TeamCallState = TeamCallState.CALLING
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose phone rings next, and in which round."""

    member: TeamMember
    round: int


def who_is_called(
    shop: Shop, line_id: str, on_duty: Callable[[str], bool]
) -> tuple[TeamMember, ...]:
    """Return who is called about a line's callers now, in this order. Never anybody off duty."""
    called = [
        member for member in shop.team if member.is_called_about(line_id) and on_duty(member.id)
    ]
    # A phone that leads back to a line would ring in a circle.
    called = [member for member in called if member.mobile not in shop.own_numbers]
    posts = (Post.ON_CALL, *(post for post in Post if post is not Post.ON_CALL))
    return tuple(sorted(called, key=lambda member: posts.index(member.post)))


def turn_after(members: Sequence[TeamMember], calls: Sequence[TeamCall]) -> Turn | None:
    """Return who is next after some calls about a matter; None when everybody had their turns."""
    times = Counter(call.member_id for call in calls)
    turns = [Turn(member, times[member.id]) for member in members]
    following = min(turns, key=lambda turn: turn.round, default=None)
    return None if following is None or following.round >= ROUNDS else following
