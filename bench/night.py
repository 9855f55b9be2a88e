"""Runs the long benchmarks one after the other, with nobody there, and prints one table of their aims.

Takes about an hour and a half on a machine that has nothing else to do. Each row is printed as soon as
its benchmark is over, so that a run that is cut short has not been in vain.
"""

import argparse
import asyncio
from asyncio.subprocess import PIPE
from collections.abc import Iterator, Mapping, Sequence
import json
import sys
from typing import Any, Final

from .command import until_told_to_end

RUNS: Final = (
    ("latency", "--slow-disk", "30"),
    ("flood",),
    ("load", "--calls", "10000"),
    ("soak", "--minutes", "28"),
)
HEAD: Final = "| benchmark | figure | measured | aim | |\n|---|---|---|---|---|"


def rows_of(name: str, figures: Mapping[str, Any]) -> Iterator[str]:
    """Return a benchmark's part of the table: a row for each of its aims."""
    for aim in figures["aims"]:
        bound = "at least" if aim["at_least"] else "at most"
        verdict = "" if aim["is_met"] else "**missed**"
        yield f"| {name} | {aim['figure']} | {aim['measured']} | {bound} {aim['limit']:g} | {verdict} |"


async def _run(name: str, arguments: Sequence[str]) -> Mapping[str, Any] | None:
    """Run one benchmark; None where it came to no figures."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"bench.{name}", "--json", "--report-only", *arguments, stdout=PIPE
    )
    try:
        printed, _ = await process.communicate()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    figures: Mapping[str, Any] | None = json.loads(printed) if process.returncode == 0 else None
    return figures


async def _all() -> bool:
    """Run all of them; tell whether every aim was met."""
    print(HEAD, flush=True)
    well = True
    for name, *arguments in RUNS:
        figures = await _run(name, arguments)
        if figures is None:
            well = False
            print(f"| {name} | came to no figures | | | **failed** |", flush=True)
            continue
        well = well and not figures["missed"]
        print(*rows_of(name, figures), sep="\n", flush=True)
    return well


def main() -> int:
    """Run, print, and fail where an aim was missed."""
    argparse.ArgumentParser(prog="script/bench night", description=__doc__).parse_args()
    try:
        return 0 if asyncio.run(until_told_to_end(_all())) else 1
    except asyncio.CancelledError:
        print("Ended.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
