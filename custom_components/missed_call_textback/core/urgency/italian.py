"""How people say in Italian that something is urgent."""

from typing import Final

from .language import Language
from .topics import Topic

ITALIAN: Final = Language(
    general="""
        urgente/urgenti/urgentemente/urgenza/urgentissimo/urgentissima
        emergenza/emergenze
        ^ sos $
        questione di vita
        non può/posso/possiamo [più/proprio] aspettare
        venite/venga/chiami/chiamatemi/richiami/richiamatemi/bisogno ... subito/immediatamente
    """,
    topics={
        Topic.GAS: """
            odore/puzza [forte/fortissimo/fortissima] di gas
            sento/sentiamo [odore/puzza] [di] gas
            fuga/perdita di gas
            monossido
        """,
        Topic.FIRE: """
            fuoco/incendio/fiamme/brucia/bruciando
            esce/uscendo/c'è/molto/fa fumo
            odore/puzza di bruciato
        """,
        Topic.SPARKS: """
            scintilla/scintille
            filo/fili/cavo/cavi scoperto/scoperti/spezzato
            scossa/scosse/folgorato/folgorata
            corto_circuito/cortocircuito
        """,
        Topic.BODY: """
            non [riesce/riesco/sta] [più/a] [a/bene] respira/respirare/respirando
            respira male/appena/a_fatica/affannosamente
            fatica/difficoltà/problemi a respirare
            difficoltà respiratorie
            soffoca/soffocando/soffocato/strozzando
            sanguina/sanguinando/sanguinano/sanguinato/emorragia
            perde/vomita/sputa/urina/tanto/molto/c'è [molto/tanto/del] sangue
            convulsione/convulsioni
            crisi epilettica/epilettiche/convulsiva
            incosciente/svenuto/svenuta/collassato/collassata/accasciato/accasciata
            perso conoscenza
            non [si] reagisce/risponde/muove/sveglia
            veleno/avvelenato/avvelenata/avvelenamento/intossicato/intossicata
            reazione/shock allergica/anafilattico
            gola/lingua/labbra ... gonfia/gonfie/gonfiando/chiude/chiudendo
            infarto
            dolore/dolori al petto
            morendo/muore
            non sento/sente/muove/muovo ... gamba/gambe/braccio/braccia/mani/piedi/zampe/collo
            non vedo/vede [più] niente/nulla
            paralizzato/paralizzata
        """,
        Topic.ANIMAL: """
            investito/investita/investiti
            sotto una macchina
            INGERITO ... TOXIC
            morso/morsa/azzannato/attaccato da/dal [un/una] [altro] cane/cani/vipera/serpente
            non [riesce/fa] [a/fa] [fare] urinare/urina/pipì
            pancia/addome ... gonfia/gonfio/dura/gonfissima
            torsione
            colpo di calore
            partorendo/travaglio
            non smette di vomitare
            vomita continuamente/tutto/sangue
            non [riesce] [si] [ad/a] cammina/camminare/alza/alzare/alzarsi
            trascina ... zampe/zampa
            zampa/ala rotta/spezzata
            rotto ... zampa/ala
        """,
        Topic.FLOOD: """
            scoppiato/rotto/esploso/rotta/spaccato/scoppiata/bucato [un/il/la/una/lo] TUBO
            TUBO ... rotto/scoppiato/rotta/scoppiata/esploso/spaccato/spezzato/saltato
            allagato/allagata/allagamento/allagando/allaga/allagati/allagate
            acqua dappertutto/ovunque
            acqua [che] esce/scende/cola/piove/entra/sgorga/gocciola/uscendo/scendendo/colando/schizza/\
                zampilla
            esce/scende/cola/entra/uscendo/scendendo/sgorga/zampilla \
                [giù/molta/tanta/l'/un_sacco_di] acqua
            piove/gocciola/cola/scende dal/dai soffitto
            centimetri/cm d'acqua
            trabocca/traboccando/traboccato/straborda
            liquami/fognatura/fogna
            soffitto ... crollato/crolla/cede/caduto/gocciola
            non riesco/riusciamo a chiudere/fermare ... acqua/rubinetto/generale
        """,
        Topic.LEAK: """
            perdita/perdite/infiltrazione/infiltrazioni
            perde acqua
            perde
        """,
        Topic.HEATING: """
            senza/non_ho/non_abbiamo/non_c'è/manca [il/l'/la/più/più_il] \
                riscaldamento/acqua_calda/condizionatore/aria_condizionata
            CALDAIA non/non_si/non_mi parte/funziona/va/accende/scalda
            CALDAIA ... rotta/rotto/spenta/guasta/guasto/blocco/bloccata/morta/spento/fermata
            rotta/rotto/guasta/bloccata/spenta [la/il] CALDAIA
        """,
        Topic.POWER: """
            senza/manca/saltata/non_c'è/andata_via [la/più/più_la] corrente/luce/elettricità
            corrente/luce [è] saltata/andata_via
            salta/saltato/scatta/scattato ... salvavita/contatore/corrente
            salvavita/contatore ... salta/scatta/scattato/saltato
            blackout
        """,
        Topic.ROOF: """
            albero/ramo ... caduto/sul/sopra
            caduto ... albero/ramo
            tetto/tegole ... volato/volate/scoperchiato/crollato/cadute/via/divelto
            via/divelto/scoperchiato/portato ... tetto/tegole
            piove dentro/in_casa
            entra/filtra [l'] acqua/pioggia
            buco nel tetto
        """,
        Topic.TOOTH: """
            DENTE ... rotto/caduto/rotta/spezzato/scheggiato/staccata/staccato/caduta
            rotto/rotta/perso/spezzato/scheggiato ... DENTE
            ascesso/pus
            guancia/faccia/viso/gengiva ... gonfia/gonfio/gonfissima
            mal di denti
            dolore ... fortissimo/insopportabile/atroce/tremendo/terribile/lancinante
            non riesco/posso [a/più] [a] mangiare/dormire/aprire/masticare
        """,
        Topic.ROAD: """
            incidente/tamponamento/tamponato/schianto/ribaltato/ribaltata
            in panne
            rimasto/rimasta/rimasti/fermo/ferma/fermi/bloccato/bloccata/bloccati ... STRADA
            macchina/auto/motore non parte/riparte
            non parte [più] $
            freni non/rotti/andati
            chiavi/chiuso/bambino ... dentro/in_macchina
            gomma/ruota ... forata/bucata/scoppiata/terra
            forato
            batteria scarica/a_terra
        """,
        Topic.CUSTODY: """
            arrestato/arrestata/arrestati/prigione/carcere/manette/questura
            polizia/carabinieri ... casa/porta/qui/perquisizione
            perquisizione/sfratto/espulsione
            udienza/processo ... oggi/domani
        """,
        Topic.PEST: """
            vespe/calabroni/api ... casa/dentro/camera/bambini
            sciame di vespe/calabroni/api
            punto/punta da/dalle/dai [una/un'/un] vespa/ape/calabrone/vespe
            serpente/vipera/scorpione/pipistrello ... in/dentro
            morso/morsa da ... topo/ratto/ragno/serpente/vipera
        """,
    },
    negations="non/senza/nessun/nessuna/nessuno/niente/nulla/mai/neanche/nemmeno",
    breaths="ed/perché/poiché/grazie",
    turns="""
        ma adesso/ora/il/la/lo/l/i/gli/c/è/esce/perde/non/sta/sanguina/sembra/un/una/purtroppo/oggi
        però/tuttavia/tranne
    """,
    harmless="""
        non so/sappiamo/solo/risponde/mangia/smette/vuole/trovo
        nessuno risponde
        esame/esami/analisi/prelievo/donare del/di/il sangue
        numero/uscita/luce/luci/contatto/freno/uscite di_emergenza/d'emergenza
        piccola/piccolissima/leggera/lieve perdita/infiltrazione
        perdita/perdite/perdere/perde di/il tempo/peso/capelli/pelo
        RUBINETTO ... perde/gocciola/perdita
        perde/gocciola/gocciolante/perdita ... RUBINETTO
        perde/gocciola un po'
        ricerca perdite/perdita
        rilevatore/rilevatori/sensore/allarme di/del fumo/gas/incendio
        fuochi d'artificio
        camino/stufa ... fuoco
        senza dubbio/sosta
    """,
    calm="""
        nessuna/senza/non_c'è/non_ho/non_abbiamo [alcuna/tanta] fretta/furia
        può/possiamo/posso/potete [anche/benissimo/tranquillamente] aspettare
        con [tutta] [la] calma
        con comodo
        quando può/puoi/potete/vuole/volete/riesce/riuscite/avete/ha
        niente di grave/che/serio/importante
        non è [niente/così/molto] [di] grave/importante/serio
        prossimo mese/anno
        mese/anno prossimo
    """,
    over="""
        RISOLTO
        falso allarme
        tutto a_posto/ok/bene
        sotto controllo
        sta/va [molto/già/decisamente] meglio/bene
        non c'è/serve/sanguina/perde/vomita/esce/sento più
        smesso di sanguinare/perdere/vomitare/piovere/uscire
        tornata/tornato [la/il/l'] corrente/luce/acqua/riscaldamento/normale
        guarito/guarita/ripreso/ripresa
        ripartita/ripartito
    """,
    past="""
        grazie per/di/dell'
        mesi/mese/anno/anni/settimane fa
        mese/anno/settimana/estate/inverno scorso/scorsa
        in caso di
        nel caso
        fattura/ricevuta/garanzia/assicurazione/recensione
        era un/una/un'
    """,
    asked="""
        quanto costa/costerebbe/viene/prendete/chiedete/costano
        prezzo/prezzi/preventivo/costo/costi/tariffa/tariffe
        fate/riparate/curate/trattate/offrite anche/le/gli/un/il/pronto/servizio/riparazioni
        manutenzione/controllo/revisione/certificato/prevenire/prevenzione/ispezione
    """,
    lists={
        "INGERITO": "mangiato/ingerito/ingoiato/bevuto/leccato/inghiottito",
        "TUBO": (
            "tubo/tubi/tubatura/tubature/flessibile/conduttura/boiler/scaldabagno/rubinetto/sifone"
        ),
        "CALDAIA": (
            "caldaia/riscaldamento/scaldabagno/boiler/termosifoni/condizionatore/"
            "pompa di calore/stufa/climatizzatore"
        ),
        "RUBINETTO": "rubinetto/rubinetti/doccia/sciacquone",
        "TOXIC": (
            "cioccolato/cioccolata/veleno/topicida/uva/uvetta/cipolla/candeggina/medicine/"
            "medicinali/pastiglie/farmaci/antigelo/xilitolo/pila/ago/lumachicida/giglio/ibuprofene"
        ),
        "DENTE": "dente/denti/capsula/corona/otturazione/impianto/ponte/molare/incisivo",
        "STRADA": "autostrada/strada/tangenziale/superstrada/statale/corsia/galleria/raccordo/neve",
        "RISOLTO": (
            "risolto/risolta/riparato/riparata/riparate/sistemato/sistemata/aggiustato/aggiustata"
        ),
    },
)
