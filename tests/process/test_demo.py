"""The demonstration as anybody would run it, in the newest Home Assistant and the oldest supported."""

import json
import os
from pathlib import Path
import signal
import subprocess
import time
import uuid

import psutil
import pytest

from .config_folder import REPOSITORY

pytestmark = [pytest.mark.process, pytest.mark.timeout(420)]

_MARK = "MISSED_CALL_TEXTBACK_RUN"


@pytest.fixture
def environment() -> dict[str, str]:
    """Return an environment by which all that a run starts can be told."""
    return {**os.environ, _MARK: uuid.uuid4().hex}


def _left_behind(environment: dict[str, str]) -> list[str]:
    left = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(_MARK) == environment[_MARK]:
                left.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return left


def _demo(release: str) -> list[str]:
    demo = REPOSITORY / "script" / "demo"
    return [str(demo), "--once", "--json", "--home-assistant", release]


def _version_in(venv: str) -> str:
    (metadata,) = (REPOSITORY / venv).glob("lib/python*/site-packages/homeassistant-*.dist-info")
    return metadata.name.removeprefix("homeassistant-").removesuffix(".dist-info")


@pytest.mark.parametrize(
    ("release", "venv"), [("newest", ".venv-newest"), ("supported", ".venv")], ids=str
)
def test_a_missed_call_is_texted_and_answered_in_a_real_home_assistant(
    release: str, venv: str, environment: dict[str, str]
) -> None:
    done = subprocess.run(  # noqa: S603  # our own script
        _demo(release), env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    seen = json.loads(line)
    text_back_ms = seen.pop("text_back_ms")
    assert seen == {
        "home_assistant": _version_in(venv),
        "missed_calls": 1,
        "texts_sent": 1,
        "replies": 1,
    }
    assert 0 < text_back_ms < 10_000
    assert _left_behind(environment) == []


def test_a_demonstration_that_is_told_to_end_leaves_no_process_behind(
    environment: dict[str, str], tmp_path: Path
) -> None:
    progress = tmp_path / "progress"
    with (
        progress.open("wb") as written,
        subprocess.Popen(  # noqa: S603  # our own script
            _demo("newest"), env=environment, stdout=subprocess.DEVNULL, stderr=written
        ) as demo,
    ):
        deadline = time.monotonic() + 300
        while "Home Assistant runs" not in progress.read_text():
            assert demo.poll() is None, progress.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(90) == 1
    assert _left_behind(environment) == []
