"""The starting texts in Italian, formal (Lei), without the letter È that GSM-7 lacks."""

from collections.abc import Mapping
from typing import Final

from .trades import StartingTexts, Trade

_SORRY: Final = "{{ business }}: ci scusi se non abbiamo risposto al telefono"
_CLOSED: Final = (
    _SORRY + ", ora siamo chiusi{% if next_opening %} e riapriamo {{ next_opening }}{% endif %}."
)

OPT_OUT_FOOTER: Final = "Risponda STOP per non ricevere altri SMS."

DEFAULT: Final = StartingTexts(
    "{business}: ci scusi se non abbiamo risposto al telefono. Come possiamo aiutarLa?",
    "{business}: ci scusi se non abbiamo risposto al telefono, ora siamo chiusi."
    " Come possiamo aiutarLa?",
)

TEXTS: Final[Mapping[Trade, StartingTexts]] = {
    Trade.AUTO_REPAIR: StartingTexts(
        _SORRY + ", eravamo sotto un'auto. Di quale auto si tratta, e che problema ha?",
        _CLOSED + " Di quale auto si tratta, e che problema ha?",
    ),
    Trade.CHIROPRACTOR: StartingTexts(
        _SORRY + ", siamo con un paziente. Si tratta di una prima visita, e che giorno preferisce?",
        _CLOSED + " Si tratta di una prima visita, e che giorno preferisce?",
    ),
    Trade.CLEANING: StartingTexts(
        _SORRY + ", siamo al lavoro. Che cosa c'è da pulire, e per quando?",
        _CLOSED + " Che cosa c'è da pulire, e per quando?",
    ),
    Trade.DENTAL: StartingTexts(
        _SORRY + ", siamo con un paziente. Desidera un appuntamento, o si tratta di altro?",
        _CLOSED + " Ha dolore o perde sangue, o desidera un appuntamento?",
    ),
    Trade.ELECTRICIAN: StartingTexts(
        _SORRY + ", siamo da un cliente. Che cosa c'è da fare, e a quale indirizzo?",
        _CLOSED + " C'è pericolo, per esempio scintille o fumo, o può aspettare?",
    ),
    Trade.FITNESS: StartingTexts(
        _SORRY + ", siamo a metà lezione. Quale corso o orario Le interessa?",
        _CLOSED + " Quale corso o orario Le interessa?",
    ),
    Trade.HOME_INSPECTION: StartingTexts(
        _SORRY + ", siamo in sopralluogo."
        " Di quale immobile si tratta, e per quando Le serve la perizia?",
        _CLOSED + " Di quale immobile si tratta, e per quando Le serve la perizia?",
    ),
    Trade.HVAC: StartingTexts(
        _SORRY + ", siamo da un cliente. Quale impianto non funziona, e a quale indirizzo?",
        _CLOSED + " C'è pericolo, per esempio odore di gas, o può aspettare?",
    ),
    Trade.LANDSCAPING: StartingTexts(
        _SORRY + ", siamo in un giardino. Di quali lavori ha bisogno, e in quale zona?",
        _CLOSED + " Di quali lavori ha bisogno, e in quale zona?",
    ),
    Trade.LAW: StartingTexts(
        _SORRY + ", siamo con un cliente."
        " Di quale questione si tratta, e a che ora preferisce sentirci?",
        _CLOSED + " Di quale questione si tratta, e a che ora preferisce sentirci?",
    ),
    Trade.MED_SPA: StartingTexts(
        _SORRY + ", siamo con una cliente. Quale trattamento desidera, e che giorno preferisce?",
        _CLOSED + " Quale trattamento desidera, e che giorno preferisce?",
    ),
    Trade.PAINTING: StartingTexts(
        _SORRY + ", abbiamo il pennello in mano. Che cosa desidera tinteggiare, interni o esterni?",
        _CLOSED + " Che cosa desidera tinteggiare, interni o esterni?",
    ),
    Trade.PEST_CONTROL: StartingTexts(
        _SORRY + ", siamo da un cliente. Che cosa ha visto, e in quale parte dell'edificio?",
        _CLOSED + " Che cosa ha visto, e in quale parte dell'edificio?",
    ),
    Trade.PLUMBER: StartingTexts(
        _SORRY + ", siamo da un cliente. Che cosa c'è da riparare, e a quale indirizzo?",
        _CLOSED + " Sta uscendo acqua in questo momento, o può aspettare?",
    ),
    Trade.RESTAURANT: StartingTexts(
        _SORRY + ", siamo in pieno servizio. Desidera prenotare, e per che giorno e ora?",
        _CLOSED + " Desidera prenotare, e per che giorno e ora?",
    ),
    Trade.ROOFING: StartingTexts(
        _SORRY + ", siamo su un tetto. Ha un'infiltrazione, o desidera un preventivo?",
        _CLOSED + " Sta entrando acqua in questo momento, o desidera un preventivo?",
    ),
    Trade.SALON: StartingTexts(
        _SORRY + ", siamo con un cliente. Che cosa desidera fare, e per che giorno e ora?",
        _CLOSED + " Che cosa desidera fare, e per che giorno e ora?",
    ),
    Trade.SOLAR: StartingTexts(
        _SORRY + ", siamo in cantiere. Si tratta di un nuovo impianto, o di uno che ha già?",
        _CLOSED + " Si tratta di un nuovo impianto, o di uno che ha già?",
    ),
    Trade.TOW_TRUCK: StartingTexts(
        _SORRY + ", siamo in strada. Dove si trova il veicolo, e c'è qualcuno ferito?",
        _CLOSED + " C'è qualcuno in pericolo, e dove si trova il veicolo?",
    ),
    Trade.VET: StartingTexts(
        _SORRY + ", stiamo visitando un paziente. Di quale animale si tratta, e che cosa ha?",
        _CLOSED + " L'animale è in pericolo, o può aspettare l'apertura?",
    ),
    Trade.OTHER: StartingTexts(
        _SORRY + ". Come possiamo aiutarLa?",
        _CLOSED + " Come possiamo aiutarLa?",
    ),
}
