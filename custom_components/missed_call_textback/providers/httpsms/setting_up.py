"""Setting httpSMS up: whether the phones are there, and what happens is told us."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Final

from ..asking import ApiError
from ..json_api import ApiRefused, for_set_up
from ..source import Unsuitable
from .client import HttpSmsClient, Phone
from .letters import DELIVERED, EXPIRED, FAILED, MISSED, RECEIVED, SENT

_EVENTS: Final = (MISSED, RECEIVED, SENT, DELIVERED, FAILED, EXPIRED)
_LONGEST_ADDRESS: Final = 255
_PHONE_KEY: Final = "pk_"


async def check(
    client: HttpSmsClient, *, api_key: str, numbers: Collection[str], public_url: str
) -> list[Phone]:
    """Return the phones of the shop's numbers (E.164). Raises Refused, Unreachable, Unsuitable.

    Keys: `phone_key` (a key for phones, which may not send), `number_not_there`, `answers_itself`
    (httpSMS texts missed callers too: each would get two), `address_too_long`, `not_understood`.
    """
    if api_key.startswith(_PHONE_KEY):
        raise Unsuitable("phone_key")
    if len(public_url) > _LONGEST_ADDRESS:
        raise Unsuitable("address_too_long")
    wanted = [phone for phone in await phones(client) if phone.number in numbers]
    if {phone.number for phone in wanted} != set(numbers):
        raise Unsuitable("number_not_there")
    if any(phone.answers_itself for phone in wanted):
        raise Unsuitable("answers_itself")
    return wanted


async def phones(client: HttpSmsClient) -> list[Phone]:
    """Return the phones to choose from. Raises Refused, Unreachable, Unsuitable."""
    try:
        return await client.phones()
    except ApiError as error:
        raise for_set_up(error) from None


async def register(
    client: HttpSmsClient, *, public_url: str, signing_key: str, numbers: Collection[str]
) -> None:
    """Have httpSMS tell at an address what happens. Done twice it is done once.

    Raises Refused, Unreachable, Unsuitable (`too_many_webhooks`, `not_understood`).
    """
    try:
        known = await client.webhook_ids(public_url)
        await client.put_webhook(
            known[0] if known else None,
            url=public_url,
            signing_key=signing_key,
            events=_EVENTS,
            numbers=sorted(numbers),
        )
        for twin in known[1:]:
            await client.remove_webhook(twin)
    except ApiError as error:
        raise _not_registered(error) from None


async def unregister(client: HttpSmsClient, public_url: str) -> None:
    """Have httpSMS tell nothing any more at an address. Raises Refused, Unreachable, Unsuitable."""
    try:
        for webhook_id in await client.webhook_ids(public_url):
            await client.remove_webhook(webhook_id)
    except ApiError as error:
        raise for_set_up(error) from None


def _not_registered(error: ApiError) -> Exception:
    if isinstance(error, ApiRefused) and error.status == HTTPStatus.PAYMENT_REQUIRED:
        return Unsuitable("too_many_webhooks")
    return for_set_up(error)
