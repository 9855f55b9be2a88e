"""What the owner asks for about people: their wishes, their names, their records, and to be forgotten.

Errors are in plain words.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial
import logging
from typing import Final

from .conversation_requests import threads_of
from .coordinator import ShopCoordinator
from .core.engine import Refusal, UnknownCall, UnknownLine
from .core.opt_out import Wish
from .core.ports import LedgerUnavailable
from .core.reasons import Reason
from .core.shielding import to_its_end
from .evidence import Row, rows_of
from .line_signals import Peer, async_touch
from .plain_words import in_plain_words

_LOGGER = logging.getLogger(__name__)

# What keeps nobody from being texted later.
_FOR_NOW: Final = (Reason.CAP_HOUR, Reason.CAP_DAY, Reason.BUDGET)


@to_its_end
async def async_set_wish(coordinator: ShopCoordinator, peer: str, wish: Wish) -> None:
    """Note what the owner says of a person's (E.164) wish."""
    with in_plain_words():
        await coordinator.engine.people.set_wish(peer, wish)
    coordinator.notices.wish_known(peer)
    async_touch(coordinator.hass, coordinator.shop.id, Peer(peer))


async def async_set_blocked(coordinator: ShopCoordinator, peer: str, *, blocked: bool) -> None:
    """Never text a person back, or do so again."""
    with in_plain_words():
        await coordinator.engine.people.set_blocked(peer, blocked=blocked)
    async_touch(coordinator.hass, coordinator.shop.id, Peer(peer))


async def async_describe(
    coordinator: ShopCoordinator,
    peer: str,
    *,
    name: str | None = None,
    language: str | None = None,
    existing: bool | None = None,
    add_tags: Collection[str] = (),
    remove_tags: Collection[str] = (),
) -> None:
    """Note what a person is; None leaves, an empty string clears."""
    with in_plain_words():
        await coordinator.engine.people.describe(
            peer,
            name=name,
            language=language,
            existing=existing,
            add_tags=add_tags,
            remove_tags=remove_tags,
        )
    async_touch(coordinator.hass, coordinator.shop.id, Peer(peer))
    coordinator.async_look_again()


@to_its_end
async def async_erase(coordinator: ShopCoordinator, peer: str) -> int:
    """Make a person unrecognisable for good; returns how many rows they had."""
    with in_plain_words():
        thread_ids = await coordinator.ledger.write(
            partial(threads_of, coordinator.shop, Peer(peer))
        )
        rows = await coordinator.engine.people.erase(peer)
    # They may be in what was last told of a line, or is yet to be, and in a file that waits.
    coordinator.async_finish_telling()
    coordinator.notices.wish_known(peer)
    coordinator.exports.drop_all()
    for forget in coordinator.forgetters:
        forget(peer)
    for thread_id in thread_ids:
        async_touch(coordinator.hass, coordinator.shop.id, thread_id)
    coordinator.async_look_again()
    return rows


async def async_rows(
    coordinator: ShopCoordinator,
    *,
    peer: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Row]:
    """Return what happened as rows of plain text, oldest first."""
    shop = coordinator.shop
    line_ids = [line.id for line in shop.lines]
    with in_plain_words():
        records = await coordinator.ledger.records(
            shop.id, line_ids, peer=peer, since=since, until=until
        )
    # Of years they are a hundred thousand.
    return await coordinator.hass.async_add_executor_job(rows_of, records, shop)


async def async_text_kept_back(coordinator: ShopCoordinator) -> None:
    """Text the callers whom the breaker kept back. The other guards hold for each.

    The owner is asked again about those who cannot be texted just now.
    """
    refused = 0
    for line_id, call_id in coordinator.notices.take_kept_back():
        try:
            await coordinator.engine.text_back(line_id, call_id=call_id)
        except LedgerUnavailable:
            coordinator.notices.note_burst(line_id, call_id)
        except UnknownCall, UnknownLine:
            refused += 1
        except Refusal as err:
            if err.reason in _FOR_NOW:
                coordinator.notices.note_burst(line_id, call_id)
            else:
                refused += 1
    if refused:
        _LOGGER.info("%s of the callers kept back may not be texted any more", refused)
