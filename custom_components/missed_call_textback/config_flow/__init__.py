"""The dialogs that set a shop up and change it, without YAML and without a manual."""

from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.core import HomeAssistant, callback

from ..const import (
    CONF_AGAIN_AFTER,
    CONF_BUSINESS,
    CONF_CARRIER,
    CONF_COUNTRY,
    CONF_NUMBER_SID,
    CONF_PREVIOUS,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    CONF_TRADE,
    DEFAULT_AGAIN_AFTER,
    DEFAULT_COUNTRY,
    DEMO_LINE_NAME,
    DEMO_LINE_NUMBER,
    DEMO_UNIQUE_ID,
    DOMAIN,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_PHONE_SYSTEM,
    SUBENTRY_TYPE_TEAM_MEMBER,
    SUBENTRY_TYPE_TEXT,
    CarrierKind,
)
from ..core.shop import LineMode
from ..profile import spoken_languages
from ..starting_texts import starting_texts
from . import forms
from .action_steps import ActionSteps
from .android_steps import AndroidSteps
from .answers import BadAnswer, read_name
from .change_steps import ChangeSteps
from .lines import LineFlow
from .options import ShopOptionsFlow
from .phone_systems import PhoneSystemFlow
from .preview import async_register_preview
from .special_texts import SpecialTextFlow
from .subentries import line_subentry
from .team import TeamMemberFlow
from .twilio_steps import TwilioSteps

_DEMO_BUSINESS: Final = "Corner Barbers"
_DEMO_TRADE: Final = "salon"


class MissedCallConfigFlow(TwilioSteps, AndroidSteps, ActionSteps, ChangeSteps, domain=DOMAIN):
    """Sets a shop up: with a carrier, or as a demo that needs none."""

    VERSION = 1
    MINOR_VERSION = 1

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        return ShopOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        return {
            SUBENTRY_TYPE_LINE: LineFlow,
            SUBENTRY_TYPE_PHONE_SYSTEM: PhoneSystemFlow,
            SUBENTRY_TYPE_TEAM_MEMBER: TeamMemberFlow,
            SUBENTRY_TYPE_TEXT: SpecialTextFlow,
        }

    @staticmethod
    @override
    async def async_setup_preview(hass: HomeAssistant) -> None:
        async_register_preview(hass)

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        return self.async_show_menu(
            step_id="user", menu_options=["twilio", "compatible", "android", "action", "demo"]
        )

    async def async_step_demo(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Set a shop up whose calls and texts are made up."""
        # A window that was closed midway leaves its dialog open for nobody.
        await self.async_set_unique_id(DEMO_UNIQUE_ID, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                business = read_name(user_input[CONF_BUSINESS], "business_empty")
            except BadAnswer as err:
                errors[CONF_BUSINESS] = err.error
            else:
                return self._create_demo(business, user_input[CONF_TRADE])
        return self.async_show_form(
            step_id="demo",
            data_schema=self.add_suggested_values_to_schema(
                forms.SHOP, user_input if user_input is not None else self._suggested_demo()
            ),
            errors=errors,
            last_step=True,
        )

    def _suggested_demo(self) -> dict[str, str]:
        return self._suggested_shop() or {CONF_BUSINESS: _DEMO_BUSINESS, CONF_TRADE: _DEMO_TRADE}

    def _create_demo(self, business: str, trade: str) -> ConfigFlowResult:
        starting = starting_texts(trade, spoken_languages(self.hass, {})[0])
        return self.async_create_entry(
            title=business,
            description="demo",
            data={
                CONF_CARRIER: CarrierKind.DEMO.value,
                CONF_BUSINESS: business,
                CONF_TRADE: trade,
                CONF_COUNTRY: DEFAULT_COUNTRY,
            },
            options={
                CONF_AGAIN_AFTER: DEFAULT_AGAIN_AFTER,
                CONF_TEXT_OPEN: starting.text_open,
                CONF_TEXT_CLOSED: starting.text_closed,
            },
            subentries=[
                line_subentry(
                    title=DEMO_LINE_NAME,
                    number=DEMO_LINE_NUMBER,
                    mode=LineMode.FORWARDED,
                    at_carrier={CONF_NUMBER_SID: None, CONF_PREVIOUS: {}},
                )
            ],
        )
