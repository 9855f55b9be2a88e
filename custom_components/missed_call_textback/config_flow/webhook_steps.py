"""The steps that connect a phone system which calls here, and show what arrives from it."""

from collections.abc import Sequence
from typing import Any, Final, override

from yarl import URL

from homeassistant.components.webhook import async_generate_id
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResult
from homeassistant.util import dt as dt_util

from ..const import (
    CONF_CLOUDHOOK,
    CONF_KIND,
    CONF_MAPPING,
    CONF_PUBLIC_URL,
    CONF_SECRET,
    CONF_SINCE,
    CONF_SYSTEM,
    PhoneSystemKind,
)
from ..providers.standard_webhooks import new_secret
from ..providers.webhook.door import SeenLetter
from ..providers.webhook.mapping import FieldMapping
from ..providers.webhook.presets import PRESETS, ProofKind, proof_of
from ..webhook_doors import (
    OTHER_FORM,
    OWN_FORM,
    address_with_secret,
    lacks_fields,
    mapping_of,
    proof_kind,
)
from . import webhook_forms as forms
from .address import async_cloud_url, has_cloud, local_address, own_address, webhook_url
from .answers import BadAnswer, read_origin
from .mapper_steps import MapperSteps
from .phone_system_forms import CONF_SKIP, TEST_CALL
from .webhook_trial import NewTrial, Trial
from .what_arrived import async_what_arrived

_PAGE: Final = (
    "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs/phones/webhook.md"
)
# Their secrets are their own: the owner copies them from there to here.
_THEIR_SECRET: Final = (ProofKind.TELNYX, ProofKind.VONAGE)


class WebhookSteps[ResultT: FlowResult[Any, Any]](MapperSteps[ResultT]):
    """Asks which system it is, shows the address to call, and waits for the first call."""

    _hook: dict[str, Any]
    _trial: Trial | None = None

    def new_webhook_trial(self, webhook_id: str) -> Trial:
        """Return what takes calls while the dialog is open."""
        return NewTrial(self.hass, webhook_id)

    @property
    def webhook_has_moved(self) -> bool:
        """Tell whether the address that was copied there leads nowhere any more."""
        return False

    @property
    def _tried(self) -> Trial:
        if self._trial is None:
            self._trial = self.new_webhook_trial(self._hook[CONF_WEBHOOK_ID])
        return self._trial

    @property
    @override
    def letters(self) -> Sequence[SeenLetter]:
        return tuple(self._tried.memory.letters)

    @property
    @override
    def mapping_now(self) -> FieldMapping:
        return mapping_of(self._hook) or FieldMapping()

    async def async_step_webhook(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask which phone system it is."""
        now = self.phone_system_now
        if user_input is None:
            return self.async_show_form(
                step_id="webhook",
                data_schema=self.add_suggested_values_to_schema(
                    forms.CHANGE if now else forms.NEW, now
                ),
                description_placeholders={"page": _PAGE},
                last_step=False,
            )
        system = user_input[CONF_SYSTEM]
        is_same = now.get(CONF_SYSTEM) == system
        kept = {CONF_MAPPING: now[CONF_MAPPING]} if is_same and CONF_MAPPING in now else {}
        self._hook = {
            CONF_KIND: PhoneSystemKind.WEBHOOK.value,
            CONF_SYSTEM: system,
            CONF_WEBHOOK_ID: now.get(CONF_WEBHOOK_ID) or async_generate_id(),
            CONF_SINCE: now.get(CONF_SINCE, dt_util.utcnow().isoformat()),
            **kept,
        }
        if proof_kind(system) in _THEIR_SECRET:
            return await self.async_step_webhook_secret()
        keeps_secret = bool(now) and proof_kind(now[CONF_SYSTEM]) not in _THEIR_SECRET
        if keeps_secret and not user_input[forms.CONF_NEW_SECRET]:
            self._hook[CONF_SECRET] = now[CONF_SECRET]
        else:
            self._hook[CONF_SECRET] = new_secret()
        return await self.async_step_webhook_place()

    async def async_step_webhook_secret(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask for the key that the phone system signs with."""
        now = self.phone_system_now
        system: str = self._hook[CONF_SYSTEM]
        errors: dict[str, str] = {}
        if user_input is not None:
            typed = user_input.get(CONF_SECRET, "").strip()
            if not typed and now.get(CONF_SYSTEM) == system:
                typed = now[CONF_SECRET]
            try:
                proof_of(proof_kind(system), (typed,))
            except ValueError:
                errors[CONF_SECRET] = "webhook_secret_wrong"
            else:
                self._hook[CONF_SECRET] = typed
                return await self.async_step_webhook_place()
        return self.async_show_form(
            step_id="webhook_secret",
            data_schema=forms.SECRET,
            errors=errors,
            description_placeholders={"page": _PAGE, "system": self._system_name},
            last_step=False,
        )

    async def async_step_webhook_place(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Find out where the phone system reaches this house; ask only where nothing says it."""
        now = self.phone_system_now
        own = own_address(self.hass)
        errors: dict[str, str] = {}
        if user_input is None and not now and (has_cloud(self.hass) or own):
            user_input = {} if has_cloud(self.hass) else {CONF_PUBLIC_URL: own}
        if user_input is not None:
            try:
                self._hook |= await self._async_place(user_input.get(CONF_PUBLIC_URL, ""))
            except BadAnswer as err:
                errors[CONF_PUBLIC_URL] = err.error
            else:
                self._tried.async_use(self._hook)
                return await self.async_step_webhook_again()
        suggested = user_input
        if suggested is None:
            suggested = {CONF_PUBLIC_URL: self._origin_suggested(own)}
        return self.async_show_form(
            step_id="webhook_place",
            data_schema=self.add_suggested_values_to_schema(forms.PLACE, suggested),
            errors=errors,
            description_placeholders={"cloud_url": "https://www.nabucasa.com/config/"},
            last_step=False,
        )

    def _origin_suggested(self, own: str | None) -> str | None:
        now = self.phone_system_now
        if not self.webhook_has_moved and now and not now[CONF_CLOUDHOOK]:
            return str(URL(now[CONF_PUBLIC_URL]).origin())
        return None if has_cloud(self.hass) else own or local_address(self.hass)

    async def _async_place(self, typed: str) -> dict[str, Any]:
        """Return the address to call. Raises BadAnswer."""
        webhook_id = self._hook[CONF_WEBHOOK_ID]
        if typed.strip():
            url = webhook_url(read_origin(typed), webhook_id)
            return {CONF_PUBLIC_URL: url, CONF_CLOUDHOOK: False}
        if not has_cloud(self.hass):
            raise BadAnswer("webhook_address_needed")
        url = await async_cloud_url(self.hass, webhook_id)
        return {CONF_PUBLIC_URL: url, CONF_CLOUDHOOK: True}

    async def async_step_webhook_again(self, _user_input: dict[str, Any] | None = None) -> ResultT:
        """Show what to copy there, and wait for a call."""
        system: str = self._hook[CONF_SYSTEM]
        if system == OWN_FORM:
            return await self.async_step_webhook_own()
        if system == OTHER_FORM:
            return await self.async_step_webhook_other()
        if PRESETS[system].in_address:
            return await self.async_step_webhook_whole_address()
        if proof_kind(system) in _THEIR_SECRET:
            return await self.async_step_webhook_address()
        return await self.async_step_webhook_known()

    async def async_step_webhook_own(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Wait for a call in our own form."""
        return await self._async_wait("webhook_own", user_input)

    async def async_step_webhook_other(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Wait for calls in a form that nothing is known of."""
        return await self._async_wait("webhook_other", user_input)

    async def async_step_webhook_known(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Wait for a call of a known system that takes an address and a secret."""
        return await self._async_wait("webhook_known", user_input)

    async def async_step_webhook_whole_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Wait for a call of a known system that takes the secret in the address."""
        return await self._async_wait("webhook_whole_address", user_input)

    async def async_step_webhook_address(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Wait for a call of a known system that signs with a secret of its own."""
        return await self._async_wait("webhook_address", user_input)

    async def _async_wait(self, step_id: str, user_input: dict[str, Any] | None) -> ResultT:
        errors: dict[str, str] = {}
        why = ""
        if user_input is not None:
            if user_input[CONF_SKIP]:
                return await self.async_step_webhook_done()
            error, why = self._what_came()
            if error is None and lacks_fields(self._hook):
                return await self.async_step_webhook_fields()
            if error is None:
                return await self.async_step_webhook_heard()
            errors["base"] = error
        return self.async_show_form(
            step_id=step_id,
            data_schema=TEST_CALL,
            errors=errors,
            description_placeholders={
                "page": _PAGE,
                "system": self._system_name,
                "address": self._hook[CONF_PUBLIC_URL],
                "secret": self._hook[CONF_SECRET],
                "whole_address": address_with_secret(self._hook),
                "why": why,
            },
            last_step=False,
        )

    def _what_came(self) -> tuple[str | None, str]:
        """Return why nothing that came can be shown, and a word of detail; None if something can."""
        bell = self._tried.doorbell
        if any(letter.problem is None for letter in self.letters):
            return None, ""
        if bell.refusal is not None:
            return "webhook_unproven" if bell.forged else "webhook_turned_away", bell.refusal
        if not self.letters:
            return "webhook_no_call", ""
        return "webhook_not_understood", self.letters[-1].problem or ""

    async def async_step_webhook_heard(self, _input: dict[str, Any] | None = None) -> ResultT:
        """Show what arrived, and ask whether it was understood."""
        chooses = self._hook[CONF_SYSTEM] == OTHER_FORM
        mapping = mapping_of(self._hook)
        return self.async_show_menu(
            step_id="webhook_heard",
            menu_options=[
                "webhook_done",
                "webhook_again",
                *(["webhook_fields"] if chooses else []),
            ],
            description_placeholders={
                "arrived": await async_what_arrived(self.hass, self.letters, mapping)
            },
        )

    @override
    async def async_mapped(self, mapping: FieldMapping) -> ResultT:
        self._hook[CONF_MAPPING] = mapping.as_dict()
        self._tried.async_use(self._hook)
        return await self.async_step_webhook_heard()

    async def async_step_webhook_done(self, _input: dict[str, Any] | None = None) -> ResultT:
        """Keep it."""
        return await self.async_phone_system_found(self._system_name, self._hook)

    @property
    def _system_name(self) -> str:
        preset = PRESETS.get(self._hook[CONF_SYSTEM])
        return "Webhook" if preset is None else preset.name

    @callback
    @override
    def async_remove(self) -> None:
        """Take no more calls, unless the phone system is set up by now."""
        super().async_remove()
        if self._trial is not None:
            self._trial.async_end()
