"""A bare REST client for the exchange's own tests: it sends what it is told, right or wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from .accounts import Account
from .company import Exchange

type Fields = Mapping[str, str] | Sequence[tuple[str, str]]


class Api:
    """One account's access to the API."""

    def __init__(
        self, session: aiohttp.ClientSession, exchange: Exchange, account: Account
    ) -> None:
        self._session = session
        self._exchange = exchange
        self._account = account
        self.auth: tuple[str, str] | None = (account.sid, account.auth_token)

    async def ask(
        self, method: str, path: str, fields: Fields = (), query: Fields = ()
    ) -> tuple[int, dict[str, Any]]:
        """Make a request under the account, and return status and JSON."""
        headers = {}
        if self.auth is not None:
            headers["Authorization"] = aiohttp.encode_basic_auth(*self.auth)
        url = f"{self._exchange.api_base}/2010-04-01/Accounts/{self._account.sid}{path}"
        async with self._session.request(
            method,
            url,
            data=dict(fields) if isinstance(fields, Mapping) else list(fields) or None,
            params=dict(query) if isinstance(query, Mapping) else list(query),
            headers=headers,
        ) as answer:
            return answer.status, await answer.json()

    async def create(self, **fields: str) -> tuple[int, dict[str, Any]]:
        """Create a message from the usual number; `From_=""` and such replace or drop a field."""
        usual = {"To": "+12025550100", "From": "+12025550123", "Body": "Hello"}
        given = {name: value for name, value in (usual | fields).items() if value != "-"}
        return await self.ask("POST", "/Messages.json", given)
