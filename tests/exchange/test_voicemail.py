"""A caller leaves a voicemail message, or does not, and the company reports it as Twilio does."""

import aiohttp
import pytest

from .accounts import Account, PhoneNumber
from .company import Exchange
from .customer import Customer
from .people import HANGS_UP_AT_BEEP, LEAVES_MESSAGE_WITH_HASH, SAYS_NOTHING_AT_BEEP, Caller

CALLER = "+12025550100"
RECORD = (
    '<Say>Leave a message.</Say><Record maxLength="110" playBeep="true" finishOnKey="#" '
    'action="/recorded" recordingStatusCallback="/recording" transcribe="true" '
    'transcribeCallback="/words"/>'
)


@pytest.mark.parametrize(
    ("caller", "digits", "status", "heard_last"),
    [
        pytest.param(Caller(), "hangup", "completed", "caller hangs up", id="hangs up"),
        pytest.param(LEAVES_MESSAGE_WITH_HASH, "#", "in-progress", "hang up", id="presses hash"),
        pytest.param(
            Caller(message_seconds=500), None, "in-progress", "hang up", id="talks too long"
        ),
    ],
)
async def test_a_voicemail_is_recorded_and_reported(
    *,
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    caller: Caller,
    digits: str | None,
    status: str,
    heard_last: str,
) -> None:
    customer.says("/action", RECORD)

    record = await exchange.place_call(CALLER, number, caller_does=caller)

    (recorded,) = customer.at("/recorded")
    assert recorded.params.get("Digits") == digits
    assert recorded.params["CallStatus"] == status
    assert recorded.params["RecordingDuration"] == str(min(110, round(caller.message_seconds)))
    assert customer.at("/recording")[0].params["RecordingStatus"] == "completed"
    assert customer.at("/words")[0].params["TranscriptionStatus"] == "completed"
    assert record.transcript[:4] == ["ring", "say: Leave a message.", "beep", "record 110s"]
    assert record.transcript[-1] == heard_last


@pytest.mark.parametrize(
    "caller",
    [
        pytest.param(HANGS_UP_AT_BEEP, id="hangs up at the beep"),
        pytest.param(SAYS_NOTHING_AT_BEEP, id="says nothing"),
    ],
)
async def test_no_message_is_no_recording(
    exchange: Exchange, number: PhoneNumber, customer: Customer, caller: Caller
) -> None:
    customer.says("/action", RECORD)

    record = await exchange.place_call(CALLER, number, caller_does=caller)

    assert record.recordings == []
    assert customer.at("/recorded") == customer.at("/recording") == []
    assert record.status == "completed"


async def test_a_recording_is_fetched_with_the_accounts_credentials_only(
    exchange: Exchange, account: Account, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/action", RECORD)
    record = await exchange.place_call(CALLER, number)
    url = customer.at("/recorded")[0].params["RecordingUrl"]
    auth = {"Authorization": aiohttp.encode_basic_auth(account.sid, account.auth_token)}

    async with aiohttp.ClientSession() as session:
        async with session.get(url) as refused:
            assert refused.status == 401
        async with session.get(f"{url}.wav", headers=auth) as sound:
            assert (sound.status, await sound.read()) == (
                200,
                account.recordings[record.recordings[0].sid],
            )
