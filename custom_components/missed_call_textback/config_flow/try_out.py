"""The steps that try a missed call out: what would happen to it, and why. Nothing is sent."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentry
from homeassistant.data_entry_flow import FlowHandler, FlowResult
from homeassistant.helpers.selector import (
    DateSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)
from homeassistant.util import dt as dt_util

from ..const import CONF_LINE, CONF_OUTCOME, SUBENTRY_TYPE_LINE
from ..core.calls import MISSED_OUTCOMES, Outcome
from ..core.engine import UnknownLine
from ..core.numbers import is_short_code, is_withheld, to_e164
from ..core.policy import Hold, Skip
from ..core.ports import LedgerUnavailable
from ..core.shop import Shop
from ..core.simulation import Simulated
from ..core.spoken_time import spoken_time
from ..plain_words import async_reason_words
from ..services.times import YEARS
from . import forms
from .answers import BadAnswer
from .subentries import subentries_of
from .verdict import as_markdown, async_phrases, sent_as

CONF_CALLER: Final = "caller"
CONF_DAY: Final = "day"
CONF_TIME: Final = "time"


class _TooFar(Exception):
    """No hours and no limits can be told for a day."""


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
                read_caller(user_input.get(CONF_CALLER), entry.runtime_data.shop.country)
                return await self._async_try(entry, user_input)
            except BadAnswer as err:
                errors[CONF_CALLER] = err.error
            except _TooFar:
                errors[CONF_DAY] = "day_too_far"
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
        now = dt_util.utcnow()
        at = moment_of(
            answers.get(CONF_DAY), answers.get(CONF_TIME), now.astimezone(shop.time_zone)
        )
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
            now=at or now,
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
            # One selector of both loses a time without a day.
            vol.Optional(CONF_DAY): DateSelector(),
            vol.Optional(CONF_TIME): TimeSelector(),
        }
    )


def read_caller(typed: str | None, country: str) -> None:
    """Refuse what no telephone would show as a caller. Raises BadAnswer."""
    known = is_withheld(typed) or is_short_code(typed) or to_e164(typed, country) is not None
    if not known:
        raise BadAnswer("caller_not_understood")


def moment_of(day: str | None, clock: str | None, now: datetime) -> datetime | None:
    """Return the moment that a day and a time of the shop's mean; None where neither is given.

    `now` is in the shop's own zone. A time alone is the next such time; a day alone is that day at
    this time of day. Raises _TooFar.
    """
    if day is None and clock is None:
        return None
    at = now.timetz() if clock is None else time.fromisoformat(clock).replace(tzinfo=now.tzinfo)
    if day is not None:
        if (chosen := date.fromisoformat(day)).year not in YEARS:
            raise _TooFar
        return datetime.combine(chosen, at)
    today = datetime.combine(now.date(), at)
    return today if today >= now else datetime.combine(now.date() + timedelta(days=1), at)
