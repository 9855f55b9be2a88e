"""What happens on a line, as events: each call that is over, each text, and what became of callers."""

from abc import abstractmethod
from typing import Any, Final, override

from homeassistant.components.event import (
    EventEntity,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import restore_state
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.calls import Call, Outcome
from .core.happenings import (
    CallDecided,
    CalledBack,
    Happening,
    LeadMoved,
    TextMoved,
    TextReceived,
    TranscriptReady,
)
from .core.leads import SAID
from .core.numbers import masked
from .core.opt_out import Wish
from .core.outbox import OutgoingText, TextState
from .core.policy import TextBack
from .core.reasons import Reason
from .core.shop import Line
from .entity import LineEntity
from .happening_data import call_data, lead_data, received_data, text_data, transcript_data

PARALLEL_UPDATES = 0

_CALLED_BACK: Final = "called_back"
_CALLED_IN_VAIN: Final = "called_in_vain"
_TRANSCRIBED: Final = "transcribed"
CALL = EventEntityDescription(
    key="call",
    translation_key="call",
    event_types=[
        *(outcome.value for outcome in Outcome),
        _CALLED_BACK,
        _CALLED_IN_VAIN,
        _TRANSCRIBED,
    ],
)
TEXT = EventEntityDescription(
    key="text",
    translation_key="text",
    event_types=[
        "received",
        "sent",
        "delivered",
        "undelivered",
        "failed",
        "dropped",
        "opted_out",
        "opted_in",
    ],
)

LEAD = EventEntityDescription(
    key="lead", translation_key="lead", event_types=[stage.value for stage in SAID]
)

# A carrier may report `sent` before or after it answers the send that it `accepted`: one news.
_NEWS: Final = {
    TextState.ACCEPTED: "sent",
    TextState.SENT: "sent",
    TextState.DELIVERED: "delivered",
    TextState.UNDELIVERED: "undelivered",
    TextState.FAILED: "failed",
    TextState.DROPPED: "dropped",
}
# Why nobody expects a text.
_NO_WONDER: Final = (Reason.ANSWERED, Reason.ALREADY_DECIDED)
# Who may have asked for silence gets it until the owner says otherwise.
_WISHES: Final = {Wish.STOP: "opted_out", Wish.UNSURE: "opted_out", Wish.START: "opted_in"}
# Fired for the logbook where a call that was missed is not texted at once: the entity's own event says
# there what became of the call, and no more. Numbers in it are masked, for it is kept.
EVENT_NOT_TEXTED: Final = f"{DOMAIN}_not_texted"
# More texts than a burst has on the way at once.
_REMEMBERED_TEXTS: Final = 1000


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add each line's events."""
    coordinator = entry.runtime_data
    for line in coordinator.shop.lines:
        async_add_entities(
            (
                CallEvents(coordinator, line, CALL),
                TextEvents(coordinator, line, TEXT),
                LeadEvents(coordinator, line, LEAD),
            ),
            config_subentry_id=line.id,
        )


class _LineEvents(LineEntity, EventEntity):
    """Events of a line. Every happening is an event of its own, in a burst too."""

    entity_description: EventEntityDescription
    # Personal data stays in the ledger, which goes with the shop: the recorder would keep its own copy.
    personal: frozenset[str]

    def __init__(
        self, coordinator: ShopCoordinator, line: Line, description: EventEntityDescription
    ) -> None:
        super().__init__(coordinator, line, description)
        self._last: dict[str, Any] = {}

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_listen(self.line.id, self._async_hear))
        forgetters = self.coordinator.forgetters
        forgetters.append(self._async_forget)
        self.async_on_remove(lambda: forgetters.remove(self._async_forget))

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Have Home Assistant's own file, where this stays for a week, tell nothing of whom it was."""
        await super().async_will_remove_from_hass()
        kept = restore_state.async_get(self.hass).last_states
        if (last := kept.get(self.entity_id)) is not None:
            attributes = _without(self.personal, dict(last.state.attributes)) or {}
            state = State(self.entity_id, last.state.state, attributes)
            kept[self.entity_id] = restore_state.StoredState(state, last.extra_data, last.last_seen)

    @property
    @override
    def extra_restore_state_data(self) -> EventExtraStoredData:
        """What comes back after a restart: nothing of whom it was about."""
        kept = super().extra_restore_state_data
        return EventExtraStoredData(
            last_event_type=kept.last_event_type,
            last_event_attributes=_without(self.personal, kept.last_event_attributes),
        )

    @callback
    @abstractmethod
    def _async_hear(self, happening: Happening) -> None:
        """Fire an event where the happening is one of this entity's."""

    @callback
    def _async_fire(self, event_type: str, attributes: dict[str, Any]) -> None:
        self._last = attributes
        self._trigger_event(event_type, attributes)
        self.async_write_ha_state()

    @callback
    def _async_forget(self, peer: str) -> None:
        """Say no longer who the last event was about, where that was a person who is erased."""
        if peer in self._last.values():
            # The very attributes that were told: the event stays, and no automation sees a new one.
            self._last.update(_without(self.personal, self._last) or {})
            self.async_write_ha_state()


def _without(personal: frozenset[str], told: dict[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {key: None if key in personal else value for key, value in told.items()}


class CallEvents(_LineEvents):
    """A call is over, with what was decided about it and why; or the shop called somebody back."""

    personal = frozenset({"caller", "caller_name", "body", "urgent_words"})
    _unrecorded_attributes = personal

    @callback
    @override
    def _async_hear(self, happening: Happening) -> None:
        match happening:
            case CallDecided(call=Call(outcome=Outcome() as outcome)):
                attributes = call_data(self.coordinator, happening)
                self._async_fire(outcome.value, attributes)
                decision = happening.decision
                if not isinstance(decision, TextBack) and decision.reason not in _NO_WONDER:
                    self._async_say_why_not(attributes)
            case TranscriptReady():
                self._async_fire(_TRANSCRIBED, transcript_data(happening))
            case CalledBack():
                answered_at = happening.answered_at
                self._async_fire(
                    _CALLED_IN_VAIN if answered_at is None else _CALLED_BACK,
                    {
                        "direction": "outgoing",
                        "thread_id": happening.thread_id,
                        "caller": happening.peer,
                        "recovered": happening.recovered,
                        "started_at": happening.began_at.isoformat(),
                        "answered_at": None if answered_at is None else answered_at.isoformat(),
                    },
                )

    @callback
    def _async_say_why_not(self, attributes: dict[str, Any]) -> None:
        caller = attributes["caller"]
        self.hass.bus.async_fire(
            EVENT_NOT_TEXTED,
            {
                ATTR_ENTITY_ID: self.entity_id,
                "line": self.line.name,
                **{key: attributes[key] for key in ("reason", "held_until")},
                "caller": masked(caller) if caller else None,
            },
        )


class TextEvents(_LineEvents):
    """A text came in, or one of ours got further."""

    personal = frozenset({"number", "body", "urgent_words"})
    _unrecorded_attributes = personal

    def __init__(
        self, coordinator: ShopCoordinator, line: Line, description: EventEntityDescription
    ) -> None:
        super().__init__(coordinator, line, description)
        self._told: dict[str, str] = {}

    @callback
    @override
    def _async_hear(self, happening: Happening) -> None:
        match happening:
            case TextReceived():
                self._async_received(happening)
            case TextMoved():
                self._async_moved(happening)

    @callback
    def _async_received(self, received: TextReceived) -> None:
        wish = received.wish
        self._async_fire(
            "received" if wish is None else _WISHES.get(wish, "received"),
            received_data(received),
        )

    @callback
    def _async_moved(self, moved: TextMoved) -> None:
        text = moved.text
        event_type = _NEWS.get(text.state)
        if event_type is None or not self._is_news(text, event_type):
            return
        self._async_fire(event_type, text_data(moved))

    def _is_news(self, text: OutgoingText, event_type: str) -> bool:
        if self._told.get(text.ref) == event_type:
            return False
        self._told[text.ref] = event_type
        if len(self._told) > _REMEMBERED_TEXTS:
            del self._told[next(iter(self._told))]
        return True


class LeadEvents(_LineEvents):
    """Somebody said what became of a caller: a quote, a booking, a job, or nothing."""

    personal = frozenset({"number"})
    _unrecorded_attributes = personal

    @callback
    @override
    def _async_hear(self, happening: Happening) -> None:
        match happening:
            case LeadMoved(lead=lead):
                self._async_fire(lead.stage.value, lead_data(happening))
