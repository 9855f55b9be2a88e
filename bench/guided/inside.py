"""The process that fuzzes: python -m bench.guided.inside --doors sip_bytes,ami --seconds 10 --seed 1.

It imports once, which takes long where code is watched, and gives each door a child. That one has a
folder of its own in the one that this is started in: with the corpus, what libFuzzer said, and the
input that broke something. Beside it stands how the child ended.
"""

import argparse
from collections.abc import Callable, Iterable
from contextlib import ExitStack
import os
from pathlib import Path
import signal
import sys
import time
from typing import Final

import atheris

from .names import DOORS, ENDED, PLANTED, SAID

_OURS: Final = "custom_components.missed_call_textback"
_WATCHED: Final = tuple(
    f"{_OURS}.{room}" for room in ("providers", "core.opt_out", "core.printable", "core.numbers")
)
_LONGEST_INPUT: Final = 8192
# Far more than any input takes, on a machine that has other things to do as well.
_INPUT_SECONDS: Final = 30
# To read the corpus, and to end.
_GRACE_SECONDS: Final = 60


def main() -> None:
    """Fuzz every door in turn until its time is up, or a fault is found."""
    options = _parser().parse_args()
    with atheris.instrument_imports(include=[_OURS], exclude=_unwatched()):
        # Here and not above: only what is imported from now on is watched.
        from .doors import guided_door  # noqa: PLC0415
        from .log import raise_what_is_logged  # noqa: PLC0415
        from .plants import planted  # noqa: PLC0415

    raise_what_is_logged()
    for name in options.doors.split(","):
        folder = Path(name).absolute()
        folder.mkdir()
        child = os.fork()
        if child:
            status = _wait(child, options.seconds + _GRACE_SECONDS)
            (folder / ENDED).write_text(str(status))
            continue
        _turn_output(folder)
        with ExitStack() as stack:
            if options.plant is not None:
                stack.enter_context(planted(options.plant))
            door = guided_door(name)
            _fuzz(door.check, door.seeds(), options.seconds, options.seed)


def _unwatched() -> list[str]:
    """Return our modules that read nothing from outside: to watch them would take long."""
    root = Path(__file__).parents[2]
    names = (
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for path in (root / _OURS.replace(".", "/")).rglob("*.py")
    )
    return [name for name in names if not name.startswith(_WATCHED)]


def _turn_output(folder: Path) -> None:
    """Have all that is said from now on be written into a folder, and work there."""
    os.chdir(folder)
    said = os.open(SAID, os.O_WRONLY | os.O_CREAT)
    for stream in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(said, stream)


def _fuzz(
    check: Callable[[bytes], object], seeds: Iterable[bytes], seconds: int, seed: int
) -> None:
    """Fuzz until the time is up; libFuzzer ends the process."""
    corpus = Path("corpus")
    corpus.mkdir()
    for index, content in enumerate(seeds):
        (corpus / f"{index:04}").write_bytes(content[:_LONGEST_INPUT])
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds}",
            # 0 would be another one each time.
            f"-seed={seed or 1}",
            f"-max_len={_LONGEST_INPUT}",
            f"-timeout={_INPUT_SECONDS}",
            "-print_final_stats=1",
            str(corpus),
        ],
        check,
    )
    atheris.Fuzz()


def _wait(child: int, seconds: float) -> int:
    """Return how a child ended. Who does not end is ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--doors", default=",".join(DOORS), help="their names, with commas between")
    parser.add_argument("--seconds", type=int, default=60, help="for each door")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=list(PLANTED))
    return parser


if __name__ == "__main__":
    main()
