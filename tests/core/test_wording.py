"""Words are read as people type them, and a phrase is found as its notation says."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.wording.phrases import Phrasebook
from custom_components.missed_call_textback.core.wording.reading import places_of, words_of


@pytest.mark.parametrize(
    ("phrase", "text", "said"),
    [
        pytest.param("stop/quit it", "Please QUIT it now", True, id="either word"),
        pytest.param("stop/quit it", "quite it", False, id="another word"),
        pytest.param("stop [this/that] it", "stop it", True, id="one that may miss"),
        pytest.param("[do] stop it", "stop it", True, id="the first may miss"),
        pytest.param("stop SENDING", "stop to send", True, id="a list"),
        pytest.param("stop ... texts", "stop all of these texts", True, id="three words more"),
        pytest.param(
            "stop ... texts", "stop one two three four texts", False, id="four words more"
        ),
        pytest.param("stop ... texts", "stop all. Texts", False, id="more, in another clause"),
        pytest.param("stop texts", "stop. Texts", False, id="two clauses"),
        pytest.param("stop , texts", "stop? Texts", True, id="two clauses that may be"),
        pytest.param("^ stop", "please stop", False, id="not where the clause begins"),
        pytest.param("^ stop", "well, stop", True, id="where the clause begins"),
        pytest.param("stop $", "stop texts", False, id="not where the clause ends"),
        pytest.param("stop $", "stop?", False, id="where the question ends"),
        pytest.param("stop $?", "stop?", True, id="where any clause ends"),
        pytest.param("arrête", "ARRETE", True, id="accents"),
        pytest.param("stop texts now", "stop texts", False, id="half of it"),
    ],
)
def test_a_phrase_is_found_as_its_notation_says(phrase: str, text: str, said: bool) -> None:
    book = Phrasebook[str]()
    book.add("said", phrase, {"SENDING": "sending/to send"})
    assert bool(list(book.find(words_of(text)))) is said


@given(st.text(max_size=200))
def test_every_word_is_told_where_it_is_written(text: str) -> None:
    words, places = words_of(text), places_of(text)
    assert len(words) == len(places)
    for word, (start, end) in zip(words, places, strict=True):
        # One sign may be several words (½ is a one, a bar and a two), so that places may be shared.
        assert word in words_of(text[start:end])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("It won't stop!", ["It", "won't", "stop", "!", ""], id="a contraction"),
        pytest.param("L'eau", ["L", "eau", ""], id="an elision"),
        pytest.param("El baño", ["El", "baño", ""], id="an accent"),
        pytest.param("s\u200btop", ["s\u200btop", ""], id="a sign without width"),
    ],
)
def test_words_are_told_as_they_are_written(text: str, written: list[str]) -> None:
    assert [text[start:end] for start, end in places_of(text)] == written
