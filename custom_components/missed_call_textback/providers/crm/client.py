"""Posts to a receiver's webhook, signed as Standard Webhooks has it."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
import json
from typing import Final, override

import aiohttp
from yarl import URL

from ..asking import ApiError, ask
from ..standard_webhooks import (
    HEADER_ID,
    HEADER_SIGNATURE,
    HEADER_TIMESTAMP,
    key_of,
    signature,
)

# Nothing in an answer is of interest but its status.
_LONGEST_ANSWER: Final = 1024 * 1024


class NotTaken(Exception):
    """The receiver did not take it. Its text has neither the address nor the secret.

    `gone` tells that it wants nothing any more.
    """

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


class CrmClient:
    """One receiver at one address."""

    def __init__(self, session: aiohttp.ClientSession, url: str, secret: str) -> None:
        """Take the secret as it is written, `whsec_…`. Raises ValueError for others."""
        self._session = session
        self._url = URL(url)
        self._key = key_of(secret)

    @override
    def __repr__(self) -> str:
        return f"<CrmClient at {self.host}>"

    @property
    def host(self) -> str:
        """Where it is, fit to be shown: the path of an address may be a secret."""
        return self._url.host or ""

    async def post(self, ref: str, document: Mapping[str, object], now: datetime) -> None:
        """Post a document at a time (aware); `ref` is the same whenever it is sent. Raises NotTaken."""
        body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(
            errors="replace"
        )
        timestamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            HEADER_ID: ref,
            HEADER_TIMESTAMP: timestamp,
            HEADER_SIGNATURE: signature(self._key, ref, timestamp, body),
        }
        try:
            status, _ = await ask(
                self._session,
                "POST",
                self._url,
                longest=_LONGEST_ANSWER,
                headers=headers,
                data=body,
            )
        except ApiError as error:
            raise NotTaken(str(error)) from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise NotTaken(f"HTTP {status}", gone=status == HTTPStatus.GONE)
