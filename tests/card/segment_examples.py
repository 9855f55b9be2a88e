"""Texts and what they cost, as the server counts. Written by `python -m tests.card.segment_examples`."""

import json
from pathlib import Path
from typing import Final

from custom_components.missed_call_textback.core.segments import segments

EXAMPLES: Final = (
    "",
    "a",
    "Hello, sorry we missed you!",
    "Grüße, 5 € {ok}",
    "[~^|\\]\f",
    *(letter * count for letter in "aé" for count in (159, 160, 161, 306, 307, 5_000)),
    *("€" * count for count in (80, 81, 153, 154)),
    "a" * 152 + "€" + "a" * 20,
    *("ж" * count for count in (70, 71, 134, 135)),
    *("😀" * count for count in (35, 36, 67, 68)),
    "a" * 66 + "😀" + "a" * 10,
    "👩‍🔧 komt eraan",
    "año",
    "ano\u0303",
    "<b>not bold</b>\r\n",
    "שלום, מתי אפשר?",
)


def written(examples: tuple[str, ...]) -> str:
    """Return the examples as the cards' tests read them."""
    told = [
        {
            "body": body,
            "encoding": (found := segments(body)).encoding.value,
            "units": found.units,
            "segments": found.segments,
        }
        for body in examples
    ]
    return json.dumps(told, indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    Path("card/test/segments.json").write_text(written(EXAMPLES), encoding="utf-8")
