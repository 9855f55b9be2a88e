"""httpSMS's API, as far as it is needed.

Source: https://api.httpsms.com/index.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import aiohttp

from ..json_api import ApiStrange, JsonApi
from ..json_fields import Json, text_in

API_BASE: Final = "https://api.httpsms.com"
# Of messages and of threads it gives no more at once.
PAGE: Final = 20
# An account has ten webhooks at most, and few phones.
_MOST: Final = "20"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A SIM card of a phone with the app, by its number (E.164)."""

    number: str
    texts_per_minute: int
    answers_itself: bool
    """It texts back to missed calls by itself."""


class HttpSmsClient:
    """One account at httpSMS, or at somebody's own server of it."""

    def __init__(
        self, session: aiohttp.ClientSession, api_key: str, base_url: str = API_BASE
    ) -> None:
        self._api = JsonApi(session, f"{base_url.rstrip('/')}/v1", {"x-api-key": api_key})

    async def phones(self) -> list[Phone]:
        """Return the account's phones. Raises ApiError."""
        return [_phone(item) for item in await self._listed("phones", {"limit": _MOST})]

    async def send(self, message: Mapping[str, object]) -> str:
        """Hand over a text and return its id. Raises ApiError."""
        answer = await self._api.ask("POST", "messages/send", message)
        if not (message_id := text_in(_data(answer), "id")):
            raise ApiStrange("an answer without id")
        return message_id

    async def messages(self, owner: str, contact: str, skip: int) -> list[Json]:
        """Return up to `PAGE` texts and missed calls between two numbers, the newest first.

        Raises ApiError.
        """
        query = {"owner": owner, "contact": contact, "skip": str(skip), "limit": str(PAGE)}
        return await self._listed("messages", query)

    async def threads(self, owner: str, skip: int, *, archived: bool) -> list[Json]:
        """Return up to `PAGE` threads of a number, one for each other number, the newest first.

        Raises ApiError.
        """
        query = {
            "owner": owner,
            "is_archived": "true" if archived else "false",
            "skip": str(skip),
            "limit": str(PAGE),
        }
        return await self._listed("message-threads", query)

    async def webhook_ids(self, url: str) -> list[str]:
        """Return the ids of webhooks that lead to an address. Raises ApiError."""
        listed = await self._listed("webhooks", {"limit": _MOST})
        return [text_in(item, "id") for item in listed if item.get("url") == url]

    async def put_webhook(
        self,
        webhook_id: str | None,
        *,
        url: str,
        signing_key: str,
        events: Iterable[str],
        numbers: Iterable[str],
    ) -> None:
        """Add a webhook, or change one. Raises ApiError."""
        fields = {
            "url": url,
            "signing_key": signing_key,
            "events": list(events),
            "phone_numbers": list(numbers),
        }
        if webhook_id is None:
            await self._api.ask("POST", "webhooks", fields)
        else:
            await self._api.ask("PUT", f"webhooks/{quote(webhook_id, safe='')}", fields)

    async def remove_webhook(self, webhook_id: str) -> None:
        """Remove a webhook. Raises ApiError."""
        await self._api.ask("DELETE", f"webhooks/{quote(webhook_id, safe='')}")

    async def _listed(self, path: str, query: Mapping[str, str]) -> list[Json]:
        answer = await self._api.ask("GET", path, query={"skip": "0", **query})
        items = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(items, list):
            raise ApiStrange(f"an answer without {path}")
        return [item for item in items if isinstance(item, dict)]


def _data(answer: Any) -> Json:  # noqa: ANN401 - JSON is anything
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}


def _phone(item: Json) -> Phone:
    rate = item.get("messages_per_minute")
    return Phone(
        number=text_in(item, "phone_number"),
        texts_per_minute=rate if type(rate) is int else 0,
        answers_itself=bool(text_in(item, "missed_call_auto_reply")),
    )
