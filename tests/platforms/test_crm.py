"""A CRM is told of leads over real HTTP, signed; and the owner of what it did not take."""

import asyncio
import base64
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
import hashlib
import hmac
import json
from typing import Any
from unittest.mock import patch

from aiohttp import ClientTimeout, web
from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.diagnostics import async_get_config_entry_diagnostics
from custom_components.missed_call_textback.providers import asking
from custom_components.missed_call_textback.providers.crm.client import CrmClient, NotTaken
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from .shop import CUSTOMER, OpenShop, open_shop, shop_entry

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"another secret of the same kind!").decode()
PATH = "/hooks/a-path-that-nobody-may-know"
EVERYTHING = ["missed", "replied", "booked", "won", "lost", "opted_out"]


@dataclass
class Inbox:
    """A receiver that checks what it gets as the standard says, and answers as the test says."""

    secret: str = SECRET
    answers: list[int] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    breaks: bool = False
    silent: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        """Answer one request."""
        if self.silent:
            await self.gate.wait()
        if self.breaks:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        body = await request.read()
        ref, sent_at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{ref}.{sent_at}.".encode() + body, hashlib.sha256).digest()
        expected = f"v1,{base64.b64encode(digest).decode()}"
        if not hmac.compare_digest(expected, request.headers["webhook-signature"]):
            return web.Response(status=401, text="bad signature")
        if abs(dt_util.utcnow().timestamp() - int(sent_at)) > 300:
            return web.Response(status=400, text="too old")
        self.refs.append(ref)
        status = self.answers.pop(0) if self.answers else 204
        if 300 <= status < 400:
            return web.Response(status=status, headers={"Location": self.url})
        if status < 300:
            self.taken.append(json.loads(body))
        return web.Response(status=status)


@pytest.fixture
async def inbox(socket_enabled: None) -> AsyncGenerator[Inbox]:
    inbox = Inbox()
    app = web.Application()
    app.router.add_post(PATH, inbox.take)
    server = TestServer(app)
    await server.start_server()
    inbox.url = str(server.make_url(PATH))
    yield inbox
    inbox.gate.set()
    await server.close()


async def opened(hass: HomeAssistant, inbox: Inbox, **crm: Any) -> OpenShop:  # noqa: ANN401
    settings = {"url": inbox.url, "secret": SECRET, "events": EVERYTHING, **crm}
    return await open_shop(hass, shop_entry(options={"crm": settings}))


async def deliver(shop: OpenShop, freezer: FrozenDateTimeFactory, **later: float) -> None:
    """Let the time pass until what is due was told."""
    freezer.tick(timedelta(**(later or {"seconds": 1})))
    async_fire_time_changed(shop.hass, dt_util.utcnow())
    await shop.hass.async_block_till_done(wait_background_tasks=True)


def issue(shop: OpenShop) -> ir.IssueEntry | None:
    return ir.async_get(shop.hass).async_get_issue(DOMAIN, f"crm_{shop.entry.entry_id}")


async def test_a_crm_is_told_of_a_lead_from_the_missed_call_to_its_value(
    hass: HomeAssistant, inbox: Inbox, freezer: FrozenDateTimeFactory
) -> None:
    shop = await opened(hass, inbox)
    await hass.services.async_call(
        DOMAIN,
        "describe_caller",
        {
            "config_entry_id": shop.entry.entry_id,
            "number": CUSTOMER,
            "name": "Ada Müller",
            "add_tags": ["regular"],
            "existing_customer": True,
        },
        blocking=True,
    )
    began = dt_util.utcnow()
    await shop.miss_call()
    await deliver(shop, freezer)
    await shop.receive("Friday? 🙂")
    await deliver(shop, freezer)
    await shop.engine.conversations.resolve(1, Stage.WON, 39_500_000)
    await deliver(shop, freezer)
    await shop.receive("STOP")
    await deliver(shop, freezer)
    missed, replied, won, stopped = inbox.taken
    person = {
        "shop": "Corner Barbers",
        "line": "Demo line",
        "line_number": "+12025550100",
        "conversation": 1,
        "number": CUSTOMER,
        "name": "Ada Müller",
        "caller_name": None,
        "existing_customer": True,
        "tags": ["regular"],
        "answers": {},
    }
    assert missed == {
        "type": "lead.missed",
        "timestamp": began.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {**person, "outcome": "no_answer"},
    }
    assert (replied["type"], replied["data"]) == ("lead.replied", {**person, "text": "Friday? 🙂"})
    assert (won["type"], won["data"]) == (
        "lead.won",
        {**person, "value": 39.5, "currency": hass.config.currency},
    )
    assert (stopped["type"], stopped["data"]) == ("lead.opted_out", person)
    assert len(set(inbox.refs)) == 4
    assert issue(shop) is None


@pytest.mark.parametrize("trouble", ["500", "429", "302", "breaks", "another secret", "away"])
async def test_whatever_goes_wrong_is_tried_again_until_it_is_taken(
    hass: HomeAssistant,
    inbox: Inbox,
    freezer: FrozenDateTimeFactory,
    trouble: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", f"custom_components.{DOMAIN}")
    shop = await opened(hass, inbox)
    client = shop.engine._courier._receiver._client  # type: ignore[union-attr]
    address = client._url
    match trouble:
        case "breaks":
            inbox.breaks = True
        case "another secret":
            inbox.secret = OTHER_SECRET
        case "away":
            client._url = client._url.with_port(1)
        case status:
            inbox.answers = [int(status)]
    await shop.miss_call()
    await deliver(shop, freezer)
    assert inbox.taken == []
    inbox.breaks, inbox.secret, client._url = False, SECRET, address
    await deliver(shop, freezer, minutes=3)
    assert [told["type"] for told in inbox.taken] == ["lead.missed"]
    assert len(set(inbox.refs)) == 1
    # It says what went wrong, and neither the secret nor the path.
    said = [each.getMessage() for each in caplog.records if each.name.startswith("custom_")]
    assert "did not take an event" in str(said)
    for secret in (SECRET, "a-path-that-nobody-may-know", CUSTOMER):
        assert secret not in str(said)
    assert issue(shop) is None


async def test_the_owner_is_told_of_what_was_not_taken_for_a_day_until_something_is(
    hass: HomeAssistant, inbox: Inbox, freezer: FrozenDateTimeFactory
) -> None:
    shop = await opened(hass, inbox)
    inbox.answers = [503] * 100
    await shop.miss_call()
    for _ in range(30):
        await deliver(shop, freezer, hours=1)
    assert (told := issue(shop)) is not None
    assert told.translation_key == "crm_unreached"
    assert told.translation_placeholders == {
        "shop": "Corner Barbers",
        "host": "127.0.0.1",
        "why": "HTTP 503",
    }
    tried = len(inbox.refs)
    assert 8 < tried < 20
    await deliver(shop, freezer, hours=30)
    assert len(inbox.refs) == tried
    inbox.answers = []
    await shop.receive("Hello?")
    await deliver(shop, freezer)
    assert [each["type"] for each in inbox.taken] == ["lead.replied"]
    assert issue(shop) is None


async def test_a_receiver_that_is_gone_is_asked_no_more_and_the_owner_is_told(
    hass: HomeAssistant, inbox: Inbox, freezer: FrozenDateTimeFactory
) -> None:
    shop = await opened(hass, inbox)
    inbox.answers = [410]
    await shop.miss_call()
    await deliver(shop, freezer)
    await shop.receive("Hello?")
    await deliver(shop, freezer)
    await deliver(shop, freezer, hours=30)
    assert len(inbox.refs) == 1
    assert (told := issue(shop)) is not None
    assert told.translation_key == "crm_gone"
    # Whoever gives another address begins anew, and whoever gives none is told no more.
    options = {key: value for key, value in shop.entry.options.items() if key != "crm"}
    hass.config_entries.async_update_entry(shop.entry, options=options)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert issue(shop) is None


async def test_a_shop_that_is_removed_takes_its_issue_along(
    hass: HomeAssistant, inbox: Inbox, freezer: FrozenDateTimeFactory
) -> None:
    shop = await opened(hass, inbox)
    inbox.answers = [410]
    await shop.miss_call()
    await deliver(shop, freezer)
    assert issue(shop) is not None
    assert await hass.config_entries.async_remove(shop.entry.entry_id)
    assert issue(shop) is None


async def test_two_shops_tell_each_their_own_crm(
    hass: HomeAssistant, inbox: Inbox, freezer: FrozenDateTimeFactory
) -> None:
    shop = await opened(hass, inbox)
    other = await open_shop(hass, shop_entry(entry_id="01OTHER0000000000000000000", title="Vet"))
    await other.miss_call()
    await shop.receive("Hello?")
    await deliver(shop, freezer)
    assert [(told["type"], told["data"]["shop"]) for told in inbox.taken] == [
        ("lead.replied", "Corner Barbers")
    ]


async def test_neither_the_address_nor_the_secret_is_in_the_diagnostics(
    hass: HomeAssistant, inbox: Inbox
) -> None:
    shop = await opened(hass, inbox)
    told = json.dumps(await async_get_config_entry_diagnostics(hass, shop.entry), default=str)
    assert SECRET not in told
    assert "nobody-may-know" not in told
    assert '"crm_events": 6' in told


async def test_the_signature_is_that_of_the_standard(hass: HomeAssistant, inbox: Inbox) -> None:
    client = CrmClient(async_get_clientsession(hass), inbox.url, OTHER_SECRET)
    assert "nobody-may-know" not in repr(client)
    with pytest.raises(NotTaken, match="HTTP 401"):
        await client.post("msg_1", {"type": "test"}, dt_util.utcnow())
    inbox.secret = OTHER_SECRET
    await client.post("msg_1", {"type": "test"}, dt_util.utcnow())
    with pytest.raises(NotTaken, match="HTTP 400"):
        await client.post("msg_1", {"type": "test"}, dt_util.utcnow() - timedelta(hours=1))
    assert inbox.taken == [{"type": "test"}]
    with pytest.raises(ValueError, match="whsec_"):
        CrmClient(async_get_clientsession(hass), inbox.url, "short")


async def test_a_receiver_that_does_not_answer_is_not_waited_for(
    hass: HomeAssistant, inbox: Inbox
) -> None:
    inbox.silent = True
    client = CrmClient(async_get_clientsession(hass), inbox.url, SECRET)
    with (
        patch.object(asking, "_TIMEOUT", ClientTimeout(total=0.2)),
        pytest.raises(NotTaken, match="no answer in time"),
    ):
        await client.post("msg_1", {"type": "test"}, dt_util.utcnow())
