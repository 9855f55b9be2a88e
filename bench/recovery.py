"""Measures what it takes to recover a damaged ledger, of a small shop's past and of a very long one.

Two pages of a hundred are overwritten with noise. Each ledger is recovered in a process of its own,
without Home Assistant around it: its processor time, and the memory it took at the most.
"""

import argparse
import asyncio
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
import json
from multiprocessing import get_context
from pathlib import Path
from random import Random
import resource
import sys
import tempfile
from time import process_time
from typing import Any, Final

from custom_components.missed_call_textback.ledger import SqliteLedger, recover

from .aims import at_least, at_most, missed
from .past import Past, write_past

_PAGE: Final = 4096
_DAMAGED: Final = 0.02
_ENDS: Final = datetime(2026, 11, 18, 17, tzinfo=UTC)
# The cache of the ledger that is filled may take 64 MB; what is read is no more than a page at a time.
_MOST_MIB: Final = 160
_LEAST_SHARE: Final = 0.95
# Rows come in no order, so a larger index takes a little more for each of them; twice would be too much.
_MOST_RATIO: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What the recovery of one ledger took, and what it brought back."""

    texts: int
    share: float
    size_mib: float
    cpu_seconds: float
    memory_mib: float

    @property
    def cpu_us(self) -> float:
        """Return the processor time for each text that was there."""
        return self.cpu_seconds / self.texts * 1_000_000


def make(path: Path, texts: int) -> None:
    """Write a ledger with a past of so many texts."""

    async def open_once() -> None:
        ledger = SqliteLedger()
        await ledger.open(path)
        await ledger.close()

    asyncio.run(open_once())
    write_past(path, Past(shop_id="SHOP", line_id="LINE", texts=texts, ends=_ENDS))


def damage(path: Path) -> None:
    """Overwrite two pages of a hundred."""
    # The same pages each time.
    chance = Random(1)  # noqa: S311
    pages = path.stat().st_size // _PAGE
    with path.open("r+b") as file:
        for page in chance.sample(range(pages), int(pages * _DAMAGED)):
            file.seek(page * _PAGE)
            file.write(chance.randbytes(_PAGE))


def recovered(path: Path, texts: int) -> Recovered:
    """Recover a ledger in this process."""
    size = path.stat().st_size
    began, before = process_time(), _most_memory()
    found = recover(path)
    return Recovered(
        texts=texts,
        share=round(found.texts / texts, 4),
        size_mib=round(size / 2**20, 1),
        cpu_seconds=round(process_time() - began, 1),
        memory_mib=round(_most_memory() - before, 1),
    )


def _most_memory() -> float:
    """Return what this process ever had at the most, in MiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def measure(sizes: Sequence[int]) -> list[Recovered]:
    """Make, damage and recover a ledger of each size."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for texts in sizes:
            path = Path(folder) / f"{texts}.db"
            # What making it takes in memory is not what recovering it takes.
            with _apart() as process:
                process.submit(make, path, texts).result()
            damage(path)
            with _apart() as process:
                found.append(process.submit(recovered, path, texts).result())
    return found


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="script/bench recovery", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument(
        "--texts",
        type=int,
        nargs=2,
        default=[100_000, 1_000_000],
        metavar="N",
        help="what the ledgers hold, the smaller first",
    )
    arguments = parser.parse_args()
    few, many = measure(arguments.texts)
    figures: dict[str, Any] = {
        f"{name}_{each.texts}": value
        for each in (few, many)
        for name, value in {
            "size_mib": each.size_mib,
            "cpu_seconds": each.cpu_seconds,
            "memory_mib": each.memory_mib,
            "share": each.share,
        }.items()
    }
    ratio = round(many.cpu_us / few.cpu_us, 2)
    aims = [
        at_most("memory_mib", many.memory_mib, _MOST_MIB),
        at_least("share", many.share, _LEAST_SHARE),
        at_most("ratio_cost", ratio, _MOST_RATIO),
    ]
    misses = missed(aims)
    figures |= {"ratio_cost": ratio, "missed": misses}
    if arguments.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
