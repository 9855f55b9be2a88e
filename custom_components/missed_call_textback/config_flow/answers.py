"""What an owner typed, read as people write it: hours, names, mobiles, web addresses."""

from collections.abc import Collection, Iterable, Mapping
from ipaddress import ip_address
import re
from typing import Any, Final

import phonenumbers
from yarl import URL

from homeassistant.util.network import is_loopback, is_private

from ..core.hours import DAYS, BadHours, WeeklyHours, WhyBad, format_day, parse_day
from ..core.numbers import to_e164

CONF_ALWAYS_OPEN: Final = "always_open"
# What fits on a phone's screen, and leaves a text room for words.
LONGEST_NAME: Final = 80
LONGEST_LINK: Final = 200

_HOURS_ERRORS: Final = {
    WhyBad.NOT_UNDERSTOOD: "hours_not_understood",
    WhyBad.ENDS_BEFORE_IT_BEGINS: "hours_end_first",
    WhyBad.OVERLAPS: "hours_overlap",
}
_PREFIX: Final = re.compile(r"\+[1-9]\d{0,14}", re.ASCII)
_GATEWAY_PORT: Final = 8080
_HOST: Final = re.compile(r"^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$")
_API_VERSION: Final = re.compile(r"/2010-04-01(/.*)?$")
_PRIVATE_ENDINGS: Final = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localdomain")


class BadAnswer(Exception):
    """An answer cannot be taken; `error` is its key among the translated errors."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def read_week(answers: Mapping[str, Any]) -> tuple[dict[str, str] | None, dict[str, str]]:
    """Read the week as it is stored (None: always open), and what is wrong with which day."""
    if answers.get(CONF_ALWAYS_OPEN):
        return None, {}
    week: dict[str, str] = {}
    errors: dict[str, str] = {}
    for day in DAYS:
        try:
            written = format_day(parse_day(answers.get(day, "")))
        except BadHours as err:
            errors[day] = _HOURS_ERRORS[err.why]
        else:
            if written:
                week[day] = written
    if not errors:
        try:
            # A night may run into the next day's hours, which no day by itself shows.
            WeeklyHours.parse(week)
        except BadHours as err:
            errors[err.day or "base"] = _HOURS_ERRORS[err.why]
    if not week and not errors:
        errors["base"] = "never_open"
    return week, errors


def read_name(typed: str | None, empty: str = "name_empty") -> str:
    """Read the name of a business, a line or a person. Raises BadAnswer, with `empty` for none."""
    name = " ".join((typed or "").split())
    if not name:
        raise BadAnswer(empty)
    if len(name) > LONGEST_NAME:
        raise BadAnswer("name_too_long")
    return name


def read_link(typed: str | None) -> str:
    """Read a link that callers are sent, short as it was typed; empty for none. Raises BadAnswer."""
    link = (typed or "").strip()
    if not link:
        return ""
    try:
        url = _url(link if "://" in link else f"https://{link}")
    except ValueError:
        raise BadAnswer("link_not_understood") from None
    host = (url.raw_host or "").lower()
    if (
        len(link) > LONGEST_LINK
        or any(character.isspace() for character in link)
        or url.scheme not in {"http", "https"}
        or _HOST.match(host) is None
        or host.endswith(_PRIVATE_ENDINGS)
    ):
        raise BadAnswer("link_not_understood")
    return link


def read_mobile(typed: str | None, country: str, lines: Collection[str]) -> str | None:
    """Read a mobile as E.164; None where nothing was typed. Raises BadAnswer."""
    if not typed or not typed.strip():
        return None
    if (mobile := to_e164(typed.strip(), country)) is None:
        raise BadAnswer("mobile_not_understood")
    if mobile in lines:
        raise BadAnswer("mobile_is_line")
    return mobile


def read_dialled(typed: str, country: str, number: str) -> str | None:
    """Read what customers dial, as E.164; None where it is the number texts come from.

    Raises BadAnswer.
    """
    if (dialled := to_e164(typed.strip(), country)) is None:
        raise BadAnswer("dialled_not_understood")
    return None if dialled == number else dialled


def read_number(typed: str, country: str) -> str:
    """Read the number that texts come from, as E.164. Raises BadAnswer."""
    if (number := to_e164(typed.strip(), country)) is None:
        raise BadAnswer("number_not_understood")
    return number


def read_prefix(typed: str, country: str) -> str:
    """Read how numbers begin, as the beginning of E.164. Raises BadAnswer.

    Without a country code it is one of the shop's own country.
    """
    digits = re.sub(r"[\s().\-/]", "", typed)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not digits.startswith("+"):
        trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
        if national := digits.removeprefix(trunk):
            digits = f"+{phonenumbers.country_code_for_region(country)}{national}"
    if _PREFIX.fullmatch(digits) is None or not any(
        int(digits[1:end]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for end in (2, 3, 4)
    ):
        raise BadAnswer("prefix_not_understood")
    return digits


def read_address(typed: str, *, from_internet: bool = True) -> str:
    """Read the origin of a web address that the telephone company can reach. Raises BadAnswer.

    A phone of the shop's own network needs no address that is known outside of it.
    """
    written = typed.strip()
    if "://" not in written:
        written = f"https://{written}"
    try:
        url = _url(written)
        origin = url.origin()
    except ValueError:
        raise BadAnswer("address_not_understood") from None
    if url.scheme != "https":
        raise BadAnswer("address_not_https")
    if from_internet and not is_public(origin):
        raise BadAnswer("address_not_public")
    return str(origin)


def read_origin(typed: str) -> str:
    """Read the origin of a web address: https, or http in one's own network. Raises BadAnswer."""
    url = _web(typed, "webhook_address_not_understood", "webhook_address_not_https")
    return str(url.origin())


def is_public(url: URL) -> bool:
    """Tell whether a URL's host may be reached from the internet, by its looks."""
    host = (url.host or "").lower().rstrip(".")
    try:
        return ip_address(host).is_global
    except ValueError:
        return _HOST.match(host) is not None and not host.endswith(_PRIVATE_ENDINGS)


def read_api_base(typed: str) -> str:
    """Read where the API is: https, or http to a gateway in one's own network. Raises BadAnswer."""
    return str(_web(typed, "api_base_not_understood", "api_base_not_https").origin())


def read_receiver(typed: str) -> str:
    """Read the address of a webhook: https, or http in one's own network. Raises BadAnswer."""
    return str(_web(typed, "crm_url_not_understood", "crm_url_not_https"))


def read_list(written: Iterable[str]) -> list[str]:
    """Read what was written one under the other, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, written))))


def read_gateway(typed: str) -> str:
    """Read where a phone is in one's own network, or a server that is asked for it.

    Raises BadAnswer.
    """
    written = typed.strip().rstrip("/")
    if "://" not in written:
        written = f"http://{written}"
    try:
        url = _url(written)
        origin = url.origin()
    except ValueError:
        raise BadAnswer("gateway_not_understood") from None
    if url.scheme == "https":
        return written
    if url.scheme != "http" or not _is_own_network(url.host or ""):
        raise BadAnswer("gateway_not_https")
    if url.explicit_port is None:
        # The port that the app itself listens at.
        origin = origin.with_port(_GATEWAY_PORT)
    return str(origin) if url.path == "/" else f"{origin}{url.path}"


def read_company_base(typed: str) -> str:
    """Read where the API of a company is that speaks Twilio's language. Raises BadAnswer.

    What owners have at hand may lack the beginning, or end in the API's version. SignalWire shows
    the host alone.
    """
    typed = typed.strip()
    if "://" not in typed:
        typed = f"https://{typed}"
    origin = read_api_base(typed)
    host = _url(origin).host or ""
    if not (_HOST.match(host) or _is_own_network(host)):
        raise BadAnswer("api_base_not_understood")
    path = _API_VERSION.sub("", _url(typed).path).rstrip("/")
    if not path and host.endswith(".signalwire.com"):
        path = "/api/laml"
    return origin + path


def _web(typed: str, not_understood: str, not_https: str) -> URL:
    """Read a web address: https, or http in one's own network. Raises BadAnswer, of one of two keys."""
    try:
        url = _url(typed.strip())
        url.origin()
    except ValueError:
        raise BadAnswer(not_understood) from None
    if url.scheme == "https" or (url.scheme == "http" and _is_own_network(url.host or "")):
        return url
    raise BadAnswer(not_https)


def _url(typed: str) -> URL:
    """Read a URL. Raises ValueError."""
    try:
        return URL(typed)
    except IndexError:
        # Of yarl, for "https://[]@".
        raise ValueError(typed) from None


def _is_own_network(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(_PRIVATE_ENDINGS)
    return is_loopback(address) or is_private(address)
