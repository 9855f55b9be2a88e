"""What kills, cuts the power and fuzzes still runs: a dialog that changes breaks this, not only that."""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from bench.faults.judge import COUNTS

from .config_folder import REPOSITORY

pytestmark = pytest.mark.process


def _run(module: str, *arguments: str, seconds: float) -> dict[str, Any]:
    """Run one of them, and return what it printed. It is asked to end where it takes too long."""
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", module, "--json", *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as harness:
        try:
            printed, complaints = harness.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            harness.terminate()
            _, complaints = harness.communicate(timeout=30)
            pytest.fail(f"no end within {seconds} s\n{complaints}")
    assert printed, complaints
    told: dict[str, Any] = json.loads(printed)
    return told | {"complaints": complaints}


@pytest.mark.timeout(300)
def test_a_shop_is_set_up_killed_once_and_judged() -> None:
    told = _run("bench.faults", "--kills", "1", "--seed", "1", seconds=240)
    assert told["kills"] == 1, told["complaints"]
    assert told["acknowledged"] > 0
    assert {count: told[count] for count in COUNTS} == dict.fromkeys(COUNTS, 0), told["complaints"]


@pytest.mark.skipif(shutil.which("cc") is None, reason="the shim needs a C compiler")
@pytest.mark.timeout(90)
def test_the_power_is_cut_once_and_nothing_is_lost() -> None:
    told = _run("bench.power", "--cuts", "1", seconds=60)
    assert told["acknowledged"] > 0
    assert (told["cuts"], told["lost"], told["corrupt"]) == (1, 0, 0)


@pytest.mark.timeout(300)
def test_every_door_is_fuzzed_a_little() -> None:
    told = _run("bench.fuzz", "--seconds", "1", "--examples", "2", "--seed", "1", seconds=240)
    assert all(told["doors"].values())
    # So few say nothing of memory.
    assert (told["unhandled"], told["forged_accepted"]) == (0, 0), told["complaints"]
