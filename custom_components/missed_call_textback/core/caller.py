"""What is known of somebody who calls, as far as it decides whether they are texted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .numbers import NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What the ledger knows of a caller on this line (and, for wishes and blocks, of the whole shop)."""

    opted_out: bool = False
    blocked: bool = False
    line_kind: NumberKind | None = None
    """What the carrier said of the number, at `line_kind_at`."""
    line_kind_at: datetime | None = None
    last_text_back_at: datetime | None = None
    spoke_at: datetime | None = None
    """When the caller last wrote, or a person wrote to them."""
    reached_at: datetime | None = None
    """When a call of theirs was last answered, or one to them."""
    first_at: datetime | None = None
    """When they first called or wrote; None: never before."""


STRANGER: Final = Caller()
