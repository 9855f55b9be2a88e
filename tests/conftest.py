"""Fixtures for every test: this repository's integration is the one that Home Assistant finds."""

from collections.abc import AsyncGenerator, Iterator

from hypothesis import HealthCheck, settings
import pytest

# The test harness brings a `custom_components` package of its own, and whichever is imported first
# is the one that Home Assistant looks into.
from custom_components.missed_call_textback.ledger import writer
from homeassistant.core import HomeAssistant
from homeassistant.util import executor

from .platforms.shop import OpenShop, open_shop, shop_entry
from .providers.asterisk.stand_in import StandIn, standing_in

# How quick a machine is, and what else it does, is no promise of ours.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def no_lull() -> Iterator[None]:
    """Let nothing wait for a pause between calls: where one text follows the other, that adds up."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writer, "_LULL_SECONDS", 0.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def patience_with_threads() -> Iterator[None]:
    """Let a machine that is busy take its time to end the threads of a test.

    Home Assistant interrupts a thread that has not ended after a tenth of this. One that is
    interrupted does not wake the next, which then waits without end, and a test that passed fails.
    """
    with pytest.MonkeyPatch.context() as patched:
        patience = 12 * executor.EXECUTOR_SHUTDOWN_TIMEOUT
        patched.setattr(executor, "EXECUTOR_SHUTDOWN_TIMEOUT", patience)
        yield


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Keep each test's ledger to itself."""
    return hass_tmp_config_dir


@pytest.fixture(autouse=True)
def find_custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, in tests that have a Home Assistant."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
async def asterisk(socket_enabled: None) -> AsyncGenerator[StandIn]:
    """Run a stand-in for an Asterisk, without TLS."""
    async with standing_in() as running:
        yield running


@pytest.fixture
async def shop(hass: HomeAssistant) -> OpenShop:
    """Return a shop that is open."""
    return await open_shop(hass, shop_entry())
