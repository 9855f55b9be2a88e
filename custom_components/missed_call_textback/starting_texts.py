"""The texts a shop starts from, by its trade: business first, one apology, one question."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StartingTexts:
    """Templates for opening hours and for after them. Both fit one segment for most shops."""

    text_open: str
    text_closed: str


GENERIC_TRADE: Final = "other"

STARTING_TEXTS: Final[dict[str, StartingTexts]] = {
    "salon": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we were with a client."
        " What day and time would suit you?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " What day and time would suit you?",
    ),
    "plumber": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we are on a job."
        " What do you need fixed, and at what address?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " What do you need fixed, and is it urgent?",
    ),
    "electrician": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we are on a job."
        " What needs doing, and at what address?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " What needs doing, and is it urgent?",
    ),
    "vet": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we were with a patient."
        " Which pet is it about, and what is wrong?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " Which pet is it about, and can it wait until we open?",
    ),
    "dental": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we were with a patient."
        " Would you like an appointment, or is it something else?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " Are you in pain, or is it about an appointment?",
    ),
    "restaurant": StartingTexts(
        "{{ business }} here. Sorry we missed your call."
        " Is it about a table? If so, for what day, time and how many people?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " Is it about a table, and for what day and time?",
    ),
    "auto_repair": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we were under a car."
        " What car is it, and what does it need?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " What car is it, and what does it need?",
    ),
    "cleaning": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we are on a job."
        " What needs cleaning, and when would suit you?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " What needs cleaning, and when would suit you?",
    ),
    "fitness": StartingTexts(
        "{{ business }} here. Sorry we missed your call, we were in a session."
        " Which class or time are you asking about?",
        "{{ business }} here. Sorry we missed your call, we are closed now."
        " Which class or time are you asking about?",
    ),
    GENERIC_TRADE: StartingTexts(
        "{{ business }} here. Sorry we missed your call. How can we help?",
        "{{ business }} here. Sorry we missed your call, we are closed now. How can we help?",
    ),
}
