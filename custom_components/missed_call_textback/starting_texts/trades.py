"""The trades that have starting texts of their own, and what a pair of such texts is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Trade(StrEnum):
    """What a shop does. Saved shops hold these keys, so none of them may ever change."""

    AUTO_REPAIR = "auto_repair"
    CHIROPRACTOR = "chiropractor"
    CLEANING = "cleaning"
    DENTAL = "dental"
    ELECTRICIAN = "electrician"
    FITNESS = "fitness"
    HOME_INSPECTION = "home_inspection"
    HVAC = "hvac"
    LANDSCAPING = "landscaping"
    LAW = "law"
    MED_SPA = "med_spa"
    PAINTING = "painting"
    PEST_CONTROL = "pest_control"
    PLUMBER = "plumber"
    RESTAURANT = "restaurant"
    ROOFING = "roofing"
    SALON = "salon"
    SOLAR = "solar"
    TOW_TRUCK = "tow_truck"
    VET = "vet"
    OTHER = "other"


GENERIC_TRADE: Final = Trade.OTHER.value


@dataclass(frozen=True, slots=True)
class StartingTexts:
    """Words for opening hours and for after them."""

    text_open: str
    text_closed: str
