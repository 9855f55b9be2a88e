"""Whole calls and texts against the stand-in company, which is strict about every document."""

from datetime import timedelta
from functools import partial

from aiohttp import web
import pytest

from custom_components.missed_call_textback.core.calls import (
    Attestation,
    Call,
    CallEvent,
    Outcome,
    advance,
)
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.ports import Entry
from custom_components.missed_call_textback.core.shop import LineMode, Shop
from custom_components.missed_call_textback.providers.door import Letter, Malformed, Unverified
from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.door import TwilioDoor
from custom_components.missed_call_textback.providers.twilio.numbers import point_here
from tests.exchange import (
    BUSY,
    HANGS_UP_AT_BEEP,
    PRESSES_NINE,
    PRESSES_ONE,
    RINGS_OUT,
    SAYS_NOTHING_AT_BEEP,
    UNREACHABLE,
    VOICEMAIL,
    Account,
    Caller,
    Exchange,
    Forgery,
    Kind,
    LineType,
    Person,
    PhoneNumber,
)

from .conftest import Serve
from .shop import CALLER, FORWARDED, NEVER_OPEN, NOW, PUBLIC, open_by_hours, shop_with
from .test_carrier import text_to


class Home:
    """A house with a door and nothing behind it: it keeps what came in."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.shop = shop_with()
        self.now = NOW
        self.events: list[Entry] = []
        self.refused: list[type[Exception]] = []

    def time_passes(self, seconds: float) -> None:
        """Let the house's clock go on as the company's does."""
        self.now += timedelta(seconds=seconds)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        tokens = (self._account.auth_token,)
        is_open = partial(open_by_hours, self.shop)
        door = TwilioDoor(self.shop, PUBLIC, self._account.sid, tokens, is_open=is_open)
        letter = Letter(
            query_string=request.query_string,
            headers=request.headers,
            body=await request.read(),
            now=self.now,
        )
        try:
            handled = door.handle(letter)
        except (Unverified, Malformed) as error:
            self.refused.append(type(error))
            return web.Response(status=403)
        self.events += handled.events
        reply = handled.reply
        return web.Response(status=reply.status, text=reply.body, content_type=reply.content_type)

    def call(self) -> Call:
        """Return what the events make of the one call."""
        call: Call | None = None
        for event in self.events:
            assert isinstance(event, CallEvent)
            call = advance(call, event)
        assert call is not None
        return call


@pytest.fixture
async def home(
    exchange: Exchange, account: Account, client: TwilioClient, number: PhoneNumber, serve: Serve
) -> Home:
    house = Home(account)
    exchange.time_passes = house.time_passes
    exchange.route("https://home.example", await serve(house.answer))
    await point_here(client, number.sid, PUBLIC)
    return house


@pytest.fixture(params=[True, False], ids=["Twilio", "bridged unsaid"])
def company(request: pytest.FixtureRequest, exchange: Exchange) -> Exchange:
    """Return the company, which may be one that leaves DialBridged out."""
    exchange.dial_bridged = request.param
    return exchange


@pytest.mark.parametrize(
    ("person", "outcome"),
    [
        pytest.param(PRESSES_ONE, Outcome.ANSWERED, id="presses 1"),
        pytest.param(RINGS_OUT, Outcome.NO_ANSWER, id="rings out"),
        pytest.param(VOICEMAIL, Outcome.NO_ANSWER, id="a mailbox"),
        pytest.param(PRESSES_NINE, Outcome.NO_ANSWER, id="presses 9"),
        pytest.param(BUSY, Outcome.BUSY, id="engaged"),
        pytest.param(UNREACHABLE, Outcome.FAILED, id="unreachable"),
    ],
)
async def test_a_call_comes_to_its_outcome(
    company: Exchange, number: PhoneNumber, home: Home, person: Person, outcome: Outcome
) -> None:
    record = await company.place_call(CALLER, number, person, caller_does=SAYS_NOTHING_AT_BEEP)

    call = home.call()
    assert call.outcome is outcome
    assert (call.caller, call.line_id) == (CALLER, "01LINE")
    assert call.source_id == f"twilio:{record.sid}"
    assert record.bridged is (outcome is Outcome.ANSWERED)
    assert call.confirmed is record.bridged
    assert company.alerts == []
    assert home.refused == []


@pytest.mark.parametrize(
    ("person", "after"),
    [
        pytest.param(RINGS_OUT, 1.5, id="soon"),
        pytest.param(RINGS_OUT, 12.0, id="late"),
        pytest.param(VOICEMAIL, 19.0, id="behind a mailbox"),
    ],
)
async def test_a_caller_who_hangs_up_while_it_rings_has_abandoned_the_call(
    exchange: Exchange, number: PhoneNumber, home: Home, person: Person, after: float
) -> None:
    await exchange.place_call(CALLER, number, person, caller_hangs_up_after=after)

    call = home.call()
    assert (call.outcome, call.ring_seconds) == (Outcome.ABANDONED, after)
    assert exchange.alerts == []


async def test_a_caller_whom_somebody_took_waited_until_then(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    await exchange.place_call(CALLER, number, PRESSES_ONE)

    # The company counts from picking up, two seconds before the 1.
    assert home.call().ring_seconds == 4.0


async def test_a_forwarded_caller_who_hangs_up_at_once_rang_the_shops_own_phone_long_before(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    home.shop = FORWARDED

    await exchange.place_call(CALLER, number, caller_hangs_up_after=0.5)

    call = home.call()
    assert (call.outcome, call.ring_seconds) == (Outcome.NO_ANSWER, None)


async def test_what_the_network_says_of_a_caller_comes_with_the_call(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    number.voice_caller_id_lookup = True

    await exchange.place_call(
        CALLER, number, PRESSES_ONE, stir="TN-Validation-Failed-A", caller_name="DOE JANE"
    )

    call = home.call()
    assert (call.attestation, call.caller_name) == (Attestation.FAILED, "DOE JANE")


async def test_a_status_that_overtakes_the_action_changes_nothing_of_being_missed(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    exchange.trouble.add(Kind.STATUS_OVERTAKES)

    await exchange.place_call(CALLER, number, RINGS_OUT, caller_hangs_up_after=5.0)

    assert home.call().missed


async def test_a_message_left_is_voicemail(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    record = await exchange.place_call(CALLER, number, RINGS_OUT)

    assert len(record.recordings) == 1
    assert home.call().outcome is Outcome.VOICEMAIL
    assert exchange.alerts == []
    assert home.refused == []


@pytest.mark.parametrize(
    "does", [SAYS_NOTHING_AT_BEEP, HANGS_UP_AT_BEEP], ids=["silence", "hangs up"]
)
async def test_no_message_is_no_voicemail(
    exchange: Exchange, number: PhoneNumber, home: Home, does: Caller
) -> None:
    await exchange.place_call(CALLER, number, RINGS_OUT, caller_does=does)

    assert home.call().outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    ("shop", "outcome"),
    [
        pytest.param(
            shop_with({"voicemail": False}, hours=NEVER_OPEN), Outcome.CLOSED, id="closed"
        ),
        pytest.param(
            shop_with({"voicemail": False, "mode": LineMode.FORWARDED}),
            Outcome.NO_ANSWER,
            id="forwarded",
        ),
    ],
)
async def test_a_call_that_never_rings_rings_nobody(
    exchange: Exchange, number: PhoneNumber, home: Home, shop: Shop, outcome: Outcome
) -> None:
    home.shop = shop

    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    assert record.legs == []
    assert home.call().outcome is outcome
    assert exchange.alerts == []


async def test_a_text_and_its_pictures_come_in(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    sent = await exchange.send_text(CALLER, number, "Grüße ✂️", ["https://media.example/1"])

    (text,) = home.events
    assert isinstance(text, InboundText)
    assert (text.carrier_id, text.body, text.media) == (sent.sid, "Grüße ✂️", 1)
    assert sent.replies == []
    assert exchange.alerts == []


@pytest.mark.parametrize(
    ("body", "wish"),
    [("STOP", Wish.STOP), ("HELP", Wish.HELP), ("YES", None), ("no more texts", None)],
)
async def test_whatever_the_company_answers_by_itself_is_told_as_handled(
    exchange: Exchange, number: PhoneNumber, home: Home, body: str, wish: Wish | None
) -> None:
    sent = await exchange.send_text(CALLER, number, body)

    (text,) = home.events
    assert isinstance(text, InboundText)
    assert text.wish is wish
    assert (sent.confirmation is not None) is (wish is not None)


async def test_a_text_to_a_landline_asks_to_call_back(
    exchange: Exchange, home: Home, carrier: TwilioCarrier
) -> None:
    exchange.line_types[CALLER] = LineType.LANDLINE

    await carrier.send(text_to(), 1800)
    await exchange.settle()

    last = home.events[-1]
    assert isinstance(last, Receipt)
    assert (last.state, last.error) == (TextState.UNDELIVERED, "30006")
    assert last.reaction is Reaction.CALL_BACK


async def test_receipts_carry_our_reference(
    exchange: Exchange, home: Home, carrier: TwilioCarrier
) -> None:
    await carrier.send(text_to(), 1800)
    await exchange.settle()

    receipts = [event for event in home.events if isinstance(event, Receipt)]
    assert [receipt.state for receipt in receipts] == [
        TextState.ACCEPTED,
        TextState.SENT,
        TextState.DELIVERED,
    ]
    assert {receipt.ref for receipt in receipts} == {"0a1b2c"}
    assert {receipt.carrier_id for receipt in receipts} == {exchange.texts[0].sid}


@pytest.mark.parametrize("door", ["sms", "voice"])
@pytest.mark.parametrize(
    "kind", [kind for kind in Forgery if kind not in (Forgery.REPLAYED, Forgery.HUGE)]
)
async def test_a_forged_request_gets_nowhere(
    exchange: Exchange, number: PhoneNumber, home: Home, kind: Forgery, door: str
) -> None:
    assert await exchange.forged(kind, number, door) == 403
    assert home.events == []
    assert home.refused == [Unverified]


async def test_a_replayed_text_is_the_same_text(
    exchange: Exchange, number: PhoneNumber, home: Home
) -> None:
    await exchange.send_text(CALLER, number, "Hello")

    assert await exchange.forged(Forgery.REPLAYED, number) == 200
    first, second = home.events
    assert isinstance(first, InboundText)
    assert isinstance(second, InboundText)
    assert first.carrier_id == second.carrier_id
