"""Records as a table for people: named columns, words for codes, and the shop's own time beside UTC.

A file of other people's words is opened in a spreadsheet, where a cell that begins like a formula is
one: such a cell gets a leading apostrophe. So does what stands like one behind a semicolon, a tab or a
line's end, since a spreadsheet of a country that writes decimals with a comma splits cells there. A
phone number in E.164 is left as it is: a plus sign and digits are a number, and no formula can be made
of them.
"""

from collections.abc import Iterable, Mapping
import csv
from datetime import datetime
import io
import re
from typing import Final
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .evidence import COLUMNS, Row

_LOCAL_TIME: Final = "local_time"
_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_FORMULA: Final = (*_SIGNS, "\t", "\r", "\n")
_SPLIT_OFF: Final = re.compile(rf"(?<=[;\t\r\n])([ \"]*)([{re.escape(''.join(_SIGNS))}])")
_E164: Final = re.compile(r"\+[1-9]\d{1,14}")
_CALL: Final = "entity.event.call.state_attributes"
_TEXT: Final = "entity.event.text.state_attributes"
_OTHER: Final = "selector.record_word.options"
# Where the words for a column's codes are. What none of them has, as a carrier's code, stays as it is.
_WORDS: Final = {
    "kind": ("selector.record_kind.options",),
    "what": (
        f"{_CALL}.event_type.state",
        f"{_TEXT}.kind.state",
        f"{_TEXT}.wish.state",
        _OTHER,
    ),
    "state": (f"{_TEXT}.state.state", _OTHER),
    "reason": (f"{_CALL}.reason.state", _OTHER),
}


async def async_csv(hass: HomeAssistant, rows: Iterable[Row], zone: ZoneInfo) -> str:
    """Return rows as CSV in the language of the house, harmless in a spreadsheet."""
    words: dict[str, str] = {}
    for category in ("entity", "selector"):
        words |= await async_get_translations(hass, hass.config.language, category, [DOMAIN])
    return await hass.async_add_executor_job(csv_of, rows, zone, words)


def csv_of(rows: Iterable[Row], zone: ZoneInfo, words: Mapping[str, str]) -> str:
    """Return rows as CSV with a head line. `words` are all strings, by their full keys."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    heads = (_word(words, "selector.record_column.options", key) or key for key in _columns())
    writer.writerow([head.format(zone=zone.key) for head in heads])
    writer.writerows(
        [_harmless(_shown(row, column, zone, words)) for column in _columns()] for row in rows
    )
    return text.getvalue()


def _columns() -> tuple[str, ...]:
    return (_LOCAL_TIME, *COLUMNS)


def _shown(row: Row, column: str, zone: ZoneInfo, words: Mapping[str, str]) -> str | None:
    if column in (_LOCAL_TIME, "at"):
        moment = datetime.fromisoformat(row["at"] or "")
        if column == _LOCAL_TIME:
            moment = moment.astimezone(zone)
        # As a spreadsheet takes it for a time.
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    code = row[column]
    if not code:
        return code
    found = (_word(words, place, code) for place in _WORDS.get(column, ()))
    return next(filter(None, found), code)


def _word(words: Mapping[str, str], place: str, code: str) -> str | None:
    return words.get(f"component.{DOMAIN}.{place}.{code}")


def _harmless(cell: str | None) -> str:
    if not cell:
        return ""
    # Some spreadsheets look past leading blanks.
    begins = cell.lstrip(" ").startswith(_FORMULA)
    cell = _SPLIT_OFF.sub(r"\1'\2", cell)
    return f"'{cell}" if begins and _E164.fullmatch(cell) is None else cell
