"""Who calls, and what was dialled."""

import pytest

from custom_components.missed_call_textback.providers.sip.addresses import (
    Caller,
    address,
    caller,
    cleaned,
    dialled,
    user_of,
)

from .said import request

HIDDEN = Caller()


def test_the_companys_word_comes_before_the_callers_own() -> None:
    invite = request(
        "INVITE",
        'P-Asserted-Identity: "Shop of Jane" <sip:+12025550148@pbx>',
        "Remote-Party-ID: <sip:+12025550149@pbx>;party=calling;privacy=off",
    )
    assert caller(invite) == Caller(number="+12025550148", name="Shop of Jane")


def test_a_remote_party_is_believed_where_nothing_is_asserted() -> None:
    invite = request("INVITE", "Remote-Party-ID: <sip:+12025550149@pbx>;privacy=off")
    assert caller(invite) == Caller(number="+12025550149", name="Jane")


def test_a_telephone_number_is_taken_where_the_first_identity_is_none() -> None:
    invite = request(
        "INVITE", "P-Asserted-Identity: <sip:trunk@pbx>, <tel:+1-202-555-0148;cpc=ordinary>"
    )
    assert caller(invite).number == "+1-202-555-0148"


@pytest.mark.parametrize(
    "lines",
    [
        ("Privacy: id", "P-Asserted-Identity: <sip:+12025550148@pbx>"),
        ("Privacy: critical;id;header",),
        ("Privacy: USER",),
        ("Remote-Party-ID: <sip:+12025550149@pbx>;privacy=full",),
    ],
)
def test_who_asks_for_privacy_has_no_number(lines: tuple[str, ...]) -> None:
    assert caller(request("INVITE", *lines)) == HIDDEN


@pytest.mark.parametrize(
    "who",
    [
        '"Anonymous" <sip:anonymous@anonymous.invalid>',
        "<sip:ANONYMOUS@pbx.example>",
        "sip:c8oqz84zk7z@anonymous.invalid",
    ],
)
def test_who_calls_as_nobody_is_not_found_out(who: str) -> None:
    assert (
        caller(request("INVITE", "P-Asserted-Identity: <sip:+12025550148@pbx>", caller=who))
        == HIDDEN
    )


def test_privacy_none_hides_nothing() -> None:
    assert caller(request("INVITE", "Privacy: none")).number == "+12025550147"


def test_a_name_in_an_old_encoding_is_read_and_kept() -> None:
    invite = request("INVITE", caller='"M\udcfcller" <sip:+12025550147@pbx>')
    assert caller(invite) == Caller(number="+12025550147", name="Müller")


def test_a_name_is_cleaned_and_cut() -> None:
    assert cleaned("  a\x00b\u2028c\u202ed  e ") == "a b c d e"
    assert cleaned("x" * 200) == "x" * 80
    assert cleaned("\x07") is None


@pytest.mark.parametrize(
    ("uri", "user"),
    [
        ("sip:+12025550147@pbx;user=phone", "+12025550147"),
        ("sip:+12025550147;phone-context=x@pbx", "+12025550147"),
        ("SIPS:%2B12025550147:secret@pbx", "+12025550147"),
        ("tel:+1-202-555-0147;ext=1", "+1-202-555-0147"),
        ("sip:pbx.example", None),
        ("sip:a@b@c", None),
        ("sip:%00@host", None),
        ("sip:" + "1" * 65 + "@x", None),
        ("http://x@y", None),
        ("", None),
    ],
)
def test_a_user_is_what_stands_before_the_host(uri: str, user: str | None) -> None:
    assert user_of(uri) == user


@pytest.mark.parametrize(
    "text", ['"no end <sip:1@x>', '"name" sip:1@x', "<sip:1@x", '"a" b <sip:1@x>']
)
def test_an_address_that_makes_no_sense_is_none(text: str) -> None:
    assert address(text) is None


def test_a_caller_that_makes_no_sense_has_no_number() -> None:
    assert caller(request("INVITE", caller='"no end <sip:+12025550147@x>')) == HIDDEN


def test_the_number_first_dialled_comes_before_where_the_call_went_from_there() -> None:
    invite = request(
        "INVITE",
        "P-Called-Party-ID: <sip:+12025550101@pbx>",
        "Diversion: <sip:100@pbx>;reason=no-answer, <sip:+12025550100@pbx>;reason=unconditional",
        "History-Info: <sip:+12025550102@pbx>;index=1",
    )
    assert dialled(invite, ["199"]) == (
        ("+12025550101", "+12025550100", "100", "+12025550102", "199"),
        True,
    )


def test_the_accounts_own_names_are_no_strange_numbers() -> None:
    invite = request("INVITE", to="<sip:+12025550100@pbx>")
    assert dialled(invite, ["12025550100"]) == (("+12025550100", "199"), False)
    assert dialled(invite, ["199"]) == (("+12025550100", "199"), True)
    assert dialled(request("INVITE"), ["199"]) == (("199",), False)
