"""Calls whose own end got lost: left to the telephone company's log while it may tell, then ended."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
import logging

from .book import StoredCall
from .catch_up import LOG_AGAIN, log_may_tell
from .intake import CallTaken, close_lost_call
from .workplace import Workplace

_LOGGER = logging.getLogger(__name__)


class LostCalls:
    """Ends them, each when nothing can tell any more how it ended."""

    def __init__(self, place: Workplace, *, taken: Callable[[CallTaken], None]) -> None:
        self._place = place
        self._taken = taken
        self._look: Callable[[], None] | None = None

    def ask_log(self, look: Callable[[], None]) -> None:
        """Have somebody look into the log when a call's end was not heard."""
        self._look = look

    def note_unheard(self) -> None:
        """Have the log looked into: the end of a call was not heard."""
        if self._look is not None:
            self._look()

    async def end(self, stored: StoredCall, listened_at: datetime | None) -> None:
        """End a call, or put it off until the log was read; `listened_at` is how far that is known.

        Raises LedgerUnavailable.
        """
        now = self._place.clock()
        if self._place.reception.has_log and log_may_tell(stored.call, listened_at, now):
            await self._wait_for_log(stored, now + LOG_AGAIN)
        else:
            await self._close(stored)

    async def _wait_for_log(self, stored: StoredCall, again_at: datetime) -> None:
        self.note_unheard()
        await self._place.ledger.write(
            lambda book: book.save_call(stored.id, stored.call, due_at=again_at)
        )
        self._place.wake_by(again_at)

    async def _close(self, stored: StoredCall) -> None:
        call = stored.call
        # A line may have been removed while a call was ringing on it.
        known = self._place.shop.line(call.line_id) is not None
        reception = self._place.reception
        desk = reception.desk(call.line_id) if known else reception.former_desk(call.line_id)
        try:
            draft = reception.draft(desk, call.caller, call.outcome, call.caller_name)
            work = partial(close_lost_call, source_id=call.source_id, desk=desk, draft=draft)
            self._taken(await self._place.ledger.write(work))
        except Exception as error:  # noqa: BLE001 - one call must not keep the others from being closed
            _LOGGER.warning("A call could not be closed, and is tried again: %s", error)
