"""Tells the team on their phones that a caller waits, with a box to answer in from the lock screen.

A notification carries a token that nobody can guess, kept in the ledger: whatever comes back with it is
the answer of the member who got it to the caller it was about, also after a restart.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from hashlib import sha256
import logging
import re
from typing import Any, Final

from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .conversation_requests import async_done, async_reply
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.happenings import Happening, TeamAlerted, WaitingOver
from .core.ports import LedgerUnavailable
from .core.told import Told
from .frontend import async_panel_path
from .reach import async_notify
from .team_words import HouseTeamWords
from .words import LONGEST_TEXT

_LOGGER = logging.getLogger(__name__)

# Fired by the companion apps for iOS and Android.
EVENT_ACTION: Final = "mobile_app_notification_action"
# What the apps may take for an order, where it is all that a notification says: `clear_notification`,
# `request_location_update`, `command_screen_on`, `TTS`.
_COMMAND: Final = re.compile(r"\w*_\w*|TTS", re.IGNORECASE)
# As ours have.
_REF_LETTERS: Final = 32
_REPLY: Final = "MISSED_CALL_REPLY_"
_DONE: Final = "MISSED_CALL_DONE_"
# Until an answer is given up that no ledger could be asked about, in seconds.
_PAUSES: Final = (5, 15, 40, 60, 120)
# What the apps make a notification by that pierces silence: iOS reads `push`, Android the others.
_CRITICAL: Final[dict[str, Any]] = {
    "push": {"sound": {"name": "default", "critical": 1, "volume": 1.0}},
    "ttl": 0,
    "priority": "high",
    "channel": "alarm_stream",
}
_PROMPT: Final[dict[str, Any]] = {
    "push": {"interruption-level": "time-sensitive"},
    "ttl": 0,
    "priority": "high",
    "channel": "Missed calls",
}


class ReplyBox:
    """The notifications of one shop."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MissedCallConfigEntry,
        coordinator: ShopCoordinator,
        words: HouseTeamWords,
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._coordinator = coordinator
        self._words = words
        self._failed: set[str] = set()
        # How many answers to a notification did not go out, by its token.
        self._lost: Counter[str] = Counter()

    @callback
    def async_start(self) -> None:
        """Listen to what happens in the shop, and to what is tapped."""
        coordinator = self._coordinator
        for line in coordinator.shop.lines:
            self._entry.async_on_unload(coordinator.async_listen(line.id, self._hear))
        self._entry.async_on_unload(self._hass.bus.async_listen(EVENT_ACTION, self._async_tapped))

    @callback
    def _hear(self, happening: Happening) -> None:
        match happening:
            case TeamAlerted():
                self._when_phones_are_known(self._async_alert, happening)
            case WaitingOver():
                self._when_phones_are_known(self._async_take_back, happening)

    def _when_phones_are_known[T: TeamAlerted | WaitingOver](
        self, tell: Callable[[T, Told], Coroutine[Any, Any, None]], happening: T
    ) -> None:
        """Tell everybody, but not while Home Assistant starts: it may not know their phones yet."""

        @callback
        def tell_all(_hass: HomeAssistant) -> None:
            for told in happening.told:
                self._start(tell(happening, told))

        stop_waiting = async_at_started(self._hass, tell_all)
        if self._hass.state is not CoreState.running:
            self._entry.async_on_unload(stop_waiting)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._entry.async_create_background_task(self._hass, work, f"{DOMAIN} tell the team")

    async def _async_alert(self, alerted: TeamAlerted, told: Told) -> None:
        words, labels = self._words, self._words.labels
        title = words.who(alerted.peer, self._name_of(alerted.peer))
        if alerted.urgent:
            title = f"{labels.urgent}: {title}"
        line = self._coordinator.shop.line(alerted.line_id)
        data = {
            **(_CRITICAL if alerted.urgent else _PROMPT),
            "tag": self._tag(alerted.thread_id),
            "group": f"{DOMAIN}-{self._entry.entry_id}",
            "subtitle": "" if line is None else line.name,
            **self._link(alerted.thread_id),
            "actions": [
                {
                    "action": f"{_REPLY}{told.token}",
                    "title": labels.reply,
                    "behavior": "textInput",
                    "textInputButtonTitle": labels.reply,
                    "textInputPlaceholder": labels.reply_hint,
                },
                {"action": "URI", "title": labels.call, "uri": f"tel:{alerted.peer}"},
                {"action": f"{_DONE}{told.token}", "title": labels.done},
            ],
        }
        message = words.waited(alerted, dt_util.utcnow())
        if _COMMAND.fullmatch(message):
            # A stranger's words.
            message = f"“{message}”"
        await self._async_tell(told.member_id, title, message, data)

    async def _async_take_back(self, over: WaitingOver, told: Told) -> None:
        member = self._coordinator.shop.member(told.member_id)
        if member is None:
            return
        tag = {"tag": self._tag(over.thread_id)}
        if over.words is None or over.by in ("", member.name):
            # Theirs was the answer, or there is none to show: the notification only goes away.
            await self._async_tell(member.id, None, "clear_notification", tag)
        else:
            said = self._words.over(over, self._name_of(over.peer))
            # It takes the place of the one with the box, without a sound.
            data = {**tag, **self._link(over.thread_id), "alert_once": True}
            await self._async_tell(member.id, None, said, data)

    async def _async_tapped(self, event: Event[dict[str, Any]]) -> None:
        action = event.data.get("action")
        if not isinstance(action, str):
            return
        for prefix in (_REPLY, _DONE):
            if action.startswith(prefix):
                token = action.removeprefix(prefix)
                if not await self._async_try(token, prefix, event):
                    self._hass.async_create_background_task(
                        self._async_try_again(token, prefix, event), f"{DOMAIN} answer again"
                    )
                return

    async def _async_try(self, token: str, prefix: str, event: Event[dict[str, Any]]) -> bool:
        """Do what was tapped. False where the ledger cannot say whom it is about."""
        # The shop may have been opened anew meanwhile.
        coordinator: ShopCoordinator = getattr(self._entry, "runtime_data", self._coordinator)
        try:
            told = await coordinator.engine.conversations.told_by(token)
        except LedgerUnavailable:
            return False
        if told is not None:
            await self._async_act(coordinator, told, prefix, event)
        return True

    async def _async_try_again(self, token: str, prefix: str, event: Event[dict[str, Any]]) -> None:
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            if await self._async_try(token, prefix, event):
                return
        _LOGGER.warning("An answer from a lock screen found no ledger that could be read")

    async def _async_act(
        self,
        coordinator: ShopCoordinator,
        told: Told,
        prefix: str,
        event: Event[dict[str, Any]],
    ) -> None:
        member = coordinator.shop.member(told.member_id)
        if member is None:
            return
        written = event.data.get("reply_text")
        body = written.strip()[:LONGEST_TEXT] if isinstance(written, str) else ""
        try:
            if prefix == _DONE:
                await async_done(coordinator, [told.thread_id])
            elif body:
                await async_reply(
                    coordinator,
                    told.thread_id,
                    body,
                    by=member.name,
                    ref=_ref_of(told, body, self._lost[told.token]),
                )
        except HomeAssistantError as err:
            # Whoever tries once more with the same words means another text.
            self._lost[told.token] += 1
            await self._async_tell(member.id, coordinator.shop.business, str(err), {})

    async def _async_tell(
        self, member_id: str, title: str | None, message: str, data: dict[str, Any]
    ) -> None:
        """Tell a member; without a title, what is on the screen of their app is changed, no more."""
        member = self._entry.subentries.get(member_id)
        if member is None:
            return
        try:
            await async_notify(self._hass, member.data, title=title, message=message, data=data)
        except HomeAssistantError as err:
            if member_id not in self._failed:
                self._failed.add(member_id)
                _LOGGER.warning("%s could not be told on their phone: %s", member.title, err)
        else:
            self._failed.discard(member_id)

    def _name_of(self, peer: str) -> str | None:
        return self._coordinator.engine.people.name_of(peer)

    def _link(self, thread_id: int) -> dict[str, str]:
        """Return what makes the apps open a conversation: iOS reads `url`, Android the other."""
        path = async_panel_path(self._hass, self._entry.entry_id, thread_id)
        return {} if path is None else {"url": path, "clickAction": path}

    def _tag(self, thread_id: int) -> str:
        return f"{DOMAIN}-{self._entry.entry_id}-{thread_id}"


def _ref_of(told: Told, body: str, lost: int) -> str:
    """Return a text's reference: what an app sends once more under its notification is no second text.

    Nobody who sees it, as a carrier does, learns the token.
    """
    asked = f"{told.token} {lost} {body}".encode(errors="replace")
    return sha256(asked).hexdigest()[:_REF_LETTERS]
