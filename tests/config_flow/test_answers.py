"""What owners type is read or refused in plain words, whatever it is."""

from collections.abc import Callable

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.missed_call_textback.config_flow.answers import (
    LONGEST_LINK,
    LONGEST_NAME,
    BadAnswer,
    is_public,
    read_address,
    read_api_base,
    read_link,
    read_mobile,
    read_name,
    read_prefix,
    read_week,
)
from custom_components.missed_call_textback.core.hours import DAYS, WeeklyHours

from .owner_sees import STRINGS

ERRORS = STRINGS["config"]["error"] | STRINGS["options"]["error"]

_TYPED = st.text(max_size=60) | st.from_regex(r"[0-9apm:.\-, h]{0,20}", fullmatch=True)
_ADDRESSES = st.text(max_size=60) | st.from_regex(
    r"(https?://)?[a-z0-9.:@/\[\]-]{0,30}", fullmatch=True
)


def taken(read: Callable[[str], str | None], typed: str) -> str | None:
    """Read an answer; None where it is refused, which must be in words that are there."""
    error = None
    try:
        return read(typed)
    except BadAnswer as refused:
        error = refused.error
    assert error in ERRORS
    return None


@given(week=st.dictionaries(st.sampled_from(DAYS), _TYPED), always=st.booleans())
def test_a_week_is_kept_as_it_is_stored_or_refused_by_day(
    *, week: dict[str, str], always: bool
) -> None:
    stored, errors = read_week(week | {"always_open": always})
    assert set(errors) <= {*DAYS, "base"}
    assert set(errors.values()) <= set(ERRORS)
    if errors:
        return
    if stored is None:
        assert always
        return
    again, errors = read_week(stored)
    assert (again, errors) == (stored, {}), "what is stored is shown, and can be saved again"
    assert WeeklyHours.parse(stored).minutes_open > 0


@given(typed=st.text(max_size=200))
def test_a_name_is_one_line_that_fits(typed: str) -> None:
    name = taken(read_name, typed)
    if name is not None:
        assert 0 < len(name) <= LONGEST_NAME
        assert name == " ".join(name.split())


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("صالون الحلاقة", id="from the right"),
        pytest.param("💈 Barbers 🧔🏽‍♂️", id="emoji"),
        pytest.param("Müller & Söhne", id="accents"),
        pytest.param("x" * LONGEST_NAME, id="as long as may be"),
    ],
)
def test_a_name_is_kept_as_it_was_written(name: str) -> None:
    assert read_name(f" {name}\n") == name


@given(typed=_TYPED)
def test_a_mobile_is_a_number_in_its_full_form_or_refused(typed: str) -> None:
    mobile = taken(lambda number: read_mobile(number, "US", ()), typed)
    assert mobile is None or mobile.startswith("+")


@pytest.mark.parametrize("read", [read_address, read_api_base, read_link])
@pytest.mark.parametrize("typed", ["https://[]@", "https://[", "https://[]"])
def test_half_an_address_is_refused_in_words(read: Callable[[str], str], typed: str) -> None:
    with pytest.raises(BadAnswer):
        read(typed)


@given(typed=_ADDRESSES)
def test_an_address_is_public_and_secret_or_refused(typed: str) -> None:
    origin = taken(read_address, typed)
    if origin is not None:
        assert URL(origin).scheme == "https"
        assert is_public(URL(origin))


@given(typed=_ADDRESSES)
def test_an_api_base_is_an_origin_or_refused(typed: str) -> None:
    base = taken(read_api_base, typed)
    if base is not None:
        assert str(URL(base).origin()) == base


@given(typed=_ADDRESSES)
def test_a_link_can_be_sent_as_it_is_or_is_refused(typed: str) -> None:
    link = taken(read_link, typed)
    if link is not None:
        assert link == typed.strip()
        assert len(link) <= LONGEST_LINK
        assert not any(character.isspace() for character in link)


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("https://example.com/book?id=1", id="in full"),
        pytest.param("example.com/b", id="short"),
        pytest.param("", id="none"),
    ],
)
def test_a_link_is_kept_as_short_as_it_was_typed(link: str) -> None:
    assert read_link(f" {link} ") == link


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("book", id="a word"),
        pytest.param("ftp://example.com", id="nothing that a phone opens"),
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("example.com/my page", id="a space"),
        pytest.param("http://homeassistant.local:8123", id="of the house"),
        pytest.param("example.com/" + "x" * 200, id="longer than a text"),
        pytest.param("https://[", id="half an address"),
    ],
)
def test_a_link_that_callers_cannot_open_is_refused(link: str) -> None:
    with pytest.raises(BadAnswer, match="link_not_understood"):
        read_link(link)


@pytest.mark.parametrize(
    ("typed", "country", "prefix"),
    [
        pytest.param("+41 22", "US", "+4122", id="international"),
        pytest.param("0041-22", "CH", "+4122", id="as dialled abroad"),
        pytest.param("022", "CH", "+4122", id="as dialled at home"),
        pytest.param("06", "IT", "+3906", id="a nought that stays"),
        pytest.param("(787)", "US", "+1787", id="an area code"),
        pytest.param("+1", "DE", "+1", id="a whole country"),
        pytest.param("", "DE", None, id="nothing"),
        pytest.param("0", "DE", None, id="nothing but a nought"),
        pytest.param("+", "DE", None, id="a plus"),
        pytest.param("+2", "DE", None, id="several countries"),
        pytest.param("+\u0661", "DE", None, id="other digits"),
        pytest.param("+49 tel", "DE", None, id="words"),
        pytest.param("+4912345678901234", "DE", None, id="longer than a number"),
    ],
)
def test_how_a_number_begins_is_read_as_people_write_it(
    typed: str, country: str, prefix: str | None
) -> None:
    assert taken(lambda typed: read_prefix(typed, country), typed) == prefix


@given(_TYPED | st.text("+0123456789 ()-", max_size=20), st.sampled_from(["US", "CH", "IT"]))
def test_how_a_number_begins_is_e164_or_refused(typed: str, country: str) -> None:
    read = taken(lambda typed: read_prefix(typed, country), typed)
    assert read is None or (read[0] == "+" and read[1:].isdecimal() and len(read) <= 16)
