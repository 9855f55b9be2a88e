"""Fuzzes every door of the integration: script/fuzz --json --seconds 60 --seed 1.

One Home Assistant with three shops runs in this process, reached over HTTP and its websocket on
127.0.0.1. A fault is printed with the shortest input that led to it; `--seed`, `--door` and `--turn`
bring that input again, as far as what came before it does not matter.
"""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
import json
from pathlib import Path
import sys
import tempfile
import time
from typing import Final

from hypothesis.configuration import set_hypothesis_home_dir
import phonenumbers

from .actions import Actions
from .ami import AmiStreams
from .answers import CarrierAnswers
from .apis import PhoneAnswers
from .call_files import CallFiles
from .campaign import Campaign, Outcome
from .commands import Commands
from .dialogs import Dialogs
from .door import FuzzedDoor
from .fritz import CallLists, MonitorLines
from .hass_doors import ActionAnswers, Entities
from .house import open_house
from .letters import ForgedLetters, SignedLetters
from .pbx import Sources
from .self_check import PLANTS
from .sip import SipMessages
from .templates import Templates
from .watch import Watch
from .webhooks import CallSteps, ForgedWebhooks, SignedWebhooks

_DOORS: Final[dict[str, type[FuzzedDoor]]] = {
    door.name: door
    for door in (
        SignedWebhooks,
        ForgedWebhooks,
        CallSteps,
        CarrierAnswers,
        SignedLetters,
        ForgedLetters,
        PhoneAnswers,
        AmiStreams,
        SipMessages,
        MonitorLines,
        CallLists,
        CallFiles,
        Sources,
        Entities,
        ActionAnswers,
        Dialogs,
        Actions,
        Commands,
        Templates,
    )
}
_MOST_GROWTH_MIB: Final = 20.0
# How long a planted fault is looked for; most are found in the first seconds.
_PLANT_SECONDS: Final = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print, and return the exit code."""
    options = _parser().parse_args(arguments)
    if options.self_check:
        return _self_check(options.seed)
    seed = time.time_ns() % 2**32 if options.seed is None else options.seed
    outcome = fuzz(
        options.door or list(_DOORS),
        seconds=options.seconds,
        seed=seed,
        first_turn=options.turn,
        examples=options.examples,
    )
    result = {
        "inputs": outcome.inputs.total(),
        "unhandled": outcome.count(forged=False),
        "forged_accepted": outcome.count(forged=True),
        "memory_growth_mib": round(outcome.growth_mib, 1),
        "doors": dict(outcome.inputs),
        "turns": outcome.turns,
        "seconds": options.seconds,
        "seed": seed,
    }
    for fault in outcome.faults.values():
        print(
            f"{fault.door}: {fault.what} (x{fault.times})\n"
            f"  again: script/fuzz --seed {seed} --door {fault.door} --turn {fault.turn}\n"
            f"  input: {fault.trail}",
            file=sys.stderr,
        )
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name}: {value}")
    return 0 if not outcome.faults and outcome.growth_mib < _MOST_GROWTH_MIB else 1


def fuzz(
    doors: Sequence[str],
    *,
    seconds: float,
    seed: int,
    first_turn: int = 0,
    examples: int | None = None,
    enough: Callable[[Outcome], bool] = lambda _outcome: False,
) -> Outcome:
    """Open a house, try some doors of it for a while, and close it again."""
    watch = Watch()
    # Every country's numbering plan is read at its first number; read now, they are no growth.
    phonenumbers.PhoneMetadata.load_all()
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        set_hypothesis_home_dir(Path(folder) / "hypothesis")
        stack = AsyncExitStack()
        watch.open(runner.get_loop())
        house = runner.run(stack.enter_async_context(open_house(Path(folder))))
        try:
            campaign = Campaign(
                runner,
                watch,
                [_DOORS[name](house) for name in doors],
                seed=seed,
                first_turn=first_turn,
                examples=examples,
            )
            return campaign.run(seconds, enough)
        finally:
            runner.run(stack.aclose())


def _self_check(seed: int | None) -> int:
    """Plant faults, and tell whether each was found."""
    found = {}
    for plant in PLANTS:
        with plant.planted():
            outcome = fuzz(plant.doors, seconds=_PLANT_SECONDS, seed=seed or 1, enough=plant.enough)
        found[plant.name] = plant.is_found(outcome)
    print(json.dumps({"planted": len(found), "found": sum(found.values()), **found}))
    return 0 if all(found.values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/fuzz", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, help="default: another one each time")
    parser.add_argument(
        "--door", action="append", choices=list(_DOORS), help="only this one; may be repeated"
    )
    parser.add_argument("--turn", type=int, default=0, help="begin with this turn of the doors")
    parser.add_argument(
        "--examples", type=_positive, help="no more inputs than this in a door's turn"
    )
    parser.add_argument(
        "--self-check",
        action="store_true",
        help="plant faults (a signature that always fits, a handler that raises, a leak, a hole in"
        " the templates' bounds), and fail unless each is found",
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


if __name__ == "__main__":
    sys.exit(main())
