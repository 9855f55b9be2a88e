"""What the telephone company's log is asked for, when, and how far back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Self, override
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.catch_up import CatchUp
from custom_components.missed_call_textback.core.carrier import CallLog, CarrierSilent
from custom_components.missed_call_textback.core.ports import Entry, LedgerUnavailable
from custom_components.missed_call_textback.core.shop import Line

from .shop import BACK, FRONT, OpenShop, call_event

NOW: Final = datetime(2026, 11, 18, 12, tzinfo=UTC)


@dataclass
class PlayedLog(CallLog):
    """Has one call on each line, or cannot be asked."""

    asked: list[tuple[str, datetime]] = field(default_factory=list)
    trouble: Exception | None = None

    @override
    async def since(self, line: Line, since: datetime) -> list[Entry]:
        self.asked.append((line.id, since))
        if self.trouble is not None:
            raise self.trouble
        return [call_event(line_id=line.id)]


@dataclass
class PlayedEngine:
    """Keeps what it is given."""

    listened_at: datetime | None = None
    taken: list[Entry] = field(default_factory=list)
    trouble: Exception | None = None

    def __post_init__(self) -> None:
        self.when_unheard: Callable[[], None] = lambda: None

    @property
    def settings(self) -> Self:
        return self

    def ask_log(self, look: Callable[[], None]) -> None:
        self.when_unheard = look

    async def catch_up(self, entries: Collection[Entry]) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.taken += entries

    async def note_listened(self, at: datetime) -> None:
        self.listened_at = at


@dataclass(kw_only=True)
class Looking:
    """A shop whose log is looked into."""

    shop: OpenShop
    freezer: FrozenDateTimeFactory
    log: PlayedLog = field(default_factory=PlayedLog)
    engine: PlayedEngine = field(default_factory=PlayedEngine)

    async def start(self, window: timedelta = timedelta(hours=24)) -> None:
        catch_up = CatchUp(
            self.shop.hass,
            self.shop.entry,
            self.shop.coordinator.shop,
            self.engine,
            self.log,
            window=window,
            jitter=lambda: 1.0,
        )
        catch_up.async_start()
        await self.shop.hass.async_block_till_done(wait_background_tasks=True)

    async def pass_time(self, **time: float) -> None:
        self.freezer.tick(timedelta(**time))
        async_fire_time_changed(self.shop.hass)
        await self.shop.hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
def looking(shop: OpenShop, freezer: FrozenDateTimeFactory) -> Looking:
    freezer.move_to(NOW)
    return Looking(shop=shop, freezer=freezer)


async def test_a_shop_that_was_never_open_before_catches_nothing_up(looking: Looking) -> None:
    await looking.start()
    assert looking.log.asked == []
    assert looking.engine.settings.listened_at == NOW


async def test_it_looks_from_shortly_before_it_last_listened_on_every_line(
    looking: Looking,
) -> None:
    looking.engine.settings.listened_at = NOW - timedelta(hours=3)
    await looking.start()
    since = NOW - timedelta(hours=3, minutes=2)
    assert sorted(looking.log.asked) == sorted([(FRONT, since), (BACK, since)])
    assert len(looking.engine.taken) == 2
    assert looking.engine.settings.listened_at == NOW


async def test_it_never_looks_further_back_than_the_owner_wants(looking: Looking) -> None:
    looking.engine.settings.listened_at = NOW - timedelta(days=30)
    await looking.start(timedelta(hours=6))
    assert {since for _, since in looking.log.asked} == {NOW - timedelta(hours=6)}


async def test_it_looks_again_every_hour_for_what_never_came_to_the_door(looking: Looking) -> None:
    await looking.start()
    await looking.pass_time(minutes=59)
    assert looking.log.asked == []
    await looking.pass_time(minutes=2)
    assert {since for _, since in looking.log.asked} == {NOW - timedelta(minutes=2)}
    assert looking.engine.settings.listened_at == NOW + timedelta(minutes=61)


async def test_while_nobody_answers_it_tries_again_ever_later_and_forgets_nothing(
    looking: Looking, caplog: pytest.LogCaptureFixture
) -> None:
    looking.engine.settings.listened_at = NOW - timedelta(hours=1)
    looking.log.trouble = CarrierSilent("no connection")
    await looking.start()
    for seconds in (31, 61, 121):
        await looking.pass_time(seconds=seconds)
    assert len(looking.log.asked) == 4
    assert looking.engine.settings.listened_at == NOW - timedelta(hours=1)
    told = [record for record in caplog.records if "cannot be caught up yet" in record.message]
    assert [record.levelname for record in told] == ["WARNING", "DEBUG", "DEBUG", "DEBUG"]
    looking.log.trouble = None
    await looking.pass_time(seconds=241)
    assert looking.log.asked[-1][1] == NOW - timedelta(hours=1, minutes=2)
    assert len(looking.engine.taken) == 2
    assert "caught up again" in caplog.text


@pytest.mark.parametrize("trouble", [LedgerUnavailable("disk full"), RuntimeError("on purpose")])
async def test_what_could_not_be_kept_is_looked_up_once_more(
    looking: Looking, trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    looking.engine.settings.listened_at = NOW - timedelta(hours=1)
    looking.engine.trouble = trouble
    await looking.start()
    assert looking.engine.settings.listened_at == NOW - timedelta(hours=1)
    assert str(trouble) in caplog.text
    looking.engine.trouble = None
    await looking.pass_time(seconds=31)
    assert len(looking.engine.taken) == 2


async def test_a_shop_that_is_closed_looks_no_more(looking: Looking) -> None:
    await looking.start()
    assert await looking.shop.hass.config_entries.async_unload(looking.shop.entry.entry_id)
    await looking.pass_time(hours=2)
    assert looking.log.asked == []


async def test_a_call_of_which_only_the_end_came_has_the_log_looked_at_in_a_moment(
    looking: Looking,
) -> None:
    looking.engine.settings.listened_at = NOW
    await looking.start()
    looking.log.asked.clear()
    for _ in range(2):
        # However many more come, the look is not put off.
        looking.engine.when_unheard()
        await looking.pass_time(seconds=5)
    assert [line_id for line_id, _ in looking.log.asked] == [FRONT, BACK]
    await looking.pass_time(seconds=60)
    assert len(looking.log.asked) == 2


async def test_what_ends_while_the_log_is_read_is_looked_for_again(looking: Looking) -> None:
    looking.engine.settings.listened_at = NOW
    since = looking.log.since

    async def meanwhile(line: Line, at: datetime) -> list[Entry]:
        looking.engine.when_unheard()
        return await since(line, at)

    with patch.object(looking.log, "since", meanwhile):
        await looking.start()
    looking.log.asked.clear()
    await looking.pass_time(seconds=10)
    assert len(looking.log.asked) == 2


async def test_what_a_clock_that_was_ahead_noted_is_not_believed(looking: Looking) -> None:
    looking.engine.settings.listened_at = NOW + timedelta(days=300)
    await looking.start()
    assert {since for _, since in looking.log.asked} == {NOW - timedelta(hours=24)}
    assert looking.engine.settings.listened_at == NOW
