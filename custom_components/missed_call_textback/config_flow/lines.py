"""The dialogs of a line: how it is answered, and what would become of a call."""

from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry, SubentryFlowResult

from ..const import (
    CONF_CARRIER,
    CONF_COUNTRY,
    CONF_DIALLED,
    CONF_HOURS,
    CONF_MODE,
    CONF_NUMBER,
    CONF_RING_SECONDS,
    CONF_SIM,
    CONF_VOICEMAIL,
    CarrierKind,
)
from ..core.numbers import spoken
from ..core.shop import LineMode
from ..profile import hears_replies
from . import forms
from .account import SECTION_ADVANCED
from .android_forms import PLAIN_LINE, line_with_sim, sim_of
from .answers import BadAnswer, read_dialled, read_week
from .booking_step import BookingStep
from .forwarding import CONF_NETWORK, async_forwarding_words, is_asked, network_form
from .new_line_steps import NewLineSteps
from .questions_step import QuestionsStep
from .rules import LINE_RULES, RULES, read_rules, rules_shown
from .trouble import Trouble
from .try_out import TryOutSteps

_ASKED: Final = RULES | {CONF_HOURS, CONF_DIALLED, CONF_SIM}


class LineFlow(TryOutSteps[SubentryFlowResult], NewLineSteps, BookingStep, QuestionsStep):
    """Adds a line to a shop, changes one, or tries it out."""

    after_try_out = "change"

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._changed: dict[str, Any] = {}
        self._network: str | None = None
        self._wants_hours = False
        self._wants_rules = False

    @property
    @override
    def shop(self) -> ConfigEntry[Any]:
        return self._get_entry()

    @property
    @override
    def own_line(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry()

    @override
    async def async_step_forwarding(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask who carries the phone that forwards its missed calls, and tell what to dial."""
        country = self._get_entry().data[CONF_COUNTRY]
        network = (user_input or {}).get(CONF_NETWORK)
        errors: dict[str, str] = {}
        said = ""
        if self.new_line is None and (network or not is_asked(country)):
            self._network = network
            return await self.async_step_codes()
        if self.new_line is not None and network:
            try:
                return await self.async_add(self.new_line, network=network)
            except Trouble as err:
                errors, said = err.errors, err.said
        return self.async_show_form(
            step_id="forwarding",
            data_schema=self.add_suggested_values_to_schema(network_form(country), user_input),
            errors=errors,
            description_placeholders={"said": said},
        )

    async def async_step_codes(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Tell what to dial."""
        country = self._get_entry().data[CONF_COUNTRY]
        number = self._get_reconfigure_subentry().data[CONF_NUMBER]
        return self.async_show_menu(
            step_id="codes",
            menu_options=["forwarding", "change"] if is_asked(country) else ["change"],
            description_placeholders=await async_forwarding_words(
                self.hass, number, self._network, country
            ),
        )

    @override
    async def async_step_dialled(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which number customers dial; whoever calls the one of the texts is put through to it."""
        return await self._async_dialled("dialled", user_input)

    async def async_step_customers_dial(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which number customers dial, where nobody puts calls through."""
        return await self._async_dialled("customers_dial", user_input)

    async def _async_dialled(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> SubentryFlowResult:
        entry = self._get_entry()
        now: dict[str, str] | None = None
        if self.new_line is not None:
            number = self.new_line.number
            if step_id == "customers_dial":
                now = {CONF_DIALLED: number}
        else:
            line = self._get_reconfigure_subentry()
            number = line.data[CONF_NUMBER]
            now = {CONF_DIALLED: line.data.get(CONF_DIALLED) or number}
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                dialled = read_dialled(user_input[CONF_DIALLED], entry.data[CONF_COUNTRY], number)
                if self.new_line is not None:
                    return await self.async_add(self.new_line, dialled)
                self._changed[CONF_DIALLED] = dialled
                return await self._async_after_mode()
            except BadAnswer as err:
                errors[CONF_DIALLED] = err.error
            except Trouble as err:
                errors, said = err.errors, err.said
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(forms.DIALLED, user_input or now),
            errors=errors,
            description_placeholders={"said": said},
        )

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to do with the line."""
        options = ["change", "booking", "questions", "try_out"]
        if not hears_replies(self._get_entry().data):
            options.remove("questions")
        if self._is_forwarded_to():
            options.append("forwarding")
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=options,
            description_placeholders=self._line_words(),
        )

    async def async_step_change(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask how the line is answered."""
        line = self._get_reconfigure_subentry()
        errors: dict[str, str] = {}
        if user_input is not None:
            title, errors = self.read_name_and_mode(user_input)
            if not errors:
                self._title = title
                self._changed = _read_line(user_input)
                self._wants_rules = user_input[forms.CONF_OWN_RULES]
                self._wants_hours = user_input[forms.CONF_OWN_HOURS]
                if user_input.get(CONF_MODE, line.data[CONF_MODE]) == LineMode.OWN_PHONES:
                    return await self.async_ask_dialled()
                return await self._async_after_mode()
        now = {
            forms.CONF_NAME: line.title,
            CONF_MODE: line.data[CONF_MODE],
            forms.CONF_OWN_HOURS: CONF_HOURS in line.data,
            forms.CONF_OWN_RULES: not RULES.isdisjoint(line.data),
            SECTION_ADVANCED: {
                key: line.data[key]
                for key in (CONF_RING_SECONDS, CONF_VOICEMAIL, CONF_SIM)
                if line.data.get(key) is not None
            },
        }
        return self.async_show_form(
            step_id="change",
            data_schema=self.add_suggested_values_to_schema(
                _form_of(self._get_entry()), user_input if user_input is not None else now
            ),
            errors=errors,
            description_placeholders=self._line_words(),
        )

    async def async_step_hours(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for hours of the line's own."""
        errors: dict[str, str] = {}
        if user_input is not None:
            week, errors = read_week(user_input)
            if not errors:
                # A line that never closes needs hours that say so: without any it keeps the shop's.
                self._changed[CONF_HOURS] = forms.EVERY_HOUR if week is None else week
                return await self._async_after_hours()
        line = self._get_reconfigure_subentry()
        return self.async_show_form(
            step_id="hours",
            data_schema=self.add_suggested_values_to_schema(
                forms.HOURS,
                user_input
                if user_input is not None
                else line.data.get(CONF_HOURS) or self._hours_of_shop(),
            ),
            errors=errors,
            last_step=not self._wants_rules,
        )

    def _hours_of_shop(self) -> dict[str, Any]:
        hours = self._get_entry().options.get(CONF_HOURS)
        # Behind the switch of a shop that never closes is a week to start from.
        return forms.week_shown(hours) if hours else forms.USUAL_WEEK | forms.week_shown(None)

    async def _async_after_mode(self) -> SubentryFlowResult:
        return await (self.async_step_hours() if self._wants_hours else self._async_after_hours())

    async def _async_after_hours(self) -> SubentryFlowResult:
        return await self.async_step_rules() if self._wants_rules else self._finish_change()

    async def async_step_rules(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask who gets a text on this line; what it has not set yet begins as the shop has it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            rules, errors = read_rules(user_input)
            if not errors:
                self._changed |= rules
                return self._finish_change()
        now = rules_shown({**self._get_entry().options, **self._get_reconfigure_subentry().data})
        return self.async_show_form(
            step_id="rules",
            data_schema=self.add_suggested_values_to_schema(
                LINE_RULES, user_input if user_input is not None else now
            ),
            errors=errors,
            last_step=True,
        )

    def _is_forwarded_to(self) -> bool:
        is_demo = self._get_entry().data[CONF_CARRIER] == CarrierKind.DEMO
        mode = self._get_reconfigure_subentry().data[CONF_MODE]
        return bool(mode == LineMode.FORWARDED) and not is_demo

    def _line_words(self) -> dict[str, str]:
        line = self._get_reconfigure_subentry()
        return {"name": line.title, "number": spoken(line.data[CONF_NUMBER])}

    def _finish_change(self) -> SubentryFlowResult:
        line = self._get_reconfigure_subentry()
        # What is not asked here may have been changed in another window meanwhile.
        kept = {key: value for key, value in line.data.items() if key not in _ASKED}
        return self.async_update_and_abort(
            self._get_entry(), line, title=self._title, data={**kept, **self._changed}
        )


def _form_of(entry: ConfigEntry[Any]) -> forms.Schema:
    """Return the form of a line: a phone or an action takes no calls, so nothing is asked of these."""
    match entry.data[CONF_CARRIER]:
        case CarrierKind.SMSGATE:
            return line_with_sim()
        case CarrierKind.HTTPSMS | CarrierKind.ACTION:
            return PLAIN_LINE
    return forms.LINE


def _read_line(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what was answered of how a line is answered, as it is stored."""
    if CONF_MODE not in answers:
        return sim_of(answers)
    advanced = answers[SECTION_ADVANCED]
    return {
        CONF_MODE: answers[CONF_MODE],
        CONF_RING_SECONDS: advanced[CONF_RING_SECONDS],
        CONF_VOICEMAIL: advanced[CONF_VOICEMAIL],
    }
