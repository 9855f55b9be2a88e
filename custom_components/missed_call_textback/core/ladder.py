"""Who of the team is told that a caller waits, and who next while nobody answers.

    the caller writes ──▶ 0: whoever is told first ──no answer──▶ 1: the same again
      ──▶ 2, 3, ...: the next post, the on-call one, the last ──▶ everybody, once more ──▶ the end

A post with nobody on duty is left out, so whoever comes next is told in its place: there is always
somebody as long as anybody of the team can be told. Whoever a conversation was given to comes before
all others. What is urgent is told to those on call at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .opening import Opening
from .shop import Post, Shop, TeamMember

type OnDuty = Callable[[str], bool]

# Everybody is told once more when so many times the shop's patience are over, at the soonest.
_LAST_CALL: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder: how long after the caller began to wait, and who is told."""

    after: timedelta
    members: tuple[TeamMember, ...]


def rungs(
    shop: Shop,
    line_id: str,
    on_duty: OnDuty,
    *,
    assignee: str | None = None,
    urgent: bool = False,
) -> tuple[Rung, ...]:
    """Return the ladder of a line as it stands now; the first rung is at once. Empty: nobody is told.

    `assignee` is the id of the member whose conversation it is.
    """
    posts = _posts(shop, line_id, on_duty)
    if not posts:
        return ()
    everybody = tuple(member for members in posts for member in members)
    if own := tuple(member for member in everybody if member.id == assignee):
        posts.insert(0, own)
    wait = shop.patience.wait
    first = posts[0]
    if urgent:
        called = next((each for each in posts if each[0].post is Post.ON_CALL), ())
        first += tuple(member for member in called if member not in first)
    ladder = [Rung(after=timedelta(0), members=first)]
    if not wait:
        return tuple(ladder)
    for number, members in enumerate((first, *posts[1:]), 1):
        ladder.append(Rung(after=wait * number, members=members))
    ladder.append(Rung(after=wait * max(_LAST_CALL, len(ladder)), members=everybody))
    return tuple(ladder)


def can_be_told(shop: Shop, line_id: str) -> bool:
    """Tell whether anybody of the team is ever told of a line's callers."""
    return any(member.is_told_of(line_id) for member in shop.team)


def _posts(shop: Shop, line_id: str, on_duty: OnDuty) -> list[tuple[TeamMember, ...]]:
    told = [member for member in shop.team if member.is_told_of(line_id)]
    # Nobody on duty at all: rather somebody who is off than nobody.
    present = [member for member in told if on_duty(member.id)] or told
    posts = (tuple(member for member in present if member.post is post) for post in Post)
    return [members for members in posts if members]


def in_open_time(
    since: datetime, after: timedelta, opening: Callable[[datetime], Opening]
) -> datetime:
    """Return when so much time in which a shop is open has passed since a time (aware).

    A shop that does not open again within a year is taken for one that never closes.
    """
    at, left = since, after
    while True:
        now = opening(at)
        if not now.is_open:
            if now.opens_at is None or now.opens_at <= at:
                return at + left
            at = now.opens_at
        elif now.changes_at is None or at + left <= now.changes_at:
            return at + left
        else:
            left -= now.changes_at - at
            at = now.changes_at
