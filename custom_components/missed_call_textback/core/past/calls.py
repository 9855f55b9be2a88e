"""What calls count for that only a log tells of: the formulas are those of our own calls.

    calls of a line, in order ──▶ episodes, as far as a log can tell ──▶ counters by day

An episode begins with a missed call whose caller has none open, and ends when they get through, are
called back and answer, or after a month without a word. Whether somebody was called back is only
known of a log that has calls going out to missed callers: of any other, who was missed, and when, is
counted, but not who was won back. A share of a half-known thing would flatter what came later.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ..caller import Caller
from ..calls import Outcome
from ..counting import LEFT_OUT, CountedCall, Days, Episode, WonBy, days_of_call
from ..leads import LONG_AGO
from ..numbers import to_e164
from ..policy import guard_text_back
from ..reasons import Reason
from ..records import Daily
from ..shop import Line, Shop

_ANYBODY: Final = Caller()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """A call that a log tells of. `number` is the other person's, as the log writes it.

    `at` is when it began (aware). `outcome` of a call that went out is answered, or no answer.
    """

    line_id: str
    at: datetime
    number: str | None
    outcome: Outcome
    went_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLine:
    """What a log tells of a line. `told` is of how many calls, in and out, it does.

    `callers` are the missed callers; `follows` says whether the log tells who was called back.
    """

    days: Daily
    told: int
    callers: int
    follows: bool


@dataclass(slots=True)
class _Peer:
    """A missed caller: where their last episode began, and when they were last heard of."""

    episode: int
    last_at: datetime


def count_line(calls: Iterable[PastCall], line: Line, shop: Shop) -> PastLine:
    """Count the calls of a line, in whatever order they come."""
    # Of the same moment (some logs know minutes only) the talk is the later one.
    in_order = sorted(calls, key=lambda call: (call.at, call.outcome is Outcome.ANSWERED))
    counted: list[CountedCall] = []
    peers: dict[str, _Peer] = {}
    known: dict[str | None, tuple[str | None, Reason]] = {}
    callers = 0
    follows = False
    for call in in_order:
        if call.number not in known:
            known[call.number] = (
                to_e164(call.number, shop.country),
                _reason(call.number, line, shop, call.at),
            )
        number, reason = known[call.number]
        peer = None if number is None else peers.get(number)
        open_episode = None if peer is None else _open(counted, peer)
        if call.went_out:
            follows = follows or open_episode is not None
            if call.outcome is Outcome.ANSWERED and peer is not None:
                _reach(counted, open_episode, call.at, WonBy.CALLED_BACK)
                peer.last_at = call.at
            continue
        missed = call.outcome is not Outcome.ANSWERED
        begins = (
            missed
            and reason not in LEFT_OUT
            and (peer is None or open_episode is None or call.at - peer.last_at >= LONG_AGO)
        )
        if not missed:
            _reach(counted, open_episode, call.at, WonBy.CALL)
        if begins and number is not None:
            peers[number] = _Peer(len(counted), call.at)
            callers += 1
        elif peer is not None:
            peer.last_at = call.at
        episode = Episode() if begins else None
        counted.append(
            CountedCall(at=call.at, outcome=call.outcome, reason=reason, episode=episode)
        )
    if not follows:
        counted = [replace(call, episode=None) for call in counted]
    return PastLine(
        days=_by_day(counted, shop), told=len(in_order), callers=callers, follows=follows
    )


def _reason(number: str | None, line: Line, shop: Shop, at: datetime) -> Reason:
    """Return as what a missed call counts; who is blocked or wants no texts, a log does not know."""
    return guard_text_back(number, _ANYBODY, shop, line.rules, at) or Reason.MISSED_OPEN


def _open(counted: list[CountedCall], peer: _Peer) -> int | None:
    """Return where the episode of a caller began, None where they have none open."""
    episode = counted[peer.episode].episode
    return peer.episode if episode is not None and episode.won_at is None else None


def _reach(counted: list[CountedCall], began: int | None, at: datetime, by: WonBy) -> None:
    if began is not None:
        episode = Episode(won_at=at, won_by=by, attended_at=at)
        counted[began] = replace(counted[began], episode=episode)


def _by_day(counted: Iterable[CountedCall], shop: Shop) -> Daily:
    counts: Days = Counter()
    for call in counted:
        counts.update(days_of_call(call, shop))
    days: Daily = {}
    for (day, tally), n in counts.items():
        days.setdefault(day, {})[str(tally)] = n
    return days
