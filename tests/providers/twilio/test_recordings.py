"""A recording is fetched with the account's password, and from nowhere else."""

import io
import wave

import aiohttp
import pytest

from custom_components.missed_call_textback.providers.asking import ApiUnclear
from custom_components.missed_call_textback.providers.twilio.client import (
    ApiRefused,
    BadCredentials,
    TwilioClient,
)
from custom_components.missed_call_textback.providers.twilio.recordings import TwilioRecordings
from tests.exchange import Account, Exchange

SID = "RE" + "0a" * 16
PATH = f"/2010-04-01/Accounts/AC1/Recordings/{SID}"


def recordings_at(session: aiohttp.ClientSession, base: str) -> TwilioRecordings:
    return TwilioRecordings(TwilioClient(session, "AC1", "SK1", "secret", base))


@pytest.mark.parametrize(
    ("base", "recording", "ours"),
    [
        ("https://api.twilio.com", f"https://api.twilio.com{PATH}", True),
        ("https://api.twilio.com", f"https://api.dublin.ie1.twilio.com{PATH}", True),
        ("https://api.twilio.com", f"http://api.twilio.com{PATH}", False),
        ("https://api.twilio.com", f"https://api.twilio.com.evil.example{PATH}", False),
        ("https://api.twilio.com", f"https://evil.example{PATH}", False),
        ("https://api.twilio.com", f"https://me@api.twilio.com{PATH}", False),
        ("https://api.twilio.com", f"https://api.twilio.com{PATH.replace('AC1', 'AC2')}", False),
        ("https://api.twilio.com", f"https://api.twilio.com{PATH}?x=1", False),
        ("https://api.twilio.com", f"https://api.twilio.com{PATH}/../../Calls", False),
        ("https://api.twilio.com", "https://[broken", False),
        ("https://api.twilio.com", "", False),
        ("https://ex.signalwire.com/api/laml", f"https://ex.signalwire.com/api/laml{PATH}", True),
        ("https://ex.signalwire.com/api/laml", f"https://api.twilio.com{PATH}", False),
    ],
)
async def test_only_what_is_the_accounts_own_gets_its_password(
    session: aiohttp.ClientSession, base: str, recording: str, ours: bool
) -> None:
    assert recordings_at(session, base).has(recording) is ours


async def test_a_recording_is_a_wav_file(
    client: TwilioClient, exchange: Exchange, account: Account
) -> None:
    sid = "RE" + "ab" * 16
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    account.recordings[sid] = sound.getvalue()
    url = f"{exchange.api_base}/2010-04-01/Accounts/{account.sid}/Recordings/{sid}"
    recordings = TwilioRecordings(client)
    assert recordings.has(url)
    fetched = await recordings.fetch(url)
    with wave.open(io.BytesIO(fetched)) as file:
        assert (file.getframerate(), file.getnframes()) == (8000, 8000)
    with pytest.raises(ApiRefused):
        await recordings.fetch(url[:-1])


async def test_a_wrong_password_fetches_nothing(
    session: aiohttp.ClientSession, exchange: Exchange, account: Account
) -> None:
    client = TwilioClient(session, account.sid, account.sid, "wrong", exchange.api_base)
    url = f"{client.account_url}/Recordings/{SID}"
    with pytest.raises(BadCredentials):
        await client.recording(url)


async def test_a_recording_that_is_too_long_is_left_alone(
    client: TwilioClient, exchange: Exchange, account: Account
) -> None:
    account.recordings[SID] = bytes(5 * 1024 * 1024)
    with pytest.raises(ApiUnclear):
        await client.recording(f"{client.account_url}/Recordings/{SID}")
