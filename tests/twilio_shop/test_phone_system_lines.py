"""Which line a call belongs to whose dialled number is no line's, and what the owner is told."""

from collections.abc import AsyncGenerator

import pytest

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.diagnostics import async_get_config_entry_diagnostics
from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers import issue_registry as ir
from tests.config_flow.dialogs import sub_id

from .conftest import CALLER, LINE_ID, TwilioShop
from .house_phone import Phone

LANDLINE = "+12025550170"
SECOND_ID = "01SECOND00000000000000000"


@pytest.fixture
def line_settings() -> dict[str, object]:
    return {const.CONF_MODE: "own_phones", const.CONF_DIALLED: LANDLINE}


@pytest.fixture
async def phone(new_shop: TwilioShop) -> AsyncGenerator[Phone]:
    """Return an open shop whose phone is not connected yet."""
    assert await new_shop.hass.config_entries.async_setup(new_shop.entry.entry_id)
    yield Phone(new_shop)
    assert await new_shop.hass.config_entries.async_unload(new_shop.entry.entry_id)


def add_line(shop: TwilioShop) -> None:
    """Give a shop a second line whose phones are its own."""
    line = shop.entry.subentries[LINE_ID]
    number = shop.exchange.add_number("+12025550101", shop.account)
    data = {
        **line.data,
        const.CONF_NUMBER: number.phone_number,
        const.CONF_NUMBER_SID: number.sid,
        const.CONF_DIALLED: "+12025550171",
    }
    second = ConfigSubentry(
        subentry_id=SECOND_ID,
        subentry_type=const.SUBENTRY_TYPE_LINE,
        title="Second",
        unique_id=number.phone_number,
        data=data,  # type: ignore[arg-type]
    )
    shop.hass.config_entries.async_add_subentry(shop.entry, second)


@pytest.fixture
async def two_lines(phone: Phone) -> Phone:
    """Return a shop of two lines, whose other calls are the second one's."""
    add_line(phone.shop)
    await phone.settle()
    await phone.connect("event", {"subject": "phone_missed"}, SECOND_ID, dialled_at="to")
    return phone


def line_of(phone: Phone, *dialled: str | None) -> str | None:
    shop = phone.shop
    (system,) = shop.coordinator.phone_systems
    return system.line_of(shop.coordinator.shop, *dialled)


async def test_a_call_is_of_the_line_that_was_dialled_else_of_the_chosen_one(
    two_lines: Phone,
) -> None:
    assert line_of(two_lines, LANDLINE) == LINE_ID
    assert line_of(two_lines, "202 555 0171") == SECOND_ID
    assert line_of(two_lines, "150") == line_of(two_lines, None) == SECOND_ID
    (system,) = two_lines.shop.coordinator.phone_systems
    assert system.no_lines_numbers == set()


async def test_of_several_numbers_that_may_have_been_dialled_a_known_one_counts(
    two_lines: Phone,
) -> None:
    assert line_of(two_lines, "+12025550166", LANDLINE) == LINE_ID
    await choose(two_lines, None)
    assert line_of(two_lines, "150", LANDLINE, None) == LINE_ID
    assert issue_of(two_lines) is None
    assert line_of(two_lines, "150", None) is None
    (system,) = two_lines.shop.coordinator.phone_systems
    assert system.no_lines_numbers == {"…150"}, "one call is told of once"


async def choose(phone: Phone, line: str | None) -> None:
    """Store whose the other calls are."""
    entry = phone.shop.entry
    system = entry.subentries[sub_id(entry, "phone_system")]
    data = {key: value for key, value in system.data.items() if key != const.CONF_LINE}
    phone.hass.config_entries.async_update_subentry(
        entry, system, data=data | ({const.CONF_LINE: line} if line else {})
    )
    await phone.settle()


async def test_a_call_that_is_nobodys_is_left_alone_without_a_word(two_lines: Phone) -> None:
    await choose(two_lines, const.NO_LINE)
    assert line_of(two_lines, "2025550199") is None
    assert line_of(two_lines, LANDLINE) == LINE_ID
    assert issue_of(two_lines) is None


def issue_of(phone: Phone) -> ir.IssueEntry | None:
    (system,) = phone.shop.coordinator.phone_systems
    return ir.async_get(phone.hass).async_get_issue(const.DOMAIN, f"phone_system_line_{system.id}")


async def test_a_call_whose_line_nobody_can_tell_is_not_texted_and_is_told_to_the_owner(
    two_lines: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    phone = two_lines
    await choose(phone, None)
    assert issue_of(phone) is None
    for dialled in ("2025559876", "2025559876", "s", "](x)9"):
        phone.hass.bus.async_fire("phone_missed", {"number": CALLER, "to": dialled})
    await phone.until(lambda: issue_of(phone) is not None)
    await phone.told()
    assert phone.shop.texts(CALLER) == []
    issue = issue_of(phone)
    assert issue is not None
    assert issue.translation_key == "phone_system_no_line"
    assert issue.translation_placeholders == {
        "name": "phone_missed",
        "shop": "Corner Barbers",
        "numbers": "?, …9, …9876",
    }
    assert caplog.text.count("no line can be told") == 3
    assert "5559876" not in caplog.text
    told = await async_get_config_entry_diagnostics(phone.hass, phone.shop.entry)
    (system,) = told["phone_systems"]
    assert (system["kind"], system["preset"]) == ("entity", "event")
    assert (system["connection"], system["numbers_of_no_line"]) == ("connected", 3)
    for number in range(100, 200):
        line_of(phone, f"202555{number:04}")
    (heard,) = phone.shop.coordinator.phone_systems
    assert len(heard.no_lines_numbers) == 10, "strangers may dial what they like"

    await choose(phone, SECOND_ID)
    assert issue_of(phone) is None


async def test_a_chosen_line_that_is_removed_is_told_and_its_calls_go_to_no_other(
    two_lines: Phone,
) -> None:
    phone = two_lines
    phone.hass.config_entries.async_remove_subentry(phone.shop.entry, SECOND_ID)
    await phone.until(lambda: issue_of(phone) is not None)
    issue = issue_of(phone)
    assert issue is not None
    assert issue.translation_key == "phone_system_line_gone"
    assert line_of(phone, "150") is None
    assert line_of(phone, LANDLINE) == LINE_ID
    await choose(phone, LINE_ID)
    assert issue_of(phone) is None
    assert line_of(phone, "150") == LINE_ID
