"""The starting texts in German, formal (Sie)."""

from collections.abc import Mapping
from typing import Final

from .trades import StartingTexts, Trade

_SORRY: Final = "{{ business }}: Leider haben wir Ihren Anruf verpasst"
_CLOSED: Final = (
    _SORRY
    + ", wir haben geschlossen{% if next_opening %} und sind {{ next_opening }} wieder da{% endif %}."
)

OPT_OUT_FOOTER: Final = "Zum Abmelden antworten Sie STOP."

DEFAULT: Final = StartingTexts(
    "{business}: Leider haben wir Ihren Anruf verpasst. Wie können wir Ihnen helfen?",
    "{business}: Leider haben wir Ihren Anruf verpasst, wir haben gerade geschlossen."
    " Wie können wir Ihnen helfen?",
)

TEXTS: Final[Mapping[Trade, StartingTexts]] = {
    Trade.AUTO_REPAIR: StartingTexts(
        _SORRY + ", wir lagen unter einem Auto. Um welches Auto geht es, und was fehlt ihm?",
        _CLOSED + " Um welches Auto geht es, und was fehlt ihm?",
    ),
    Trade.CHIROPRACTOR: StartingTexts(
        _SORRY + ", wir behandeln gerade. Ist es Ihr erster Termin, und welcher Tag passt Ihnen?",
        _CLOSED + " Ist es Ihr erster Termin, und welcher Tag passt Ihnen?",
    ),
    Trade.CLEANING: StartingTexts(
        _SORRY + ", wir sind im Einsatz. Was soll gereinigt werden, und wann passt es Ihnen?",
        _CLOSED + " Was soll gereinigt werden, und wann passt es Ihnen?",
    ),
    Trade.DENTAL: StartingTexts(
        _SORRY + ", wir behandeln gerade. Möchten Sie einen Termin, oder geht es um etwas anderes?",
        _CLOSED + " Haben Sie Schmerzen oder eine Blutung, oder geht es um einen Termin?",
    ),
    Trade.ELECTRICIAN: StartingTexts(
        _SORRY + ", wir sind im Einsatz. Was ist zu tun, und unter welcher Adresse?",
        _CLOSED + " Besteht Gefahr, etwa durch Funken oder Rauch, oder kann es warten?",
    ),
    Trade.FITNESS: StartingTexts(
        _SORRY + ", wir sind mitten im Training. Um welchen Kurs oder welche Zeit geht es?",
        _CLOSED + " Um welchen Kurs oder welche Zeit geht es?",
    ),
    Trade.HOME_INSPECTION: StartingTexts(
        _SORRY + ", wir sind bei einer Begehung."
        " Um welches Objekt geht es, und bis wann brauchen Sie den Bericht?",
        _CLOSED + " Um welches Objekt geht es, und bis wann brauchen Sie den Bericht?",
    ),
    Trade.HVAC: StartingTexts(
        _SORRY + ", wir sind im Einsatz. Welche Anlage macht Probleme, und unter welcher Adresse?",
        _CLOSED + " Besteht Gefahr, etwa durch Gasgeruch, oder kann es warten?",
    ),
    Trade.LANDSCAPING: StartingTexts(
        _SORRY + ", wir sind draußen im Einsatz."
        " Was möchten Sie im Garten machen lassen, und in welchem Ort?",
        _CLOSED + " Was möchten Sie im Garten machen lassen, und in welchem Ort?",
    ),
    Trade.LAW: StartingTexts(
        _SORRY + ", wir sind in einem Gespräch."
        " Um welche Art von Anliegen geht es, und wann passt Ihnen ein Anruf?",
        _CLOSED + " Um welche Art von Anliegen geht es, und wann passt Ihnen ein Anruf?",
    ),
    Trade.MED_SPA: StartingTexts(
        _SORRY + ", wir haben gerade einen Gast."
        " Welche Behandlung wünschen Sie, und welcher Tag passt Ihnen?",
        _CLOSED + " Welche Behandlung wünschen Sie, und welcher Tag passt Ihnen?",
    ),
    Trade.PAINTING: StartingTexts(
        _SORRY + ", wir haben den Pinsel in der Hand."
        " Was soll gestrichen werden, innen oder außen?",
        _CLOSED + " Was soll gestrichen werden, innen oder außen?",
    ),
    Trade.PEST_CONTROL: StartingTexts(
        _SORRY + ", wir sind im Einsatz. Was haben Sie gesehen, und wo im Haus?",
        _CLOSED + " Was haben Sie gesehen, und wo im Haus?",
    ),
    Trade.PLUMBER: StartingTexts(
        _SORRY + ", wir sind im Einsatz. Was ist zu reparieren, und unter welcher Adresse?",
        _CLOSED + " Läuft gerade Wasser aus, oder kann es warten, bis wir öffnen?",
    ),
    Trade.RESTAURANT: StartingTexts(
        _SORRY + ", wir bedienen gerade unsere Gäste."
        " Möchten Sie einen Tisch, und für welchen Tag und welche Uhrzeit?",
        _CLOSED + " Möchten Sie einen Tisch, und für welchen Tag und welche Uhrzeit?",
    ),
    Trade.ROOFING: StartingTexts(
        _SORRY + ", wir sind auf einem Dach."
        " Ist Ihr Dach undicht, oder möchten Sie einen Kostenvoranschlag?",
        _CLOSED + " Dringt gerade Wasser ein, oder möchten Sie einen Kostenvoranschlag?",
    ),
    Trade.SALON: StartingTexts(
        _SORRY + ", wir haben gerade Kundschaft."
        " Was dürfen wir für Sie tun, und wann passt es Ihnen?",
        _CLOSED + " Was dürfen wir für Sie tun, und wann passt es Ihnen?",
    ),
    Trade.SOLAR: StartingTexts(
        _SORRY + ", wir sind auf einem Dach. Geht es um eine neue Anlage oder um eine bestehende?",
        _CLOSED + " Geht es um eine neue Anlage oder um eine bestehende?",
    ),
    Trade.TOW_TRUCK: StartingTexts(
        _SORRY + ", wir sind gerade unterwegs. Wo steht das Fahrzeug, und ist jemand verletzt?",
        _CLOSED + " Ist jemand in Gefahr, und wo steht das Fahrzeug?",
    ),
    Trade.VET: StartingTexts(
        _SORRY + ", wir haben gerade einen Patienten. Um welches Tier geht es, und was fehlt ihm?",
        _CLOSED + " Ist Ihr Tier in Gefahr, oder kann es warten, bis wir öffnen?",
    ),
    Trade.OTHER: StartingTexts(
        _SORRY + ". Wie können wir Ihnen helfen?",
        _CLOSED + " Wie können wir Ihnen helfen?",
    ),
}
