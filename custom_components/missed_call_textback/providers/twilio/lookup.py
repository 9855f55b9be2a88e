"""Twilio's Lookup: what kind of line a number is. It costs money, so it is asked only on demand."""

from collections.abc import Callable
from http import HTTPStatus
import logging
import time
from typing import Final

from ...core.numbers import NumberKind
from ..asking import ApiError
from .client import TwilioClient

_LOGGER = logging.getLogger(__name__)

# https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence. Voice over IP may take texts, and
# what does not is told so by the carrier.
_KINDS: Final = {
    "mobile": NumberKind.MOBILE,
    "fixedVoip": NumberKind.MOBILE,
    "nonFixedVoip": NumberKind.MOBILE,
    "personal": NumberKind.MOBILE,
    "landline": NumberKind.LANDLINE,
    "tollFree": NumberKind.UNTEXTABLE,
    "premium": NumberKind.UNTEXTABLE,
    "sharedCost": NumberKind.UNTEXTABLE,
    "uan": NumberKind.UNTEXTABLE,
    "voicemail": NumberKind.UNTEXTABLE,
    "pager": NumberKind.UNTEXTABLE,
}
# Not of this number, but of Lookup as such: the company has none, or the key may not use it.
_NOT_TO_BE_HAD: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
_ASK_AGAIN_AFTER: Final = 3600.0


class Lookup:
    """Asks what kind of line a number is, and stops asking for an hour where Lookup cannot be had."""

    def __init__(
        self, client: TwilioClient, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._monotonic = monotonic
        self._asks_from: float | None = None

    async def line_kind(self, number: str) -> NumberKind | None:
        """Return the kind, UNKNOWN where Twilio cannot say, None where it could not be asked.

        Never raises but CancelledError.
        """
        if self._asks_from is not None and self._monotonic() < self._asks_from:
            return None
        try:
            found = await self._client.line_type(number)
        except ApiError as error:
            if error.status in _NOT_TO_BE_HAD:
                self._asks_from = self._monotonic() + _ASK_AGAIN_AFTER
                _LOGGER.warning("Numbers cannot be looked up; trying again in an hour: %s", error)
            return None
        except Exception:
            _LOGGER.exception("Looking up a number failed unexpectedly")
            return None
        return _KINDS.get(found or "", NumberKind.UNKNOWN)
