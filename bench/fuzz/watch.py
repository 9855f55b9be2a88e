"""Sees what Home Assistant swallows: exceptions in handlers, in tasks, and in the log."""

import asyncio
import logging
from pathlib import Path
import traceback
from types import TracebackType
from typing import Any, Final, override

import custom_components.missed_call_textback as integration
from homeassistant.exceptions import HomeAssistantError

_OURS: Final = str(Path(integration.__file__).parent)
_OUR_LOGGER: Final = integration.__name__


class Watch(logging.Handler):
    """Keeps what went wrong since it was asked last.

    An error in words of ours, raised on purpose, is none: Home Assistant logs those of actions with
    their traceback. Nor is one that Home Assistant met all by itself in a command of its own.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._problems: list[str] = []

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to watch, and keep the log off the screen."""
        root = logging.getLogger()
        root.handlers[:] = [self]
        root.setLevel(logging.WARNING)
        loop.set_exception_handler(self._hear_loop)

    def take(self) -> list[str]:
        """Return what went wrong, and forget it."""
        problems, self._problems = self._problems, []
        return problems

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self.note(error)
        elif record.name.startswith(_OUR_LOGGER):
            self._problems.append(f"logged as an error: {record.msg}")

    def note(self, error: BaseException) -> None:
        """Keep an exception, unless it is one of those that may be."""
        if isinstance(error, HomeAssistantError) and error.translation_key:
            return
        if place := _place(error.__traceback__):
            self._problems.append(f"{type(error).__name__} at {place}")

    def _hear_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.note(error)
        elif "never retrieved" in context["message"] or "destroyed" in context["message"]:
            self._problems.append(context["message"])


def _place(trace: TracebackType | None) -> str | None:
    """Return the innermost place of ours that an exception went through."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if frame.filename.startswith(_OURS)]
    if not ours:
        return None
    return f"{Path(ours[-1].filename).relative_to(_OURS)}:{ours[-1].lineno} ({ours[-1].name})"
