"""What happens on a line, as events: each call that is over, and each text in or out."""

from abc import abstractmethod
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.calls import Call, Outcome
from .core.numbers import to_e164
from .core.opt_out import Wish
from .core.outbox import OutgoingText, TextKind, TextState
from .core.policy import Hold, Skip, TextBack
from .core.ports import CallDecided, Happening, TextMoved, TextReceived
from .core.shop import Line
from .entity import LineEntity

PARALLEL_UPDATES = 0

CALL = EventEntityDescription(
    key="call", translation_key="call", event_types=[outcome.value for outcome in Outcome]
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
        "opted_out",
        "opted_in",
    ],
)

# A carrier may report `sent` before or after it answers the send that it `accepted`: one news.
_NEWS: Final = {
    TextState.ACCEPTED: "sent",
    TextState.SENT: "sent",
    TextState.DELIVERED: "delivered",
    TextState.UNDELIVERED: "undelivered",
    TextState.FAILED: "failed",
}
_DECISIONS: Final = {TextBack: "text_back", Hold: "hold", Skip: "skip"}
_WISHES: Final = {Wish.STOP: "opted_out", Wish.START: "opted_in"}
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
            (CallEvents(coordinator, line, CALL), TextEvents(coordinator, line, TEXT)),
            config_subentry_id=line.id,
        )


class _LineEvents(LineEntity, EventEntity):
    """Events of a line. Every happening is an event of its own, in a burst too."""

    entity_description: EventEntityDescription

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_listen(self.line.id, self._async_hear))

    @callback
    @abstractmethod
    def _async_hear(self, happening: Happening) -> None:
        """Fire an event where the happening is one of this entity's."""

    @callback
    def _async_fire(self, event_type: str, attributes: dict[str, Any]) -> None:
        self._trigger_event(event_type, attributes)
        self.async_write_ha_state()


class CallEvents(_LineEvents):
    """A call is over, with what was decided about it and why."""

    # Personal data stays in the ledger, which goes with the shop: the recorder would keep its own copy.
    _unrecorded_attributes = frozenset({"caller"})

    @callback
    @override
    def _async_hear(self, happening: Happening) -> None:
        match happening:
            case CallDecided(call=Call(outcome=Outcome() as outcome)):
                self._async_fire(outcome.value, self._attributes_of(happening))

    def _attributes_of(self, decided: CallDecided) -> dict[str, Any]:
        call, decision = decided.call, decided.decision
        return {
            "call_id": decided.call_id,
            "caller": to_e164(call.caller, self.coordinator.shop.country),
            "decision": _DECISIONS[type(decision)],
            "reason": decision.reason.value,
            "held_until": decision.until.isoformat() if isinstance(decision, Hold) else None,
            "started_at": call.started_at.isoformat(),
            "ring_seconds": call.ring_seconds,
            "has_recording": call.recording is not None,
        }


class TextEvents(_LineEvents):
    """A text came in, or one of ours got further."""

    _unrecorded_attributes = frozenset({"number", "body"})

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
        event_type = "received" if received.wish is None else _WISHES[received.wish]
        self._async_fire(
            event_type,
            {
                "direction": "incoming",
                "number": received.peer,
                "kind": TextKind.REPLY.value,
                "state": TextState.RECEIVED.value,
                "body": received.body,
                "media": received.media,
            },
        )

    @callback
    def _async_moved(self, moved: TextMoved) -> None:
        text = moved.text
        event_type = _NEWS.get(text.state)
        if event_type is None or not self._is_news(text, event_type):
            return
        self._async_fire(
            event_type,
            {
                "direction": "outgoing",
                "number": text.to,
                "kind": text.kind.value,
                "state": text.state.value,
                "text_id": text.ref,
                "call_id": text.call_id,
                "error": text.error,
            },
        )

    def _is_news(self, text: OutgoingText, event_type: str) -> bool:
        if self._told.get(text.ref) == event_type:
            return False
        self._told[text.ref] = event_type
        if len(self._told) > _REMEMBERED_TEXTS:
            del self._told[next(iter(self._told))]
        return True
