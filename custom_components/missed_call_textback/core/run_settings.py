"""What is set while a shop runs: each line's switch, the snooze, and how far all is known."""

from datetime import datetime

from .ports import Clock, Ledger
from .reception import Reception
from .shielding import to_its_end
from .shop import Shop


class RunSettings:
    """Kept in the ledger, and in memory for whoever decides. All of it raises LedgerUnavailable."""

    def __init__(self, shop: Shop, ledger: Ledger, reception: Reception, clock: Clock) -> None:
        self._shop = shop
        self._ledger = ledger
        self._reception = reception
        self._clock = clock
        self._listened_at: datetime | None = None

    async def read(self) -> None:
        """Read what is set at run time, and who is described."""
        while True:
            changes = self._reception.changes
            settings = await self._ledger.settings(self._shop.id)
            if changes == self._reception.changes:
                break
            # What was set meanwhile may be newer than what was read.
        self._reception.automatic = settings.automatic
        self._reception.snoozed_until = settings.snoozed_until
        self._reception.people = settings.people
        self._listened_at = settings.listened_at

    def is_automatic(self, line_id: str) -> bool:
        """Tell whether the line texts back by itself."""
        return self._reception.is_automatic(line_id)

    @property
    def snoozed_until(self) -> datetime | None:
        """Until when the shop is closed whatever its hours say, if it is (aware)."""
        return self._reception.snoozed_until

    @property
    def listened_at(self) -> datetime | None:
        """Until when all that happened at the telephone company is surely known (aware)."""
        return self._listened_at

    @to_its_end
    async def set_automatic(self, line_id: str, *, on: bool) -> None:
        """Turn a line's automatic text-back on or off, for good."""
        await self._ledger.write(lambda book: book.set_automatic(line_id, on=on))
        self._reception.automatic[line_id] = on
        self._reception.changes += 1

    @to_its_end
    async def set_snooze(self, until: datetime | None) -> None:
        """Close the shop until a time (aware), or no longer."""
        await self._ledger.write(lambda book: book.set_snooze(self._shop.id, until))
        self._reception.snoozed_until = until
        self._reception.changes += 1

    @to_its_end
    async def note_listened(self, at: datetime) -> None:
        """Keep that all is known that happened until a time (aware).

        It goes back only from what is still to come, which a clock that was ahead has noted.
        """
        if self._listened_at is not None and at <= self._listened_at <= self._clock():
            return
        await self._ledger.write(lambda book: book.set_listened(self._shop.id, at))
        self._listened_at = at
        self._reception.changes += 1
