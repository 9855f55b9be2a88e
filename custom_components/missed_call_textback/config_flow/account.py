"""An account at Twilio, or at a company that speaks its language, checked against the company itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
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
    CONF_DIALECT,
    CONF_SIGNING_KEY,
    DEFAULT_API_BASE,
    DEFAULT_COUNTRY,
)
from ..core.numbers import to_e164
from ..providers.asking import ApiError, ApiUnreachable
from ..providers.twilio.client import ApiRefused, BadCredentials, TwilioClient
from ..providers.twilio.dialect import TWILIO, dialect_at
from ..providers.twilio.numbers import NumberInfo, NumberTaken, point_here
from .answers import BadAnswer, read_api_base, read_company_base
from .trouble import Trouble

SECTION_ADVANCED: Final = "advanced"

_ACCOUNT_SID: Final = re.compile(r"AC[0-9a-f]{32}", re.IGNORECASE)
# Other companies have ids of other forms, UUIDs mostly.
_ANY_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What opens an account. The token also proves who sent a webhook, unless a signing key does."""

    account_sid: str
    auth_token: str
    api_key: str = ""
    api_secret: str = ""
    api_base: str = DEFAULT_API_BASE
    dialect: str = TWILIO.key
    signing_key: str = ""

    @classmethod
    def of_entry(cls, data: Mapping[str, Any]) -> Self:
        """Read an account as a config entry stores it."""
        return cls(
            account_sid=data[CONF_ACCOUNT_SID],
            auth_token=data[CONF_AUTH_TOKEN],
            api_key=data.get(CONF_API_KEY, ""),
            api_secret=data.get(CONF_API_SECRET, ""),
            api_base=data.get(CONF_API_BASE, DEFAULT_API_BASE),
            dialect=data.get(CONF_DIALECT, TWILIO.key),
            signing_key=data.get(CONF_SIGNING_KEY, ""),
        )

    @classmethod
    def of_answers(cls, account_sid: str, answers: Mapping[str, Any]) -> Self:
        """Read what an owner typed. Raises Trouble."""
        advanced = answers.get(SECTION_ADVANCED, {})
        account_sid = account_sid.strip()
        if not _ACCOUNT_SID.fullmatch(account_sid):
            raise Trouble("account_sid_not_understood", field=CONF_ACCOUNT_SID)
        api_key, api_secret = _key_in(advanced)
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

    @classmethod
    def of_company(cls, answers: Mapping[str, Any]) -> Self:
        """Read what an owner typed of a company that speaks Twilio's language. Raises Trouble."""
        advanced = answers.get(SECTION_ADVANCED, {})
        try:
            api_base = read_company_base(answers[CONF_API_BASE])
        except BadAnswer as err:
            raise Trouble(err.error, field=CONF_API_BASE) from None
        dialect = dialect_at(api_base)
        account_sid = answers[CONF_ACCOUNT_SID].strip()
        form = _ACCOUNT_SID if dialect is TWILIO else _ANY_ID
        if not form.fullmatch(account_sid):
            raise Trouble("account_id_not_understood", field=CONF_ACCOUNT_SID)
        api_key, api_secret = _key_in(advanced)
        signing_key = advanced.get(CONF_SIGNING_KEY, "").strip()
        if not (signing_key or dialect.signs_with_token):
            raise Trouble("signing_key_needed")
        return cls(
            account_sid=account_sid,
            auth_token=answers[CONF_AUTH_TOKEN].strip(),
            api_key=api_key,
            api_secret=api_secret,
            api_base=api_base,
            dialect=dialect.key,
            signing_key=signing_key,
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
        if not self.is_twilios:
            data[CONF_DIALECT] = self.dialect
        if self.signing_key:
            data[CONF_SIGNING_KEY] = self.signing_key
        return data

    @property
    def is_twilios(self) -> bool:
        """Tell whether it is an account at Twilio itself."""
        return self.dialect == TWILIO.key

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


def _key_in(advanced: Mapping[str, Any]) -> tuple[str, str]:
    api_key = advanced.get(CONF_API_KEY, "").strip()
    api_secret = advanced.get(CONF_API_SECRET, "").strip()
    if bool(api_key) != bool(api_secret):
        raise Trouble("api_key_incomplete")
    return api_key, api_secret


async def _async_numbers(
    client: TwilioClient, bad_credentials: str, field: str = "base"
) -> list[NumberInfo]:
    try:
        numbers = await client.numbers()
    except BadCredentials:
        raise Trouble(bad_credentials, field=field) from None
    except ApiError as err:
        if err.status == HTTPStatus.NOT_FOUND:
            raise Trouble("api_not_found") from None
        raise _trouble(err) from None
    # Whatever else an account may hold, people dial numbers.
    return [info for info in numbers if to_e164(info.number, DEFAULT_COUNTRY) == info.number]


# Words that name Twilio, and are others where another company is meant.
_THERE: Final = {
    "api_key_refused": "api_key_refused_there",
    "answer_unclear": "answer_unclear_there",
    "api_base_not_https": "api_base_not_https_there",
    "api_base_not_understood": "api_base_not_understood_there",
    "cannot_connect": "cannot_connect_there",
    "invalid_auth": "invalid_auth_there",
    "refused": "refused_there",
}


def there(errors: Mapping[str, str]) -> dict[str, str]:
    """Return the errors of an account as they read at a company that is not Twilio itself."""
    return {field: _THERE.get(error, error) for field, error in errors.items()}


def _trouble(err: ApiError) -> Trouble:
    match err:
        case BadCredentials():
            return Trouble("invalid_auth")
        case ApiRefused():
            return Trouble("refused", said=err.message)
        case ApiUnreachable():
            return Trouble("cannot_connect")
    return Trouble("answer_unclear", said=str(err))
