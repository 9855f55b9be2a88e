"""Actions about conversations: list them, read one, answer, and say what became of it."""

from typing import Final

import voluptuous as vol

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv

from ..const import DOMAIN
from ..conversation_requests import (
    LARGEST_VALUE,
    MOST_THREADS,
    USUAL_THREADS,
    async_assign,
    async_author,
    async_get_thread,
    async_list_threads,
    async_note,
    async_reply,
    async_resolve,
    read_mark,
)
from ..core.inbox import Wanted
from ..core.leads import SAID, Stage
from ..core.threads import ThreadState
from ..words import LONGEST_TEXT
from .people import a_tag
from .targets import async_find_line, async_find_member, async_find_shop, daily_work
from .texts import ATTR_MESSAGE, message_of, text_response

SERVICE_LIST_THREADS: Final = "list_threads"
SERVICE_GET_THREAD: Final = "get_thread"
SERVICE_REPLY: Final = "reply"
SERVICE_RESOLVE: Final = "resolve"
SERVICE_ASSIGN: Final = "assign"
SERVICE_NOTE: Final = "note"
ATTR_THREAD_ID: Final = "thread_id"
ATTR_STATE: Final = "state"
ATTR_URGENT: Final = "urgent"
ATTR_TAG: Final = "tag"
ATTR_LIMIT: Final = "limit"
ATTR_AFTER: Final = "after"
ATTR_MACHINE: Final = "machine"
ATTR_STAGE: Final = "stage"
ATTR_VALUE: Final = "value"

_THREAD = {
    vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
    vol.Required(ATTR_THREAD_ID): cv.positive_int,
}
_LIST_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Optional(ATTR_STATE): vol.In([state.value for state in ThreadState]),
        vol.Optional(ATTR_URGENT, default=False): cv.boolean,
        vol.Optional(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_LIMIT, default=USUAL_THREADS): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MOST_THREADS)
        ),
        vol.Optional(ATTR_TAG): a_tag,
        vol.Optional(ATTR_AFTER): cv.string,
    }
)
_NOTE_SCHEMA = vol.Schema(
    {
        **_THREAD,
        vol.Required(ATTR_MESSAGE): vol.All(cv.string, vol.Strip, vol.Length(max=LONGEST_TEXT)),
    }
)
_REPLY_SCHEMA = _NOTE_SCHEMA.extend({vol.Optional(ATTR_MACHINE, default=False): cv.boolean})
_RESOLVE_SCHEMA = vol.Schema(
    {
        **_THREAD,
        vol.Required(ATTR_STAGE): vol.In([stage.value for stage in SAID]),
        vol.Optional(ATTR_VALUE): vol.All(vol.Coerce(float), vol.Range(min=0, max=LARGEST_VALUE)),
    }
)
_ASSIGN_SCHEMA = vol.Schema({**_THREAD, vol.Optional(ATTR_DEVICE_ID): cv.string})


@callback
def async_setup_conversation_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema, response in (
        (SERVICE_LIST_THREADS, _async_list_threads, _LIST_SCHEMA, SupportsResponse.ONLY),
        (SERVICE_GET_THREAD, _async_get_thread, vol.Schema(_THREAD), SupportsResponse.ONLY),
        (SERVICE_REPLY, _async_reply, _REPLY_SCHEMA, SupportsResponse.OPTIONAL),
        (SERVICE_RESOLVE, _async_resolve, _RESOLVE_SCHEMA, SupportsResponse.NONE),
        (SERVICE_ASSIGN, _async_assign, _ASSIGN_SCHEMA, SupportsResponse.NONE),
        (SERVICE_NOTE, _async_note, _NOTE_SCHEMA, SupportsResponse.NONE),
    ):
        hass.services.async_register(
            DOMAIN, name, action, schema=schema, supports_response=response
        )


@daily_work
async def _async_list_threads(call: ServiceCall) -> ServiceResponse:
    coordinator = async_find_shop(call)
    line_id = None
    if ATTR_DEVICE_ID in call.data:
        line_shop, line_id = async_find_line(call)
        if line_shop is not coordinator:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="line_of_other_shop"
            )
    after = read_mark(call.data[ATTR_AFTER]) if ATTR_AFTER in call.data else None
    state = call.data.get(ATTR_STATE)
    return await async_list_threads(
        coordinator,
        Wanted(
            limit=call.data[ATTR_LIMIT],
            state=None if state is None else ThreadState(state),
            line_id=line_id,
            urgent=call.data[ATTR_URGENT],
            tag=call.data.get(ATTR_TAG),
            after=after,
        ),
    )


@daily_work
async def _async_get_thread(call: ServiceCall) -> ServiceResponse:
    return await async_get_thread(async_find_shop(call), call.data[ATTR_THREAD_ID])


@daily_work
async def _async_reply(call: ServiceCall) -> ServiceResponse:
    body = message_of(call)
    by = await async_author(call.hass, call.context)
    text = await async_reply(
        async_find_shop(call),
        call.data[ATTR_THREAD_ID],
        body,
        by=by,
        machine=call.data[ATTR_MACHINE],
    )
    return text_response(text) if call.return_response else None


@daily_work
async def _async_resolve(call: ServiceCall) -> None:
    stage = Stage(call.data[ATTR_STAGE])
    coordinator = async_find_shop(call)
    await async_resolve(coordinator, call.data[ATTR_THREAD_ID], stage, call.data.get(ATTR_VALUE))


@daily_work
async def _async_assign(call: ServiceCall) -> None:
    coordinator = async_find_shop(call)
    member = async_find_member(call, coordinator) if ATTR_DEVICE_ID in call.data else None
    await async_assign(
        coordinator, call.data[ATTR_THREAD_ID], None if member is None else member.id
    )


@daily_work
async def _async_note(call: ServiceCall) -> None:
    body = message_of(call)
    author = await async_author(call.hass, call.context)
    await async_note(async_find_shop(call), call.data[ATTR_THREAD_ID], author, body)
