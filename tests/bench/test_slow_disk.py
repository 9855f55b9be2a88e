"""The slow disk: what a process sees that is started with it."""

from collections.abc import Iterator
from pathlib import Path
import shutil
import subprocess
import sys
from time import perf_counter

import pytest

from bench.slow_disk import NoCompiler, SlowDisk, slow_disk

_COMMITS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=FULL")
connection.execute("CREATE TABLE IF NOT EXISTS row (n)")
for line in sys.stdin:
    connection.execute("INSERT INTO row VALUES (1)")
    print("committed", flush=True)
"""


@pytest.fixture
def disk() -> Iterator[SlowDisk]:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler here")
    with slow_disk() as disk:
        yield disk


def test_each_commit_of_a_process_waits_for_the_slow_disk_and_only_while_it_is_slow(
    disk: SlowDisk, tmp_path: Path
) -> None:
    with disk.under_new_processes():
        writer = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _COMMITS, tmp_path / "rows.db"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
    assert writer.stdin is not None
    assert writer.stdout is not None

    def seconds_of_three_commits() -> float:
        assert writer.stdin is not None
        assert writer.stdout is not None
        began = perf_counter()
        for _ in range(3):
            writer.stdin.write("commit\n")
            assert writer.stdout.readline() == "committed\n"
        return perf_counter() - began

    try:
        seconds_of_three_commits()
        before = disk.syncs
        with disk.adding(200):
            assert seconds_of_three_commits() >= 0.6
        assert disk.syncs - before >= 3
        assert seconds_of_three_commits() < 0.6
    finally:
        writer.stdin.close()
        writer.wait(10)
        writer.stdout.close()


def test_processes_that_are_started_later_have_the_disk_they_always_had(disk: SlowDisk) -> None:
    with disk.under_new_processes():
        pass
    told = [sys.executable, "-c", "import os; print('LD_PRELOAD' in os.environ)"]
    said = subprocess.run(told, check=True, capture_output=True, text=True)  # noqa: S603
    assert said.stdout == "False\n"


def test_without_a_compiler_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(NoCompiler, match="install gcc or clang"), slow_disk():
        pass
