"""What each company has of what Twilio has, whose signature counts, and what its codes mean."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
from hypothesis import given, strategies as st
from multidict import CIMultiDict, MultiDict
import pytest

from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import InboundText, Reaction
from custom_components.missed_call_textback.providers.door import Unverified
from custom_components.missed_call_textback.providers.twilio.call_log import TwilioLog
from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.dialect import (
    ANY,
    DIALECTS,
    SIGNALWIRE,
    TWILIO,
    Dialect,
    dialect_at,
)
from custom_components.missed_call_textback.providers.twilio.door import TwilioDoor
from tests.exchange import Account, Exchange, PhoneNumber, styles
from tests.exchange.signing import signature

from .shop import CALLER, LINE, NUMBER, PUBLIC, SHOP, letter_of, open_by_hours, recorded

PROJECT = "5c8f0a3e-3b0f-4b6a-9f0e-0d2a5d0c7a11"
KEY = "PSK_0123456789abcdef"
TOKEN = "PT0123456789abcdef"
TEXT = {
    "MessageSid": "0a059168-ead0-41af-9d1f-343dae832527",
    "AccountSid": PROJECT,
    "From": CALLER,
    "To": NUMBER,
    "Body": "STOP",
    "NumMedia": "0",
}


@pytest.mark.parametrize(
    ("api_base", "dialect"),
    [
        ("https://api.twilio.com", TWILIO),
        ("https://api.dublin.ie1.twilio.com", TWILIO),
        ("https://example.signalwire.com/api/laml", SIGNALWIRE),
        ("https://calls.example.com/api/laml/", SIGNALWIRE),
        ("https://api.somleng.org", ANY),
        ("https://twilio.com.example", ANY),
        ("", ANY),
    ],
)
def test_a_company_is_known_by_its_address(api_base: str, dialect: Dialect) -> None:
    assert dialect_at(api_base) is dialect
    assert DIALECTS[dialect.key] is dialect


def test_what_is_of_twilio_alone_is_asked_of_nobody_else() -> None:
    beside = ("lookup", "services", "permissions", "balance", "hosts_fallback", "whatsapp")
    for dialect in (SIGNALWIRE, ANY):
        assert not any(getattr(dialect, name) for name in (*beside, "obeys_words"))
    assert all(getattr(TWILIO, name) for name in beside)


@pytest.mark.parametrize(
    ("code", "at_twilio", "at_signalwire"),
    [
        (21606, Reaction.HOLD, Reaction.CALL_BACK),
        (30001, Reaction.RETRY, Reaction.OWNER),
        (30002, Reaction.SUSPEND, Reaction.HOLD),
        (21210, Reaction.OWNER, Reaction.HOLD),
        (21717, Reaction.OWNER, Reaction.SUSPEND),
        (21610, Reaction.OPTED_OUT, Reaction.OPTED_OUT),
        (20429, Reaction.RETRY, Reaction.RETRY),
    ],
)
def test_a_code_means_what_the_company_says(
    code: int, at_twilio: Reaction, at_signalwire: Reaction
) -> None:
    assert TWILIO.reaction_to(400, code) is at_twilio
    assert SIGNALWIRE.reaction_to(400, code) is at_signalwire


def door(dialect: Dialect, *secrets: str) -> TwilioDoor:
    return TwilioDoor(
        SHOP, PUBLIC, PROJECT, secrets, is_open=partial(open_by_hours, SHOP), dialect=dialect
    )


def asked(
    dialect: Dialect,
    header: str,
    *secrets: str,
    signed_with: str = KEY,
    form: dict[str, str] | None = None,
) -> tuple[object, ...]:
    fields = MultiDict(TEXT if form is None else form)
    signed = signature(signed_with, f"{PUBLIC}?step=text", fields.items())
    letter = letter_of("step=text", fields, CIMultiDict({header: signed}))
    opened = door(dialect, *(secrets or (KEY,)))
    assert opened.may_be_genuine(letter.headers) is (header.lower() in dialect.signature_headers)
    return opened.handle(letter).events


@pytest.mark.parametrize("header", ["X-SignalWire-Signature", "x-signalwire-signature"])
def test_a_company_signs_in_a_header_of_its_own(header: str) -> None:
    (text,) = asked(SIGNALWIRE, header)
    assert isinstance(text, InboundText)
    assert text.carrier_id == TEXT["MessageSid"]
    # What such a company says of no wish is read here.
    assert text.wish is None


def test_a_company_may_sign_in_twilios_header() -> None:
    assert asked(ANY, "X-Twilio-Signature", TOKEN, signed_with=TOKEN)


@pytest.mark.parametrize(
    ("dialect", "header", "signed_with"),
    [
        pytest.param(SIGNALWIRE, "X-SignalWire-Signature", TOKEN, id="by the token"),
        pytest.param(TWILIO, "X-SignalWire-Signature", KEY, id="not in Twilio's header"),
        pytest.param(ANY, "X-Other-Signature", KEY, id="in no known header"),
    ],
)
def test_what_is_signed_otherwise_is_not_believed(
    dialect: Dialect, header: str, signed_with: str
) -> None:
    with pytest.raises(Unverified):
        asked(dialect, header, signed_with=signed_with)


def test_another_project_is_turned_away_though_its_signature_fits() -> None:
    with pytest.raises(Unverified, match="another account"):
        asked(SIGNALWIRE, "X-SignalWire-Signature", form=TEXT | {"AccountSid": "other"})


@given(st.text(max_size=40), st.text(max_size=40))
def test_of_two_signatures_the_companys_own_counts(own: str, other: str) -> None:
    headers = {"X-SignalWire-Signature": own, "X-Twilio-Signature": other}
    fields = MultiDict(TEXT)
    with pytest.raises(Unverified):
        door(SIGNALWIRE, KEY).handle(letter_of("step=text", fields, headers))


def test_twilio_obeys_the_same_words_itself() -> None:
    form = recorded("text") | {"Body": "STOP"}
    fields = MultiDict(form | {"AccountSid": PROJECT})
    signed = signature(KEY, f"{PUBLIC}?step=text", fields.items())
    letter = letter_of("step=text", fields, {"X-Twilio-Signature": signed})
    (text,) = door(TWILIO, KEY).handle(letter).events
    assert isinstance(text, InboundText)
    assert text.wish is Wish.STOP


@pytest.fixture
async def company(socket_enabled: None) -> AsyncGenerator[Exchange]:
    async with Exchange(style=styles.SIGNALWIRE) as opened:
        yield opened


@pytest.fixture
def project(company: Exchange) -> Account:
    return company.open_account()


@pytest.fixture
def line_number(company: Exchange, project: Account) -> PhoneNumber:
    return company.add_number(NUMBER, project)


@pytest.fixture
def asking(
    session: aiohttp.ClientSession, company: Exchange, project: Account, line_number: PhoneNumber
) -> TwilioClient:
    return TwilioClient(session, project.sid, project.sid, project.auth_token, company.api_base)


async def test_its_numbers_are_read_as_it_writes_them(asking: TwilioClient) -> None:
    [number] = await asking.numbers()
    assert (number.number, number.voice, number.sms, number.taken_by) == (NUMBER, True, True, None)
    assert "-" in number.sid


async def test_pages_are_followed_under_its_path(
    asking: TwilioClient, company: Exchange, line_number: PhoneNumber
) -> None:
    line_number.sms_url = ""
    for index in range(230):
        await company.send_text(f"+1202555{index:04}", line_number, "Hello?")
    log = TwilioLog(asking, SHOP, was_open=lambda _line, _at: True, dialect=SIGNALWIRE)
    found = await log.since(LINE, datetime.now(UTC) - timedelta(hours=1))
    assert len(found) == 230
    # One channel: its calls, two pages of texts in, and none out.
    assert [request.place for request in company.requests] == [
        "calls.list",
        *["messages.list"] * 3,
    ]
    assert all(request.path.startswith("/api/laml/2010-04-01/") for request in company.requests)


async def test_what_kind_of_line_a_number_is_nobody_asks_there(
    asking: TwilioClient, company: Exchange
) -> None:
    carrier = TwilioCarrier(asking, PUBLIC, SIGNALWIRE)
    assert await carrier.line_kind(CALLER) is NumberKind.UNKNOWN
    assert company.requests == []
    assert not carrier.abilities.whatsapp
