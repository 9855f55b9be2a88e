"""A fixture of the automation tests: automations that say what they were told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from homeassistant.core import HomeAssistant, ServiceCall
from tests.owner_automation import set_up_automation

# A length of time is no value that a template could hand on.
_ALL_BUT_THE_WAIT: Final = "{{ dict(trigger.items() | rejectattr(0, 'eq', 'for')) }}"
DOMAIN: Final = "missed_call_textback"


@dataclass
class Told:
    """What an automation was told, in the order in which it ran."""

    runs: list[dict[str, Any]] = field(default_factory=list)

    def each(self, *keys: str) -> list[Any]:
        """Return these of what each run was told: one value, or a tuple of them."""
        rows = [tuple(run[key] for key in keys) for run in self.runs]
        return [row[0] for row in rows] if len(keys) == 1 else rows


type Automate = Callable[..., Awaitable[Told]]


@pytest.fixture
def automate(hass: HomeAssistant) -> Automate:
    """Return what makes an automation of a trigger of ours, with conditions if given."""

    async def make(
        trigger: str,
        target: dict[str, Any],
        *conditions: dict[str, Any],
        **options: object,
    ) -> Told:
        told = Told()

        async def note(call: ServiceCall) -> None:
            told.runs.append(call.data["told"])

        hass.services.async_register("test", "note", note)
        await set_up_automation(
            hass,
            mode="queued",
            max=1000,
            triggers=[{"trigger": f"{DOMAIN}.{trigger}", "target": target, "options": options}],
            conditions=list(conditions),
            actions=[{"action": "test.note", "data": {"told": _ALL_BUT_THE_WAIT}}],
        )
        return told

    return make
