"""A caller is texted in the language that they most likely read."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.languages import (
    language_of,
    primary,
    worth_noting,
)

US, QUEBEC, TORONTO, PUERTO_RICO = "+12025550143", "+15145550143", "+14165550143", "+17875550143"
SPAIN, MEXICO, FRANCE, GERMANY, ITALY = (
    "+34612345678", "+525512345678", "+33612345678", "+4915112345678", "+390612345678",
)  # fmt: skip
ALL = ("en", "es", "fr", "de", "it")


@pytest.mark.parametrize(
    ("number", "language"),
    [
        pytest.param(US, "en", id="United States"),
        pytest.param(TORONTO, "en", id="Toronto"),
        pytest.param(QUEBEC, "fr", id="Montreal"),
        pytest.param("+14185550143", "fr", id="Quebec City"),
        pytest.param(PUERTO_RICO, "es", id="Puerto Rico"),
        pytest.param("+19395550143", "es", id="Puerto Rico, its other area code"),
        pytest.param(SPAIN, "es", id="Spain"),
        pytest.param(MEXICO, "es", id="Mexico"),
        pytest.param("+5491123456789", "es", id="Argentina"),
        pytest.param(FRANCE, "fr", id="France"),
        pytest.param(GERMANY, "de", id="Germany"),
        pytest.param("+436641234567", "de", id="Austria"),
        pytest.param(ITALY, "it", id="Italy"),
        pytest.param("+442079460123", "en", id="United Kingdom"),
    ],
)
def test_a_number_tells_the_language_of_its_region(number: str, language: str) -> None:
    for default in ALL:
        assert language_of(number, spoken=(default, *ALL)) == language


@pytest.mark.parametrize("default", ALL)
@pytest.mark.parametrize(
    "number",
    ["+41791234567", "+32470123456", "+352621123456", "+881612345678", "+81312345678", ""],
    ids=["Switzerland", "Belgium", "Luxembourg", "a satellite", "Japan", "nothing"],
)
def test_where_a_region_speaks_several_languages_or_none_of_ours_the_shops_default_is_used(
    number: str, default: str
) -> None:
    assert language_of(number, spoken=(default, *ALL)) == default


def test_a_language_that_the_shop_does_not_speak_is_not_promised() -> None:
    assert language_of(GERMANY, spoken=("en", "es")) == "en"
    assert language_of(GERMANY, spoken=("en", "es"), heard="de") == "en"


def test_what_was_heard_wins_over_the_region_and_what_the_owner_fixed_over_all() -> None:
    assert language_of(US, spoken=("en", "es"), heard="es") == "es"
    assert language_of(US, spoken=("en", "es"), heard="es", fixed="en") == "en"
    assert language_of(US, spoken=("en", "es"), fixed="pt") == "pt"


GENEVA, ZURICH = "+41221234567", "+41441234567"


def test_the_longest_beginning_of_a_number_says_its_language() -> None:
    rules = {"+41": "de", "+4122": "fr", "+412": "it", "+49": "en"}
    assert language_of(GENEVA, spoken=ALL, by_prefix=rules) == "fr"
    assert language_of(ZURICH, spoken=ALL, by_prefix=rules) == "de"
    assert language_of(GERMANY, spoken=ALL, by_prefix=rules) == "en"
    assert language_of(FRANCE, spoken=ALL, by_prefix=rules) == "fr"


def test_the_owners_rule_wins_over_what_was_heard_and_yields_to_what_they_fixed() -> None:
    rules = {"+4122": "fr"}
    assert language_of(GENEVA, spoken=ALL, by_prefix=rules, heard="it") == "fr"
    assert language_of(GENEVA, spoken=ALL, by_prefix=rules, fixed="it") == "it"
    assert language_of(GENEVA, spoken=("en", "it"), by_prefix=rules, heard="it") == "it"


@pytest.mark.parametrize(
    ("number", "heard", "noted"),
    [
        pytest.param(US, "es", "es", id="another language than the region's"),
        pytest.param(US, "en", None, id="the region's"),
        pytest.param(ZURICH, "en", None, id="the shop's default"),
        pytest.param(US, "de", None, id="one that the shop does not speak"),
        pytest.param(GENEVA, "en", None, id="against the owner's rule"),
    ],
)
def test_only_what_would_make_a_difference_is_worth_noting(
    number: str, heard: str, noted: str | None
) -> None:
    spoken, rules = ("en", "es", "fr"), {"+4122": "fr"}
    assert worth_noting(heard, number, spoken=spoken, by_prefix=rules) == noted


def test_a_language_may_be_spoken_as_a_country_does() -> None:
    assert language_of(MEXICO, spoken=("en-US", "es-MX")) == "es-MX"
    assert language_of(US, spoken=("en-GB", "en-US"), heard="en-US") == "en-US"
    assert language_of(US, spoken=("de", "en_GB"), heard="en-AU") == "en_GB"


def test_a_shop_that_names_no_language_speaks_english() -> None:
    assert language_of(GERMANY, spoken=()) == "en"


@pytest.mark.parametrize("tag", ["es", "ES", "es-MX", "es_419", " es "])
def test_a_language_is_the_same_in_every_country(tag: str) -> None:
    assert primary(tag) == "es"


@given(
    st.text(max_size=30) | st.from_regex(r"\+[0-9]{1,20}", fullmatch=True),
    st.lists(st.sampled_from(ALL) | st.text(max_size=5), min_size=1, max_size=4),
    st.none() | st.text(max_size=5),
    st.dictionaries(st.from_regex(r"\+[0-9]{1,4}", fullmatch=True), st.sampled_from(ALL)),
)
def test_without_the_owners_word_a_shop_never_writes_what_it_does_not_speak(
    number: str, spoken: list[str], heard: str | None, rules: dict[str, str]
) -> None:
    assert language_of(number, spoken=spoken, heard=heard, by_prefix=rules) in spoken
    if heard is not None:
        noted = worth_noting(heard, number, spoken=spoken, by_prefix=rules)
        assert language_of(number, spoken=spoken, heard=noted, by_prefix=rules) == language_of(
            number, spoken=spoken, heard=heard, by_prefix=rules
        )
