"""The dialogs of a team member: who is rung, and who is told of replies."""

from typing import Any

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentryFlow,
    SubentryFlowResult,
)

from ..const import CONF_COUNTRY, CONF_MOBILE, CONF_RINGS, SUBENTRY_TYPE_TEAM_MEMBER
from . import forms
from .answers import BadAnswer, read_mobile, read_name
from .subentries import all_line_numbers, subentries_of
from .team_forms import read_telling, team_member_form, telling_shown


class TeamMemberFlow(ConfigSubentryFlow):
    """Adds a person to a shop, or changes one."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask who joins."""
        errors: dict[str, str] = {}
        if user_input is not None:
            name, data, errors = self._read(user_input)
            if not errors:
                return self.async_create_entry(title=name, unique_id=data[CONF_MOBILE], data=data)
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(self._form(), user_input),
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what changed about somebody."""
        member = self._get_reconfigure_subentry()
        errors: dict[str, str] = {}
        if user_input is not None:
            name, data, errors = self._read(user_input)
            if not errors:
                return self.async_update_and_abort(
                    self._get_entry(),
                    member,
                    title=name,
                    unique_id=data[CONF_MOBILE],
                    data=data,
                )
        now = {
            forms.CONF_NAME: member.title,
            CONF_MOBILE: member.data[CONF_MOBILE] or "",
            CONF_RINGS: member.data[CONF_RINGS],
            **telling_shown(self.hass, self._get_entry(), member.data),
        }
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                self._form(), user_input if user_input is not None else now
            ),
            errors=errors,
            description_placeholders={"name": member.title},
        )

    def _form(self) -> vol.Schema:
        return team_member_form(self._get_entry())

    def _read(self, answers: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, str]]:
        """Return a name, what is stored beside it, and what is wrong with them."""
        entry = self._get_entry()
        errors: dict[str, str] = {}
        name = ""
        mobile = None
        try:
            name = read_name(answers[forms.CONF_NAME])
        except BadAnswer as err:
            errors[forms.CONF_NAME] = err.error
        try:
            mobile = read_mobile(
                answers.get(CONF_MOBILE), entry.data[CONF_COUNTRY], all_line_numbers(self.hass)
            )
        except BadAnswer as err:
            errors[CONF_MOBILE] = err.error
        else:
            if mobile is None and answers[CONF_RINGS]:
                errors[CONF_MOBILE] = "mobile_needed"
            elif mobile is not None and mobile in self._mobiles_of_others():
                errors[CONF_MOBILE] = "mobile_known"
        told, wrong = read_telling(self.hass, answers, mobile)
        data = {CONF_MOBILE: mobile, CONF_RINGS: answers[CONF_RINGS], **told}
        # A number that was not understood is told of as such.
        return name, data, wrong | errors

    def _mobiles_of_others(self) -> set[str | None]:
        changed = self._reconfigure_subentry_id if self.source == SOURCE_RECONFIGURE else None
        return {
            member.data[CONF_MOBILE]
            for member in subentries_of(self._get_entry(), SUBENTRY_TYPE_TEAM_MEMBER)
            if member.subentry_id != changed
        }
