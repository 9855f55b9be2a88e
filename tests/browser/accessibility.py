"""What axe finds wrong with a page, inside of all its components."""

from pathlib import Path
from typing import Final

from playwright.async_api import Locator

_AXE: Final = Path(__file__).parents[2] / "card/node_modules/axe-core/axe.min.js"


async def violations(part: Locator) -> list[str]:
    """Return what is wrong with a part of a page, and where."""
    await part.page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = await part.evaluate("async (part) => (await axe.run(part)).violations")
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]
