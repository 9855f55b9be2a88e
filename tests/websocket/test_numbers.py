"""The command that tells a shop's numbers: whose, of which days, and beside which."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.figures import Key
from custom_components.missed_call_textback.core.past.calls import PastLine
from custom_components.missed_call_textback.core.past.keeping import keep
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import Daily
from custom_components.missed_call_textback.core.shop import Line, Shop
from custom_components.missed_call_textback.core.tally import (
    Tally,
    of_answered,
    of_hour,
    of_left_out,
    of_outcome,
    of_sent,
    within,
)
from custom_components.missed_call_textback.websocket.numbers import days_needed, numbers_document
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.platforms.shop import BACK, FRONT, OTHER_CUSTOMER, OpenShop

from .conftest import Browser

ONE = Line(id="one", name="Front desk", number="+12025550100")
TWO = Line(id="two", name="Workshop", number="+12025550101")
SHOP = Shop(
    id="shop",
    business="Corner Barbers",
    country="US",
    time_zone=ZoneInfo("UTC"),
    lines=(ONE, TWO),
    job_value=50_000_000,
)
MONDAY = date(2026, 11, 16)
DAYS: dict[str, Daily] = {
    "one": {
        "2026-11-15": {of_outcome(Outcome.BUSY): 4, Tally.EPISODES: 4, Tally.WON_BACK: 1},
        "2026-11-16": {
            of_outcome(Outcome.NO_ANSWER): 3,
            of_outcome(Outcome.ANSWERED): 5,
            of_hour(9): 3,
            of_left_out(Reason.BLOCKED): 2,
            Tally.EPISODES: 2,
            Tally.REPLIED: 1,
            Tally.WON_BACK: 1,
            Tally.BOOKED: 1,
            Tally.ELIGIBLE: 2,
            Tally.TEXTED: 2,
            Tally.SPENT: 20_000,
            within(2): 1,
            within(45): 1,
            of_sent("open~1"): 10,
            of_answered("open~1"): 5,
        },
        "2026-11-17": {Tally.RECOVERED: 1},
    },
    "two": {"2026-11-16": {of_outcome(Outcome.BUSY): 1, Tally.EPISODES: 1, of_hour(9): 1}},
}


def test_a_period_is_told_beside_the_one_before() -> None:
    document = numbers_document(
        SHOP,
        [ONE, TWO],
        DAYS,
        MONDAY,
        MONDAY,
        today=date(2026, 11, 17),
        wordings={"open~1": "Open", "closed~1": "Closed"},
    )
    assert (document["since"], document["previous_since"]) == ("2026-11-16", "2026-11-15")
    figures = document["figures"]
    assert set(figures) == {key.value for key in Key}
    assert figures["calls"] == {"value": 9, "previous": 4}
    assert figures["missed"] == {"value": 4, "previous": 4}
    assert figures["recovery_rate"] == {"value": pytest.approx(100 / 3), "previous": 25}
    assert figures["revenue"] == {"value": 50, "previous": 0}
    assert figures["coverage"] == {"value": 50, "previous": None}
    assert figures["recovered_today"] == {"value": 1, "previous": 0}
    assert figures["spent"] == {"value": 0.02, "previous": 0}
    assert [day["missed"] for day in document["days"]] == [4]
    assert document["months"][-1]["month"] == "2026-11"
    assert document["months"][-1]["missed"] == 8
    assert len(document["months"]) == 12
    assert document["heat"] == [{"weekday": 0, "hour": 9, "missed": 4}]
    assert document["outcomes"] == {"answered": 5, "no_answer": 3, "busy": 1}
    assert document["left_out"] == {"blocked": 2}
    assert [(line["name"], line["figures"]["missed"]) for line in document["lines"]] == [
        ("Front desk", 3), ("Workshop", 1),
    ]  # fmt: skip
    [open_text, closed_text] = document["templates"]
    assert (open_text["name"], open_text["sent"], open_text["replied"]) == ("Open", 10, 5)
    assert 20 < open_text["low"] < 50 < open_text["high"] < 80
    assert closed_text == {"name": "Closed", "sent": 0, "replied": 0, "low": None, "high": None}


def test_enough_days_are_read_for_the_period_before_the_year_and_today() -> None:
    today = date(2026, 11, 21)
    assert days_needed(today, today, today) == (date(2025, 12, 1), today)
    since = date(2024, 1, 1)
    first, last = days_needed(since, since + timedelta(days=365), today)
    assert (first, last) == (date(2022, 12, 31), today)


async def test_a_browser_gets_what_happened(browser: Browser, shop: OpenShop) -> None:
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    await shop.receive("Is Friday free?")
    today = dt_util.now(shop.coordinator.shop.time_zone).date().isoformat()
    told = await browser.result("numbers", since=today, until=today)
    assert told["figures"]["missed"]["value"] == 2
    assert told["figures"]["recovery_rate"]["value"] == 50
    assert told["figures"]["recovered_today"]["value"] == 1
    assert told["now"] == {"waiting": 1, "unread": 1, "to_call_back": 0, "urgent": 0}
    assert told["currency"] == shop.hass.config.currency
    assert told["spent_currency"] == shop.coordinator.shop.limits.currency
    assert [each["name"] for each in told["templates"]] == [
        "Text while you are open",
        "Text after hours",
    ]
    assert sum(each["sent"] for each in told["templates"]) == 2
    assert sum(each["replied"] for each in told["templates"]) == 1
    one = await browser.result("numbers", since=today, until=today, line_id=FRONT)
    assert one["figures"]["missed"]["value"] == 1
    assert [line["line_id"] for line in one["lines"]] == [FRONT]


async def test_a_text_whose_words_change_begins_anew(
    hass: HomeAssistant, browser: Browser, shop: OpenShop
) -> None:
    await shop.miss_call()
    options = {**shop.entry.options, "text_open": "Hello from {{ business }}", "text_closed": "Hi"}
    hass.config_entries.async_update_entry(shop.entry, options=options)
    await hass.config_entries.async_reload(shop.entry.entry_id)
    today = dt_util.now(shop.coordinator.shop.time_zone).date().isoformat()
    told = await browser.result("numbers", since=today, until=today)
    assert sum(each["sent"] for each in told["templates"]) == 0
    assert told["figures"]["texted"]["value"] == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"until": "2026-11-15"}, "period_too_long", id="backwards"),
        pytest.param({"until": "2027-11-17"}, "period_too_long", id="too long"),
        pytest.param({"line_id": "nowhere"}, "unknown_line", id="no line"),
        pytest.param({"until": "yesterday"}, None, id="no day"),
        pytest.param({"until": "9999-12-31"}, None, id="no such time"),
        pytest.param({"until": 7}, None, id="a number"),
    ],
)
async def test_what_cannot_be_told_is_said_plainly(
    browser: Browser, fields: dict[str, object], error: str | None
) -> None:
    asked = {"since": "2026-11-16", "until": "2026-11-16", **fields}
    code, key = await browser.error("numbers", **asked)
    assert key == error
    assert code == ("invalid_format" if error is None else "service_validation_error")


async def test_a_year_is_the_longest_period(browser: Browser) -> None:
    told = await browser.result("numbers", since="2024-01-01", until="2024-12-31")
    assert len(told["days"]) == 366
    assert told["previous_since"] == "2022-12-31"


async def test_days_are_the_shops(
    browser: Browser, shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    zone = shop.coordinator.shop.time_zone
    local = dt_util.now(zone).replace(hour=23, minute=30) + timedelta(days=1)
    freezer.move_to(local.astimezone(dt_util.UTC))
    await shop.miss_call()
    day = local.date().isoformat()
    told = await browser.result("numbers", since=day, until=day)
    assert told["heat"] == [{"weekday": local.weekday(), "hour": 23, "missed": 1}]


async def test_imported_days_are_in_the_numbers_in_the_trend_and_in_the_heat_map(
    browser: Browser, shop: OpenShop
) -> None:
    await shop.miss_call()
    coordinator = shop.coordinator
    today = coordinator.today
    before = today - timedelta(days=1)
    past = PastLine(
        days={before.isoformat(): {of_outcome(Outcome.BUSY): 4, of_hour(7): 4}},
        told=4,
        follows=False,
    )
    await coordinator.ledger.write(
        lambda book: keep(book, FRONT, past, zone="UTC", today=today.isoformat())
    )
    told = await browser.result("numbers", since=before.isoformat(), until=today.isoformat())
    assert told["figures"]["missed"]["value"] == 5
    assert {"weekday": before.weekday(), "hour": 7, "missed": 4} in told["heat"]
    assert sum(month["missed"] for month in told["months"]) == 5
    assert [line["figures"]["missed"] for line in told["lines"]] == [5, 0]
