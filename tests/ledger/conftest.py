"""Fixtures of the ledger's tests: a file, and a ledger open on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from custom_components.missed_call_textback.ledger import SqliteLedger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop" / "ledger.db"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[SqliteLedger]:
    ledger = SqliteLedger()
    await ledger.open(path, busy_seconds=0.05)
    yield ledger
    await ledger.close()
