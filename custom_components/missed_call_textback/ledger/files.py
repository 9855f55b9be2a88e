"""The files of a ledger: its own, and those of damaged ones that were set aside."""

from collections.abc import Iterator
import contextlib
from datetime import UTC, datetime
import os
from pathlib import Path
from typing import Final

_SIDES: Final = ("-wal", "-shm", "")
_ASIDE: Final = ".damaged-"


class LedgerFiles:
    """The files of the ledger at a path. Setting aside survives being cut short at any point.

    recovering: a fresh ledger is being filled     → at the next opening deleted, and begun anew
    recovered-<time>: it is filled, down to disk   → at the next opening the rest is done
    suspect: the ledger was found damaged while it was in use
    """

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.recovering: Final = self._with(".recovering")
        self.suspect: Final = self._with(".suspect")

    def change_places(self) -> Path:
        """Set the ledger aside, and put the recovered one in its place. Returns where it lies now."""
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        number = 1
        while self._with(f"{_ASIDE}{stamp}").exists():
            number += 1
            stamp = f"{stamp.partition('Z')[0]}Z-{number}"
        _sync(self.recovering)
        self.recovering.rename(self._with(f".recovered-{stamp}"))
        _sync(self.path.parent)
        self.finish()
        return self._with(f"{_ASIDE}{stamp}")

    def finish(self) -> None:
        """Do the rest of a change that was cut short."""
        for recovered in self.path.parent.glob(f"{self.path.name}.recovered-*"):
            stamp = recovered.name.removeprefix(f"{self.path.name}.recovered-")
            # The log first: beside the recovered ledger it would be taken for that one's own.
            for side in _SIDES:
                if (file := self._with(side)).exists():
                    file.rename(self._with(f"{_ASIDE}{stamp}{side}"))
            _sync(self.path.parent)
            recovered.rename(self.path)
            self.suspect.unlink(missing_ok=True)
            _sync(self.path.parent)
        for side in _SIDES:
            self._with(f".recovering{side}").unlink(missing_ok=True)
        if not self.path.exists():
            # Somebody took it away, and there is nothing to recover.
            self.suspect.unlink(missing_ok=True)

    def delete(self) -> None:
        """Delete them all, those that were set aside too: they hold customers' data."""
        for file in self._all():
            file.unlink(missing_ok=True)

    def _all(self) -> Iterator[Path]:
        yield from (self._with(side) for side in _SIDES)
        yield from self.path.parent.glob(f"{self.path.name}.*")

    def _with(self, suffix: str) -> Path:
        return self.path.with_name(f"{self.path.name}{suffix}")


def mark_suspect(path: Path) -> None:
    """Have a ledger recovered at its next opening."""
    with contextlib.suppress(OSError):
        LedgerFiles(path).suspect.touch(0o600)


def log_size(path: Path) -> int:
    """Return how long the log of a ledger is."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def _sync(place: Path) -> None:
    """Have a file, or the names in a folder, on disk."""
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
