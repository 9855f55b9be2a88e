"""Cuts the power under a ledger at random points, and counts what was acknowledged and is lost.

A shim notes every write and sync of a process that writes a ledger, and what that acknowledged. From
its journal the disk is made as it may be after a cut at any point: with what was synced, and of what
was written since, in turns, nothing, a beginning, or any part in any sectors. Then the ledger opens.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
import contextlib
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
from random import Random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from typing import Final

from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger

from .power_load import NOTE

_ROOT: Final = Path(__file__).parent.parent
_SUFFIXES: Final = {1: "", 2: "-wal", 3: "-journal"}
_SECTOR: Final = 512
_CUTS_PER_RUN: Final = 50
_EVENTS: Final = 600


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was done: a write, a cut (T), a sync, a deletion (U), or an acknowledgement."""

    what: str
    file: int
    at: int
    data: bytes


@dataclass(slots=True)
class DiskFile:
    """A file as it surely is on disk, and what was done to it since it was synced."""

    synced: bytearray = field(default_factory=bytearray)
    since: list[Note] = field(default_factory=list)
    is_there: bool = False

    def do(self, note: Note) -> None:
        """Take one thing that was done."""
        self.is_there = note.what != "U"
        if not self.is_there:
            # A file system keeps its names by a log of its own: what is deleted is gone.
            self.synced.clear()
            self.since.clear()
            return
        if note.what != "S":
            self.since.append(note)
            return
        for done in self.since:
            _apply(self.synced, done)
        self.since.clear()

    def after_cut(self, chance: Random, mode: int) -> bytes:
        """Return what is found on disk when the power comes back."""
        found = bytearray(self.synced)
        reached = {0: 0, 1: chance.randint(0, len(self.since))}.get(mode, len(self.since))
        for done in self.since[:reached]:
            if mode < 2:
                _apply(found, done)
            elif done.what == "T":
                if chance.random() < 0.5:
                    _apply(found, done)
            else:
                for at in range(0, len(done.data), _SECTOR):
                    if chance.random() < 0.5:
                        sector = done.data[at : at + _SECTOR]
                        _apply(found, Note("W", done.file, done.at + at, sector))
        return bytes(found)


def _apply(content: bytearray, note: Note) -> None:
    end = note.at + len(note.data)
    if note.what == "T":
        del content[note.at :]
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[note.at : end] = note.data


def read_journal(journal: bytes) -> Iterator[Note]:
    """Return what was done, in order."""
    at = 0
    while at < len(journal):
        what, file, where, length = NOTE.unpack_from(journal, at)
        at += NOTE.size
        data = b""
        if chr(what) in "WA":
            data = journal[at : at + length]
            at += length
        yield Note(chr(what), file, where, data)


def _record(folder: Path, *, synced: bool) -> list[Note]:
    """Run the load under the shim, to its end."""
    shim, journal = folder / "shim.so", folder / "journal"
    if not shim.exists():
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            sys.exit("A C compiler is needed for the shim: install gcc.")
        source = Path(__file__).with_name("power_shim.c")
        command: list[str | Path] = [
            compiler,
            "-O1",
            "-shared",
            "-fPIC",
            "-o",
            shim,
            source,
            "-ldl",
            "-lpthread",
        ]
        subprocess.run(command, check=True)  # noqa: S603
    ledger = Path(tempfile.mkdtemp(dir=folder)) / "ledger.db"
    journal.write_bytes(b"")
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.power_load", str(_EVENTS), "synced" if synced else "never"],
        cwd=_ROOT,
        check=True,
        env={
            **os.environ,
            "LD_PRELOAD": str(shim),
            "POWER_LEDGER": str(ledger),
            "POWER_JOURNAL": str(journal),
        },
    )
    notes = list(read_journal(journal.read_bytes()))
    if not any(note.what == "W" for note in notes):
        sys.exit("The shim saw no write: this Python's SQLite cannot be watched by preloading.")
    return notes


async def _look(path: Path) -> set[str] | None:
    """Open a ledger after a cut; return what it has, or None where it is not sound."""
    ledger = SqliteLedger()
    try:
        await ledger.open(path)
    except LedgerUnavailable:
        return None
    finally:
        await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = connection.execute(
                "SELECT source_id FROM call UNION ALL SELECT carrier_id FROM text"
                " WHERE state IN ('delivered', 'received')"
            )
            return {found for (found,) in rows} if sound else None
        except sqlite3.DatabaseError:
            return None


async def cut(notes: Sequence[Note], cuts: Sequence[int], chance: Random) -> Counter[str]:
    """Cut the power after so many notes each, and count."""
    counts: Counter[str] = Counter(cuts=len(cuts))
    disk = {number: DiskFile() for number in _SUFFIXES}
    acknowledged: set[str] = set()
    due = sorted(cuts)
    for done, note in enumerate(notes, 1):
        if note.what == "A":
            acknowledged.add(note.data.decode())
        else:
            disk[note.file].do(note)
        while due and due[0] == done:
            due.pop(0)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "ledger.db"
                mode = len(due) % 3
                for number, suffix in _SUFFIXES.items():
                    if disk[number].is_there:
                        content = disk[number].after_cut(chance, mode)
                        path.with_name(path.name + suffix).write_bytes(content)
                found = await _look(path)
            counts["acknowledged"] += len(acknowledged)
            if found is None:
                counts["corrupt"] += 1
            else:
                counts["lost"] += len(acknowledged - found)
    return counts


async def measure(cuts: int, seed: int, *, synced: bool = True) -> dict[str, int]:
    """Cut the power so many times, over some runs of the load.

    `acknowledged` is how many events were looked for, over all cuts.
    """
    chance = Random(seed)  # noqa: S311 - repeatable
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        while total["cuts"] < cuts:
            notes = await asyncio.to_thread(_record, place, synced=synced)
            # Before the first acknowledgement nothing can be lost.
            first = next(index for index, note in enumerate(notes, 1) if note.what == "A")
            many = min(_CUTS_PER_RUN, cuts - total["cuts"])
            points = [chance.randint(first, len(notes)) for _ in range(many)]
            total += await cut(notes, points, chance)
    return {name: total[name] for name in ("cuts", "acknowledged", "lost", "corrupt")}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and return 0 where nothing was lost and nothing is corrupt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--never-sync", action="store_true", help="show what is lost by a ledger that does not sync"
    )
    options = parser.parse_args(argv)
    result = asyncio.run(measure(options.cuts, options.seed, synced=not options.never_sync))
    if options.json:
        print(json.dumps(result))
    else:
        print(
            f"{result['cuts']} power cuts: {result['lost']} of {result['acknowledged']}"
            f" acknowledged events lost, {result['corrupt']} ledgers corrupt"
        )
    return 0 if not result["lost"] and not result["corrupt"] else 1


if __name__ == "__main__":
    sys.exit(main())
