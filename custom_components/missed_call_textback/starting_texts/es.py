"""The starting texts in Spanish, formal (usted), without the letters á í ó ú that GSM-7 lacks."""

from collections.abc import Mapping
from typing import Final

from .trades import StartingTexts, Trade

_SORRY: Final = "{{ business }}: sentimos no haber atendido su llamada"
_CLOSED: Final = (
    _SORRY
    + ", estamos cerrados{% if next_opening %} y volvemos a abrir {{ next_opening }}{% endif %}."
)

OPT_OUT_FOOTER: Final = "Responda STOP para darse de baja."

DEFAULT: Final = StartingTexts(
    "{business}: sentimos no haber atendido su llamada. ¿En qué podemos ayudarle?",
    "{business}: sentimos no haber atendido su llamada, ahora estamos cerrados."
    " ¿En qué podemos ayudarle?",
)

TEXTS: Final[Mapping[Trade, StartingTexts]] = {
    Trade.AUTO_REPAIR: StartingTexts(
        _SORRY + ", estamos con las manos en un motor."
        " ¿De qué modelo se trata y qué problema tiene?",
        _CLOSED + " ¿De qué modelo se trata y qué problema tiene?",
    ),
    Trade.CHIROPRACTOR: StartingTexts(
        _SORRY + ", estamos con un paciente."
        " ¿Es su primera visita, y para qué fecha desea la cita?",
        _CLOSED + " ¿Es su primera visita, y para qué fecha desea la cita?",
    ),
    Trade.CLEANING: StartingTexts(
        _SORRY + ", estamos en un servicio. ¿Qué hay que limpiar y para qué fecha?",
        _CLOSED + " ¿Qué hay que limpiar y para qué fecha?",
    ),
    Trade.DENTAL: StartingTexts(
        _SORRY + ", estamos con un paciente. ¿Desea una cita o se trata de otra cosa?",
        _CLOSED + " ¿Tiene dolor o sangrado, o desea una cita?",
    ),
    Trade.ELECTRICIAN: StartingTexts(
        _SORRY + ", estamos en un trabajo. ¿Qué hay que arreglar o instalar, y en qué domicilio?",
        _CLOSED + " ¿Hay peligro, como chispas o humo, o puede esperar?",
    ),
    Trade.FITNESS: StartingTexts(
        _SORRY + ", estamos en plena clase. ¿Qué clase u horario le interesa?",
        _CLOSED + " ¿Qué clase u horario le interesa?",
    ),
    Trade.HOME_INSPECTION: StartingTexts(
        _SORRY + ", estamos en una visita."
        " ¿De qué vivienda se trata y para qué fecha necesita el informe?",
        _CLOSED + " ¿De qué vivienda se trata y para qué fecha necesita el informe?",
    ),
    Trade.HVAC: StartingTexts(
        _SORRY + ", estamos en un trabajo. ¿Qué equipo falla y en qué domicilio?",
        _CLOSED + " ¿Hay peligro, como olor a gas, o puede esperar?",
    ),
    Trade.LANDSCAPING: StartingTexts(
        _SORRY + ", estamos trabajando al aire libre."
        " ¿Necesita mantenimiento o un proyecto nuevo, y en qué zona?",
        _CLOSED + " ¿Necesita mantenimiento o un proyecto nuevo, y en qué zona?",
    ),
    Trade.LAW: StartingTexts(
        _SORRY + ", estamos con un cliente."
        " ¿De qué asunto se trata, y a qué hora prefiere que hablemos?",
        _CLOSED + " ¿De qué asunto se trata, y a qué hora prefiere que hablemos?",
    ),
    Trade.MED_SPA: StartingTexts(
        _SORRY + ", estamos con otra persona. ¿Qué tratamiento desea, y qué fecha le conviene?",
        _CLOSED + " ¿Qué tratamiento desea, y qué fecha le conviene?",
    ),
    Trade.PAINTING: StartingTexts(
        _SORRY + ", estamos con la brocha en la mano. ¿Qué desea pintar, interior o exterior?",
        _CLOSED + " ¿Qué desea pintar, interior o exterior?",
    ),
    Trade.PEST_CONTROL: StartingTexts(
        _SORRY + ", estamos en un servicio. ¿Qué ha visto y en qué parte del edificio?",
        _CLOSED + " ¿Qué ha visto y en qué parte del edificio?",
    ),
    Trade.PLUMBER: StartingTexts(
        _SORRY + ", estamos en un trabajo. ¿Qué hay que arreglar y en qué domicilio?",
        _CLOSED + " ¿Se sale el agua ahora mismo, o puede esperar a que abramos?",
    ),
    Trade.RESTAURANT: StartingTexts(
        _SORRY + ", estamos en pleno servicio. ¿Desea reservar una mesa, y para qué fecha y hora?",
        _CLOSED + " ¿Desea reservar una mesa, y para qué fecha y hora?",
    ),
    Trade.ROOFING: StartingTexts(
        _SORRY + ", estamos trabajando en un techo. ¿Tiene una gotera o desea un presupuesto?",
        _CLOSED + " ¿Le entra agua ahora mismo, o desea un presupuesto?",
    ),
    Trade.SALON: StartingTexts(
        _SORRY + ", estamos con otro cliente. ¿Qué servicio desea, y para qué fecha y hora?",
        _CLOSED + " ¿Qué servicio desea, y para qué fecha y hora?",
    ),
    Trade.SOLAR: StartingTexts(
        _SORRY + ", estamos en una obra. ¿Desea instalar paneles solares, o ya los tiene?",
        _CLOSED + " ¿Desea instalar paneles solares, o ya los tiene?",
    ),
    Trade.TOW_TRUCK: StartingTexts(
        _SORRY + ", estamos en la carretera. ¿En qué lugar se encuentra, y hay alguien herido?",
        _CLOSED + " ¿Hay alguien en peligro, y en qué lugar se encuentra?",
    ),
    Trade.VET: StartingTexts(
        _SORRY + ", estamos con un paciente. ¿De qué animal se trata y qué le ocurre?",
        _CLOSED + " ¿Su animal corre peligro, o puede esperar a que abramos?",
    ),
    Trade.OTHER: StartingTexts(
        _SORRY + ". ¿En qué podemos ayudarle?",
        _CLOSED + " ¿En qué podemos ayudarle?",
    ),
}
