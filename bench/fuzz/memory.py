"""How much memory this process holds, once all that can be given back is."""

import ctypes
import gc
import os
from pathlib import Path
import sys
from typing import Final

_MIB: Final = 1024 * 1024
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def resident_mib() -> float:
    """Return the resident memory in MiB, after a full collection."""
    gc.collect()
    if sys.platform == "linux":
        # What was freed stays with the allocator otherwise, and would count as held.
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE / _MIB
