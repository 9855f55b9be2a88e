"""Verdicts on calls: what boxes wrote in public, and any calls in any order at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.fritzbox.calls import (
    MOST_OPEN,
    Made,
    OpenCalls,
    Over,
    Unheard,
)
from custom_components.missed_call_textback.providers.fritzbox.monitor_lines import (
    Connect,
    Dial,
    Disconnect,
    MonitorLine,
    Ring,
    read_line,
)

FIXTURES = Path(__file__).parent / "fixtures" / "monitor_lines.txt"
START = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - the box's own
HEARD = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CALLED = "69001"


def scenarios() -> Iterator[tuple[str, list[str], list[str]]]:
    for part in FIXTURES.read_text().split("\n== ")[1:]:
        name, *rows = part.strip().split("\n")
        yield (
            name,
            [row for row in rows if not row.startswith("=")],
            [row.removeprefix("= ") for row in rows if row.startswith("=")],
        )


def verdict(over: Over) -> str:
    outcome = over.outcome.value if over.outcome else "blocked"
    return f"{over.caller or '-'} {outcome} {over.ring_seconds or 0:.0f}"


def ring(second: float, connection: int = 0, caller: str | None = "03023125001") -> Ring:
    at = START + timedelta(seconds=second)
    return Ring(at=at, connection=connection, caller=caller, called=CALLED)


def connect(second: float, extension: int | None, connection: int = 0) -> Connect:
    at = START + timedelta(seconds=second)
    return Connect(at=at, connection=connection, extension=extension)


def disconnect(second: float, connection: int = 0) -> Disconnect:
    return Disconnect(at=START + timedelta(seconds=second), connection=connection)


def dial(second: float, connection: int = 0) -> Dial:
    at = START + timedelta(seconds=second)
    return Dial(at=at, connection=connection, called="03023125002")


def play(*lines: MonitorLine, opened: OpenCalls | None = None) -> list[Over | Made | Unheard]:
    """Take lines, each heard when the box says that it wrote it."""
    calls = opened or OpenCalls()
    taken = [calls.take(line, HEARD + (line.at - START)) for line in lines]
    return [over for over in taken if over is not None]


def only(*lines: MonitorLine) -> Over:
    [over] = play(*lines)
    assert isinstance(over, Over)
    return over


@pytest.mark.parametrize(
    ("name", "lines", "expected"), scenarios(), ids=lambda value: str(value)[:40]
)
def test_what_boxes_wrote_in_public_gets_the_verdict_that_their_owners_told(
    name: str, lines: list[str], expected: list[str]
) -> None:
    said = [read_line(line.encode()) for line in lines]
    assert None not in said

    verdicts = play(*(line for line in said if line))

    assert [verdict(over) for over in verdicts if isinstance(over, Over)] == expected
    assert Unheard.END not in verdicts


@pytest.mark.parametrize("extension", range(40, 45))
def test_an_answering_machine_is_voicemail(extension: int) -> None:
    assert only(ring(0), connect(20, extension), disconnect(50)).outcome is Outcome.VOICEMAIL


@pytest.mark.parametrize("extension", [None, 0, 3, 5, 10, 20, 39, 45, 50])
def test_any_other_extension_is_a_person(extension: int | None) -> None:
    assert only(ring(0), connect(20, extension), disconnect(50)).outcome is Outcome.ANSWERED


def test_a_person_who_takes_the_call_from_the_machine_has_answered() -> None:
    over = only(ring(0), connect(20, 40), connect(25, 10), disconnect(90))

    assert (over.outcome, over.ring_seconds) == (Outcome.ANSWERED, 20)


def test_a_machine_takes_no_call_from_a_person() -> None:
    assert only(ring(0), connect(5, 10), connect(6, 40), disconnect(9)).outcome is Outcome.ANSWERED


def test_what_is_turned_away_within_a_second_is_a_blocked_number_across_the_turn_of_a_second() -> (
    None
):
    calls = OpenCalls()

    calls.take(ring(0), HEARD)
    over = calls.take(disconnect(1), HEARD + timedelta(milliseconds=90))

    assert isinstance(over, Over)
    assert over.outcome is None


def test_a_short_ring_is_abandoned() -> None:
    assert only(ring(0), disconnect(1)).outcome is Outcome.ABANDONED


def test_lines_that_were_held_up_on_their_way_do_not_make_a_blocked_number() -> None:
    calls = OpenCalls()

    calls.take(ring(0), HEARD)
    over = calls.take(disconnect(20), HEARD)

    assert isinstance(over, Over)
    assert (over.outcome, over.ring_seconds) == (Outcome.ABANDONED, 20)


@pytest.mark.parametrize("seconds", [-3600, 7200])
def test_a_clock_that_was_set_while_it_rang_gives_no_seconds(seconds: int) -> None:
    over = only(ring(0), disconnect(seconds))

    assert (over.outcome, over.ring_seconds) == (Outcome.ABANDONED, None)


def test_calls_of_the_house_are_told_once_when_they_are_answered_or_over() -> None:
    called, began = "03023125002", START
    answered = Made(called=called, began=began, answered=START + timedelta(seconds=5))
    assert play(dial(0), connect(5, 13), connect(6, 11), disconnect(60)) == [answered]
    in_vain = Made(called=called, began=began, answered=None)
    assert play(dial(0), disconnect(60)) == [in_vain]


def test_a_call_of_the_house_whose_end_is_lost_is_no_call_that_was_not_heard() -> None:
    assert play(dial(0), dial(30), ring(60), disconnect(70)) == play(ring(60), disconnect(70))


def test_an_end_without_a_beginning_is_unheard() -> None:
    assert play(connect(0, 10), disconnect(5)) == [Unheard.END]


def test_an_id_that_rings_anew_has_lost_its_end_and_makes_no_call_of_it() -> None:
    first, second = play(ring(0), ring(30, caller="03023125002"), disconnect(40))

    assert first is Unheard.END
    assert isinstance(second, Over)
    assert (second.caller, second.ring_seconds) == ("03023125002", 10)


def test_a_line_that_comes_twice_counts_once() -> None:
    over = only(ring(0), ring(0), disconnect(10))

    assert over.nth == 1


def test_calls_of_one_caller_within_a_minute_are_counted() -> None:
    lines = [(ring(start), disconnect(start + 5)) for start in (0, 20, 40, 70)]

    told = play(*(line for pair in lines for line in pair))

    assert [over.nth for over in told if isinstance(over, Over)] == [1, 2, 3, 1]


def test_what_is_open_is_dropped_and_told_when_the_connection_breaks() -> None:
    calls = OpenCalls()
    play(ring(0), dial(1, 1), ring(2, 2, caller=None), connect(3, 10, 2), opened=calls)

    dropped = calls.drop()

    assert [call.ring for call in dropped] == [ring(0), ring(2, 2, caller=None)]
    assert len(calls._open) == 0
    assert play(disconnect(9), opened=calls) == [Unheard.END]


def test_open_calls_are_bounded_and_the_oldest_goes_first() -> None:
    calls = OpenCalls()

    told = play(*(ring(number, number) for number in range(MOST_OPEN + 5)), opened=calls)

    assert len(calls._open) == MOST_OPEN
    assert told == [Unheard.END] * 5
    assert play(disconnect(99, 4), opened=calls) == [Unheard.END]
    assert play(disconnect(99, 5), opened=calls) != [Unheard.END]


def test_what_is_counted_within_a_minute_is_bounded() -> None:
    calls = OpenCalls()

    for number in range(600):
        play(ring(number % 60, caller=str(number)), disconnect(number % 60), opened=calls)

    assert len(calls._nth) <= 256


# Kinds of calls, by what happens after they begin, and what becomes of them.
KINDS: dict[str, tuple[list[int | None], Outcome | None]] = {
    "abandoned": ([], Outcome.ABANDONED),
    "answered": ([10], Outcome.ANSWERED),
    "voicemail": ([41], Outcome.VOICEMAIL),
    "taken over": ([40, 11], Outcome.ANSWERED),
    "blocked": ([], None),
    "out": ([13], None),
}


@settings(max_examples=150)
@given(st.data())
def test_calls_at_once_in_any_order_each_get_their_own_verdict(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=8))
    waiting = list(enumerate(kinds))
    calls = OpenCalls()
    going: dict[int, tuple[int, str, list[int | None]]] = {}
    second = 0
    verdicts: dict[str | None, Outcome | None] = {}

    def take(line: MonitorLine) -> None:
        for over in play(line, opened=calls):
            if isinstance(over, Made):
                assert over.answered is not None
                assert going[line.connection][1] == "out"
                continue
            assert isinstance(over, Over)
            verdicts[over.caller] = over.outcome

    while waiting or going:
        second += data.draw(st.integers(min_value=2, max_value=30))
        choices = [*sorted(going), *(["new"] if waiting else [])]
        if (chosen := data.draw(st.sampled_from(choices))) == "new":
            number, kind = waiting.pop(0)
            # As the box does: the lowest that is free, however lately it was used.
            connection = next(free for free in range(20) if free not in going)
            take(dial(second, connection) if kind == "out" else
                 ring(second, connection, caller=str(number)))  # fmt: skip
            if kind == "blocked":
                take(disconnect(second, connection))
            else:
                going[connection] = (number, kind, list(KINDS[kind][0]))
            continue
        assert isinstance(chosen, int)
        _, _, steps = going[chosen]
        if steps:
            take(connect(second, steps.pop(0), chosen))
        else:
            del going[chosen]
            take(disconnect(second, chosen))

    assert verdicts == {
        str(number): KINDS[kind][1] for number, kind in enumerate(kinds) if kind != "out"
    }
    assert len(calls._open) == 0


LINES = st.one_of(
    st.builds(ring, st.integers(0, 5), st.integers(0, 3), st.sampled_from([None, "1", "2"])),
    st.builds(dial, st.integers(0, 5), st.integers(0, 3)),
    st.builds(connect, st.integers(0, 5), st.sampled_from([None, 10, 40]), st.integers(0, 3)),
    st.builds(disconnect, st.integers(0, 5), st.integers(0, 3)),
)


@settings(max_examples=150)
@given(st.lists(LINES, max_size=60))
def test_no_lines_make_more_calls_than_rang(lines: list[MonitorLine]) -> None:
    told = play(*lines)

    rang = sum(isinstance(line, Ring) for line in lines)
    assert sum(isinstance(over, Over) for over in told) <= rang
