"""Any Home Assistant action as a carrier: a notification, a script, a REST command.

What its end says of the text:

    finished ─────────────────────────────────▶ accepted
    finished, its response has an `error` ────▶ refused: for the owner, or to be tried again
    stopped by its own error or condition ────▶ refused, for the owner
    not there, or called in a wrong way ──────▶ refused, for the owner
    not begun: Home Assistant shuts down ─────▶ refused, tried again
    failed underway (HomeAssistantError) ─────▶ refused, for the owner; or unknown, see below
    timed out, broke ─────────────────────────▶ unknown

An action that failed underway may have sent the text all the same, and nobody can be asked. So it is
never tried again and again. By the owner's choice it is either given up at once, so that the caller
is on the list of those to be called, or sent a second time after a minute, and no third.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
import logging
from typing import Any, Final, Self, cast, override

import voluptuous as vol

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    ConditionError,
    HomeAssistantError,
    InvalidEntityFormatError,
    NoEntitySpecifiedError,
    ServiceValidationError,
    TemplateError,
    Unauthorized,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.script import Script, ScriptRunResult, async_validate_actions_config
from homeassistant.helpers.trace import script_execution_get, trace_clear
from homeassistant.helpers.typing import ConfigType

from .cleaning import error_code, one_line
from .const import DOMAIN
from .core.carrier import Abilities, Carrier, CarrierSilent
from .core.numbers import NumberKind, masked
from .core.outbox import Accepted, OutgoingText, Reaction, Refused, SendResult, Unknown
from .literal_words import with_literal_words

_LOGGER = logging.getLogger(__name__)

# Shorter than a text in doubt is left alone (DOUBT_GRACE), so that none is sent twice at a time.
LONGEST_TIMEOUT_SECONDS: Final = 45
_RUNS_AT_ONCE: Final = 50
_CLOSING_SECONDS: Final = 5
_LONGEST_ID: Final = 100
_LONGEST_CODE: Final = 64
# Raised before an action does anything: it is not there, or not called as it wants to be.
_NEVER_BEGAN: Final = (
    vol.Invalid,
    ConditionError,
    InvalidEntityFormatError,
    NoEntitySpecifiedError,
    ServiceValidationError,
    TemplateError,
    Unauthorized,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSettings:
    """What a shop's action is, and what the owner chose for it.

    As data (`as_data`) it is a dict of the same names. `sequence` is what an action selector gives;
    it may hold passwords. `receipts` and `replies` tell whether an automation reports what became of
    texts (`report_status`), and what callers write (`report_reply`). `resends_in_doubt` sends once
    more what may have been sent: rather twice than not at all.
    """

    sequence: Sequence[Mapping[str, Any]] = field(repr=False)
    receipts: bool = False
    replies: bool = False
    resends_in_doubt: bool = False
    timeout_seconds: int = 30
    texts_per_second: float | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read settings as they are stored."""
        rate = data.get("texts_per_second")
        return cls(
            sequence=tuple(data["sequence"]),
            receipts=bool(data.get("receipts", False)),
            replies=bool(data.get("replies", False)),
            resends_in_doubt=bool(data.get("resends_in_doubt", False)),
            timeout_seconds=min(
                max(int(data.get("timeout_seconds", 30)), 1), LONGEST_TIMEOUT_SECONDS
            ),
            texts_per_second=float(rate) if rate else None,
        )

    def as_data(self) -> dict[str, Any]:
        """Return the settings as they are stored."""
        return {
            "sequence": [dict(step) for step in self.sequence],
            "receipts": self.receipts,
            "replies": self.replies,
            "resends_in_doubt": self.resends_in_doubt,
            "timeout_seconds": self.timeout_seconds,
            "texts_per_second": self.texts_per_second,
        }


async def async_script(hass: HomeAssistant, sequence: Sequence[Any]) -> Script:
    """Return what runs a sequence. Raises vol.Invalid, HomeAssistantError where it cannot be run."""
    # Stored steps may not be changed; and the selector lets through what is none.
    steps = cv.SCRIPT_SCHEMA(
        [dict(step) if isinstance(step, Mapping) else step for step in sequence]
    )
    validated = await async_validate_actions_config(hass, steps)
    return Script(
        hass,
        cast("list[ConfigType]", with_literal_words(hass, validated)),
        "text",
        DOMAIN,
        running_description="the action that sends texts",
        script_mode="parallel",
        max_runs=_RUNS_AT_ONCE,
        # Their words may hold a number, or an address with a password in it.
        log_exceptions=False,
        logger=_LOGGER,
    )


def carrier_id_of(message_id: str) -> str:
    """Return the carrier's id of a text, by the id that the action gave it or else by our `ref`."""
    return f"action:{message_id}"


class ActionCarrier(Carrier):
    """Runs the owner's action for each text, with `number`, `message`, `ref` and `sender`.

    A sequence may end in `stop` with a response variable: its `message_id` is kept, so that
    `report_status` may name the text by it; its `error` refuses the text, and with `retry: true`
    the text is tried again while it is worth sending.
    """

    def __init__(self, hass: HomeAssistant, settings: ActionSettings) -> None:
        self._hass = hass
        self._settings = settings
        self._script: Script | None = None
        self._building = asyncio.Lock()
        self._running: set[asyncio.Task[SendResult]] = set()
        self._closed = False
        self.abilities = Abilities(
            receipts=settings.receipts,
            replies=settings.replies,
            reconciles=False,
            texts_per_second=settings.texts_per_second,
        )

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        if self._closed:
            return Refused("closed", Reaction.RETRY)
        running = self._hass.async_create_background_task(
            self._run(text), f"{DOMAIN} send by action"
        )
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        try:
            # Not a timeout around the run: what swallows its cancellation must not hold us up.
            await asyncio.wait(
                (running,), timeout=min(self._settings.timeout_seconds, deadline_seconds)
            )
        finally:
            ended = running.done()
            running.cancel()
        if not ended or running.cancelled():
            return Unknown("timeout" if not ended else "cancelled")
        result = running.result()
        if not isinstance(result, Accepted):
            _LOGGER.warning("The action did not send a text to %s: %s", masked(text.to), result)
        return result

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        if self._settings.resends_in_doubt and text.attempts == 0:
            return None
        raise CarrierSilent("an action cannot be asked what became of a text")

    @override
    async def line_kind(self, number: str) -> NumberKind | None:
        return NumberKind.UNKNOWN

    async def close(self) -> None:
        """Let what runs come to its end, for a few seconds; begin nothing any more."""
        self._closed = True
        if self._running:
            await asyncio.wait(tuple(self._running), timeout=_CLOSING_SECONDS)
        if self._script is not None and not self._script.is_running:
            await self._script.async_unload()
            self._script = None

    async def _run(self, text: OutgoingText) -> SendResult:
        variables = {
            "number": text.to,
            "message": text.body,
            "ref": text.ref,
            "sender": text.sender,
        }
        try:
            script = await self._built()
            # Whether a sequence came to its end or stopped itself is told by its trace alone.
            trace_clear()
            ended = await script.async_run(variables, Context())
        except _NEVER_BEGAN as error:
            return Refused(_code(error), Reaction.OWNER)
        except HomeAssistantError as error:
            match error.__cause__:
                case TimeoutError():
                    return Unknown(_code(error))
                case TemplateError() as cause:
                    return Refused(_code(cause), Reaction.OWNER)
            return self._failed_underway(text, error)
        except Exception as error:  # noqa: BLE001 - the port's promise: whatever is unclear is Unknown
            return Unknown(_code(error))
        return _result_of(text, ended, script_execution_get())

    async def _built(self) -> Script:
        """Return the script, built at its first text: what it calls may be set up after the shop."""
        async with self._building:
            if self._script is None:
                self._script = await async_script(self._hass, self._settings.sequence)
            return self._script

    def _failed_underway(self, text: OutgoingText, error: HomeAssistantError) -> SendResult:
        if self._settings.resends_in_doubt and text.attempts == 0:
            return Unknown(_code(error))
        return Refused(_code(error), Reaction.OWNER)


def _result_of(text: OutgoingText, ended: ScriptRunResult | None, how: str | None) -> SendResult:
    if ended is None:
        return Refused("not_started", Reaction.RETRY)
    if how == "aborted":
        return Refused("stopped", Reaction.OWNER)
    if how != "finished":
        return Unknown(how or "no end")
    told = ended.service_response
    response = told if isinstance(told, dict) else {}
    if error := response.get("error"):
        again = response.get("retry") is True
        return Refused(
            error_code(error, _LONGEST_CODE) or "error", Reaction.RETRY if again else Reaction.OWNER
        )
    return Accepted(carrier_id_of(one_line(response.get("message_id"), _LONGEST_ID) or text.ref))


def _code(error: Exception) -> str:
    """Return what went wrong, without its words: they may hold a number or a password."""
    if isinstance(error, HomeAssistantError) and error.translation_key:
        domain = error.translation_domain
        key = f"{domain}.{error.translation_key}" if domain else error.translation_key
        return key[:_LONGEST_CODE]
    return type(error).__name__
