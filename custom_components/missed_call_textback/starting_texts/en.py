"""The starting texts in English."""

from collections.abc import Mapping
from typing import Final

from .trades import StartingTexts, Trade

_SORRY: Final = "{{ business }} here. Sorry we missed your call"
_CLOSED: Final = (
    _SORRY + ", we are closed{% if next_opening %} and open again {{ next_opening }}{% endif %}."
)

OPT_OUT_FOOTER: Final = "Reply STOP to opt out."

DEFAULT: Final = StartingTexts(
    "{business} here. Sorry we missed your call. How can we help?",
    "{business} here. Sorry we missed your call, we are closed now. How can we help?",
)

TEXTS: Final[Mapping[Trade, StartingTexts]] = {
    Trade.AUTO_REPAIR: StartingTexts(
        _SORRY + ", we were under a car. What car is it, and what does it need?",
        _CLOSED + " What car is it, and what does it need?",
    ),
    Trade.CHIROPRACTOR: StartingTexts(
        _SORRY + ", we were with a patient."
        " Is this your first visit, and which day would suit you?",
        _CLOSED + " Is this your first visit, and which day would suit you?",
    ),
    Trade.CLEANING: StartingTexts(
        _SORRY + ", we are on a job. What needs cleaning, and when would suit you?",
        _CLOSED + " What needs cleaning, and when would suit you?",
    ),
    Trade.DENTAL: StartingTexts(
        _SORRY + ", we were with a patient."
        " Would you like an appointment, or is it something else?",
        _CLOSED + " Are you in pain or bleeding, or is it about an appointment?",
    ),
    Trade.ELECTRICIAN: StartingTexts(
        _SORRY + ", we are on a job. What needs doing, and at what address?",
        _CLOSED + " Is there danger, like sparks or smoke, or can it wait?",
    ),
    Trade.FITNESS: StartingTexts(
        _SORRY + ", we were in a session. Which class or time are you asking about?",
        _CLOSED + " Which class or time are you asking about?",
    ),
    Trade.HOME_INSPECTION: StartingTexts(
        _SORRY + ", we are inspecting a home."
        " Which property is it, and by when do you need the report?",
        _CLOSED + " Which property is it, and by when do you need the report?",
    ),
    Trade.HVAC: StartingTexts(
        _SORRY + ", we are on a job. What has stopped working, and at what address?",
        _CLOSED + " Is there danger, like a smell of gas, or can it wait?",
    ),
    Trade.LANDSCAPING: StartingTexts(
        _SORRY + ", we are out in a garden. What work do you have in mind, and in which area?",
        _CLOSED + " What work do you have in mind, and in which area?",
    ),
    Trade.LAW: StartingTexts(
        _SORRY + ", we are with a client."
        " What kind of matter is it, and when would a call suit you?",
        _CLOSED + " What kind of matter is it, and when would a call suit you?",
    ),
    Trade.MED_SPA: StartingTexts(
        _SORRY + ", we were with a guest."
        " Which treatment do you have in mind, and which day would suit you?",
        _CLOSED + " Which treatment do you have in mind, and which day would suit you?",
    ),
    Trade.PAINTING: StartingTexts(
        _SORRY + ", we have a brush in hand. What would you like painted, indoors or outdoors?",
        _CLOSED + " What would you like painted, indoors or outdoors?",
    ),
    Trade.PEST_CONTROL: StartingTexts(
        _SORRY + ", we are on a job. What have you seen, and where in the building?",
        _CLOSED + " What have you seen, and where in the building?",
    ),
    Trade.PLUMBER: StartingTexts(
        _SORRY + ", we are on a job. What do you need fixed, and at what address?",
        _CLOSED + " Is water running right now, or can it wait until we open?",
    ),
    Trade.RESTAURANT: StartingTexts(
        _SORRY + ", we are serving our guests. Is it about a table, and for what day and time?",
        _CLOSED + " Is it about a table, and for what day and time?",
    ),
    Trade.ROOFING: StartingTexts(
        _SORRY + ", we are up on a roof. Is yours leaking, or would you like a quote?",
        _CLOSED + " Is water coming in right now, or would you like a quote?",
    ),
    Trade.SALON: StartingTexts(
        _SORRY + ", we were with a client."
        " What would you like done, and which day and time would suit you?",
        _CLOSED + " What would you like done, and which day and time would suit you?",
    ),
    Trade.SOLAR: StartingTexts(
        _SORRY + ", we are on a roof. Is it about a new system, or one that you already have?",
        _CLOSED + " Is it about a new system, or one that you already have?",
    ),
    Trade.TOW_TRUCK: StartingTexts(
        _SORRY + ", we are on the road. Where is the vehicle, and is anyone hurt?",
        _CLOSED + " Is anyone in danger, and where is the vehicle?",
    ),
    Trade.VET: StartingTexts(
        _SORRY + ", we were with a patient. Which animal is it about, and what is wrong?",
        _CLOSED + " Is your animal in danger, or can it wait until we open?",
    ),
    Trade.OTHER: StartingTexts(
        _SORRY + ". How can we help?",
        _CLOSED + " How can we help?",
    ),
}
