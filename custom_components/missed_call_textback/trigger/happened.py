"""Triggers on what happens on a line: each fires at once, and once for each happening."""

from abc import abstractmethod
from functools import partial
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    TriggerActionRunner,
    TriggerConfig,
)

from ..core.calls import MISSED_OUTCOMES, Call, Outcome
from ..core.happenings import (
    CallDecided,
    Happening,
    LeadMoved,
    TextMoved,
    TextReceived,
    TranscriptReady,
)
from ..core.leads import Stage
from ..core.outbox import LOST_STATES, Reaction
from ..core.reasons import Reason
from ..core.replies import STOPS, expects_answer
from ..happening_data import call_data, lead_data, received_data, text_data, transcript_data
from ..line_signals import happened_on
from .lines import Follow, FollowedLine, LineTrigger

CONF_OUTCOME: Final = "outcome"
_OUTCOMES: Final = [outcome.value for outcome in MISSED_OUTCOMES]
_CALL_MISSED_SCHEMA: Final = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {
        vol.Required(CONF_OPTIONS, default={}): {
            vol.Required(CONF_OUTCOME, default=_OUTCOMES): vol.All(
                cv.ensure_list, vol.Length(min=1), [vol.In(_OUTCOMES)]
            ),
        },
    }
)


class HappeningTrigger(LineTrigger):
    """A trigger on one kind of happening."""

    what: ClassVar[str]
    """What happened, for traces and the logbook."""

    @override
    async def _async_follow(self, run_action: TriggerActionRunner) -> Follow:
        @callback
        def hear(line: FollowedLine, happening: Happening) -> None:
            if (data := self._data(line, happening)) is not None:
                run_action(data, f"{self.what} on {data['line']}")

        def follow(line: FollowedLine) -> CALLBACK_TYPE:
            signal = happened_on(line.entry.entry_id, line.id)
            return async_dispatcher_connect(self._hass, signal, partial(hear, line))

        return follow

    @callback
    @abstractmethod
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        """Return what the automation is told of a happening, None where it is another kind."""


class CallMissed(HappeningTrigger):
    """A call is over, and nobody took it."""

    _schema = _CALL_MISSED_SCHEMA
    what = "missed call"

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._outcomes = frozenset(self._options[CONF_OUTCOME])

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case CallDecided(call=Call(outcome=Outcome() as outcome)) if (
                outcome.value in self._outcomes
                # A voicemail that is found later is news of a call that was missed before.
                and happening.decision.reason is not Reason.ALREADY_DECIDED
            ):
                data = call_data(line.shop, happening)
                return {
                    **data,
                    **line.about(data["caller"], data["caller_name"]),
                    "outcome": outcome.value,
                }
        return None


def _of_text(line: FollowedLine, received: TextReceived) -> dict[str, Any]:
    return {
        **received_data(received),
        **line.about(received.peer),
        "received_at": received.at.isoformat(),
    }


def _of_voicemail(line: FollowedLine, ready: TranscriptReady) -> dict[str, Any]:
    return {
        **transcript_data(ready),
        **line.about(ready.peer),
        "received_at": ready.at.isoformat(),
    }


class ReplyReceived(HappeningTrigger):
    """A customer wrote."""

    what = "reply"

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case TextReceived(peer=peer, wish=wish) if wish not in STOPS and expects_answer(
                peer, wish, line.shop.shop
            ):
                return _of_text(line, happening)
        return None


class Urgent(HappeningTrigger):
    """A customer wrote or said something urgent, the first of it since somebody answered."""

    what = "urgent text"

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case TextReceived(alarm=True):
                return _of_text(line, happening)
            case TranscriptReady(alarm=True):
                return _of_voicemail(line, happening)
        return None


class VoicemailTranscribed(HappeningTrigger):
    """What a caller said to the answering machine is written down."""

    what = "voicemail transcript"

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case TranscriptReady():
                return _of_voicemail(line, happening)
        return None


class OptedOut(HappeningTrigger):
    """Somebody does not want to be texted any more, as they wrote or as the carrier says."""

    what = "opt-out"

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case TextReceived(wish=wish) if wish in STOPS:
                return _of_text(line, happening)
            case TextMoved(reaction=Reaction.OPTED_OUT):
                return {**text_data(happening), **line.about(happening.text.to)}
        return None


class TextFailed(HappeningTrigger):
    """A text of ours did not get through."""

    what = "failed text"

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case TextMoved(text=text, tried_again=False) if text.state in LOST_STATES:
                return {**text_data(happening), **line.about(text.to), "body": text.body}
        return None


class Booked(HappeningTrigger):
    """A caller has an appointment."""

    what = "booking"

    @callback
    @override
    def _data(self, line: FollowedLine, happening: Happening) -> dict[str, Any] | None:
        match happening:
            case LeadMoved(lead=lead, before=before) if (
                lead.stage is Stage.BOOKED and before.stage is not Stage.BOOKED
            ):
                return {**lead_data(happening), **line.about(happening.peer)}
        return None
