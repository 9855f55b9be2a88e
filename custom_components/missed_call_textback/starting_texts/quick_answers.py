"""The quick answers that a shop begins with: one segment each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STARTING_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": (
            "Thanks! When suits you?",
            "We will call you back within the hour.",
            "Yes, we can do that. Shall I book you in?",
        ),
        "es": (
            "¡Gracias! ¿Qué hora le viene bien?",
            "Le llamamos en menos de una hora.",
            "Claro que podemos. ¿Le reservo una cita?",
        ),
        "fr": (
            "Merci ! Quand cela vous convient-il ?",
            "Nous vous rappelons dans l'heure.",
            "Oui, c'est possible. Voulez-vous un rendez-vous ?",
        ),
        "de": (
            "Danke! Wann passt es Ihnen?",
            "Wir rufen Sie innerhalb einer Stunde zurück.",
            "Ja, das machen wir. Soll ich einen Termin eintragen?",
        ),
        "it": (
            "Grazie! Quando le va bene?",
            "La richiamiamo entro un'ora.",
            "Sì, si può fare. Le fisso un appuntamento?",
        ),
    }
)
