"""How people say in Spanish that something is urgent."""

from typing import Final

from .language import Language
from .topics import Topic

SPANISH: Final = Language(
    general="""
        urgente/urgentes/urgentemente/urgencia/urgencias/urgentísimo/urjente
        emergencia/emergencias
        vida o muerte
        ^ [es] sos $
        socorro/auxilio
        ^ [esto/eso] no puede/puedo/podemos esperar $
        vengan/venga/llame/llámeme/llámenme/necesito/ayuda ... inmediatamente/de_inmediato
        necesito/necesitamos/vengan/venga/manden ... ya/ahora_mismo
    """,
    topics={
        Topic.GAS: """
            OLER [mucho/muchísimo/fuerte/raro/un_poco] a gas
            olor [muy] [fuerte] a/de gas
            fuga/escape/pérdida de gas
            sale/escapa/escapando [el] gas
            monóxido
        """,
        Topic.FIRE: """
            fuego/incendio/incendia/incendió/incendiando/llamas
            se [está/me/nos] quema/quemó/quemando/prendió
            humo
            OLER [mucho/fuerte/raro] a quemado/chamuscado/humo/cable/plástico [quemado]
        """,
        Topic.SPARKS: """
            chispa/chispas/chispazo/chispazos/chisporrotea
            cable/cables pelado/pelados/suelto/sueltos/caído/caídos
            me/le/nos [ha] da/dio/dado/pasó [un/una/la] calambre/calambrazo/toque/corriente/descarga
            electrocutó/electrocutado/electrocutada
        """,
        Topic.BODY: """
            no/apenas/casi_no [puede/puedo/está] respira/respirar/respirando
            cuesta/dificultad/dificultades/problemas [mucho] [para] respirar
            respira mal/muy_mal/con_dificultad
            se [está] ahoga/ahogando/asfixia/asfixiando
            atragantó/atragantado/atragantada
            sangra/sangrando/sangrado/sangró/hemorragia
            echa/echando/vomita/vomitando/orina/hay/mucha/con sangre
            convulsión/convulsiones/combulsiones/convulsiona/convulsionando/convulsionó/ataque_epiléptico
            inconsciente/desmayado/desmayada/desmayó/desplomó
            no [se] responde/reacciona/despierta/mueve
            veneno/envenenado/envenenada/envenenaron/envenenó/intoxicado/intoxicada
            reacción alérgica
            anafiláctico/anafilaxia
            garganta/lengua/labios ... hincha/hinchada/hinchados/hinchando/cierra/cerrando
            infarto
            dolor en el pecho
            muriendo/muere
            no siento/siente ... pierna/piernas/brazo/brazos/mano/manos/pies/cara
            no puedo/puede mover ... pierna/piernas/brazo/brazos/cuello
            no veo/ve nada/bien
            paralizado/paralizada
        """,
        Topic.ANIMAL: """
            atropellaron/atropelló/atropellado/atropellada
            [un] coche/carro/auto/moto le/lo/la golpeó/pegó/pasó/dio/chocó
            INGERIR ... TOXIC
            mordió/mordido/mordida/atacó/atacado/atacaron ... perro/perros/víbora/culebra/serpiente
            no [puede/ha/logra] [hacer] orina/orinar/orinado/mear/pis/pipí
            panza/vientre/barriga/abdomen ... hinchada/hinchado/inflado/inflada/dura/duro
            golpe de calor
            de/en parto
            pariendo
            no para/deja de vomitar
            no [se] puede caminar/levantar/andar/levantarse/moverse/parar
            no se levanta
            arrastra/arrastrando ... patas
            pata/ala rota/quebrada
            rompió/roto/quebró ... pata/ala
        """,
        Topic.FLOOD: """
            reventó/reventado/rompió/roto/explotó/partió ... TUBO
            TUBO ... reventado/reventada/rota/roto/rotas/reventó/rompió/explotó/partida
            inunda/inundado/inundada/inundando/inundación/inundó
            agua por/en todos/todas/todo/toda lados/partes/lado/parte/el/la
            sale/saliendo/cae/cayendo/entra/entrando/brota ... agua
            agua ... saliendo/cayendo/chorreando/cae/chorrea/brota/entra/entrando/sale
            sale agua
            charco/palmo/dedos/centímetros de agua
            desborda/desbordado/desbordada/desbordando/desbordó/rebosa/rebosando
            aguas negras/fecales/residuales
            techo ... cayó/cayendo/hundió/hundiendo
            no puedo/podemos/consigo/sé [cómo] cerrar/cortar ... agua/llave
        """,
        Topic.LEAK: """
            fuga/fugas/filtración/filtraciones/filtra/filtrando/gotera/goteras
            pérdida de agua
            pierde agua
            goteando/gotea/chorreando
        """,
        Topic.HEATING: """
            sin/no_hay/no_tengo/no_tenemos/no_sale calefacción/agua_caliente/aire_acondicionado
            sin/no_hay/no_tenemos/no_tengo agua $
            ni calefacción/agua_caliente
            CALDERA ... no enciende/funciona/va/calienta/prende/arranca/anda/sirve/enfría
            CALDERA ... averió/rompió/estropeó/averiada/rota/estropeada/apagó/dañó/descompuso
            averió/rompió/estropeó/averiado/estropeado/apagó/dañó/descompuso ... CALDERA
        """,
        Topic.POWER: """
            sin/no_hay/no_tengo/no_tenemos luz/electricidad/corriente
            se [me/nos/ha] fue/ido [la] luz
            apagón/cortocircuito
            salta/saltan/saltó/saltando ... diferencial/automático/plomos/térmica/fusibles/luz
        """,
        Topic.ROOF: """
            árbol/rama ... cayó/caído/encima/sobre
            cayó/caído ... árbol/rama/techo/tejado
            voló/volado/levantó/arrancó/llevó ... techo/tejado/tejas/láminas
            techo/tejado/tejas ... voló/volaron/cayó/hundió/levantó
            entra/entrando/mete/cae ... agua/lluvia
            llueve dentro/adentro
        """,
        Topic.TOOTH: """
            DIENTE ... rompió/roto/rota/partió/partido/cayó/caído/quebró/salió/suelto
            rompió/roto/partió/partido/cayó/quebró/caído ... DIENTE
            flemón/absceso/pus
            cara/mejilla/cachete/encía ... hinchada/inflamada
            hinchada/hinchado/inflamada la/el cara/cachete/mejilla/encía
            duele muchísimo/horrible/horrores/demasiado
            dolor ... insoportable/terrible/fuerte/horrible/intenso/tremendo
            mucho/muchísimo dolor
            no puedo comer/dormir/abrir/masticar
        """,
        Topic.ROAD: """
            accidente/choque/chocamos/choqué/chocado/volcado/volcó
            tirado/tirada/tirados/parado/parada/parados/atascado/botado ... CARRETERA
            varado/varada/varados
            CARRETERA ... tirado/tirados/averiado/parado/atascado
            [no] arranca $
            coche/carro/auto/camioneta/moto no arranca/enciende/prende
            frenos no/fallan/fallaron
            sin frenos
            llaves/niño/niña/bebé/encerrado ... dentro/adentro del/de
            pinché/pinchado/pinchazo/ponché/ponchada
        """,
        Topic.CUSTODY: """
            detuvieron/detenido/detenida/arrestaron/arrestado/arrestada/cárcel/calabozo/\
                comisaría
            está/metieron preso/presa
            policía ... puerta/aquí/casa/registrando/registro
            deportar/deportación/deportado/desahucio/desalojo
            juicio/audiencia ... hoy/mañana
        """,
        Topic.PEST: """
            avispas/abejas/avispones ... dentro/niños/bebé/casa/cuarto
            enjambre de avispas/abejas/avispones
            picó/picado/picaron
            víbora/culebra/serpiente/alacrán/escorpión/murciélago ... dentro/en
            mordió/mordido ... rata/araña/serpiente/murciélago
        """,
    },
    negations="no/ni/nunca/sin/ningún/ninguna/nada/tampoco/jamás",
    breaths="y/porque/pues",
    turns="pero/sin_embargo/aunque/excepto/salvo",
    harmless="""
        ^ no se está/ha/me/nos/rompió/inunda/cae
        no sé/sabemos/encuentro/contesta/contestan/responden/come/quiere/aguanto
        no solo/para/deja/paran/dejan/puedo/podemos/consigo parar/de/detener/controlar
        no solo/sólo
        nadie contesta/responde
        análisis/prueba/pruebas/donar/examen/examenes/muestra/tipo de sangre
        número/teléfono/salida/luz/luces/kit/contacto/freno/salidas/alumbrado [de] emergencia/emergencias
        pequeña/pequeño/leve/ligera fuga/gotera/pérdida/filtración
        GRIFO ... gotea/goteando/gotera/pierde
        gotea/goteando ... GRIFO
        gotea un poco
        detector/detectores/alarma/alarmas de humo/incendio/incendios/monóxido/fugas
        fuegos artificiales
        fuego lento
    """,
    calm="""
        sin/no_hay/no_tengo/no_corre/no_tenemos [ninguna/mucha/tanta] prisa/apuro/afán
        ningún/ninguna apuro/prisa
        puede/puedo/podemos/podría/pueden esperar
        cuando pueda/puedan/puedas/guste/quiera/tenga/tengan/sea_posible
        con calma/tranquilidad
        nada grave/importante/serio
        no es [tan/muy/nada] grave/importante/serio
        el mes/año que viene
        próximo mes/año
    """,
    over="""
        ARREGLADO
        falsa alarma
        todo bien/en_orden/controlado/ok
        bajo control
        está/sigue/va/anda/estamos [mucho/ya/muy] mejor/bien
        ya paró/pasó
        ya no
        dejó de
        ya funciona/volvió/hay/tenemos
        se recuperó/arregló/solucionó/resolvió
        recuperado/recuperada
    """,
    past="""
        gracias por
        hace [dos/tres/un/unos/varios/2/3/4/5/6] meses/mes/años/año/semanas
        mes/año/verano/invierno/semana pasado/pasada
        por si
        en caso de
        factura/recibo/garantía/seguro/reseña
        era/fue un/una
    """,
    asked="""
        cuánto/qué/cuál cuesta/cobran/cobra/vale/sale/costaría/precio
        precio/precios/presupuesto/cotización/tarifa/tarifas
        hacen/hacéis/atienden/ofrecen/tienen urgencias/emergencias/servicio/reparaciones
        revisión/mantenimiento/certificado/prevenir/prevención/inspección
    """,
    lists={
        "OLER": "huele/huelo/olemos/oliendo/olía/huelen",
        "INGERIR": "comió/comido/tragó/tragado/ingirió/bebió/lamió/come",
        "TUBO": (
            "tubo/tubos/tubería/tuberías/cañería/cañerías/caño/caños/manguera/bajante/desagüe/"
            "latiguillo/inodoro/termo/calentador"
        ),
        "GRIFO": "grifo/grifos/llave/canilla/cisterna/ducha/regadera",
        "CALDERA": (
            "caldera/calefacción/boiler/calentador/termo/aire acondicionado/aire/radiadores/radiador"
        ),
        "TOXIC": (
            "veneno/chocolate/uvas/pasas/cebolla/lejía/cloro/pastillas/medicamento/medicamentos/"
            "anticongelante/raticida/matarratas/pila/aguja/xilitol/ibuprofeno/lirio/marihuana"
        ),
        "DIENTE": "diente/dientes/muela/corona/empaste/implante/funda/puente",
        "CARRETERA": ("carretera/autopista/autovía/calle/arcén/ruta/avenida/túnel/puente"),
        "ARREGLADO": (
            "arreglado/arreglada/arreglaron/arreglamos/reparado/reparada/repararon/"
            "solucionado/solucionada/solucionaron/resuelto/resuelta"
        ),
    },
)
