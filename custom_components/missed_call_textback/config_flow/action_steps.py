"""The steps that choose any Home Assistant action as the carrier, and send a test text by it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..action_carrier import ActionCarrier, ActionSettings, async_script
from ..const import CONF_ACTION_SETTINGS, CONF_MOBILE, CONF_NUMBER, CarrierKind
from ..core.outbox import Accepted, OutgoingText, Refused, TextKind
from ..core.reception import new_ref
from ..vendor_pages import ACTION
from . import android_forms as forms
from .answers import BadAnswer, read_mobile, read_number
from .draft import Connected, Draft, Reach
from .shop_steps import ShopSteps
from .trouble import Trouble
from .verdict import async_phrases, option_label


@dataclass(kw_only=True)
class ActionDraft(Draft):
    """The number that an action sends from."""

    kind: ClassVar = CarrierKind.ACTION
    company: ClassVar = "Home Assistant"

    settings: ActionSettings

    @property
    @override
    def reach(self) -> Reach:
        return Reach.NOT_NEEDED

    @property
    @override
    def hears_replies(self) -> bool:
        return self.settings.replies

    @override
    async def async_connect(
        self, hass: HomeAssistant, webhook_id: str, public_url: str
    ) -> Connected:
        return Connected(shop={CONF_ACTION_SETTINGS: self.settings.as_data()})


class ActionSteps(ShopSteps):
    """Asks for the action, then offers to try it."""

    _action: ActionDraft
    _test_error: str

    async def async_step_action(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which action sends a text, and from which number."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                number = read_number(user_input[CONF_NUMBER], self.own_country)
                settings = await async_settings(self.hass, user_input)
            except BadAnswer as err:
                errors[CONF_NUMBER] = err.error
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                # A window that was closed midway leaves its dialog open for nobody.
                await self.async_set_unique_id(f"action:{number}", raise_on_progress=False)
                self._abort_if_unique_id_configured()
                self._action = ActionDraft(number=number, settings=settings)
                if error := self._action.trouble(self.hass):
                    errors[CONF_NUMBER] = error
                else:
                    return await self.async_step_action_test()
        return self.async_show_form(
            step_id="action",
            data_schema=self.add_suggested_values_to_schema(forms.ACTION, user_input),
            errors=errors,
            description_placeholders={"said": said, "action_page": ACTION, **VARIABLES},
            last_step=False,
        )

    async def async_step_action_test(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to send a text to the owner before anything depends on it."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            draft = self._action
            try:
                mobile = read_mobile(
                    user_input.get(CONF_MOBILE), draft.country(self.hass), {draft.number}
                )
                if mobile is None:
                    return await self.async_carrier_chosen(draft)
                await self._async_send_test(draft, mobile)
            except BadAnswer as err:
                errors[CONF_MOBILE] = err.error
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                return await self.async_step_action_tested()
        return self.async_show_form(
            step_id="action_test",
            data_schema=self.add_suggested_values_to_schema(forms.TEST_TEXT, user_input),
            errors=errors,
            description_placeholders={"said": said},
            last_step=False,
        )

    async def async_step_action_tested(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether the test text is there: only its reader knows."""
        return self.async_show_menu(
            step_id="action_tested", menu_options=["action_arrived", "action_test", "action"]
        )

    async def async_step_action_arrived(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go on with the shop."""
        return await self.async_carrier_chosen(self._action)

    async def _async_send_test(self, draft: ActionDraft, mobile: str) -> None:
        """Send a test text. Raises Trouble where the action did not take it."""
        now = dt_util.utcnow()
        phrases = await async_phrases(self.hass)
        carrier = ActionCarrier(self.hass, draft.settings)
        try:
            result = await carrier.send(
                OutgoingText(
                    id=0,
                    ref=new_ref(),
                    line_id="",
                    kind=TextKind.NOTICE,
                    sender=draft.number,
                    to=mobile,
                    body=option_label(phrases, "preview", "test_text"),
                    created_at=now,
                    deadline=now + timedelta(minutes=1),
                ),
                deadline_seconds=60,
            )
        finally:
            await carrier.close()
        match result:
            case Accepted():
                return
            case Refused(code=code):
                raise Trouble("test_text_refused", said=code)
            case unclear:
                raise Trouble("test_text_unclear", said=unclear.why)


# How the variables of an action are written in it.
VARIABLES: Final = {
    "number": "{{ number }}",
    "message": "{{ message }}",
    "ref": "{{ ref }}",
    "sender": "{{ sender }}",
}


async def async_settings(hass: HomeAssistant, answers: dict[str, Any]) -> ActionSettings:
    """Read an action as it was chosen. Raises Trouble where it can never run."""
    sequence = answers[forms.CONF_SEQUENCE]
    if not sequence:
        raise Trouble("action_empty", field=forms.CONF_SEQUENCE)
    try:
        script = await async_script(hass, sequence)
    except (vol.Invalid, HomeAssistantError) as err:
        raise Trouble("action_broken", field=forms.CONF_SEQUENCE, said=str(err)) from None
    await script.async_unload()
    back = answers[forms.SECTION_BACK]
    return ActionSettings(
        sequence=sequence,
        receipts=back[forms.CONF_RECEIPTS],
        replies=back[forms.CONF_REPLIES],
    )
