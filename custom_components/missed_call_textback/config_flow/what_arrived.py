"""What a phone system has sent, in words for its owner: no number of a caller is shown whole."""

from collections.abc import Iterable
import itertools
import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..core.numbers import masked
from ..providers.door import Malformed
from ..providers.webhook.door import SeenLetter
from ..providers.webhook.heard import OUTGOING, Heard
from ..providers.webhook.mapping import FieldMapping
from .verdict import Phrases, as_markdown, async_phrases, option_label

_MOST_LETTERS: Final = 5
_MOST_FIELDS: Final = 30
_LONGEST_SHOWN: Final = 60
_NUMBER: Final = re.compile(r"[+(]?[0-9][0-9 ()./-]{4,}[0-9]")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def shown(value: str) -> str:
    """Return a value fit to show: of numbers, the last digits."""
    if not _TIME.match(value):
        value = _NUMBER.sub(lambda found: masked(found[0]), value)
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"


async def async_what_arrived(
    hass: HomeAssistant, letters: Iterable[SeenLetter], mapping: FieldMapping | None
) -> str:
    """Say what was understood of the last letters, and show every field of the last one."""
    phrases = await async_phrases(hass)
    newest = list(itertools.islice(reversed(list(letters)), _MOST_LETTERS))
    understood = [
        f"- **{dt_util.as_local(letter.at):%H:%M:%S}** {_said(letter, mapping, phrases)}"
        for letter in newest
    ]
    fields = [
        f"- {as_markdown(path)}: **{as_markdown(shown(value))}**"
        for path, value in itertools.islice(newest[0].fields.items(), _MOST_FIELDS)
    ]
    return "\n".join([*understood, "", _phrase(phrases, "fields"), "", *fields])


def _said(letter: SeenLetter, mapping: FieldMapping | None, phrases: Phrases) -> str:
    heard, problem = letter.heard, letter.problem
    if mapping is not None:
        # The mapping may have been chosen since it came.
        heard, problem = _read(mapping, letter)
    if problem is not None:
        return _phrase(phrases, "malformed").format(why=as_markdown(problem))
    if heard is None:
        return _phrase(phrases, "nothing")
    said = _phrase(phrases, heard.meaning)
    if heard.meaning not in OUTGOING:
        words = f"{said}; {_phrase(phrases, 'caller')}"
        said = words.format(caller=as_markdown(masked(heard.caller)))
    if heard.dialled is None:
        return said
    dialled = as_markdown(masked(heard.dialled))
    return f"{said}, {_phrase(phrases, 'dialled').format(dialled=dialled)}"


def _read(mapping: FieldMapping, letter: SeenLetter) -> tuple[Heard | None, str | None]:
    if not letter.fields:
        return None, letter.problem
    try:
        return mapping.read(letter.fields), None
    except Malformed as err:
        return None, str(err)


def _phrase(phrases: Phrases, key: str) -> str:
    return option_label(phrases, "arrived", key)
