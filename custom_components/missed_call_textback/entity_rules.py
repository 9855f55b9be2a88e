"""How an entity or an event of Home Assistant tells of calls: rules as data, with presets."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

from .cleaning import one_line
from .ring_states import Word

ANY: Final = "*"
"""As a word: every value that no other word describes."""
_MOST_WORDS: Final = 20
_LONGEST_WORD: Final = 64
_LONGEST_PATH: Final = 200
LONGEST_RING_SECONDS: Final = 600


class SubjectKind(StrEnum):
    """What tells of calls."""

    ENTITY = "entity"
    EVENT = "event"


class BadRules(ValueError):
    """Rules that cannot hear a call; `key` names why.

    One of `subject`, `words_missing`, `words_twice`, `words_long`, `path`, `rings`.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRules:
    """What to listen to, what its states mean, and where it says who calls.

    `subject` is an entity's id, or the type of an event. A path (`…_at`) names an attribute, or a
    value in the event's data, with dots for values within values (`caller.number`); an empty one is
    the state itself, and None is nowhere. As data (`as_data`) it is a dict of the same names, with
    lists for sets of words, which are compared without regard to case.

    `number_entity` is another entity that knows the number, looked at when the call is over: it
    counts only if it was updated since the call began. `call_id_at` tells several calls at once
    apart, in events only. Events count only if their data is as in `only`.
    """

    kind: SubjectKind = SubjectKind.ENTITY
    subject: str
    ringing: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    state_at: str | None = ""
    number_at: str | None = None
    number_entity: str | None = None
    name_at: str | None = None
    dialled_at: str | None = None
    call_id_at: str | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    rings_at_most: int = 120
    """A call that rang for longer was probably answered, and the state between got lost."""

    def __post_init__(self) -> None:
        for name in _WORDS:
            folded = frozenset(word.strip().casefold() for word in getattr(self, name))
            object.__setattr__(self, name, folded)
        object.__setattr__(self, "only", dict(self.only))

    def checked(self) -> Self:
        """Return these rules. Raises BadRules where they could never tell of a missed call."""
        if not 0 < len(self.subject) <= _LONGEST_PATH:
            raise BadRules("subject")
        words = [getattr(self, name) for name in _WORDS]
        every = frozenset().union(*words)
        if not (self.missed or (self.ringing and self.idle)):
            raise BadRules("words_missing")
        if sum(map(len, words)) != len(every):
            raise BadRules("words_twice")
        if len(every) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in every):
            raise BadRules("words_long")
        paths = [getattr(self, name) or "" for name in (*_PATHS, "number_entity")]
        paths += [*self.only, *self.only.values()]
        if max(map(len, paths)) > _LONGEST_PATH or len(self.only) > _MOST_WORDS:
            raise BadRules("path")
        if not 1 <= self.rings_at_most <= LONGEST_RING_SECONDS:
            raise BadRules("rings")
        return self

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read rules as they are stored. Raises BadRules."""
        known = {each.name for each in fields(cls)}
        given = {name: value for name, value in data.items() if name in known}
        given |= {name: frozenset(given[name]) for name in _WORDS if name in given}
        given["kind"] = SubjectKind(given.get("kind", SubjectKind.ENTITY))
        given.setdefault("subject", "")
        return cls(**given).checked()

    def as_data(self) -> dict[str, Any]:
        """Return the rules as they are stored."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        data |= {name: sorted(data[name]) for name in _WORDS}
        return data | {"kind": self.kind.value, "only": dict(self.only)}

    def word_of(self, value: object) -> Word:
        """Return what a value of the state means."""
        told = one_line(value, _LONGEST_WORD) or ""
        folded = told.casefold()
        for name, word in _WORDS.items():
            if folded in getattr(self, name):
                return word
        return next(
            (word for name, word in _WORDS.items() if ANY in getattr(self, name)), Word.OTHER
        )

    def applies_to(self, data: Mapping[str, Any]) -> bool:
        """Tell whether an event's data is as these rules want it."""
        return all(
            one_line(value_at(data, path), _LONGEST_PATH) == wanted
            for path, wanted in self.only.items()
        )


_WORDS: Final = {
    "idle": Word.IDLE,
    "ringing": Word.RINGING,
    "answered": Word.ANSWERED,
    "missed": Word.MISSED,
}
_PATHS: Final = ("state_at", "number_at", "name_at", "dialled_at", "call_id_at")


def value_at(data: object, path: str) -> object:
    """Return the value at a path; a key that has dots itself comes first."""
    while isinstance(data, Mapping):
        if path in data:
            return data[path]
        head, _, path = path.partition(".")
        data = data.get(head)
        if not path:
            return data
    return None


class Preset(StrEnum):
    """What an owner may begin with."""

    ANDROID_PHONE = "android_phone"
    """The phone state of the Android companion app. It knows no number: Google forbids it. Where a
    notification of the phone shows one, "Last notification" is given as `number_entity`."""
    FRITZBOX_CALL_MONITOR = "fritzbox_call_monitor"
    """Home Assistant's own sensor. It loses sight of a second call, and takes the box's answering
    machine for a person: connect the box itself instead."""
    STATES = "states"
    """A sensor, over MQTT for one, that is ringing, answered or idle, with the number beside it."""
    LAST_MISSED = "last_missed"
    """A sensor whose state is the number of the last missed call."""
    EVENT = "event"
    """An event that tells of one missed call."""


_PRESETS: Final[Mapping[Preset, EntityRules]] = {
    Preset.ANDROID_PHONE: EntityRules(
        subject="",
        ringing=frozenset({"ringing"}),
        answered=frozenset({"offhook"}),
        idle=frozenset({"idle"}),
        number_at="android.title",
        # A mobile network takes the call off to the voicemail sooner.
        rings_at_most=60,
    ),
    Preset.FRITZBOX_CALL_MONITOR: EntityRules(
        subject="",
        ringing=frozenset({"ringing"}),
        answered=frozenset({"talking"}),
        idle=frozenset({"idle"}),
        number_at="from",
        name_at="from_name",
        dialled_at="to",
    ),
    Preset.STATES: EntityRules(
        subject="",
        ringing=frozenset({"ringing"}),
        answered=frozenset({"answered"}),
        idle=frozenset({"idle"}),
        number_at="number",
        name_at="name",
    ),
    Preset.LAST_MISSED: EntityRules(
        subject="",
        idle=frozenset({""}),
        missed=frozenset({ANY}),
        number_at="",
    ),
    Preset.EVENT: EntityRules(
        kind=SubjectKind.EVENT,
        subject="",
        missed=frozenset({ANY}),
        state_at=None,
        number_at="number",
        name_at="name",
    ),
}


def preset(kind: Preset, subject: str, *, number_entity: str | None = None) -> EntityRules:
    """Return the rules of a preset for an entity or event. Raises BadRules."""
    return replace(_PRESETS[kind], subject=subject, number_entity=number_entity).checked()


def told_at(data: Mapping[str, Any], path: str | None, state: object, most: int) -> str | None:
    """Return what the state (an empty path) or its data says, clean; None where it says nothing."""
    if path is None:
        return None
    return one_line(value_at(data, path) if path else state, most)
