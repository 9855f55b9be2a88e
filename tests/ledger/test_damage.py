"""A damaged ledger is set aside, and all that can still be read of it goes into a fresh one."""

# ruff: noqa: ASYNC240 - nothing else runs meanwhile

from collections.abc import Callable, Iterator
import contextlib
from dataclasses import replace
from datetime import timedelta
import errno
from functools import partial
import os
from pathlib import Path
import random
import sqlite3
import stat
import tracemalloc

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.lead_events import LeadEventKind
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.core.past.days import PastDay
from custom_components.missed_call_textback.core.policy import Skip
from custom_components.missed_call_textback.core.ports import LedgerUnavailable, Trouble
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import Recovery
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import (
    LedgerFiles,
    LedgerTooNew,
    SqliteLedger,
    recover,
)
from custom_components.missed_call_textback.ledger.files import log_size
from custom_components.missed_call_textback.ledger.migrations import NEWEST
from custom_components.missed_call_textback.ledger.pages import Pages

from .examples import CALL, LATER, LINE, NOW, SHOP, TEXT_BACK, THREAD, add_message, message

_PAGE = 4096
_PEOPLE = 300
_TABLES = (
    "opt_out",
    "consent",
    "person",
    "thread",
    "past_lead",
    "lead_event",
    "call",
    "text",
    "daily",
    "past",
    "spending",
)


def _peer(number: int) -> str:
    return f"+1202555{number:04}"


def _fill(book: Book) -> None:
    book.set_automatic(LINE, on=False)
    book.set_snooze(SHOP, LATER)
    day = PastDay(counts={f"hour.{hour:02}": 1 for hour in range(24)}, told=90, zone="Europe/Rome")
    book.replace_past(LINE, {f"2026-04-{number:02}": day for number in range(1, 29)}, ())
    for number in range(_PEOPLE):
        peer, at = _peer(number), NOW + timedelta(seconds=number)
        thread_id = book.save_thread(None, replace(THREAD, peer=peer))
        call = replace(
            CALL,
            source_id=f"demo:{number}",
            caller=peer,
            outcome=Outcome.NO_ANSWER,
            ring_seconds=number / 2,
        )
        call_id = book.add_call(call, due_at=None)
        book.save_call(
            call_id,
            call,
            due_at=None,
            decision=Skip(Reason.TEAM),
            decided_at=at,
            thread_id=thread_id,
        )
        book.add_text(
            replace(
                TEXT_BACK,
                ref=f"ref{number}",
                to=peer,
                body=f"Sorry we missed you, {number}! " * (200 if number % 50 == 0 else 3),
                state=TextState.DELIVERED,
                thread_id=thread_id,
                call_id=call_id,
                cost=8300,
            )
        )
        book.count(LINE, f"2026-05-{number % 28 + 1:02}", {Tally.MISSED: 1})
        if number % 3 == 0:
            book.set_wish(SHOP, peer, Wish.STOP, source="text", at=at)
        if number % 5 == 0:
            book.set_person(
                SHOP,
                peer,
                blocked=number % 2 == 0,
                name=f"Person {number}",
                add_tags=["vip"] if number % 10 else (),
                at=at,
            )
        if number % 4 == 0:
            # With and without all that may be missing.
            detail = "Hello" if number % 8 else None
            value = 7 if number % 12 else None
            book.add_lead_event(
                thread_id, LeadEventKind.LOST, at=at, deadline=LATER, detail=detail, value=value
            )
            book.add_past_lead(thread_id, LINE, replace(THREAD.lead, stage=Stage.LOST))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a ledger with a few hundred people in it."""
    import asyncio  # noqa: PLC0415

    path = tmp_path_factory.mktemp("filled") / "ledger.db"

    async def fill() -> None:
        ledger = SqliteLedger()
        await ledger.open(path)
        await ledger.write(_fill)
        await ledger.close()

    asyncio.run(fill())
    return path.read_bytes()


@pytest.fixture
def place(path: Path, filled: bytes) -> Path:
    path.parent.mkdir()
    path.write_bytes(filled)
    return path


def _rows(path: Path, table: str) -> set[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return set(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608


def _pages_of(path: Path) -> dict[str, set[int]]:
    """Return the pages that each table's rows lie on, by a walk through a sound file."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found: dict[str, set[int]] = {}
        for name, page in connection.execute("SELECT name, pageno FROM dbstat"):
            found.setdefault(name, set()).add(page)
        return found


async def _open(ledger: SqliteLedger, path: Path) -> Recovery | None:
    """Open a ledger, recovered first where it is damaged."""
    try:
        await ledger.open(path)
    except LedgerUnavailable as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
    else:
        return None
    recovery = recover(path)
    await ledger.open(path)
    return recovery


async def _recovered(path: Path) -> Recovery | None:
    ledger = SqliteLedger()
    recovery = await _open(ledger, path)
    # It is of use at once.
    await ledger.write(lambda book: add_message(book, "after"))
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("DELETE FROM text WHERE ref = 'after'")
        connection.commit()
    return recovery


async def _mark_and_recover(path: Path) -> Recovery:
    LedgerFiles(path).suspect.touch()
    recovery = await _recovered(path)
    assert recovery is not None
    assert not LedgerFiles(path).suspect.exists()
    return recovery


async def test_a_sound_ledger_loses_nothing_by_a_recovery(place: Path) -> None:
    before = {
        table: _rows(place, table) for table in (*_TABLES, "meta", "line_setting", "shop_setting")
    }
    recovery = await _mark_and_recover(place)
    assert {table: _rows(place, table) for table in before} == before
    assert (recovery.calls, recovery.texts, recovery.opt_outs) == (_PEOPLE, _PEOPLE, _PEOPLE / 3)
    assert recovery.lost == 0


async def test_where_the_damaged_ledger_was_taken_away_a_new_one_begins(place: Path) -> None:
    LedgerFiles(place).suspect.touch()
    for file in place.parent.glob(f"{place.name}*"):
        if file != LedgerFiles(place).suspect:
            file.unlink()
    ledger = SqliteLedger()
    await ledger.open(place)
    await ledger.close()
    assert not LedgerFiles(place).suspect.exists()
    assert _rows(place, "call") == set()


async def test_what_is_to_be_told_has_a_clock_after_a_recovery_though_that_was_lost(
    place: Path,
) -> None:
    assert _rows(place, "clock") == set()
    await _mark_and_recover(place)
    told = {thread_id for _, thread_id, *_ in _rows(place, "lead_event")}
    assert len(told) == _PEOPLE // 4
    assert {(row[0], row[1], row[4]) for row in _rows(place, "clock")} == {
        (thread_id, "report", 0) for thread_id in told
    }


async def test_whoever_waits_since_lately_is_told_of_after_a_recovery_though_the_clock_was_lost(
    place: Path,
) -> None:
    hour = 60 * 60 * 1_000_000
    with contextlib.closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE thread SET waiting_since = last_at - ? WHERE id = 1", (hour,))
        connection.execute(
            "UPDATE thread SET waiting_since = last_at - ? WHERE id = 2", (48 * hour,)
        )
        connection.commit()
        ((since,),) = connection.execute("SELECT waiting_since FROM thread WHERE id = 1")
    await _mark_and_recover(place)
    waiting = [row for row in _rows(place, "clock") if row[1] == "waiting"]
    assert waiting == [(1, "waiting", since, since, 1)]


async def test_what_only_the_log_has_is_recovered_too(path: Path, tmp_path: Path) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.write(lambda book: add_message(book, "one"))
    copy = tmp_path / "copy.db"
    for suffix in ("", "-wal"):
        copy.with_name(copy.name + suffix).write_bytes(
            path.with_name(path.name + suffix).read_bytes()
        )
    await ledger.close()
    assert (await _mark_and_recover(copy)).texts == 1


async def test_the_damaged_file_is_kept_beside_and_none_overwrites_another(place: Path) -> None:
    damaged = b"\xff" * _PAGE + place.read_bytes()[_PAGE:]
    asides = []
    for _ in range(3):
        place.write_bytes(damaged)
        recovery = await _recovered(place)
        assert recovery is not None
        asides.append(place.with_name(recovery.aside))
    assert len(set(asides)) == 3
    assert all(aside.read_bytes() == damaged for aside in asides)
    assert all(".damaged-" in aside.name for aside in asides)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def _without_header(file: bytes, chance: random.Random) -> bytes:
    return bytes(100) + file[100:]


def _without_first_page(file: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(_PAGE) + file[_PAGE:]


def _cut_off(file: bytes, chance: random.Random) -> bytes:
    return file[: chance.randrange(1, len(file))]


def _bad_pages(file: bytes, chance: random.Random) -> bytes:
    pages = bytearray(file)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(file) // _PAGE) * _PAGE
        pages[at : at + _PAGE] = chance.randbytes(_PAGE)
    return bytes(pages)


def _bad_bytes(file: bytes, chance: random.Random) -> bytes:
    pages = bytearray(file)
    for _ in range(200):
        pages[chance.randrange(len(file))] = chance.randrange(256)
    return bytes(pages)


def _nothing_but_noise(file: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(file))


_DAMAGES = (
    _without_header,
    _without_first_page,
    _cut_off,
    _bad_pages,
    _bad_bytes,
    _nothing_but_noise,
)


def _cases() -> Iterator[object]:
    for damage in _DAMAGES:
        for seed in range(1 if damage is _without_header else 8):
            yield pytest.param(damage, seed, id=f"{damage.__name__.strip('_')}-{seed}")


@pytest.mark.parametrize(("damage", "seed"), _cases())
async def test_whatever_is_damaged_the_ledger_opens_again_sound_and_with_only_true_rows(
    place: Path, filled: bytes, damage: Callable[[bytes, random.Random], bytes], seed: int
) -> None:
    before = {table: _rows(place, table) for table in _TABLES}
    place.write_bytes(damage(filled, random.Random(seed)))  # noqa: S311 - repeatable
    recovery = await _mark_and_recover(place)
    assert place.with_name(recovery.aside).exists()
    if damage is not _bad_bytes:
        # Rows that lost what they point to, and lists that evidence mended, aside.
        for table in ("consent", "thread", "daily", "past", "spending"):
            assert _rows(place, table) <= before[table]
        assert {row[1] for row in _rows(place, "opt_out")} <= {row[1] for row in before["opt_out"]}


@pytest.mark.parametrize(("damage", "seed"), _cases())
async def test_a_damaged_ledger_that_nobody_marked_opens_or_says_so_and_opens_the_next_time(
    place: Path, filled: bytes, damage: Callable[[bytes, random.Random], bytes], seed: int
) -> None:
    place.write_bytes(damage(filled, random.Random(seed)))  # noqa: S311 - repeatable
    for ref in ("one", "two"):
        ledger = SqliteLedger()
        with contextlib.suppress(LedgerUnavailable):
            await _open(ledger, place)
            await ledger.write(partial(add_message, ref=ref))
        await ledger.close()
    with contextlib.closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchone() == (1,)


@pytest.mark.parametrize("seed", range(10))
async def test_of_a_damaged_log_a_recovery_believes_as_much_as_sqlite_does(
    path: Path, tmp_path: Path, seed: int
) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    for index in range(30):
        await ledger.write(partial(add_message, ref=f"ref{index}"))
    chance = random.Random(seed)  # noqa: S311 - repeatable
    log = bytearray(path.with_name(f"{path.name}-wal").read_bytes())
    if seed % 2:
        del log[chance.randrange(len(log)) :]
    else:
        log[chance.randrange(len(log))] ^= 0xFF
    seen: list[set[tuple[object, ...]]] = []
    for name in ("sqlite", "recovery"):
        copy = tmp_path / name / "ledger.db"
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
        copy.with_name(f"{copy.name}-wal").write_bytes(log)
        if name == "recovery":
            LedgerFiles(copy).suspect.touch()
        again = SqliteLedger()
        await _open(again, copy)
        await again.close()
        seen.append(_rows(copy, "text"))
    await ledger.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("seed", range(12))
async def test_every_row_on_a_sound_page_survives_its_neighbours(
    place: Path, filled: bytes, seed: int
) -> None:
    """Whatever is above it in its tree: also where that page, or the list of tables, is noise."""
    pages = _pages_of(place)
    before = {
        table: _rows(place, table) for table in ("opt_out", "consent", "text", "call", "thread")
    }
    spared = pages["text"] | pages["consent"] | pages["opt_out"]
    chance = random.Random(seed)  # noqa: S311 - repeatable
    damaged = bytearray(filled)
    interior = {page for page in spared if damaged[(page - 1) * _PAGE] == 0x05}
    for page in {1, *interior, *chance.sample(range(2, len(filled) // _PAGE), 20)}:
        if page not in spared - interior:
            damaged[(page - 1) * _PAGE : page * _PAGE] = chance.randbytes(_PAGE)
    place.write_bytes(damaged)
    await _mark_and_recover(place)
    assert {row[0:2] for row in _rows(place, "text")} == {row[0:2] for row in before["text"]}
    assert _rows(place, "consent") == before["consent"]
    assert _rows(place, "opt_out") == before["opt_out"]


async def test_a_page_that_the_disk_does_not_give_costs_no_more_than_its_own_rows(
    place: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = 0x0D
    lost = min(page for page in _pages_of(place)["text"] if filled[(page - 1) * _PAGE] == leaf)
    before = {table: _rows(place, table) for table in ("text", "call", "opt_out", "consent")}
    read = os.pread

    def failing(handle: int, length: int, at: int) -> bytes:
        if at == (lost - 1) * _PAGE:
            raise OSError(errno.EIO, "Input/output error")
        return read(handle, length, at)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pread", failing)
        recovery = await _mark_and_recover(place)
    after = {table: _rows(place, table) for table in before}
    gone = before.pop("text") - after.pop("text")
    assert after == before
    assert 0 < len(gone) == recovery.lost < 20


async def test_what_a_recovery_keeps_in_memory_does_not_grow_with_the_files(
    place: Path, tmp_path: Path
) -> None:
    def peak(path: Path) -> int:
        tracemalloc.start()
        with Pages(path) as pages:
            for _ in pages.rows((), ()):
                pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    ledger = SqliteLedger()
    await ledger.open(place)
    few = peak(place)
    await ledger.hold()
    for index in range(200):
        await ledger.write(partial(add_message, ref=f"ref of {index}"))
    assert log_size(place) > 2_000_000
    assert peak(place) < few + 200_000
    await ledger.let_go()
    await ledger.close()


async def test_a_lost_opt_out_comes_back_from_its_evidence_and_the_key_is_kept(
    place: Path, filled: bytes
) -> None:
    pages = _pages_of(place)
    key, wishes = _rows(place, "meta"), _rows(place, "opt_out")
    damaged = bytearray(filled)
    for page in pages["opt_out"]:
        damaged[(page - 1) * _PAGE : page * _PAGE] = bytes(_PAGE)
    place.write_bytes(damaged)
    recovery = await _mark_and_recover(place)
    assert _rows(place, "opt_out") == wishes
    assert recovery.opt_outs == len(wishes)
    assert _rows(place, "meta") == key


def _say(book: Book, peer: str, wish: Wish) -> None:
    book.set_wish(SHOP, peer, wish, source="text", at=LATER)
    book.set_heard(SHOP, peer, "es")


@pytest.mark.parametrize(
    ("last", "opted_out"),
    [
        pytest.param(Wish.STOP, True, id="the same again"),
        pytest.param(Wish.START, False, id="another"),
    ],
)
async def test_who_was_erased_and_came_back_has_the_wish_they_had_last_and_can_have_another(
    path: Path, last: Wish, *, opted_out: bool
) -> None:
    peer = _peer(1)

    def live(book: Book) -> None:
        book.set_wish(SHOP, peer, Wish.STOP, source="text", at=NOW)
        book.set_person(SHOP, peer, blocked=True, at=NOW)
        book.erase(SHOP, peer)
        book.set_wish(SHOP, peer, last, source="text", at=LATER)
        book.set_person(SHOP, peer, blocked=False, at=LATER)

    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.write(live)
    await ledger.close()
    before = {table: _rows(path, table) for table in ("opt_out", "person", "consent")}
    await _mark_and_recover(path)
    assert {table: _rows(path, table) for table in before} == before
    await ledger.open(path)
    known = await ledger.person(SHOP, peer)
    assert (known.opted_out, known.blocked) == (opted_out, False)
    for wish in (Wish.START, Wish.STOP):
        await ledger.write(partial(_say, peer=peer, wish=wish))
        assert (await ledger.person(SHOP, peer)).opted_out is (wish is Wish.STOP)
    await ledger.close()


async def test_a_text_that_may_have_been_claimed_is_in_doubt_and_one_for_later_is_not(
    path: Path,
) -> None:
    later = NOW + timedelta(days=36500)

    def write(book: Book) -> None:
        book.add_text(replace(message("due"), state=TextState.QUEUED, due_at=NOW))
        book.add_text(replace(message("claimed"), state=TextState.SENDING))
        book.add_text(replace(message("held"), state=TextState.QUEUED, due_at=later))
        book.add_text(replace(message("done"), state=TextState.DELIVERED))

    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.write(write)
    await ledger.close()
    await _mark_and_recover(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        states = dict(connection.execute("SELECT ref, state FROM text"))
    assert states == {
        "due": TextState.SENDING,
        "claimed": TextState.SENDING,
        "held": TextState.QUEUED,
        "done": TextState.DELIVERED,
    }


async def test_damage_found_in_use_is_told_once_and_recovered_at_the_next_opening(
    place: Path,
) -> None:
    heard: list[Trouble | None] = []
    ledger = SqliteLedger(heard.append)
    await ledger.open(place)
    pages = _pages_of(place)
    with place.open("r+b") as file:
        for page in pages["text"] | pages["sqlite_autoindex_call_1"]:
            file.seek((page - 1) * _PAGE)
            file.write(b"\xff" * _PAGE)
    for _ in range(2):
        with pytest.raises(LedgerUnavailable, match="malformed"):
            await ledger.write(lambda book: book.find_call("demo:1"))
    with pytest.raises(LedgerUnavailable, match="malformed"):
        await ledger.records(SHOP, [LINE])
    await ledger.try_out()
    assert heard == [Trouble.DAMAGED]
    await ledger.close()
    recovery = await _recovered(place)
    assert recovery is not None
    assert recovery.calls == _PEOPLE
    assert recovery.opt_outs == _PEOPLE / 3


@pytest.mark.parametrize("suffixes", [("",), ("", "-wal"), ("", "-wal", "-shm")])
async def test_a_setting_aside_that_was_cut_short_is_finished_at_the_next_opening(
    place: Path, suffixes: tuple[str, ...]
) -> None:
    recovered = place.with_name(f"{place.name}.recovered-20260505T120000Z")
    recovered.write_bytes(place.read_bytes())
    for suffix in suffixes:
        place.with_name(place.name + suffix).write_bytes(b"damaged")
    ledger = SqliteLedger()
    await ledger.open(place)
    await ledger.close()
    assert len(_rows(place, "text")) == _PEOPLE
    for suffix in suffixes:
        aside = place.with_name(f"{place.name}.damaged-20260505T120000Z{suffix}")
        assert aside.read_bytes() == b"damaged"


async def test_a_recovery_that_was_cut_short_begins_anew(place: Path) -> None:
    files = LedgerFiles(place)
    files.recovering.write_bytes(b"half")
    assert (await _mark_and_recover(place)).texts == _PEOPLE
    assert not files.recovering.exists()


async def test_a_damaged_ledger_of_a_newer_version_is_refused_and_left_alone(place: Path) -> None:
    with contextlib.closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE meta SET schema_version = ?", (NEWEST + 1,))
        connection.commit()
    damaged = bytes(100) + place.read_bytes()[100:]
    place.write_bytes(damaged)
    with pytest.raises(LedgerTooNew):
        await _open(SqliteLedger(), place)
    assert [file.read_bytes() for file in place.parent.iterdir()] == [damaged]


async def test_a_recovery_without_room_is_tried_again_and_leaves_the_file_where_it_is(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = bytes(100) + place.read_bytes()[100:]
    place.write_bytes(damaged)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _no_room)
        with pytest.raises(LedgerUnavailable) as refused:
            await _open(SqliteLedger(), place)
    assert refused.value.trouble is Trouble.FULL
    assert place.read_bytes() == damaged
    recovery = await _recovered(place)
    assert recovery is not None
    assert recovery.texts == _PEOPLE


def _no_room(_file: Path, _target: Path) -> None:
    raise OSError(28, "No space left on device")


async def test_removing_a_ledger_removes_what_was_set_aside(place: Path) -> None:
    await _mark_and_recover(place)
    assert len(list(place.parent.iterdir())) == 2
    LedgerFiles(place).delete()
    assert list(place.parent.iterdir()) == []
