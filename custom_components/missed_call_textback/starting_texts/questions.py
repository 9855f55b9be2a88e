"""The built-in questions, by language. They begin with thanks: whoever is asked has just written.

`services` is for `str.format`: it names what the shop offers. In letters of GSM-7 alone, as all
starting texts are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTexts:
    """The questions of one language; `services` in place of `service` where the shop names some."""

    service: str
    services: str
    place: str
    timeline: str


QUESTION_TEXTS: Final[Mapping[str, QuestionTexts]] = MappingProxyType(
    {
        "en": QuestionTexts(
            service="Thanks. What do you need?",
            services="Thanks. What is it about: {services}, or something else?",
            place="Thanks. What is the address, or the ZIP or postcode?",
            timeline="Thanks. Do you need it today, this week, or is there no hurry?",
        ),
        "es": QuestionTexts(
            service="Gracias. ¿Qué necesita?",
            services="Gracias. ¿De qué se trata: {services}, u otra cosa?",
            place="Gracias. ¿Nos dice la calle o el C.P.?",
            timeline="Gracias. ¿Lo necesita hoy, esta semana, o no hay prisa?",
        ),
        "fr": QuestionTexts(
            service="Merci. De quoi avez-vous besoin ?",
            services="Merci. De quoi s'agit-il : {services}, ou autre chose ?",
            place="Merci. C'est à quelle adresse, ou quel code postal ?",
            timeline="Merci. C'est pour aujourd'hui, cette semaine, ou rien ne presse ?",
        ),
        "de": QuestionTexts(
            service="Danke. Was brauchen Sie?",
            services="Danke. Worum geht es: {services}, oder etwas anderes?",
            place="Danke. Wie lautet die Adresse oder die Postleitzahl?",
            timeline="Danke. Soll es heute sein, diese Woche, oder eilt es nicht?",
        ),
        "it": QuestionTexts(
            service="Grazie. Di che cosa ha bisogno?",
            services="Grazie. Di che cosa si tratta: {services}, o altro?",
            place="Grazie. Qual è l'indirizzo, o il CAP?",
            timeline="Grazie. Le serve oggi, questa settimana, o non c'è fretta?",
        ),
    }
)
