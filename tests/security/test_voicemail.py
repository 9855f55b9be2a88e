"""Who hears what a caller said to the answering machine: whoever may control the shop."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.owner_requests import async_erase
from custom_components.missed_call_textback.providers.asking import ApiUnreachable
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from homeassistant.config_entries import ConfigEntryState
from homeassistant.setup import async_setup_component
from tests.exchange import LEAVES_MESSAGE, RINGS_OUT
from tests.twilio_shop.conftest import TwilioShop

from .conftest import MoveIn, Resident

CALLER = "+12025550147"


@pytest.fixture
async def called(twilio_shop: TwilioShop) -> TwilioShop:
    """Return a shop where somebody has left a message."""
    assert await async_setup_component(twilio_shop.hass, "websocket_api", {})
    await twilio_shop.call(RINGS_OUT, CALLER, caller_does=LEAVES_MESSAGE)
    await twilio_shop.settle()
    return twilio_shop


async def entry_of_call(shop: TwilioShop, resident: Resident) -> dict[str, Any]:
    answer = await resident.ask(
        type=f"{DOMAIN}/threads/get", entry_id=shop.entry.entry_id, thread_id=1
    )
    [call] = [each for each in answer["result"]["entries"] if each["kind"] == "call"]
    return dict(call)


async def test_a_link_plays_the_message_without_a_password(
    called: TwilioShop, move_in: MoveIn, hass_client_no_auth: ClientSessionGenerator
) -> None:
    link = (await entry_of_call(called, await move_in("user")))["recording"]
    player = await hass_client_no_auth()
    whole = await player.get(link)
    assert (whole.status, whole.content_type) == (200, "audio/wav")
    sound = await whole.read()
    assert sound.startswith(b"RIFF")
    assert whole.headers["Cache-Control"] == "private, no-store"
    # A player that seeks, as Safari always does.
    for asked, status, told in (
        ("bytes=0-1", 206, sound[:2]),
        (f"bytes={len(sound) - 4}-", 206, sound[-4:]),
        ("bytes=-4", 206, sound[-4:]),
        (f"bytes=0-{10**9}", 206, sound),
        (f"bytes={len(sound)}-", 416, b""),
        ("nonsense", 200, sound),
    ):
        part = await player.get(link, headers={"Range": asked})
        assert (part.status, await part.read()) == (status, told), asked
    assert part.headers["Accept-Ranges"] == "bytes"
    # Of another call the link knows nothing.
    assert (await player.get(link.replace("/1?", "/2?"))).status == 401
    assert (await player.get(link.partition("?")[0])).status == 401


@pytest.mark.parametrize(
    ("group", "status"), [("admin", 200), ("user", 200), ("reader", 401), ("nobody", 401)]
)
async def test_whoever_may_control_the_shop_hears_it_and_nobody_else(
    called: TwilioShop, move_in: MoveIn, group: str, status: int
) -> None:
    path = f"/api/{DOMAIN}/{called.entry.entry_id}/voicemail/1"
    assert (await (await move_in(group)).rest.get(path)).status == status


@pytest.mark.parametrize("call_id", ["2", "x", "9" * 18, "9" * 5000, "%C2%B2"])
async def test_a_call_that_left_no_message_is_not_found(
    called: TwilioShop, move_in: MoveIn, call_id: str
) -> None:
    admin = await move_in("admin")
    path = f"/api/{DOMAIN}/{called.entry.entry_id}/voicemail"
    assert (await admin.rest.get(f"{path}/{call_id}")).status == 404


async def test_of_a_shop_that_is_closed_nothing_is_found(
    called: TwilioShop, move_in: MoveIn
) -> None:
    admin = await move_in("admin")
    assert (await admin.rest.get(f"/api/{DOMAIN}/nobody/voicemail/1")).status == 404
    await called.hass.config_entries.async_unload(called.entry.entry_id)
    path = f"/api/{DOMAIN}/{called.entry.entry_id}/voicemail/1"
    assert (await admin.rest.get(path)).status == 404


async def test_of_what_is_no_shop_nothing_is_found(called: TwilioShop, move_in: MoveIn) -> None:
    other = MockConfigEntry(domain="sun", state=ConfigEntryState.LOADED)
    other.add_to_hass(called.hass)
    admin = await move_in("admin")
    path = f"/api/{DOMAIN}/{other.entry_id}/voicemail/1"
    assert (await admin.rest.get(path)).status == 404


async def test_what_cannot_be_fetched_now_is_told_so_and_names_nobody(
    called: TwilioShop,
    move_in: MoveIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    admin = await move_in("admin")
    path = f"/api/{DOMAIN}/{called.entry.entry_id}/voicemail/1"

    async def unreachable(*_args: object) -> bytes:
        raise ApiUnreachable("no connection")

    async def broken(*_args: object) -> bytes:
        raise LedgerUnavailable

    monkeypatch.setattr(TwilioClient, "recording", unreachable)
    assert (await admin.rest.get(path)).status == 502
    assert "A voicemail could not be fetched" in caplog.text
    assert CALLER not in caplog.text
    monkeypatch.setattr(SqliteLedger, "call_by_id", broken)
    assert (await admin.rest.get(path)).status == 502
    assert "the ledger cannot be read" in caplog.text


async def test_a_message_of_another_account_has_no_link(
    called: TwilioShop, move_in: MoveIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await move_in("admin")
    recordings = called.coordinator.recordings
    assert recordings is not None
    monkeypatch.setattr(recordings, "has", lambda _recording: False)
    assert (await entry_of_call(called, admin))["recording"] is None
    path = f"/api/{DOMAIN}/{called.entry.entry_id}/voicemail/1"
    assert (await admin.rest.get(path)).status == 404


async def test_the_message_of_whoever_is_erased_is_heard_by_nobody(
    called: TwilioShop, move_in: MoveIn
) -> None:
    admin = await move_in("admin")
    link = (await entry_of_call(called, admin))["recording"]
    await async_erase(called.coordinator, CALLER)
    assert (await admin.rest.get(link)).status == 404
