"""The steps that ask which fields of an unknown form say what, with what has come as examples."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from homeassistant.data_entry_flow import FlowResult

from ..providers.webhook.door import SeenLetter
from ..providers.webhook.guess import is_direction, suggest, usual_words
from ..providers.webhook.heard import OUTGOING, Fields, Meaning
from ..providers.webhook.mapping import FieldMapping, word
from . import webhook_forms as forms
from .connection_steps import ConnectionSteps
from .what_arrived import shown

# Between the words of several fields, as it is shown and typed.
_BETWEEN = " / "
_MISSED = frozenset(Meaning) - {
    Meaning.RINGING,
    Meaning.ANSWERED,
    Meaning.OVER_AFTER_TALK,
    *OUTGOING,
}


class MapperSteps[ResultT: FlowResult[Any, Any]](ConnectionSteps[ResultT]):
    """Asks for fields, then for what is in them."""

    _chosen: FieldMapping

    @property
    @abstractmethod
    def letters(self) -> Sequence[SeenLetter]:
        """What has come, oldest first."""

    @property
    @abstractmethod
    def mapping_now(self) -> FieldMapping:
        """What is chosen so far."""

    @abstractmethod
    async def async_mapped(self, mapping: FieldMapping) -> ResultT:
        """Go on: the fields are chosen."""

    async def async_step_webhook_fields(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask which fields say what."""
        fields = self._all_fields()
        known = self.mapping_now if self.mapping_now.status else suggest(fields)
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = {
                name: "webhook_field_needed"
                for name in (forms.CONF_STATUS, forms.CONF_CALL_ID, forms.CONF_CALLER)
                if not user_input.get(name)
            }
            if not errors:
                self._chosen = _mapping_of(user_input, known)
                return await self.async_step_webhook_words()
        examples = {path: shown(value) for path, value in fields.items()}
        # What was chosen before may not have come lately.
        for path in _paths_of(known):
            examples.setdefault(path, "…")
        return self.async_show_form(
            step_id="webhook_fields",
            data_schema=self.add_suggested_values_to_schema(
                forms.fields_form(examples),
                user_input if user_input is not None else _answers_of(known),
            ),
            errors=errors,
            last_step=False,
        )

    async def async_step_webhook_words(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask what the words in those fields mean."""
        seen = self._seen_words()
        errors: dict[str, str] = {}
        if user_input is not None:
            told = {**user_input, **user_input[forms.SECTION_MORE]}
            pairs = [
                (each if each in seen else self._key(each), meaning)
                for meaning in Meaning
                for each in told.get(meaning, ())
            ]
            words = dict(pairs)
            if error := _what_is_wrong(pairs):
                errors["base"] = error
            else:
                return await self.async_mapped(
                    replace(self._chosen, words=_usual_beside(self._chosen, seen, words) | words)
                )
        suggested = user_input if user_input is not None else self._suggested_words(seen)
        return self.async_show_form(
            step_id="webhook_words",
            data_schema=self.add_suggested_values_to_schema(forms.words_form(seen), suggested),
            errors=errors,
            last_step=False,
        )

    def _key(self, typed: str) -> str:
        """Return words that were typed as they are compared."""
        of_one_field = "/" in typed or len(self._chosen.status) == 1
        parts = typed.split("/" if of_one_field else " ")
        return " ".join(filter(None, (word(part) for part in parts)))

    def _all_fields(self) -> Fields:
        """Return every field that came, with its latest value."""
        fields: dict[str, str] = {}
        for letter in self.letters:
            fields |= letter.fields
        return fields

    def _seen_words(self) -> dict[str, str]:
        """Return the words that came, as they are compared and as they were written."""
        seen = {}
        for letter in self.letters:
            if key := self._chosen.status_of(letter.fields):
                values = (letter.fields.get(path, "") for path in self._chosen.status)
                seen[key] = _BETWEEN.join(shown(value) for value in values if word(value))
        return seen

    def _suggested_words(self, seen: Mapping[str, str]) -> dict[str, Any]:
        """Return what the words that came mean most likely, and what was chosen before."""
        usual = usual_words(self._chosen.status)
        known = {**usual, **self._chosen.words}
        own = {
            key: meaning for key, meaning in self._chosen.words.items() if usual.get(key) != meaning
        }
        for key in seen:
            if (meaning := replace(self._chosen, words=known).meaning_of(key)) is not None:
                own[key] = meaning
        by_meaning: dict[str, Any] = {
            meaning.value: [key for key, its in own.items() if its is meaning]
            for meaning in Meaning
        }
        return {**by_meaning, forms.SECTION_MORE: by_meaning}


def _mapping_of(answers: Mapping[str, Any], known: FieldMapping) -> FieldMapping:
    more = answers[forms.SECTION_MORE]
    # A call's direction comes first: of outgoing ones nothing else matters.
    status = tuple(sorted(answers[forms.CONF_STATUS], key=lambda path: not is_direction(path)))
    return replace(
        known,
        status=status,
        call_id=tuple(answers[forms.CONF_CALL_ID]),
        caller=answers[forms.CONF_CALLER],
        dialled=answers.get(forms.CONF_DIALLED_FIELD),
        caller_name=more.get(forms.CONF_CALLER_NAME),
        ring_seconds=more.get(forms.CONF_RING_FIELD),
        without_plus=more[forms.CONF_WITHOUT_PLUS],
        words=known.words if status == known.status else {},
    )


def _answers_of(mapping: FieldMapping) -> dict[str, Any]:
    more = {
        forms.CONF_CALLER_NAME: mapping.caller_name,
        forms.CONF_RING_FIELD: mapping.ring_seconds,
        forms.CONF_WITHOUT_PLUS: mapping.without_plus,
    }
    answers = {
        forms.CONF_STATUS: list(mapping.status),
        forms.CONF_CALL_ID: list(mapping.call_id),
        forms.CONF_CALLER: mapping.caller,
        forms.CONF_DIALLED_FIELD: mapping.dialled,
        forms.SECTION_MORE: {key: value for key, value in more.items() if value is not None},
    }
    return {key: value for key, value in answers.items() if value is not None}


def _paths_of(mapping: FieldMapping) -> list[str]:
    single = (mapping.caller, mapping.dialled, mapping.caller_name, mapping.ring_seconds)
    return [*mapping.status, *mapping.call_id, *filter(None, single)]


def _what_is_wrong(pairs: Sequence[tuple[str, Meaning]]) -> str | None:
    if len({key for key, _ in pairs}) < len(pairs):
        return "webhook_word_twice"
    meanings = {meaning for _, meaning in pairs}
    if not meanings & _MISSED:
        return "webhook_no_missed_word"
    if Meaning.OVER in meanings and not meanings & {Meaning.ANSWERED, Meaning.OVER_AFTER_TALK}:
        # Every call ends: without a word for answered ones, all of them would be missed.
        return "webhook_no_answered_word"
    return None


def _usual_beside(
    mapping: FieldMapping, seen: Mapping[str, str], chosen: Mapping[str, Meaning]
) -> dict[str, Meaning]:
    """Return what words that have not come yet mostly mean.

    Of those that came the owner has said what they mean, and of the ones left out that they mean
    nothing: neither a word nor its beginnings may bring a meaning back.
    """
    left_out = [key.split() for key in seen if key not in chosen]
    meaningless = {
        " ".join(parts[:length]) for parts in left_out for length in range(1, len(parts) + 1)
    }
    usual = usual_words(mapping.status)
    return {key: meaning for key, meaning in usual.items() if key not in meaningless}
