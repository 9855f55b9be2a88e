"""Hears calls by a FRITZ!Box's call monitor, and learns from its call list which it did not hear.

A call that is open when the monitor's connection breaks has an unknown end: it is not reported. The
call list tells it, where there is a password to read it with: at each connection, and whenever the
end of a call is heard of which the beginning was not.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
import logging
import random
import time
from typing import Final, override

from ...core.calls import CallEvent, CallStep, Outcome
from ...core.calls_made import CallMade
from ...core.numbers import masked
from ...core.ports import Clock, Entry, LedgerUnavailable
from ...core.reception import UnknownLine
from ..backoff import Backoff
from ..delivery import Delivery, Told
from ..held_connection import HeldConnection
from ..source import (
    CatchUp,
    Connection,
    Figures,
    Hear,
    Known,
    LineOf,
    Monotonic,
    Refused,
    Sleep,
    Source,
    Tell,
    Unreachable,
    Unsuitable,
)
from .call_ids import CallIds, never_heard
from .call_list import CallList, ListedCall
from .calls import Made, OpenCalls, Over, Unheard
from .monitor import PORT, connected
from .monitor_lines import read_line

_LOGGER = logging.getLogger(__name__)

WINDOW: Final = timedelta(hours=24)
# The box writes a call into its list a moment after it is over.
_LIST_LAGS: Final = 5.0
_LIST_FIRST_WAIT, _LIST_LONGEST_WAIT = 30.0, 1800.0
# No line is held up longer on its way: a box that is further off has a wrong clock or zone.
_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_MOST_REMEMBERED: Final = 2000


class Listing(StrEnum):
    """Whether calls that nobody heard are caught up."""

    OFF = "off"
    """There is no name and password to read the list with."""
    WAITING = "waiting"
    """The list has not been read since the last connection, and is tried again and again."""
    READ = "read"
    REFUSED = "refused"
    """It does not take the name or the password; or the user may not. Not tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FritzboxSettings:
    """One box. `name` tells it from others for good; `zone` is what the box's clock shows.

    Of calls that were over before `since` the call list tells nothing.
    """

    name: str
    host: str
    zone: tzinfo
    port: int = PORT
    since: datetime | None = None


@dataclass(slots=True, kw_only=True)
class FritzboxFigures(Figures):
    """What the source has heard since it was started."""

    blocked: int = 0
    unheard: int = 0
    """Ends without a beginning, or beginnings without an end."""
    caught_up: int = 0
    garbage: int = 0
    """Lines that are none of the monitor's."""
    listing: Listing = Listing.OFF


class FritzboxSource(Source):
    """One FRITZ!Box. `call_list` is None where there is no account for it."""

    def __init__(
        self,
        *,
        settings: FritzboxSettings,
        call_list: CallList | None,
        hear: Hear,
        catch_up: CatchUp,
        known: Known,
        line_of: LineOf,
        tell: Tell,
        clock: Clock,
        waiting: deque[Told] | None = None,
        rand: Callable[[], float] = random.random,
        sleep: Sleep = asyncio.sleep,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self._settings = settings
        self._list = call_list
        self._catch_up = catch_up
        self._known = known
        self._line_of = line_of
        self._clock = clock
        self._rand = rand
        self._sleep = sleep
        self._ids = CallIds(name=settings.name)
        self._open = OpenCalls()
        # In the order heard: the oldest goes first.
        self._over: dict[str, None] = {}
        self._list_due = asyncio.Event()
        self._list_trouble: str | None = None
        self._figures = FritzboxFigures()
        self._delivery = Delivery(
            self._name,
            hear,
            figures=self._figures,
            rand=rand,
            sleep=sleep,
            given_up=self._given_up,
            waiting=waiting,
        )
        self._held = HeldConnection(
            self._name,
            figures=self._figures,
            tell=tell,
            rand=rand,
            sleep=sleep,
            monotonic=monotonic,
        )

    @property
    @override
    def trouble(self) -> str | None:
        return self._held.trouble

    @property
    @override
    def figures(self) -> FritzboxFigures:
        return self._figures

    @override
    async def check(self) -> None:
        async with connected(self._settings.host, self._settings.port):
            pass
        if self._list is not None:
            await self._list.read()

    @override
    async def run(self) -> None:
        async with self._delivery.running(), asyncio.TaskGroup() as tasks:
            if self._list is not None:
                self._figures.listing = Listing.WAITING
                tasks.create_task(self._keep_caught_up(self._list), name="fritzbox call list")
            else:
                _LOGGER.info("%s: no password, so nothing is caught up", self._name)
            tasks.create_task(self._held.hold(self._listen), name="fritzbox call monitor")

    async def _listen(self) -> None:
        try:
            async with connected(self._settings.host, self._settings.port) as monitor:
                self._held.connected(self._list_trouble)
                self._list_due.set()
                while True:
                    for line in await monitor.lines():
                        self._take(line)
        finally:
            self._cut_off()

    def _cut_off(self) -> None:
        for call in self._open.drop():
            self._figures.unknown += 1
            caller = masked(call.ring.caller if call.ring else None)
            _LOGGER.warning("%s was lost during a call by %s", self._name, caller)

    def _take(self, data: bytes) -> None:
        line = read_line(data)
        if line is None:
            self._figures.garbage += 1
            return
        match self._open.take(line, self._clock()):
            case Over() as call:
                self._report(call)
            case Made(called=str(called)) as call:
                self._delivery.put(self._call_made(call, called))
            case Unheard():
                self._figures.unheard += 1
                self._list_due.set()
            case _:
                pass

    def _report(self, call: Over) -> None:
        call_id = self._ids.of(call.began, call.caller, call.nth)
        line_id = self._line_of(call.called)
        self._remember(call_id)
        if call.outcome is None:
            self._figures.blocked += 1
            return
        if line_id is None:
            return
        self._delivery.put(
            CallEvent(
                line_id=line_id,
                source_id=call_id,
                step=CallStep.ENDED,
                at=self._moment(call.ended),
                caller=call.caller,
                outcome=call.outcome,
                ring_seconds=call.ring_seconds,
            )
        )

    def _call_made(self, call: Made, called: str) -> CallMade:
        answered = call.answered
        return CallMade(
            numbers=(called,),
            began_at=self._moment(call.began),
            answered_at=None if answered is None else self._moment(answered),
        )

    def _given_up(self, call: Told) -> None:
        # The list may tell it once the ledger can be written again.
        if isinstance(call, CallEvent):
            self._over.pop(call.source_id, None)
        self._list_due.set()

    def _remember(self, call_id: str) -> None:
        self._over[call_id] = None
        if len(self._over) > _MOST_REMEMBERED:
            del self._over[next(iter(self._over))]

    def _moment(self, local: datetime) -> datetime:
        """Return the box's own time as UTC, or ours where its clock cannot be right."""
        now = self._clock().astimezone(UTC)
        zone = self._settings.zone
        # Of the hour that comes twice in autumn, the one that is now.
        both = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        at = min(both, key=lambda moment: abs(moment - now))
        return min(at, now) if abs(at - now) <= _CLOCKS_DIFFER else now

    async def _keep_caught_up(self, call_list: CallList) -> None:
        wait = Backoff(_LIST_FIRST_WAIT, _LIST_LONGEST_WAIT, self._rand)
        while True:
            await self._list_due.wait()
            await self._sleep(_LIST_LAGS)
            self._list_due.clear()
            self._figures.listing = Listing.WAITING
            try:
                await self._look(call_list)
            except (Refused, Unsuitable) as err:
                # Tried on, the box would shut everybody out for longer and longer.
                self._figures.listing = Listing.REFUSED
                refusal = err.key if isinstance(err, Unsuitable) else "call_list_refused"
                self._list_trouble = refusal
                if self._held.stands is Connection.CONNECTED:
                    self._held.connected(refusal)
                _LOGGER.warning("Calls of %s cannot be caught up: %s", self._name, err)
                return
            except (Unreachable, LedgerUnavailable, UnknownLine) as err:
                _LOGGER.info("Calls of %s cannot be caught up yet: %s", self._name, err)
            except Exception:
                _LOGGER.exception("Calls of %s cannot be caught up yet", self._name)
            else:
                self._figures.listing = Listing.READ
                wait.reset()
                continue
            self._list_due.set()
            await self._sleep(wait.seconds())

    async def _look(self, call_list: CallList) -> None:
        listed = [call for call in await call_list.read() if self._is_recent(call)]
        inbound = [call for call in listed if not call.went_out]
        new = await never_heard(inbound, self._ids, self._known_here)
        entries: list[Entry] = []
        for call_id, call in new.items():
            line_id = self._line_of(call.called) if call.outcome else None
            if line_id is not None:
                entries.append(self._entry(line_id, call_id, call))
        caught_up = len(entries)
        # Which of these were heard the ledger knows: of a caller's calls it keeps when they began.
        entries += (made for call in listed if (made := self._listed_made(call)) is not None)
        if entries:
            await self._catch_up(entries)
            self._figures.caught_up += caught_up

    def _listed_made(self, call: ListedCall) -> CallMade | None:
        if not (call.went_out and call.called):
            return None
        # What they did in the minutes of the talk is not answered by it.
        began_at = min(call.began_at(self._settings.zone), self._clock())
        answered = call.outcome is Outcome.ANSWERED
        return CallMade(
            numbers=(call.called,),
            began_at=began_at,
            answered_at=began_at if answered else None,
        )

    def _is_recent(self, call: ListedCall) -> bool:
        ended = call.ended_at(self._settings.zone)
        now, set_up_at = self._clock(), self._settings.since
        since = now - WINDOW
        # Noted by a clock that was ahead, it would leave out all until that time has come.
        if set_up_at is not None and set_up_at <= now:
            since = max(since, set_up_at)
        return ended >= since

    def _entry(self, line_id: str, call_id: str, call: ListedCall) -> CallEvent:
        return CallEvent(
            line_id=line_id,
            source_id=call_id,
            step=CallStep.ENDED,
            at=min(call.ended_at(self._settings.zone), self._clock()),
            caller=call.caller,
            outcome=call.outcome,
        )

    async def _known_here(self, ids: Collection[str]) -> Collection[str]:
        """Return those ids that the ledger has, and those of calls that need not be told of."""
        inbound = self._open.inbound()
        rings = [(call.ring, call.nth) for call in inbound if call.ring]
        going_on = {self._ids.of(ring.at, ring.caller, nth) for ring, nth in rings}
        here = {call_id for call_id in ids if call_id in self._over or call_id in going_on}
        asked = [call_id for call_id in ids if call_id not in here]
        return here | set(await self._known(asked))

    @property
    def _name(self) -> str:
        return f"FRITZ!Box {self._settings.name}"
