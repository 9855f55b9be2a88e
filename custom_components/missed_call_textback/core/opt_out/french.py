"""How people say in French that they want no texts."""

from typing import Final

from .language import Language

FRENCH: Final = Language(
    stop_texts="""
        arrêt, arrêtez, arrête, arrêter, désabonner, désabonnement, me désabonner, désinscrire,
        désinscription, me désinscrire, annuler, annulez, stop sms, fin, se désabonner,
        désabonnez, désinscrivez, résilier, stop pub, arrêtez tout, arrêtez ça, stop ça
    """,
    unsure_texts="assez, erreur, spam, arnaque, supprimer, supprimez",
    # "Oui", "commencer" and "continuer" are answers.
    start_texts="réabonner, me réabonner, réabonnement, reprendre les sms",
    help_texts="""
        aide, aide svp, infos, information, informations, infos svp, info svp,
        info s'il vous plaît, info merci, infos merci
    """,
    noise="svp stp putain bordel",
    edges="""
        s'il vous plaît, s'il te plaît, s il vous plait, merci, bonjour, bonsoir, salut, ok,
        maintenant, désolé, désolée, merci d'avance, cordialement, tout de suite, immédiatement,
        alors, donc, mais
    """,
    lists={
        "CONTACTEZ": (
            "écrivez/écris/contactez/contacte/dérangez/dérange/importunez/harcelez/textez/"
            "texte/relancez/sollicitez/embêtez/emmerdez/spammez"
        ),
        "RETIREZ": (
            "retirez/retire/retirer/enlevez/enlève/enlever/supprimez/supprime/supprimer/"
            "effacez/efface/effacer/rayez/rayer/ôtez/ôter/sortez/sortir/virez"
        ),
        "MONNUMERO": "mon numéro/ce numéro/mon nom/mes coordonnées/mes données/mon contact",
        "LISTE": "liste/listes/fichier/fichiers/base/contacts/répertoire",
        "ARRETEZ": "arrêtez/arrête/arrêter/cessez/cesse/cesser/stop/stopper/stoppez",
        "ECRIRE": (
            "écrire/envoyer/contacter/déranger/importuner/harceler/texter/spammer/relancer/"
            "solliciter/embêter/emmerder/saouler/soûler/appeler/messager"
        ),
        "ECRIVEZ": (
            "écrivez/écris/envoyez/envoie/contactez/contacte/dérangez/dérange/importunez/"
            "harcelez/textez/texte/relancez/sollicitez/embêtez/emmerdez/spammez"
        ),
        "MESSAGES": (
            "messages/message/sms/textos/texto/msg/msgs/spams/spam/pub/pubs/relances/notifications"
        ),
        "VOS": (
            "vos/ces/les/tes/ce/le/votre/des/cette/tous ces/tous vos/toutes ces/aux/avec vos/"
            "avec ces/avec les"
        ),
    },
    stop="""
        ARRETEZ de/d [me/m'/nous/m] ECRIRE
        ARRETEZ [avec] [VOS] [conneries] [de] MESSAGES
        ARRETEZ vos/tes conneries
        ^ arrêtez/arrête/cessez/stop ça/cela/tout $
        ^ plus de/d/aucun/aucuns [vos/ces] MESSAGES $
        ^ plus aucun/aucune MESSAGES
        ^ [plus] aucun MESSAGES $
        ne me/m/nous CONTACTEZ plus/pas/jamais/rien
        ne me/m/nous ECRIVEZ plus/pas/jamais/rien $
        ne me/m/nous ECRIVEZ plus rien/aucun
        ne m/me CONTACTEZ $
        ne me/m/nous ECRIVEZ plus/pas/aucun [de] [vos/ces] MESSAGES
        ne plus/pas/jamais me/m/nous ECRIRE
        ne plus/pas être contacté/contactée/dérangé/dérangée/sollicité/sollicitée
        ne plus recevoir [de/vos/ces] [vos/ces] MESSAGES
        n écrivez/écris plus/jamais [rien]
        n envoyez/envoie plus/jamais rien/de [vos] [MESSAGES]
        me contactez/contacte plus/pas
        m'écrivez/m'écris plus/pas
        m envoyez/envoie plus/pas [de/rien/vos] MESSAGES
        ne veux/souhaite/désire/voulons/souhaitons/veut plus/pas/aucun [être/recevoir/avoir/de/\
            vos/ces] [de/vos/ces/aucun] MESSAGES/contacté/contactée/dérangé/dérangée/sollicité/\
            sollicitée
        veux/souhaite plus/pas [recevoir] [de/vos] [vos] MESSAGES
        ne veux/souhaite plus/pas entendre
        veux/souhaite/voudrais/aimerais/désire/comment me/se désabonner/désinscrire
        désabonnez/désinscrivez/désabonne/désinscris moi/nous
        ^ me désabonner/désinscrire
        RETIREZ MONNUMERO
        RETIREZ moi/nous $
        RETIREZ moi/nous de/des/d votre/vos/cette/ta/la/ce LISTE
        bloquez/oubliez/oublie MONNUMERO
        me/m/nous RETIREZ de/des/d votre/vos/cette/ta/la/ce LISTE
        laissez/laisse moi/nous tranquille/tranquilles
        laissez/laisse moi/nous en paix
        fichez/fiche/foutez/fous/foutre moi/nous la paix
        foutez/fous/fichez/fiche le camp
        lâchez/lâche moi/nous [la] [grappe]
        faire foutre
        va/allez [vous/te] [faire] foutre/chier
        allez au diable
        n ai rien demandé
        n ai jamais/pas accepté/autorisé/consenti/souscrit $
        n ai jamais/pas donné mon/d accord/consentement/autorisation
        j ai rien demandé
        j ai jamais accepté/autorisé $
        jamais inscrit/inscrite/abonné/abonnée $
        retire/révoque mon/le consentement/accord/autorisation
        ça/cela suffit [avec] VOS MESSAGES
        marre/assez de VOS MESSAGES
        arrêter/résilier/annuler/annulez/résiliez les/ces/vos MESSAGES
        stop aux/les/ces/vos/à MESSAGES
    """,
    unsure="""
        faux/mauvais/erreur [de] numéro $
        erreur de numéro/destinataire/personne
        mauvaise personne/destinataire $
        vous vous/êtes trompez/trompé/trompés [de] [numéro/personne]
        tu t/te es/trompes trompé [de] [numéro]
        ^ [je] [ne] [suis] pas [du] [tout] intéressé/intéressée $
        ne m/me intéresse pas $
        ça/cela ne m/nous intéresse pas $
        résilier/annuler/annulez/résiliez mon/l/cet abonnement $
        ne m/me/nous CONTACTEZ plus/pas avant/après/pendant/au/le/ce
        ^ ça/cela suffit $
        n écrivez/écris/envoyez pas , appelez/appelle/téléphonez
        ^ ne m/me appelez/appelle/téléphonez pas/plus $
        ne vous/te/les connais/connaissons pas
        vous connais/connaissons pas
        qui vous/t a donné mon
        comment/où avez/as vous/tu eu/trouvé mon
        c'est [une/un/du] arnaque/spam
        ^ stop là
        pourquoi m/me ECRIVEZ
    """,
    conversation="""
        n arrête/arrêtez/arrêter/cesse/cessez pas
        n arrêtez/arrête pas de m/me ECRIRE
        l/à/un/d arrêt
        s arrête/arrêter/arrêté
        arrêter/stopper la/le/l/cette/une fuite/eau/chauffage/alarme/saignement
        ne me/nous retirez/enlevez/supprimez/désabonnez/effacez/désinscrivez pas
        liste/listes d attente
        ne m/me appelez/appelle/téléphonez pas/plus , écrivez/écris/envoyez/envoie/un/textez/par/\
            plutôt
        répondez/répondre/réponds/envoyez [par/avec] stop pour/si/afin
        plus de MESSAGES détaillés
        laissez/laisse moi un/vous/te/le
        vous/tu/il/ils/pourquoi ne me/m/nous ECRIVEZ pas
        annuler/annulez/annule mon/le/la/ma rdv/rendez/réservation/commande
        suffit/assez pour
    """,
)
