"""A caller books by text in a calendar of the house, and the owner hears where something is amiss."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.numbers import masked, spoken
from homeassistant.components.calendar import CalendarEntityFeature, CalendarEvent
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util

from .calendars import JOBS, JobCalendar, add_calendar
from .shop import CUSTOMER, FRONT, LINES, OpenShop, open_shop, shop_entry

OTHER_CUSTOMER = "+12025550177"
BOOKING: Mapping[str, Any] = MappingProxyType(
    {
        const.CONF_CALENDAR: JOBS,
        const.CONF_DURATION: 30,
        const.CONF_INVITES: True,
        const.CONF_BEFORE: 0,
        const.CONF_AFTER: 0,
        const.CONF_NOTICE: 2,
        const.CONF_AHEAD: 14,
    }
)
FIRST_OFFER = (
    "Corner Barbers has time:\n1: today at 2 pm\n2: tomorrow at 8 am\n3: tomorrow at noon\n"
    "Reply with the number, or MORE for other times."
)


@pytest.fixture(autouse=True)
async def morning(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Make it a Wednesday, a little before noon."""
    await hass.config.async_set_time_zone("America/New_York")
    freezer.move_to("2026-11-18 16:50:00+00:00")


@pytest.fixture
async def jobs(hass: HomeAssistant) -> JobCalendar:
    return await add_calendar(hass)


def front_line(**more: object) -> ConfigSubentryDataWithId:
    line = LINES[0]
    return {**line, "data": {**line["data"], const.CONF_BOOKING: dict(BOOKING), **more}}


async def open_booking_shop(
    hass: HomeAssistant, *, options: Mapping[str, Any] = MappingProxyType({}), **more: object
) -> OpenShop:
    return await open_shop(hass, shop_entry(front_line(**more), LINES[1], options=options))


async def answers(
    shop: OpenShop, freezer: FrozenDateTimeFactory, body: str, sender: str = CUSTOMER
) -> list[str]:
    """Have a customer write, and return what they are answered."""
    before = len(shop.carrier.sent)
    freezer.tick(1)
    await shop.receive(body, sender)
    await shop.settle()
    return [text.body for text in shop.carrier.sent[before:]]


def issues(hass: HomeAssistant) -> dict[str, dict[str, str] | None]:
    return {
        issue.translation_key or "": issue.translation_placeholders
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == const.DOMAIN
    }


async def test_a_caller_books_moves_and_calls_off_in_a_calendar_of_the_house(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    await shop.engine.people.describe(CUSTOMER, name="Alex")
    await shop.miss_call()
    assert shop.carrier.sent[-1].body == (
        "Sorry we missed you, Corner Barbers Reply 1 for an appointment."
    )
    assert await answers(shop, freezer, "1") == [FIRST_OFFER]
    [confirmed] = await answers(shop, freezer, "2")
    assert confirmed == (
        "Corner Barbers: see you tomorrow at 8 am."
        " Reply CHANGE for another time, or 0 to call it off."
    )
    [event] = jobs.events
    assert event.summary == f"Alex, {spoken(CUSTOMER, 'US')}"
    assert dt_util.as_utc(event.start_datetime_local).isoformat() == "2026-11-19T13:00:00+00:00"
    assert event.description is not None
    assert event.description.splitlines()[:2] == ["Demo line", CUSTOMER]
    [moved_offer] = await answers(shop, freezer, "change")
    assert moved_offer.startswith("Your appointment with Corner Barbers is tomorrow at 8 am. Other")
    assert "0 to call it off" in moved_offer
    await answers(shop, freezer, "tomorrow at noon")
    assert jobs.starts() == ["19 12:00"]
    assert await answers(shop, freezer, "0") == [
        "Corner Barbers: your appointment tomorrow at noon is called off."
    ]
    assert jobs.events == []
    assert issues(hass) == {}


async def test_whole_days_and_whatever_is_in_the_calendar_stay_free_of_appointments(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    jobs.events += [
        CalendarEvent(start=date(2026, 11, 18), end=date(2026, 11, 19), summary="Fair"),
        CalendarEvent(
            start=dt_util.parse_datetime("2026-11-19T08:00:00-05:00", raise_on_error=True),
            end=dt_util.parse_datetime("2026-11-19T11:40:00-05:00", raise_on_error=True),
            summary="Delivery",
        ),
    ]
    shop = await open_booking_shop(hass)
    [offer] = await answers(shop, freezer, "1")
    assert "1: tomorrow at noon\n2: on Friday at 8 am\n3: on Friday at noon" in offer


async def test_a_calendar_that_is_renamed_is_still_found(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    registry = er.async_get(hass)
    known = registry.async_get(JOBS)
    assert known is not None
    shop = await open_booking_shop(hass, **{const.CONF_BOOKING: {**BOOKING, "calendar": known.id}})
    registry.async_update_entity(JOBS, new_entity_id="calendar.diary")
    await hass.async_block_till_done()
    assert await answers(shop, freezer, "1") == [FIRST_OFFER]


async def test_a_restart_between_the_offer_and_the_choice_forgets_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    await answers(shop, freezer, "1")
    await shop.reload()
    [answer] = await answers(shop, freezer, "tomorrow at noon")
    assert answer.startswith("Corner Barbers: see you tomorrow at noon.")
    assert jobs.starts() == ["19 12:00"]


async def test_two_shops_that_share_a_calendar_never_book_the_same_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    other = await open_shop(
        hass, shop_entry(front_line(), title="Other", entry_id="01OTHER0000000000000000000")
    )
    assert await answers(shop, freezer, "1") == [FIRST_OFFER]
    [theirs] = await answers(other, freezer, "1", OTHER_CUSTOMER)
    assert "2: tomorrow at 8 am" in theirs
    await answers(shop, freezer, "2")
    [answer] = await answers(other, freezer, "2", OTHER_CUSTOMER)
    assert answer.startswith("That time has just gone. Other has time:")
    assert jobs.starts() == ["19 08:00"]


@pytest.mark.parametrize(
    "trouble", [HomeAssistantError("down"), RuntimeError("a mistake of its own")]
)
async def test_a_calendar_in_trouble_is_the_owners_to_see_to_until_it_answers(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    jobs: JobCalendar,
    trouble: Exception,
) -> None:
    shop = await open_booking_shop(hass)
    jobs.trouble = trouble
    assert await answers(shop, freezer, "1") == []
    assert issues(hass) == {"calendar_silent": {"shop": "Corner Barbers", "calendar": "Jobs"}}
    jobs.trouble = None
    assert await answers(shop, freezer, "1") == [FIRST_OFFER]
    assert issues(hass) == {}


async def test_a_calendar_that_answers_nonsense_is_the_owners_to_see_to(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)

    async def nonsense(_call: ServiceCall) -> ServiceResponse:
        return {JOBS: {"events": [{"start": "soon", "end": "later"}]}}

    hass.services.async_register(
        "calendar", "get_events", nonsense, supports_response=SupportsResponse.ONLY
    )
    assert await answers(shop, freezer, "1") == []
    assert "calendar_silent" in issues(hass)


async def test_what_a_calendar_fails_to_delete_is_tried_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    await answers(shop, freezer, "1")
    await answers(shop, freezer, "1")
    jobs.trouble = HomeAssistantError("down")
    assert await answers(shop, freezer, "0") == []
    assert "calendar_silent" in issues(hass)
    jobs.trouble = None
    freezer.tick(timedelta(minutes=2))
    await shop.settle()
    assert jobs.events == []
    assert shop.carrier.sent[-1].body.endswith("is called off.")


async def test_a_calendar_that_is_away_is_the_owners_to_see_to(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    jobs.set_available(available=False)
    assert await answers(shop, freezer, "1") == []
    assert "calendar_silent" in issues(hass)
    jobs.set_available(available=True)
    await answers(shop, freezer, "1")
    await answers(shop, freezer, "1")
    jobs.set_available(available=False)
    assert await answers(shop, freezer, "0") == []
    assert "calendar_silent" in issues(hass)
    jobs.set_available(available=True)
    freezer.tick(timedelta(minutes=2))
    await shop.settle()
    assert shop.carrier.sent[-1].body.endswith("is called off.")
    assert jobs.events == []
    # What was told is taken back with the shop.
    jobs.set_available(available=False)
    await answers(shop, freezer, "1")
    assert await hass.config_entries.async_unload(shop.entry.entry_id)
    assert issues(hass) == {}


async def test_a_calendar_that_answers_as_something_is_deleted_is_no_longer_silent(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    await answers(shop, freezer, "1")
    await answers(shop, freezer, "1")
    jobs.trouble = HomeAssistantError("down")
    await answers(shop, freezer, "change")
    assert "calendar_silent" in issues(hass)
    jobs.trouble = None
    await answers(shop, freezer, "0")
    assert jobs.events == []
    assert issues(hass) == {}


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize("end", ["9999-12-31T23:59:59-05:00", "9999-12-31"])
async def test_before_an_event_without_an_end_there_is_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, end: str
) -> None:
    shop = await open_booking_shop(hass, **{const.CONF_BOOKING: {**BOOKING, "before": 1440}})

    async def closed_for_good(_call: ServiceCall) -> ServiceResponse:
        return {JOBS: {"events": [{"start": "2026-11-18T16:00:00-05:00", "end": end}]}}

    hass.services.async_register(
        "calendar", "get_events", closed_for_good, supports_response=SupportsResponse.ONLY
    )
    [offer] = await answers(shop, freezer, "1")
    assert "1: today at 2 pm\n2: today at 2:30 pm\n3: today at 3 pm\n" in offer


async def test_what_nobody_can_delete_the_owner_is_asked_to(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    jobs = await add_calendar(hass, CalendarEntityFeature.CREATE_EVENT)
    shop = await open_booking_shop(hass)
    # What is kept of them outside the ledger does not name them.
    await shop.engine.people.describe(CUSTOMER, name="Alex")
    await answers(shop, freezer, "1")
    await answers(shop, freezer, "1")
    [answer] = await answers(shop, freezer, "0")
    assert answer.endswith("is called off.")
    assert len(jobs.events) == 1
    assert issues(hass) == {
        "appointment_left": {
            "shop": "Corner Barbers",
            "calendar": "Jobs",
            "who": masked(CUSTOMER),
            "time": "2026-11-18 14:00",
        }
    }
    # Nothing but the owner takes it out of the calendar, and nothing else remembers it.
    [issue] = ir.async_get(hass).issues.values()
    await shop.reload()
    assert issue.is_persistent
    assert "appointment_left" in issues(hass)
    assert await hass.config_entries.async_remove(shop.entry.entry_id)
    assert issues(hass) == {}


@pytest.mark.parametrize("name", [None, "Maria"], ids=["as it was", "they have a name by now"])
async def test_an_event_whose_description_is_lost_is_deleted_by_its_number_and_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar, name: str | None
) -> None:
    shop = await open_booking_shop(hass)
    await answers(shop, freezer, "1")
    await answers(shop, freezer, "1")
    jobs.events[0].description = None
    await shop.engine.people.describe(CUSTOMER, name=name)
    await answers(shop, freezer, "0")
    assert jobs.events == []


async def test_who_booked_is_reminded_in_the_evening(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(hass)
    await answers(shop, freezer, "1")
    await answers(shop, freezer, "2")
    freezer.move_to("2026-11-18 23:00:01+00:00")
    await shop.settle()
    assert shop.carrier.sent[-1].body == (
        "Corner Barbers: a reminder of your appointment tomorrow at 8 am."
        " Reply CHANGE for another time, or 0 to call it off."
    )
    thread = await shop.engine.conversations.thread(1)
    assert thread.lead.stage is Stage.BOOKED


async def test_the_shops_own_words_confirm_in_its_own_language_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, jobs: JobCalendar
) -> None:
    shop = await open_booking_shop(
        hass,
        options={
            const.CONF_LANGUAGES: ["en", "de"],
            const.CONF_TEXT_BOOKED: "{{ time }} it is! {{ booking_link }}",
        },
        **{const.CONF_BOOKING_LINK: "https://example.com/front"},
    )
    await answers(shop, freezer, "1")
    assert await answers(shop, freezer, "1") == ["today at 2 pm it is! https://example.com/front"]
    await shop.engine.people.describe(OTHER_CUSTOMER, language="de")
    await answers(shop, freezer, "1", OTHER_CUSTOMER)
    [confirmed] = await answers(shop, freezer, "1", OTHER_CUSTOMER)
    assert confirmed == (
        "Corner Barbers: Ihr Termin ist heute um 14:30 Uhr."
        " Antworten Sie ÄNDERN für eine andere Zeit oder 0, um abzusagen."
    )


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize("broken", ["{{ tiem }}", "{{ caller_name }}"])
async def test_words_that_break_are_replaced_and_the_owner_is_told(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    shop = await open_booking_shop(hass, options={const.CONF_TEXT_BOOKED: broken})
    await answers(shop, freezer, "1")
    [answer] = await answers(shop, freezer, "1")
    assert answer.startswith("Corner Barbers: see you today at 2 pm.")
    assert "text_booked_broken" in issues(hass)
    assert caplog.text.count("The text text_booked cannot be used") == 1
    await answers(shop, freezer, "change")
    await answers(shop, freezer, "1")
    assert caplog.text.count("The text text_booked cannot be used") == 1


async def test_a_line_has_a_booking_link_of_its_own(hass: HomeAssistant) -> None:
    shop = await open_booking_shop(
        hass,
        options={
            const.CONF_BOOKING_LINK: "https://example.com/shop",
            const.CONF_TEXT_OPEN: "{{ business }} {{ booking_link }}",
        },
        **{const.CONF_BOOKING_LINK: "https://example.com/front"},
    )
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER, line_id=LINES[1]["subentry_id"])
    assert [text.body for text in shop.carrier.sent] == [
        "Corner Barbers https://example.com/front Reply 1 for an appointment.",
        "Corner Barbers https://example.com/shop",
    ]
    assert shop.carrier.sent[0].line_id == FRONT
