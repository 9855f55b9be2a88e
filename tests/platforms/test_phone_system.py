"""When the owner is told that a phone system is not heard, and when that is taken back."""

from collections.abc import Iterator
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.phone_system import PhoneSystem
from custom_components.missed_call_textback.providers.source import Connection
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .shop import shop_entry


class Desk:
    """A phone system of a shop, and the clock on the wall."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        subentry = ConfigSubentry(
            data={const.CONF_KIND: "asterisk"},  # type: ignore[arg-type]
            subentry_type=const.SUBENTRY_TYPE_PHONE_SYSTEM,
            title="Desk",
            unique_id=None,
        )
        self._hass, self._freezer = hass, freezer
        self.system = PhoneSystem(hass, shop_entry(), subentry)

    @property
    def is_told(self) -> bool:
        issue_id = f"phone_system_{self.system.id}"
        return ir.async_get(self._hass).async_get_issue(const.DOMAIN, issue_id) is not None

    def stays(self, connection: Connection, seconds: int) -> None:
        self.system.async_tell(connection)
        for _ in range(0, seconds, 5):
            self._freezer.tick(timedelta(seconds=5))
            async_fire_time_changed(self._hass)


@pytest.fixture
def desk(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Iterator[Desk]:
    desk = Desk(hass, freezer)
    yield desk
    desk.system._async_close()


async def test_one_that_hangs_up_on_us_each_time_is_told_until_it_no_longer_does(
    desk: Desk,
) -> None:
    for minute in range(20):
        desk.stays(Connection.LOST, 55)
        assert desk.is_told is (minute >= 10), minute
        desk.stays(Connection.CONNECTED, 5)
    assert desk.is_told
    desk.stays(Connection.CONNECTED, 60)
    assert not desk.is_told


async def test_one_that_is_away_for_some_minutes_now_and_then_worries_nobody(desk: Desk) -> None:
    for _ in range(10):
        desk.stays(Connection.LOST, 300)
        desk.stays(Connection.CONNECTED, 65)
        assert not desk.is_told


async def test_one_that_is_back_just_in_time_is_not_told(desk: Desk) -> None:
    desk.stays(Connection.LOST, 580)
    for _ in range(12):
        desk.stays(Connection.CONNECTED, 10)
        assert not desk.is_told


async def test_one_that_is_refused_after_a_loss_is_told_so(desk: Desk) -> None:
    desk.stays(Connection.LOST, 60)
    desk.stays(Connection.CONNECTED, 30)
    desk.stays(Connection.REFUSED, 700)
    assert desk.is_told
