"""The steps that import calls from before the installation: shown first, kept only when confirmed."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final, cast

import voluptuous as vol

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    FileSelector,
    FileSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util

from ...company_names import company_name
from ...const import CONF_LINE
from ...coordinator import ShopCoordinator
from ...core.past.calls import PastCall
from ...core.past.dates import DayOrder
from ...core.past.log import PastLog, PastUnavailable
from ...core.past.reading import OrderUnclear, Reading, read_calls
from ...core.past.table import MOST_BYTES, Unreadable
from ...core.ports import LedgerUnavailable
from ...past_import import PastImport, async_count, async_forget, async_has_any, async_keep
from ...vendors import company_of
from ...vendors.company import BuildPast
from ..past_preview import past_in_words
from ..verdict import as_markdown, async_phrases
from .one_step import OneStep

CONF_FILE: Final = "file"
CONF_ORDER: Final = "order"
BY_NUMBER: Final = "by_number"

_NOTHING: Final = vol.Schema({})
_ORDER: Final = vol.Schema(
    {
        vol.Required(CONF_ORDER): SelectSelector(
            SelectSelectorConfig(
                options=[order.value for order in DayOrder],
                translation_key="day_order",
                mode=SelectSelectorMode.LIST,
            )
        )
    }
)


type _Step[StepsT] = Callable[[StepsT, dict[str, Any] | None], Awaitable[ConfigFlowResult]]


def _while_open[StepsT: PastSteps](step: _Step[StepsT]) -> _Step[StepsT]:
    """End the dialog with a word where the shop was closed, or lost its lines, while it is shown."""

    @wraps(step)
    async def checked(self: StepsT, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        if not self._shop.shop.lines:
            return self.async_abort(reason="past_no_line")
        return await step(self, user_input)

    return checked


class PastSteps(OneStep):
    """Reads a file, or the company's own log, and shows what it tells before anything is kept."""

    _file: bytes
    _file_line: str | None
    _example: str
    _past: PastImport
    _reading_log: asyncio.Task[list[PastCall]] | None = None
    _log_error: str

    @property
    def _shop(self) -> ShopCoordinator:
        """Return the shop, which may be closed at any await. Raises AbortFlow."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("not_loaded")
        coordinator: ShopCoordinator = self.config_entry.runtime_data
        return coordinator

    @_while_open
    async def async_step_past(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask where the calls are to be read."""
        options = ["past_file"]
        if company_of(self.config_entry).build_past is not None:
            options.append("past_log")
        try:
            if await async_has_any(self._shop):
                options.append("past_forget")
        except LedgerUnavailable:
            return self.async_abort(reason="past_ledger_unavailable")
        return self.async_show_menu(
            step_id="past",
            menu_options=options,
            description_placeholders={"company": company_name(self.config_entry.data)},
        )

    @_while_open
    async def async_step_past_file(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a file, and whose calls it has."""
        errors: dict[str, str] = {}
        if user_input is not None:
            line = user_input.get(CONF_LINE, self._shop.shop.lines[0].id)
            self._file_line = None if line == BY_NUMBER else line
            try:
                self._file = await self.hass.async_add_executor_job(
                    _uploaded, self.hass, user_input[CONF_FILE]
                )
                return await self._async_read_past()
            except Unreadable as err:
                errors[CONF_FILE] = err.key
            except LedgerUnavailable:
                errors["base"] = "ledger_unavailable"
        return self.async_show_form(
            step_id="past_file", data_schema=self._file_form(), errors=errors, last_step=False
        )

    @_while_open
    async def async_step_past_order(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what a date begins with, where nothing in the file tells."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await self._async_read_past(DayOrder(user_input[CONF_ORDER]))
            except Unreadable as err:
                errors["base"] = err.key
            except LedgerUnavailable:
                errors["base"] = "ledger_unavailable"
        return self.async_show_form(
            step_id="past_order",
            data_schema=_ORDER,
            errors=errors,
            description_placeholders={"example": as_markdown(self._example)},
            last_step=False,
        )

    @_while_open
    async def async_step_past_log(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Read the company's log, and show how far that is."""
        if self._reading_log is None:
            # The menu offers it only where there is one.
            build = cast("BuildPast", company_of(self.config_entry).build_past)
            log = build(self.hass, self.config_entry, self._shop.shop)
            self._reading_log = self.hass.async_create_task(self._async_read_log(log))
        if not self._reading_log.done():
            return self.async_show_progress(
                step_id="past_log",
                progress_action="past_log",
                progress_task=self._reading_log,
                description_placeholders={"company": company_name(self.config_entry.data)},
            )
        task, self._reading_log = self._reading_log, None
        try:
            self._past = await async_count(self._shop, task.result())
        except PastUnavailable as err:
            self._log_error = err.key
        except LedgerUnavailable:
            self._log_error = "ledger_unavailable"
        else:
            if self._past.shown:
                return self.async_show_progress_done(next_step_id="past_preview")
            self._log_error = "past_nothing_before"
        return self.async_show_progress_done(next_step_id="past_log_failed")

    async def async_step_past_log_failed(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say why the log could not be read, and try again."""
        if user_input is not None:
            return await self.async_step_past_log(None)
        return self.async_show_form(
            step_id="past_log_failed",
            data_schema=_NOTHING,
            errors={"base": self._log_error},
            description_placeholders={"company": company_name(self.config_entry.data)},
        )

    @_while_open
    async def async_step_past_preview(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what would be imported, and keep it once that is confirmed."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                await async_keep(self._shop, self._past)
            except LedgerUnavailable:
                errors["base"] = "ledger_unavailable"
            else:
                return self.async_abort(
                    reason="past_imported",
                    description_placeholders={"calls": str(self._past.calls)},
                )
        return self.async_show_form(
            step_id="past_preview",
            data_schema=_NOTHING,
            errors=errors,
            description_placeholders=past_in_words(self._past, await async_phrases(self.hass)),
            last_step=True,
        )

    @_while_open
    async def async_step_past_forget(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Forget what was imported, once that is confirmed."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                await async_forget(self._shop)
            except LedgerUnavailable:
                errors["base"] = "ledger_unavailable"
            else:
                return self.async_abort(reason="past_forgotten")
        return self.async_show_form(
            step_id="past_forget", data_schema=_NOTHING, errors=errors, last_step=True
        )

    async def _async_read_past(self, order: DayOrder | None = None) -> ConfigFlowResult:
        """Read the file and show what it tells. Raises Unreadable, LedgerUnavailable."""
        try:
            reading: Reading = await self.hass.async_add_executor_job(
                read_calls, self._file, self._shop.shop, self._file_line, dt_util.utcnow(), order
            )
        except OrderUnclear as err:
            self._example = err.example
            return await self.async_step_past_order(None)
        if not reading.calls:
            raise Unreadable("past_no_calls")
        self._past = await async_count(self._shop, reading.calls, reading.left_out)
        if not self._past.shown:
            raise Unreadable("past_nothing_before")
        return await self.async_step_past_preview(None)

    async def _async_read_log(self, log: PastLog) -> list[PastCall]:
        calls: list[PastCall] = []
        async for page in log.pages(dt_util.utcnow()):
            calls += page.calls
            self.async_update_progress(page.progress)
        return calls

    def _file_form(self) -> vol.Schema:
        fields: dict[vol.Marker, Any] = {
            vol.Required(CONF_FILE): FileSelector(
                FileSelectorConfig(accept=".csv,.txt,.tsv,text/csv,text/plain")
            )
        }
        lines = self._shop.shop.lines
        if len(lines) > 1:
            options = [SelectOptionDict(value=line.id, label=line.name) for line in lines]
            fields[vol.Required(CONF_LINE, default=lines[0].id)] = SelectSelector(
                SelectSelectorConfig(
                    options=[*options, SelectOptionDict(value=BY_NUMBER, label=BY_NUMBER)],
                    translation_key="past_line",
                    mode=SelectSelectorMode.DROPDOWN,
                )
            )
        return vol.Schema(fields)


def _uploaded(hass: HomeAssistant, file_id: str) -> bytes:
    """Return what was uploaded; the file itself is gone afterwards. Raises Unreadable."""
    try:
        with process_uploaded_file(hass, file_id) as path:
            if path.stat().st_size > MOST_BYTES:
                raise Unreadable("past_too_large")
            return path.read_bytes()
    except ValueError, OSError:
        raise Unreadable("past_file_gone") from None
