"""The step of what is said to whoever has an appointment."""

from dataclasses import dataclass
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult

from ...const import CONF_TEXT_BOOKED, CONF_TEXT_REMINDER
from ...profile import spoken_languages
from ...starting_texts import in_language
from ...starting_texts.booking import BOOKING_TEXTS
from .. import forms
from ..text_check import BUSINESS_VARIABLE, BadText, Sample, async_check_text, sample_of_shop
from .one_step import OneStep

_TEXTS: Final = {CONF_TEXT_BOOKED: "booked", CONF_TEXT_REMINDER: "reminder"}
_VARIABLES: Final = "business, line, caller_name, booking_link, time"
_TIME_VARIABLE: Final = "{{ time }}"
_FORM: Final = vol.Schema({vol.Required(key): forms.LONG_TEXT for key in _TEXTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class _AppointmentSample(Sample):
    """What such a text is tried with: there is always a time."""

    @override
    def shown(self, *, is_open: bool) -> dict[str, str]:
        return _timed(Sample.shown(self, is_open=False))

    @override
    def cases(self) -> list[dict[str, str]]:
        return [_timed(case) for case in Sample.cases(self) if case["next_opening"]]


def _timed(variables: dict[str, str]) -> dict[str, str]:
    time = variables.pop("next_opening")
    return {**variables, "time": time}


class AppointmentsStep(OneStep):
    """Asks for the confirmation of an appointment, and for the reminder."""

    async def async_step_appointments(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the two texts."""
        own = spoken_languages(self.hass, self.config_entry.options)[0]
        starting = in_language(BOOKING_TEXTS, own)
        at_first = {key: str(getattr(starting, name)) for key, name in _TEXTS.items()}
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            for key in _TEXTS:
                try:
                    await self._async_check(user_input[key])
                except BadText as err:
                    errors[key] = err.error
                    said = said or err.said
            if not errors:
                # What is as it was at first follows the shop's language.
                changed = {
                    key: user_input[key] for key in _TEXTS if user_input[key] != at_first[key]
                }
                return self.save(changed, _TEXTS.keys())
        return self.async_show_form(
            step_id="appointments",
            data_schema=self.add_suggested_values_to_schema(
                _FORM, user_input or {**at_first, **self.config_entry.options}
            ),
            errors=errors,
            description_placeholders={
                "said": said,
                "variable": BUSINESS_VARIABLE,
                "variables": _VARIABLES,
                "time_variable": _TIME_VARIABLE,
            },
        )

    async def _async_check(self, template: str) -> None:
        shop = sample_of_shop(self.hass, self.config_entry)
        sample = _AppointmentSample(
            business=shop.business,
            lines=shop.lines,
            next_opening=shop.next_opening,
            booking_link=shop.booking_link,
        )
        text = await async_check_text(self.hass, template, sample, is_open=False)
        if sample.next_opening not in text:
            raise BadText("text_lacks_time")
