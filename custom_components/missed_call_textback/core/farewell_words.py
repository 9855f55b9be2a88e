"""How people say goodbye in five languages, as phrases of `wording.phrases`.

What answers a question only (yes, sure, tomorrow suits me) is left out: it is no goodbye.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodbyes:
    """The phrases of one language.

    `thanks` says no more than that somebody has read what they were answered, `never_mind` that they
    want nothing any more, and `beside` are words that may stand by either and say nothing.
    """

    lists: Mapping[str, str]
    beside: str
    thanks: str
    never_mind: str


_ENGLISH: Final = Goodbyes(
    lists={
        "DAY": (
            "today/tonight/tomorrow/monday/tuesday/wednesday/thursday/friday/saturday/sunday/"
            "next week/in the morning/this afternoon/this evening"
        ),
        "ITS": "its/it's/it is/thats/that's/that is/everything is/everything's/all",
        "IM": "im/i'm/i am/were/we're/we are",
        "IVE": "ive/i've/i have/weve/we've/we have/i/we",
        "SOMEONE": (
            "someone/somebody/someone else/somebody else/another/another one/another company/"
            "another place/another shop/another plumber/one elsewhere/help elsewhere"
        ),
        "NOW": "now/already/again/anymore/any more/myself/ourselves/elsewhere/in the meantime",
    },
    beside="""
        so/and/but/sorry/oh/ah/hi/hello/hey/well/guys/sir/maam/mate/man/all/team/again/then
        so/very much
        a lot/million/bunch
    """,
    thanks="""
        thanks/thank/thx/thnx/tnx/tks/ty/thanx/cheers
        thank you/u/ya/yall
        many thanks
        thanks/thank [you/u] for the/your/this/that/all [quick/prompt/fast] \
            help/reply/response/answer/info/information/message/update/service
        thanks/thank [you/u] for letting me/us know
        thanks/thank [you/u] for getting back [to] [me/us]
        thanks/thank [you/u] for calling/texting/confirming [back]
        [i/we] [really] appreciate it/that/you
        [much/very] appreciated
        ok/okay/okey/k/kk/okie/oki
        okey/okie dokey/dokie
        alright/allright
        all right/good/set
        [thats/that's] great/perfect/brilliant/lovely/super/cool/awesome/excellent/fantastic/\
            wonderful/amazing/nice/good/fine
        [thats/that's] [very/so/really] kind/nice/good [of] [you]
        got it
        [duly] noted/understood
        no problem/problems/worries
        bye/goodbye/ciao
        bye bye
        see/cu/cya [ya/you/u/yall] [on] [then/there/soon/later/DAY]
        talk/speak [to/with] [you/u] soon/later/then/DAY
        [have] [a] good/great/nice/lovely/wonderful [rest] [of] [your] day/one/evening/night/\
            weekend/week
        take care
        you too
        same to you
        [kind/best] regards
        youre/you're the best
    """,
    never_mind="""
        nevermind/nvm
        never mind
        forget [about] it
        [please] disregard [that/this/it/my] [message/text/call]
        [ITS] no longer needed/required/necessary
        [ITS] not needed/required/necessary [NOW]
        [i/we] no longer need it/this/that/you/help/anything/anyone
        [i/we] dont need it/this/that/you/help/anything/anyone [NOW]
        no need [NOW]
        no need to call/text/come/reply/ring/bother [me/us] [back/out/round] [NOW]
        [IVE] [already] found/got/hired/booked/have SOMEONE [NOW]
        [IVE] [already] went/gone with SOMEONE
        IM [already] sorted/covered [NOW]
        ITS [NOW] [been] sorted/fixed/resolved/solved/repaired/working [NOW]
        [ITS] [NOW] [been] taken care of [NOW]
        [already] sorted/fixed/resolved/solved/repaired [NOW]
        [IVE] [already] got it sorted/fixed/working/repaired [NOW]
        [IVE] [already] fixed/sorted/solved/resolved it [NOW]
        problem/issue [is/has] [been] solved/fixed/sorted/resolved
        [IVE] changed my/our mind
        [please] dont bother [NOW]
        too late now
    """,
)
_SPANISH: Final = Goodbyes(
    lists={
        "LUEGO": (
            "hoy/luego/mañana/pronto/entonces/después/el lunes/el martes/el miércoles/el jueves/"
            "el viernes/el sábado/el domingo/la próxima/más tarde/ahora"
        ),
        "DIA": "día/tarde/tardes/noche/noches/finde/fin de semana/semana",
        "OTRO": (
            "otro/a otro/otra persona/a otra persona/otra empresa/a otra empresa/alguien/a alguien/"
            "alguien más/a alguien más/otro sitio/quien lo haga"
        ),
    },
    beside="""
        y/pero/perdón/disculpe/disculpa/hola/oh/ah/pues/entonces/señor/señora
        lo siento
        por todo
    """,
    thanks="""
        [muchas/muchísimas/mil] gracias
        [muchas/mil] gracias por todo/responder/contestar/avisar/avisarme
        [muchas/mil] gracias por su/la/tu ayuda/respuesta/atención/información
        muy amable/amables
        se/te lo agradezco [mucho]
        vale/ok/okey/oka/oki/listo
        [todo] perfecto/genial/estupendo/excelente/fenomenal/fantástico/bien
        muy bien
        de acuerdo
        está bien
        entendido/anotado/recibido
        hasta LUEGO
        nos vemos [LUEGO]
        adiós/chao/chau/saludos
        un saludo/abrazo
        igualmente
        [que] [tenga/tengan/tengas/pase/pasen] [un/una] [muy] buen/buena/buenas/feliz/lindo/linda DIA
    """,
    never_mind="""
        ya no hace falta
        no hace falta [ya]
        no hace falta que [me] llame/llamen/venga/vengan [ya]
        ya no es necesario
        no es necesario [ya]
        ya no lo/la/los/las necesito/necesitamos/quiero/queremos
        ya no necesito/necesitamos nada/ayuda/cita
        olvídelo/olvídalo/olvídenlo/déjelo/déjalo/déjenlo
        [ya] está/quedó/fue [ya/todo] resuelto/solucionado/arreglado/reparado
        ya ha quedado resuelto/solucionado/arreglado/reparado
        ya resuelto/solucionado/arreglado/reparado/funciona
        problema/asunto resuelto/solucionado/arreglado
        [ya] lo he/hemos resuelto/solucionado/arreglado/reparado
        ya lo resolví/solucioné/arreglé/reparé/resolvimos/solucionamos/arreglamos/tengo
        [ya] he/hemos encontrado OTRO
        [ya] encontré/encontramos OTRO
        ya tengo/tenemos OTRO
        [he/hemos] cambiado/cambié/cambiamos de opinión/idea
        ya no
    """,
)
_FRENCH: Final = Goodbyes(
    lists={
        "DEMAIN": (
            "demain/bientôt/lundi/mardi/mercredi/jeudi/vendredi/samedi/dimanche/plus tard/plus/"
            "tout à l'heure/tout de suite/ce soir/très bientôt/la prochaine"
        ),
        "VOUS": "encore/vous/à vous/à toi/à tous",
        "REGLE": "réglé/résolu/réparé/arrangé",
        "JAI": "j'ai/on a/nous avons",
        "QUELQUUN": "quelqu'un/quelqu'un d'autre/une autre personne/un autre/ailleurs/une solution",
        "NAI": "n'ai/n'en ai/n'a/n'en a/n'avons/n'en avons/ai/en ai/a/en a/avons/en avons",
        "JOURNEE": "journée/soirée/nuit/continuation/semaine/fin de journée",
    },
    beside="""
        et/mais/pardon/désolé/désolée/bonjour/bonsoir/alors/donc/oh/ah/monsieur/madame/tous/encore
    """,
    thanks="""
        merci [beaucoup/bien/infiniment] [VOUS]
        [un] grand merci
        mille mercis
        merci [beaucoup] pour tout/votre/ta/la/l'info/cette [aide/réponse/retour/message/rapidité]
        merci de m'avoir répondu/rappelé/prévenu
        [c'est] très/trop gentil/aimable
        c'est gentil
        ok/okay/oki/okey/dac/dacc
        d'accord
        [c'est] parfait/super/génial/impeccable/nickel/top/noté/entendu/excellent/bon
        très bien
        bien reçu/noté/compris
        compris/reçu
        ça marche/roule
        pas de souci/soucis/problème/problèmes
        à DEMAIN
        au revoir
        ciao/salut
        [passez] [une] bonne JOURNEE
        bon week end
        bon weekend
        vous/toi aussi
        à vous/toi aussi
        de même
        [bien] cordialement
    """,
    never_mind="""
        laissez/laisse tomber
        oubliez/oublie [ça/tout]
        tant pis
        [je/on/nous] NAI plus besoin [de] [rien/vous/rdv]
        plus besoin
        ce n'est plus la peine
        [c'est] plus la peine
        [c'est] plus nécessaire
        ce n'est plus nécessaire
        [ce] [n'est/c'est] pas/plus la peine de [me] rappeler/venir
        pas/plus besoin de [me] rappeler/venir
        [le] problème [est] [déjà] REGLE
        c'est [déjà] REGLE [maintenant]
        JAI [déjà/finalement] trouvé QUELQUUN
        c'est bon JAI [déjà/finalement] trouvé
        JAI [déjà] réglé/résolu le problème
        JAI changé d'avis
        ça remarche/refonctionne
    """,
)
_GERMAN: Final = Goodbyes(
    lists={
        "MORGEN": (
            "morgen/dann/bald/gleich/später/nachher/heute abend/montag/dienstag/mittwoch/donnerstag/"
            "freitag/samstag/sonntag/nächste woche/demnächst/zum nächsten mal/morgen früh"
        ),
        "SCHON": "schon/bereits/inzwischen/mittlerweile/jetzt",
        "IST": "ist/das ist/es ist/problem ist/das problem ist/problem/wurde",
        "HAT": "hat/es hat/das hat/ist/es ist/das ist/habe/hab/alles",
        "ES": "es/das/sie/ihn/den termin/die reparatur",
        "KEINEN": "nicht/nichts/niemanden/keinen/keine/keine hilfe/keinen termin",
        "BIN": "bin/sind/ich bin/wir sind",
        "JEMAND": (
            "jemand/jemanden/jemand anderen/jemand anderes/jemand anders/jemanden anderen/"
            "einen anderen/eine andere/eine andere firma/einen anderen betrieb/anderweitig hilfe"
        ),
    },
    beside="""
        und/aber/sorry/entschuldigung/hallo/na/oh/ah/ach/also/so/noch/nochmal/nochmals/sehr
        guten tag/morgen/abend
        tut mir leid
    """,
    thanks="""
        [vielen/herzlichen/besten/lieben/tausend/schönen] dank [euch/ihnen/dir]
        dankeschön/merci
        danke [schön/sehr/euch/ihnen/dir] [vielmals]
        [vielen] danke/dank für alles
        [vielen] danke/dank für die/ihre/eure/deine/den/ihren [schnelle/rasche/nette] \
            info/antwort/hilfe/rückmeldung/auskunft/nachricht/rückruf/mühe
        ok/okay/oki/okey/okidoki/jo
        alles klar/gut
        [das] [ist] super/prima/perfekt/toll/klasse/top/spitze/wunderbar/ausgezeichnet/gut/fein/\
            bestens/cool/lieb/nett
        sehr gut/nett/lieb/schön/freundlich
        in ordnung
        verstanden/notiert
        kein problem/thema/ding
        bis MORGEN
        [auf] wiedersehen/wiederhören
        tschüss/tschüs/tschau/ciao/servus/ade
        [ich] [wünsche] [ihnen/dir/euch] [noch] [einen/ein/eine] [schönen/schönes/schöne/guten] [noch] \
            tag/abend/nachmittag/wochenende/woche/feierabend [noch]
        gute nacht
        ihnen/dir/euch auch
        gleichfalls/ebenso/ebenfalls
        [mit] [freundlichen/freundliche/liebe/viele/beste/schöne] gruss/grüsse/gruß/grüße/grüßen/\
            grüssen
        lg/mfg/vg
    """,
    never_mind="""
        [HAT] [sich] [SCHON] erledigt
        hat sich [SCHON] geklärt/gelöst
        [IST] [SCHON] gelöst/behoben/repariert/geklärt
        [IST] nicht mehr nötig/notwendig/erforderlich
        brauche/brauchen/brauch [ich/wir] [ES] [ich/wir] KEINEN mehr
        ich/wir brauche/brauchen/brauch [ES] KEINEN mehr
        [es] besteht kein bedarf mehr
        [habe/haben] kein bedarf mehr
        [ich/wir] habe/haben/hab [SCHON] JEMAND [gefunden]
        [SCHON] JEMAND gefunden
        vergessen sie es/das
        vergiss/vergesst es/das
        [es/sie/alles] geht/läuft/funktioniert wieder
        [ich/wir] habe/haben/hab/habs [es] [mir/uns] [es] anders überlegt
        [BIN] SCHON versorgt
        BIN versorgt
    """,
)
_ITALIAN: Final = Goodbyes(
    lists={
        "DOMANI": (
            "domani/dopo/presto/più tardi/stasera/lunedì/martedì/mercoledì/giovedì/venerdì/sabato/"
            "domenica/risentirci/rivederci"
        ),
        "QUALCUNO": (
            "qualcuno/qualcun altro/qualcun'altro/un altro/un'altra/un'altra persona/altrove/"
            "un altro idraulico/un'altra ditta"
        ),
        "MILLE": "mille/tante/infinite/ancora/a lei/a voi/di tutto/di cuore/a tutti",
        "GIORNATA": "giornata/serata/notte/weekend/pomeriggio/lavoro/domenica/fine settimana",
        "RISOLTO": "risolto/sistemato/riparato",
    },
    beside="""
        e/ma/scusi/scusate/scusa/salve/buongiorno/buonasera/allora/oh/ah/signore/signora
        mi dispiace
    """,
    thanks="""
        [mille/molte/tante] grazie [MILLE]
        [mille/molte/tante] grazie [mille] per la/il/l'aiuto/l'informazione \
            [risposta/disponibilità/messaggio]
        la/vi/ti ringrazio
        ok/okay/oki/okey
        va bene/benissimo
        [tutto] perfetto/ottimo/benissimo/eccellente/fantastico/bene/chiaro
        d'accordo
        capito/ricevuto/inteso
        nessun problema
        molto gentile/gentili
        gentilissimo/gentilissima/gentilissimi
        a DOMANI
        ci vediamo/sentiamo [DOMANI]
        arrivederci/arrivederla/ciao
        [cordiali/distinti/cari] saluti
        buon/buona GIORNATA
        anche [a] lei/voi/te
        a lei/voi
        altrettanto
    """,
    never_mind="""
        non [mi/ci] serve più
        non serve più che [mi] venga/veniate/richiami/richiamiate
        non importa [più]
        [non] fa niente/nulla
        lasci/lascia/lasciate perdere/stare
        non ne ho/abbiamo più bisogno
        non c'è più bisogno
        non è più necessario
        [ho/abbiamo] [già] trovato QUALCUNO
        [ho/abbiamo/è/tutto/problema] [già/tutto] RISOLTO [tutto]
        [ho/abbiamo] cambiato idea
        come non detto
        [adesso/ora] funziona di nuovo
    """,
)
GOODBYES: Final = (_ENGLISH, _SPANISH, _FRENCH, _GERMAN, _ITALIAN)
