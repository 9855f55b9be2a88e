"""What happened, as rows of plain text for a lawyer, an automation or a spreadsheet."""

from collections.abc import Iterable
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
