"""Times and durations that an action is given, refused where no clock reaches."""

from datetime import datetime, timedelta
from typing import Final

import voluptuous as vol

from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

# Beyond the first and the last, hours, days and time zones run out of calendar.
YEARS: Final = range(1970, 2200)
_TOO_FAR: Final = f"expected a time between the years {YEARS[0]} and {YEARS[-1]}"


def moment(value: object) -> datetime:
    """Read a time as UTC. Raises vol.Invalid."""
    if isinstance(value, str) and not value.isascii():
        # Half of a character, as JSON may have it, breaks the process in the library that reads times.
        raise vol.Invalid("expected a time such as 2026-11-21 10:00:00")
    given: datetime = cv.datetime(value)
    if given.year not in YEARS:
        raise vol.Invalid(_TOO_FAR)
    return dt_util.as_utc(given)


def period(value: object) -> timedelta:
    """Read a duration that is not negative. Raises vol.Invalid."""
    try:
        given: timedelta = cv.positive_time_period(value)
    except OverflowError, ValueError:
        raise vol.Invalid("expected a duration that a calendar has room for") from None
    return given
