"""How the ledger does: its bytes on disk, and the texts that wait in it."""

from dataclasses import replace
from pathlib import Path

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.records import VitalSigns
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, NOW, SOON, message

_WRITTEN = {
    TextState.DELIVERED: NOW,
    TextState.SENDING: SOON,
    TextState.QUEUED: LATER,
    TextState.UNKNOWN: LATER,
}


def _bytes_beside(path: Path) -> int:
    return sum(
        file.stat().st_size for file in path.parent.iterdir() if not file.name.endswith("-shm")
    )


async def test_a_fresh_ledger_has_a_size_and_nothing_that_waits(
    ledger: SqliteLedger, path: Path
) -> None:
    size = _bytes_beside(path)
    assert size > 0
    assert await ledger.vital_signs() == VitalSigns(size=size)


async def test_texts_that_are_not_settled_wait_and_only_unknown_ones_are_in_doubt(
    ledger: SqliteLedger, path: Path
) -> None:
    def write(book: Book) -> None:
        for state, at in _WRITTEN.items():
            book.add_text(replace(message(state), state=state, created_at=at))

    await ledger.write(write)
    assert await ledger.vital_signs() == VitalSigns(
        size=_bytes_beside(path), waiting_texts=3, oldest_waiting_at=SOON, in_doubt=1
    )


async def test_the_log_beside_the_file_counts_as_its_size(ledger: SqliteLedger, path: Path) -> None:
    before = await ledger.vital_signs()
    await ledger.write(lambda book: book.add_text(message("one")))
    assert (await ledger.vital_signs()).size > before.size
