"""A phone system that calls here by real HTTP, while a dialog is open or after."""

import base64
import hashlib
import hmac
import json
import re
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.providers.webhook.letters import signed

from .dialogs import Shown


def copied(shown: Shown, what: str) -> str:
    """Return what a step shows to copy."""
    return str(shown["description_placeholders"][what])


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def signs(body: bytes, secret: str) -> dict[str, str]:
    """Return the headers of Standard Webhooks, of this moment."""
    return signed(body, secret=secret, at=dt_util.utcnow())


def placetel(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-PLACETEL-SIGNATURE": digest}


def basic(password: str) -> dict[str, str]:
    pair = base64.b64encode(f"calls:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


class PhoneSystem:
    """Sends what it was told to, where it was told to."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self._client = client
        self.replies: list[str] = []

    async def post(
        self, address: str, body: bytes | dict[str, Any], headers: dict[str, str] | None = None
    ) -> int:
        """Send a request; return what was answered."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/json" if raw[:1] == b"{" else "application/x-www-form-urlencoded"
        response = await self._client.post(
            URL(address).path, data=raw, headers={"Content-Type": kind, **(headers or {})}
        )
        self.replies.append(await response.text())
        return response.status

    async def form(self, address: str, secret: str, **fields: str) -> int:
        """Send a form with the secret as a password."""
        return await self.post(address, urlencode(fields).encode(), basic(secret))


class SystemDialog:
    """The dialog of one phone system of a shop that is there."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        self._hass = hass
        self._entry_id = entry_id
        self.flow_id = ""

    async def open(self, subentry_id: str | None = None) -> Shown:
        """Open the dialog of a new phone system, or of one that is there."""
        context: dict[str, str] = {"source": "user"}
        if subentry_id is not None:
            context = {"source": "reconfigure", "subentry_id": subentry_id}
        shown = await self._hass.config_entries.subentries.async_init(
            (self._entry_id, "phone_system"),
            context=context,  # type: ignore[arg-type]
        )
        self.flow_id = shown["flow_id"]
        if subentry_id is None:
            shown = await self.choose("webhook")
        return shown

    async def answer(self, answers: dict[str, Any]) -> Shown:
        """Submit the form that is shown."""
        return await self._hass.config_entries.subentries.async_configure(self.flow_id, answers)

    async def choose(self, choice: str) -> Shown:
        """Choose from the menu that is shown."""
        return await self.answer({"next_step_id": choice})

    def close(self) -> None:
        """Close the window."""
        self._hass.config_entries.subentries.async_abort(self.flow_id)


def offered(shown: Shown, field: str) -> dict[str, str]:
    """Return what a form's select box offers, with its labels."""
    for key, its in shown["data_schema"].schema.items():
        if key == field:
            return {each["value"]: each["label"] for each in its.config["options"]}
    raise AssertionError(field)


def whole_numbers(text: str) -> list[str]:
    """Return the numbers that a text shows whole."""
    return re.findall(r"[0-9]{7,}", text.replace("\\", ""))
