"""What is urgent is heard in five languages, and what only sounds so is not.

Measured on two tables of sentences. For `development.tsv` the rules were written: precision 132 of
133, recall 132 of 132. `held_out.tsv` was written before any rule, and none for it: precision 66 of
66, recall 66 of 67 at the first measure. Both are by the hand that wrote the rules, so the words of
strangers will be heard less well. Of the 1,694 lines of the other corpora of these tests, made up for
other ends, what a barber hears as urgent is listed below, one by one.

Of 4,827 private texts in English (the ham of the SMS Spam Collection, not kept here), written to friends
and not to shops, a barber took 20 for urgent, a shop of any kind 61. The mistakes among them are mended,
so that the 12 and 20 of today are no measure any more. Most of the 12 say "urgent".
"""

from collections.abc import Callable
from pathlib import Path
import re
from time import process_time
from typing import Final, NamedTuple
import unicodedata

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.missed_call_textback.core.urgency import Topic, Urgency, can_be_found
from custom_components.missed_call_textback.core.urgency.english import ENGLISH
from custom_components.missed_call_textback.core.urgency.french import FRENCH
from custom_components.missed_call_textback.core.urgency.german import GERMAN
from custom_components.missed_call_textback.core.urgency.italian import ITALIAN
from custom_components.missed_call_textback.core.urgency.language import Language
from custom_components.missed_call_textback.core.urgency.slips import meant
from custom_components.missed_call_textback.core.urgency.spanish import SPANISH
from custom_components.missed_call_textback.core.wording.reading import words_of
from custom_components.missed_call_textback.starting_texts import Trade
from custom_components.missed_call_textback.what_is_urgent import topics_of

_TESTS: Final = Path(__file__).parent
_LANGUAGES: Final = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN, "it": ITALIAN}
EVERYTHING: Final = Urgency(topics=frozenset(Topic))
BARBER: Final = Urgency(topics=topics_of(Trade.SALON))


class Sentence(NamedTuple):
    """One line of a table: `urgent` to this trade, or `calm`."""

    language: str
    trade: str
    label: str
    text: str

    @property
    def heard(self) -> tuple[str, ...]:
        """What is heard of it."""
        return Urgency(topics=topics_of(self.trade)).words_in(self.text)


def sentences(name: str) -> list[Sentence]:
    """Return a table."""
    lines = (_TESTS / "urgency_corpus" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Sentence(*line.split("\t")) for line in lines]


DEVELOPMENT: Final = sentences("development")
HELD_OUT: Final = sentences("held_out")
URGENT: Final = [each for each in DEVELOPMENT + HELD_OUT if each.label == "urgent" and each.heard]
CALM: Final = [each for each in DEVELOPMENT + HELD_OUT if each.label == "calm" and not each.heard]
# What is urgent by itself in a language, and how that language denies it and turns round.
NOUNS: Final = {
    "en": ("gas leak", "burst pipe", "flooding", "flames", "sparks", "emergency", "bleeding"),
    "es": ("fuga de gas", "inundación", "humo", "chispas", "emergencia", "convulsiones"),
    "fr": ("fuite de gaz", "inondation", "fumée", "étincelles", "urgence", "convulsions"),
    "de": ("Gasgeruch", "Rohrbruch", "Rauch", "Funken", "Notfall", "Überschwemmung"),
    "it": ("fuga di gas", "allagamento", "incendio", "scintille", "emergenza", "convulsioni"),
}
DENIALS: Final = {
    "en": ("no {}", "there is no {}", "We don't have any {}", "no sign of {}", "without {}"),
    "es": ("no hay {}", "sin {}", "no tenemos ninguna {}", "No es {}"),
    "fr": ("pas de {}", "il n'y a pas de {}", "aucune {}", "ce n'est pas {}"),
    "de": ("kein {}", "wir haben keine {}", "es ist kein {}", "ohne {}"),
    "it": ("nessuna {}", "non c'è nessuna {}", "senza {}", "non è {}"),
}
BUTS: Final = {"en": "but", "es": "pero", "fr": "mais", "de": "aber", "it": "ma c'è"}
in_a_language: Final = st.sampled_from(sorted(NOUNS))


def precision_and_recall(table: list[Sentence]) -> tuple[float, float]:
    """Return how much of what is heard is urgent, and how much of what is urgent is heard."""
    heard = [each for each in table if each.heard]
    right = [each for each in heard if each.label == "urgent"]
    wanted = [each for each in table if each.label == "urgent"]
    print(f"precision {len(right)} of {len(heard)}, recall {len(right)} of {len(wanted)}")
    print(*(each for each in table if bool(each.heard) is not (each.label == "urgent")), sep="\n")
    return len(right) / len(heard), len(right) / len(wanted)


def test_what_the_rules_were_written_for_is_told_apart() -> None:
    precision, recall = precision_and_recall(DEVELOPMENT)
    assert precision >= 0.99
    assert recall >= 0.99


def test_what_no_rule_was_written_for_is_told_apart() -> None:
    precision, recall = precision_and_recall(HELD_OUT)
    assert precision >= 0.95
    assert recall >= 0.95


def test_the_tables_are_of_every_language_and_a_third_of_them_is_calm() -> None:
    assert {each.text for each in DEVELOPMENT}.isdisjoint(each.text for each in HELD_OUT)
    for language in _LANGUAGES:
        table = [each for each in DEVELOPMENT + HELD_OUT if each.language == language]
        assert len(table) >= 50
        assert sum(each.label == "calm" for each in table) >= len(table) / 3


def test_in_other_peoples_words_a_barber_hears_only_what_is_said_to_be_urgent() -> None:
    files = [*_TESTS.glob("language_corpus/*.tsv"), *_TESTS.glob("opt_out_corpus/*.tsv")]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 1500
    heard = {line.rpartition("\t")[2]: BARBER.words_in(line.rpartition("\t")[2]) for line in lines}
    assert {text: words for text, words in heard.items() if words} == {
        "urgent": ("urgent",),
        "Urgente": ("Urgente",),
        "Preciso de um eletricista urgente": ("urgente",),
        "Het is dringend, wat kost dat deze week in het weekend?": ("dringend",),
        "Ich brauche jemanden für die Heizung, dringend": ("dringend",),
        "Necesito que alguien mire la caldera urgente": ("urgente",),
        "J'ai besoin de quelqu'un pour ma chaudière, c'est urgent": ("urgent",),
        "Ho bisogno di qualcuno per la caldaia, è urgente": ("urgente",),
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("not urgent but the cat is bleeding", id="another matter after a but"),
        pytest.param("No rush at all. Also I smell gas", id="a danger to life, however calm"),
        pytest.param("no its leaking everywhere", id="no is an answer"),
        pytest.param("No, the pipe is burst", id="no is a sentence"),
        pytest.param("the leak hasnt stopped", id="it is not over"),
        pytest.param("Leak is fixed but now it is leaking again", id="over, and again"),
        pytest.param("cant stop the leak", id="nobody denies the leak"),
        pytest.param("We do not have a leak. We have a flood!", id="denied in another clause"),
        pytest.param("no power and sparks from the panel", id="denied in another breath"),
        pytest.param("need this leak fixed", id="to be fixed is not fixed"),
        pytest.param("How much do you charge? My pipe burst!", id="asked in another sentence"),
        pytest.param("how much is a visit my dog is not breathing", id="a danger, asked about"),
        pytest.param("it can't wait", id="what can wait, denied"),
        pytest.param("no it cant wait", id="an answer, and what can wait, denied"),
        pytest.param("no water is pouring in", id="no is an answer, without its comma"),
        pytest.param("my outlet is on fire", id="no figure of speech"),
        pytest.param("Mon chien dont je vous parlais saigne", id="an English negation, in French"),
        pytest.param("water leaking, can you arrange somebody", id="a French end, in English"),
        pytest.param("necesito arreglo de una fuga", id="an end without its accent"),
        pytest.param("dog is not bleeding but he is not breathing either", id="not breathing"),
    ],
)
def test_what_is_urgent_stays_so(text: str) -> None:
    assert EVERYTHING.words_in(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("My sink isn't leaking", id="a contraction"),
        pytest.param("no sign of a leak anywhere", id="denied from afar"),
        pytest.param("The leak has stopped", id="over"),
        pytest.param("Burst pipe in the cellar. All fixed now", id="over, in the next sentence"),
        pytest.param("Thanks for fixing the gas leak", id="thanked for"),
        pytest.param("we had a burst pipe last year", id="long ago"),
        pytest.param("how much for a burst pipe", id="asked about"),
        pytest.param("there is a leak, it can wait", id="it can wait, said after it"),
        pytest.param("can wait, but no rush: a leak", id="calm on both sides of a but"),
        pytest.param("the emergency exit light is broken", id="half of another thing"),
        pytest.param("It is not an emergency 🚨", id="an emoji, denied"),
        pytest.param("ça fuit pas", id="denied after it, in French"),
        pytest.param("es brennt nicht", id="denied after it, in German"),
        pytest.param("No huele a gas", id="denied in Spanish"),
        pytest.param("Es riecht nicht nach Gas", id="denied within it"),
        pytest.param("non è per niente urgente", id="denied in Italian"),
        pytest.param("It was a birthday gift, can I return it immediately?", id="German poison"),
        pytest.param("se fosse possibile venire domani", id="a French ditch"),
        pytest.param("j'arrive tout de suite", id="somebody who hurries"),
        pytest.param("Do you smoke in there? I want to smoke", id="a cigarette"),
        pytest.param("If urgent, text me", id="in case it is"),
        pytest.param("So Friday then, can't wait", id="joy"),
        pytest.param('Loved "Is water running right now? Emergency?"', id="our words, quoted"),
    ],
)
def test_what_the_text_itself_takes_back_is_not_urgent(text: str) -> None:
    assert EVERYTHING.words_in(text) == ()


@given(in_a_language, st.data())
def test_what_is_denied_is_not_urgent_and_what_comes_after_a_but_is(
    language: str, data: st.DataObject
) -> None:
    denial = data.draw(st.sampled_from(DENIALS[language]))
    denied, meant_so = data.draw(
        st.lists(st.sampled_from(NOUNS[language]), min_size=2, max_size=2, unique=True)
    )
    text = denial.format(denied)
    assert EVERYTHING.words_in(text) == ()
    assert EVERYTHING.words_in(f"{text}, {BUTS[language]} {meant_so}") == (meant_so,)


@given(st.sampled_from(CALM), st.sampled_from(("gas leak", "huele a gas", "atmet nicht")))
def test_a_danger_is_heard_behind_any_calm(calm: Sentence, danger: str) -> None:
    assert danger in EVERYTHING.words_in(f"{calm.text}. But {danger}")


@given(st.sampled_from(URGENT), st.sampled_from((str.upper, str.lower, str.title, str.swapcase)))
def test_case_does_not_matter(sentence: Sentence, case: Callable[[str], str]) -> None:
    # "ß" becomes "SS", which is read as the same.
    assert Urgency(topics=topics_of(sentence.trade)).words_in(case(sentence.text))


@given(st.sampled_from(URGENT + CALM))
def test_accents_do_not_matter(sentence: Sentence) -> None:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", sentence.text)
        if not unicodedata.combining(letter)
    )
    heard = Urgency(topics=topics_of(sentence.trade)).words_in(plain)
    assert len(heard) == len(sentence.heard)


@given(st.sampled_from(URGENT), st.sampled_from(CALM))
def test_the_words_told_are_those_of_the_text(urgent: Sentence, calm: Sentence) -> None:
    text = f"{calm.text}\n\n{urgent.text}"
    told = EVERYTHING.words_in(text)
    assert len(set(told)) == len(told)
    for words in told:
        assert words in " ".join(text.split())


@given(st.text(max_size=300))
def test_every_text_is_read(body: str) -> None:
    assert isinstance(EVERYTHING.words_in(body), tuple)


@given(
    st.sampled_from(("immediately", "bleeding", "flooding", "overflowing", "unconscious")),
    st.integers(1, 20),
    st.sampled_from(("left out", "twice", "swapped", "another")),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
)
def test_one_slip_in_a_long_word_is_forgiven(word: str, at: int, slip: str, letter: str) -> None:
    assume(at < len(word))
    head, tail = word[:at], word[at:]
    typed = {
        "left out": head + tail[1:],
        "twice": head + tail[0] + tail,
        "swapped": head + tail[1::-1] + tail[2:],
        "another": head + letter + tail[1:],
    }[slip]
    # Another word is left alone: "breeding", "emergence".
    assume(meant(typed) != typed or typed == word)
    assert meant(typed) == word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("emergancy", "emergency", id="another letter"),
        pytest.param("urgnet", "urgent", id="two swapped"),
        pytest.param("urgentttt", "urgent", id="a letter that stays down"),
        pytest.param("bleeeeding", "bleeding", id="one that stays down where two belong"),
        pytest.param("emmmergancy", "emergency", id="one that stays down, and a slip"),
        pytest.param("sooooo", "sooooo", id="a letter that stays down in another word"),
        pytest.param("siezure", "seizure", id="spelt as it sounds"),
        pytest.param("breeding", "breeding", id="another word"),
        pytest.param("flooring", "flooring", id="a trade"),
        pytest.param("gass", "gass", id="too short to tell"),
        pytest.param("mergency", "mergency", id="the first letter"),
        pytest.param("gurntey", "gurntey", id="no word at all"),
        pytest.param("uegrnt", "uegrnt", id="a letter that moved far"),
    ],
)
def test_a_slip_is_mended_and_another_word_is_not(typed: str, word: str) -> None:
    assert meant(typed) == word


@pytest.mark.parametrize("language", _LANGUAGES.values(), ids=_LANGUAGES)
def test_no_word_of_a_phrase_is_taken_for_a_slip(language: Language) -> None:
    written = [
        *language.topics.values(),
        *language.lists.values(),
        *(getattr(language, part) for part in ("general", "negations", "breaths", "turns")),
        *(getattr(language, part) for part in ("harmless", "calm", "over", "past", "asked")),
    ]
    words = {word for phrases in written for word in words_of(phrases.replace("/", " "))}
    assert {word for word in words if meant(word) != word} == set()


@pytest.mark.parametrize("language", _LANGUAGES.values(), ids=_LANGUAGES)
def test_each_language_speaks_of_every_topic(language: Language) -> None:
    assert all(language.topics[topic].strip() for topic in Topic)


def test_the_documentation_says_what_is_urgent_as_it_is() -> None:
    page = (_TESTS.parents[1] / "docs" / "urgency.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (no|\*\*yes\*\*)[:,]", page, re.MULTILINE)
    assert len(rows) == 6
    told = {text: bool(EVERYTHING.words_in(text)) for text, _ in rows}
    assert told == {text: answer == "**yes**" for text, answer in rows}
    assert EVERYTHING.words_in("No rush, I smell gas") == ("smell gas",)
    assert EVERYTHING.words_in("as soon as possible please, ASAP!") == ()


def test_a_trade_hears_its_own_matters_and_a_barber_none() -> None:
    burst, hit = "burst pipe!", "my dog was hit by a car"
    plumber, vet = (Urgency(topics=topics_of(each)) for each in (Trade.PLUMBER, Trade.VET))
    assert plumber.words_in(burst) == ("burst pipe",)
    assert vet.words_in(hit) == ("hit by a car",)
    assert (plumber.words_in(hit), vet.words_in(burst)) == ((), ())
    assert (BARBER.words_in(burst), BARBER.words_in(hit)) == ((), ())
    assert BARBER.words_in("it's urgent") == ("urgent",)


def test_of_an_unknown_trade_only_what_nobody_can_mistake_is_heard() -> None:
    anybody = Urgency(topics=topics_of("locksmith"))
    assert anybody == Urgency(topics=topics_of(Trade.OTHER)) == Urgency()
    assert anybody.words_in("I smell gas") == ("smell gas",)
    assert anybody.words_in("the tap leaks and I locked my keys in") == ()


@pytest.mark.parametrize("trade", Trade)
def test_what_is_said_to_be_urgent_is_so_in_every_trade(trade: Trade) -> None:
    assert Urgency(topics=topics_of(trade)).words_in("URGENT please call") == ("URGENT",)


def test_the_owners_own_words_count_as_they_are_written() -> None:
    own = Urgency(own=("Wedding TODAY", "señal roja", "a/b [c] ^ $"), topics=frozenset())
    assert own.words_in("it's my wedding, today!") == ()
    assert own.words_in("my Wedding today") == ("Wedding today",)
    assert own.words_in("hay una SENAL ROJA") == ("SENAL ROJA",)
    assert own.words_in("a b c") == ("a b c",)
    assert own.words_in("no wedding today") == ()
    assert own.words_in("urgent") == ("urgent",)


def test_the_owners_own_words_may_be_the_only_ones() -> None:
    own = Urgency(own=("wedding today",), built_in=False)
    assert own.words_in("🆘 urgent, burst pipe") == ()
    assert own.words_in("wedding today") == ("wedding today",)
    assert own.words_in("wedding today, no rush") == ()


@pytest.mark.parametrize(
    ("written", "can"), [("asap", True), ("a", True), ("...", False), ("🆘", False), (" ", False)]
)
def test_words_without_a_letter_are_never_found(written: str, can: bool) -> None:
    assert can_be_found(written) is can


@pytest.mark.parametrize(
    "piece", ["a ", "leak ", "no leak ", "no ", "but leak. ", "fixed. ", "thanks for ", "🆘", "'"]
)
def test_reading_time_grows_no_faster_than_the_text(piece: str) -> None:
    def time_of(length: int) -> float:
        body = (piece * length)[:length]
        times = []
        for _ in range(3):
            started = process_time()
            EVERYTHING.words_in(body)
            times.append(process_time() - started)
        return min(times)

    assert time_of(4000) <= 30 * time_of(400) + 0.005


def test_what_is_urgent_is_heard_at_either_end_of_a_text_without_end() -> None:
    endless = "bla " * 20_000
    assert EVERYTHING.words_in(f"gas leak. {endless}") == ("gas leak",)
    assert EVERYTHING.words_in(f"{endless}. gas leak") == ("gas leak",)
