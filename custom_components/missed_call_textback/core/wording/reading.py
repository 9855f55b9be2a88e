"""Reads a text as people type: letters without case and accents, words, and where clauses end."""

from collections.abc import Callable, Iterator
from typing import Final
import unicodedata

# How a clause ends in what is read: in a question, or in anything else.
ASKED: Final = "?"
SAID: Final = "|"
# How a clause may end.
ENDS: Final = frozenset({SAID, ASKED})

_MARKS: Final = {
    # Elisions and contractions are mended after cutting: don't, l'appel.
    **dict.fromkeys("'’‘ʼ´`", " "),
    **dict.fromkeys("?¿？", f" {ASKED} "),
    **dict.fromkeys(".!¡;:,()[]\n\r\t…—–•/|>", f" {SAID} "),
    # A masked letter of a swear word.
    "*": "",
    # The stop sign says what it says.
    "🛑": " stop ",
    # A Turkish telephone's letter.
    "ı": "i",
}
_KEPT_LETTERS: Final = 4096
# Carriers cut at 1,600 letters.
_LONGEST_TYPED: Final = 4000
# "don't" and "I'm" are cut in two at their apostrophes.
_CUT: Final = {
    "t": frozenset(
        {"aren", "can", "couldn", "didn", "doesn", "don", "hasn", "haven", "isn", "shouldn", "wasn"}
        | {"weren", "won", "wouldn"}
    ),
    "m": frozenset({"i"}),
}
_UNCUT: Final = frozenset[str]()


class _Folding(dict[int, str]):
    """What each character is read as; kept for the next text, up to a bound."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _KEPT_LETTERS:
            self[code] = folded
        return folded


def _fold(letter: str) -> str:
    if (mark := _MARKS.get(letter)) is not None:
        return mark
    # Letter by letter: a whole text of combining marks takes quadratic time to normalize.
    return "".join(
        _MARKS.get(part, part if part.isalnum() else " ")
        for part in unicodedata.normalize("NFKD", letter).casefold()
        # Marks and what takes no room: accents, variation selectors, zero-width and soft hyphens.
        if unicodedata.category(part) not in ("Mn", "Me", "Cf")
    )


_FOLDING: Final = _Folding()


def ends_of(body: str) -> str:
    """Return a text; of one that is too long for anybody to have typed it, its two ends."""
    if len(body) <= _LONGEST_TYPED:
        return body
    half = _LONGEST_TYPED // 2
    return f"{body[:half]}\n{body[-half:]}"


def folded(text: str) -> str:
    """Return a text in small letters without accents, its marks as clause ends."""
    return text.translate(_FOLDING)


def words_of(text: str, meant: Callable[[str], str] = str) -> list[str]:
    """Return the words of a text and the ends of its clauses; the last is an end.

    `meant` tells which word was meant by one as it was typed.
    """
    read: list[str] = []
    for token in folded(text).split():
        if read and _was_cut(read[-1], token):
            read[-1] += token
        else:
            read.append(meant(token))
    read.append(SAID)
    return read


def places_of(text: str) -> list[tuple[int, int]]:
    """Return from where to where in a text each of its words is written, as `words_of` counts them."""
    places: list[tuple[int, int]] = []
    before = ""
    for token, start, end in _tokens(text):
        if before and _was_cut(before, token):
            places[-1] = places[-1][0], end
            before += token
        else:
            places.append((start, end))
            before = token
    places.append((len(text), len(text)))
    return places


def _was_cut(before: str, token: str) -> bool:
    return before in _CUT.get(token, _UNCUT)


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    token, start, end = "", 0, 0
    for at, letter in enumerate(text):
        for part in folded(letter):
            if not part.isspace():
                token, start, end = token + part, start if token else at, at + 1
            elif token:
                yield token, start, end
                token = ""
    if token:
        yield token, start, end


def spelt_out(words: list[str]) -> list[str]:
    """Return words that were typed letter by letter as one: S.T.O.P."""
    letters = [word for word in words if word not in ENDS]
    if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
        return ["".join(letters), SAID]
    return words


def clauses_of(words: list[str]) -> list[tuple[list[str], str]]:
    """Return the clauses of words that are read, each with how it ends; empty ones are dropped."""
    clauses: list[tuple[list[str], str]] = []
    clause: list[str] = []
    for word in words:
        if word not in ENDS:
            clause.append(word)
        elif clause:
            clauses.append((clause, word))
            clause = []
    return clauses
