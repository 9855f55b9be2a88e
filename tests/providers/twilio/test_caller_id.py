"""What the network says of a caller: believed where it says something, and never more than it says."""

import pytest

from custom_components.missed_call_textback.core.calls import Attestation, CallEvent

from .shop import CALL, ask, recorded


def heard(**fields: str) -> CallEvent:
    (event,) = ask("step=voice", recorded("voice") | fields).events
    assert isinstance(event, CallEvent)
    return event


# https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
@pytest.mark.parametrize(
    ("verstat", "attestation"),
    [
        *(
            (f"TN-Validation-Passed-{level}{way}", Attestation.PASSED)
            for level in "ABC"
            for way in ("", "-Diverted", "-Passthrough")
        ),
        *(
            (f"TN-Validation-Failed-{level}{way}", Attestation.FAILED)
            for level in "ABC"
            for way in ("", "-Passthrough")
        ),
        ("TN-Validation-Failed", Attestation.FAILED),
        ("tn-validation-failed-a", Attestation.FAILED),
        *((f"TN-Validation-Failed-{level}-Diverted", None) for level in "ABC"),
        ("No-TN-Validation", None),
        ("NULL", None),
        ("", None),
    ],
)
def test_a_verdict_of_the_network_is(verstat: str, attestation: Attestation | None) -> None:
    assert heard(StirVerstat=verstat).attestation is attestation


def test_a_call_without_a_verdict_has_none() -> None:
    form = recorded("voice")
    del form["StirVerstat"]

    (event,) = ask("step=voice", form).events

    assert isinstance(event, CallEvent)
    assert event.attestation is None


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("DOE JANE", "DOE JANE"),
        ("  Doe,\t Jane\r\n", "Doe, Jane"),
        ("ACME\x00 PLUMBING\x1b[31m", "ACME PLUMBING [31m"),
        ("Zoë \u202eevil", "Zoë evil"),
        ("X" * 500, "X" * 60),
        ("A" * 59 + " B", "A" * 59),
        ("LI", "LI"),
    ],
    ids=["as given", "spaces", "control characters", "direction marks", "endless", "cut at a space",
         "short"],
)  # fmt: skip
def test_a_callers_name_is_handed_on_clean(given: str, name: str) -> None:
    assert heard(CallerName=given).caller_name == name


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "ANONYMOUS",
        "Unknown",
        "UNAVAILABLE",
        "WIRELESS CALLER",
        "Wireless  Caller",
        "TOLL FREE CALL",
        "+12025550161",
        "202-555-0161",
        "V1234567890",
        "WASHINGTON DC",
        "Washington, DC",
        "WASHINGTON",
        "ELSEWHERE   DC",
        "DC",
        "\u202e\x00",
    ],
    ids=repr,
)
def test_what_is_shown_for_want_of_a_name_is_none(given: str) -> None:
    place = {"FromCity": "WASHINGTON", "FromState": "DC"}

    assert heard(CallerName=given, **place).caller_name is None


def test_a_name_is_no_place_where_twilio_knows_of_none() -> None:
    place = dict.fromkeys(("FromCity", "FromState", "CallerCity", "CallerState"), "")

    assert heard(CallerName="WASHINGTON DC", **place).caller_name == "WASHINGTON DC"


def test_the_teams_leg_says_nothing_of_the_caller() -> None:
    form = recorded("pressed") | {"CallerName": "ANN", "StirVerstat": "TN-Validation-Failed-A"}

    (event,) = ask(f"step=pressed&line=12025550123&call={CALL}", form).events

    assert isinstance(event, CallEvent)
    assert (event.caller_name, event.attestation) == (None, None)
