"""What the words of a log say of a call: which way it went, and what became of it.

By the beginnings of words, in five languages: what denies comes before what it denies, so that "not
answered" is none that was answered.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
import re
from typing import Final

from ..calls import Outcome
from ..plain_letters import plain_letters


class Way(StrEnum):
    """Which way a call went."""

    IN = "in"
    OUT = "out"
    NEITHER = "neither"
    """Within the house, a fax, a text, or a leg of another call."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a cell says; None where it says nothing of it."""

    way: Way | None = None
    outcome: Outcome | None = None

    @property
    def says_anything(self) -> bool:
        """Whether it says anything of a call."""
        return self.way is not None or self.outcome is not None


_ANSWERED, _BUSY, _FAILED = Outcome.ANSWERED, Outcome.BUSY, Outcome.FAILED
_NO_ANSWER, _ABANDONED, _VOICEMAIL = Outcome.NO_ANSWER, Outcome.ABANDONED, Outcome.VOICEMAIL
# Beginnings of words; `_` where one ends. The first that is found counts.
_WAYS: Final = (
    (
        Way.NEITHER,
        (
            "internal, intern_, interne, interno, interna, fax, sms, message_, outbound "
            "dial_, outgoing dial_, blocked, blockiert, bloque, bloccat"
        ),
    ),
    (
        Way.OUT,
        (
            "outbound, outgoing, out_, ausgehend, abgehend, gewahlt, sortant, emis, saliente, "
            "realizad, emitid, uscent, in uscita, effettuat, emess, dialed, dialled, placed call"
        ),
    ),
    (
        Way.IN,
        (
            "inbound, incoming, in_, eingehend, ankommend, entrant, recu_, recus_, recue, "
            "recibid, in entrata, in arrivo, ricevut, received"
        ),
    ),
)
_OUTCOMES: Final = (
    (
        _VOICEMAIL,
        (
            "voicemail, voice mail, mailbox, anrufbeantworter, answering machine, repondeur, "
            "messagerie, buzon, contestador, segreteria"
        ),
    ),
    (
        _BUSY,
        (
            "busy, besetzt, occupe, ocupad, occupat, declined, rejected, abgewiesen, "
            "abgelehnt, rejete, refuse, rechazad, rifiutat"
        ),
    ),
    (
        _ABANDONED,
        (
            "abandon, cancel, hang up, hung up, hangup, abgebrochen, aufgelegt, raccroche, "
            "annule, colgad, riagganciat, annullat"
        ),
    ),
    (
        _FAILED,
        (
            "fail, congestion, error, unreachable, nicht erreichbar, fehlgeschlagen, echec, "
            "echou, injoignable, fallid, fallit"
        ),
    ),
    (
        _NO_ANSWER,
        (
            "missed, unanswered, no answer, noanswer, not answered, not connected, verpasst, "
            "entgangen, nicht angenommen, nicht beantwortet, unbeantwortet, manque, sans "
            "reponse, non repondu, non decroche, perdid, no contestad, no atendid, sin "
            "respuesta, sin contestar, pers_, persa, perso, senza risposta, non rispost, "
            "nessuna risposta, timeout, lost_, unsuccessful, incomplete, ohne antwort, keine antwort, "
            "nicht erreicht, abwesenheit, en absence, perdu, pas de reponse, aucune reponse, "
            "sin atender, mancat"
        ),
    ),
    (
        _ANSWERED,
        (
            "answered, accepted, connected, completed, talked, success, picked up, angenommen, "
            "abgenommen, beantwortet, entgegengenommen, verbunden, erfolgreich, repondu, "
            "accepte, abouti, decroche, connecte, conectad, "
            "contestad, atendid, respondid, completad, rispost, completat, accettat"
        ),
    ),
)
_LONGEST: Final = 64
# Words that mean something else together than each by itself.
_TOGETHER: Final = (
    ("timed out", "timeout"),
    ("time out", "timeout"),
    ("left a message", "voicemail"),
    ("left message", "voicemail"),
)
_DENIED: Final = re.compile(r"\b(?:not|never|no|non|nicht|pas) $")


def _pattern(words: str) -> re.Pattern[str]:
    starts = (re.escape(word).replace("_", r"\b") for word in words.split(", "))
    return re.compile(rf"\b(?:{'|'.join(starts)})")


_WAY_PATTERNS: Final = tuple((way, _pattern(words)) for way, words in _WAYS)
_OUTCOME_PATTERNS: Final = tuple((outcome, _pattern(words)) for outcome, words in _OUTCOMES)


@lru_cache(maxsize=1024)
def read_result(cell: str) -> Result:
    """Return what a cell says of a call. Total."""
    text = re.sub(r"[\W_]+", " ", plain_letters(cell[:_LONGEST]))
    for words, word in _TOGETHER:
        text = text.replace(words, word)
    way = next((way for way, pattern in _WAY_PATTERNS if pattern.search(text)), None)
    found = ((each, pattern.search(text)) for each, pattern in _OUTCOME_PATTERNS)
    outcome, said = next((each for each in found if each[1]), (None, None))
    if outcome is _ANSWERED and said and _DENIED.search(text[: said.start()]):
        outcome = _NO_ANSWER
    return Result(way, outcome)


_YES: Final = frozenset({"1", "true", "yes", "y", "ja", "oui", "si", "sí", "wahr", "vrai", "vero"})
_NO: Final = frozenset({"0", "false", "no", "n", "nein", "non", "falsch", "faux", "falso"})


def read_yes(cell: str) -> bool | None:
    """Return what a cell of yes or no says."""
    word = cell.casefold()
    return True if word in _YES else False if word in _NO else None
