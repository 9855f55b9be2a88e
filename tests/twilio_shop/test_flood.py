"""A flood of requests that nobody signed: little work each, a bounded number, and no harm to others."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import pytest

from custom_components.missed_call_textback import flood, webhook
from custom_components.missed_call_textback.doorway import _DOORWAYS, Doorway
from custom_components.missed_call_textback.providers.twilio.signature import Signature
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.aiohttp import MockRequest
from tests.exchange import RINGS_OUT

from .conftest import CALLER, PUBLIC, WEBHOOK_ID, TwilioShop

SHAPED = f"{'A' * 27}="
FORM = "application/x-www-form-urlencoded"
ATTACKER = "203.0.113.7"
TELEPHONE_COMPANY = "198.51.100.1"


def doorway(shop: TwilioShop) -> Doorway:
    return shop.hass.data[_DOORWAYS][shop.entry.entry_id]


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Count signatures that are computed."""
    real, results = Signature.matches, list[bool]()

    def matches(self: Signature, *args: object) -> bool:
        results.append(real(self, *args))  # type: ignore[arg-type]
        return results[-1]

    monkeypatch.setattr(Signature, "matches", matches)
    return results


@pytest.fixture
def clock(shop: TwilioShop, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Hold the guard's clock in hand."""
    now = [1000.0]
    monkeypatch.setattr(doorway(shop), "guard", flood.FloodGuard(lambda: now[0]))
    return now


async def post(
    shop: TwilioShop,
    remote: str | None = ATTACKER,
    *,
    body: bytes = b"Body=Hello",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> int:
    request = MockRequest(
        content=body,
        mock_source="test",
        method="POST",
        headers={"Content-Type": FORM, "X-Twilio-Signature": SHAPED, **headers},
        query_string="step=text",
        remote=remote,
    )
    return (await async_handle_webhook(shop.hass, WEBHOOK_ID, request)).status


async def genuine(shop: TwilioShop, remote: str | None) -> int:
    """Repeat a call's first webhook, signed, from an address."""
    if not shop.exchange.calls:
        await shop.call(RINGS_OUT)
    sent = shop.exchange.calls[0].sent("voice")[0]
    request = MockRequest(
        content=urlencode(sent.params).encode(),
        mock_source="test",
        method="POST",
        headers={"Content-Type": FORM, "X-Twilio-Signature": sent.signature},
        query_string=sent.url.partition("?")[2],
        remote=remote,
    )
    assert sent.url.startswith(PUBLIC)
    return (await async_handle_webhook(shop.hass, WEBHOOK_ID, request)).status


async def test_one_address_has_so_many_signatures_computed_and_then_one_a_second(
    shop: TwilioShop, verified: list[bool], clock: list[float]
) -> None:
    statuses = [await post(shop) for _ in range(1000)]
    assert (statuses.count(403), statuses.count(429)) == (100, 900)
    assert len(verified) == 100
    clock[0] += 10
    statuses = [await post(shop) for _ in range(1000)]
    assert statuses.count(403) == 10
    assert len(verified) == 110
    assert doorway(shop).doorbell.turned_away == 1890


async def test_all_strangers_together_have_so_many_signatures_computed_and_then_fifty_a_second(
    shop: TwilioShop, verified: list[bool], clock: list[float]
) -> None:
    addresses = [f"203.0.{high}.{low}" for high in range(100, 120) for low in range(1, 101)]
    for address in addresses:
        await post(shop, address)
    assert len(verified) == 500
    clock[0] += 2
    for address in addresses:
        await post(shop, address)
    assert len(verified) == 600


async def test_of_a_flood_that_is_read_at_once_no_more_is_verified_than_of_one_in_turn(
    shop: TwilioShop, verified: list[bool], clock: list[float]
) -> None:
    await asyncio.gather(*(post(shop) for _ in range(500)))
    assert len(verified) == 100


async def test_whom_the_telephone_company_signs_for_is_let_in_whatever_strangers_do(
    shop: TwilioShop, verified: list[bool], clock: list[float]
) -> None:
    assert await genuine(shop, TELEPHONE_COMPANY) == 200
    for number in range(1, 201):
        for _ in range(5):
            await post(shop, f"203.0.113.{number}")
    assert verified.count(False) == 500
    assert await genuine(shop, TELEPHONE_COMPANY) == 200


@pytest.mark.parametrize("shared", [None, "127.0.0.1", "172.17.0.1", "fd00::1"])
async def test_an_address_that_is_shared_is_never_punished_for_a_neighbour(
    shop: TwilioShop, verified: list[bool], clock: list[float], shared: str | None
) -> None:
    for _ in range(1000):
        assert await post(shop, shared) == 403
    assert await genuine(shop, shared) == 200
    # But what is longer than nearly all that is honest waits until it is quieter.
    assert await post(shop, shared, body=b"Body=" + b"x" * 9000) == 429
    clock[0] += 1
    assert await post(shop, shared, body=b"Body=" + b"x" * 9000) == 403


async def test_a_whole_network_of_one_house_is_one_address(
    shop: TwilioShop, verified: list[bool], clock: list[float]
) -> None:
    for number in range(150):
        await post(shop, f"2001:db8:1:2::{number:x}")
    assert len(verified) == 100


async def test_addresses_of_the_old_kind_are_told_apart_where_a_proxy_writes_them_as_of_the_new(
    shop: TwilioShop, verified: list[bool], clock: list[float]
) -> None:
    for _ in range(200):
        await post(shop, f"::ffff:{ATTACKER}")
    assert len(verified) == 100
    assert await genuine(shop, f"::ffff:{TELEPHONE_COMPANY}") == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"X-Twilio-Signature": ""}, 403, id="no signature"),
        pytest.param({"X-Twilio-Signature": "A" * 28}, 403, id="no digest"),
        pytest.param({"X-Twilio-Signature": f"{'A' * 40}="}, 403, id="too long a digest"),
        pytest.param({"Content-Length": "70000"}, 413, id="too large"),
        pytest.param({"Content-Length": "9" * 400}, 413, id="larger than a number"),
        pytest.param({"Content-Length": "many"}, 413, id="no size"),
        pytest.param({"Content-Type": "application/json"}, 415, id="no form"),
    ],
)
async def test_what_is_wrong_at_first_sight_is_refused_before_its_body_is_read(
    shop: TwilioShop,
    verified: list[bool],
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    status: int,
) -> None:
    async def never(*_args: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(webhook, "_async_read", never)
    assert await post(shop, headers=headers) == status
    assert verified == []


@pytest.mark.parametrize(("remote", "most"), [(ATTACKER, 2), ("127.0.0.1", 3)])
async def test_bodies_that_do_not_end_are_bounded(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch, remote: str, most: int
) -> None:
    monkeypatch.setattr(flood, "_UNFINISHED_EACH", 2)
    monkeypatch.setattr(flood, "_UNFINISHED_KNOWN", 3)
    monkeypatch.setattr(webhook, "_BODY_SECONDS", 0.2)

    class Endless:
        async def read(self, _count: int = -1) -> bytes:
            await asyncio.sleep(0.01)
            return b"A"

    monkeypatch.setattr(MockRequest, "content", Endless())
    statuses = await asyncio.gather(*(post(shop, remote) for _ in range(10)))
    assert (statuses.count(408), statuses.count(503)) == (most, 10 - most)
    monkeypatch.undo()
    assert await post(shop, remote) == 403
    assert await genuine(shop, TELEPHONE_COMPANY) == 200


async def test_bodies_that_do_not_end_keep_out_none_that_came_whole(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flood, "_UNFINISHED_KNOWN", 2)
    at = urlsplit(shop.base)
    head = (
        f"POST /api/webhook/{WEBHOOK_ID}?step=text HTTP/1.1\r\nHost: shop.example\r\n"
        f"Content-Type: {FORM}\r\nX-Twilio-Signature: {SHAPED}\r\nContent-Length: 100\r\n\r\nBody="
    )
    writers = []
    for _ in range(2):
        _, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write(head.encode())
        await writer.drain()
        writers.append(writer)
    await asyncio.sleep(0.3)
    assert doorway(shop).guard._unfinished_known == 2

    assert (await shop.exchange.send_text(CALLER, shop.number, "Hello?")).status == 200
    for writer in writers:
        writer.close()
        await writer.wait_closed()


async def test_a_body_that_cannot_be_unpacked_is_no_fault_of_ours(
    shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Content-Type": FORM, "X-Twilio-Signature": SHAPED, "Content-Encoding": "gzip"}
    headers["Connection"] = "close"
    url = f"{shop.base}/api/webhook/{WEBHOOK_ID}?step=text"
    session = async_get_clientsession(shop.hass)
    for _ in range(5):
        async with session.post(url, data=b"Body=Hello", headers=headers) as answer:
            assert answer.status == 400

    assert doorway(shop).doorbell.turned_away == 5
    assert not [each for each in caplog.records if each.name == webhook.__name__]


async def test_a_flood_is_told_in_few_lines(
    shop: TwilioShop, caplog: pytest.LogCaptureFixture, clock: list[float]
) -> None:
    for _ in range(1000):
        await post(shop)
    lines = [each for each in caplog.messages if "a webhook (" in each or "unread" in each]
    assert len(lines) == 7 + 10
    assert CALLER not in caplog.text


def test_what_is_remembered_of_addresses_has_an_end() -> None:
    guard = flood.FloodGuard(lambda: 0.0)
    for number in range(10_000):
        guard.note_failed(f"stranger {number}")
        guard.note_verified(f"friend {number}")
    assert len(guard._each) == len(guard._known) == 4096
    assert guard.admits("friend 9999", 100)
    assert not guard.admits("friend 0", 100)
