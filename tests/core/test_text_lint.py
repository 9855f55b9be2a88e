"""The linter of texts: it sees what drives callers away, and lets plain words of a trade pass."""

from hypothesis import example, given, strategies as st
import pytest

from custom_components.missed_call_textback.core.text_lint import Flaw, flaws

BUSINESS = "Corner Barbers"
GOOD = "Corner Barbers here. Sorry we missed your call. What day and time would suit you?"
ASK = " How can we help?"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="question"),
        pytest.param("Corner Barbers: sorry! Book at https://a.example/?a=1&b=2?c", id="link"),
        pytest.param("Corner Barbers: sorry! Book at corner.example/book.", id="bare link"),
        pytest.param("Corner Barbers: sorry! Book at (www.corner.example).", id="www"),
        pytest.param("Corner Barbers: sorry! Write to hello@corner.example.", id="mail"),
        pytest.param("Corner Barbers: sorry! Our mobile is +1 (202) 555-0143.", id="phone number"),
        pytest.param("Corner Barbers: sorry! We are closed. If urgent, call 112.", id="emergency"),
        pytest.param("Corner Barbers: sorry! Reply with your address, please.", id="invitation"),
        pytest.param("Corner Barbers: désolés. Merci de répondre ici.", id="French invitation"),
        pytest.param("Corner Barbers: Leider zu. Bitte schreiben Sie uns.", id="German invitation"),
        pytest.param(GOOD + " Reply STOP to opt out.", id="way to opt out"),
        pytest.param("CORNER  BARBERS here. How can we help?", id="name in other letters"),
    ],
)
def test_a_text_that_names_the_shop_and_asks_one_thing_has_no_flaw(text: str) -> None:
    assert flaws(text, BUSINESS) == ()


@pytest.mark.parametrize(
    ("text", "business"),
    [
        pytest.param("Joe’s Cafe: how can we help?", "Joe's Café", id="accent and quote"),
        pytest.param("Smith + Sons. How can we help?", "Smith & Sons", id="other sign"),
        pytest.param("Free Wheels here, sorry. When suits you?", "Free Wheels", id="free in name"),
        pytest.param("Sorry Coffee: sorry! When suits you?", "Sorry Coffee", id="apology in name"),
        pytest.param("Hungry? here. What would you like?", "Hungry?", id="question in name"),
        pytest.param("SOUTH SIDE AIR UK: how are you?", "SOUTH SIDE AIR UK", id="loud name"),
        pytest.param("山田歯科です。ご用件は？", "山田歯科", id="name without spaces around it"),
        pytest.param("★ here. How can we help?", "★", id="name without letters"),
        pytest.param("How can we help?", "", id="no name at all"),
    ],
)
def test_the_name_of_a_shop_is_no_flaw_whatever_it_is(text: str, business: str) -> None:
    assert flaws(text, business) == ()


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        pytest.param("Sorry we missed you. How can we help?", Flaw.NO_BUSINESS_NAME, id="no name"),
        pytest.param("Corner here. How can we help?", Flaw.NO_BUSINESS_NAME, id="half a name"),
        pytest.param(GOOD + " Or is it urgent?", Flaw.MANY_QUESTIONS, id="two questions"),
        pytest.param("Corner Barbers. We'll get back to you.", Flaw.DEAD_END, id="dead end"),
        pytest.param(
            "Corner Barbers: we reply soon. Reply STOP to opt out.", Flaw.DEAD_END, id="only a STOP"
        ),
        pytest.param(
            "Corner Barbers: closed until 24.12.2026, then 0900-1800.", Flaw.DEAD_END, id="a date"
        ),
        pytest.param(GOOD + " a" * 120, Flaw.TOO_LONG, id="three segments"),
        pytest.param(GOOD + " 🙂" * 30, Flaw.TOO_LONG, id="three segments for an emoji"),
        pytest.param(GOOD + " We apologise.", Flaw.MANY_APOLOGIES, id="apologises twice"),
        pytest.param("CORNER BARBERS HERE. HOW CAN WE HELP? we are in", Flaw.SHOUTING, id="shouts"),
    ],
)
def test_a_text_has_just_the_flaw_that_it_has(text: str, flaw: Flaw) -> None:
    assert flaws(text, BUSINESS) == (flaw,)


def test_several_flaws_are_told_in_one_order() -> None:
    assert flaws("SALE! 50 % OFF TODAY! SORRY, SORRY!", BUSINESS) == (
        Flaw.NO_BUSINESS_NAME,
        Flaw.DEAD_END,
        Flaw.PROMOTIONAL,
        Flaw.MANY_APOLOGIES,
        Flaw.SHOUTING,
    )


@pytest.mark.parametrize(
    "words",
    [
        "First cut free.",
        "Get free estimates.",
        "It is free of charge.",
        "20% off today.",
        "Take 100 % care.",
        "Ask for our discounts.",
        "Summer sale this week.",
        "SALE!",
        "Special offer inside.",
        "Deals of the week.",
        "Save up to 50 today.",
        "Save $20.",
        "Promo code AB.",
        "Limited time only.",
        "Presupuesto gratis.",
        "Consulta gratuita.",
        "Nuevas ofertas.",
        "Descuento de bienvenida.",
        "Gran promoción.",
        "2x1 en cortes.",
        "Devis gratuit.",
        "Remise de 10 euros.",
        "Offre de printemps.",
        "Une réduction de printemps.",
        "Café offert.",
        "Kostenlose Beratung.",
        "Unser Angebot der Woche.",
        "Neukundenrabatt für alle.",
        "Sommerangebote.",
        "20 Prozent weniger.",
        "Preventivo gratuito.",
        "Sconto di benvenuto.",
        "Nuove offerte.",
        "Saldi.",
        "In omaggio un taglio.",
    ],
)
def test_words_of_advertising_are_seen_in_five_languages(words: str) -> None:
    assert flaws(f"Corner Barbers. {words}{ASK}", BUSINESS) == (Flaw.PROMOTIONAL,)


@pytest.mark.parametrize(
    "words",
    [
        "Are you free at 5?",
        "When are you free?",
        "When will you be free?",
        "We're free on Monday, does that suit you?",
        "Feel free to text. When suits you?",
        "Would you like a free slot or a free table?",
        "Which of the cuts we offer would you like?",
        "Can you deal with a short wait?",
        "Is it about a home for sale?",
        "Is it a toll-free number?",
        "¿De qué grifo sale el agua?",
        "Qu'est-ce qui est sale ?",
        "Est-ce pour la remise des clés ?",
        "Est-ce pour un appel d'offres ?",
        "Möchten Sie ein Angebot?",
        "Geht es um ein Angebot für Ihr Dach?",
        "Geht es um einen Nachlass?",
        "Es sobre una oferta de empleo?",
        "Vuole il saldo?",
        "Is the battery at 5, or is it empty?",
    ],
)
def test_plain_words_that_look_like_advertising_pass(words: str) -> None:
    assert flaws(f"Corner Barbers. {words}", BUSINESS) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Sorry, our apologies.",
        "Sentimos no haber contestado, disculpe.",
        "Désolés, veuillez nous excuser.",
        "Leider verpasst, das tut uns sehr leid.",
        "Ci scusi, ci dispiace.",
    ],
)
def test_a_second_apology_is_seen_in_five_languages(words: str) -> None:
    assert flaws(f"Corner Barbers. {words}{ASK}", BUSINESS) == (Flaw.MANY_APOLOGIES,)


@given(st.text(max_size=2000), st.text(max_size=60))
def test_any_text_of_any_shop_can_be_looked_at(text: str, business: str) -> None:
    found = flaws(text, business)
    assert list(found) == [flaw for flaw in Flaw if flaw in found]


@pytest.mark.parametrize("unit", ["a", "1", "-", "a.", "@", "stop", "?", "STOP ", "(1) ", "free "])
@example(repeated=0)
@given(repeated=st.integers(0, 3000))
def test_a_text_of_one_thing_repeated_can_be_looked_at(unit: str, repeated: int) -> None:
    found = flaws(unit * repeated, unit)
    assert (Flaw.TOO_LONG in found) == (len(unit) * repeated > 306)
