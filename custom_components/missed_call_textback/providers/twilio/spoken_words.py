"""What callers hear, and whoever picks up for them, in the languages of the shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWords:
    """The words of one language, for `str.format`: `business`.

    In an address of 2,000 characters (`hosted.py`) a whisper's accent takes fifteen for each of the team
    and a space five, so whispers are short and have no accents.
    """

    thanks: str
    nobody: str
    later: str
    """Where nobody can tell whether the call was taken."""
    message: str
    goodbye: str
    whisper: str
    """To whoever picks up, before the caller is put through."""


SPOKEN_WORDS: Final[Mapping[str, SpokenWords]] = MappingProxyType(
    {
        "en": SpokenWords(
            thanks="Thank you for calling {business}.",
            nobody="Nobody can take your call right now.",
            later="If we could not take your call, please try again later.",
            message="Please leave a message after the tone.",
            goodbye="Goodbye.",
            whisper="Call for {business}. Press 1 to take it.",
        ),
        "es": SpokenWords(
            thanks="Gracias por llamar a {business}.",
            nobody="Ahora mismo nadie puede atenderle.",
            later="Si no le hemos atendido, llame más tarde.",
            message="Deje un mensaje después de la señal, por favor.",
            goodbye="Adiós.",
            whisper="Llamada para {business}. Pulse 1 para atender.",
        ),
        "fr": SpokenWords(
            thanks="Merci d'avoir appelé {business}.",
            nobody="Personne ne peut vous répondre pour le moment.",
            later="Si personne ne vous a répondu, rappelez plus tard.",
            message="Laissez un message après le bip, s'il vous plaît.",
            goodbye="Au revoir.",
            whisper="Appel pour {business}. Tapez 1 pour parler.",
        ),
        "de": SpokenWords(
            thanks="Danke für Ihren Anruf bei {business}.",
            nobody="Gerade kann niemand ans Telefon kommen.",
            later="Falls niemand abnahm, rufen Sie bitte später wieder an.",
            message="Bitte hinterlassen Sie eine Nachricht nach dem Ton.",
            goodbye="Auf Wiederhören.",
            whisper="Anruf bei {business}. Mit 1 annehmen.",
        ),
        "it": SpokenWords(
            thanks="Grazie per aver chiamato {business}.",
            nobody="Al momento nessuno può rispondere.",
            later="Se non abbiamo risposto, richiami più tardi.",
            message="Lasci un messaggio dopo il segnale acustico, per favore.",
            goodbye="Arrivederci.",
            whisper="Chiamata per {business}. Premi 1 per parlare.",
        ),
    }
)
