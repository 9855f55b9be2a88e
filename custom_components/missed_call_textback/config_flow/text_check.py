"""Whether a text that an owner writes works for every caller, tried out before it is saved."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
import itertools
from typing import Any, Final

from jinja2 import TemplateError as JinjaError, nodes

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers.template import TemplateEnvironment
from homeassistant.util import dt as dt_util
from homeassistant.util.thread import ThreadWithException

from ..const import (
    CONF_BOOKING_LINK,
    CONF_BUSINESS,
    CONF_COUNTRY,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    SUBENTRY_TYPE_LINE,
)
from ..core.segments import plain
from ..core.spoken_time import spoken_time
from ..profile import spoken_languages, zone_of
from ..words import LONGEST_TEXT, ShopText, UnknownName
from .subentries import subentries_of

# How the variables are written in a text.
VARIABLES: Final = "business, line, caller_name, booking_link, next_opening"
BUSINESS_VARIABLE: Final = "{{ business }}"
TEXT_FIELDS: Final = {CONF_TEXT_OPEN: True, CONF_TEXT_CLOSED: False}
CONF_PLAIN: Final = "plain"

# A text takes a thousandth of this. Whoever waits for a form or a preview gives up later.
PATIENCE_SECONDS: Final = 2.0
_LONGEST_TEMPLATE: Final = 5000
_LARGEST_NUMBER: Final = 100_000
# The name of a caller in samples: one that is used in all five languages.
_SOMEBODY: Final = "Alex"
_SAMPLE_LINK: Final = "https://example.com"


class BadText(Exception):
    """A text cannot be saved: `error` is its key among the translated errors, `said` is its detail."""

    def __init__(self, error: str, said: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.said = said


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a text is tried with: a shop, its lines, and when it would open again."""

    business: str
    lines: tuple[str, ...]
    next_opening: str
    booking_link: str = ""

    def shown(self, *, is_open: bool) -> dict[str, str]:
        """Return the variables of an ordinary call."""
        return {
            "business": self.business,
            "line": self.lines[0],
            "caller_name": _SOMEBODY,
            "booking_link": self.booking_link,
            "next_opening": "" if is_open else self.next_opening,
        }

    def cases(self) -> list[dict[str, str]]:
        """Return the variables of every kind of call: what may be empty is, once."""
        return [
            {
                "business": self.business,
                "line": line,
                "caller_name": caller_name,
                "booking_link": booking_link,
                "next_opening": next_opening,
            }
            for line, caller_name, booking_link, next_opening in itertools.product(
                self.lines,
                (_SOMEBODY, ""),
                (self.booking_link or _SAMPLE_LINK, ""),
                (self.next_opening, ""),
            )
        ]


def sample_of_business(hass: HomeAssistant, business: str, country: str) -> Sample:
    """Return the sample of a shop that is being set up."""
    language = spoken_languages(hass, {})[0]
    return Sample(
        business=business, lines=(business,), next_opening=_tomorrow(hass, language, country)
    )


def sample_of_shop(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    *,
    language: str | None = None,
    booking_link: str | None = None,
) -> Sample:
    """Return the sample of a shop, in its own language and with its own link unless told."""
    options = entry.options
    business = entry.data[CONF_BUSINESS]
    lines = tuple(line.title for line in subentries_of(entry, SUBENTRY_TYPE_LINE))
    spoken = language or spoken_languages(hass, options)[0]
    return Sample(
        business=business,
        lines=lines or (business,),
        next_opening=_tomorrow(hass, spoken, entry.data[CONF_COUNTRY]),
        booking_link=options.get(CONF_BOOKING_LINK, "") if booking_link is None else booking_link,
    )


async def async_check_text(
    hass: HomeAssistant, template: str, sample: Sample, *, is_open: bool
) -> str:
    """Return a text as an ordinary caller gets it. Raises BadText if any caller would get none."""
    shown = sample.shown(is_open=is_open)
    cases = sample.cases()

    def render() -> list[str]:
        return _render_all(hass, template, [shown, *cases])

    try:
        # What holds no template cannot take long either.
        rendered = await _async_in_time(hass, render) if "{" in template else render()
    except TimeoutError:
        raise BadText("text_too_slow") from None
    except UnknownName as err:
        raise BadText("text_unknown_name", err.name) from None
    except TemplateError as err:
        raise BadText("text_broken", str(err)) from None
    except RecursionError, MemoryError:
        raise BadText("text_too_slow") from None
    if not all(rendered):
        raise BadText("text_empty")
    if any(len(text) > LONGEST_TEXT for text in rendered):
        raise BadText("text_too_long")
    return rendered[0]


async def async_check_texts(
    hass: HomeAssistant, sample: Sample, answers: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str], str]:
    """Check both texts. Returns what callers get, what is wrong with which, and the detail."""
    rendered: dict[str, str] = {}
    errors: dict[str, str] = {}
    said = ""
    for key, is_open in TEXT_FIELDS.items():
        try:
            text = await async_check_text(hass, answers.get(key) or "", sample, is_open=is_open)
        except BadText as err:
            errors[key] = err.error
            said = said or err.said
        else:
            rendered[key] = text
    return rendered, errors, said


def with_plain_characters(answers: Mapping[str, Any], *, wanted: bool) -> dict[str, Any]:
    """Return both texts in plain characters, where that is wanted."""
    texts = {key: answers.get(key) or "" for key in TEXT_FIELDS}
    return {key: plain(text) for key, text in texts.items()} if wanted else texts


def lacks_link(template: str, sample: Sample) -> bool:
    """Tell whether a text has a gap where a booking link would be, since there is none.

    One that asks whether there is a link says something else without it.
    """
    if sample.booking_link or CONF_BOOKING_LINK not in template:
        return False
    parsed = TemplateEnvironment(None, limited=True).parse(template)
    asks = any(_names_link(node.test) for node in parsed.find_all(nodes.If)) or any(
        _names_link(node)
        for node in parsed.find_all((nodes.CondExpr, nodes.Or, nodes.Filter, nodes.Assign))
    )
    return _names_link(parsed) and not asks


def _names_link(node: nodes.Node) -> bool:
    names = (node,) if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return any(name.name == CONF_BOOKING_LINK for name in names)


def _tomorrow(hass: HomeAssistant, language: str, country: str) -> str:
    zone = zone_of(hass.config.time_zone)
    now = dt_util.utcnow().astimezone(zone)
    opens = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return spoken_time(opens, now=now, zone=zone, language=language, country=country)


def _render_all(hass: HomeAssistant, template: str, cases: list[dict[str, str]]) -> list[str]:
    if len(template) > _LONGEST_TEMPLATE:
        raise BadText("text_too_long")
    _refuse_sums(template)
    text = ShopText(hass, template)
    return [text.render_whole(case) for case in cases]


def _refuse_sums(template: str) -> None:
    """Refuse what one single step could keep busy for ever: no clock interrupts such a step."""
    try:
        parsed = TemplateEnvironment(None, limited=True).parse(template)
    except JinjaError:
        # Rendering says what is wrong with it.
        return
    sums = parsed.find(nodes.Pow) or parsed.find(nodes.Mul)
    numbers = (
        constant.value
        for constant in parsed.find_all(nodes.Const)
        if isinstance(constant.value, int | float)
    )
    if sums is not None or any(number > _LARGEST_NUMBER for number in numbers):
        raise BadText("text_too_slow")


async def _async_in_time[T](hass: HomeAssistant, work: Callable[[], T]) -> T:
    """Do work beside the event loop, in a thread that is given up. Raises TimeoutError."""
    done: asyncio.Future[T] = hass.loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        try:
            result = work()
        except Exception as err:  # noqa: BLE001 - it is raised again where it is waited for
            hass.loop.call_soon_threadsafe(settle, None, err)
        else:
            hass.loop.call_soon_threadsafe(settle, result, None)

    thread = ThreadWithException(target=run, name="missed call text", daemon=True)
    thread.start()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await done
    finally:
        if thread.is_alive():
            await hass.async_add_executor_job(_give_up, thread)


def _give_up(thread: ThreadWithException) -> None:
    thread.join(0.05)
    if thread.is_alive():
        # It may end by itself at this very moment.
        with suppress(ValueError):
            thread.raise_exc(TimeoutError)
        thread.join(PATIENCE_SECONDS)
