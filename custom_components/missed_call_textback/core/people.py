"""What the owner says of people: their wishes, their names, and that they are to be forgotten."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial

from .book import Book
from .happenings import TextMoved
from .opt_out import Wish
from .ports import LedgerUnavailable
from .printable import keepable
from .replies import STOPS
from .requests import request_block, request_wish
from .sender import Sender
from .shielding import to_its_end
from .workplace import Workplace


class People:
    """The people of one shop. Addresses are E.164. All of it raises LedgerUnavailable."""

    def __init__(self, place: Workplace, sender: Sender) -> None:
        self._place = place
        self._sender = sender

    @to_its_end
    async def set_wish(self, peer: str, wish: Wish) -> None:
        """Note that a person wants no texts, or wants them again, as the owner says."""
        desk = self._place.reception.former_desk("")
        await self._drop(partial(request_wish, desk=desk, peer=peer, wish=wish))
        self._sender.note_opt_out(peer, opted_out=wish in STOPS)

    @to_its_end
    async def set_blocked(self, peer: str, *, blocked: bool) -> None:
        """Never text a person back, or do so again."""
        desk = self._place.reception.former_desk("")
        await self._drop(partial(request_block, desk=desk, peer=peer, blocked=blocked))
        if blocked:
            self._sender.note_blocked(peer)

    @to_its_end
    async def describe(
        self,
        peer: str,
        *,
        name: str | None = None,
        language: str | None = None,
        existing: bool | None = None,
        add_tags: Collection[str] = (),
        remove_tags: Collection[str] = (),
    ) -> None:
        """Note what a person is; None leaves, an empty string clears. Raises TooManyTags."""
        now = self._place.clock()
        name = None if name is None else keepable(name)
        await self._place.ledger.write(
            lambda book: book.set_person(
                self._place.shop.id,
                peer,
                name=name,
                language=language,
                existing=existing,
                add_tags=add_tags,
                remove_tags=remove_tags,
                at=now,
            )
        )
        self._place.reception.describe(peer, name=name, language=language)

    @to_its_end
    async def erase(self, peer: str) -> int:
        """Make a person unrecognisable for good; returns how many rows they had."""
        rows = await self._place.ledger.write(lambda book: book.erase(self._place.shop.id, peer))
        self._sender.note_erased(peer)
        self._place.reception.describe(peer, name="", language="", heard="")
        # They are erased all the same; housekeeping does the rest.
        with suppress(LedgerUnavailable):
            await self._place.ledger.leave_no_trace()
        return rows

    def name_of(self, peer: str) -> str | None:
        """Return what the owner calls a person, None where they have not said."""
        return self._place.reception.name_of(peer)

    async def anonymise(self, before: datetime, limit: int) -> int:
        """Make at most `limit` rows of each kind from before a time (aware) unrecognisable.

        Returns how many; 0 means that none are left.
        """
        return await self._place.ledger.write(
            lambda book: book.anonymise(self._place.shop.id, before, limit)
        )

    async def _drop(self, work: Callable[[Book], list[TextMoved]]) -> None:
        for moved in await self._place.ledger.write(work):
            self._place.tell(moved)
