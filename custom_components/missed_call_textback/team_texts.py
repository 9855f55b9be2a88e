"""What the team is written: as texts, and on the screens of their phones. One table a language.

For `str.format`: `who` is the caller's name or number, `words` what they wrote, `by` who of the team
answered, `code` what an answer begins with, `minutes` how long somebody waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTexts:
    """The words of one language."""

    wrote: str
    waits: str
    urgent: str
    how_to_answer: str
    how_to_choose: str
    answered: str
    got_through: str
    never_mind: str
    which: str
    refused: str
    no_words: str
    reply: str
    reply_hint: str
    call: str
    done: str


TEAM_TEXTS: Final[Mapping[str, TeamTexts]] = MappingProxyType(
    {
        "en": TeamTexts(
            wrote="{who}: {words}",
            waits="Waiting {minutes} min – {who}: {words}",
            urgent="URGENT",
            how_to_answer="Reply here to answer.",
            how_to_choose="Reply here to answer, beginning with {code}.",
            answered="{by} answered {who}: {words}",
            got_through="{who} waits no more.",
            never_mind="{who} needs no answer: {words}",
            which="Whom do you answer? Begin with the number: {choices}",
            refused="Not sent to {who}: {why}",
            no_words="(no words)",
            reply="Reply",
            reply_hint="Your answer, sent as a text",
            call="Call",
            done="Done",
        ),
        "es": TeamTexts(
            wrote="{who}: {words}",
            waits="Espera desde hace {minutes} min – {who}: {words}",
            urgent="URGENTE",
            how_to_answer="Responda aquí para contestar.",
            how_to_choose="Responda aquí para contestar, empezando por {code}.",
            answered="{by} contestó a {who}: {words}",
            got_through="{who} ya no espera.",
            never_mind="{who} ya no necesita respuesta: {words}",
            which="¿A quién contesta? Empiece por el número: {choices}",
            refused="No enviado a {who}: {why}",
            no_words="(sin palabras)",
            reply="Responder",
            reply_hint="Su respuesta, enviada como SMS",
            call="Llamar",
            done="Hecho",
        ),
        "fr": TeamTexts(
            wrote="{who} : {words}",
            waits="Attend depuis {minutes} min – {who} : {words}",
            urgent="URGENT",
            how_to_answer="Répondez ici pour lui répondre.",
            how_to_choose="Répondez ici en commençant par {code}.",
            answered="{by} a répondu à {who} : {words}",
            got_through="{who} n'attend plus.",
            never_mind="{who} n'attend plus de réponse : {words}",
            which="À qui répondez-vous ? Commencez par le numéro : {choices}",
            refused="Non envoyé à {who} : {why}",
            no_words="(sans texte)",
            reply="Répondre",
            reply_hint="Votre réponse, envoyée par SMS",
            call="Appeler",
            done="Terminé",
        ),
        "de": TeamTexts(
            wrote="{who}: {words}",
            waits="Wartet seit {minutes} min – {who}: {words}",
            urgent="DRINGEND",
            how_to_answer="Zum Antworten hier zurückschreiben.",
            how_to_choose="Zum Antworten hier zurückschreiben, mit {code} am Anfang.",
            answered="{by} hat {who} geantwortet: {words}",
            got_through="{who} wartet nicht mehr.",
            never_mind="{who} braucht keine Antwort mehr: {words}",
            which="Wem antworten Sie? Beginnen Sie mit der Nummer: {choices}",
            refused="Nicht gesendet an {who}: {why}",
            no_words="(ohne Worte)",
            reply="Antworten",
            reply_hint="Ihre Antwort, als SMS gesendet",
            call="Anrufen",
            done="Erledigt",
        ),
        "it": TeamTexts(
            wrote="{who}: {words}",
            waits="Aspetta da {minutes} min – {who}: {words}",
            urgent="URGENTE",
            how_to_answer="Risponda qui per rispondere.",
            how_to_choose="Risponda qui iniziando con {code}.",
            answered="{by} ha risposto a {who}: {words}",
            got_through="{who} non aspetta più.",
            never_mind="{who} non aspetta più risposta: {words}",
            which="A chi risponde? Inizi con il numero: {choices}",
            refused="Non inviato a {who}: {why}",
            no_words="(senza parole)",
            reply="Rispondi",
            reply_hint="La sua risposta, inviata come SMS",
            call="Chiama",
            done="Fatto",
        ),
    }
)
