"""The steps that try a missed call out: what would happen to it, and why. Nothing is sent."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentry
from homeassistant.data_entry_flow import FlowHandler, FlowResult
from homeassistant.helpers.selector import (
    DateTimeSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util

from ..const import CONF_LINE, CONF_OUTCOME, SUBENTRY_TYPE_LINE
from ..core.calls import MISSED_OUTCOMES, Outcome
from ..core.engine import UnknownLine
from ..core.policy import Hold, Skip
from ..core.ports import LedgerUnavailable
from ..core.shop import Shop
from ..core.simulation import Simulated
from ..core.spoken_time import spoken_time
from ..plain_words import async_reason_words
from . import forms
from .subentries import subentries_of
from .verdict import as_markdown, async_phrases, sent_as

CONF_CALLER: Final = "caller"
CONF_AT: Final = "at"


class TryOutSteps[ResultT: FlowResult[Any, Any]](FlowHandler[Any, ResultT, Any]):
    """A form of a made-up call, and what it would lead to. It can be tried again at once."""

    # Where the menu after a try-out leads, beside another one.
    after_try_out: str

    _made_up: dict[str, Any] | None = None
    _found: dict[str, str]

    @property
    @abstractmethod
    def shop(self) -> ConfigEntry[Any]:
        """The shop whose call is tried."""

    @property
    def own_line(self) -> ConfigSubentry | None:
        """The one line that is called, where the dialog is a line's."""
        return None

    async def async_step_try_out(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask who calls when, and what becomes of the call."""
        entry = self.shop
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        errors: dict[str, str] = {}
        if user_input is not None:
            self._made_up = user_input
            try:
                return await self._async_try(entry, user_input)
            except LedgerUnavailable:
                errors["base"] = "ledger_unavailable"
            except UnknownLine:
                errors["base"] = "line_unknown"
        lines = [] if self.own_line else subentries_of(entry, SUBENTRY_TYPE_LINE)
        return self.async_show_form(
            step_id="try_out",
            data_schema=self.add_suggested_values_to_schema(_form(lines), self._made_up),
            errors=errors,
            last_step=False,
        )

    async def _async_try(self, entry: ConfigEntry[Any], answers: dict[str, Any]) -> ResultT:
        coordinator = entry.runtime_data
        shop: Shop = coordinator.shop
        at = None
        if typed := answers.get(CONF_AT):
            moment = dt_util.parse_datetime(typed, raise_on_error=True)
            at = moment if moment.tzinfo else moment.replace(tzinfo=shop.time_zone)
        line_id = self.own_line.subentry_id if self.own_line else answers[CONF_LINE]
        found: Simulated = await coordinator.engine.simulate(
            line_id, answers.get(CONF_CALLER), Outcome(answers[CONF_OUTCOME]), at
        )
        reasons = await async_reason_words(self.hass)
        self._found = {"reason": reasons[found.decision.reason]}
        if isinstance(found.decision, Skip) or found.body is None:
            return await self.async_step_would_not_text()
        phrases = await async_phrases(self.hass)
        self._found |= {
            "text": as_markdown(found.body),
            "sent_as": sent_as(found.body, shop.limits, phrases),
        }
        if not isinstance(found.decision, Hold):
            return await self.async_step_would_text()
        self._found["until"] = spoken_time(
            found.decision.until,
            now=at or dt_util.utcnow(),
            zone=shop.time_zone,
            language=self.hass.config.language,
            country=shop.country,
        )
        return await self.async_step_would_wait()

    async def async_step_would_text(self, _user_input: dict[str, Any] | None = None) -> ResultT:
        """Show the text that would go out."""
        return self._show("would_text")

    async def async_step_would_wait(self, _user_input: dict[str, Any] | None = None) -> ResultT:
        """Show the text that would be held, and until when."""
        return self._show("would_wait")

    async def async_step_would_not_text(self, _user_input: dict[str, Any] | None = None) -> ResultT:
        """Show why no text would go out."""
        return self._show("would_not_text")

    def _show(self, step_id: str) -> ResultT:
        return self.async_show_menu(
            step_id=step_id,
            menu_options=["try_out", self.after_try_out],
            description_placeholders=self._found,
        )


def _form(lines: Sequence[ConfigSubentry]) -> vol.Schema:
    fields: dict[vol.Marker, Any] = {}
    if lines:
        fields[vol.Required(CONF_LINE, default=lines[0].subentry_id)] = SelectSelector(
            SelectSelectorConfig(
                options=[
                    SelectOptionDict(value=line.subentry_id, label=line.title) for line in lines
                ],
                mode=SelectSelectorMode.DROPDOWN,
            )
        )
    return vol.Schema(
        {
            **fields,
            vol.Optional(CONF_CALLER): forms.PHONE,
            vol.Required(CONF_OUTCOME, default=Outcome.NO_ANSWER.value): SelectSelector(
                SelectSelectorConfig(
                    options=[outcome.value for outcome in MISSED_OUTCOMES],
                    translation_key="outcome",
                    mode=SelectSelectorMode.DROPDOWN,
                )
            ),
            vol.Optional(CONF_AT): DateTimeSelector(),
        }
    )
