"""A disk whose every sync takes longer: a small library that is preloaded into Home Assistant.

SQLite syncs by the C library's `fdatasync`, so it has to be caught there. The library is compiled
when it is asked for, with the compiler that `script/setup` sees to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
import os
from pathlib import Path
import shutil
import struct
import subprocess
import tempfile
from typing import Final

_SOURCE: Final = Path(__file__).with_suffix(".c")
_LIBRARIES: Final = "LD_PRELOAD"
_SHARED: Final = "BENCH_SLOW_DISK"
_LAYOUT: Final = struct.Struct("=QQ")


class NoCompiler(Exception):
    """The library cannot be made."""


class SlowDisk:
    """What processes that were started with it see as their disk. It is quick until told."""

    def __init__(self, folder: Path) -> None:
        self._library = _compiled(folder)
        self._file = folder / "slow_disk.shared"
        self._file.write_bytes(_LAYOUT.pack(0, 0))
        with self._file.open("r+b") as file:
            self._memory = mmap(file.fileno(), _LAYOUT.size)

    @property
    def syncs(self) -> int:
        """Return how many syncs there were so far."""
        return int(_LAYOUT.unpack_from(self._memory)[1])

    @contextmanager
    def adding(self, milliseconds: float) -> Iterator[None]:
        """Make each sync last so much longer."""
        self._add(milliseconds)
        try:
            yield
        finally:
            self._add(0)

    def _add(self, milliseconds: float) -> None:
        # The number of syncs is the other side's to write.
        self._memory[:8] = struct.pack("=Q", round(milliseconds * 1000))

    @contextmanager
    def under_new_processes(self) -> Iterator[None]:
        """Give this disk to every process that is started meanwhile."""
        before = {name: os.environ.get(name) for name in (_LIBRARIES, _SHARED)}
        os.environ |= {_LIBRARIES: str(self._library), _SHARED: str(self._file)}
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


@contextmanager
def slow_disk() -> Iterator[SlowDisk]:
    """Make a disk that can be slowed down. Raises NoCompiler."""
    with tempfile.TemporaryDirectory() as folder:
        yield SlowDisk(Path(folder))


def _compiled(folder: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        raise NoCompiler("A C compiler is needed to slow the disk down: install gcc or clang.")
    library = folder / "slow_disk.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"]
    made = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if made.returncode:
        raise NoCompiler(f"The C compiler could not slow the disk down:\n{made.stderr}")
    return library
