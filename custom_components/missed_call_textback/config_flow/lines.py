"""The dialogs of a line: one more number of the account, and how a line is answered."""

from collections.abc import Callable, Coroutine
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)

from ..const import (
    CONF_CARRIER,
    CONF_COUNTRY,
    CONF_DIALLED,
    CONF_HOURS,
    CONF_MODE,
    CONF_NUMBER,
    CONF_NUMBER_SID,
    CONF_PREVIOUS,
    CONF_PUBLIC_URL,
    CONF_RING_SECONDS,
    CONF_RINGS,
    CONF_VOICEMAIL,
    SUBENTRY_TYPE_TEAM_MEMBER,
    CarrierKind,
)
from ..core.shop import LineMode
from ..providers.twilio.numbers import NumberInfo
from . import forms
from .account import SECTION_ADVANCED, Account
from .answers import (
    BadAnswer,
    read_dialled,
    read_name,
    read_week,
    spoken_number,
)
from .forwarding import CONF_NETWORK, async_forwarding_words, is_asked, network_form
from .rules import LINE_RULES, RULES, read_rules, rules_shown
from .subentries import all_line_numbers, line_data, number_trouble, subentries_of
from .trouble import Trouble
from .try_out import TryOutSteps


class LineFlow(TryOutSteps[SubentryFlowResult], ConfigSubentryFlow):
    """Adds a line to a shop, changes one, or tries it out."""

    after_try_out = "change"

    def __init__(self) -> None:
        self._numbers: list[NumberInfo] = []
        self._title = ""
        self._changed: dict[str, Any] = {}
        self._number: NumberInfo | None = None
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

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which number to add, and lead it here."""
        entry = self._get_entry()
        if entry.data[CONF_CARRIER] == CarrierKind.DEMO:
            return self.async_abort(reason="demo_has_one_line")
        account = Account.of_entry(entry.data)
        if not self._numbers:
            try:
                numbers = await account.async_numbers(self.hass)
            except Trouble as err:
                return self.async_abort(
                    reason=err.errors["base"], description_placeholders={"said": err.said}
                )
            taken = all_line_numbers(self.hass)
            self._numbers = [info for info in numbers if info.number not in taken]
        if not self._numbers:
            return self.async_abort(reason="no_more_numbers")
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            number = forms.picked(self._numbers, user_input[CONF_NUMBER])
            mode = LineMode(user_input[CONF_MODE])
            title, errors = self._read_name_and_mode(user_input)
            if error := number_trouble(self.hass, number):
                errors[CONF_NUMBER] = error
            if not errors:
                self._title, self._number = title, number
                if ask := self._question_of(mode):
                    return await ask()
                try:
                    return await self._async_add(number, mode)
                except Trouble as err:
                    errors, said = err.errors, err.said
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                forms.new_line(self._numbers), user_input
            ),
            errors=errors,
            description_placeholders={"said": said},
        )

    def _question_of(
        self, mode: LineMode
    ) -> Callable[[], Coroutine[Any, Any, SubentryFlowResult]] | None:
        match mode:
            case LineMode.OWN_PHONES:
                return self.async_step_dialled
            case LineMode.FORWARDED if is_asked(self._get_entry().data[CONF_COUNTRY]):
                return self.async_step_forwarding
        return None

    async def _async_add(
        self,
        number: NumberInfo,
        mode: LineMode,
        dialled: str | None = None,
        network: str | None = None,
    ) -> SubentryFlowResult:
        """Lead a number here and make it a line. Raises Trouble."""
        entry = self._get_entry()
        account = Account.of_entry(entry.data)
        previous = await account.async_point(self.hass, number.sid, entry.data[CONF_PUBLIC_URL])
        forwarding = await async_forwarding_words(
            self.hass, number.number, network, entry.data[CONF_COUNTRY]
        )
        return self.async_create_entry(
            title=self._title,
            description=None if mode is LineMode.RING else mode.value,
            description_placeholders={"name": self._title, **forwarding},
            unique_id=number.number,
            data=line_data(
                number=number.number,
                mode=mode,
                dialled=dialled,
                at_carrier={CONF_NUMBER_SID: number.sid, CONF_PREVIOUS: previous},
            ),
        )

    async def async_step_forwarding(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask who carries the phone that forwards its missed calls, and tell what to dial."""
        country = self._get_entry().data[CONF_COUNTRY]
        network = (user_input or {}).get(CONF_NETWORK)
        errors: dict[str, str] = {}
        said = ""
        if self._number is None and (network or not is_asked(country)):
            self._network = network
            return await self.async_step_codes()
        if self._number is not None and network:
            try:
                return await self._async_add(self._number, LineMode.FORWARDED, network=network)
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

    async def async_step_dialled(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which number customers dial, where the shop's own phones ring."""
        entry = self._get_entry()
        now: dict[str, str] | None = None
        if self._number is not None:
            number = self._number.number
        else:
            line = self._get_reconfigure_subentry()
            number = line.data[CONF_NUMBER]
            now = {CONF_DIALLED: line.data.get(CONF_DIALLED) or number}
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                dialled = read_dialled(user_input[CONF_DIALLED], entry.data[CONF_COUNTRY], number)
                if self._number is not None:
                    return await self._async_add(self._number, LineMode.OWN_PHONES, dialled)
                self._changed[CONF_DIALLED] = dialled
                return await self._async_after_mode()
            except BadAnswer as err:
                errors[CONF_DIALLED] = err.error
            except Trouble as err:
                errors, said = err.errors, err.said
        return self.async_show_form(
            step_id="dialled",
            data_schema=self.add_suggested_values_to_schema(forms.DIALLED, user_input or now),
            errors=errors,
            description_placeholders={"said": said},
        )

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to do with the line."""
        options = ["change", "try_out"]
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
            title, errors = self._read_name_and_mode(user_input)
            if not errors:
                advanced = user_input[SECTION_ADVANCED]
                own = {CONF_HOURS, CONF_DIALLED} | RULES
                self._title = title
                self._changed = {
                    **{key: value for key, value in line.data.items() if key not in own},
                    CONF_MODE: user_input[CONF_MODE],
                    CONF_RING_SECONDS: advanced[CONF_RING_SECONDS],
                    CONF_VOICEMAIL: advanced[CONF_VOICEMAIL],
                }
                self._wants_rules = user_input[forms.CONF_OWN_RULES]
                self._wants_hours = user_input[forms.CONF_OWN_HOURS]
                if user_input[CONF_MODE] == LineMode.OWN_PHONES:
                    return await self.async_step_dialled()
                return await self._async_after_mode()
        now = {
            forms.CONF_NAME: line.title,
            CONF_MODE: line.data[CONF_MODE],
            forms.CONF_OWN_HOURS: CONF_HOURS in line.data,
            forms.CONF_OWN_RULES: not RULES.isdisjoint(line.data),
            SECTION_ADVANCED: {
                CONF_RING_SECONDS: line.data[CONF_RING_SECONDS],
                CONF_VOICEMAIL: line.data[CONF_VOICEMAIL],
            },
        }
        return self.async_show_form(
            step_id="change",
            data_schema=self.add_suggested_values_to_schema(
                forms.LINE, user_input if user_input is not None else now
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
        return {"name": line.title, "number": spoken_number(line.data[CONF_NUMBER])}

    def _read_name_and_mode(self, answers: dict[str, Any]) -> tuple[str, dict[str, str]]:
        errors: dict[str, str] = {}
        title = ""
        try:
            title = read_name(answers[forms.CONF_NAME])
        except BadAnswer as err:
            errors[forms.CONF_NAME] = err.error
        if answers[CONF_MODE] == LineMode.RING and not self._anybody_rings():
            errors[CONF_MODE] = "ring_needs_team"
        return title, errors

    def _anybody_rings(self) -> bool:
        team = subentries_of(self._get_entry(), SUBENTRY_TYPE_TEAM_MEMBER)
        return any(member.data[CONF_RINGS] for member in team)

    def _finish_change(self) -> SubentryFlowResult:
        return self.async_update_and_abort(
            self._get_entry(),
            self._get_reconfigure_subentry(),
            title=self._title,
            data=self._changed,
        )
