"""Calls to the team over Twilio: what is asked of the company, and what its requests lead to."""

from datetime import timedelta
from unittest.mock import AsyncMock, patch
from xml.etree import ElementTree as ET

import aiohttp
from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.outbox import Accepted, Reaction, Refused, Unknown
from custom_components.missed_call_textback.core.team_talk import (
    CallNews,
    CallToTeam,
    PutThrough,
    Said,
    TeamCallAsked,
    TeamCallReport,
    Urgent,
)
from custom_components.missed_call_textback.providers.door import Handled, Malformed
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.team_caller import TwilioTeamCaller
from custom_components.missed_call_textback.providers.twilio.team_twiml import TeamDocuments
from custom_components.missed_call_textback.providers.twilio.team_words import TEAM_CALL_WORDS
from custom_components.missed_call_textback.starting_texts import LANGUAGES
from tests.exchange import Account, Exchange, Kind
from tests.exchange.twiml import VOICE, read

from .shop import ACCOUNT, CALLER, NOW, NUMBER, OWNER, PUBLIC, SHOP, ask, recorded, shop_with

T0KEN = "5f" * 16
CALL = CallToTeam(token=T0KEN, sender=NUMBER, to=OWNER)
URGENT = Urgent(name=None, number=CALLER, words="A leak!", language="en", connects=True)
DOCUMENTS = TeamDocuments(SHOP, PUBLIC)
_ANYTHING = st.text(st.characters())


@pytest.fixture
def caller(client: TwilioClient) -> TwilioTeamCaller:
    return TwilioTeamCaller(client, PUBLIC)


async def test_a_call_is_asked_for_from_the_line_to_the_member(
    caller: TwilioTeamCaller, exchange: Exchange
) -> None:
    result = await caller.call(CALL)
    (call,) = exchange.calls_out
    assert result == Accepted(call.sid)
    (request,) = [each for each in exchange.requests if each.method == "POST"]
    assert dict(request.fields) == {
        "To": OWNER,
        "From": NUMBER,
        "Url": f"{PUBLIC}?step=rung&call={T0KEN}",
        "Method": "POST",
        "Timeout": "25",
        "StatusCallback": f"{PUBLIC}?step=rang&call={T0KEN}",
        "StatusCallbackMethod": "POST",
        "StatusCallbackEvent": "completed",
    }


@pytest.mark.parametrize(
    ("kind", "result"),
    [
        (Kind.TOO_MANY_REQUESTS, Refused("20429", Reaction.RETRY)),
        (Kind.SERVER_ERROR, Unknown("HTTP 503")),
        (Kind.HTML, Unknown("HTTP 503, and no JSON object")),
        (Kind.ANSWER_LOST, Unknown("the connection broke (ServerDisconnectedError)")),
    ],
)
async def test_only_a_company_that_did_nothing_is_asked_again(
    caller: TwilioTeamCaller, exchange: Exchange, kind: Kind, result: object
) -> None:
    exchange.trouble.add(kind, where="calls.create")
    assert await caller.call(CALL) == result


@pytest.mark.parametrize("code", ["21217", "21214", "21215", "21216"])
async def test_a_number_that_is_not_called_is_for_the_owner(
    caller: TwilioTeamCaller, code: str
) -> None:
    number = {"21217": 1, "21214": 2, "21215": 3, "21216": 4}[code]
    call = CallToTeam(token=T0KEN, sender=NUMBER, to=f"+1500555000{number}")
    assert await caller.call(call) == Refused(code, Reaction.OWNER)


async def test_a_password_that_is_taken_no_more_asks_for_another(
    caller: TwilioTeamCaller, exchange: Exchange, account: Account
) -> None:
    account.api_keys.clear()
    assert await caller.call(CALL) == Refused("20003", Reaction.SIGN_IN)


async def test_a_company_out_of_reach_was_asked_for_nothing(session: aiohttp.ClientSession) -> None:
    client = TwilioClient(session, ACCOUNT, ACCOUNT, "secret", "http://127.0.0.1:9")
    result = await TwilioTeamCaller(client, PUBLIC).call(CALL)
    assert result == Refused("unreachable", Reaction.RETRY)


@pytest.mark.parametrize("answer", [{}, {"sid": ""}, {"sid": 7}])
async def test_an_answer_without_a_sid_is_unclear(answer: dict[str, object]) -> None:
    client = AsyncMock()
    client.create_call.return_value = answer
    result = await TwilioTeamCaller(client, PUBLIC).call(CALL)
    assert result == Unknown("an answer without sid")


async def test_whatever_breaks_is_unclear() -> None:
    client = AsyncMock()
    client.create_call.side_effect = RuntimeError
    assert await TwilioTeamCaller(client, PUBLIC).call(CALL) == Unknown("RuntimeError")


def handled(step: str, query: str = f"&call={T0KEN}", **form: str) -> Handled:
    return ask(f"step={step}{query}", recorded(step) | form)


def said(document: str) -> list[str]:
    read(document, "text/xml", VOICE)
    assert document.isascii()
    return [each.text or "" for each in ET.fromstring(document).iter("Say")]  # noqa: S314


def test_who_picks_up_is_told_what_the_ledger_says() -> None:
    answer = handled("rung")
    assert answer.answer_anyway
    assert answer.question is not None
    assert answer.question.asked == TeamCallAsked(token=T0KEN)
    document = answer.question.reply(URGENT).body
    assert said(document) == [
        "Urgent, for Corner Barbers. , 2 0 2 , 5 5 5 , 0 1 6 1 says:",
        "A leak!",
        "Press 1 to talk to them now, or 2 if you see to it yourself.",
    ]
    assert f'action="{PUBLIC}?step=chosen&amp;call={T0KEN}"' in document
    assert document.endswith("<Hangup /></Response>")
    assert said(answer.reply.body) == ["Urgent, for Corner Barbers. Please look at your messages."]


def test_a_key_is_for_the_ledger_to_judge() -> None:
    answer = handled("chosen", Digits="12")
    assert answer.question is not None
    assert answer.question.asked == TeamCallAsked(token=T0KEN, key="1")
    assert said(answer.question.reply(Said.OVER).body) == ["Thank you. It has been seen to."]
    nothing = handled("chosen", Digits="")
    assert nothing.question is not None
    assert nothing.question.asked.key is None


def test_who_cannot_be_put_through_is_not_offered_it() -> None:
    urgent = Urgent(name="Ann Lee", number=CALLER, words=None, language="en", connects=False)
    assert said(DOCUMENTS.talk(urgent, T0KEN)) == [
        "Urgent, for Corner Barbers. Ann Lee says:",
        "Press 2 if you see to it.",
    ]


def test_the_caller_sees_the_lines_number() -> None:
    document = DOCUMENTS.talk(PutThrough(to=CALLER, sender=NUMBER, token=T0KEN), T0KEN)
    (dial,) = read(document, "text/xml", VOICE)
    assert dial.attributes == {
        "callerId": NUMBER,
        "timeout": "30",
        "action": f"{PUBLIC}?step=talked&call={T0KEN}",
        "method": "POST",
    }
    (number,) = dial.nouns
    assert number.text == CALLER
    assert number.attributes == {
        "statusCallback": f"{PUBLIC}?step=reached&call={T0KEN}",
        "statusCallbackEvent": "answered",
        "statusCallbackMethod": "POST",
    }


@pytest.mark.parametrize(
    "form",
    [
        {"DialBridged": "true", "DialCallStatus": "completed"},
        # Companies that speak Twilio's language may not say whether it was bridged.
        {"DialBridged": "", "DialCallStatus": "completed"},
    ],
)
def test_after_a_talk_nothing_more_is_said_and_its_beginning_is_told(form: dict[str, str]) -> None:
    answer = handled("talked", **form, DialCallDuration="90")
    assert answer.events == (
        TeamCallReport(token=T0KEN, news=CallNews.REACHED, at=NOW - timedelta(seconds=90)),
    )
    assert said(answer.reply.body) == []


def test_a_length_that_is_no_number_is_none() -> None:
    answer = handled(
        "talked", DialBridged="true", DialCallStatus="completed", DialCallDuration="9" * 7
    )
    assert [each.at for each in answer.events if isinstance(each, TeamCallReport)] == [NOW]


def test_who_was_not_put_through_is_asked_what_now() -> None:
    answer = handled("talked")
    not_reached = TeamCallReport(token=T0KEN, news=CallNews.NOT_REACHED, at=NOW)
    assert answer.events == (not_reached,)
    assert said(answer.reply.body) == [
        "They did not pick up. Press 1 to try again, or 2 if you see to it yourself."
    ]
    gone = handled("talked", CallStatus="completed")
    assert gone.events == (not_reached,)
    assert said(gone.reply.body) == []


def test_that_the_caller_picked_up_is_told_at_once() -> None:
    assert handled("reached").events == (
        TeamCallReport(token=T0KEN, news=CallNews.REACHED, at=NOW),
    )


@pytest.mark.parametrize(
    ("status", "missed"),
    [
        ("completed", None),
        ("busy", "busy"),
        ("no-answer", "no-answer"),
        ("failed", "failed"),
        ("canceled", "canceled"),
    ],
)
def test_how_a_call_to_the_team_ended_is_told(status: str, missed: str | None) -> None:
    assert handled("rang", CallStatus=status).events == (
        TeamCallReport(token=T0KEN, news=CallNews.OVER, at=NOW, missed=missed),
    )


def test_a_call_that_still_rings_is_no_news() -> None:
    assert handled("rang", CallStatus="ringing").events == ()


@pytest.mark.parametrize("query", ["", "&call=", "&call=../x", "&call=%31"])
def test_without_a_call_of_ours_somebody_who_listens_hears_something_sane(query: str) -> None:
    for step in ("rung", "chosen"):
        answer = handled(step, query)
        assert answer.question is None or query == "&call=%31"
        assert said(answer.reply.body)
    if query != "&call=%31":
        assert handled("talked", query).events == ()
        for step in ("reached", "rang"):
            with pytest.raises(Malformed):
                handled(step, query)


@given(name=st.none() | _ANYTHING, number=_ANYTHING, words=st.none() | _ANYTHING)
def test_whatever_a_stranger_writes_is_words_and_nothing_else(
    name: str | None, number: str, words: str | None
) -> None:
    urgent = Urgent(name=name, number=number, words=words, language="fr", connects=True)
    document = DOCUMENTS.talk(urgent, T0KEN)
    gather, hangup = read(document, "text/xml", VOICE)
    assert hangup.name == "Hangup"
    assert document.isascii()
    assert {noun.name for noun in gather.nouns} == {"Say"}
    assert all(len(noun.text) <= 360 for noun in gather.nouns)


def test_there_are_words_in_every_language_that_a_shop_can_choose() -> None:
    assert set(TEAM_CALL_WORDS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_in_every_language_asks_for_the_same_keys(language: str) -> None:
    documents = TeamDocuments(shop_with(languages=(language,)), PUBLIC)
    asks = said(documents.talk(URGENT, T0KEN))[-1]
    again = said(documents.not_reached(T0KEN))[-1]
    assert all("1" in each and "2" in each for each in (asks, again))
    spoken = [*said(documents.talk(URGENT, T0KEN)), *said(documents.look())]
    assert not any("{" in each for each in spoken)


def test_a_shop_of_another_language_is_spoken_to_in_english() -> None:
    documents = TeamDocuments(shop_with(languages=("pl",)), PUBLIC)
    assert said(documents.talk(Said.TAKEN, T0KEN)) == [
        "Thank you. It is yours: please answer them soon."
    ]


async def test_no_number_is_logged(
    caller: TwilioTeamCaller, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(TwilioClient, "create_call", side_effect=RuntimeError("boom")):
        await caller.call(CALL)
    assert OWNER not in caplog.text
    assert NUMBER not in caplog.text
