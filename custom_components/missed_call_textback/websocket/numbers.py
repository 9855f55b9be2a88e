"""The command that tells a shop's numbers of a period, beside those of the period before."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..coordinator import ShopCoordinator
from ..core.figures import (
    Counts,
    Key,
    added,
    all_figures,
    between,
    by_outcome,
    heat,
    left_out,
    months_until,
    period_before,
    reply_rate,
)
from ..core.records import Daily
from ..core.shop import Line, Shop
from ..core.tally import Tally
from ..plain_words import in_plain_words
from .command import shop_command
from .fields import LINE_ID

_SINCE: Final = "since"
_UNTIL: Final = "until"
_MOST_DAYS: Final = 366
_LABEL: Final = f"component.{DOMAIN}.options.step.words.data.{{}}"
_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)


def _a_day(value: object) -> date:
    """Read a day of the calendar (`2026-11-21`)."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise vol.Invalid("expected a day such as 2026-11-21")
    return day


@shop_command(
    "numbers",
    {
        vol.Optional(LINE_ID): vol.Any(None, str),
        vol.Required(_SINCE): _a_day,
        vol.Required(_UNTIL): _a_day,
    },
)
async def ws_numbers(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> dict[str, Any]:
    """Return the numbers of some days of a shop, or of one of its lines."""
    since, until, line_id = msg[_SINCE], msg[_UNTIL], msg.get(LINE_ID)
    shop = coordinator.shop
    lines = [line for line in shop.lines if line_id in (None, line.id)]
    if line_id is not None and not lines:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_line")
    if not 0 <= (until - since).days < _MOST_DAYS:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="period_too_long",
            translation_placeholders={"most": str(_MOST_DAYS)},
        )
    today, wordings = coordinator.today, await _async_named(coordinator)
    first, last = (day.isoformat() for day in days_needed(since, until, today))
    ledger = coordinator.ledger
    with in_plain_words():
        days = {
            # No day is in both.
            line.id: await ledger.past(line.id, first, last)
            | await ledger.daily(line.id, first, last)
            for line in lines
        }
    return {
        "currency": coordinator.hass.config.currency,
        "spent_currency": shop.limits.currency,
        "now": _now(coordinator, lines),
        # A year of many lines takes longer to add up than the event loop should wait.
        **await coordinator.hass.async_add_executor_job(
            partial(
                numbers_document,
                shop,
                lines,
                days,
                since,
                until,
                today=today,
                wordings=wordings,
            )
        ),
    }


async def _async_named(coordinator: ShopCoordinator) -> dict[str, str]:
    """Return the shop's texts by the names that they have in its settings."""
    hass = coordinator.hass
    labels = await async_get_translations(hass, hass.config.language, "options", {DOMAIN})

    def named(name: str) -> str:
        key, space, language = name.partition(" ")
        return f"{labels.get(_LABEL.format(key), key)}{space}{language}"

    return {wording: named(name) for wording, name in coordinator.words.wordings().items()}


def _now(coordinator: ShopCoordinator, lines: list[Line]) -> dict[str, int]:
    """Return what is open now; of the conversations in which something is owed, those unread."""
    known = [coordinator.data[line.id] for line in lines if line.id in coordinator.data]
    owed = [summary for line in lines for summary in coordinator.owed.get(line.id, ())]
    return {
        "waiting": sum(each.waiting for each in known),
        "unread": sum(summary.thread.unread > 0 for summary in owed),
        "to_call_back": sum(each.to_call_back for each in known),
        "urgent": sum(each.urgent for each in known),
    }


def days_needed(since: date, until: date, today: date) -> tuple[date, date]:
    """Return the first and the last day that the numbers of a period are counted from."""
    year = date.fromisoformat(f"{months_until(until)[0]}-01")
    first = min(period_before(since, until)[0], year, today - timedelta(days=1))
    return first, max(until, today)


def numbers_document(
    shop: Shop,
    lines: list[Line],
    days: Mapping[str, Daily],
    since: date,
    until: date,
    *,
    today: date,
    wordings: Mapping[str, str],
) -> dict[str, Any]:
    """Return the numbers of a period as plain data; `days` are each line's counters."""
    worth = shop.job_value
    before = period_before(since, until)
    together: Daily = {}
    for daily in days.values():
        for day, counts in daily.items():
            together[day] = added([together.get(day, {}), counts])
    counts = between(together, since, until)
    now, then = all_figures(counts, worth), all_figures(between(together, *before), worth)
    yesterday = today - timedelta(days=1)
    now[Key.RECOVERED_TODAY] = _of_day(together, today)
    then[Key.RECOVERED_TODAY] = _of_day(together, yesterday)
    period = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "previous_since": before[0].isoformat(),
        "previous_until": before[1].isoformat(),
        "figures": {key.value: {"value": now[key], "previous": then[key]} for key in Key},
        "days": [
            {"day": day, **_plain(together.get(day, {}), worth)}
            for day in (each.isoformat() for each in period)
        ],
        "months": [
            {"month": month, **_plain(_of_month(together, month), worth)}
            for month in months_until(until)
        ],
        "heat": [
            {"weekday": weekday, "hour": hour, "missed": n}
            for weekday, hour, n in heat(together, since, until)
        ],
        "outcomes": by_outcome(counts),
        "left_out": left_out(counts),
        "lines": [
            {
                "line_id": line.id,
                "name": line.name,
                "figures": _plain(between(days.get(line.id, {}), since, until), worth),
            }
            for line in lines
        ],
        "templates": [_template(counts, *each) for each in wordings.items()],
    }


def _of_day(days: Daily, day: date) -> int:
    return days.get(day.isoformat(), {}).get(Tally.RECOVERED, 0)


def _of_month(days: Daily, month: str) -> Counts:
    return added(counts for day, counts in days.items() if day.startswith(month))


def _plain(counts: Counts, job_value: int | None) -> dict[str, float | None]:
    return {key.value: value for key, value in all_figures(counts, job_value).items()}


def _template(counts: Counts, wording: str, name: str) -> dict[str, Any]:
    rate = reply_rate(counts, wording)
    return {
        "name": name,
        "sent": rate.sent,
        "replied": rate.replied,
        "low": rate.low,
        "high": rate.high,
    }
