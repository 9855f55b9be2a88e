"""STOP stops in five languages, and conversation stays conversation."""

from pathlib import Path
from time import process_time
from typing import Final, NamedTuple

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.opt_out import Wish, wish_of

_CORPUS: Final = Path(__file__).parent / "opt_out_corpus"
_KEYWORDS: Final = (
    "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout",
    "opt-out", "opt out", "baja", "alto", "parar", "cancelar", "arrêt", "arret", "desabonner",
    "abmelden", "aufhören", "ferma", "basta", "cancella", "annulla", "disiscrivi",
)  # fmt: skip


class Phrase(NamedTuple):
    """One line of a corpus."""

    language: str
    # keyword and stop want STOP; talk is conversation; the others are wishes.
    label: str
    text: str


def phrases(name: str) -> list[Phrase]:
    """Return a corpus."""
    lines = (_CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Phrase(*line.split("\t")) for line in lines]


DEVELOPMENT: Final = phrases("development")
HELD_OUT: Final = phrases("held_out")


def stopped(corpus: list[Phrase], *labels: str) -> float:
    """Return the share of those who want no texts and get none; print who does."""
    wanted = [phrase for phrase in corpus if phrase.label in labels]
    missed = [phrase for phrase in wanted if wish_of(phrase.text) not in (Wish.STOP, Wish.UNSURE)]
    share = 1 - len(missed) / len(wanted)
    print(f"stopped {share:.3f} of {len(wanted)} {labels}; missed {missed}")
    return share


def left_alone(corpus: list[Phrase]) -> float:
    """Return the share of conversations that are not taken for STOP; print which are."""
    talk = [phrase for phrase in corpus if phrase.label == "talk"]
    taken = [phrase for phrase in talk if wish_of(phrase.text) is Wish.STOP]
    share = 1 - len(taken) / len(talk)
    print(f"left alone {share:.3f} of {len(talk)}; taken for STOP {taken}")
    return share


def test_every_keyword_of_the_corpus_stops() -> None:
    assert [
        p for p in DEVELOPMENT if p.label == "keyword" and wish_of(p.text) is not Wish.STOP
    ] == []


def test_wishes_to_stop_are_heard() -> None:
    assert stopped(DEVELOPMENT, "keyword", "stop") >= 0.98


def test_wishes_that_no_rule_was_written_for_are_heard() -> None:
    assert stopped(HELD_OUT, "keyword", "stop") >= 0.9


def test_conversations_are_not_taken_for_a_stop() -> None:
    assert left_alone(DEVELOPMENT) >= 0.98


def test_conversations_that_no_rule_was_written_for_are_not_taken_for_a_stop() -> None:
    assert left_alone(HELD_OUT) >= 0.95


def test_a_conversation_is_seldom_held_up_by_a_doubt() -> None:
    talk = [phrase for phrase in DEVELOPMENT + HELD_OUT if phrase.label == "talk"]
    doubted = [phrase for phrase in talk if wish_of(phrase.text) is not None]
    assert len(doubted) <= len(talk) * 0.02, doubted


def test_start_and_help_are_read_without_error() -> None:
    asked = [phrase for phrase in DEVELOPMENT + HELD_OUT if phrase.label in ("start", "help")]
    assert [phrase for phrase in asked if wish_of(phrase.text) != phrase.label] == []


def test_doubts_stop_texts_too() -> None:
    assert stopped(DEVELOPMENT, "unsure") >= 0.95


def test_what_is_held_out_is_not_what_the_rules_were_written_for() -> None:
    assert {p.text.casefold() for p in DEVELOPMENT}.isdisjoint(p.text.casefold() for p in HELD_OUT)
    assert len(HELD_OUT) >= 120
    for corpus in (DEVELOPMENT, HELD_OUT):
        assert {phrase.language for phrase in corpus} == {"en", "es", "fr", "de", "it"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("s\u200btop", id="zero-width space"),
        pytest.param("ＳＴＯＰ", id="full width"),
        pytest.param("𝐒𝐓𝐎𝐏", id="bold letters"),
        pytest.param("S-T-O-P", id="letter by letter"),
        pytest.param("“stop”", id="typographic quotes"),
        pytest.param("stop \N{OCTAGONAL SIGN}\ufe0f", id="emoji"),
        pytest.param("de\u0301sabonner", id="a combining accent"),
        pytest.param("STOOOOP", id="a letter that stays down"),
        pytest.param("STOP\r\n\r\n> Sorry we missed you", id="our text quoted below"),
        pytest.param("don’t text me again", id="a typographic apostrophe"),
        pytest.param("F*** off", id="a masked word"),
        pytest.param("STOP CANCEL END", id="several keywords"),
        pytest.param('I told you "do not text me again"', id="quoting oneself"),
        pytest.param('Liked "Sorry we missed you" please stop texting me', id="after a reaction"),
        pytest.param("if you don't stop texting me I'll call the police", id="a threat"),
    ],
)
def test_however_it_is_typed_it_stops(body: str) -> None:
    assert wish_of(body) is Wish.STOP


@pytest.mark.parametrize(
    "body",
    ["", " ", "...", "🙂", "ok", "thanks!", "please", "yes", "YES", "si", "oui", "ja", "sì",
     "help please", "start at 9", "1", "\ud800"],
)  # fmt: skip
def test_an_answer_is_no_wish(body: str) -> None:
    assert wish_of(body) is None


@pytest.mark.parametrize(
    "word", ["yes", "sí", "oui", "ja", "sì", "weiter", "continuer", "ok", "anmelden"]
)
def test_no_answer_signs_anybody_up(word: str) -> None:
    assert wish_of(word) is not Wish.START


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('Loved "Reply STOP to opt out', id="cut short"),
        pytest.param("> Reply STOP to opt out\nsee you at 5", id="quoted line"),
        pytest.param("Sorry we missed you. Reply STOP to opt out. Yes, tomorrow!", id="unmarked"),
        pytest.param('A Juan le gustó "Responda STOP para no recibir más"', id="Spanish"),
    ],
)
def test_our_own_footer_quoted_back_is_no_wish(body: str) -> None:
    assert wish_of(body) is None


@given(
    st.sampled_from(_KEYWORDS),
    st.sampled_from((str.upper, str.lower, str.title, str.swapcase)),
    st.text(" \t\n.,;:!?\"'“”()-–…\u200b\ufe0f", max_size=8),
    st.text(" \t\n.,;:!?\"'“”()-–…\u200b\ufe0f", max_size=8),
)
def test_a_keyword_stops_in_any_case_between_any_marks(
    word: str, case: object, before: str, after: str
) -> None:
    assert callable(case)
    assert wish_of(f"{before}{case(word)}{after}") is Wish.STOP


@given(st.sampled_from(_KEYWORDS), st.integers(1, 5), st.sampled_from((" ", "\n", "! ", ", ")))
def test_a_keyword_said_over_and_over_stops(word: str, times: int, between: str) -> None:
    assert wish_of(between.join([word] * times)) is Wish.STOP


@given(st.text(max_size=300))
def test_every_text_is_read(body: str) -> None:
    assert wish_of(body) in (None, *Wish)


@given(st.lists(st.sampled_from([p.text for p in DEVELOPMENT if p.label == "keyword"]), max_size=6))
def test_keywords_together_never_start_anything(texts: list[str]) -> None:
    assert wish_of(" ".join(texts)) not in (Wish.START, Wish.HELP)


@pytest.mark.parametrize(
    "piece",
    ["a", "a ", "stop ", "i dont stop ", "no me escriba de ", "please ", "stop. ", "\u0301\u0323",
     'liked "', ">\n", '"', "ooooo ", "🛑"],
)  # fmt: skip
def test_reading_time_grows_no_faster_than_the_text(piece: str) -> None:
    def time_of(length: int) -> float:
        body = (piece * length)[:length]
        times = []
        for _ in range(3):
            started = process_time()
            wish_of(body)
            times.append(process_time() - started)
        return min(times)

    # Ten times the letters; the rest is for the clock's own unrest.
    assert time_of(100_000) <= 30 * time_of(10_000) + 0.005


def test_it_reads_on_when_it_has_seen_more_letters_than_it_keeps() -> None:
    for start in range(0x4E00, 0x9E00, 0x100):
        assert wish_of("".join(map(chr, range(start, start + 0x100)))) is None
    assert wish_of("ＳＴＯＰ") is Wish.STOP


def test_a_wish_is_heard_at_either_end_of_a_text_without_end() -> None:
    endless = "bla " * 20_000
    assert wish_of(f"Stop texting me. {endless}") is Wish.STOP
    assert wish_of(f"{endless}. Stop texting me") is Wish.STOP
