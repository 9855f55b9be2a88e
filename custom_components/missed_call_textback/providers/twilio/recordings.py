"""The recordings of an account: WAV files at its API, of 16 bits and 8 kHz, behind its password."""

import re
from typing import Final, override
from urllib.parse import urlsplit

from ..recordings import Recordings
from .client import TwilioClient

_TWILIO: Final = re.compile(r"api(\.[a-z0-9-]+){0,2}\.twilio\.com")
_SID: Final = re.compile(r"RE[0-9a-f]{32}|[0-9a-f-]{36}")


class TwilioRecordings(Recordings):
    """Only what is surely this account's is asked for: the question carries its password."""

    def __init__(self, client: TwilioClient) -> None:
        self._client = client

    @override
    def has(self, recording: str) -> bool:
        try:
            asked, own = urlsplit(recording), urlsplit(self._client.account_url)
        except ValueError:
            return False
        # A region of Twilio's has another host for the same account.
        regions = _TWILIO.fullmatch(asked.netloc) and _TWILIO.fullmatch(own.netloc)
        if (asked.scheme, asked.netloc) != (own.scheme, own.netloc) and not (
            regions and asked.scheme == own.scheme
        ):
            return False
        folder, _, sid = asked.path.rpartition("/")
        ours = folder == f"{own.path}/Recordings" and _SID.fullmatch(sid) is not None
        return ours and not asked.query and not asked.fragment

    @override
    async def fetch(self, recording: str) -> bytes:
        return await self._client.recording(recording)
