"""What the ledger says at the end, read from its file by nothing but SQLite."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
import sqlite3
from typing import Final

# States in which a text still waits for something.
OPEN: Final = frozenset({"queued", "sending", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """A call as it was kept."""

    caller: str | None
    confirmed: bool
    outcome: str | None
    recording: str | None
    waits: bool
    decision: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """A text as it was kept, in or out."""

    ref: str | None
    carrier_id: str | None
    kind: str
    peer: str
    state: str
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFacts:
    """All of it. Calls are by the telephone company's id."""

    calls: Mapping[str, CallFacts]
    texts: tuple[TextFacts, ...]
    opted_out: frozenset[str]
    listened_at: float | None = None
    """Until when all that happened is known, in seconds since 1970."""

    @property
    def unsettled(self) -> int:
        """How many rows still wait for something."""
        texts = sum(text.state in OPEN for text in self.texts)
        return texts + sum(call.waits for call in self.calls.values())


def read_ledger(path: Path) -> LedgerFacts:
    """Read a ledger that may be in use."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        calls = {
            row[0].removeprefix("twilio:"): CallFacts(
                caller=row[1],
                confirmed=bool(row[2]),
                outcome=row[3],
                recording=row[4],
                waits=row[3] is None and row[5] is not None,
                decision=row[6],
                reason=row[7],
            )
            for row in connection.execute(
                "SELECT source_id, caller, confirmed, outcome, recording, due_at, decision, reason"
                " FROM call"
            )
        }
        texts = tuple(
            TextFacts(
                ref=ref, carrier_id=carrier_id, kind=kind, peer=peer, state=state, error=error
            )
            for ref, carrier_id, kind, peer, state, error in connection.execute(
                "SELECT ref, carrier_id, kind, peer, state, error FROM text ORDER BY id"
            )
        )
        opted_out = frozenset(
            peer for (peer,) in connection.execute("SELECT peer FROM opt_out WHERE opted_out = 1")
        )
        row = connection.execute("SELECT listened_at FROM shop_setting").fetchone()
    listened_at = row[0] / 1_000_000 if row and row[0] is not None else None
    return LedgerFacts(calls=calls, texts=texts, opted_out=opted_out, listened_at=listened_at)
