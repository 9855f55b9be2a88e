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

from ..caller import STRANGER
from ..calls import Outcome
from ..counting import LEFT_OUT, CountedCall, Days, Episode, WonBy, count_days, days_of_call
from ..leads import LONG_AGO
from ..numbers import to_e164
from ..policy import guard_text_back
from ..reasons import Reason
from ..records import Daily
from ..shop import Line, Shop


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

    `follows` says whether it tells who was called back.
    """

    days: Daily
    told: int
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
    counting = _Counting(line, shop)
    for call in in_order:
        counting.add(call)
    counted = counting.counted
    if not counting.follows:
        counted = [replace(call, episode=None) for call in counted]
    return PastLine(
        days=_by_day(counted, shop),
        told=len(in_order),
        follows=counting.follows,
    )


class _Counting:
    """The calls of a line, told in order. `counted` are those that came in."""

    def __init__(self, line: Line, shop: Shop) -> None:
        self._line = line
        self._shop = shop
        self._peers: dict[str, _Peer] = {}
        self._known: dict[str | None, tuple[str | None, Reason]] = {}
        self.counted: list[CountedCall] = []
        self.follows = False

    def add(self, call: PastCall) -> None:
        """Take the next call."""
        number, reason = self._look_up(call)
        peer = None if number is None else self._peers.get(number)
        episode = None if peer is None else self._open(peer)
        answered = call.outcome is Outcome.ANSWERED
        if answered and episode is not None:
            by = WonBy.CALLED_BACK if call.went_out else WonBy.CALL
            won = Episode(won_at=call.at, won_by=by, attended_at=call.at)
            self.counted[episode] = replace(self.counted[episode], episode=won)
        if call.went_out:
            self.follows = self.follows or episode is not None
            if answered and peer is not None:
                peer.last_at = call.at
            return
        long_ago = peer is not None and call.at - peer.last_at >= LONG_AGO
        # Whoever is left out may have no number.
        begins = not answered and reason not in LEFT_OUT and (episode is None or long_ago)
        if begins and number is not None:
            self._peers[number] = _Peer(len(self.counted), call.at)
        elif peer is not None:
            peer.last_at = call.at
        self.counted.append(
            CountedCall(
                at=call.at,
                outcome=call.outcome,
                reason=reason,
                episode=Episode() if begins else None,
            )
        )

    def _look_up(self, call: PastCall) -> tuple[str | None, Reason]:
        """Return whose call it is, and as what it counts if it was missed.

        Who is blocked or wants no texts, a log does not know.
        """
        if call.number not in self._known:
            number = to_e164(call.number, self._shop.country)
            reason = guard_text_back(call.number, STRANGER, self._shop, self._line.rules, call.at)
            self._known[call.number] = number, reason or Reason.MISSED_OPEN
        return self._known[call.number]

    def _open(self, peer: _Peer) -> int | None:
        """Return where the episode of a caller began, None where they have none open."""
        episode = self.counted[peer.episode].episode
        return peer.episode if episode is not None and episode.won_at is None else None


def _by_day(counted: Iterable[CountedCall], shop: Shop) -> Daily:
    counts: Days = Counter()
    for call in counted:
        counts.update(days_of_call(call, shop))
    days: Daily = {}
    count_days(days.__setitem__, Counter(), counts)
    return days
