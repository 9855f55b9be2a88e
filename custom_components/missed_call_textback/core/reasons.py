"""Why a decision is what it is, and why a text did not go: each has its plain words in the strings."""

from enum import StrEnum


class Reason(StrEnum):
    """One reason. What is never texted comes first, then what may change with time."""

    # A text goes out.
    MISSED_OPEN = "missed_open"
    MISSED_CLOSED = "missed_closed"
    REQUESTED = "requested"
    SENSIBLE_HOURS = "sensible_hours"
    """Held until the day begins where the caller is."""

    # Nobody to text.
    ANSWERED = "answered"
    ALREADY_DECIDED = "already_decided"
    AUTOMATIC_OFF = "automatic_off"

    # Never: no automation gets round these.
    NO_CALLER_ID = "no_caller_id"
    SHORT_CODE = "short_code"
    NOT_A_PHONE_NUMBER = "not_a_phone_number"
    OWN_NUMBER = "own_number"
    TEAM = "team"
    BLOCKED = "blocked"
    OPTED_OUT = "opted_out"
    FOREIGN = "foreign"
    CANNOT_GET_TEXTS = "cannot_get_texts"
    LANDLINE = "landline"
    NO_WHATSAPP = "no_whatsapp"

    # Not this call.
    OUTCOME_OFF = "outcome_off"
    SHORT_RING = "short_ring"
    SPOOFED = "spoofed"
    TALKING = "talking"
    PEOPLE_TALK = "people_talk"
    """A person of the shop writes with them: from then on no machine does."""
    REACHED = "reached"
    TEXTED_RECENTLY = "texted_recently"
    TOO_LATE = "too_late"
    """Learnt of when a text would only puzzle the caller."""

    # Not so many.
    BURST = "burst"
    CAP_CALLER = "cap_caller"
    CAP_HOUR = "cap_hour"
    CAP_DAY = "cap_day"
    BUDGET = "budget"

    # A text that was held, and is no longer needed.
    CALLED_AGAIN = "called_again"
    CALLED_BACK = "called_back"
    REPLIED = "replied"
    DELIVERED = "delivered"
    """The first try arrived after all."""
