"""The hours of the day at which a person may be texted, where that person lives."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .numbers import zones_of

# 47 CFR 64.1200(c)(1): not before 8 in the morning nor after 9 in the evening, local time at the
# called party's location.
_FROM: Final = 8
_UNTIL: Final = 21
# Windows of zones that share one at all meet within two days; a few rounds more than that find it.
_ROUNDS: Final = 8


def sensible_until(e164: str, home: ZoneInfo, now: datetime) -> datetime | None:
    """Return None where a text may go now (aware), else the earliest moment at which it may.

    It may while it is 8:00 to 21:00 in every zone that the number may lie in; in the shop's own
    where that is unknown, or where the number's zones lie too far apart to share an hour.
    """
    now = now.astimezone(UTC)
    moment = _earliest(zones_of(e164), now) or _earliest((home,), now)
    return None if moment == now else moment


def _earliest(zones: Sequence[ZoneInfo], now: datetime) -> datetime | None:
    """Return the first moment from now that suits all zones, None where there is none (or no zone).

    Each round moves to the latest of the zones' next mornings, never past a moment that suits all.
    """
    moment = now
    for _ in range(_ROUNDS if zones else 0):
        latest = max(_next_in(zone, moment) for zone in zones)
        if latest == moment:
            return moment
        moment = latest
    return None


def _next_in(zone: ZoneInfo, at: datetime) -> datetime:
    local = at.astimezone(zone)
    if _FROM <= local.hour < _UNTIL:
        return at
    day = local.date() + timedelta(days=1 if local.hour >= _UNTIL else 0)
    return datetime.combine(day, time(_FROM), zone).astimezone(UTC)
