"""What is said about appointments, by language: the two texts that a shop may change, and the others.

The two are templates as the shop's other texts are. The others are for `str.format`: they hold the
numbers and the words by which the caller answers, and those must be the ones that are understood. None
of these words has a carrier send no more texts, as CANCEL does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingTexts:
    """The texts of one language: `booked` and `reminder` are templates, the others have fields.

    `times` is the list of what is offered, `time` the appointment that somebody has.
    """

    booked: str
    reminder: str
    invitation: str
    offer: str
    others: str
    taken: str
    how_to_choose: str
    how_to_move: str
    called_off: str


BOOKING_TEXTS: Final[Mapping[str, BookingTexts]] = MappingProxyType(
    {
        "en": BookingTexts(
            booked="{{ business }}: see you {{ time }}."
            " Reply CHANGE for another time, or 0 to call it off.",
            reminder="{{ business }}: a reminder of your appointment {{ time }}."
            " Reply CHANGE for another time, or 0 to call it off.",
            invitation="Reply 1 for an appointment.",
            offer="{business} has time:\n{times}",
            others="Your appointment with {business} is {time}. Other times:\n{times}",
            taken="That time has just gone. {business} has time:\n{times}",
            how_to_choose="Reply with the number, or MORE for other times.",
            how_to_move="Reply with the number, MORE for other times, or 0 to call it off.",
            called_off="{business}: your appointment {time} is called off.",
        ),
        "es": BookingTexts(
            booked="{{ business }}: le esperamos {{ time }}."
            " Responda CAMBIAR para otra hora, o 0 para anular la cita.",
            reminder="{{ business }}: le recordamos su cita, {{ time }}."
            " Responda CAMBIAR para otra hora, o 0 para anular la cita.",
            invitation="Responda 1 para pedir cita.",
            offer="{business} tiene hora:\n{times}",
            others="Su cita con {business}: {time}. Otras horas:\n{times}",
            taken="Esa hora acaba de ocuparse. {business} tiene hora:\n{times}",
            how_to_choose="Responda con la cifra, o MAS para otras horas.",
            how_to_move="Responda con la cifra, MAS para otras horas, o 0 para anular la cita.",
            called_off="{business}: su cita, {time}, queda anulada.",
        ),
        "fr": BookingTexts(
            booked="{{ business }} vous attend {{ time }}."
            " Répondez CHANGER pour un autre horaire, ou 0 pour annuler.",
            reminder="{{ business }} : rappel de votre rendez-vous, {{ time }}."
            " Répondez CHANGER pour un autre horaire, ou 0 pour annuler.",
            invitation="Répondez 1 pour un rendez-vous.",
            offer="{business} vous propose :\n{times}",
            others="Votre rendez-vous avec {business} : {time}. Autres horaires :\n{times}",
            taken="Cet horaire n'est plus libre. {business} vous propose :\n{times}",
            how_to_choose="Répondez avec le chiffre, ou PLUS pour d'autres horaires.",
            how_to_move="Répondez avec le chiffre, PLUS pour d'autres horaires, ou 0 pour annuler.",
            called_off="{business} : votre rendez-vous, {time}, est annulé.",
        ),
        "de": BookingTexts(
            booked="{{ business }}: Ihr Termin ist {{ time }}."
            " Antworten Sie ÄNDERN für eine andere Zeit oder 0, um abzusagen.",
            reminder="{{ business }} erinnert an Ihren Termin {{ time }}."
            " Antworten Sie ÄNDERN für eine andere Zeit oder 0, um abzusagen.",
            invitation="Antworten Sie 1 für einen Termin.",
            offer="{business} hat Zeit:\n{times}",
            others="Ihr Termin bei {business} ist {time}. Andere Zeiten:\n{times}",
            taken="Diese Zeit ist gerade vergeben worden. {business} hat Zeit:\n{times}",
            how_to_choose="Antworten Sie mit der Nummer oder MEHR für andere Zeiten.",
            how_to_move="Antworten Sie mit der Nummer, MEHR für andere Zeiten oder 0, um abzusagen.",
            called_off="{business}: Ihr Termin {time} ist abgesagt.",
        ),
        "it": BookingTexts(
            booked="{{ business }} la aspetta {{ time }}."
            " Risponda CAMBIARE per un altro orario, o 0 per disdire.",
            reminder="{{ business }} le ricorda l'appuntamento, {{ time }}."
            " Risponda CAMBIARE per un altro orario, o 0 per disdire.",
            invitation="Risponda 1 per un appuntamento.",
            offer="{business} ha posto:\n{times}",
            others="Il suo appuntamento con {business}: {time}. Altri orari:\n{times}",
            taken="Quell'orario non è più libero. {business} ha posto:\n{times}",
            how_to_choose="Risponda con il numero, o ALTRI per altri orari.",
            how_to_move="Risponda con il numero, ALTRI per altri orari, o 0 per disdire.",
            called_off="{business}: l'appuntamento, {time}, è disdetto.",
        ),
    }
)
