"""The rows of numbers that get a language of their own: what an owner types, and what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from homeassistant.helpers.selector import (
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..const import CONF_LANGUAGE, CONF_PREFIX
from ..starting_texts import LANGUAGES
from .answers import BadAnswer, read_prefix
from .verdict import Phrases, option_label

# Each call is held against all of them.
_MOST_ROWS: Final = 50

type Rows = list[dict[str, str]]


class BadRow(BadAnswer):
    """A row cannot be taken; `row` is how it begins."""

    def __init__(self, error: str, row: str) -> None:
        super().__init__(error)
        self.row = row


def rows_selector(phrases: Phrases) -> ObjectSelector:
    """Return the field of rows."""
    return ObjectSelector(
        ObjectSelectorConfig(
            multiple=True,
            label_field=CONF_PREFIX,
            description_field=CONF_LANGUAGE,
            translation_key="number_language",
            fields={
                CONF_PREFIX: ObjectSelectorField(
                    required=True,
                    selector=TextSelector(TextSelectorConfig(type=TextSelectorType.TEL)),
                ),
                CONF_LANGUAGE: ObjectSelectorField(
                    required=True,
                    # The frontend lists rows with their bare values, so a language is its own name.
                    selector=SelectSelector(
                        SelectSelectorConfig(
                            options=list(_names(phrases).values()),
                            mode=SelectSelectorMode.DROPDOWN,
                        )
                    ),
                ),
            },
        )
    )


def rows_shown(rows: Iterable[Mapping[str, str]], phrases: Phrases) -> Rows:
    """Return stored rows as the form shows them."""
    names = _names(phrases)
    return [
        {CONF_PREFIX: row[CONF_PREFIX], CONF_LANGUAGE: names[row[CONF_LANGUAGE]]} for row in rows
    ]


def read_rows(
    typed: Any,  # noqa: ANN401 - the frontend sends one row alone, or none, as it likes
    phrases: Phrases,
    *,
    country: str,
    spoken: Sequence[str],
) -> Rows:
    """Read rows as they are stored. Raises BadRow."""
    rows = [typed] if isinstance(typed, Mapping) else list(typed or ())
    codes = {name: code for code, name in _names(phrases).items()}
    known: dict[str, str] = {}
    for row in rows:
        begins = str(row[CONF_PREFIX]).strip()
        try:
            prefix = read_prefix(begins, country)
        except BadAnswer as err:
            raise BadRow(err.error, begins) from None
        language = codes[row[CONF_LANGUAGE]]
        if language not in spoken:
            raise BadRow("prefix_language_unspoken", begins)
        if known.setdefault(prefix, language) != language:
            raise BadRow("prefix_twice", begins)
    if len(known) > _MOST_ROWS:
        raise BadRow("too_many_prefixes", str(_MOST_ROWS))
    return [{CONF_PREFIX: prefix, CONF_LANGUAGE: language} for prefix, language in known.items()]


def _names(phrases: Phrases) -> dict[str, str]:
    return {code: option_label(phrases, CONF_LANGUAGE, code) for code in LANGUAGES}
