"""The bench of damaged ledgers: it damages what it says, and tells how much came back."""

import asyncio
from pathlib import Path

from bench.recovery import damage, make, recovered


async def test_the_share_that_came_back_is_what_the_damage_left(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    await asyncio.to_thread(make, path, 8_000)
    whole = path.read_bytes()
    damage(path)
    pages = range(0, len(whole), 4096)
    spoilt = sum(whole[at : at + 4096] != path.read_bytes()[at : at + 4096] for at in pages)
    assert spoilt == int(len(pages) * 0.02)
    found = await asyncio.to_thread(recovered, path, 8_000)
    assert 0.9 < found.share < 1
    assert found.memory_mib >= 0
