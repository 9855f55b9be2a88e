"""Lets coverage lead the fuzzer: script/fuzz --guided --json --seconds 60.

Each door gets a turn, in which libFuzzer (https://github.com/google/atheris) keeps those inputs that
reached something new, beginning with recorded payloads. It ends a door's turn at the first fault.
Only doors that read bytes or text and know no socket can be led like this.
"""

import argparse
from collections.abc import Sequence
from importlib.util import find_spec
import json
import sys
from typing import Any, Final

from .names import DOORS, PLANTED
from .process import Told, run

_NOT_HERE: Final = (
    "Guided fuzzing is left out: atheris cannot be installed here (it has wheels for Linux, and for"
    " few releases of Python). script/fuzz without --guided needs none."
)
_PLANT_SECONDS: Final = 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print, and return the exit code."""
    options = _parser().parse_args(arguments)
    if find_spec("atheris") is None:
        print(_NOT_HERE, file=sys.stderr)
        if options.json:
            print(json.dumps({"guided": None}))
        return 0
    if options.self_check:
        return _self_check(options.seed)
    doors = options.door or DOORS
    each = max(1, round(options.seconds / len(doors)))
    told = run(doors, seconds=each, seed=options.seed)
    result = summary(told) | {"seconds": options.seconds, "seed": options.seed}
    if options.json:
        print(json.dumps(result))
    else:
        for name, door in result.pop("guided").items():
            print(f"{name}: {door}")
        for name, value in result.items():
            print(f"{name}: {value}")
    for door, what in told.items():
        if what.fault is not None:
            print(
                f"{door}: {what.fault}\n  again: script/fuzz --guided --door {door}"
                f" --seconds {each} --seed {options.seed}\n  input: {what.input!r}\n{what.trace}",
                file=sys.stderr,
            )
    return 1 if result["unhandled"] or result["forged_accepted"] else 0


def summary(told: dict[str, Told]) -> dict[str, Any]:
    """Return what is printed of some doors."""
    return {
        "inputs": sum(each.inputs for each in told.values()),
        "unhandled": sum(bool(each.fault) and not each.forged for each in told.values()),
        "forged_accepted": sum(each.forged for each in told.values()),
        "memory_growth_mib": max((each.growth_mib for each in told.values()), default=0),
        "guided": {
            door: {
                "inputs": each.inputs,
                "covered_first": each.covered_first,
                "covered": each.covered,
                "fault": each.fault,
            }
            for door, each in told.items()
        },
    }


def _self_check(seed: int) -> int:
    """Plant faults, one at a time, and tell after how many inputs each was found."""
    found = {}
    for plant, door in PLANTED.items():
        told = run([door], seconds=_PLANT_SECONDS, seed=seed, plant=plant)[door]
        found[plant] = None if told.fault is None else told.inputs
    seen = [inputs for inputs in found.values() if inputs is not None]
    print(json.dumps({"planted": len(found), "found": len(seen), "inputs": found}))
    return 0 if len(seen) == len(found) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/fuzz --guided",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--seconds", type=_seconds, default=60.0, help="for all doors together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--door", action="append", choices=DOORS, help="only this one; may be repeated"
    )
    parser.add_argument(
        "--self-check",
        action="store_true",
        help="plant faults in the parsers, and fail unless each is found",
    )
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not seconds > 0:
        raise argparse.ArgumentTypeError("more than 0 are needed")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
