"""A shop's company is called by the name that its owner knows."""

import pytest

from custom_components.missed_call_textback.company_names import company_name, is_like_twilio


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"carrier": "twilio"}, "Twilio"),
        ({"carrier": "demo"}, "Demo"),
        ({"carrier": "smsgate"}, "SMSGate"),
        ({"carrier": "httpsms"}, "httpSMS"),
        ({"carrier": "action"}, "Home Assistant"),
        (
            {"carrier": "twilio", "dialect": "signalwire", "api_base": "https://a.example"},
            "SignalWire",
        ),
        ({"carrier": "twilio", "dialect": "any", "api_base": "https://a.example/x"}, "a.example"),
        ({"carrier": "twilio", "dialect": "any", "api_base": ""}, "?"),
    ],
)
def test_a_company_is_called_by_its_name_or_its_address(data: dict[str, str], name: str) -> None:
    assert company_name(data) == name
    assert is_like_twilio(data) is ("dialect" in data)
