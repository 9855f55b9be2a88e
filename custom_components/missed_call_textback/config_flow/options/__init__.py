"""The dialog of what an owner changes now and then, one subject at a time."""

from typing import Any, override

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.core import HomeAssistant

from ..preview import async_register_preview
from ..try_out import TryOutSteps
from .allowance import AllowanceStep
from .appointments import AppointmentsStep
from .callers import CallersStep
from .closed_days import ClosedDaysSteps
from .conversations import ConversationsStep
from .crm import CrmSteps
from .inbox import InboxStep
from .past import PastSteps
from .records import RecordsStep
from .texts import TextsStep
from .urgency import UrgencyStep
from .week import WeekStep


class ShopOptionsFlow(
    TryOutSteps[ConfigFlowResult],
    WeekStep,
    TextsStep,
    AppointmentsStep,
    CallersStep,
    ClosedDaysSteps,
    AllowanceStep,
    ConversationsStep,
    InboxStep,
    UrgencyStep,
    RecordsStep,
    PastSteps,
    CrmSteps,
):
    """Changes one thing at a time; the rest stays. The loaded shop reloads itself."""

    after_try_out = "init"

    @staticmethod
    @override
    async def async_setup_preview(hass: HomeAssistant) -> None:
        async_register_preview(hass)

    @property
    @override
    def shop(self) -> ConfigEntry[Any]:
        return self.config_entry

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what to change."""
        return self.async_show_menu(
            step_id="init",
            menu_options=[
                "hours",
                "words",
                "appointments",
                "who",
                "conversations",
                "inbox",
                "urgent",
                "closed",
                "limits",
                "languages",
                "past",
                "crm",
                "try_out",
            ],
        )
