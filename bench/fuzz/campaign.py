"""Takes turns at the doors until the time is up, and counts."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
import random
import time
from typing import Final

from hypothesis import HealthCheck, Phase, given as given_by, seed as seeded, settings
from hypothesis.errors import HypothesisException

from .door import FuzzedDoor
from .finding import Finding, Forged
from .memory import resident_mib
from .watch import Watch

# A turn of one door, and how long a failing input may be made smaller.
_TURN_SECONDS: Final = 2.0
_SHRINK_SECONDS: Final = 4.0
_PATIENCE_SECONDS: Final = 60
_LONGEST_INPUT: Final = 3000
# Caches fill, modules are imported, the allocator reaches its high-water mark: that is no growth.
# Seen to level off after ten turns of all doors.
_WARM_UP: Final = 0.5
_WARM_TURNS: Final = 10
_MOST_PATIENCE: Final = 4


@dataclass(slots=True)
class Fault:
    """One thing that went wrong, with the shortest input that led to it."""

    door: str
    what: str
    turn: int
    forged: bool
    trail: str
    times: int = 1


@dataclass(slots=True)
class Outcome:
    """What a campaign counted."""

    inputs: Counter[str] = field(default_factory=Counter)
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)
    warm_mib: float | None = None
    end_mib: float = 0.0
    turns: int = 0

    @property
    def growth_mib(self) -> float:
        """How much more memory is held at the end than after the warm-up."""
        return 0.0 if self.warm_mib is None else max(0.0, self.end_mib - self.warm_mib)

    def count(self, *, forged: bool) -> int:
        """Return how many faults are forgeries that got through, or are anything else."""
        return sum(fault.forged is forged for fault in self.faults.values())


class Campaign:
    """One run of the fuzzer over some doors."""

    def __init__(
        self,
        runner: asyncio.Runner,
        watch: Watch,
        doors: list[FuzzedDoor],
        *,
        seed: int,
        first_turn: int = 0,
        examples: int | None = None,
    ) -> None:
        self.outcome = Outcome()
        self._runner = runner
        self._watch = watch
        self._doors = doors
        self._seed = seed
        self._first_turn = first_turn
        self._examples = examples

    def run(
        self, seconds: float, enough: Callable[[Outcome], bool] = lambda _outcome: False
    ) -> Outcome:
        """Run for so long, or until that is enough.

        A slow machine gets more time, as far as it needs it to tell growth from warming up.
        """
        outcome = self.outcome
        began = time.monotonic()
        turn = self._first_turn
        while not enough(outcome):
            spent = time.monotonic() - began
            warm = outcome.turns >= _WARM_TURNS and spent >= seconds * _WARM_UP
            if outcome.warm_mib is None and (warm or spent >= seconds * _MOST_PATIENCE / 2):
                outcome.warm_mib = resident_mib()
            judged = outcome.turns >= _WARM_TURNS * 3 // 2 or spent >= seconds * _MOST_PATIENCE
            if spent >= seconds and judged and outcome.warm_mib is not None:
                break
            for door in self._doors:
                self._turn(door, turn)
            turn += 1
            outcome.turns += 1
        outcome.end_mib = resident_mib()
        return outcome

    def _turn(self, door: FuzzedDoor, turn: int) -> None:
        # From the first input on: to prepare one may itself take its time.
        turn_ends: float | None = None
        shrink_until: float | None = None
        # Told beforehand, so that one door's turn is the same with and without the others.
        own_seed = hash((self._seed, turn, *door.name.encode()))
        self._runner.run(door.open())

        @seeded(own_seed)
        @settings(
            max_examples=min(door.examples, self._examples or door.examples),
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given_by(door.inputs())
        def one(value: object) -> None:
            nonlocal turn_ends, shrink_until
            now = time.monotonic()
            turn_ends = turn_ends or now + _TURN_SECONDS
            if (shrink_until is None and now > turn_ends) or (shrink_until or now) < now:
                return
            # Hypothesis seeds it anew for each input: ids that must be unique would come again.
            random.seed()
            fault = self._runner.run(self._try(door, value, turn))
            if fault is not None and self._is_news(fault):
                shrink_until = shrink_until or now + _SHRINK_SECONDS
                raise Finding(fault.what)

        try:
            one()
        except Finding, HypothesisException, ExceptionGroup:
            # It is in the books; where time cut the shrinking short, Hypothesis calls it flaky.
            pass
        finally:
            self._runner.run(door.close())

    async def _try(self, door: FuzzedDoor, value: object, turn: int) -> Fault | None:
        self.outcome.inputs[door.name] += 1
        door.trail = []
        self._watch.take()
        what, forged = "", False
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await door.try_one(value)
        except Forged as error:
            what, forged = str(error), True
        except Finding as error:
            what = str(error)
        except HypothesisException:
            raise
        except TimeoutError:
            what = f"no end within {_PATIENCE_SECONDS} s"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            what = f"{type(error).__name__} came out: {error}"[:200]
        # Tasks that end at once are given the moment to do so.
        await asyncio.sleep(0)
        logged = self._watch.take()
        what = "; ".join(dict.fromkeys([what] * bool(what) + logged))
        if not what:
            return None
        return Fault(door.name, what, turn, forged, repr(door.trail)[:_LONGEST_INPUT])

    def _is_news(self, fault: Fault) -> bool:
        """Enter a fault; tell whether it is one to make smaller: new, and still of this turn."""
        key = (fault.door, fault.what)
        known = self.outcome.faults.setdefault(key, fault)
        if known is not fault:
            known.times += 1
            if len(fault.trail) < len(known.trail):
                known.trail = fault.trail
        return known.turn == fault.turn
