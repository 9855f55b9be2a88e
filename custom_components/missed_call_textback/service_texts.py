"""What is owed to somebody who writes HELP or STOP, and what is asked of who stays silent.

In the languages of the starting texts.

For `str.format(business=…, number=…)`. No promotion, and one text at most: 47 CFR 64.1200(a)(12).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OPTED_OUT_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "{business}: you will get no more texts from us. Reply START to get them again.",
        "es": "{business}: no recibirá más mensajes nuestros. Responda START para volver a recibirlos.",
        "fr": "{business} : vous ne recevrez plus de SMS de notre part. Répondez START pour en"
        " recevoir à nouveau.",
        "de": "{business}: Sie erhalten keine SMS mehr von uns. Antworten Sie START, um wieder welche"
        " zu erhalten.",
        "it": "{business}: non riceverà più SMS da noi. Risponda START per riceverne di nuovo.",
    }
)
HELP_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "{business}: we text callers we missed. Call {number} or just reply here."
        " Reply STOP for no more texts.",
        "es": "{business}: escribimos a quien nos llama y no pudimos atender. Llame al {number} o"
        " responda aquí. STOP para no recibir más.",
        "fr": "{business} : nous écrivons aux appels manqués. Appelez le {number} ou répondez ici."
        " STOP pour ne plus rien recevoir.",
        "de": "{business}: Wir schreiben, wenn wir einen Anruf verpasst haben. Rufen Sie {number} an"
        " oder antworten Sie hier. STOP beendet die SMS.",
        "it": "{business}: scriviamo a chi ci ha chiamato senza risposta. Chiami il {number} o"
        " risponda qui. STOP per non ricevere altri SMS.",
    }
)
# A template, as the shop's own texts are.
FOLLOW_UP_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "Hi, {{ business }} again. Do you still need us? Just reply here or call.",
        "es": "Hola, somos {{ business }} otra vez. ¿Aún nos necesita? Responda aquí o llame.",
        "fr": "Bonjour, c'est encore {{ business }}. Avez-vous toujours besoin de nous ? Répondez ici"
        " ou appelez.",
        "de": "Guten Tag, noch einmal {{ business }}. Brauchen Sie uns noch? Antworten Sie hier oder"
        " rufen Sie an.",
        "it": "Buongiorno, ancora {{ business }}. Ha ancora bisogno di noi? Risponda qui o chiami.",
    }
)
