"""Writes calls down as telephone companies do: each in its own words, dates and bytes."""

from collections.abc import Sequence
import csv
from dataclasses import dataclass
from datetime import datetime, tzinfo
import io

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.past.calls import PastCall

_EN = ("Date", "Direction", "Result", "From", "To")
_ENGLISH = {"in": "Incoming", "out": "Outgoing", "yes": "Answered", "no": "No answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One way to write a call down. `date` is as for `strftime`; without `header` there are no words."""

    separator: str = ","
    encoding: str = "utf-8"
    date: str = "%Y-%m-%d %H:%M:%S"
    header: Sequence[str] | None = _EN
    words: dict[str, str]
    newline: str = "\r\n"
    says_separator: bool = False
    preamble: int = 0

    def write(self, calls: Sequence[PastCall], own: str, zone: tzinfo) -> bytes:
        """Return a file."""
        text = io.StringIO()
        if self.says_separator:
            text.write(f"sep={self.separator}{self.newline}")
        for n in range(self.preamble):
            text.write(f"Call report {n}{self.newline}{self.newline}")
        rows = csv.writer(text, delimiter=self.separator, lineterminator=self.newline)
        if self.header is not None:
            rows.writerow(self.header)
        for call in calls:
            numbers = (own, call.number) if call.went_out else (call.number, own)
            rows.writerow(
                [
                    _date(call.at.astimezone(zone), self.date),
                    self.words["out" if call.went_out else "in"],
                    self.words["yes" if call.outcome is Outcome.ANSWERED else "no"],
                    *numbers,
                ]
            )
        return text.getvalue().encode(self.encoding)


def _date(at: datetime, style: str) -> str:
    return str(int(at.timestamp())) if style == "epoch" else at.strftime(style)


DIALECTS = {
    "spreadsheet": Dialect(words=_ENGLISH),
    "american": Dialect(words=_ENGLISH, date="%m/%d/%Y %I:%M:%S %p"),
    "british": Dialect(words=_ENGLISH, date="%d/%m/%Y %H:%M:%S", newline="\n"),
    "epoch": Dialect(words=_ENGLISH, date="epoch"),
    "with its zone": Dialect(words=_ENGLISH, date="%Y-%m-%dT%H:%M:%S%z"),
    "month by name": Dialect(words=_ENGLISH, date="%a, %d %b %Y %H:%M:%S"),
    "a report": Dialect(words=_ENGLISH, preamble=2),
    "tabs": Dialect(words=_ENGLISH, separator="\t", encoding="utf-16"),
    "bars": Dialect(words=_ENGLISH, separator="|", encoding="utf-8-sig"),
    "no words above": Dialect(words=_ENGLISH, header=None),
    "german": Dialect(
        words={
            "in": "eingehend",
            "out": "ausgehend",
            "yes": "Gespräch angenommen",
            "no": "verpasst",
        },
        header=("Zeitpunkt", "Richtung", "Ergebnis", "Anrufer", "Ziel"),
        separator=";",
        encoding="cp1252",
        date="%d.%m.%Y %H:%M:%S",
        says_separator=True,
    ),
    "french": Dialect(
        words={"in": "Entrant", "out": "Sortant", "yes": "Répondu", "no": "Manqué"},
        header=("Date et heure", "Sens", "Résultat", "Appelant", "Destinataire"),
        separator=";",
        date="%d/%m/%Y %H:%M:%S",
    ),
    "spanish": Dialect(
        words={"in": "Entrante", "out": "Saliente", "yes": "Contestada", "no": "No contestada"},
        header=("Fecha y hora", "Dirección", "Estado", "Origen", "Destino"),
        separator=";",
        date="%d-%m-%Y %H:%M:%S",
    ),
    "italian": Dialect(
        words={"in": "In entrata", "out": "In uscita", "yes": "Risposta", "no": "Senza risposta"},
        header=("Data e ora", "Direzione", "Esito", "Chiamante", "Destinazione"),
        separator=";",
        encoding="cp1252",
        date="%d/%m/%Y %H:%M:%S",
    ),
}
