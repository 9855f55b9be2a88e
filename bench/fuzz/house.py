"""A whole Home Assistant in this process, with three shops.

One is fuzzed, one is changed by nobody, and one has its dialogs walked through.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
import sqlite3
from typing import Any, Final
from urllib.parse import quote_plus

import aiohttp
from aiohttp.test_utils import TestServer
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)
from yarl import URL

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.shop import LineMode
from homeassistant import loader
from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.config_entries import ConfigEntryState, ConfigSubentryDataWithId
from homeassistant.core import DOMAIN as HOME_ASSISTANT, HomeAssistant
from homeassistant.helpers import device_registry as dr, frame, translation
from homeassistant.setup import async_setup_component
from tests.exchange.signing import signature

from .stand_in import NUMBER_SID, SID, TOKEN, StandIn

PUBLIC: Final = "https://shop.example"
TEAM: Final = "+12025550188"
_CLIENT_ID: Final = "https://shop.example/app"
_SET_UP: Final = ("http", "websocket_api", "config", "repairs", "diagnostics", "system_health")
_FORM: Final = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzedShop:
    """A shop at the stand-in, with one line."""

    entry: MockConfigEntry
    number: str
    webhook_id: str
    ledger: Path

    @property
    def public_url(self) -> str:
        """The address that Twilio would call and sign."""
        return f"{PUBLIC}/api/webhook/{self.webhook_id}"


class House:
    """What the doors have in common: the shops, and ways to reach them as the world does."""

    def __init__(self, hass: HomeAssistant, session: aiohttp.ClientSession) -> None:
        self.hass = hass
        self.base = ""
        self.session = session
        self.stand_in = StandIn("+12025550199")
        # One of its own, so that whatever is asked of it was asked by the shop that nobody may change.
        self.quiet_stand_in = StandIn("+12025550198")
        self.fuzzed: FuzzedShop
        self.quiet: FuzzedShop
        self.changing: FuzzedShop
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._ws_id = 0
        self._token = ""

    def webhook(self, shop: FuzzedShop, query: str) -> URL:
        """Return where a shop's webhook is here, the query untouched."""
        return URL(f"{self.base}/api/webhook/{shop.webhook_id}?{query}", encoded=True)

    async def post(
        self, shop: FuzzedShop, query: str, fields: list[tuple[str, str]]
    ) -> tuple[int, str]:
        """Send a webhook as Twilio does, signed. Returns the status and the document."""
        url = f"{shop.public_url}?{query}"
        async with self.session.post(
            self.webhook(shop, query),
            data=encoded(fields),
            headers={"X-Twilio-Signature": signature(TOKEN, url, fields), "Content-Type": _FORM},
        ) as response:
            return response.status, await response.text()

    async def rest(self, method: str, path: str, told: object = None) -> tuple[int, Any]:
        """Ask Home Assistant's own API as an administrator."""
        async with self.session.request(
            method,
            f"{self.base}{path}",
            json=told,
            headers={"Authorization": f"Bearer {self._token}"},
        ) as response:
            if response.content_type == "application/json":
                return response.status, await response.json()
            return response.status, await response.text()

    async def command(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a websocket command as an administrator, and return its result."""
        if self._ws is None or self._ws.closed:
            self._ws = await self.session.ws_connect(f"{self.base}/api/websocket")
            await self._ws.receive_json()
            await self._ws.send_json({"type": "auth", "access_token": self._token})
            await self._ws.receive_json()
            self._ws_id = 0
        self._ws_id += 1
        await self._ws.send_json({**message, "id": self._ws_id})
        async with asyncio.timeout(30):
            while True:
                answer = await self._ws.receive()
                if answer.type is not aiohttp.WSMsgType.TEXT:
                    return {"success": False, "error": {"code": "closed"}}
                told: dict[str, Any] = answer.json()
                # What cannot be read as a command is answered without an id of its own.
                if told["type"] == "result" and told["id"] in (self._ws_id, None):
                    return told

    async def close_socket(self) -> None:
        """Close the websocket, and with it every subscription."""
        if self._ws is not None:
            await self._ws.close()
            self._ws = None

    def device_ids(self) -> list[str]:
        """Return the ids of all devices of the shop that is fuzzed."""
        registry = dr.async_get(self.hass)
        entry_id = self.fuzzed.entry.entry_id
        return [device.id for device in dr.async_entries_for_config_entry(registry, entry_id)]

    async def open(self) -> None:
        """Make an administrator, and open the three shops."""
        for component in _SET_UP:
            if not await async_setup_component(self.hass, component, {}):
                raise RuntimeError(f"{component} was not set up")
        user = await self.hass.auth.async_create_user("Fuzz", group_ids=[GROUP_ID_ADMIN])
        refresh = await self.hass.auth.async_create_refresh_token(
            user, _CLIENT_ID, access_token_expiration=timedelta(days=1)
        )
        self._token = self.hass.auth.async_create_access_token(refresh)
        api_base = await self.stand_in.open()
        self.fuzzed = await self._shop("fuzzed", "+12025550100", api_base)
        self.quiet = await self._shop("quiet", "+12025550101", await self.quiet_stand_in.open())
        self.changing = await self._shop("changing", "+12025550102", api_base)
        # Last: a server that runs takes no more views.
        self._server = TestServer(self.hass.http.app, host="127.0.0.1")
        await self._server.start_server()
        self.base = str(self._server.make_url("")).rstrip("/")
        await self._fill(self.quiet)

    async def close(self) -> None:
        """Close everything again."""
        await self.close_socket()
        for entry in self.hass.config_entries.async_loaded_entries(const.DOMAIN):
            await self.hass.config_entries.async_unload(entry.entry_id)
        await self.hass.async_stop(force=True)
        await self._server.close()
        await self.stand_in.close()
        await self.quiet_stand_in.close()

    async def _shop(self, name: str, number: str, api_base: str) -> FuzzedShop:
        webhook_id = f"d00r{name}"
        entry = MockConfigEntry(
            domain=const.DOMAIN,
            title=f"Shop {name}",
            unique_id=f"{SID}{name}",
            data={
                const.CONF_CARRIER: const.CarrierKind.TWILIO.value,
                const.CONF_BUSINESS: f'Shop <{name}> & "Söhne"',
                const.CONF_TRADE: "salon",
                const.CONF_COUNTRY: "US",
                "webhook_id": webhook_id,
                const.CONF_PUBLIC_URL: f"{PUBLIC}/api/webhook/{webhook_id}",
                const.CONF_CLOUDHOOK: False,
                const.CONF_ACCOUNT_SID: SID,
                const.CONF_AUTH_TOKEN: TOKEN,
                const.CONF_API_BASE: api_base,
            },
            options={
                const.CONF_TEXT_OPEN: "{{ business }} here, hello {{ caller_name }}",
                const.CONF_TEXT_CLOSED: "{{ business }} opens {{ next_opening }}",
                const.CONF_SHORT_RING: 0,
                const.CONF_AGAIN_AFTER: 0,
                const.CONF_IN_CONVERSATION: 0,
                const.CONF_PER_CALLER: 100_000,
                const.CONF_PER_HOUR: 100_000,
                const.CONF_PER_DAY: 100_000,
                const.CONF_BURST: 0,
            },
            subentries_data=[
                ConfigSubentryDataWithId(
                    subentry_id=f"01LINE{name.upper():0<20}",
                    subentry_type=const.SUBENTRY_TYPE_LINE,
                    title=f"Line {name}",
                    unique_id=number,
                    data={
                        const.CONF_NUMBER: number,
                        const.CONF_NUMBER_SID: NUMBER_SID,
                        const.CONF_MODE: LineMode.RING.value,
                        const.CONF_RING_SECONDS: 20,
                        const.CONF_VOICEMAIL: True,
                        const.CONF_PREVIOUS: {},
                    },
                ),
                ConfigSubentryDataWithId(
                    subentry_id=f"01SAM0{name.upper():0<20}",
                    subentry_type=const.SUBENTRY_TYPE_TEAM_MEMBER,
                    title="Sam",
                    unique_id=None,
                    data={const.CONF_MOBILE: TEAM, const.CONF_RINGS: True},
                ),
            ],
        )
        entry.add_to_hass(self.hass)
        await self.hass.config_entries.async_setup(entry.entry_id)
        await self.hass.async_block_till_done()
        if entry.state is not ConfigEntryState.LOADED:
            raise RuntimeError(f"the shop {name} was not opened: {entry.reason}")
        ledger = Path(self.hass.config.path(const.DOMAIN, f"{entry.entry_id}.db"))
        return FuzzedShop(entry=entry, number=number, webhook_id=webhook_id, ledger=ledger)

    async def _fill(self, shop: FuzzedShop) -> None:
        """Give a shop something that could be changed: a call and its text, and a caller's reply."""
        call = {"AccountSid": SID, "From": "+12025550143", "To": shop.number}
        for query, more in (
            ("step=voice", {"CallSid": f"CA{1:032x}", "CallStatus": "ringing"}),
            (
                "step=dial",
                {
                    "CallSid": f"CA{1:032x}",
                    "CallStatus": "completed",
                    "DialCallStatus": "no-answer",
                    "DialBridged": "false",
                },
            ),
            ("step=text", {"MessageSid": f"SM{900:032x}", "Body": "Are you open?"}),
        ):
            status, _ = await self.post(shop, query, list((call | more).items()))
            if status != 200:
                raise RuntimeError(f"a webhook as it ought to be was answered with {status}")
        # The figures are read again a moment later.
        await asyncio.sleep(1)
        await self.hass.async_block_till_done(wait_background_tasks=True)


def encoded(fields: list[tuple[str, str]]) -> bytes:
    """Return a form as Twilio writes it."""
    pairs = ((quote_plus(name), quote_plus(value)) for name, value in fields)
    return "&".join(f"{name}={value}" for name, value in pairs).encode()


class LedgerEye:
    """Tells whether anybody has changed a row of a small ledger since this looked last.

    Until when the telephone company's log was read does not count: a shop notes that by itself.
    """

    def __init__(self, ledger: Path) -> None:
        self._connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
        self._seen = self._version()
        self._rows = self._read()

    def changed(self) -> bool:
        """Look."""
        if self._seen == (version := self._version()):
            return False
        self._seen = version
        before, self._rows = self._rows, self._read()
        return before != self._rows

    def _version(self) -> int:
        # SQLite's own count of what other connections have committed.
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _read(self) -> dict[str, list[tuple[object, ...]]]:
        columns = self._connection.execute(
            "SELECT m.name, group_concat(c.name) FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name <> 'listened_at' GROUP BY m.name"
        ).fetchall()
        return {
            # Names of the ledger's own.
            table: self._connection.execute(f"SELECT {names} FROM {table}").fetchall()  # noqa: S608
            for table, names in columns
        }


@asynccontextmanager
async def open_house(folder: Path) -> AsyncGenerator[House]:
    """Open Home Assistant and the shops, and close both again."""
    async with (
        async_test_home_assistant(asyncio.get_running_loop(), config_dir=str(folder)) as hass,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        frame.async_setup(hass)
        await translation.async_load_integrations(hass, {HOME_ASSISTANT})
        house = House(hass, session)
        try:
            await house.open()
            yield house
        finally:
            await house.close()
