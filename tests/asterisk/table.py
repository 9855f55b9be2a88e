"""What was seen of every call, as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from custom_components.missed_call_textback.core.calls import Outcome
from tests.process.config_folder import REPOSITORY

from .scenarios import Scenario
from .shops import WHO, HeardCall

TABLE: Final = REPOSITORY / "build" / "asterisk-calls.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the shops made of one call."""

    scenario: Scenario
    went_well: bool
    """Whether the caller's telephone had the call that it was to have."""
    heard: Mapping[str, Sequence[HeardCall]]
    texts: Mapping[str, int]

    @property
    def faults(self) -> list[str]:
        """Say what is not as it should be."""
        told = self.scenario.told
        faults = [] if self.went_well else ["the call itself went wrong"]
        for who, outcome in zip(WHO, (told.ami, told.sip, told.both), strict=True):
            # Nobody can tell whether two who withhold their number are the same.
            times = 2 if who == "both" and self.scenario.is_anonymous else 1
            wanted = [] if outcome is None else [outcome.value] * times
            if [call.outcome for call in self.heard[who]] != wanted:
                faults.append(f"{who} said {_said(self.heard[who])}, not {_word(outcome)}")
            if self.texts[who] != self.scenario.texts[who]:
                faults.append(f"{who}: {self.texts[who]} texts, not {self.scenario.texts[who]}")
        sources = sum(word is not None for word in (told.ami, told.sip))
        if (
            not self.scenario.is_anonymous
            and told.both is not None
            and [call.reports for call in self.heard["both"]] != [sources]
        ):
            faults.append(f"both: heard by other than {sources} sources")
        return [f"{self.scenario.name}: {fault}" for fault in faults]


def table(seen: Sequence[Seen]) -> str:
    """Return a table in Markdown: what is due, what each source said, and how many texts went out."""
    head = ("call", "text due", "AMI said", "SIP said", "both together", "texts: AMI, SIP, both")
    rows = [
        (
            each.scenario.name,
            str(each.scenario.due),
            *(_said(each.heard[who]) for who in WHO),
            ", ".join(str(each.texts[who]) for who in WHO),
        )
        for each in seen
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = (head, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )


def _said(heard: Sequence[HeardCall]) -> str:
    return " and ".join(call.outcome or "nothing yet" for call in heard) or "–"


def _word(outcome: Outcome | None) -> str:
    return "–" if outcome is None else outcome.value
