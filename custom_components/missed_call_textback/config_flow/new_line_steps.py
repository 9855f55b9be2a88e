"""The steps that add a line: one more number of the account, of the phone, or of the action."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult

from ..const import (
    CONF_CARRIER,
    CONF_COUNTRY,
    CONF_MODE,
    CONF_NUMBER,
    CONF_NUMBER_SID,
    CONF_PREVIOUS,
    CONF_PUBLIC_URL,
    CONF_RINGS,
    CONF_SIGNING_KEY,
    CONF_TEXTS_PER_MINUTE,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_TEAM_MEMBER,
    CarrierKind,
)
from ..core.shop import LineMode
from ..providers.httpsms.client import Phone
from ..providers.twilio.numbers import NumberInfo
from . import forms
from .account import Account
from .android_accounts import HttpSmsAccount
from .android_forms import NAMED_NUMBER, httpsms_phone, sim_of, smsgate_line
from .answers import BadAnswer, read_name, read_number
from .forwarding import async_forwarding_words, is_asked
from .subentries import all_line_numbers, line_data, number_trouble, subentries_of
from .trouble import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line that is to be added. `connect` returns what its carrier needs to know; raises Trouble."""

    title: str
    number: str
    connect: Callable[[], Awaitable[dict[str, Any]]]
    mode: LineMode = LineMode.OWN_PHONES


class NewLineSteps(ConfigSubentryFlow):
    """One form for each carrier."""

    def __init__(self) -> None:
        self.new_line: NewLine | None = None
        self._numbers: list[NumberInfo] = []
        self._phones: list[Phone] = []

    @abstractmethod
    async def async_step_forwarding(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask who carries the phone that forwards its missed calls."""

    @abstractmethod
    async def async_step_dialled(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which number customers dial; whoever calls the one of the texts is put through to it."""

    @abstractmethod
    async def async_step_customers_dial(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which number customers dial, where nobody puts calls through."""

    async def async_ask_dialled(self) -> SubentryFlowResult:
        """Ask which number customers dial, where the shop's own phones ring."""
        if self._get_entry().data[CONF_CARRIER] == CarrierKind.TWILIO:
            return await self.async_step_dialled()
        return await self.async_step_customers_dial()

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which number to add, in the way of the shop's carrier."""
        match self._get_entry().data[CONF_CARRIER]:
            case CarrierKind.DEMO:
                return self.async_abort(reason="demo_has_one_line")
            case CarrierKind.SMSGATE:
                return await self.async_step_smsgate_line()
            case CarrierKind.HTTPSMS:
                return await self.async_step_httpsms_line()
            case CarrierKind.ACTION:
                return await self.async_step_action_line()
        return await self._async_twilio_number(user_input)

    async def _async_twilio_number(self, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask which other number of the account to lead here."""
        if not self._numbers:
            entry = self._get_entry()
            try:
                numbers = await Account.of_entry(entry.data).async_numbers(self.hass)
            except Trouble as err:
                return self._abort_for(err)
            taken = all_line_numbers(self.hass)
            self._numbers = [info for info in numbers if info.number not in taken]
        if not self._numbers:
            return self.async_abort(reason="no_more_numbers")
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            info = forms.picked(self._numbers, user_input[CONF_NUMBER])
            title, errors = self.read_name_and_mode(user_input)
            if error := number_trouble(self.hass, info):
                errors[CONF_NUMBER] = error
            if not errors:
                try:
                    return await self._async_go_on(self._twilio_line(title, info, user_input))
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

    def _twilio_line(self, title: str, info: NumberInfo, answers: dict[str, Any]) -> NewLine:
        async def connect() -> dict[str, Any]:
            # As it is then: the shop may have moved since the number was chosen.
            data = self._get_entry().data
            previous = await Account.of_entry(data).async_point(
                self.hass, info.sid, data[CONF_PUBLIC_URL]
            )
            return {CONF_NUMBER_SID: info.sid, CONF_PREVIOUS: previous}

        return NewLine(
            title=title, number=info.number, connect=connect, mode=LineMode(answers[CONF_MODE])
        )

    async def async_step_smsgate_line(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the number of another SIM card of the phone."""
        return await self._async_typed_number("smsgate_line", smsgate_line(), user_input, sim_of)

    async def async_step_httpsms_line(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which other phone of the account to add."""
        if not self._phones:
            try:
                phones = await HttpSmsAccount.of_entry(self._get_entry().data).async_phones(
                    self.hass
                )
            except Trouble as err:
                return self._abort_for(err)
            taken = all_line_numbers(self.hass)
            self._phones = [phone for phone in phones if phone.number not in taken]
        if not self._phones:
            return self.async_abort(reason="no_more_phones")
        errors: dict[str, str] = {}
        if user_input is not None:
            number, title, errors = self._read_number_and_name(user_input)
            if not errors:
                return await self._async_go_on(self._httpsms_line(title, number))
        return self.async_show_form(
            step_id="httpsms_line",
            data_schema=self.add_suggested_values_to_schema(
                httpsms_phone(self._phones, named=True), user_input
            ),
            errors=errors,
            last_step=False,
        )

    def _httpsms_line(self, title: str, number: str) -> NewLine:
        async def connect() -> dict[str, Any]:
            entry = self._get_entry()
            data = entry.data
            account, public_url = HttpSmsAccount.of_entry(data), data[CONF_PUBLIC_URL]
            (phone,) = await account.async_check(self.hass, [number], public_url)
            lines = subentries_of(entry, SUBENTRY_TYPE_LINE)
            numbers = [number, *(line.data[CONF_NUMBER] for line in lines)]
            await account.async_register(self.hass, public_url, data[CONF_SIGNING_KEY], numbers)
            return {CONF_TEXTS_PER_MINUTE: phone.texts_per_minute}

        return NewLine(title=title, number=number, connect=connect)

    async def async_step_action_line(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for another number that the action can send from."""
        return await self._async_typed_number("action_line", NAMED_NUMBER, user_input)

    async def _async_typed_number(
        self,
        step_id: str,
        schema: vol.Schema,
        user_input: dict[str, Any] | None,
        at_carrier_of: Callable[[dict[str, Any]], Mapping[str, Any]] = lambda _answers: {},
    ) -> SubentryFlowResult:
        """Ask for a number that its carrier need not be asked for."""
        errors: dict[str, str] = {}
        if user_input is not None:
            number, title, errors = self._read_number_and_name(user_input)
            if not errors:
                at_carrier = dict(at_carrier_of(user_input))

                async def connect() -> dict[str, Any]:
                    return at_carrier

                return await self._async_go_on(NewLine(title=title, number=number, connect=connect))
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
            last_step=False,
        )

    async def _async_go_on(self, line: NewLine) -> SubentryFlowResult:
        """Add the line, once all is known of it. Raises Trouble."""
        self.new_line = line
        if line.mode is LineMode.OWN_PHONES:
            return await self.async_ask_dialled()
        if line.mode is LineMode.FORWARDED and is_asked(self._get_entry().data[CONF_COUNTRY]):
            return await self.async_step_forwarding()
        return await self.async_add(line)

    async def async_add(
        self, line: NewLine, dialled: str | None = None, network: str | None = None
    ) -> SubentryFlowResult:
        """Connect a number and make it a line. Raises Trouble."""
        if line.number in all_line_numbers(self.hass):
            # By another window, since it was chosen here: two shops would text back its callers.
            raise Trouble("number_is_line")
        at_carrier = await line.connect()
        forwarding = await async_forwarding_words(
            self.hass, line.number, network, self._get_entry().data[CONF_COUNTRY]
        )
        return self.async_create_entry(
            title=line.title,
            description=None if line.mode is LineMode.RING else line.mode.value,
            description_placeholders={"name": line.title, **forwarding},
            unique_id=line.number,
            data=line_data(
                number=line.number, mode=line.mode, dialled=dialled, at_carrier=at_carrier
            ),
        )

    def read_name_and_mode(self, answers: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Read how a line is called, and what is wrong with that or with how calls reach it."""
        errors: dict[str, str] = {}
        title = ""
        try:
            title = read_name(answers[forms.CONF_NAME])
        except BadAnswer as err:
            errors[forms.CONF_NAME] = err.error
        if answers.get(CONF_MODE) == LineMode.RING and not self._anybody_rings():
            errors[CONF_MODE] = "ring_needs_team"
        return title, errors

    def _read_number_and_name(self, answers: dict[str, Any]) -> tuple[str, str, dict[str, str]]:
        title, errors = self.read_name_and_mode(answers)
        number = ""
        try:
            number = read_number(answers[CONF_NUMBER], self._get_entry().data[CONF_COUNTRY])
        except BadAnswer as err:
            errors[CONF_NUMBER] = err.error
        if number in all_line_numbers(self.hass):
            errors[CONF_NUMBER] = "number_is_line"
        return number, title, errors

    def _anybody_rings(self) -> bool:
        team = subentries_of(self._get_entry(), SUBENTRY_TYPE_TEAM_MEMBER)
        return any(member.data[CONF_RINGS] for member in team)

    def _abort_for(self, trouble: Trouble) -> SubentryFlowResult:
        return self.async_abort(
            reason=trouble.errors["base"], description_placeholders={"said": trouble.said}
        )
