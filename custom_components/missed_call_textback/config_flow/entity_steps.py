"""The steps that take an entity or an event of Home Assistant for a phone.

What it is comes first, then which one, then what it says: that is filled in as its kind says it, beside
what the entity says at this moment.
"""

from typing import Any, Final

from homeassistant.const import (
    EVENT_CALL_SERVICE,
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
    MATCH_ALL,
)
from homeassistant.data_entry_flow import FlowResult

from ..const import CONF_KIND, CONF_PRESET, CONF_RULES, CONF_SUBJECT, PhoneSystemKind
from ..entity_rules import BadRules, EntityRules, Preset, preset
from ..entity_source import word_of_state
from ..ring_states import Word
from . import entity_forms as forms
from .answers import BadAnswer
from .connection_steps import ConnectionSteps
from .entity_finds import MODEM, async_found, async_notification_beside, async_platform
from .verdict import async_phrases, option_label

_STEP: Final = "entity_{}"
_BAD_RULES: Final = {
    "subject": "entity_event_needed",
    "words_missing": "entity_words_missing",
    "words_twice": "entity_words_twice",
    "words_long": "entity_words_long",
    "path": "entity_words_long",
}
_FIELDS: Final = {
    "entity_not_found": CONF_SUBJECT,
    "entity_unavailable": CONF_SUBJECT,
    "number_entity_not_found": forms.CONF_NUMBER_ENTITY,
}
# Fired all the time, and by no phone.
_NO_CALLS: Final = frozenset(
    {MATCH_ALL, EVENT_CALL_SERVICE, EVENT_STATE_CHANGED, EVENT_STATE_REPORTED}
)


class EntitySteps[ResultT: FlowResult[Any, Any]](ConnectionSteps[ResultT]):
    """A menu of presets, a form for the entity, and one for what it says."""

    _preset: Preset
    _rules: EntityRules

    async def async_step_entity(self, _input: dict[str, Any] | None = None) -> ResultT:
        """Ask what it is; what the house has comes first."""
        if (now := self.phone_system_now) and now[CONF_KIND] == PhoneSystemKind.ENTITY:
            return await self._async_ask(Preset(now[CONF_PRESET]), None)
        found = async_found(self.hass)
        return self.async_show_menu(
            step_id="entity",
            menu_options=[
                _STEP.format(kind.value)
                for kind in sorted(Preset, key=lambda kind: kind not in found)
            ],
        )

    async def async_step_entity_android_phone(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Ask which phone it is."""
        return await self._async_ask(Preset.ANDROID_PHONE, user_input)

    async def async_step_entity_fritzbox_call_monitor(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Ask which call monitor it is."""
        return await self._async_ask(Preset.FRITZBOX_CALL_MONITOR, user_input)

    async def async_step_entity_states(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask which entity has the state of a phone."""
        return await self._async_ask(Preset.STATES, user_input)

    async def async_step_entity_last_missed(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Ask which entity has the number of the last missed call."""
        return await self._async_ask(Preset.LAST_MISSED, user_input)

    async def _async_ask(self, kind: Preset, user_input: dict[str, Any] | None) -> ResultT:
        if kind is Preset.EVENT:
            return await self.async_step_entity_event(user_input)
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_take_entity(kind, user_input)
            if not errors:
                return await self.async_step_entity_words()
        return self.async_show_form(
            step_id=_STEP.format(kind.value),
            data_schema=self.add_suggested_values_to_schema(
                forms.entity_form(kind),
                user_input if user_input is not None else self._likeliest(kind),
            ),
            errors=errors,
            last_step=False,
        )

    async def _async_take_entity(self, kind: Preset, answers: dict[str, Any]) -> dict[str, str]:
        subject = answers[CONF_SUBJECT]
        if async_platform(self.hass, subject) == MODEM:
            return {CONF_SUBJECT: "entity_cannot_tell"}
        self._preset = kind
        self._rules = preset(
            kind, subject, number_entity=answers.get(forms.CONF_NUMBER_ENTITY) or None
        )
        errors = await self._async_try_entity()
        return {_FIELDS.get(error, field): error for field, error in errors.items()}

    def _likeliest(self, kind: Preset) -> dict[str, Any]:
        """Return what is set now; else what the house has."""
        if now := self.phone_system_now:
            return {**now[CONF_RULES]}
        if not (found := async_found(self.hass).get(kind)):
            return {}
        subject = found[0]
        beside = async_notification_beside(self.hass, subject)
        return {CONF_SUBJECT: subject} | ({forms.CONF_NUMBER_ENTITY: beside} if beside else {})

    async def async_step_entity_words(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask what the entity says, and show what it says now."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_take_rules(self._preset, self._rules, user_input)
            if not errors:
                return await self._async_entity_found()
        state = self.hass.states.get(self._rules.subject)
        teller = self.hass.states.get(self._rules.number_entity or self._rules.subject)
        attributes = {} if teller is None else teller.attributes
        rules = self._rules_now()
        word = Word.GONE if state is None else word_of_state(rules, state)
        return self.async_show_form(
            step_id="entity_words",
            data_schema=self.add_suggested_values_to_schema(
                forms.rules_form(
                    self._preset,
                    forms.attributes_told(attributes),
                    is_open=word is Word.OTHER,
                ),
                user_input if user_input is not None else forms.rules_shown(self._preset, rules),
            ),
            errors=errors,
            description_placeholders={
                "name": self._rules.subject if state is None else state.name,
                "state": "" if state is None else state.state,
                "meaning": option_label(await async_phrases(self.hass), "entity_word", word.value),
            },
            last_step=False,
        )

    async def async_step_entity_event(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask which event it is, and what it says."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._preset = Preset.EVENT
            if user_input[CONF_SUBJECT].strip() in _NO_CALLS:
                errors = {CONF_SUBJECT: "entity_event_too_broad"}
            else:
                any_event = preset(Preset.EVENT, MATCH_ALL)
                errors = await self._async_take_rules(Preset.EVENT, any_event, user_input)
            if not errors:
                return await self._async_entity_found()
        shown = user_input
        if shown is None and (now := self.phone_system_now):
            shown = forms.rules_shown(Preset.EVENT, EntityRules.from_data(now[CONF_RULES]))
        elif shown is None:
            shown = forms.rules_shown(Preset.EVENT, preset(Preset.EVENT, MATCH_ALL))
            del shown[CONF_SUBJECT]
        return self.async_show_form(
            step_id="entity_event",
            data_schema=self.add_suggested_values_to_schema(
                forms.rules_form(Preset.EVENT, ()), shown
            ),
            errors=errors,
            last_step=False,
        )

    async def _async_take_rules(
        self, kind: Preset, rules: EntityRules, answers: dict[str, Any]
    ) -> dict[str, str]:
        try:
            self._rules = forms.rules_typed(kind, rules, answers)
        except BadRules as err:
            field = CONF_SUBJECT if err.key == "subject" else "base"
            return {field: _BAD_RULES[err.key]}
        except BadAnswer as err:
            return {"base": err.error}
        return await self._async_try_entity()

    def _rules_now(self) -> EntityRules:
        """Return the rules that are set now for the same entities; else those of the preset."""
        if now := self.phone_system_now:
            rules = EntityRules.from_data(now[CONF_RULES])
            if rules.subject == self._rules.subject:
                return rules
        return self._rules

    async def _async_try_entity(self) -> dict[str, str]:
        errors, _why = await self.async_try_phone_system(self._entity_data())
        unreachable = errors.get("base") == "phone_system_unreachable"
        return {"base": "entity_unavailable"} if unreachable else errors

    async def _async_entity_found(self) -> ResultT:
        subject = self._rules.subject
        state = self.hass.states.get(subject)
        title = subject if state is None else state.name
        return await self.async_phone_system_found(title, self._entity_data())

    def _entity_data(self) -> dict[str, Any]:
        return {
            CONF_KIND: PhoneSystemKind.ENTITY.value,
            CONF_PRESET: self._preset.value,
            CONF_RULES: self._rules.as_data(),
        }
