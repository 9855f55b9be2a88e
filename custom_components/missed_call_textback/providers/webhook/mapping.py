"""Which fields of a phone system's own form say what, and which of its words mean what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
import hashlib
from typing import Any, Self

from ..door import Malformed
from .heard import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_NUMBER,
    OUTGOING,
    Fields,
    Heard,
    Meaning,
    moment,
    plain,
    seconds,
)

# The shortest international number, with its country's code.
_SHORTEST_INTERNATIONAL = 7


def word(value: str) -> str:
    """Return a phone system's word as it is compared: `No-Answer` and `noAnswer` are one."""
    return "".join(char for char in value.casefold() if char.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """How to read one phone system's letters. Every field but the last three is dotted paths.

    `status` names the fields whose values, one after another, are looked up in `words`: the longest
    beginning that is there counts (`in hangup cancel`, else `in hangup`, else `in`). A letter with
    none of them is about nothing that matters, as an outgoing call is.
    """

    status: tuple[str, ...] = ()
    call_id: tuple[str, ...] = ()
    """Together they are the call's id: one field, where a system has ids."""
    first_call_id: str | None = None
    """The id of the call that this one continues, after a transfer."""
    caller: str | None = None
    dialled: str | None = None
    callee: str | None = None
    """Whom the shop called, where that is in another field than `dialled`."""
    caller_name: str | None = None
    ring_seconds: str | None = None
    leg: str | None = None
    started_at: str | None = None
    """When the call began, as ISO 8601 with an offset."""
    words: Mapping[str, Meaning] = field(default_factory=dict)
    without_plus: bool = False
    """Numbers come with their country's code, but no `+` before it."""
    only_opened: bool = False
    """Only calls whose RINGING was heard are the shop's: see `OpenCalls.take`."""

    def status_of(self, fields: Fields) -> str:
        """Return a letter's status as it is looked up."""
        parts = (word(fields.get(path, "")) for path in self.status)
        return " ".join(part for part in parts if part)

    def read(self, fields: Fields) -> Heard | None:
        """Read a letter; None where it says nothing that matters. Raises Malformed."""
        if (meaning := self.meaning_of(self.status_of(fields))) is None:
            return None
        name = fields.get(self.caller_name or "", "")
        dialled = (self.callee if meaning in OUTGOING else None) or self.dialled
        return Heard(
            call=self._call(fields),
            meaning=meaning,
            caller=self._number(fields, self.caller),
            dialled=self._number(fields, dialled),
            leg=fields.get(self.leg or ""),
            caller_name=plain(name, LONGEST_NAME),
            ring_seconds=seconds(fields.get(self.ring_seconds or "", "")),
            started_at=moment(fields.get(self.started_at or "", "")),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as it can be stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what was stored. Raises ValueError, TypeError for what never was."""
        told = dict(stored)
        told["status"] = tuple(told.get("status", ()))
        told["call_id"] = tuple(told.get("call_id", ()))
        told["words"] = {key: Meaning(value) for key, value in told.get("words", {}).items()}
        return cls(**told)

    def meaning_of(self, status: str) -> Meaning | None:
        """Return what a letter's status means; None for nothing that matters."""
        parts = status.split()
        for length in range(len(parts), 0, -1):
            if (meaning := self.words.get(" ".join(parts[:length]))) is not None:
                return meaning
        return None

    def _call(self, fields: Fields) -> str:
        if self.first_call_id and (first := fields.get(self.first_call_id)):
            return _fit(first)
        for path in self.call_id:
            if not fields.get(path):
                raise Malformed(f"{path} is missing, which tells calls apart")
        if not self.call_id:
            raise Malformed("no field is chosen that tells calls apart")
        if len(self.call_id) == 1:
            return _fit(fields[self.call_id[0]])
        # One of them may be the caller's number: it must not stand in every log as an id.
        return _digest("\n".join(fields[path] for path in self.call_id))

    def _number(self, fields: Fields, path: str | None) -> str | None:
        number = plain(fields.get(path or "", ""), LONGEST_NUMBER)
        if (
            self.without_plus
            and number
            and number.isascii()
            and number.isdecimal()
            and len(number) >= _SHORTEST_INTERNATIONAL
            and not number.startswith("0")
        ):
            return f"+{number}"
        return number


def _fit(call: str) -> str:
    fine = call.isascii() and call.isprintable() and " " not in call and len(call) <= LONGEST_ID
    return call if fine else _digest(call)


def _digest(call: str) -> str:
    return hashlib.sha256(call.encode(errors="replace")).hexdigest()
