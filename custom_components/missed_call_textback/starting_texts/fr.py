"""The starting texts in French, formal (vous), without the letters â ê î ô û ç œ that GSM-7 lacks."""

from collections.abc import Mapping
from typing import Final

from .trades import StartingTexts, Trade

_SORRY: Final = "{{ business }} : désolés d'avoir manqué votre appel"
_CLOSED: Final = (
    _SORRY + ", nous sommes fermés{% if next_opening %} et rouvrons {{ next_opening }}{% endif %}."
)

OPT_OUT_FOOTER: Final = "Répondez STOP pour vous désinscrire."

DEFAULT: Final = StartingTexts(
    "{business} : désolés d'avoir manqué votre appel. En quoi pouvons-nous vous aider ?",
    "{business} : désolés d'avoir manqué votre appel, nous sommes fermés."
    " En quoi pouvons-nous vous aider ?",
)

TEXTS: Final[Mapping[Trade, StartingTexts]] = {
    Trade.AUTO_REPAIR: StartingTexts(
        _SORRY + ", nous sommes sous une voiture. De quel modèle s'agit-il, et quel est le souci ?",
        _CLOSED + " De quel modèle s'agit-il, et quel est le souci ?",
    ),
    Trade.CHIROPRACTOR: StartingTexts(
        _SORRY + ", nous sommes avec un patient."
        " Est-ce une première visite, et quel jour vous conviendrait ?",
        _CLOSED + " Est-ce une première visite, et quel jour vous conviendrait ?",
    ),
    Trade.CLEANING: StartingTexts(
        _SORRY + ", nous sommes en intervention. Que faut-il nettoyer, et pour quand ?",
        _CLOSED + " Que faut-il nettoyer, et pour quand ?",
    ),
    Trade.DENTAL: StartingTexts(
        _SORRY + ", nous sommes avec un patient."
        " Souhaitez-vous un rendez-vous, ou s'agit-il d'autre chose ?",
        _CLOSED + " Avez-vous mal, saignez-vous, ou est-ce pour un rendez-vous ?",
    ),
    Trade.ELECTRICIAN: StartingTexts(
        _SORRY
        + ", nous sommes en intervention. Que faut-il réparer ou installer, et à quelle adresse ?",
        _CLOSED + " Y a-t-il un danger (étincelles, fumée), ou cela peut-il attendre ?",
    ),
    Trade.FITNESS: StartingTexts(
        _SORRY + ", nous sommes en plein cours. Quel cours ou quel horaire vous intéresse ?",
        _CLOSED + " Quel cours ou quel horaire vous intéresse ?",
    ),
    Trade.HOME_INSPECTION: StartingTexts(
        _SORRY + ", nous sommes en visite."
        " De quel bien s'agit-il, et pour quand vous faut-il le rapport ?",
        _CLOSED + " De quel bien s'agit-il, et pour quand vous faut-il le rapport ?",
    ),
    Trade.HVAC: StartingTexts(
        _SORRY + ", nous sommes en intervention. Quel appareil est en panne, et à quelle adresse ?",
        _CLOSED + " Y a-t-il un danger (odeur de gaz), ou cela peut-il attendre ?",
    ),
    Trade.LANDSCAPING: StartingTexts(
        _SORRY + ", nous sommes dans un jardin."
        " Quels travaux souhaitez-vous, et dans quel secteur ?",
        _CLOSED + " Quels travaux souhaitez-vous, et dans quel secteur ?",
    ),
    Trade.LAW: StartingTexts(
        _SORRY + ", nous sommes en rendez-vous."
        " De quel type d'affaire s'agit-il, et quand en parler ?",
        _CLOSED + " De quel type d'affaire s'agit-il, et quand souhaitez-vous en parler ?",
    ),
    Trade.MED_SPA: StartingTexts(
        _SORRY + ", nous sommes en soin."
        " Quel soin souhaitez-vous, et quel jour vous conviendrait ?",
        _CLOSED + " Quel soin souhaitez-vous, et quel jour vous conviendrait ?",
    ),
    Trade.PAINTING: StartingTexts(
        _SORRY + ", nous avons le pinceau en main."
        " Que souhaitez-vous peindre, intérieur ou extérieur ?",
        _CLOSED + " Que souhaitez-vous peindre, intérieur ou extérieur ?",
    ),
    Trade.PEST_CONTROL: StartingTexts(
        _SORRY + ", nous sommes en intervention."
        " Qu'avez-vous vu, et dans quelle partie du logement ?",
        _CLOSED + " Qu'avez-vous vu, et dans quelle partie du logement ?",
    ),
    Trade.PLUMBER: StartingTexts(
        _SORRY + ", nous sommes en intervention. Que faut-il réparer, et à quelle adresse ?",
        _CLOSED + " Y a-t-il une fuite en ce moment, ou cela peut-il attendre ?",
    ),
    Trade.RESTAURANT: StartingTexts(
        _SORRY + ", nous sommes en plein service."
        " Est-ce pour une table, et pour quel jour et quelle heure ?",
        _CLOSED + " Est-ce pour une table, et pour quel jour et quelle heure ?",
    ),
    Trade.ROOFING: StartingTexts(
        _SORRY + ", nous sommes sur un toit. Avez-vous une fuite, ou souhaitez-vous un devis ?",
        _CLOSED + " L'eau entre-t-elle en ce moment, ou souhaitez-vous un devis ?",
    ),
    Trade.SALON: StartingTexts(
        _SORRY + ", nous sommes avec un client. Quelle prestation souhaitez-vous, et pour quand ?",
        _CLOSED + " Quelle prestation souhaitez-vous, et pour quand ?",
    ),
    Trade.SOLAR: StartingTexts(
        _SORRY + ", nous sommes sur un chantier."
        " Est-ce pour une nouvelle installation, ou en avez-vous déjà une ?",
        _CLOSED + " Est-ce pour une nouvelle installation, ou en avez-vous déjà une ?",
    ),
    Trade.TOW_TRUCK: StartingTexts(
        _SORRY + ", nous sommes sur la route. Où se trouve le véhicule, et y a-t-il un blessé ?",
        _CLOSED + " Quelqu'un est-il en danger, et où se trouve le véhicule ?",
    ),
    Trade.VET: StartingTexts(
        _SORRY + ", nous sommes en consultation."
        " De quel animal s'agit-il, et que lui arrive-t-il ?",
        _CLOSED + " Votre animal est-il en danger, ou peut-il attendre l'ouverture ?",
    ),
    Trade.OTHER: StartingTexts(
        _SORRY + ". En quoi pouvons-nous vous aider ?",
        _CLOSED + " En quoi pouvons-nous vous aider ?",
    ),
}
