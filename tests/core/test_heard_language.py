"""A language is recognised where the words tell it for sure, and nothing else is ever said."""

from collections import Counter
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Final

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.heard_language import (
    _COURTESIES,
    _NEIGHBOURS,
    _WORDS,
    heard_language,
)

_CORPUS: Final = Path(__file__).parent / "language_corpus"
LANGUAGES: Final = ("en", "es", "fr", "de", "it")


def _lines(name: str) -> list[str]:
    return (_CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()


def _replies(name: str) -> list[tuple[str, str]]:
    return [(language, text) for language, text in (line.split("\t") for line in _lines(name))]


def _recall(replies: list[tuple[str, str]]) -> dict[str, float]:
    """Return which share of a language's replies is recognised."""
    found = Counter(language for language, text in replies if heard_language(text) == language)
    shares = {
        language: found[language] / wrote
        for language, wrote in Counter(language for language, _ in replies).items()
    }
    print(shares)
    return shares


@pytest.mark.parametrize("corpus", ["replies", "held_out"])
def test_no_reply_is_taken_for_another_language(corpus: str) -> None:
    wrong = [
        (language, text)
        for language, text in _replies(corpus)
        if heard_language(text) not in (None, language)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", _lines("look_alikes"))
def test_what_many_languages_write_and_what_none_of_the_five_does_is_left_open(text: str) -> None:
    assert heard_language(text) is None


def test_most_replies_tell_their_language() -> None:
    shares = _recall(_replies("replies"))
    assert set(shares) == set(LANGUAGES)
    assert all(
        len([1 for spoken, _ in _replies("replies") if spoken == each]) >= 30 for each in shares
    )
    assert min(shares.values()) >= 0.7
    assert sum(shares.values()) / len(shares) >= 0.84


def test_replies_that_no_word_was_listed_for_tell_their_language_more_often_than_not() -> None:
    shares = _recall(_replies("held_out"))
    assert min(shares.values()) >= 0.4
    assert sum(shares.values()) / len(shares) >= 0.65


def test_wishes_for_silence_are_never_taken_for_another_language() -> None:
    corpus = _CORPUS.parent / "opt_out_corpus"
    for name in ("development", "held_out"):
        for line in (corpus / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            language, _, text = line.split("\t")
            assert heard_language(text) in (None, language), text


def test_a_word_is_listed_once() -> None:
    listed = Counter(
        chain.from_iterable(
            words.split() for words in (*_WORDS.values(), *_COURTESIES.values(), _NEIGHBOURS)
        )
    )
    assert [word for word, times in listed.items() if times > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "I'd like an appointment, quisiera una cita mañana",
        "Hello, je voudrais un rendez-vous tomorrow morning please",
        "Ich möchte domani pomeriggio prenotare, geht das?",
    ],
)
def test_two_languages_in_one_text_are_left_open(text: str) -> None:
    assert heard_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("QUIERO UNA CITA PARA MAÑANA", "es", id="shouted"),
        pytest.param("J’ai besoin d’un devis", "fr", id="curly apostrophes"),
        pytest.param("Quiero cita para man\u0303ana", "es", id="a tilde of its own"),
        pytest.param("¿?", "es", id="a mark that no other language writes"),
        pytest.param("Hello, ich brauche einen Termin", "de", id="a foreign greeting"),
        pytest.param("when.you@could.com https://the.how.com/this", None, id="addresses"),
    ],
)
def test_a_text_is_read_however_it_is_spelt(text: str, language: str | None) -> None:
    assert heard_language(text) == language


_WRITTEN: Final = st.lists(
    st.sampled_from(
        [*" ".join((*_WORDS.values(), *_COURTESIES.values(), _NEIGHBOURS)).split(), "¿"]
    )
).map(" ".join)


@given(st.text() | _WRITTEN)
def test_any_text_is_in_one_of_the_languages_or_in_none(text: str) -> None:
    heard = heard_language(text)
    assert heard is None or heard in LANGUAGES
    assert heard_language(f"  {text} ") == heard


def test_a_text_without_end_takes_no_time() -> None:
    began = process_time()
    assert heard_language("quiero una cita " * 1_000_000) == "es"
    assert heard_language("@" * 1_000_000) is None
    assert process_time() - began < 0.5
