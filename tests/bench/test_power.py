"""The simulated power cut: what was synced is there, the rest in any part, and lost rows are found."""

# ruff: noqa: S311 - repeatable

from random import Random
import shutil

import pytest

from bench.power import DiskFile, Note, cut, measure, read_journal
from bench.power_load import NOTE


def _write(at: int, data: bytes) -> Note:
    return Note("W", 1, at, data)


_SYNC = Note("S", 1, 0, b"")


@pytest.mark.parametrize("mode", [0, 1, 2])
def test_what_was_synced_is_there_after_a_cut(mode: int) -> None:
    file = DiskFile()
    for note in (_write(0, b"abcdef"), _write(2, b"xy"), Note("T", 1, 5, b""), _SYNC):
        file.do(note)
    assert file.after_cut(Random(1), mode) == b"abxye"


def test_what_was_not_synced_is_lost_or_there_up_to_some_write() -> None:
    file = DiskFile()
    for note in (_write(0, b"a"), _SYNC, _write(1, b"b"), _write(2, b"c")):
        file.do(note)
    assert file.after_cut(Random(1), 0) == b"a"
    found = {file.after_cut(Random(seed), 1) for seed in range(30)}
    assert found == {b"a", b"ab", b"abc"}


def test_what_was_not_synced_may_be_there_in_some_sectors_only() -> None:
    file = DiskFile()
    file.do(_write(0, b"a" * 512 + b"b" * 512))
    found = {file.after_cut(Random(seed), 2) for seed in range(40)}
    assert found == {
        b"",
        b"a" * 512,
        b"a" * 512 + b"b" * 512,
        bytes(512) + b"b" * 512,
    }


def test_a_deleted_file_is_gone() -> None:
    file = DiskFile()
    for note in (_write(0, b"a"), _SYNC, Note("U", 1, 0, b"")):
        file.do(note)
    assert not file.is_there


def test_a_journal_is_read_in_order() -> None:
    journal = NOTE.pack(ord("W"), 2, 9, 3) + b"abc" + NOTE.pack(ord("S"), 2, 0, 0)
    assert list(read_journal(journal)) == [Note("W", 2, 9, b"abc"), Note("S", 2, 0, b"")]


async def test_an_event_that_is_not_there_counts_as_lost_and_noise_as_corrupt() -> None:
    acknowledged = Note("A", 0, 0, b"call-1")
    assert await cut([acknowledged], [1], Random(1)) == {"cuts": 1, "acknowledged": 1, "lost": 1}
    noise = [acknowledged, _write(0, b"noise" * 1000), _SYNC]
    counts = await cut(noise, [3], Random(1))
    assert (counts["lost"], counts["corrupt"]) == (0, 1)


@pytest.mark.skipif(shutil.which("cc") is None, reason="the shim needs a C compiler")
@pytest.mark.parametrize("synced", [True, False])
async def test_a_ledger_that_syncs_loses_nothing_and_one_that_does_not_is_found_out(
    *, synced: bool
) -> None:
    result = await measure(12, 5, synced=synced)
    assert result["cuts"] == 12
    assert result["acknowledged"] > 1000
    assert (result["lost"] + result["corrupt"] == 0) is synced
