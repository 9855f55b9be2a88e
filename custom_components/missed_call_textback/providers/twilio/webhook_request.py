"""One verified request of Twilio, read with care: every field bounded, none trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
import re

from multidict import MultiMapping

from ...core.channels import read_address
from ...core.numbers import to_e164
from ...core.shop import Line, Shop
from ..door import Malformed

# Twilio's begin with two letters; other companies give UUIDs.
_IDENTIFIER = re.compile(r"[A-Za-z0-9-]{1,64}")
_ADDRESS_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """A request's query, its form and when it came (aware)."""

    query: Mapping[str, str]
    form: MultiMapping[str]
    now: datetime

    def field(self, name: str, length: int = _ADDRESS_LENGTH) -> str:
        """Return a field of the form, cut to a length; empty where it is missing."""
        return self.form.get(name, "")[:length].strip()

    def number(self, name: str) -> str:
        """Return the number in a field that holds an address, or what it holds in its place."""
        return read_address(self.field(name))[1]

    def identifier(self, *names: str) -> str:
        """Return the first of some fields that is a SID. Raises Malformed where none is."""
        for name in names:
            if _IDENTIFIER.fullmatch(value := self.form.get(name, "")):
                return value
        raise Malformed(f"no {names[0]}")

    def own(self, name: str) -> str | None:
        """Return a value that we put into the query, if it is there and unharmed."""
        value = self.query.get(name, "")
        return value if _IDENTIFIER.fullmatch(value) else None

    def line(self, shop: Shop) -> Line:
        """Return the line that the request is about. Raises Malformed where the shop has none such.

        Our own addresses name it: on the team's leg `To` is a mobile, and the report of a
        recording has no `To` at all.
        """
        digits = self.own("line")
        number = f"+{digits}" if digits else to_e164(self.number("To"), shop.country)
        for line in shop.lines:
            if line.number == number:
                return line
        raise Malformed("not a line of this shop")
