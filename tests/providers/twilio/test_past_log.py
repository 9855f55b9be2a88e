"""Twilio's log of twelve months is read page by page, with pauses, whole or not at all."""

from datetime import datetime, timedelta
from typing import cast

import aiohttp
from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.past.calls import PastCall
from custom_components.missed_call_textback.core.past.log import PastPage, PastUnavailable
from custom_components.missed_call_textback.core.shop import Line, Shop
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.past_log import TwilioPastLog
from tests.exchange import Account, Exchange, Kind
from tests.exchange.call_records import CallRow

from .shop import CALLER, FORWARDED, NOW, NUMBER, OWN_PHONES, OWNER, SHOP
from .strange import RESOURCE, Says
from .test_client import client_at

_PAUSES: list[float] = []
_OTHER = "+12025550177"


async def _sleep(seconds: float) -> None:
    _PAUSES.append(seconds)


def _open(_: Line, __: datetime) -> bool:
    return True


def _log(client: TwilioClient, shop: Shop = SHOP) -> TwilioPastLog:
    _PAUSES.clear()
    return TwilioPastLog(client, shop, was_open=_open, sleep=_sleep)


async def _pages(client: TwilioClient, shop: Shop = SHOP) -> list[PastPage]:
    return [page async for page in _log(client, shop).pages(NOW)]


async def _calls(client: TwilioClient, shop: Shop = SHOP) -> list[PastCall]:
    return [call for page in await _pages(client, shop) for call in page.calls]


def _add(
    account: Account,
    days_ago: float,
    *,
    to: str = NUMBER,
    sender: str = CALLER,
    direction: str = "inbound",
    status: str = "completed",
    talked: int = 0,
    leg_of: CallRow | None = None,
) -> CallRow:
    """Put a call into the log, which has the newest last."""
    row = CallRow(
        account_sid=account.sid,
        to=to,
        from_=sender,
        direction=direction,
        parent_sid=None if leg_of is None else leg_of.sid,
        start_time=NOW - timedelta(days=days_ago),
    )
    row.end(status, 20, talked)
    row.ordinal = len(account.calls) + 1
    account.calls.append(row)
    return row


def _add_answered(account: Account, days_ago: float) -> CallRow:
    call = _add(account, days_ago)
    _add(account, days_ago, to=OWNER, direction="outbound-dial", talked=60, leg_of=call)
    return call


async def test_a_year_of_calls_comes_in_pages_with_a_pause_after_each(
    client: TwilioClient, account: Account
) -> None:
    for days_ago in range(360, 0, -1):
        _add_answered(account, days_ago) if days_ago % 3 else _add(account, days_ago)
    pages = await _pages(client)
    # 600 rows, 200 a page; what waits for its legs comes at the end.
    assert len(_PAUSES) == 3
    assert [page.progress for page in pages] == sorted(page.progress for page in pages)
    assert pages[-1].progress == 1
    calls = [call for page in pages for call in page.calls]
    assert len(calls) == 360
    outcomes = {call.outcome for call in calls if (NOW - call.at).days % 3 == 0}
    assert outcomes == {Outcome.NO_ANSWER}
    assert sum(call.outcome is Outcome.ANSWERED for call in calls) == 240


async def test_a_leg_of_the_same_second_that_comes_after_its_call_is_its_leg(
    client: TwilioClient, account: Account
) -> None:
    call = _add_answered(account, 3)
    account.calls.reverse()
    for ordinal, each in enumerate(account.calls, 1):
        each.ordinal = ordinal
    for _ in range(199):
        _add(account, 2)
    # The call is the last of the first page, its leg the first of the second.
    told = [each for each in await _calls(client) if each.at == call.start_time]
    assert [each.outcome for each in told] == [Outcome.ANSWERED]


async def test_what_is_older_than_a_year_is_not_asked_for(
    client: TwilioClient, account: Account
) -> None:
    _add(account, 400)
    _add(account, 30)
    assert len(await _calls(client)) == 1


async def test_calls_that_went_out_from_a_line_are_told_but_those_to_the_team(
    client: TwilioClient, account: Account
) -> None:
    for days_ago, to, status in (
        (9, CALLER, "completed"),
        (8, CALLER, "no-answer"),
        (7, OWNER, "completed"),
    ):
        _add(
            account,
            days_ago,
            to=to,
            sender=NUMBER,
            direction="outbound-api",
            status=status,
            talked=60,
        )
    # Dialled by a telephone of the house, which calls by Twilio.
    phone = _add(account, 6, to=CALLER, sender="sip:desk@example.sip.twilio.com")
    _add(account, 6, to=CALLER, sender=NUMBER, direction="outbound-dial", talked=9, leg_of=phone)
    told = [(call.number, call.outcome) for call in await _calls(client) if call.went_out]
    assert sorted(told) == [
        (CALLER, Outcome.ANSWERED),
        (CALLER, Outcome.ANSWERED),
        (CALLER, Outcome.NO_ANSWER),
    ]


async def test_calls_to_other_numbers_are_nobodys(client: TwilioClient, account: Account) -> None:
    _add(account, 5, to=_OTHER)
    _add(account, 5, sender=_OTHER, to=CALLER, direction="outbound-api")
    assert await _calls(client) == []


async def test_what_a_phone_system_tells_of_is_left_to_it(
    client: TwilioClient, account: Account
) -> None:
    _add(account, 5)
    assert await _calls(client, OWN_PHONES) == []
    assert len(await _calls(client, FORWARDED)) == 1


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        pytest.param(Kind.TOO_MANY_REQUESTS, "past_log_busy", id="429"),
        pytest.param(Kind.SERVER_ERROR, "past_log_silent", id="5xx"),
        pytest.param(Kind.CUT, "past_log_silent", id="cut"),
        pytest.param(Kind.HTML, "past_log_silent", id="html"),
    ],
)
async def test_trouble_on_the_way_ends_the_reading_with_a_word(
    client: TwilioClient, exchange: Exchange, account: Account, kind: Kind, key: str
) -> None:
    for _ in range(201):
        _add(account, 5)
    log = _log(client).pages(NOW)
    await anext(log)
    exchange.trouble.add(kind, where="calls.list", times=None)
    with pytest.raises(PastUnavailable) as ended:
        await anext(log)
    assert ended.value.key == key


async def test_an_account_that_is_refused_says_so(
    client: TwilioClient, exchange: Exchange, account: Account
) -> None:
    log = TwilioPastLog(
        TwilioClient(client._session, account.sid, account.sid, "wrong", exchange.api_base),
        SHOP,
        was_open=_open,
        sleep=_sleep,
    )
    with pytest.raises(PastUnavailable) as ended:
        await anext(log.pages(NOW))
    assert ended.value.key == "past_log_refused"


@given(st.lists(RESOURCE, max_size=5), st.booleans())
async def test_a_strange_log_is_read_without_a_fault(
    listed: list[dict[str, object]], forwarded: bool
) -> None:
    client = client_at(cast("aiohttp.ClientSession", Says({"calls": listed})), "https://x.example")
    shop = FORWARDED if forwarded else SHOP
    for page in await _pages(client, shop):
        assert 0 <= page.progress <= 1
        assert all(call.at.tzinfo is not None for call in page.calls)
