"""Where what callers said is kept: one port for all companies that record it."""

from typing import Protocol


class Recordings(Protocol):
    """The recordings of one account."""

    def has(self, recording: str) -> bool:
        """Tell whether a recording, as a call names it, is one of this account's."""

    async def fetch(self, recording: str) -> bytes:
        """Return a recording as a WAV file. Raises ApiError."""
