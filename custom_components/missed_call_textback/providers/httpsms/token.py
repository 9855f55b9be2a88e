"""httpSMS's token: proves that httpSMS sent a request, to us, within the last minutes.

Only so much: it is not over the body, so that what a request says is as safe as the connection that
it came through.
"""

from collections.abc import Mapping
from datetime import datetime
import re
from typing import Any, Final

import jwt

from ..door import Unverified

_HEADER: Final = "authorization"
_SHAPE: Final = re.compile(
    r"Bearer [A-Za-z0-9_-]{1,500}\.[A-Za-z0-9_-]{1,2000}\.[A-Za-z0-9_-]{43}", re.ASCII
)
_ISSUER: Final = "api.httpsms.com"
# It is valid for ten minutes, and made anew when a request is tried again.
_WINDOW_SECONDS: Final = 600
_CLOCKS_DIFFER_SECONDS: Final = 120


class Token:
    """Checks a JSON Web Token, signed by HS256 with the webhook's signing key.

    Sources: https://docs.httpsms.com/webhooks/introduction, and `getAuthToken` of
    https://github.com/NdoleStudio/httpsms/blob/main/api/pkg/services/webhook_service.go
    """

    def __init__(self, signing_key: str, public_url: str) -> None:
        self._key = signing_key
        self._public_url = public_url

    def verify(self, headers: Mapping[str, str], now: datetime) -> str:
        """Return the account that a token is for. Raises Unverified."""
        if not may_be_signed(headers) or not self._key:
            raise Unverified("no token")
        token = _header(headers).removeprefix("Bearer ")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                audience=self._public_url,
                issuer=_ISSUER,
                options={
                    "require": ["aud", "exp", "iat", "iss", "sub"],
                    # By our own clock, below.
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.PyJWTError, ValueError, TypeError, RecursionError:
            raise Unverified("bad token") from None
        self._look_at_times(claims, now.timestamp())
        return str(claims["sub"])

    def _look_at_times(self, claims: Mapping[str, Any], now: float) -> None:
        made, ends = claims["iat"], claims["exp"]
        if not isinstance(made, int | float) or not isinstance(ends, int | float):
            raise Unverified("a token without times")
        if made > now + _CLOCKS_DIFFER_SECONDS:
            raise Unverified("a token of the future")
        if now > min(ends, made + _WINDOW_SECONDS) + _CLOCKS_DIFFER_SECONDS:
            raise Unverified("an old token")


def may_be_signed(headers: Mapping[str, str]) -> bool:
    """Tell whether a request has a token at all."""
    return _SHAPE.fullmatch(_header(headers)) is not None


def _header(headers: Mapping[str, str]) -> str:
    # Not every relay keeps a mapping that ignores case.
    return next((value for key, value in headers.items() if key.lower() == _HEADER), "")
