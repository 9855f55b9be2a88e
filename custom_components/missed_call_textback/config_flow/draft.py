"""A carrier as it was chosen in the set-up, with the first line that it texts from."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, ClassVar

from homeassistant.core import HomeAssistant

from ..const import DEFAULT_COUNTRY, CarrierKind
from ..core.numbers import country_of
from ..core.shop import LineMode
from .subentries import all_line_numbers


class Reach(Enum):
    """From where the carrier must reach this Home Assistant."""

    NOT_NEEDED = auto()
    FROM_OWN_NETWORK = auto()
    """From the shop's own network, by https."""
    FROM_INTERNET = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What is stored of a carrier that was connected: with the shop, and with its first line."""

    shop: dict[str, Any] = field(default_factory=dict)
    line: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Draft(ABC):
    """One carrier. Nothing is changed there before `async_connect`.

    `number` is the one that texts come from (E.164), `dialled` the one that customers dial, where
    that is another.
    """

    kind: ClassVar[CarrierKind]
    company: ClassVar[str]
    """Its name, as the words of the dialogs have it."""

    number: str
    mode: LineMode = LineMode.OWN_PHONES
    dialled: str | None = None

    @property
    def reach(self) -> Reach:
        """From where the carrier must reach this Home Assistant."""
        return Reach.FROM_INTERNET

    @property
    def hears_replies(self) -> bool:
        """Tell whether what callers answer gets here."""
        return True

    @property
    def hears_calls(self) -> bool:
        """Tell whether it tells of missed calls itself, where the shop's own phones ring."""
        return False

    def trouble(self, hass: HomeAssistant) -> str | None:
        """Return the error that tells why the number cannot become a line, or None."""
        return "number_is_line" if self.number in all_line_numbers(hass) else None

    @abstractmethod
    async def async_connect(
        self, hass: HomeAssistant, webhook_id: str, public_url: str
    ) -> Connected:
        """Have the carrier tell at an address what happens. Raises Trouble, with nothing half-done.

        The address is empty where none is needed.
        """

    def country(self, hass: HomeAssistant) -> str:
        """Return the country of the number by the plan of numbers, else that of the house."""
        return country_of(self.number) or hass.config.country or DEFAULT_COUNTRY
