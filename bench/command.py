"""The command line that the benchmarks of a running Home Assistant share."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
import json
from pathlib import Path
import signal
import sys

from tests.process import NEWEST, HomeAssistantError, enter_private_network

from .aims import Aim, missed, told


class NothingToMeasure(Exception):
    """Something that is measured did not happen at all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a benchmark found, and what it is held against."""

    figures: dict[str, object]
    aims: Sequence[Aim]


type Measure = Callable[[argparse.Namespace], Awaitable[Finding]]


def parser_of(name: str, description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that all of them have."""
    parser = argparse.ArgumentParser(prog=f"script/bench {name}", description=description)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--venv", type=Path, default=NEWEST, help="whose Home Assistant")
    parser.add_argument("--report-only", action="store_true", help="do not fail on a missed aim")
    return parser


def run(parser: argparse.ArgumentParser, measure: Measure) -> int:
    """Measure, print, and return 1 where an aim was missed or nothing could be measured."""
    arguments = parser.parse_args()
    # Its way to its packages is through the link that makes it a virtual environment.
    arguments.venv = arguments.venv.absolute()
    if not enter_private_network():
        print("No network namespace here: this runs on the machine's own network.", file=sys.stderr)
    try:
        finding = asyncio.run(until_told_to_end(measure(arguments)))
    except asyncio.CancelledError:
        print("Ended.", file=sys.stderr)
        return 1
    except (HomeAssistantError, NothingToMeasure, TimeoutError) as error:
        print("\n".join((f"{type(error).__name__}: {error}", *_notes(error))), file=sys.stderr)
        return 1
    misses = missed(finding.aims)
    figures = {**finding.figures, "missed": misses}
    if arguments.json:
        print(json.dumps(figures | {"aims": [told(aim) for aim in finding.aims]}))
    else:
        print("\n".join(f"{name}: {value}" for name, value in figures.items()))
    for miss in misses:
        print(f"Missed: {miss}.", file=sys.stderr)
    return 1 if misses and not arguments.report_only else 0


def _notes(error: Exception) -> Sequence[str]:
    notes: Sequence[str] = getattr(error, "__notes__", ())
    return notes


async def until_told_to_end[T](work: Awaitable[T]) -> T:
    """End in an orderly way when told to, so that Home Assistant is ended too."""
    task = asyncio.ensure_future(work)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
    return await task
