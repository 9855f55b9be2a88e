"""Commands about conversations: list them, read one, answer, and say what became of it."""

from collections import Counter
from typing import Any, Final

from probatio import Secret
import voluptuous as vol

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from ..conversation_requests import (
    LARGEST_VALUE,
    MOST_THREADS,
    USUAL_THREADS,
    async_assign,
    async_done,
    async_get_thread,
    async_list_threads,
    async_mark_read,
    async_note,
    async_reply,
    async_resolve,
    read_mark,
)
from ..coordinator import ShopCoordinator
from ..core.inbox import Wanted
from ..core.leads import SAID, Stage
from ..core.numbers import typed_prefixes
from ..core.records import Record
from ..core.threads import ThreadState
from ..plain_words import sendable
from ..services.people import a_tag
from ..voicemail import sound_link
from .command import shop_command
from .fields import LINE_ID, MESSAGE, THREAD, THREAD_ID, WORDS

_STATE: Final = "state"
_URGENT: Final = "urgent"
_TAG: Final = "tag"
_SEARCH: Final = "search"
_LONGEST_SEARCH: Final = 100
_LIMIT: Final = "limit"
_AFTER: Final = "after"
_STAGE: Final = "stage"
_VALUE: Final = "value"
_MEMBER_ID: Final = "member_id"
_REF: Final = "ref"
# As ours are: long enough that no two are alike by chance.
_REF_FORM: Final = r"[0-9a-f]{32}\Z"


@shop_command(
    "threads/list",
    {
        vol.Optional(_STATE): vol.Any(None, vol.In([state.value for state in ThreadState])),
        vol.Optional(_URGENT, default=False): bool,
        vol.Optional(LINE_ID): vol.Any(None, str),
        vol.Optional(Secret(_TAG)): vol.Any(None, a_tag),
        vol.Optional(Secret(_SEARCH)): vol.Any(None, vol.All(str, vol.Length(max=_LONGEST_SEARCH))),
        vol.Optional(_LIMIT, default=USUAL_THREADS): vol.All(
            int, vol.Range(min=1, max=MOST_THREADS)
        ),
        vol.Optional(_AFTER): vol.Any(None, str),
    },
)
async def ws_list(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> dict[str, Any]:
    """Return a page of conversations.

    `search` is a number that somebody has begun to type, in any form: those that begin so are found,
    however long ago they called. Nothing is found by words.
    """
    search = msg.get(_SEARCH)
    numbers = typed_prefixes(search, coordinator.shop.country) if search else ()
    if search and not numbers:
        return {"threads": [], "next": None}
    state, after, line_id = msg.get(_STATE), msg.get(_AFTER), msg.get(LINE_ID)
    if line_id is not None and coordinator.shop.line(line_id) is None:
        raise _unknown("unknown_line")
    return await async_list_threads(
        coordinator,
        Wanted(
            limit=msg[_LIMIT],
            state=None if state is None else ThreadState(state),
            line_id=line_id,
            urgent=msg[_URGENT],
            tag=msg.get(_TAG),
            numbers=numbers,
            after=None if after is None else read_mark(after),
        ),
    )


@shop_command("threads/get", THREAD)
async def ws_get(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> dict[str, Any]:
    """Return a conversation with all that happened in it.

    Each entry has a `key` of its own, which stays the same, and a link to a voicemail's `recording`.
    """
    times: Counter[str] = Counter()

    def more(record: Record) -> dict[str, Any]:
        key = f"{record.kind}-{record.at.timestamp()}"
        times[key] += 1
        return {
            "key": f"{key}-{times[key]}",
            "recording": None if record.sound is None else sound_link(coordinator, record.sound),
        }

    return await async_get_thread(coordinator, msg[THREAD_ID], more)


@shop_command(
    "threads/reply",
    {**THREAD, **WORDS, vol.Optional(_REF): vol.Any(None, vol.All(str, vol.Match(_REF_FORM)))},
)
async def ws_reply(
    coordinator: ShopCoordinator, connection: ActiveConnection, msg: dict[str, Any]
) -> dict[str, Any]:
    """Text the caller.

    A browser that lost its connection asks again under the same `ref`: it is told of the one text.
    """
    text = await async_reply(
        coordinator,
        msg[THREAD_ID],
        sendable(msg[MESSAGE]),
        by=connection.user.name or "",
        ref=msg.get(_REF),
    )
    return {"text_id": text.ref, "state": text.state.value}


@shop_command(
    "threads/resolve",
    {
        **THREAD,
        vol.Required(_STAGE): vol.In([stage.value for stage in SAID]),
        vol.Optional(_VALUE): vol.Any(
            None, vol.All(vol.Any(int, float), vol.Range(min=0, max=LARGEST_VALUE))
        ),
    },
)
async def ws_resolve(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Say how a matter stands."""
    await async_resolve(coordinator, msg[THREAD_ID], Stage(msg[_STAGE]), msg.get(_VALUE))


@shop_command("threads/assign", {**THREAD, vol.Required(_MEMBER_ID): vol.Any(None, str)})
async def ws_assign(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Give a conversation to a member of the team, or to nobody."""
    member_id = msg[_MEMBER_ID]
    if member_id is not None and coordinator.shop.member(member_id) is None:
        raise _unknown("unknown_member")
    await async_assign(coordinator, msg[THREAD_ID], member_id)


@shop_command("threads/note", THREAD | WORDS)
async def ws_note(
    coordinator: ShopCoordinator, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Keep a note, which the caller never sees."""
    await async_note(
        coordinator, msg[THREAD_ID], connection.user.name or "", sendable(msg[MESSAGE])
    )


@shop_command("threads/read", THREAD)
async def ws_read(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Note that somebody has looked at what was written."""
    await async_mark_read(coordinator, msg[THREAD_ID])


@shop_command("threads/done", THREAD)
async def ws_done(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Note that nothing is owed any more."""
    await async_done(coordinator, [msg[THREAD_ID]])


def _unknown(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
