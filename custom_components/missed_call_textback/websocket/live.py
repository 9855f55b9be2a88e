"""Tells browsers which conversations have changed, as it happens.

A shop is followed once for all who look at it. What changes within a moment is told together, and each
conversation is read once, however many there are and whoever looks: the work is as much as has changed.
It is followed by the shop's id: a subscription outlives a reload.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
import logging
from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..conversation_requests import thread_data, threads_of
from ..coordinator import ShopCoordinator
from ..core.book import Book
from ..core.inbox import Summary
from ..core.ports import LedgerUnavailable
from ..line_signals import Peer, Touched, touched_in
from ..rights import may_control
from .command import ENTRY_ID, shop_command

_LOGGER = logging.getLogger(__name__)

# Longer than one happening takes to bring about others, too short to be noticed.
_TOGETHER_SECONDS: Final = 0.3
# Only while the ledger cannot be read: nothing else would tell that it can be read again.
_RETRY_SECONDS: Final = 30
# Of more at once a browser would get a message larger than a page of its list: it asks for one.
MOST_AT_ONCE: Final = 100
RELOAD: Final = "reload"
_ASK_ANEW: Final[dict[str, Any]] = {"changed": [], "gone": [], RELOAD: True}
FEEDS: Final[HassKey[dict[str, _Feed]]] = HassKey(f"{DOMAIN}_feeds")

type Tell = Callable[[dict[str, Any]], None]


@shop_command("threads/subscribe", {})
async def ws_subscribe(
    coordinator: ShopCoordinator, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell of conversations that change, until the browser goes away.

    An event has `changed` and `gone`, and `reload` where all that is shown may be out of date.
    """
    hass, entry_id = coordinator.hass, msg[ENTRY_ID]

    @callback
    def tell(news: dict[str, Any]) -> None:
        # The right may be gone by now; that there is something to ask for is told to everybody.
        if RELOAD in news or may_control(hass, connection.user, entry_id):
            connection.send_event(msg["id"], news)

    connection.subscriptions[msg["id"]] = _async_follow(hass, entry_id, tell)


@callback
def _async_follow(hass: HomeAssistant, entry_id: str, tell: Tell) -> CALLBACK_TYPE:
    """Have somebody told of what changes in a shop."""
    feeds = hass.data.setdefault(FEEDS, {})
    if (feed := feeds.get(entry_id)) is None:
        feed = feeds[entry_id] = _Feed(hass, entry_id)
    feed.listeners.append(tell)

    @callback
    def stop() -> None:
        feed.listeners.remove(tell)
        if not feed.listeners:
            feed.close()
            del feeds[entry_id]

    return stop


class _Feed:
    """What changes in one shop, as long as somebody looks."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        self.listeners: list[Tell] = []
        self._hass = hass
        self._entry_id = entry_id
        self._touched: set[Touched] = set()
        self._timer: CALLBACK_TYPE | None = None
        self._reading = False
        self._job = HassJob(self._async_look, cancel_on_shutdown=True)
        self._unsubs = (
            async_dispatcher_connect(hass, touched_in(entry_id), self._touch),
            async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed),
        )

    @callback
    def close(self) -> None:
        """Follow the shop no longer."""
        for unsub in self._unsubs:
            unsub()
        self._stop_timer()

    @callback
    def _touch(self, touched: Touched) -> None:
        self._touched.add(touched)
        self._look_in(_TOGETHER_SECONDS)

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry[Any]) -> None:
        """Have all asked for anew when the shop was opened again, or is no more."""
        if entry.entry_id == self._entry_id and (
            change is ConfigEntryChange.REMOVED or entry.state is ConfigEntryState.LOADED
        ):
            # Nothing is left to wait for, where it could not be read before.
            self._stop_timer()
            self._touch(None)

    @callback
    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None

    @callback
    def _look_in(self, seconds: float) -> None:
        if self._timer is None and not self._reading:
            self._timer = async_call_later(self._hass, seconds, self._job)

    async def _async_look(self, _now: datetime) -> None:
        self._timer = None
        self._reading = True
        touched, self._touched = self._touched, set()
        again = _TOGETHER_SECONDS
        try:
            news = await self._async_news(touched)
        except LedgerUnavailable:
            self._touched |= touched
            again = _RETRY_SECONDS
            news = {}
        except Exception:
            # Whoever asks anew is told what is wrong with what they ask for.
            _LOGGER.exception("What has changed could not be read")
            news = _ASK_ANEW
        finally:
            self._reading = False
        for tell in tuple(self.listeners) if news else ():
            tell(news)
        if self._touched and self.listeners:
            self._look_in(again)

    async def _async_news(self, touched: set[Touched]) -> dict[str, Any]:
        """Return what a browser is told; nothing where nothing changed that it can see."""
        entry = self._hass.config_entries.async_get_entry(self._entry_id)
        if None in touched or len(touched) > MOST_AT_ONCE:
            return _ASK_ANEW
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            # Once it is open again, all is asked for anew.
            return {}
        coordinator: ShopCoordinator = entry.runtime_data
        return await _async_changed(coordinator, touched)


async def _async_changed(
    coordinator: ShopCoordinator, touched: Iterable[Touched]
) -> dict[str, Any]:
    shop = coordinator.shop
    peers = [each for each in touched if isinstance(each, Peer)]
    ids = {each for each in touched if isinstance(each, int)}
    if peers:

        def known(book: Book) -> set[int]:
            return {each for peer in peers for each in threads_of(shop, peer, book)}

        ids |= await coordinator.ledger.write(known)
    changed: list[Summary] = []
    gone: list[int] = []
    for thread_id in sorted(ids):
        summary = await coordinator.ledger.thread(shop.id, thread_id)
        if summary is None or shop.line(summary.thread.line_id) is None:
            gone.append(thread_id)
        else:
            changed.append(summary)
    if not changed and not gone:
        return {}
    return {"changed": [thread_data(coordinator, each) for each in changed], "gone": gone}
