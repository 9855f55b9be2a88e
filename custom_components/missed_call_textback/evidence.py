"""What happened, as rows and as CSV for a lawyer or a spreadsheet.

A file of other people's words is opened in a spreadsheet, where a cell that begins like a formula is
one: such a cell gets a leading apostrophe. A phone number in E.164 is left as it is: a plus sign and
digits are a number, and no formula can be made of them.
"""

from collections.abc import Iterable, Mapping
import csv
import io
import re
from typing import Final

from homeassistant.util import dt as dt_util

from .core.records import Record
from .core.shop import Shop

COLUMNS: Final = (
    "at",
    "kind",
    "line",
    "number",
    "what",
    "state",
    "reason",
    "body",
    "carrier_id",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_E164: Final = re.compile(r"\+[1-9]\d{1,14}")

type Row = dict[str, str | None]


def rows_of(records: Iterable[Record], shop: Shop) -> list[Row]:
    """Return records as rows of plain text; the keys are `COLUMNS`."""
    names = {line.id: line.name for line in shop.lines}
    return [
        {
            "at": dt_util.as_utc(record.at).isoformat(timespec="seconds"),
            "kind": record.kind.value,
            "line": names.get(record.line_id or "", record.line_id),
            "number": record.number,
            "what": record.what,
            "state": record.state,
            "reason": record.reason,
            "body": record.body,
            "carrier_id": record.carrier_id,
        }
        for record in records
    ]


def csv_of(rows: Iterable[Mapping[str, str | None]]) -> str:
    """Return rows as CSV with a head line, harmless in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(row[column]) for column in COLUMNS] for row in rows)
    return text.getvalue()


def _harmless(cell: str | None) -> str:
    if not cell:
        return ""
    # Some spreadsheets look past leading blanks.
    begins = cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA)
    return f"'{cell}" if begins and _E164.fullmatch(cell) is None else cell
