"""Tells a benchmark, over local webhooks, what can only be seen from inside Home Assistant."""

import asyncio
from collections import Counter
import gc
from itertools import count
from typing import Final

from aiohttp import hdrs
from aiohttp.web import Request, Response, json_response

from homeassistant.components import webhook
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import config_validation as cv, issue_registry as ir
from homeassistant.helpers.typing import ConfigType

from .past import record
from .stalls import Stalls

DOMAIN: Final = "bench_probe"
MEASURED: Final = "missed_call_textback"
_RECORDED_AT_A_TIME: Final = 2000

CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Open the webhooks, and begin to watch the event loop."""
    stalls = Stalls()
    numbers = count()

    async def tell_stalls(_hass: HomeAssistant, _webhook_id: str, _request: Request) -> Response:
        found = stalls.drain()
        _collect_garbage()
        # From here on nobody's burst has to look through all that Home Assistant itself holds.
        gc.freeze()
        return json_response(found)

    async def tell_counts(hass: HomeAssistant, _webhook_id: str, _request: Request) -> Response:
        # Or what is remembered of the loop's stalls would be found growing.
        stalls.drain()
        _collect_garbage()
        return json_response(_counts(hass))

    async def make_past(hass: HomeAssistant, _webhook_id: str, _request: Request) -> Response:
        await record(hass, _RECORDED_AT_A_TIME, numbers)
        return json_response(None)

    async def close(_event: Event) -> None:
        watch.cancel()

    watch = hass.async_create_background_task(stalls.watch(), f"{DOMAIN} watch")
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, close)
    told = {"stalls": tell_stalls, "counts": tell_counts, "past": make_past}
    for what, handler in told.items():
        webhook.async_register(
            hass, DOMAIN, what, f"{DOMAIN}_{what}", handler, allowed_methods=(hdrs.METH_GET,)
        )
    return True


def _collect_garbage() -> None:
    gc.unfreeze()
    gc.collect()


def _counts(hass: HomeAssistant) -> dict[str, int]:
    """Count tasks and timers of everybody, and objects and open issues of the integration."""
    rooms = f"custom_components.{MEASURED}"
    # The loop has no public way to tell; Home Assistant looks here for timers that linger.
    timers = hass.loop._scheduled  # type: ignore[attr-defined] # noqa: SLF001
    return {
        "tasks": len(asyncio.all_tasks()),
        "timers": sum(not timer.cancelled() for timer in timers),
        "objects": sum(
            count
            for kind, count in Counter(map(type, gc.get_objects())).items()
            if str(kind.__module__).startswith(rooms)
        ),
        "issues": sum(
            issue.active and issue.domain == MEASURED
            for issue in ir.async_get(hass).issues.values()
        ),
    }
