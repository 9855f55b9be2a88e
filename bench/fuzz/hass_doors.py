"""What Home Assistant itself tells and is told: states, events, and an action that sends texts."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, override

from hypothesis import strategies as st
import voluptuous as vol

from custom_components.missed_call_textback.action_carrier import ActionCarrier, ActionSettings
from custom_components.missed_call_textback.core.calls import CallEvent
from custom_components.missed_call_textback.core.outbox import Accepted, Refused, Unknown
from custom_components.missed_call_textback.core.ports import Entry
from custom_components.missed_call_textback.entity_rules import (
    EntityRules,
    Preset,
    SubjectKind,
    preset,
)
from custom_components.missed_call_textback.entity_source import EntitySource
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    TemplateError,
    Unauthorized,
)
from homeassistant.util import dt as dt_util

from .answers import text_from
from .door import FuzzedDoor
from .finding import Finding
from .hostile import anything_written, json_values, mostly, numbers, words
from .house import House

_PHONE: Final = "sensor.a_fuzzed_phone"
_BESIDE: Final = "sensor.a_fuzzed_notification"
_EVENT: Final = "fuzzed_phone_call"
_NAME: Final = "Call +1 900 555 0199 now"
_NUMBERS_AT: Final = ("number", "from", "android.title", "caller.number")
_states: Final = st.sampled_from(
    ("ringing", "idle", "offhook", "talking", "answered", "unavailable", "unknown", "missed", "")
)
_data: Final = st.fixed_dictionaries(
    {"name": st.just(_NAME), "from_name": st.just(_NAME)},
    optional={
        **{key: mostly(numbers, json_values) for key in _NUMBERS_AT},
        "to": json_values,
        "state": _states | json_values,
        "id": mostly(st.sampled_from("abc"), json_values),
        "caller": json_values,
    },
)
_rules: Final = st.one_of(
    st.sampled_from([each for each in Preset if each is not Preset.EVENT]).map(
        lambda kind: preset(kind, _PHONE)
    ),
    st.just(preset(Preset.ANDROID_PHONE, _PHONE, number_entity=_BESIDE)),
    st.just(preset(Preset.EVENT, _EVENT)),
    st.just(
        EntityRules(
            kind=SubjectKind.EVENT,
            subject=_EVENT,
            ringing=frozenset({"ringing"}),
            idle=frozenset({"idle"}),
            answered=frozenset({"answered"}),
            state_at="state",
            number_at="caller.number",
            name_at="name",
            call_id_at="id",
        )
    ),
)
_steps: Final = st.lists(
    st.tuples(st.sampled_from((_PHONE, _PHONE, _BESIDE, _EVENT)), _states | words, _data),
    max_size=12,
)


class Entities(FuzzedDoor):
    """No state and no event raises, or makes a number of a name; the ledger takes what is told."""

    name = "entities"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        runtime = house.fuzzed.entry.runtime_data
        self._engine, self._line = runtime.engine, runtime.shop.lines[0].id

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.tuples(_rules, _steps)

    @override
    async def try_one(self, given: Any) -> None:
        rules, steps = given
        self.trail.append((rules.as_data(), steps))
        if EntityRules.from_data(rules.as_data()) != rules:
            raise Finding("rules that are others once they were stored")
        hass = self.house.hass

        async def hear(entry: Entry) -> None:
            if isinstance(entry, CallEvent) and _NAME in (entry.caller or ""):
                raise Finding("a caller's name that became their number")
            await self._engine.handle(entry)

        source = EntitySource(
            hass,
            "01PHONE",
            rules,
            hear=hear,
            line_of=lambda _dialled: self._line,
            tell=lambda _connection: None,
            clock=dt_util.utcnow,
        )
        running = asyncio.create_task(source.run())
        await asyncio.sleep(0)
        try:
            for subject, state, data in steps:
                _happen(hass, subject, state, data)
                await asyncio.sleep(0)
            if running.done():
                raise Finding(f"a source that ended by itself: {running.exception()!r}"[:200])
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            for entity_id in (_PHONE, _BESIDE):
                hass.states.async_remove(entity_id)


def _happen(hass: HomeAssistant, subject: str, state: str, data: Mapping[str, Any]) -> None:
    if subject == _EVENT:
        hass.bus.async_fire(_EVENT, {**data, "state": data.get("state", state)})
    elif state == "":
        hass.states.async_remove(subject)
    else:
        # Home Assistant itself takes no longer ones.
        hass.states.async_set(subject, state[:255], dict(data))


_ERRORS: Final = (
    None,
    HomeAssistantError("the number is +12025550143"),
    ServiceValidationError(translation_domain="fuzzed", translation_key="x" * 500),
    TemplateError("the number is +12025550143"),
    Unauthorized(),
    vol.Invalid("the number is +12025550143"),
    TimeoutError(),
    asyncio.CancelledError(),
    ValueError("the number is +12025550143"),
)


class ActionAnswers(FuzzedDoor):
    """However an action ends, the carrier says what became of the text, and tells no number."""

    name = "action_carrier"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._response: Any = None
        self._error: BaseException | None = None
        house.hass.services.async_register(
            "fuzzed", "send", self._send, supports_response=SupportsResponse.OPTIONAL
        )

    async def _send(self, _call: ServiceCall) -> Any:  # noqa: ANN401
        if self._error is not None:
            raise self._error
        return self._response if isinstance(self._response, dict) else {"told": self._response}

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        response = st.fixed_dictionaries(
            {},
            optional={
                "message_id": anything_written | json_values,
                "error": anything_written | json_values,
                "retry": st.booleans() | json_values,
            },
        )
        return st.tuples(
            mostly(response, json_values),
            st.sampled_from((None, None, *range(len(_ERRORS)))),
            anything_written,
            st.booleans(),
            st.sampled_from(("stop", "{{ number.x.y }}", "{{ message }}", "nothing")),
        )

    @override
    async def try_one(self, given: Any) -> None:
        self._response, which, body, resends, way = given
        self._error = None if which is None else _ERRORS[which]
        self.trail.append(given)
        sequence: list[dict[str, Any]] = [
            {
                "action": "fuzzed.send",
                "data": {"to": "{{ number }}", "text": "{{ message }}", "more": way},
                "response_variable": "told",
            }
        ]
        if way == "stop":
            sequence.append({"stop": "done", "response_variable": "told"})
        carrier = ActionCarrier(
            self.house.hass,
            ActionSettings(sequence=sequence, resends_in_doubt=resends, timeout_seconds=5),
        )
        text = text_from(self.house.fuzzed.number, body)
        try:
            result = await carrier.send(text, 600)
        finally:
            await carrier.close()
        if not isinstance(result, Accepted | Refused | Unknown):
            raise Finding("a send that came to nothing")
        told = getattr(result, "code", None) or getattr(result, "why", None) or ""
        if "2025550143" in told:
            raise Finding("a result that tells a number")
        if isinstance(result, Accepted):
            result.carrier_id.encode()
