"""Missed Call Text-Back: each missed caller gets a text within seconds, and the owner sees why."""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from functools import partial
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    CONF_WEBHOOK_ID,
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_HOMEASSISTANT_STOP,
    Platform,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .address_watch import AddressWatch, SystemAddressWatch, async_forget_address
from .alarm import Alarm
from .backup import async_share_ledger
from .booking_words import ShopBookingWords
from .calendars import HouseDiary, async_forget_left
from .catch_up import CatchUp
from .closures import ShopClosures
from .config_flow.address import async_close_cloud_url
from .const import (
    CONF_CLOUDHOOK,
    CONF_LOOK_BACK,
    CONF_TRANSCRIBE,
    DEFAULT_LOOK_BACK,
    DOMAIN,
    SUBENTRY_TYPE_LINE,
)
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.engine import Engine
from .core.happenings import Listener
from .core.numbers import warm_up
from .core.ports import LedgerUnavailable
from .core.shop import Shop
from .doorbell import Doorbell, doorbell_of_shop
from .doorway import async_doorway, async_forget_doorway
from .entity_follow import async_follow_entities
from .exports import RecordsView
from .frontend import async_update_frontend
from .health import HealthWatch
from .health_notices import async_forget_health
from .housekeeping import async_start_housekeeping
from .ledger import LedgerFiles, LedgerTooNew, SqliteLedger, recover
from .ledger_notices import LedgerNotices, async_forget_ledger
from .notify import async_setup_notify_service
from .own_addresses import async_own_addresses
from .owner_notices import async_forget_kept_back
from .phone_system import ReportingSystem, async_forget_waiting_calls, phone_systems_of
from .profile import shop_of
from .providers.health import Examiner
from .reach import is_on_duty
from .recovering import LedgerSteps, async_open_ledger
from .reply_box import ReplyBox
from .services import async_setup_services
from .sources import Surroundings, build_source
from .system_doorways import async_forget_system_doorways, async_system_doorways
from .team_words import HouseTeamWords
from .transcriber import HouseTranscriber
from .trigger.told_until import async_told_until
from .vendors import Vendor, company_of
from .vendors.crm import async_build_crm, async_forget_crm
from .voicemail import VoicemailView
from .websocket import async_setup_websocket
from .words import ShopWords

_LOGGER = logging.getLogger(__name__)

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.DATETIME,
    Platform.EVENT,
    Platform.NOTIFY,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TODO,
]

_LINES_OF: Final[HassKey[dict[str, dict[str, Mapping[str, Any]]]]] = HassKey(f"{DOMAIN}_lines")

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Set up what all shops share, and answer their callers before they are open."""
    async_setup_services(hass)
    async_setup_websocket(hass)
    hass.http.register_view(RecordsView)
    hass.http.register_view(VoicemailView)
    for entry in hass.config_entries.async_entries(DOMAIN):
        _async_note_lines(hass, entry)
        async_doorway(hass, entry, company_of(entry).build_door)
        async_system_doorways(hass, entry)
    # After the doorways: a caller must not wait for a file.
    await async_own_addresses(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: MissedCallConfigEntry) -> bool:
    """Open one shop."""
    await async_update_frontend(hass)
    company = company_of(entry)
    doorway = async_doorway(hass, entry, company.build_door)
    if doorway is not None:
        doorway.async_settings_read()
    async_system_doorways(hass, entry).async_settings_read()
    shop = shop_of(hass, entry)
    ledger_notices = LedgerNotices(hass, entry)
    ledger = SqliteLedger(ledger_notices.hear)
    path = _ledger_path(hass, entry)
    ledger_steps = LedgerSteps(
        open=partial(ledger.open, path, zone=shop.time_zone),
        recover=partial(recover, path),
        delete=LedgerFiles(path).delete,
    )
    vendor = company.build(hass, entry, shop)
    doorbell = doorbell_of_shop(hass, entry) if doorway is None else doorway.doorbell
    coordinator = entry.runtime_data = _coordinator(
        hass, entry, shop, ledger, vendor, doorbell=doorbell
    )
    # From the moment they are read: opening a ledger takes a while, and nobody tells of a change twice.
    subentries = entry.subentries
    _async_follow_changes(hass, entry)

    async def close(_event: Event | None = None) -> None:
        await _async_hang_up(coordinator)
        if vendor.close is not None:
            await vendor.close()
        await coordinator.engine.stop()
        await ledger.close()

    entry.async_on_unload(await async_share_ledger(hass, ledger))
    # Before anything is open: Home Assistant does this also where the rest of the set-up fails.
    entry.async_on_unload(close)
    # Before the engine starts: what came due while nobody was here is told at once.
    ReplyBox(hass, entry, coordinator, coordinator.team_words).async_start()
    # Before the first call: numbers of abroad would read files on the event loop.
    await hass.async_add_executor_job(warm_up, shop.country, *shop.limits.countries)
    try:
        await async_open_ledger(hass, entry, ledger_steps)
        await coordinator.closures.async_start(coordinator.async_opening_changed)
        await coordinator.engine.start()
    except LedgerTooNew as err:
        raise ConfigEntryError(translation_domain=DOMAIN, translation_key="ledger_too_new") from err
    except LedgerUnavailable as err:
        if err.trouble is not None:
            ledger_notices.hear(err.trouble)
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key="ledger_unavailable"
        ) from err
    entry.async_on_unload(ledger_notices.watch(ledger.try_out))
    await coordinator.async_config_entry_first_refresh()
    if subentries.keys() - entry.subentries.keys():
        # Home Assistant takes no entities of what is not there any more. It is opened anew at once.
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key="settings_changed")
    entry.async_on_unload(hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, close))
    async_start_housekeeping(hass, entry, coordinator.engine, ledger)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await async_setup_notify_service(hass, entry)
    if doorway is not None:
        # Last, so that no call comes before its entities can tell of it.
        doorway.async_open(coordinator)
    _async_hear_phone_systems(hass, entry, coordinator)
    _async_watch_vendor(hass, entry, coordinator, vendor)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: MissedCallConfigEntry) -> bool:
    """Close one shop. Calls and texts of the meantime stay with the telephone company."""
    if (doorway := async_doorway(hass, entry, company_of(entry).build_door)) is not None:
        doorway.async_close()
    async_system_doorways(hass, entry).async_close()
    coordinator = entry.runtime_data
    await _async_hang_up(coordinator)
    # While its tasks and entities live: Home Assistant cancels the tasks of an entry right after.
    await coordinator.engine.stop()
    coordinator.async_finish_telling()
    await async_update_frontend(hass)
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: MissedCallConfigEntry) -> None:
    """Undo what was set up at the company, and delete what was stored."""
    async_forget_doorway(hass, entry)
    async_forget_system_doorways(hass, entry)
    async_forget_waiting_calls(hass, entry)
    async_forget_health(hass, entry)
    async_forget_crm(hass, entry.entry_id)
    async_forget_address(hass, entry)
    async_forget_left(hass, entry.entry_id)
    async_forget_kept_back(hass, entry.entry_id)
    (await async_told_until(hass)).async_forget(entry.entry_id)
    await _async_leave_removed_lines(hass, entry)
    hass.data.get(_LINES_OF, {}).pop(entry.entry_id, None)
    if (leave_shop := company_of(entry).leave_shop) is not None:
        await leave_shop(hass, entry)
    if entry.data.get(CONF_CLOUDHOOK):
        await async_close_cloud_url(hass, entry.data[CONF_WEBHOOK_ID])
    await async_update_frontend(hass)
    async_forget_ledger(hass, entry.entry_id)
    await hass.async_add_executor_job(LedgerFiles(_ledger_path(hass, entry)).delete)


async def _async_settings_changed(hass: HomeAssistant, entry: MissedCallConfigEntry) -> None:
    """Undo what was set up at the company for lines that were removed, and open the shop anew."""
    await _async_leave_removed_lines(hass, entry)
    hass.config_entries.async_schedule_reload(entry.entry_id)


@callback
def _async_note_lines(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Keep in mind what the lines are: one that is removed leaves only this."""
    known = hass.data.setdefault(_LINES_OF, {}).setdefault(entry.entry_id, {})
    for subentry in entry.subentries.values():
        if subentry.subentry_type == SUBENTRY_TYPE_LINE:
            known[subentry.subentry_id] = subentry.data


async def _async_leave_removed_lines(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    leave_line = company_of(entry).leave_line
    known = hass.data.get(_LINES_OF, {}).get(entry.entry_id, {})
    for line_id in known.keys() - entry.subentries.keys():
        # Once: until the shop is opened anew its number may have become another line.
        settings = known.pop(line_id, None)
        if leave_line is not None and settings is not None:
            await leave_line(hass, entry, settings)


@callback
def _async_follow_changes(hass: HomeAssistant, entry: MissedCallConfigEntry) -> None:
    """Open the shop anew when it is changed, or when the house changes its time zone or its language.

    The shop's hours and days are in the one, and its words in the other.
    """
    _async_note_lines(hass, entry)
    known = {"time_zone": hass.config.time_zone, "language": hass.config.language}

    @callback
    def config_updated(event: Event[dict[str, Any]]) -> None:
        if any(event.data.get(key, value) != value for key, value in known.items()):
            hass.config_entries.async_schedule_reload(entry.entry_id)

    entry.async_on_unload(entry.add_update_listener(_async_settings_changed))
    entry.async_on_unload(hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, config_updated))


@callback
def _async_hear_phone_systems(
    hass: HomeAssistant, entry: MissedCallConfigEntry, coordinator: ShopCoordinator
) -> None:
    engine = coordinator.engine
    doorways = async_system_doorways(hass, entry)
    doorways.async_open(coordinator)
    for system in coordinator.phone_systems:
        if isinstance(system, ReportingSystem):
            system.async_follow(doorways.doorways[system.id].doorbell)
            SystemAddressWatch(hass, entry, system).async_start()
            continue
        async_follow_entities(hass, coordinator.config_entry, system)
        around = Surroundings(
            name=system.id,
            hear=engine.handle,
            catch_up=engine.catch_up,
            known=engine.known_calls,
            line_of=partial(system.line_of, coordinator.shop),
            tell=system.async_tell,
            waiting=system.waiting,
        )
        system.async_start(build_source(hass, system.data, around))


async def _async_hang_up(coordinator: ShopCoordinator) -> None:
    """Hear no phone system any more. What they heard is stored, as long as the ledger is open."""
    await asyncio.gather(*(system.async_stop() for system in coordinator.phone_systems))


@callback
def _async_watch_vendor(
    hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    coordinator: ShopCoordinator,
    vendor: Vendor,
) -> None:
    # Those that were removed while the shop was closed.
    hass.async_create_task(_async_leave_removed_lines(hass, entry), f"{DOMAIN} leave lines")
    if company_of(entry).build_door is not None:
        AddressWatch(hass, entry).async_start()
    if vendor.examiner is not None:
        _async_watch_health(hass, entry, coordinator, vendor.examiner)
    window = _look_back(entry)
    if vendor.log is not None and window:
        engine, log = coordinator.engine, vendor.log
        CatchUp(hass, entry, coordinator.shop, engine, log, window=window).async_start()
    if vendor.check is not None:
        entry.async_create_background_task(hass, vendor.check(), f"{DOMAIN} check account")


def _look_back(entry: MissedCallConfigEntry) -> timedelta:
    """Return how far back the telephone company's log is read; zero is not at all."""
    return timedelta(hours=entry.options.get(CONF_LOOK_BACK, DEFAULT_LOOK_BACK))


@callback
def _async_watch_health(
    hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    coordinator: ShopCoordinator,
    examiner: Examiner,
) -> None:
    shop = coordinator.shop
    health = HealthWatch(hass, entry, shop, examiner, is_told=coordinator.notices.has_told)
    coordinator.health = health
    for line in shop.lines:
        entry.async_on_unload(coordinator.async_listen(line.id, health.hear))
    health.async_start()


def _coordinator(
    hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    shop: Shop,
    ledger: SqliteLedger,
    vendor: Vendor,
    *,
    doorbell: Doorbell,
) -> ShopCoordinator:
    def note_broken(name: str) -> None:
        # The words are there before the coordinator is.
        entry.runtime_data.notices.note_broken(name)

    words = ShopWords(hass, entry, shop, note_broken)
    team_words = HouseTeamWords(hass.config.language, shop.country)
    booking_words = ShopBookingWords(hass, entry, shop, note_broken)
    closures = ShopClosures(hass, entry, shop.time_zone)
    diary = HouseDiary(hass, entry, shop)
    entry.async_on_unload(diary.forget_silent)

    def spawn(work: Coroutine[Any, Any, None], name: str) -> None:
        entry.async_create_background_task(hass, work, f"{DOMAIN} {name}")

    engine_of_speech = entry.options.get(CONF_TRANSCRIBE)
    transcriber = (
        None
        if engine_of_speech is None
        else HouseTranscriber(hass, engine_of_speech, vendor.recordings, shop.country)
    )

    def build_engine(listener: Listener) -> Engine:
        return Engine(
            shop,
            ledger,
            vendor.carrier,
            words,
            team_words,
            booking_words=booking_words,
            diary=diary,
            listener=listener,
            spawn=spawn,
            clock=dt_util.utcnow,
            timer=Alarm(hass),
            closures=closures.current,
            on_duty=partial(is_on_duty, hass, entry),
            has_log=vendor.log is not None and bool(_look_back(entry)),
            receiver=async_build_crm(hass, entry, shop),
            transcriber=transcriber,
            team_caller=vendor.team_caller,
        )

    return ShopCoordinator(
        hass,
        entry,
        shop=shop,
        ledger=ledger,
        words=words,
        team_words=team_words,
        closures=closures,
        doorbell=doorbell,
        build_engine=build_engine,
        phone_systems=phone_systems_of(hass, entry),
        demo=vendor.demo,
        abilities=vendor.carrier.abilities,
        recordings=vendor.recordings,
    )


def _ledger_path(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Path:
    return Path(hass.config.path(DOMAIN, f"{entry.entry_id}.db"))
