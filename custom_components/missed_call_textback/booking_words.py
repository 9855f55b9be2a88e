"""What callers are told about appointments: the shop's own two texts, and those of every language."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .const import CONF_TEXT_BOOKED, CONF_TEXT_REMINDER
from .core.diary import BookingWords, Why
from .core.ports import Occasion
from .core.shop import Shop
from .core.spoken_time import spoken_time
from .starting_texts import in_language
from .starting_texts.booking import BOOKING_TEXTS, BookingTexts
from .words import LONGEST_TEXT, OwnText, ShopText, link_of


class ShopBookingWords(BookingWords):
    """Renders them. A text of the shop's own that breaks is replaced."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        shop: Shop,
        note_broken: Callable[[str], None] = lambda _name: None,
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._shop = shop
        self._own = {
            key: OwnText(hass, key, own, note_broken)
            for key in (CONF_TEXT_BOOKED, CONF_TEXT_REMINDER)
            if (own := entry.options.get(key))
        }

    @override
    def offer(
        self, occasion: Occasion, times: Sequence[datetime], why: Why, booked: datetime | None
    ) -> str:
        texts = _texts_in(occasion.language)
        listed = "\n".join(
            f"{number}: {self._time(occasion, each)}" for number, each in enumerate(times, 1)
        )
        head = {Why.ASKED: texts.offer, Why.OTHERS: texts.others, Why.TAKEN: texts.taken}[why]
        how = texts.how_to_choose if booked is None else texts.how_to_move
        said = head.format(
            business=self._shop.business,
            times=listed,
            time="" if booked is None else self._time(occasion, booked),
        )
        return f"{said}\n{how}"[:LONGEST_TEXT]

    @override
    def booked(self, occasion: Occasion, at: datetime) -> str:
        return self._render(CONF_TEXT_BOOKED, _texts_in(occasion.language).booked, occasion, at)

    @override
    def reminder(self, occasion: Occasion, at: datetime) -> str:
        return self._render(CONF_TEXT_REMINDER, _texts_in(occasion.language).reminder, occasion, at)

    @override
    def called_off(self, occasion: Occasion, at: datetime) -> str:
        words = _texts_in(occasion.language).called_off
        return words.format(business=self._shop.business, time=self._time(occasion, at))[
            :LONGEST_TEXT
        ]

    def _render(self, key: str, starting: str, occasion: Occasion, at: datetime) -> str:
        variables = {
            "business": self._shop.business,
            "line": occasion.line.name,
            "caller_name": occasion.caller_name or "",
            "booking_link": link_of(self._entry, occasion.line.id),
            "time": self._time(occasion, at),
        }
        own = self._own.get(key)
        # The shop's own words are in its own language; whoever speaks another one gets the library's.
        if (
            own is not None
            and occasion.language == self._shop.languages[0]
            and (text := own.render(variables))
        ):
            return text
        return ShopText(self._hass, starting).render(variables)

    def _time(self, occasion: Occasion, at: datetime) -> str:
        return spoken_time(
            at,
            now=occasion.now,
            zone=self._shop.time_zone,
            language=occasion.language,
            country=occasion.country or self._shop.country,
        )


def _texts_in(language: str) -> BookingTexts:
    return in_language(BOOKING_TEXTS, language)
