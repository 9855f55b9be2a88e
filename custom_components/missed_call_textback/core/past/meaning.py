"""What a row of a log says of a call: which way it went, what became of it, and with whom it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
import re
from typing import Final

from ..calls import Outcome
from ..numbers import with_own_plus
from ..shop import Shop
from .columns import Column, Layout
from .results import Result, Way, read_result, read_yes

# What a FRITZ!Box writes in place of words. Older ones have 3 for a call that went out, newer ones 4
# for that, and 3 for one that was turned away.
_CODES: Final = {
    "1": Result(Way.IN, Outcome.ANSWERED),
    "2": Result(Way.IN, Outcome.NO_ANSWER),
    "3": Result(Way.OUT),
    "4": Result(Way.OUT),
    "9": Result(Way.NEITHER),
    "10": Result(Way.NEITHER),
    "11": Result(Way.NEITHER),
}
_NEW_CODES: Final = {**_CODES, "3": Result(Way.NEITHER)}
# Which of the outcomes that several cells say is believed: what denies, before what it denies.
_BELIEVED: Final = (
    Outcome.VOICEMAIL,
    Outcome.BUSY,
    Outcome.ABANDONED,
    Outcome.FAILED,
    Outcome.NO_ANSWER,
    Outcome.ANSWERED,
)
_LONGEST_EXTENSION: Final = 5
_IN_BRACKETS: Final = re.compile(r"[<(]([+\d\s./-]+)[>)]\W*$", re.ASCII)
_RUN: Final = re.compile(r"\+?[\d(][\d\s()./-]*", re.ASCII)
_LETTERS: Final = re.compile(r"[^\W\d_]")
_LONGEST: Final = 80
# Spaces and hyphens at which no line may break part the digits of a number as all others do.
_AS_OTHERS: Final = str.maketrans("\u00a0\u202f\u2010\u2011\u2012\u2013", "  ----")
# `4.4E+11`, as a spreadsheet shortens a number, and `0170 12xxx`, as a bill hides one.
_SHORTENED: Final = re.compile(
    r"\d([.,]\d+)?E\+\d+|[+\d][\d\s()./-]*(X{2,}|\*{2,})\d*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the whole file says about how its rows are to be read.

    `names_missed` is whether it says of any call that nobody answered it.
    """

    codes: dict[str, Result]
    names_missed: bool

    @classmethod
    def of(cls, layout: Layout, kinds: Iterable[str]) -> Rules:
        """Return the rules of a file in whose columns of kinds these stand."""
        said = set(kinds)
        codes = _NEW_CODES if "4" in said else _CODES
        if not {Column.EXTENSION, Column.OWN} <= layout.places.keys():
            # No FRITZ!Box: the same digits mean other things elsewhere, as in a mobile's list.
            codes = {}
        outcomes = {(codes.get(each) or read_result(each)).outcome for each in said}
        return cls(codes, not outcomes <= {None, Outcome.ANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row says. `line_id` is None where it is of none of the lines that are asked for."""

    way: Way
    outcome: Outcome | None
    number: str | None
    line_id: str | None


class Meaning:
    """Reads the rows of one file."""

    def __init__(self, layout: Layout, rules: Rules, shop: Shop, line_id: str | None) -> None:
        self._layout = layout
        self._rules = rules
        self._shop = shop
        self._line_id = line_id

    def of(self, row: Sequence[str]) -> Said:
        """Return what a row says. Total."""
        results = [
            self._rules.codes.get(cell) or read_result(cell)
            for cell in self._layout.cells(row, Column.KIND)
        ]
        sender = self._number(self._layout.cell(row, Column.FROM))
        called = [self._number(cell) for cell in self._layout.cells(row, Column.TO)]
        way = self._way(row, results, sender, called)
        other = self._number(self._layout.cell(row, Column.OTHER))
        own = [self._number(self._layout.cell(row, Column.OWN))]
        if way is Way.OUT:
            other, own = other or next(iter(called), None), [*own, sender]
        else:
            other, own = other or sender, [*own, *called]
        return Said(
            way=way, outcome=self._outcome(row, results, way), number=other, line_id=self._line(own)
        )

    def _way(
        self,
        row: Sequence[str],
        results: list[Result],
        sender: str | None,
        called: list[str | None],
    ) -> Way:
        ways = {result.way for result in results}
        for way in (Way.NEITHER, Way.OUT, Way.IN):
            if way in ways:
                return way
        came_in = read_yes(self._layout.cell(row, Column.INCOMING))
        if came_in is not None:
            return Way.IN if came_in else Way.OUT
        from_line = self._shop.line_dialled(sender) is not None
        to_line = any(self._shop.line_dialled(number) for number in called)
        if from_line is not to_line:
            return Way.OUT if from_line else Way.IN
        if not called or sender is None or not _is_extension(sender):
            return Way.IN
        return Way.NEITHER if all(map(_is_extension, called)) else Way.OUT

    def _outcome(self, row: Sequence[str], results: list[Result], way: Way) -> Outcome | None:
        cell = self._layout.cell
        said = {result.outcome for result in results}
        outcome: Outcome | None = next((each for each in _BELIEVED if each in said), None)
        answered = read_yes(cell(row, Column.ANSWERED))
        if answered is not None and outcome in (None, Outcome.ANSWERED):
            outcome = Outcome.ANSWERED if answered else Outcome.NO_ANSWER
        if outcome is None:
            outcome = self._by_length(row, results, way)
        if way is Way.OUT and outcome not in (None, Outcome.ANSWERED):
            return Outcome.NO_ANSWER
        if way is Way.OUT or outcome is not Outcome.ANSWERED:
            return outcome
        if read_result(cell(row, Column.EXTENSION)).outcome is Outcome.VOICEMAIL:
            return Outcome.VOICEMAIL
        if self._has(Column.APPLICATION):
            # A menu, an announcement and a mailbox answer as well.
            if cell(row, Column.APPLICATION).casefold() == "voicemail":
                return Outcome.VOICEMAIL
            return outcome if cell(row, Column.CHANNEL) else Outcome.NO_ANSWER
        return outcome

    def _by_length(self, row: Sequence[str], results: list[Result], way: Way) -> Outcome | None:
        """Tell by how long it took, where no word does."""
        cell = self._layout.cell
        if talk := cell(row, Column.TALK):
            return _by_talk(talk)
        if not (results or cell(row, Column.INCOMING)) or not all(
            result.says_anything for result in results
        ):
            return None
        if duration := cell(row, Column.DURATION):
            return _by_talk(duration)
        # A list that names the missed calls names the others by their way only.
        return Outcome.ANSWERED if way is Way.IN and self._rules.names_missed else None

    def _number(self, cell: str) -> str | None:
        number = number_in(cell)
        return number and with_own_plus(number, self._shop.country)

    def _line(self, own: list[str | None]) -> str | None:
        found = next((line for number in own if (line := self._shop.line_dialled(number))), None)
        if self._line_id is None or found is None:
            return self._line_id if found is None else found.id
        return found.id if found.id == self._line_id else None

    def _has(self, *columns: Column) -> bool:
        return any(column in self._layout.places for column in columns)


def number_in(cell: str) -> str | None:
    """Return the number in a cell that may name somebody as well, None where there is none. Total."""
    # After the sign is the machine that a call came from, whose address has digits as well.
    text = cell[:_LONGEST].translate(_AS_OTHERS).partition("@")[0]
    found = _IN_BRACKETS.search(text)
    # An area code may be in brackets as well.
    if found and (_LETTERS.search(text[: found.start()]) or text.startswith(("<", '"', "'"))):
        return found[1].strip()
    # What takes numbers for sums writes `.0` behind them.
    runs = [run.strip().removesuffix(".0").rstrip(" (") for run in _RUN.findall(text)]
    return max((run for run in runs if any(map(str.isdigit, run))), key=len, default=None)


def is_shortened(cell: str) -> bool:
    """Tell whether digits of the number in a cell are missing: it would be somebody else's."""
    return _SHORTENED.fullmatch(cell[:_LONGEST]) is not None


def _by_talk(length: str) -> Outcome:
    talked = any(digit in length for digit in "123456789")
    return Outcome.ANSWERED if talked else Outcome.NO_ANSWER


def _is_extension(number: str | None) -> bool:
    return number is None or sum(map(str.isdigit, number)) <= _LONGEST_EXTENSION
