"""What an owner typed, read as people write it: hours, mobiles, web addresses, texts."""

from collections.abc import Collection, Mapping
from ipaddress import ip_address
import re
from typing import Any, Final

import phonenumbers
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.util.network import is_loopback, is_private

from ..const import CONF_TEXT_CLOSED, CONF_TEXT_OPEN
from ..core.hours import DAYS, BadHours, format_day, parse_day
from ..core.numbers import to_e164
from ..words import render_preview

CONF_ALWAYS_OPEN: Final = "always_open"
# How the name of the business is written in a text.
BUSINESS_VARIABLE: Final = "{{ business }}"

_CLOCK_12: Final = re.compile(r"\b(\d{1,2})(:\d{2})?\s*([ap])\.?m\b\.?", re.IGNORECASE)
_HOST: Final = re.compile(r"^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$")
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
            written = _read_day(answers.get(day, ""))
        except BadAnswer as err:
            errors[day] = err.error
        else:
            if written:
                week[day] = written
    if not week and not errors:
        errors["base"] = "never_open"
    return week, errors


def _read_day(typed: str) -> str:
    written = _CLOCK_12.sub(_to_24_hours, typed.strip().lower())
    written = re.sub(r"\s+(?:to|until)\s+", "-", written)
    if written == "closed":
        return ""
    try:
        return format_day(parse_day(written))
    except BadHours:
        raise BadAnswer(_why_bad(written)) from None


def _to_24_hours(match: re.Match[str]) -> str:
    hour, minutes, half = int(match[1]), match[2] or "", match[3]
    if not 1 <= hour <= 12:
        return match[0]
    return f"{hour % 12 + (12 if half == 'p' else 0)}{minutes}"


def _why_bad(written: str) -> str:
    for part in written.split(","):
        if _is_day(part):
            continue
        turned = "-".join(reversed(re.split(r"[-–—]", part)))
        return "hours_end_first" if _is_day(turned) else "hours_not_understood"
    return "hours_overlap"


def _is_day(written: str) -> bool:
    try:
        parse_day(written)
    except BadHours:
        return False
    return True


def read_mobile(typed: str | None, country: str, lines: Collection[str]) -> str | None:
    """Read a mobile as E.164; None where nothing was typed. Raises BadAnswer."""
    if not typed or not typed.strip():
        return None
    if (mobile := to_e164(typed.strip(), country)) is None:
        raise BadAnswer("mobile_not_understood")
    if mobile in lines:
        raise BadAnswer("mobile_is_line")
    return mobile


def read_address(typed: str) -> str:
    """Read the origin of a web address that the telephone company can reach. Raises BadAnswer."""
    written = typed.strip()
    if "://" not in written:
        written = f"https://{written}"
    try:
        url = URL(written)
        origin = url.origin()
    except ValueError:
        raise BadAnswer("address_not_understood") from None
    if url.scheme != "https":
        raise BadAnswer("address_not_https")
    if not is_public(origin):
        raise BadAnswer("address_not_public")
    return str(origin)


def is_public(url: URL) -> bool:
    """Tell whether a URL's host may be reached from the internet, by its looks."""
    host = (url.host or "").lower().rstrip(".")
    try:
        return ip_address(host).is_global
    except ValueError:
        return _HOST.match(host) is not None and not host.endswith(_PRIVATE_ENDINGS)


def read_api_base(typed: str) -> str:
    """Read where the API is: https, or http to a gateway in one's own network. Raises BadAnswer."""
    try:
        url = URL(typed.strip())
        origin = str(url.origin())
    except ValueError:
        raise BadAnswer("api_base_not_understood") from None
    if url.scheme == "https" or (url.scheme == "http" and _is_own_network(url.host or "")):
        return origin
    raise BadAnswer("api_base_not_https")


def _is_own_network(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(_PRIVATE_ENDINGS)
    return is_loopback(address) or is_private(address)


def read_texts(
    hass: HomeAssistant, variables: Mapping[str, str], answers: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str], str]:
    """Render both texts. Returns what callers get, what is wrong with which, and the reason."""
    rendered: dict[str, str] = {}
    errors: dict[str, str] = {}
    problem = ""
    for key in (CONF_TEXT_OPEN, CONF_TEXT_CLOSED):
        try:
            text = render_preview(hass, answers.get(key, ""), variables)
        except TemplateError as err:
            errors[key] = "text_broken"
            problem = str(err)
        else:
            rendered[key] = text
            if not text:
                errors[key] = "text_empty"
    return rendered, errors, problem


def spoken_number(number: str) -> str:
    """Write an E.164 number as people read it."""
    return phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def forwarding_words(number: str) -> dict[str, str]:
    """Return what the description of a line that calls are forwarded to needs to be filled in."""
    return {"number": spoken_number(number), "code": f"**61*{number}#", "code_off": "##61#"}
