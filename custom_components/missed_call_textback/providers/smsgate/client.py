"""SMSGate's API, as far as it is needed: the phone itself speaks it, and so does its cloud.

Source: https://docs.sms-gate.app/integration/api/
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import aiohttp

from ..json_api import ApiRefused, ApiStrange, JsonApi
from ..json_fields import Json, moment_in, text_in

CLOUD: Final = "https://api.sms-gate.app/3rdparty/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone with the app. `sims` are the numbers of its SIM slots, from 1, that have a card.

    `last_seen` is when it last spoke to the cloud; a phone that answers itself says now.
    """

    id: str
    name: str
    sims: tuple[int, ...] = ()
    last_seen: datetime | None = None


class SmsGateClient:
    """One account: of a phone at its own address (`http://192.168.1.20:8080`), or at the cloud's."""

    def __init__(
        self, session: aiohttp.ClientSession, base_url: str, username: str, password: str
    ) -> None:
        proof = b64encode(f"{username}:{password}".encode()).decode()
        self._api = JsonApi(session, base_url, {"Authorization": f"Basic {proof}"})

    async def phones(self) -> list[Phone]:
        """Return the account's phones. Raises ApiError."""
        # The phone knows the old path only, and the cloud still does.
        listed = await self._api.ask("GET", "device")
        if not isinstance(listed, list):
            raise ApiStrange("an answer without phones")
        return [_phone(item) for item in listed if isinstance(item, dict) and text_in(item, "id")]

    async def send(self, message: Mapping[str, object]) -> None:
        """Hand over a text. Raises ApiError.

        Its number is not checked there again: a range newer than their list must still be texted.
        """
        query = {"skipPhoneValidation": "true"}
        answer = await self._api.ask("POST", "messages", message, query)
        if not isinstance(answer, dict) or answer.get("id") != message["id"]:
            raise ApiStrange("an answer about no such text")

    async def has(self, message_id: str) -> bool:
        """Tell whether a text is known there. Raises ApiError."""
        try:
            answer = await self._api.ask("GET", f"messages/{quote(message_id, safe='')}")
        except ApiRefused as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return False
            raise
        if not isinstance(answer, dict) or answer.get("id") != message_id:
            raise ApiStrange("an answer about no such text")
        return True

    async def put_webhook(self, webhook_id: str, url: str, event: str, phone_id: str) -> None:
        """Have an event of a phone told at an address, in place of what had this id before.

        Raises ApiError.
        """
        fields = {"id": webhook_id, "url": url, "event": event, "deviceId": phone_id}
        await self._api.ask("POST", "webhooks", fields)

    async def remove_webhook(self, webhook_id: str) -> None:
        """Have an event no longer told. Raises ApiError."""
        await self._api.ask("DELETE", f"webhooks/{quote(webhook_id, safe='')}")


def _phone(item: Json) -> Phone:
    cards = item.get("simCards")
    listed = cards if isinstance(cards, list) else []
    numbers = [card.get("simNumber") for card in listed if isinstance(card, dict)]
    return Phone(
        id=text_in(item, "id"),
        name=text_in(item, "name"),
        sims=tuple(number for number in numbers if type(number) is int),
        last_seen=moment_in(item, "lastSeen"),
    )
