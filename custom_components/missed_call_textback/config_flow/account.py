"""A Twilio account as an owner types it, checked against Twilio itself."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Any, Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    DEFAULT_API_BASE,
    DEFAULT_COUNTRY,
)
from ..core.numbers import to_e164
from ..providers.twilio.client import (
    ApiError,
    ApiRefused,
    ApiUnreachable,
    BadCredentials,
    TwilioClient,
)
from ..providers.twilio.numbers import NumberInfo, NumberTaken, point_here
from .answers import BadAnswer, read_api_base
from .trouble import Trouble

SECTION_ADVANCED: Final = "advanced"

_ACCOUNT_SID: Final = re.compile(r"^AC[0-9a-f]{32}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What opens a Twilio account. The token also proves that a webhook comes from Twilio."""

    account_sid: str
    auth_token: str
    api_key: str = ""
    api_secret: str = ""
    api_base: str = DEFAULT_API_BASE

    @classmethod
    def of_entry(cls, data: Mapping[str, Any]) -> Self:
        """Read an account as a config entry stores it."""
        return cls(
            account_sid=data[CONF_ACCOUNT_SID],
            auth_token=data[CONF_AUTH_TOKEN],
            api_key=data.get(CONF_API_KEY, ""),
            api_secret=data.get(CONF_API_SECRET, ""),
            api_base=data.get(CONF_API_BASE, DEFAULT_API_BASE),
        )

    @classmethod
    def of_answers(cls, account_sid: str, answers: Mapping[str, Any]) -> Self:
        """Read what an owner typed. Raises Trouble."""
        advanced = answers.get(SECTION_ADVANCED, {})
        account_sid = account_sid.strip()
        if not _ACCOUNT_SID.match(account_sid):
            raise Trouble("account_sid_not_understood", field=CONF_ACCOUNT_SID)
        api_key = advanced.get(CONF_API_KEY, "").strip()
        api_secret = advanced.get(CONF_API_SECRET, "").strip()
        if bool(api_key) != bool(api_secret):
            raise Trouble("api_key_incomplete")
        try:
            api_base = read_api_base(advanced.get(CONF_API_BASE, DEFAULT_API_BASE))
        except BadAnswer as err:
            raise Trouble(err.error) from None
        return cls(
            account_sid=account_sid,
            auth_token=answers[CONF_AUTH_TOKEN].strip(),
            api_key=api_key,
            api_secret=api_secret,
            api_base=api_base,
        )

    def data(self) -> dict[str, str]:
        """Return the account as a config entry stores it."""
        data = {
            CONF_ACCOUNT_SID: self.account_sid,
            CONF_AUTH_TOKEN: self.auth_token,
            CONF_API_BASE: self.api_base,
        }
        if self.api_key:
            data |= {CONF_API_KEY: self.api_key, CONF_API_SECRET: self.api_secret}
        return data

    def client(self, hass: HomeAssistant) -> TwilioClient:
        """Return a client that uses the API key where there is one, else the token."""
        return self._client(
            hass, self.api_key or self.account_sid, self.api_secret or self.auth_token
        )

    async def async_check(self, hass: HomeAssistant) -> list[NumberInfo]:
        """Try all that was given, and return the account's numbers. Raises Trouble.

        The token is tried even beside an API key: nothing else would tell that it is wrong until
        the first call, whose signature it then cannot verify.
        """
        with_token = self._client(hass, self.account_sid, self.auth_token)
        numbers = await _async_numbers(with_token, "invalid_auth", CONF_AUTH_TOKEN)
        if self.api_key:
            numbers = await _async_numbers(self.client(hass), "api_key_refused")
        return numbers

    async def async_numbers(self, hass: HomeAssistant) -> list[NumberInfo]:
        """Return the account's numbers. Raises Trouble."""
        return await _async_numbers(self.client(hass), "invalid_auth")

    async def async_point(
        self, hass: HomeAssistant, number_sid: str, public_url: str
    ) -> dict[str, str]:
        """Lead a number's calls and texts to a webhook; returns where they led. Raises Trouble."""
        try:
            return await point_here(self.client(hass), number_sid, public_url)
        except NumberTaken:
            raise Trouble("number_run_elsewhere") from None
        except ApiError as err:
            raise _trouble(err) from None

    def _client(self, hass: HomeAssistant, username: str, password: str) -> TwilioClient:
        return TwilioClient(
            async_get_clientsession(hass), self.account_sid, username, password, self.api_base
        )


async def _async_numbers(
    client: TwilioClient, bad_credentials: str, field: str = "base"
) -> list[NumberInfo]:
    try:
        numbers = await client.numbers()
    except BadCredentials:
        raise Trouble(bad_credentials, field=field) from None
    except ApiError as err:
        raise _trouble(err) from None
    # Whatever else an account may hold, people dial numbers.
    return [info for info in numbers if to_e164(info.number, DEFAULT_COUNTRY) == info.number]


def _trouble(err: ApiError) -> Trouble:
    match err:
        case BadCredentials():
            return Trouble("invalid_auth")
        case ApiRefused():
            return Trouble("refused", said=err.message)
        case ApiUnreachable():
            return Trouble("cannot_connect")
    return Trouble("answer_unclear", said=str(err))
