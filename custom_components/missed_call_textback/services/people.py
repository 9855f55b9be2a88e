"""Actions about people: what they want, who is never texted back, and what they are called."""

from typing import Final

import voluptuous as vol

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service

from ..const import CONF_LANGUAGE, DOMAIN
from ..core.opt_out import Wish
from ..core.tags import LONGEST_TAG, MOST_TAGS, read_tag
from ..owner_requests import async_describe, async_set_blocked, async_set_wish
from ..starting_texts import LANGUAGES
from .targets import ATTR_NUMBER, async_find_person, number_given

SERVICE_SET_TEXTING: Final = "set_texting"
SERVICE_BLOCK: Final = "block"
SERVICE_UNBLOCK: Final = "unblock"
SERVICE_DESCRIBE_CALLER: Final = "describe_caller"
ATTR_TEXTING: Final = "texting"
ATTR_NAME: Final = "name"
ATTR_EXISTING_CUSTOMER: Final = "existing_customer"
ATTR_ADD_TAGS: Final = "add_tags"
ATTR_REMOVE_TAGS: Final = "remove_tags"
_DESCRIBING: Final = {
    ATTR_NAME,
    CONF_LANGUAGE,
    ATTR_EXISTING_CUSTOMER,
    ATTR_ADD_TAGS,
    ATTR_REMOVE_TAGS,
}
_WISHES: Final = {"allow": Wish.START, "stop": Wish.STOP}
_LONGEST_NAME: Final = 100


def a_tag(value: object) -> str:
    """Read a tag. Raises vol.Invalid."""
    if (tag := read_tag(cv.string(value))) is None:
        raise vol.Invalid(f"a tag has 1 to {LONGEST_TAG} characters")
    return tag


_TAGS: Final = vol.All(cv.ensure_list, vol.Length(max=MOST_TAGS), [a_tag])
PERSON: Final = {
    vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
    vol.Required(ATTR_NUMBER): number_given,
}
_PERSON_SCHEMA = vol.Schema(PERSON)
_SET_TEXTING_SCHEMA = vol.Schema({**PERSON, vol.Required(ATTR_TEXTING): vol.In(tuple(_WISHES))})
_DESCRIBE_SCHEMA = vol.Schema(
    {
        **PERSON,
        vol.Optional(ATTR_NAME): vol.All(cv.string, vol.Strip, vol.Length(max=_LONGEST_NAME)),
        vol.Optional(CONF_LANGUAGE): vol.In(("", *LANGUAGES)),
        vol.Optional(ATTR_EXISTING_CUSTOMER): cv.boolean,
        vol.Optional(ATTR_ADD_TAGS): _TAGS,
        vol.Optional(ATTR_REMOVE_TAGS): _TAGS,
    }
)


@callback
def async_setup_people_actions(hass: HomeAssistant) -> None:
    """Register the actions, for administrators and automations."""
    for name, action, schema in (
        (SERVICE_SET_TEXTING, _async_set_texting, _SET_TEXTING_SCHEMA),
        (SERVICE_BLOCK, _async_block, _PERSON_SCHEMA),
        (SERVICE_UNBLOCK, _async_unblock, _PERSON_SCHEMA),
        (SERVICE_DESCRIBE_CALLER, _async_describe_caller, _DESCRIBE_SCHEMA),
    ):
        async_register_admin_service(hass, DOMAIN, name, action, schema)


async def _async_set_texting(call: ServiceCall) -> None:
    coordinator, peer = async_find_person(call)
    await async_set_wish(coordinator, peer, _WISHES[call.data[ATTR_TEXTING]])


async def _async_block(call: ServiceCall) -> None:
    coordinator, peer = async_find_person(call)
    await async_set_blocked(coordinator, peer, blocked=True)


async def _async_unblock(call: ServiceCall) -> None:
    coordinator, peer = async_find_person(call)
    await async_set_blocked(coordinator, peer, blocked=False)


async def _async_describe_caller(call: ServiceCall) -> None:
    coordinator, peer = async_find_person(call)
    if not call.data.keys() & _DESCRIBING:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_to_note")
    await async_describe(
        coordinator,
        peer,
        name=call.data.get(ATTR_NAME),
        language=call.data.get(CONF_LANGUAGE),
        existing=call.data.get(ATTR_EXISTING_CUSTOMER),
        add_tags=call.data.get(ATTR_ADD_TAGS, ()),
        remove_tags=call.data.get(ATTR_REMOVE_TAGS, ()),
    )
