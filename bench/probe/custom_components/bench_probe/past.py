"""Makes a past for the recorder: what it keeps of its database in memory is full after long a run."""

from itertools import batched, count
from typing import Final

from homeassistant.components.recorder import get_instance
from homeassistant.core import HomeAssistant

# About as long as what an event of the integration says.
_ATTRIBUTE: Final = 400
# So few at a time that the recorder's queue stays short: a long one would leave free memory behind,
# in which something that grows later would not be seen.
_AT_ONCE: Final = 200


async def record(hass: HomeAssistant, how_many: int, numbers: count[int]) -> None:
    """Have so many states recorded, each with attributes of its own."""
    for batch in batched(range(how_many), _AT_ONCE, strict=False):
        for _ in batch:
            number = next(numbers)
            hass.states.async_set(
                "bench_probe.past", str(number), {"words": f"{number} ".ljust(_ATTRIBUTE, ".")}
            )
        await get_instance(hass).async_block_till_done()
