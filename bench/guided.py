"""Lets coverage lead the fuzzer, door by door: script/fuzz --guided --json --seconds 60.

Not a part of `bench.fuzz`: what is to be watched has to be imported after the watching began. Each
door that reads bytes and knows no socket gets a process of its own, in which libFuzzer keeps those
inputs that reached something new (https://github.com/google/atheris).
"""

import argparse
from collections.abc import Callable, Sequence
import json
from pathlib import Path
import re
import subprocess
import sys
import tempfile
from typing import Any, Final

_WATCHED: Final = (
    "custom_components.missed_call_textback.providers",
    "custom_components.missed_call_textback.core",
)
_DOORS: Final = ("ami", "sip", "fritzbox", "call_list")
_ROOT: Final = Path(__file__).parents[1]
_RUNS: Final = re.compile(r"^#(\d+)\s", re.MULTILINE)
_COVERED: Final = re.compile(r"cov: (\d+)")
_LONGEST_INPUT: Final = 8192
# Importing Home Assistant, watched, takes its time.
_START_SECONDS: Final = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print, and return the exit code."""
    options = _parser().parse_args(arguments)
    if options.inside:
        return _inside(options.inside, options.seconds, options.seed)
    doors = options.door or _DOORS
    told: dict[str, Any] = {}
    for door in doors:
        told[door] = _watched(door, options.seconds / len(doors), options.seed)
    result = {
        "inputs": sum(each["inputs"] for each in told.values()),
        "unhandled": sum(each["fault"] is not None for each in told.values()),
        "doors": told,
        "seconds": options.seconds,
        "seed": options.seed,
    }
    print(json.dumps(result) if options.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 1 if result["unhandled"] else 0


def _watched(door: str, seconds: float, seed: int) -> dict[str, Any]:
    """Run one door in a process of its own; libFuzzer ends it at the first fault."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "bench.guided", "--inside", door),
                *("--seconds", str(seconds), "--seed", str(seed)),
            ],
            cwd=folder,
            env=_environment(),
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            timeout=seconds + _START_SECONDS,
            check=False,
        )
    runs, covered = _RUNS.findall(ran.stderr), _COVERED.findall(ran.stderr)
    fault = ran.stderr.partition("Uncaught Python exception:")[2] if ran.returncode else None
    if fault is not None:
        print(fault or ran.stderr[-3000:], file=sys.stderr)
    return {
        "inputs": int(runs[-1]) if runs else 0,
        "covered": int(covered[-1]) if covered else 0,
        "fault": None if fault is None else (fault.strip().splitlines()[1:2] or ["?"])[0],
    }


def _environment() -> dict[str, str]:
    import os

    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _inside(door: str, seconds: float, seed: int) -> int:
    import atheris

    with atheris.instrument_imports(include=list(_WATCHED)):
        one = _target(door)
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={int(seconds)}",
            f"-seed={seed or 1}",
            f"-max_len={_LONGEST_INPUT}",
            "-verbosity=1",
        ],
        one,
    )
    atheris.Fuzz()
    return 0


def _target(door: str) -> Callable[[bytes], object]:
    """Return what reads bytes as a choice of one of the door's inputs, and tries it."""
    from hypothesis import HealthCheck, given, settings

    from bench.fuzz.ami import AmiStreams
    from bench.fuzz.fritz import CallLists, MonitorLines
    from bench.fuzz.sip import SipMessages

    doors = {
        found.name: found for found in (AmiStreams(), SipMessages(), MonitorLines(), CallLists())
    }
    chosen = doors[door]

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(chosen.inputs())
    def one(value: object) -> None:
        chosen.check(value)

    return one.hypothesis.fuzz_one_input


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/fuzz --guided", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--seconds", type=float, default=60.0, help="for all doors together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--door", action="append", choices=_DOORS, help="only this one")
    parser.add_argument("--inside", choices=_DOORS, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
