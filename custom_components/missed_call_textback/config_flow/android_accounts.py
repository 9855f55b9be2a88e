"""The accounts by which an Android phone sends texts, checked against the phone's own company."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Self

from yarl import URL

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from ..const import CONF_API_BASE, CONF_API_KEY, CONF_SIGNING_KEY
from ..providers.httpsms import client as httpsms, setting_up as httpsms_set_up
from ..providers.smsgate import client as smsgate, setting_up as smsgate_set_up
from ..providers.source import Refused, Unreachable, Unsuitable
from .answers import BadAnswer, read_api_base, read_gateway
from .trouble import Trouble

SECTION_ADVANCED: Final = "advanced"
CONF_ADDRESS: Final = "address"

_SMSGATE_ERRORS: Final = {
    "refused": "smsgate_refused",
    "unreachable": "smsgate_unreachable",
    "not_understood": "smsgate_not_understood",
    "needs_https": "address_not_https",
    "no_phone": "no_phone",
    "phone_away": "phone_away",
    "phone_gone": "phone_gone",
}
_HTTPSMS_ERRORS: Final = {
    "refused": "httpsms_refused",
    "unreachable": "httpsms_unreachable",
    "not_understood": "httpsms_not_understood",
    "phone_key": "httpsms_phone_key",
    "number_not_there": "httpsms_number_gone",
    "answers_itself": "httpsms_answers_itself",
    "address_too_long": "httpsms_address_too_long",
    "too_many_webhooks": "httpsms_too_many_webhooks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsGateAccount:
    """What opens SMSGate's cloud, or a phone at its own address, and proves what the phone brings."""

    username: str
    password: str
    signing_key: str
    base_url: str = smsgate.CLOUD

    @classmethod
    def of_entry(cls, data: Mapping[str, Any]) -> Self:
        """Read an account as a config entry stores it."""
        return cls(
            username=data[CONF_USERNAME],
            password=data[CONF_PASSWORD],
            signing_key=data[CONF_SIGNING_KEY],
            base_url=data[CONF_API_BASE],
        )

    @classmethod
    def of_answers(cls, answers: Mapping[str, Any], stored: Mapping[str, Any]) -> Self:
        """Read what an owner typed; a secret that was left empty stays as stored. Raises Trouble."""
        typed = answers.get(CONF_ADDRESS, "").strip()
        try:
            base_url = read_gateway(typed) if typed else smsgate.CLOUD
        except BadAnswer as err:
            raise Trouble(err.error, field=CONF_ADDRESS) from None
        secrets = {
            key: answers.get(key, "").strip() or stored.get(key, "")
            for key in (CONF_PASSWORD, CONF_SIGNING_KEY)
        }
        for key, secret in secrets.items():
            if not secret:
                raise Trouble("secret_empty", field=key)
        return cls(
            username=answers[CONF_USERNAME].strip(),
            password=secrets[CONF_PASSWORD],
            signing_key=secrets[CONF_SIGNING_KEY],
            base_url=base_url,
        )

    @property
    def is_local(self) -> bool:
        """Tell whether it is the phone itself that is asked: a server has a path."""
        return URL(self.base_url).path == "/"

    def data(self) -> dict[str, str]:
        """Return the account as a config entry stores it."""
        return {
            CONF_USERNAME: self.username,
            CONF_PASSWORD: self.password,
            CONF_SIGNING_KEY: self.signing_key,
            CONF_API_BASE: self.base_url,
        }

    async def async_phones(self, hass: HomeAssistant) -> list[smsgate.Phone]:
        """Return the phones to choose from. Raises Trouble."""
        with _in_words(_SMSGATE_ERRORS):
            return await smsgate_set_up.phones(self._client(hass))

    async def async_check(self, hass: HomeAssistant, phone_id: str) -> smsgate.Phone:
        """Return the phone, which is there. Raises Trouble."""
        with _in_words(_SMSGATE_ERRORS):
            return await smsgate_set_up.check(
                self._client(hass), public_url=None, now=dt_util.utcnow(), phone_id=phone_id
            )

    async def async_register(
        self, hass: HomeAssistant, webhook_id: str, public_url: str, phone_id: str
    ) -> None:
        """Have the phone bring its letters to an address. Raises Trouble."""
        with _in_words(_SMSGATE_ERRORS):
            await smsgate_set_up.register(self._client(hass), webhook_id, public_url, phone_id)

    async def async_unregister(self, hass: HomeAssistant, webhook_id: str) -> None:
        """Have the phone bring nothing any more. Raises Trouble."""
        with _in_words(_SMSGATE_ERRORS):
            await smsgate_set_up.unregister(self._client(hass), webhook_id)

    def _client(self, hass: HomeAssistant) -> smsgate.SmsGateClient:
        return smsgate.SmsGateClient(
            async_get_clientsession(hass), self.base_url, self.username, self.password
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSmsAccount:
    """What opens an account at httpSMS, or at somebody's own server of it."""

    api_key: str
    base_url: str = httpsms.API_BASE

    @classmethod
    def of_entry(cls, data: Mapping[str, Any]) -> Self:
        """Read an account as a config entry stores it."""
        return cls(api_key=data[CONF_API_KEY], base_url=data[CONF_API_BASE])

    @classmethod
    def of_answers(cls, answers: Mapping[str, Any]) -> Self:
        """Read what an owner typed. Raises Trouble."""
        typed = answers[SECTION_ADVANCED].get(CONF_API_BASE, "").strip()
        try:
            base_url = read_api_base(typed) if typed else httpsms.API_BASE
        except BadAnswer as err:
            raise Trouble(err.error) from None
        return cls(api_key=answers[CONF_API_KEY].strip(), base_url=base_url)

    def data(self) -> dict[str, str]:
        """Return the account as a config entry stores it."""
        return {CONF_API_KEY: self.api_key, CONF_API_BASE: self.base_url}

    async def async_phones(self, hass: HomeAssistant) -> list[httpsms.Phone]:
        """Return the phones to choose from. Raises Trouble."""
        # What a key for phones may not is said by its looks alone.
        await self.async_check(hass, ())
        with _in_words(_HTTPSMS_ERRORS):
            return await httpsms_set_up.phones(self._client(hass))

    async def async_check(
        self, hass: HomeAssistant, numbers: Collection[str], public_url: str = ""
    ) -> list[httpsms.Phone]:
        """Return the phones of numbers (E.164), which are there. Raises Trouble."""
        with _in_words(_HTTPSMS_ERRORS):
            return await httpsms_set_up.check(
                self._client(hass), api_key=self.api_key, numbers=numbers, public_url=public_url
            )

    async def async_register(
        self, hass: HomeAssistant, public_url: str, signing_key: str, numbers: Collection[str]
    ) -> None:
        """Have httpSMS tell at an address what happens. Raises Trouble."""
        with _in_words(_HTTPSMS_ERRORS):
            await httpsms_set_up.register(
                self._client(hass), public_url=public_url, signing_key=signing_key, numbers=numbers
            )

    async def async_unregister(self, hass: HomeAssistant, public_url: str) -> None:
        """Have httpSMS tell nothing any more at an address. Raises Trouble."""
        with _in_words(_HTTPSMS_ERRORS):
            await httpsms_set_up.unregister(self._client(hass), public_url)

    def _client(self, hass: HomeAssistant) -> httpsms.HttpSmsClient:
        return httpsms.HttpSmsClient(async_get_clientsession(hass), self.api_key, self.base_url)


@contextmanager
def _in_words(errors: Mapping[str, str]) -> Iterator[None]:
    """Raise Trouble for what a set-up raises."""
    try:
        yield
    except Refused:
        raise Trouble(errors["refused"]) from None
    except Unreachable as error:
        raise Trouble(errors["unreachable"], said=str(error)) from None
    except Unsuitable as error:
        raise Trouble(errors[error.key]) from None
