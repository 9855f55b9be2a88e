"""Kills Home Assistant again and again under calls, replies and receipts, and counts what gets lost.

Prints one line of JSON. Ends with 0 only if nothing was lost, doubled or left open, and a life ended
at every named point (that is not asked of a run with fewer kills than points). With --mutate it ends
with 0 only if the judge found what was broken.
"""

import argparse
import asyncio
import json
from pathlib import Path
from random import randrange
import shutil
import sys
import tempfile
from typing import Final

from bench.command import until_told_to_end
from tests.process import NEWEST, HomeAssistantError, enter_private_network

from .inside.mutations import MUTATIONS
from .judge import count
from .lives import LifeError
from .planner import AT_RANDOM
from .run import Outcome, Run, Wishes
from .timeline import timeline

_STORIES_SHOWN: Final = 5
_LOG_TAIL: Final = 40


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/faults", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--venv", type=Path, default=NEWEST, help="whose Home Assistant")
    parser.add_argument("--kills", type=int, default=300, help="how many lives end early")
    parser.add_argument("--seed", type=int, help="repeats the customers, the troubles, the plans")
    parser.add_argument("--minutes", type=float, help="kill no longer than this")
    parser.add_argument("--customers", type=float, default=2.0, help="how many a second")
    parser.add_argument("--mutate", choices=MUTATIONS, help="break the integration on purpose")
    return parser.parse_args()


def _report(outcome: Outcome, seed: int) -> dict[str, object]:
    planner = outcome.planner
    return {
        "kills": outcome.kills,
        **count(outcome.offences),
        "points": {name: planner.hits[name] for name in (*planner.names, AT_RANDOM)},
        "cold_starts": outcome.cold_starts,
        "customers": outcome.customers,
        "calls": len(outcome.truth.called),
        "texts": len(outcome.truth.texted),
        "acknowledged": len(outcome.truth.told),
        "answered_empty": outcome.exchange.answered_empty,
        "seconds": outcome.seconds,
        "seed": seed,
    }


def _stories(outcome: Outcome) -> str:
    told = []
    for offence in outcome.offences:
        story = timeline(offence.who, outcome.exchange, outcome.ledger, outcome.lives)
        told.append(f"{offence.count}: {offence.what}\n{story}\n")
    return "\n".join(told)


def main() -> int:
    """Run, print, and say whether every promise was kept."""
    arguments = _arguments()
    seed = randrange(2**32) if arguments.seed is None else arguments.seed  # noqa: S311 - no secret
    if not enter_private_network():
        print("No network namespace here: this runs on the machine's own network.", file=sys.stderr)
    config = Path(tempfile.mkdtemp(prefix="missed-call-textback-faults-"))
    wishes = Wishes(
        venv=arguments.venv.absolute(),
        config=config,
        kills=arguments.kills,
        seed=seed,
        minutes=arguments.minutes,
        mutate=arguments.mutate,
        customers_per_second=arguments.customers,
    )
    try:
        outcome = asyncio.run(until_told_to_end(Run(wishes).whole()))
    except asyncio.CancelledError:
        shutil.rmtree(config, ignore_errors=True)
        print("Ended.", file=sys.stderr)
        return 1
    except (HomeAssistantError, LifeError) as error:
        log = (config / "hass.log").read_text(errors="replace").splitlines()[-_LOG_TAIL:]
        print(f"{error}\n{'\n'.join(log)}\nKept: {config}", file=sys.stderr)
        return 1
    report = _report(outcome, seed)
    if arguments.json:
        print(json.dumps(report))
    else:
        print("\n".join(f"{name}: {value}" for name, value in report.items()))
    if arguments.mutate is not None:
        shutil.rmtree(config, ignore_errors=True)
        broken, _ = MUTATIONS[arguments.mutate]
        return 0 if report[broken] else 1
    return _verdict(outcome, config)


def _verdict(outcome: Outcome, config: Path) -> int:
    """Keep the folder and show some stories where a promise was broken."""
    planner = outcome.planner
    never_met = planner.never_met() if outcome.kills >= len(planner.names) else ()
    if never_met:
        print(f"No life ended at: {', '.join(never_met)}", file=sys.stderr)
    if not outcome.offences:
        shutil.rmtree(config, ignore_errors=True)
        return 1 if never_met or not outcome.kills else 0
    stories = config / "stories.txt"
    stories.write_text(_stories(outcome))
    shown = "\n".join(stories.read_text().split("\n\n")[:_STORIES_SHOWN])
    print(f"{shown}\n\nKept: {config} (every story is in stories.txt)", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
