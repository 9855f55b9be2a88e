"""What is asked of the Home Assistant that is measured, by a component that only benchmarks load."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.process import HomeAssistantProcess
from tests.process.json_types import JsonValue

PROBE: Final = Path(__file__).parent / "probe" / "custom_components" / "bench_probe"
PROBE_SETTINGS: Final = "bench_probe:\n"

type Stall = tuple[float, float]
"""When a stall of the event loop ended, by `perf_counter()`, and how many seconds it lasted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What is alive in the process, of everybody's and of the integration's own."""

    tasks: int
    timers: int
    objects: int
    issues: int


async def stalls(home_assistant: HomeAssistantProcess) -> list[Stall]:
    """Return the event loop's stalls since this was asked last.

    It also has a full garbage collection over with, and keeps what is alive by then out of the next
    ones: that of Home Assistant's own heap takes 0.2 to 0.4 s, and would fall now on the one, now on
    the other. What is made from then on is collected at the expense of whoever made it.
    """
    found: list[Stall] = await _ask(home_assistant, "stalls")
    return found


async def look_inside(home_assistant: HomeAssistantProcess) -> Inside:
    """Count what is alive, after a full garbage collection."""
    return Inside(**await _ask(home_assistant, "counts"))


async def make_past(home_assistant: HomeAssistantProcess, mib: float) -> None:
    """Have the recorder write until its database is so large, as after days of use."""
    database = home_assistant.config / "home-assistant_v2.db"
    while database.stat().st_size < mib * 2**20:
        await _ask(home_assistant, "past")


async def _ask(home_assistant: HomeAssistantProcess, what: str) -> JsonValue:
    path = f"/api/webhook/bench_probe_{what}"
    return await home_assistant.rest.request("GET", path, authorized=False)
