"""A goodbye is heard in five languages, and only where nothing else is said."""

from time import process_time
from typing import Final

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.farewell import Farewell, farewell_of
from custom_components.missed_call_textback.core.opt_out import wish_of

_THANKS: Final = {
    "en": (
        "Thanks!", "ok", "OK thank you so much", "perfect, see you", "👍", "Great, see you tomorrow!",
        "k thx bye", "got it, thanks", "noted", "Thank you for getting back to me",
        "You too, have a great day", "No worries 🙏🏽", "All good, cheers mate", "ty ❤️",
    ),
    "es": (
        "gracias", "Muchas gracias!", "Vale, hasta mañana", "ok perfecto",
        "Perfecto. Nos vemos el lunes",
        "de acuerdo, muy amable", "Igualmente, que tenga un buen día", "¡Genial!", "entendido, gracias",
        "Muchas gracias por su ayuda, un saludo", "listo 👍",
    ),
    "fr": (
        "Merci", "merci beaucoup !", "D'accord, à demain", "ok parfait", "Très bien, merci à vous",
        "bonne journée", "C’est noté, merci", "super, à lundi", "Pas de souci, bonne soirée",
        "Merci pour votre réponse", "ça marche",
    ),
    "de": (
        "Danke", "vielen Dank!", "Alles klar, bis morgen", "ok super", "Perfekt, dankeschön",
        "Danke für die schnelle Antwort", "schönes Wochenende", "Prima, bis dann", "Ihnen auch, tschüss",
        "Verstanden. Einen schönen Tag noch", "in Ordnung, danke Ihnen",
    ),
    "it": (
        "Grazie", "grazie mille!", "Va bene, a domani", "ok perfetto", "D'accordo, grazie a lei",
        "Buona giornata", "Capito, grazie", "Ottimo, ci vediamo lunedì", "gentilissimo",
        "altrettanto, arrivederci", "Va benissimo",
    ),
}  # fmt: skip
_NEVER_MIND: Final = {
    "en": (
        "never mind, found someone else", "No longer needed", "nevermind", "nvm thanks",
        "Never mind, it's fixed now", "We don't need it anymore", "all sorted, thank you",
        "Already found somebody, sorry", "no need to call back", "forget it", "Changed my mind, sorry!",
        "It's been taken care of already", "We went with someone else",
    ),
    "es": (
        "ya no hace falta, gracias", "Ya encontré a alguien", "olvídelo", "ya está solucionado",
        "Ya no lo necesito", "No hace falta que venga", "he cambiado de idea, disculpe",
        "ya lo arreglé", "Gracias, pero ya hemos encontrado a otra persona", "problema resuelto",
    ),
    "fr": (
        "laissez tomber", "c'est bon j'ai trouvé quelqu'un, merci", "je n'en ai plus besoin",
        "C'est réglé", "Plus besoin, merci", "j'ai changé d'avis, désolée", "tant pis",
        "Problème résolu !", "ce n'est plus la peine de rappeler", "On a trouvé quelqu'un d'autre",
    ),
    "de": (
        "schon erledigt", "Hat sich erledigt, danke!", "brauche ich nicht mehr",
        "Habe schon jemanden gefunden", "Vergessen Sie es", "nicht mehr nötig",
        "Ist schon repariert, vielen Dank", "wir brauchen es nicht mehr",
        "Hab es mir anders überlegt, sorry", "läuft wieder, danke", "Wir brauchen keinen Termin mehr",
    ),
    "it": (
        "non serve più, grazie", "ho già trovato qualcun altro", "lasci perdere", "risolto!",
        "Non ne ho più bisogno", "abbiamo risolto, grazie mille", "ho cambiato idea, scusi",
        "non importa", "Come non detto", "è già sistemato",
    ),
}  # fmt: skip
_MORE: Final = {
    "en": (
        "ok?", "thanks, when can you come", "Thanks in advance", "no thanks", "not ok", "yes", "sure",
        "ok call me", "Thanks, and how much is it", "never mind the price", "see you at 10", "ok 10",
        "thanks but it still leaks", "ok, waiting", "please", "sorry", "hi", "thanks for nothing",
        "found someone else? or is it still you", "it's fixed price right", "ok 🆘",
        "forget it, come at 9",
        "thanks, one more thing", "I need it", "perfect, tomorrow works for me", "great job? lol",
    ),
    "es": (
        "sí", "gracias, ¿cuándo?", "no gracias", "vale, a las 10", "no está arreglado",
        "ya no funciona la caldera", "gracias pero todavía pierde agua", "ok llámeme", "por favor",
        "hola", "necesito un fontanero", "de antemano gracias",
    ),
    "fr": (
        "oui", "merci, quand ?", "non merci", "merci d'avance", "ok à 10h", "ça fuit encore",
        "ce n'est pas réglé", "d'accord rappelez-moi", "bonjour", "ok mais combien",
        "parfait, et le prix", "on attend",
    ),
    "de": (
        "ja", "danke, wann?", "nein danke", "Danke im Voraus", "ok um 10", "ist noch nicht erledigt",
        "passt", "ok rufen Sie mich an", "hallo", "läuft wieder aus", "Danke, und was kostet das",
        "brauche ich heute noch",
    ),
    "it": (
        "sì", "grazie, quando?", "no grazie", "grazie in anticipo", "ok alle 10", "non è risolto",
        "va bene chiamatemi", "buongiorno", "perde ancora", "non funziona più", "grazie ma quanto costa",
        "mi serve ancora",
    ),
}  # fmt: skip


def _listed(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, body) for language, bodies in table.items() for body in bodies]


def _wrong(table: dict[str, tuple[str, ...]], right: Farewell | None) -> list[tuple[str, str]]:
    return [each for each in _listed(table) if farewell_of(each[1]) is not right]


def test_thanks_are_heard() -> None:
    assert _wrong(_THANKS, Farewell.THANKS) == []


def test_who_wants_nothing_any_more_is_heard() -> None:
    assert _wrong(_NEVER_MIND, Farewell.NEVER_MIND) == []


def test_whatever_says_more_is_no_goodbye() -> None:
    assert [each for each in _listed(_MORE) if farewell_of(each[1]) is not None] == []


def test_each_language_is_tried_with_as_much_that_is_none() -> None:
    for language, more in _MORE.items():
        said = len(_THANKS[language]) + len(_NEVER_MIND[language])
        assert said >= 20
        assert len(more) >= said / 2
    assert len(_MORE["en"]) >= 20


def test_no_goodbye_is_a_wish_about_texts() -> None:
    farewells = [body for table in (_THANKS, _NEVER_MIND) for _, body in _listed(table)]
    assert [body for body in farewells if wish_of(body) is not None] == []


@pytest.mark.parametrize(
    ("body", "farewell"),
    [
        ("Liked “We'll be there at 10”", Farewell.THANKS),
        ("👍 to “See you at 10”", Farewell.THANKS),
        ("A aimé « Nous arrivons »", Farewell.THANKS),
        ("Gefällt „Bis morgen“", Farewell.THANKS),
        ("Gefällt nicht „Bis morgen“", None),
        ("Disliked “We'll be there at 10”", None),
        ("Questioned “We'll be there at 10”", None),
        ("> Sorry we missed you\nthanks!", Farewell.THANKS),
        ("", None),
        ("   ", None),
        ("🔥", None),
        ("thanks " * 40, None),
    ],
)
def test_what_a_telephone_writes_by_itself_is_read_as_it_is_meant(
    body: str, farewell: Farewell | None
) -> None:
    assert farewell_of(body) is farewell


_plain: Final = [body for _, body in _listed(_THANKS) if "👍" not in body]
_over: Final = [body for _, body in _listed(_NEVER_MIND)]


@given(st.sampled_from(_plain), st.sampled_from(_over))
def test_thanks_beside_a_never_mind_change_nothing(thanks: str, over: str) -> None:
    assert farewell_of(f"{thanks}. {over}") is Farewell.NEVER_MIND
    assert farewell_of(f"{over}\n{thanks}") is Farewell.NEVER_MIND


@given(
    st.sampled_from(_plain + _over),
    st.sampled_from(["?", "pipe", "10", "Wasser", "no", "🆘", "aber wann", "call", "leak"]),
    st.booleans(),
)
def test_any_word_or_question_beside_a_goodbye_makes_it_none(
    body: str, more: str, before: bool
) -> None:
    assert farewell_of(f"{more} {body}" if before else f"{body} {more}") is None


@given(st.sampled_from(_plain + _over))
def test_it_does_not_matter_how_a_goodbye_is_typed(body: str) -> None:
    said = farewell_of(body)
    assert said is not None
    for typed in (body.upper(), f"  {body}!!! ", body.replace("'", "’"), f"{body} 🙂"):
        assert farewell_of(typed) is said


@given(st.text(max_size=300))
def test_whatever_is_written_is_read(body: str) -> None:
    assert farewell_of(body) in (None, Farewell.THANKS, Farewell.NEVER_MIND)


def test_a_text_made_to_be_slow_is_read_as_fast_as_others() -> None:
    def took(body: str) -> float:
        began = process_time()
        for _ in range(50):
            farewell_of(body)
        return process_time() - began

    short, long = "ok thanks ", "ok thanks " * 19
    took(long)
    assert took(long) < 100 * max(took(short), 1e-4)
