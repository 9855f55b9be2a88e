"""The steps that connect a SIP account, and have two test calls show what its company tells.

A company may not say of a call that another phone answered it. Then an answered call looks missed, and
only calls of which the company says so are told at all.
"""

import asyncio
from contextlib import aclosing
import logging
from typing import Any

import voluptuous as vol

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResult

from ..const import (
    CONF_AUTH_NAME,
    CONF_KIND,
    CONF_MARKS_ELSEWHERE,
    CONF_PROXY,
    CONF_TRANSPORT,
    DOMAIN,
    PhoneSystemKind,
)
from ..providers.sip.ringing import End
from ..providers.sip.trial_calls import Marking, learnt
from ..providers.source import Refused, Unreachable, Unsuitable
from ..sources import trial_calls
from . import phone_system_forms as forms
from .connection_steps import ConnectionSteps

_LOGGER = logging.getLogger(__name__)


class SipSteps[ResultT: FlowResult[Any, Any]](ConnectionSteps[ResultT]):
    """A form, two test calls, and a word about what they have shown."""

    _sip: dict[str, Any]
    _listening: asyncio.Task[None] | None = None
    _ends: list[End]
    _missed: End

    async def async_step_sip(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask which account it is."""
        errors: dict[str, str] = {}
        why = ""
        if user_input is not None:
            advanced = user_input[forms.SECTION_ADVANCED]
            data = {
                CONF_KIND: PhoneSystemKind.SIP.value,
                CONF_HOST: user_input[CONF_HOST].strip(),
                CONF_USERNAME: user_input[CONF_USERNAME].strip(),
                CONF_PASSWORD: self.typed_password(user_input),
                CONF_AUTH_NAME: advanced.get(CONF_AUTH_NAME, "").strip() or None,
                CONF_PROXY: advanced.get(CONF_PROXY, "").strip() or None,
                CONF_PORT: advanced.get(CONF_PORT),
                CONF_TRANSPORT: advanced[CONF_TRANSPORT],
                CONF_MARKS_ELSEWHERE: None,
            }
            errors, why = await self.async_try_phone_system(data)
            if not errors:
                self._sip = data
                self._async_listen()
                return await self.async_step_sip_missed()
        return self.show_phone_system("sip", forms.SIP, user_input, errors, why)

    async def async_step_sip_missed(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Have a call placed that nobody answers."""
        if user_input is not None and user_input[forms.CONF_SKIP]:
            return await self._async_sip_found(marks=None)
        errors = {}
        if user_input is not None:
            if self._ends:
                self._missed = self._ends.pop(0)
                self._ends.clear()
                return await self.async_step_sip_answered()
            errors["base"] = "phone_system_no_test_call"
        return self.async_show_form(
            step_id="sip_missed", data_schema=forms.TEST_CALL, errors=errors, last_step=False
        )

    async def async_step_sip_answered(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Have a call placed that another phone answers, and learn from both."""
        if user_input is not None and user_input[forms.CONF_SKIP]:
            return await self._async_sip_found(marks=None)
        errors = {}
        if user_input is not None:
            if not self._ends:
                errors["base"] = "phone_system_no_test_call"
            elif (marking := learnt(missed=self._missed, answered=self._ends.pop(0))) is None:
                errors["base"] = "phone_system_test_call_lost"
            elif marking is Marking.MARKS:
                return await self._async_sip_found(marks=True)
            else:
                return await self.async_step_sip_unmarked()
        return self.async_show_form(
            step_id="sip_answered", data_schema=forms.TEST_CALL, errors=errors, last_step=False
        )

    async def async_step_sip_unmarked(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Say that this company does not tell missed calls from answered ones."""
        if user_input is not None:
            return await self._async_sip_found(marks=False)
        return self.async_show_form(
            step_id="sip_unmarked", data_schema=vol.Schema({}), last_step=False
        )

    async def _async_sip_found(self, *, marks: bool | None) -> ResultT:
        self._async_stop_listening()
        data = {**self._sip, CONF_MARKS_ELSEWHERE: marks}
        return await self.async_phone_system_found(f"{data[CONF_USERNAME]}@{data[CONF_HOST]}", data)

    @callback
    def _async_listen(self) -> None:
        self._async_stop_listening()
        self._ends = []
        self._listening = self.hass.async_create_background_task(
            self._async_hear_test_calls(), f"{DOMAIN} test calls"
        )

    async def _async_hear_test_calls(self) -> None:
        try:
            async with aclosing(trial_calls(self._sip).listen()) as calls:
                async for call in calls:
                    if call.end is not None:
                        self._ends.append(call.end)
        except (Refused, Unreachable, Unsuitable) as error:
            _LOGGER.warning("Test calls are not heard: %s", error)

    @callback
    def _async_stop_listening(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None

    @callback
    def async_remove(self) -> None:
        """Hear no more test calls: the dialog is closed."""
        super().async_remove()
        self._async_stop_listening()
