"""How people say in French that something is urgent."""

from typing import Final

from .language import Language
from .topics import Topic

FRENCH: Final = Language(
    general="""
        urgent/urgente/urgents/urgence/urgences/urgemment
        au secours
        à_l'aide
        ^ sos $
        question de vie
        peut/pourra/peux/pouvons pas attendre
        venez/rappelez/appelez/répondez/besoin ... vite/immédiatement/tout_de_suite
    """,
    topics={
        Topic.GAS: """
            sens/sent/sentons/sentait ... gaz
            odeur [très/suspecte/forte] [forte] de gaz
            fuite de gaz
            monoxyde
        """,
        Topic.FIRE: """
            en/au/le/pris/du feu
            incendie/flammes
            fumée/fumées
            sent/odeur/sens [le/de/très/fort] [fort/le] brûlé/cramé/roussi/chaud
            ça/ca/qui/prise/tableau brûle/crame
        """,
        Topic.SPARKS: """
            étincelle/étincelles
            fil/fils/câble/câbles dénudé/dénudés/nu/nus/arraché/arrachés
            électrocuté/électrocutée/électrocution
            choc électrique
            pris/prend/prends/reçu [le/du/une/un/coup_de] jus/décharge/châtaigne
            court circuit/jus
        """,
        Topic.BODY: """
            respire/respirer/respires plus/pas/mal/difficilement/très_mal/à_peine/presque_plus
            peine/mal/arrive/difficulté/difficultés/plus/pas à [bien] respirer
            étouffe/étouffé/étrangle/suffoque
            saigne/saignent/saignement/saignements/saignait/hémorragie
            perd/vomit/crache/plein/beaucoup du/de sang
            convulsion/convulsions/convulse/convulser
            crise/crises d'épilepsie/épileptique/convulsive/cardiaque
            inconscient/inconsciente/évanoui/évanouie/perdu_connaissance
            écroulé/écroulée/effondré/effondrée
            réagit/bouge/répond/réveille/relève plus/pas
            poison/empoisonné/empoisonnée/intoxiqué/intoxiquée/empoisonnement
            réaction/choc allergique/anaphylactique
            gorge/langue/lèvres ... gonfle/gonflée/gonflées/gonflent/enflée/enflées
            arrêt cardiaque
            infarctus
            douleur/douleurs/mal dans/à la poitrine
            mourir/meurt
            sens/sent/bouger/bouge plus/pas [mes/ses/les/la/mon/ma/sa] jambe/jambes/bras/mains/pattes/cou
            vois/voit plus/rien
            paralysé/paralysée
        """,
        Topic.ANIMAL: """
            renversé/renversée/percuté/percutée/écrasé/écrasée
            AVALER ... TOXIC
            mordu/mordue/attaqué/attaquée par ... chien/vipère/serpent
            uriner/pisser/urine/pisse/pipi plus/pas
            arrive/peut plus/pas [à] [faire] uriner/pisser/pipi
            ventre ... gonflé/gonfle/dur/ballonné
            torsion
            coup de chaleur
            mettre/met bas
            vomit ... arrêt/arrêter/temps/sang
            tient/lève plus/pas [debout]
            arrive/peut plus/pas [à] marcher/se_lever/bouger/se_tenir
            traîne ... patte/pattes/arrière/train
            patte/aile cassée/brisée
            cassé ... patte/aile
        """,
        Topic.FLOOD: """
            TUYAU ... éclaté/explosé/cassé/pété/rompu/percé/éclate/cassée/percée/lâché/éclater
            cassé/pété/percé/éclaté/arraché [un/le/une/la] TUYAU
            rupture de canalisation
            inondation/inonde/inondé/inondée/inondés/inondent/inondées
            dégât/dégâts des eaux
            eau partout
            eau [qui] coule/sort/gicle/jaillit/tombe/monte/rentre/entre/ruisselle/déborde/s'écoule/passe
            coule/fuit/pisse/gicle/ruisselle [beaucoup/fort/toujours/encore] \
                partout/fort/beaucoup/énormément/du_plafond/dans/chez/à_flots
            goutte/coule/fuit du/au/le_long plafond/mur
            à travers le plafond
            grosse/énorme/importante/grave fuite
            flaque/centimètres/cm d'eau
            déborde/débordent/débordé/refoule/refoulent/refoulement
            WC ... remonte/remontent
            eaux usées
            plafond ... tombé/tombe/écroulé/effondré/gonfle/goutte/coule/s'effondre
            arrive/réussis/trouve/peux/sais plus/pas [à/comment] \
                couper/fermer/arrêter/robinet/vanne/le_robinet/la_vanne/l'arrivée
        """,
        Topic.LEAK: """
            fuite/fuites/fuit/infiltration/infiltrations
            perd/prend l'eau
        """,
        Topic.HEATING: """
            plus/pas/sans/ni [de/d'/du_tout_de] chauffage/eau_chaude/clim
            plus/pas d'eau $
            CHAUDIERE ... panne/lâché/arrêtée/arrêté/cassée/hs/morte
            CHAUDIERE ... marche/fonctionne/démarre/allume plus/pas
            panne de CHAUDIERE
        """,
        Topic.POWER: """
            panne de courant/secteur
            panne électrique/générale/d'électricité
            plus/pas/sans [de/d'] courant/électricité/lumière/jus
            disjoncteur/disjoncteurs/plombs/fusible ... saute/sautent/sauté/tient/grillé
            disjoncte/disjoncté
            coupure de courant
        """,
        Topic.ROOF: """
            arbre/branche ... tombé/tombée/sur
            TOIT ... envolé/envolée/envolées/arraché/arrachée/arrachées/effondré/effondrée/emporté/\
                tombées/parti
            arraché/emporté/soulevé/envolé ... TOIT
            pleut dedans/dans/à_l'intérieur
            eau/pluie [qui] rentre/entre/pénètre/goutte/s'infiltre
            trou dans le/la TOIT
        """,
        Topic.TOOTH: """
            DENT ... cassée/cassé/tombée/tombé/arrachée/déchaussée/cassées/fendue
            cassé/perdu/fendu/pété ... DENT
            abcès/pus
            joue/visage/gencive/mâchoire ... gonflé/gonflée/enflée/enflé/gonfle
            rage de dent/dents
            douleur/douleurs/mal/souffre ... insupportable/atroce/intenable/horrible
            très/trop/super/énormément mal
            peux/arrive plus/pas [à] manger/dormir/ouvrir/mâcher
        """,
        Topic.ROAD: """
            accident/accidenté/carambolage/collision
            en/tombé/tombée [en] panne/rade
            coincé/coincée/coincés/bloqué/bloquée/bloqués [sur/au/dans/à] [le/la/l'/un] ROUTE
            dans/au [le/un] fossé/ravin
            démarre plus/pas
            frein/freins ... lâché/plus/pas
            enfermé/enfermée/clés/clefs/bébé ... voiture/dedans/intérieur/coffre
            crevé/crevaison
            pneu ... éclaté/explosé/plat
            batterie à_plat/morte
        """,
        Topic.CUSTODY: """
            garde à vue
            été/fait arrêté/arrêtée/arrêter
            interpellé/interpellée/détenu/détenue/prison/menotté/commissariat
            police/gendarmes/huissier ... porte/ici/maison/perquisition/convoqué
            perquisition/expulsion/expulsé
            audience/tribunal ... aujourd'hui/demain
        """,
        Topic.PEST: """
            guêpes/frelons/abeilles ... maison/chambre/enfants/bébé/partout
            essaim de/d' guêpes/frelons/abeilles
            piqué/piquée
            serpent/vipère/chauve_souris/scorpion ... dans/maison
            mordu/mordue par ... rat/serpent/araignée/vipère
        """,
    },
    negations="pas/ni/non/sans/aucun/aucune/jamais/rien/plus",
    breaths="et/car/parce/puisque/svp",
    turns="mais/cependant/toutefois/sauf/par_contre",
    harmless="""
        sais/trouve/répond/répondez/mange/veut pas/plus
        saigne/saignent/fuit/coule/fume/convulse/brûle [pas/plus] pas/plus/du_tout
        pas sûr/sûre/seulement/bien/normal/possible/bon/rassuré/que
        sans arrêt/cesse/réponse/doute/nouvelles
        plus en/tard/vite/fort/grave/de_plus/possible
        de/en plus
        non stop
        prise/test/analyse/don/bilan de sang
        numéro/sortie/issue/éclairage/contact/frein/bloc/roue d'urgence/de_secours
        petite/légère/minuscule/micro fuite
        robinet ... goutte/fuit/coule/fuite
        goutte/fuit/fuite ... robinet
        recherche de fuite
        détecteur/détecteurs/alarme de/à/incendie fumée/incendie/monoxyde
        coupe/cheminée/poêle/insert ... feu
        feu/feux rouge/rouges/d'artifice/arrière/avant/vert
        panne de réveil
        mal à l'aise
    """,
    calm="""
        pas/rien/aucun/aucune [si/très/trop/vraiment/du_tout/de] pressé/pressée/pressant/presse/grave/\
            méchant/dramatique/important
        rien ne/de presse/grave/méchant
        peut/pourra/peux/peuvent [bien/largement/tout_à_fait/très_bien] attendre
        prenez votre temps
        quand/dès vous/tu/que [vous] pouvez/voulez/peux/pourrez/aurez/avez
        à l'occasion
        tranquillement
        mois/année prochain/prochaine
    """,
    over="""
        réparé/réparée/réparés/réparées/résolu/résolue/colmatée
        est/été/tout [bien/déjà] RÉGLÉ
        c'est fait/bon/fini
        fausse alerte/alarme
        tout est/va rentré/bien/ok/réglé/revenu
        sous contrôle
        va [beaucoup/bien/déjà/nettement/très] mieux/bien
        rétabli/rétablie/guéri/guérie
        à/de nouveau marche/fonctionne
        marche/fonctionne à/de nouveau
        plus besoin
        saigne/fuit/coule/fume/vomit plus
        s'est arrêté/arrangé/calmé
    """,
    past="""
        merci pour/d'avoir/de/d'être
        il y a [un/une/deux/trois/quelques/2/3/4/5/6] mois/an/ans/semaine/semaines
        mois/année/été/hiver/semaine/an dernier/dernière/passé/passée
        au cas où
        en cas de
        facture/garantie/assurance/avis
        c'était un/une
    """,
    asked="""
        combien/tarif/tarifs/prix/devis/coût/coûte/coûterait
        faites/prenez/assurez/proposez/intervenez vous
        vous faites/prenez/assurez/proposez
        entretien/contrôle/révision/certificat/prévenir/prévention/ramonage
    """,
    lists={
        "AVALER": "mangé/avalé/bu/léché/ingéré/bouffé/croqué",
        "TUYAU": (
            "tuyau/tuyaux/canalisation/canalisations/conduite/flexible/tuyauterie/robinet/"
            "chauffe eau/cumulus/ballon/joint/vanne"
        ),
        "CHAUDIERE": (
            "chaudière/chauffage/chauffe eau/ballon/cumulus/radiateurs/clim/climatisation/"
            "pompe à chaleur/poêle"
        ),
        "WC": "wc/toilettes/toilette/évier/lavabo/baignoire/douche/égout/égouts/fosse/évacuation",
        "TOIT": "toit/toiture/tuiles",
        "TOXIC": (
            "chocolat/poison/raticide/mort aux rats/raisin/raisins/oignon/javel/médicament/"
            "médicaments/antigel/xylitol/pile/aiguille/cannabis/lys/doliprane/antilimace/"
            "anti limace/chaussette"
        ),
        "DENT": "dent/dents/couronne/plombage/implant/bridge/appareil/molaire",
        "ROUTE": (
            "autoroute/route/nationale/départementale/périph/périphérique/rocade/tunnel/pont/"
            "neige/bande d'arrêt"
        ),
        "RÉGLÉ": "réglé/réglée/arrangé/arrangée/revenu/revenue/rentré",
    },
)
