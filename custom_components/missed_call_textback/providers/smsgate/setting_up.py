"""Setting SMSGate up: whether the phone is there, and tells us what happens."""

from datetime import datetime, timedelta
from typing import Final

from ..asking import ApiError
from ..json_api import for_set_up
from ..source import Unsuitable
from .client import Phone, SmsGateClient
from .letters import DELIVERED, FAILED, PICTURE, RECEIVED, SENT

# Ids of webhooks have 36 characters at most.
_EVENTS: Final = {
    RECEIVED: "received",
    PICTURE: "picture",
    SENT: "sent",
    DELIVERED: "delivered",
    FAILED: "failed",
}
# The cloud takes no texts for a phone that has left others lying for a day:
# https://docs.sms-gate.app/features/sending-messages/ ("Server Type Differences").
_AWAY: Final = timedelta(days=1)


async def check(
    client: SmsGateClient, *, public_url: str | None, now: datetime, phone_id: str | None = None
) -> Phone:
    """Return the phone that is to send. Raises Refused, Unreachable, Unsuitable.

    Without `public_url`, where it brings its letters is not looked at. Keys: `no_phone`,
    `phone_gone` (there is no phone with this id), `several_phones` (one has to be named),
    `phone_away`, `needs_https` (the app brings letters to no other address).
    """
    if public_url is not None and not public_url.lower().startswith("https://"):
        raise Unsuitable("needs_https")
    phone = _chosen(await phones(client), phone_id)
    if phone.last_seen is not None and now - phone.last_seen > _AWAY:
        raise Unsuitable("phone_away")
    return phone


async def phones(client: SmsGateClient) -> list[Phone]:
    """Return the phones to choose from. Raises Refused, Unreachable, Unsuitable."""
    try:
        found = await client.phones()
    except ApiError as error:
        raise for_set_up(error) from None
    if not found:
        raise Unsuitable("no_phone")
    return found


async def register(client: SmsGateClient, shop_id: str, public_url: str, phone_id: str) -> None:
    """Have the phone bring its letters to an address. Done twice it is done once.

    Raises Refused, Unreachable, Unsuitable.
    """
    try:
        for event, word in _EVENTS.items():
            await client.put_webhook(_id(shop_id, word), public_url, event, phone_id)
    except ApiError as error:
        raise for_set_up(error) from None


async def unregister(client: SmsGateClient, shop_id: str) -> None:
    """Have the phone bring nothing any more. Raises Refused, Unreachable, Unsuitable."""
    try:
        for word in _EVENTS.values():
            await client.remove_webhook(_id(shop_id, word))
    except ApiError as error:
        raise for_set_up(error) from None


def _id(shop_id: str, word: str) -> str:
    return f"{shop_id[:26]}-{word}"


def _chosen(found: list[Phone], phone_id: str | None) -> Phone:
    if phone_id is None:
        if len(found) > 1:
            raise Unsuitable("several_phones")
        return found[0]
    for phone in found:
        if phone.id == phone_id:
            return phone
    raise Unsuitable("phone_gone")
