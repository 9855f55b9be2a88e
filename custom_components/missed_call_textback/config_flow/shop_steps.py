"""The steps of a shop, whatever carries its texts: number dialled, business, hours, address, words."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult, ConfigSubentryData

from ..const import (
    CONF_AGAIN_AFTER,
    CONF_BUSINESS,
    CONF_CARRIER,
    CONF_CLOUDHOOK,
    CONF_COUNTRY,
    CONF_DIALLED,
    CONF_HOURS,
    CONF_PUBLIC_URL,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    CONF_TRADE,
    DEFAULT_AGAIN_AFTER,
    DEFAULT_COUNTRY,
    DOMAIN,
    CarrierKind,
)
from ..core.shop import LineMode
from ..profile import spoken_languages
from ..starting_texts import starting_texts
from . import forms
from .address import (
    async_close_cloud_url,
)
from .address_steps import AddressSteps
from .answers import (
    BadAnswer,
    read_dialled,
    read_mobile,
    read_name,
    read_week,
)
from .draft import Draft, Reach
from .forwarding import CONF_NETWORK, async_forwarding_words, is_asked, network_form
from .phone_system_steps import PhoneSystemSteps
from .preview import CONTEXT_BUSINESS, CONTEXT_DEAF
from .subentries import (
    all_line_numbers,
    line_subentry,
    phone_system_subentry,
    team_member_subentry,
)
from .text_check import BUSINESS_VARIABLE, VARIABLES, async_check_texts, sample_of_business
from .trouble import Trouble
from .verdict import as_markdown

_HOME_NAMES: Final = frozenset({"", "home"})


class ShopSteps(AddressSteps, PhoneSystemSteps[ConfigFlowResult]):
    """Asks one thing a step. Nothing is changed at the carrier before the last one."""

    def __init__(self) -> None:
        super().__init__()
        self._phone_system: ConfigSubentryData | None = None
        self._network: str | None = None
        self._answers: dict[str, Any] = {}
        self._hours: dict[str, str] | None = None

    @property
    def own_country(self) -> str:
        """The country in which the owner writes a number."""
        return self.hass.config.country or DEFAULT_COUNTRY

    async def async_carrier_chosen(self, draft: Draft) -> ConfigFlowResult:
        """Go on with the shop itself, once it is known what carries its texts."""
        self.draft = draft
        if draft.mode is LineMode.OWN_PHONES:
            if draft.kind is CarrierKind.TWILIO:
                return await self.async_step_dialled()
            return await self.async_step_customers_dial()
        self._phone_system = None
        self._network = None
        if draft.mode is LineMode.FORWARDED and is_asked(draft.country(self.hass)):
            return await self.async_step_forwarding()
        return await self.async_step_business()

    async def async_step_forwarding(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who carries the phone that forwards its missed calls; at the end it is told how."""
        if user_input is not None:
            self._network = user_input[CONF_NETWORK]
            return await self.async_step_business()
        return self.async_show_form(
            step_id="forwarding",
            data_schema=network_form(self.draft.country(self.hass)),
            last_step=False,
        )

    async def async_step_dialled(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which number customers dial; whoever calls the one of the texts is put through to it."""
        return await self._async_dialled("dialled", user_input)

    async def async_step_customers_dial(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which number customers dial: often the very one that texts come from."""
        return await self._async_dialled(
            "customers_dial", user_input, {CONF_DIALLED: self.draft.number}
        )

    async def _async_dialled(
        self,
        step_id: str,
        user_input: dict[str, Any] | None,
        likely: dict[str, str] | None = None,
    ) -> ConfigFlowResult:
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                self.draft.dialled = read_dialled(
                    user_input[CONF_DIALLED], self.draft.country(self.hass), self.draft.number
                )
            except BadAnswer as err:
                errors[CONF_DIALLED] = err.error
            else:
                return await self.async_step_phone_system()
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(forms.DIALLED, user_input or likely),
            errors=errors,
            last_step=False,
        )

    @override
    async def async_phone_system_found(self, title: str, data: dict[str, Any]) -> ConfigFlowResult:
        self._phone_system = phone_system_subentry(title=title, data=data)
        return await self.async_step_business()

    @property
    @override
    def phone_systems(self) -> list[str]:
        systems = super().phone_systems
        # Whose phone reports its missed calls by itself mostly has nothing else to connect.
        if self.draft.hears_calls:
            return ["no_phone_system", *systems]
        return [*systems, "no_phone_system"]

    async def async_step_no_phone_system(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go on without one: calls are reported otherwise, or one is connected later."""
        self._phone_system = None
        return await self.async_step_business()

    async def async_step_business(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who the shop is, and whom to reach there."""
        errors: dict[str, str] = {}
        draft = self.draft
        if user_input is not None:
            business = self._read(user_input, CONF_BUSINESS, errors, "business_empty")
            name = ""
            mobile = None
            if user_input.get(forms.CONF_YOUR_NAME, "").strip():
                name = self._read(user_input, forms.CONF_YOUR_NAME, errors, "name_empty")
            elif user_input.get(forms.CONF_YOUR_MOBILE, "").strip() or draft.mode is LineMode.RING:
                errors[forms.CONF_YOUR_NAME] = "name_empty"
            try:
                mobile = read_mobile(
                    user_input.get(forms.CONF_YOUR_MOBILE),
                    draft.country(self.hass),
                    {draft.number, draft.dialled or "", *all_line_numbers(self.hass)},
                )
            except BadAnswer as err:
                errors[forms.CONF_YOUR_MOBILE] = err.error
            else:
                if mobile is None and draft.mode is LineMode.RING:
                    errors[forms.CONF_YOUR_MOBILE] = "mobile_needed"
            if not errors:
                self._answers = {
                    CONF_BUSINESS: business,
                    CONF_TRADE: user_input[CONF_TRADE],
                    forms.CONF_YOUR_NAME: name,
                    forms.CONF_YOUR_MOBILE: mobile,
                }
                self.context["title_placeholders"] = {
                    CONTEXT_BUSINESS: business,
                    **({} if draft.hears_replies else {CONTEXT_DEAF: ""}),
                }
                return await self.async_step_hours()
        return self.async_show_form(
            step_id="business",
            data_schema=self.add_suggested_values_to_schema(
                forms.shop_and_owner(owner_needed=draft.mode is LineMode.RING),
                user_input if user_input is not None else self._suggested_shop(),
            ),
            errors=errors,
            last_step=False,
        )

    @staticmethod
    def _read(answers: dict[str, Any], field: str, errors: dict[str, str], empty: str) -> str:
        try:
            return read_name(answers[field], empty)
        except BadAnswer as err:
            errors[field] = err.error
            return ""

    def _suggested_shop(self) -> dict[str, str]:
        house = self.hass.config.location_name.strip()
        return {} if house.lower() in _HOME_NAMES else {CONF_BUSINESS: house}

    async def async_step_hours(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask when the shop is open."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._hours, errors = read_week(user_input)
            if not errors:
                if self.draft.reach is Reach.FROM_OWN_NETWORK:
                    return await self.async_step_near_address()
                return await self.async_step_address()
        return self.async_show_form(
            step_id="hours",
            data_schema=self.add_suggested_values_to_schema(
                forms.HOURS, user_input if user_input is not None else forms.USUAL_WEEK
            ),
            errors=errors,
            last_step=False,
        )

    async def async_step_words(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the two texts, then connect the carrier and create the shop."""
        business = self._answers[CONF_BUSINESS]
        language = spoken_languages(self.hass, {})[0]
        starting = starting_texts(self._answers[CONF_TRADE], language)
        suggested = {CONF_TEXT_OPEN: starting.text_open, CONF_TEXT_CLOSED: starting.text_closed}
        sample = sample_of_business(self.hass, business, self.draft.country(self.hass))
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            _, errors, said = await async_check_texts(self.hass, sample, user_input)
            if not errors:
                try:
                    return await self._async_finish(user_input)
                except Trouble as err:
                    errors, said = err.errors, err.said
        return self.async_show_form(
            step_id="words",
            data_schema=self.add_suggested_values_to_schema(
                forms.TEXTS, user_input if user_input is not None else suggested
            ),
            errors=errors,
            description_placeholders={
                "business": as_markdown(business),
                "said": said,
                "variable": BUSINESS_VARIABLE,
                "variables": VARIABLES,
            },
            last_step=True,
            preview=DOMAIN,
        )

    async def _async_finish(self, texts: dict[str, Any]) -> ConfigFlowResult:
        """Connect the carrier, then create the shop. Raises Trouble, with nothing left half-done."""
        # The texts were tried meanwhile, and another window that ended first closes this one: going
        # on would lead the number to two shops. Raises UnknownFlow.
        self.hass.config_entries.flow.async_get(self.flow_id)
        draft = self.draft
        if error := draft.trouble(self.hass):
            raise Trouble(error)
        self._abort_if_unique_id_configured()
        # Another window that ends at the same time would lead the number to a shop that is never made.
        for other in self._async_in_progress(match_context={"unique_id": self.unique_id}):
            self.hass.config_entries.flow.async_abort(other["flow_id"])
        address = await self.async_address()
        try:
            connected = await draft.async_connect(
                self.hass, self.webhook_id, address.get(CONF_PUBLIC_URL, "")
            )
        except Trouble:
            if address.get(CONF_CLOUDHOOK):
                await async_close_cloud_url(self.hass, self.webhook_id)
            raise
        business = self._answers[CONF_BUSINESS]
        forwarding = await async_forwarding_words(
            self.hass, draft.number, self._network, draft.country(self.hass)
        )
        return self.async_create_entry(
            title=business,
            description=self._what_is_left(),
            description_placeholders={"business": business, **forwarding},
            data={
                CONF_CARRIER: draft.kind.value,
                CONF_BUSINESS: business,
                CONF_TRADE: self._answers[CONF_TRADE],
                CONF_COUNTRY: draft.country(self.hass),
                **address,
                **connected.shop,
            },
            options={
                **({} if self._hours is None else {CONF_HOURS: self._hours}),
                CONF_AGAIN_AFTER: DEFAULT_AGAIN_AFTER,
                CONF_TEXT_OPEN: texts[CONF_TEXT_OPEN],
                CONF_TEXT_CLOSED: texts[CONF_TEXT_CLOSED],
            },
            subentries=self._subentries(business, connected.line),
        )

    def _what_is_left(self) -> str:
        """Return which words end the set-up: they say what is left to do."""
        draft = self.draft
        if draft.mode is not LineMode.OWN_PHONES or self._phone_system is not None:
            return draft.mode.value
        return "phone_hears_calls" if draft.hears_calls else "no_phone_system"

    def _subentries(self, business: str, at_carrier: Mapping[str, Any]) -> list[ConfigSubentryData]:
        draft = self.draft
        line = line_subentry(
            title=business,
            number=draft.number,
            mode=draft.mode,
            dialled=draft.dialled,
            at_carrier=at_carrier,
        )
        systems = [] if self._phone_system is None else [self._phone_system]
        if not (name := self._answers[forms.CONF_YOUR_NAME]):
            return [line, *systems]
        owner = team_member_subentry(
            name=name,
            mobile=self._answers[forms.CONF_YOUR_MOBILE],
            rings=draft.mode is LineMode.RING,
        )
        return [line, owner, *systems]
