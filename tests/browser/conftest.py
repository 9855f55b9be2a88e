"""One Home Assistant for all tests of a module here: it takes longer to boot than most of them."""

from collections.abc import AsyncIterator

from playwright.async_api import expect
import pytest
import pytest_asyncio
import pytest_socket

from .shop_floor import ShopFloor

# These machines may be busy.
expect.set_options(timeout=20_000)


@pytest.fixture(autouse=True)
def verify_cleanup() -> None:
    """Leave alone what is open: the shop is, for the next test."""


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Let tests talk to the browser."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def floor() -> AsyncIterator[ShopFloor]:
    """Open the shop."""
    pytest_socket.enable_socket()
    async with ShopFloor() as floor:
        yield floor
