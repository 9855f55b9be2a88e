"""Makes of an exception that was caught and logged one that comes out: a door goes on after many."""

import logging
from typing import override


class _Raises(logging.Handler):
    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            raise record.exc_info[1]


def raise_what_is_logged() -> None:
    """Do so from now on, and keep everything else off the screen."""
    root = logging.getLogger()
    root.handlers[:] = [_Raises()]
    root.setLevel(logging.ERROR)
