"""An entity or an event of Home Assistant as a source of calls: what its rules say is listened to."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
import logging
import random
import time
from typing import Any, Final, override

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event

from .core.calls import CallEvent, CallStep
from .core.numbers import is_withheld
from .core.ports import Clock
from .entity_rules import EntityRules, SubjectKind, told_at, value_at
from .providers.delivery import Delivery, Told
from .providers.held_connection import HeldConnection
from .providers.source import Figures, Hear, LineOf, Sleep, Source, Tell, Unreachable, Unsuitable
from .ring_states import Ended, Position, Reading, Rest, Ringing, Word, step

_LOGGER = logging.getLogger(__name__)

# Several at once are told apart in events only; more than these no shop has.
_OPEN_CALLS: Final = 50
_LONGEST_NUMBER: Final = 40
_LONGEST_NAME: Final = 80
_LONGEST_ID: Final = 100
# What knows the number may be updated a moment before the phone's own state.
_EARLY: Final = timedelta(seconds=5)
_ONE_CALL: Final = ""


class EntitySource(Source):
    """Reports the calls that one entity or one type of event tells of.

    `name` is the source's own, and part of each call's id.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        rules: EntityRules,
        *,
        hear: Hear,
        line_of: LineOf,
        tell: Tell,
        clock: Clock,
        waiting: deque[Told] | None = None,
        rand: Callable[[], float] = random.random,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._hass = hass
        self._name = name
        self._rules = rules
        self._line_of = line_of
        self._clock = clock
        self._positions: dict[str, Position] = {}
        self._figures = Figures()
        self._delivery = Delivery(
            name, hear, figures=self._figures, rand=rand, sleep=sleep, waiting=waiting
        )
        self._held = HeldConnection(
            name, figures=self._figures, tell=tell, rand=rand, sleep=sleep, monotonic=time.monotonic
        )

    @property
    @override
    def trouble(self) -> str | None:
        return self._held.trouble

    @property
    @override
    def figures(self) -> Figures:
        return self._figures

    @override
    async def check(self) -> None:
        if self._rules.kind is SubjectKind.EVENT:
            return
        state = self._hass.states.get(self._rules.subject)
        if state is None:
            raise Unsuitable("entity_not_found")
        if state.state == STATE_UNAVAILABLE:
            raise Unreachable("the entity is unavailable")
        beside = self._rules.number_entity
        if beside is not None and self._hass.states.get(beside) is None:
            raise Unsuitable("number_entity_not_found")

    @override
    async def run(self) -> None:
        async with self._delivery.running():
            await self._held.hold(self._listen)

    async def _listen(self) -> None:
        stop_listening = self._start_listening()
        try:
            await asyncio.Event().wait()
        finally:
            stop_listening()
            self._positions.clear()

    @callback
    def _start_listening(self) -> CALLBACK_TYPE:
        rules = self._rules
        if rules.kind is SubjectKind.EVENT:
            self._held.connected()
            return self._hass.bus.async_listen(rules.subject, self._event_fired)
        self._positions[_ONE_CALL] = Rest.LOST
        self._see_state(None, self._hass.states.get(rules.subject))
        return async_track_state_change_event(self._hass, rules.subject, self._state_changed)

    @callback
    def _state_changed(self, event: Event[EventStateChangedData]) -> None:
        self._see_state(event.data["old_state"], event.data["new_state"])

    def _see_state(self, old: State | None, new: State | None) -> None:
        if new is None or new.state == STATE_UNAVAILABLE:
            self._held.lost("the entity is unavailable")
        else:
            self._held.connected()
        if new is None:
            self._see(_ONE_CALL, Reading(word=Word.GONE, at=self._clock(), mark=""))
            return
        rules = self._rules
        told = partial(_told_by, new)
        number = told(rules.number_at, _LONGEST_NUMBER)
        # Where only the number is another one, it is another call.
        before = None if old is None else _told_by(old, rules.number_at, _LONGEST_NUMBER)
        since = new.last_updated if before and before != number else new.last_changed
        self._see(
            _ONE_CALL,
            Reading(
                word=word_of_state(rules, new),
                at=self._clock(),
                mark=str(int(since.timestamp() * 1_000_000)),
                number=self._number_beside() if rules.number_entity else number,
                name=told(rules.name_at, _LONGEST_NAME),
                dialled=told(rules.dialled_at, _LONGEST_NUMBER),
            ),
        )

    def _number_beside(self) -> str | None:
        """Return the number that another entity knows, if it was updated since the call began."""
        state = self._hass.states.get(self._rules.number_entity or "")
        position = self._positions.get(_ONE_CALL)
        if state is None or not isinstance(position, Ringing):
            return None
        if state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
            return None
        if state.last_reported < position.first.at - _EARLY:
            return None
        return _told_by(state, self._rules.number_at, _LONGEST_NUMBER)

    @callback
    def _event_fired(self, event: Event[Any]) -> None:
        rules = self._rules
        data: Mapping[str, Any] = event.data
        if not rules.applies_to(data):
            return
        told = partial(told_at, data, state=None)
        own_id = told(rules.call_id_at, most=_LONGEST_ID)
        word = rules.word_of(value_at(data, rules.state_at) if rules.state_at else None)
        # One automation may fire several at once, in one context.
        fired = f"{int(event.time_fired_timestamp * 1_000_000)}-{own_id or event.context.id}"
        # Many phones give an id again as soon as a call is over: what rings is known by its time, too.
        # A call of one event alone may be told again, and then has its id only.
        mark = fired if own_id is None or word is Word.RINGING else own_id
        self._see(
            own_id or _ONE_CALL,
            Reading(
                word=word,
                at=self._clock(),
                mark=mark,
                number=told(rules.number_at, most=_LONGEST_NUMBER),
                name=told(rules.name_at, most=_LONGEST_NAME),
                dialled=told(rules.dialled_at, most=_LONGEST_NUMBER),
            ),
        )

    def _see(self, key: str, reading: Reading) -> None:
        before = self._positions.pop(key, Rest.QUIET)
        taken = step(before, reading, rings_at_most=self._rules.rings_at_most)
        if taken.position is not Rest.QUIET or self._rules.kind is SubjectKind.ENTITY:
            self._positions[key] = taken.position
        if len(self._positions) > _OPEN_CALLS:
            oldest = self._positions.pop(next(iter(self._positions)))
            self._note_unsure(isinstance(oldest, Ringing))
        self._note_unsure(taken.unsure)
        if taken.ended is not None:
            self._queue(taken.ended)

    def _note_unsure(self, is_unsure: bool) -> None:
        if not is_unsure:
            return
        self._figures.unknown += 1
        # At each power of two is enough: some phones tell of every second call so.
        if self._figures.unknown.bit_count() == 1:
            _LOGGER.info(
                "Nobody can tell how a call ended, by %s; %s so far",
                self._name,
                self._figures.unknown,
            )

    def _queue(self, ended: Ended) -> None:
        line_id = self._line_of(ended.dialled)
        if line_id is None:
            return
        self._delivery.put(
            CallEvent(
                line_id=line_id,
                source_id=f"entity:{self._name}:{ended.mark}",
                step=CallStep.ENDED,
                at=ended.at,
                caller=ended.number,
                outcome=ended.outcome,
                ring_seconds=ended.ring_seconds,
                # Phone systems write "unknown" where they know no name.
                caller_name=None if is_withheld(ended.name) else ended.name,
            )
        )


def word_of_state(rules: EntityRules, state: State) -> Word:
    """Return what a state of the entity means by its rules."""
    if state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        return Word.GONE if state.state == STATE_UNAVAILABLE else Word.NO_VALUE
    path = rules.state_at
    return rules.word_of(value_at(state.attributes, path) if path else state.state)


def _told_by(state: State, path: str | None, most: int) -> str | None:
    return told_at(state.attributes, path, state.state, most)
