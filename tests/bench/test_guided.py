"""Guided fuzzing, as far as it needs no atheris: what libFuzzer says, corpora, doors, arguments."""

import json

import pytest

from bench.guided.__main__ import main, summary
from bench.guided.doors import guided_door
from bench.guided.names import DOORS, PLANTED
from bench.guided.plants import planted
from bench.guided.process import read

_FIRST = "#7\tINITED cov: 77 ft: 77 corp: 6/2455b exec/s: 0 rss: 246Mb\n"
_RAISED = (
    f"{_FIRST}#64\tpulse  cov: 90 ft: 99 corp: 9/1b\n\n"
    " === Uncaught Python exception: ===\nValueError: no number\nTraceback (most recent call last):\n"
    "  here\n\n==77== ERROR: libFuzzer: fuzz target exited\nstat::number_of_executed_units: 81\n"
)


def test_a_door_without_a_fault_tells_what_was_reached_and_what_the_corpus_reached() -> None:
    told = read(f"{_FIRST}#900\tDONE   cov: 106 ft: 117\nstat::number_of_executed_units: 901\n", 0)
    assert (told.inputs, told.covered_first, told.covered, told.fault) == (901, 77, 106, None)


def test_what_came_out_is_named_with_its_trace_and_its_input() -> None:
    told = read(_RAISED, 77, b"\x00in")
    assert (told.fault, told.inputs, told.covered) == ("ValueError: no number", 81, 90)
    assert told.trace.endswith("here")
    assert told.input == b"\x00in"


@pytest.mark.parametrize(
    ("output", "fault"),
    [
        ("==1== ERROR: libFuzzer: timeout after 30 seconds\n", "timeout after 30 seconds"),
        ("ImportError: no such thing", "the process ended with 1"),
        ("", "the process ended with 1"),
    ],
)
def test_a_process_that_ended_badly_is_a_fault_whatever_it_wrote(output: str, fault: str) -> None:
    assert read(output, 1).fault == fault


def test_faults_are_counted_over_all_doors() -> None:
    told = summary({"one": read(_FIRST, 0), "two": read(_RAISED, 77)})
    assert (told["inputs"], told["unhandled"]) == (88, 1)
    assert told["guided"]["two"]["fault"] == "ValueError: no number"


@pytest.mark.parametrize("name", DOORS)
def test_every_door_takes_its_own_corpus_and_bytes_of_any_kind(name: str) -> None:
    door = guided_door(name)
    for seed in [*door.seeds()][:40]:
        door.check(seed)
    for odd in (b"", b"\xff\x00\r\n", b"{", b'{"a": 1}', b"step=voice\na=%ff", b"\n" * 50):
        door.check(odd)


@pytest.mark.parametrize("name", [name for name in DOORS if "_" in name and name != "call_list"])
def test_raw_doors_begin_with_recorded_payloads(name: str) -> None:
    assert all(guided_door(name).seeds())
    assert len([*guided_door(name).seeds()]) >= 4


def test_each_planted_fault_is_behind_a_door_that_the_corpus_alone_does_not_break_by_itself() -> (
    None
):
    for plant, name in PLANTED.items():
        assert name in DOORS
        door = guided_door(name)
        with planted(plant):
            for seed in door.seeds():
                door.check(seed)


def test_what_nobody_signed_is_counted_apart() -> None:
    forged = _RAISED.replace("ValueError: no number", "Forged: a letter with a wrong proof")
    told = summary({"one": read(_RAISED, 77), "two": read(forged, 77)})
    assert (told["unhandled"], told["forged_accepted"]) == (1, 1)


def test_memory_is_that_at_the_end_less_that_with_the_corpus_read() -> None:
    told = read(f"{_FIRST}#900\tDONE   cov: 106 ft: 117 rss: 251Mb\n", 0)
    assert told.growth_mib == 5
    assert summary({"one": told, "two": read("", 0)})["memory_growth_mib"] == 5


@pytest.mark.parametrize("wrong", [["--door", "nowhere"], ["--seconds", "0"], ["--seconds", "x"]])
def test_arguments_that_mean_nothing_are_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2


def test_where_atheris_is_not_installed_that_is_said_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.guided.__main__.find_spec", lambda _name: None)
    assert main(["--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"guided": None}
    assert "cannot be installed here" in err
