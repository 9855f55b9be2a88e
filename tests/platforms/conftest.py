"""A fixture of the platform tests: snapshots."""

import pytest
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots that leave out what differs from run to run."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)
