"""What an import would bring, in words."""

from ..past_import import PastImport
from .verdict import Phrases, as_markdown, option_label


def past_in_words(past: PastImport, phrases: Phrases) -> dict[str, str]:
    """Return what a form says of an import: a row for each line, and why rows were left out."""

    def said(key: str) -> str:
        return option_label(phrases, "past", key)

    heading = "|".join(
        said(key) for key in ("line", "first", "last", "calls", "missed", "left_out")
    )
    rows = [
        f"{as_markdown(each.line.name)}|{each.first}|{each.last}"
        f"|{each.calls}|{each.missed}|{each.left_out}"
        for each in past.shown
    ]
    follows = any(line.follows for line in past.lines.values())
    rows_left = [
        "- "
        + option_label(phrases, "past_left_out", why.value).format(
            count=left.count, lines=", ".join(map(str, left.lines))
        )
        for why, left in sorted(past.rows_left.items())
    ]
    return {
        "table": "\n".join(
            [f"|{heading}|", "|---|---|---|---:|---:|---:|", *(f"|{row}|" for row in rows)]
        ),
        "follows": said("follows" if follows else "follows_not"),
        "rows_left": "\n".join([said("rows_left"), "", *rows_left]) if rows_left else "",
    }
