"""The process that fuzzes, and what libFuzzer tells of each door."""

from collections.abc import Sequence
from dataclasses import dataclass
import os
from pathlib import Path
import re
import subprocess
import sys
import tempfile
from typing import Final

from bench.fuzz.finding import Forged

from .names import ENDED, SAID

_ROOT: Final = Path(__file__).parents[2]
_INPUTS: Final = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_PULSES: Final = re.compile(r"^#(\d+)\s", re.MULTILINE)
_COVERED: Final = re.compile(r"^#\d+\s.*\bcov: (\d+)", re.MULTILINE)
_MEMORY: Final = re.compile(r"\brss: (\d+)Mb")
_UNCAUGHT: Final = "=== Uncaught Python exception: ==="
_ERROR: Final = re.compile(r"ERROR: libFuzzer: (.+)")
_LONGEST_TRACE: Final = 4000
_LONGEST_INPUT: Final = 3000
# Importing what is watched takes its time on a slow machine; so does the last input.
_START_SECONDS: Final = 300
_TURN_SECONDS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one door.

    `covered` counts places in our code that were reached, `covered_first` those by the corpus alone.
    `growth_mib` is how much more memory was held at the end than with the corpus read; the inputs that
    libFuzzer keeps are in it.
    """

    inputs: int
    covered_first: int
    covered: int
    growth_mib: int = 0
    fault: str | None = None
    trace: str = ""
    input: bytes = b""

    @property
    def forged(self) -> bool:
        """Whether what nobody signed got through."""
        return (self.fault or "").startswith(Forged.__name__)


def run(
    doors: Sequence[str], *, seconds: float, seed: int, plant: str | None = None
) -> dict[str, Told]:
    """Fuzz doors, each until its time is up or a fault is found."""
    with tempfile.TemporaryDirectory() as place:
        ran = subprocess.run(  # noqa: S603 - this very Python
            [
                *(sys.executable, "-m", "bench.guided.inside", "--doors", ",".join(doors)),
                *("--seconds", str(round(seconds)), "--seed", str(seed)),
                *(() if plant is None else ("--plant", plant)),
            ],
            cwd=place,
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            timeout=(seconds + _TURN_SECONDS) * len(doors) + _START_SECONDS,
            check=False,
        )
        return {door: _told(Path(place) / door, ran.stderr) for door in doors}


def _told(folder: Path, complaints: str) -> Told:
    """Return what is left of a door's turn; where there was none, what the whole ended with."""
    ended = folder / ENDED
    if not ended.exists():
        return read(complaints, 1)
    # Where libFuzzer leaves the input that it ended with.
    left = [*folder.glob("crash-*"), *folder.glob("timeout-*")]
    ended_with = left[0].read_bytes()[:_LONGEST_INPUT] if left else b""
    said = (folder / SAID).read_text(errors="replace")
    return read(said, int(ended.read_text()), ended_with)


def read(output: str, returncode: int, ended_with: bytes = b"") -> Told:
    """Read what libFuzzer wrote. Whatever ends a process otherwise than by time is a fault."""
    inputs = _INPUTS.findall(output) or _PULSES.findall(output) or ["0"]
    covered = _COVERED.findall(output) or ["0"]
    memory = [int(mib) for mib in _MEMORY.findall(output)] or [0]
    fault, trace = (_fault(output, returncode)) if returncode else (None, "")
    return Told(
        inputs=int(inputs[-1]),
        covered_first=int(covered[0]),
        covered=int(covered[-1]),
        growth_mib=max(0, memory[-1] - memory[0]),
        fault=fault,
        trace=trace,
        input=ended_with,
    )


def _fault(output: str, returncode: int) -> tuple[str, str]:
    _, raised, after = output.partition(_UNCAUGHT)
    if raised:
        trace = after.partition("\n==")[0].strip()
        return trace.partition("\n")[0], trace[:_LONGEST_TRACE]
    if found := _ERROR.search(output):
        return found[1], output[-_LONGEST_TRACE:]
    return f"the process ended with {returncode}", output[-_LONGEST_TRACE:]


def _environment() -> dict[str, str]:
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    # What hashes decide (the order of a set) is the same each time, so that a seed tells everything.
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",
    }
