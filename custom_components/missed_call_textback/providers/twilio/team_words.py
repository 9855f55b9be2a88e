"""What the team hears when they are called about what is urgent, in the languages of the shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ...core.numbers import spoken
from ...core.shop import Shop
from ...core.team_talk import Urgent

# Some twenty seconds.
_LONGEST_WORDS: Final = 200
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCallWords:
    """The words of one language, for `str.format`: `business`, and `who` wrote."""

    wrote: str
    connect_or_take: str
    take: str
    not_reached: str
    taken: str
    over: str
    look: str
    """Where nobody can tell what it is about."""


TEAM_CALL_WORDS: Final[Mapping[str, TeamCallWords]] = MappingProxyType(
    {
        "en": TeamCallWords(
            wrote="Urgent, for {business}. {who} says:",
            connect_or_take="Press 1 to talk to them now, or 2 if you see to it yourself.",
            take="Press 2 if you see to it.",
            not_reached=(
                "They did not pick up. Press 1 to try again, or 2 if you see to it yourself."
            ),
            taken="Thank you. It is yours: please answer them soon.",
            over="Thank you. It has been seen to.",
            look="Urgent, for {business}. Please look at your messages.",
        ),
        "es": TeamCallWords(
            wrote="Urgente, para {business}. {who} dice:",
            connect_or_take="Pulse 1 para hablar ahora, o 2 si se encarga usted.",
            take="Pulse 2 si se encarga usted.",
            not_reached="No ha contestado. Pulse 1 para volver a llamar, o 2 si se encarga usted.",
            taken="Gracias. Queda en sus manos: conteste pronto, por favor.",
            over="Gracias. Ya está atendido.",
            look="Urgente, para {business}. Mire sus mensajes, por favor.",
        ),
        "fr": TeamCallWords(
            wrote="Urgent, pour {business}. {who} dit :",
            connect_or_take="Tapez 1 pour lui parler maintenant, ou 2 si vous vous en chargez.",
            take="Tapez 2 si vous vous en chargez.",
            not_reached="Pas de réponse. Tapez 1 pour rappeler, ou 2 si vous vous en chargez.",
            taken="Merci. C'est à vous : répondez vite, s'il vous plaît.",
            over="Merci. Quelqu'un s'en est déjà occupé.",
            look="Urgent, pour {business}. Regardez vos messages, s'il vous plaît.",
        ),
        "de": TeamCallWords(
            wrote="Dringend, für {business}. {who} sagt:",
            connect_or_take=(
                "Drücken Sie 1, um jetzt zu sprechen, oder 2, wenn Sie sich selbst darum kümmern."
            ),
            take="Drücken Sie 2, wenn Sie sich darum kümmern.",
            not_reached=(
                "Es nimmt niemand ab. Drücken Sie 1 für einen neuen Versuch, oder 2, wenn Sie sich "
                "selbst darum kümmern."
            ),
            taken="Danke. Es gehört Ihnen: Bitte antworten Sie bald.",
            over="Danke. Es hat sich schon jemand gekümmert.",
            look="Dringend, für {business}. Bitte sehen Sie nach Ihren Nachrichten.",
        ),
        "it": TeamCallWords(
            wrote="Urgente, per {business}. {who} dice:",
            connect_or_take="Premi 1 per parlare subito, o 2 se te ne occupi tu.",
            take="Premi 2 se te ne occupi tu.",
            not_reached="Non risponde. Premi 1 per riprovare, o 2 se te ne occupi tu.",
            taken="Grazie. È nelle tue mani: rispondi presto, per favore.",
            over="Grazie. Se n'è già occupato qualcuno.",
            look="Urgente, per {business}. Guarda i tuoi messaggi, per favore.",
        ),
    }
)


def who_says(urgent: Urgent, shop: Shop) -> str:
    """Return who wrote, as it can be spoken: by name, or number by number."""
    if name := speakable(urgent.name or "", _LONGEST_NAME):
        return name
    # "(202) 555-0143" would be read as two hundred and two.
    written = spoken(urgent.number, shop.country)
    return " ".join(each if each.isdigit() else "," for each in written if not each.isspace())


def speakable(words: str, longest: int = _LONGEST_WORDS) -> str:
    """Return a stranger's words as they can be spoken, cut to a length."""
    # Control characters and halves of surrogate pairs cannot be written in XML at all.
    printable = "".join(each if each.isprintable() else " " for each in words[: longest * 4])
    return " ".join(printable.split())[:longest].strip()
