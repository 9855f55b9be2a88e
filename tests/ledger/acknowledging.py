"""A process that writes to a ledger and prints what was acknowledged, until it is killed."""

import asyncio
from functools import partial
import itertools
from pathlib import Path
import sys

from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import add_message


async def _write(path: Path, run: str) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    for batch in itertools.count():
        refs = [f"{run}-{batch}-{index}" for index in range(8)]
        writing = (ledger.write(partial(add_message, ref=ref)) for ref in refs)
        await asyncio.gather(*writing)
        sys.stdout.write("".join(f"{ref}\n" for ref in refs))
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_write(Path(sys.argv[1]), sys.argv[2]))
