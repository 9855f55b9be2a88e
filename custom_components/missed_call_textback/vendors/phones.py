"""What the companies share that lend an Android phone's SIM card: looking after the phone."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..const import SUBENTRY_TYPE_LINE
from ..core.shop import Line
from ..providers.health import Examiner, Finding, Trouble, Unexamined
from ..providers.source import Refused, Unreachable, Unsuitable

_TROUBLES: Final = {
    "answers_itself": Trouble.PHONE_ANSWERS_ITSELF,
    "no_phone": Trouble.PHONE_GONE,
    "number_not_there": Trouble.PHONE_GONE,
    "phone_away": Trouble.PHONE_AWAY,
    "phone_gone": Trouble.PHONE_GONE,
}


class PhoneExaminer(Examiner):
    """Looks whether a shop's phone is there, and has it bring its letters here, as it should.

    A phone forgets where to when its app is installed anew. `look` does both; it raises Refused,
    Unreachable, Unsuitable.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], look: Callable[[], Awaitable[None]]
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._look = look

    @override
    async def examine(self) -> list[Finding]:
        try:
            await self._look()
        except Refused:
            self._entry.async_start_reauth(self._hass)
        except Unreachable as error:
            raise Unexamined(str(error)) from None
        except Unsuitable as error:
            if (trouble := _TROUBLES.get(error.key)) is None:
                raise Unexamined(error.key) from None
            return [Finding(trouble=trouble)]
        return []

    @override
    async def mend(self, line: Line) -> None:
        """Do nothing that an examination does not: what it finds is for the owner to put right."""
        await self.examine()


def lines_of(entry: ConfigEntry[Any]) -> list[dict[str, Any]]:
    """Return the lines of a shop as they are stored."""
    return [
        dict(subentry.data)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_TYPE_LINE
    ]
