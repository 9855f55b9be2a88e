"""How people say in Italian that they want no texts."""

from typing import Final

from .language import Language

ITALIAN: Final = Language(
    # FINE is left out: in English it agrees.
    stop_texts="""
        ferma, fermare, fermati, fermatevi, basta, cancella, cancellami, cancellati,
        cancellazione, annulla, annullare, disiscrivi, disiscrivimi, disiscrizione, disiscrivermi,
        disiscrivere, smettila, smettetela, smetti, smettete, la smetta, la smetti, smetta,
        elimina, eliminami, rimuovi, rimuovimi, cancellatemi, rimuovetemi, mai più
    """,
    unsure_texts="""
        spam, sbagliato, truffa, finiscila, finitela, ora basta, basta così, disdire, disdici,
        disdetta
    """,
    # "Sì", "inizia" and "iscrivimi" are answers.
    start_texts="riattiva, riscrivimi, riattivare",
    help_texts="""
        aiuto, informazioni, informazione, informazioni per favore, info per favore, info grazie,
        informazioni grazie
    """,
    noise="cortesemente gentilmente cazzo cazzi maledetti",
    edges="""
        per favore, per piacere, per cortesia, grazie, ciao, salve, buongiorno, buonasera, adesso,
        ora, subito, ok, scusi, scusate, ma, allora, quindi
    """,
    lists={
        "CONTATTI": (
            "scriva/scrivete/scrivi/contatti/contattate/contatta/disturbi/disturbate/disturba/"
            "rompete/rompa/rompi/scocciate/messaggiate/importunate"
        ),
        "CONTATTATEMI": (
            "scrivermi/scrivetemi/scriverci/contattarmi/contattatemi/contattateci/contattarci/"
            "disturbarmi/disturbatemi/disturbateci/messaggiarmi/rompermi/rompetemi/"
            "importunarmi/importunatemi/scriveteci"
        ),
        "SMETTI": (
            "smettila/smettetela/smetta/smetti/smettete/smetterla/piantala/piantatela/finitela/"
            "finiscila/basta/cessate/ferma"
        ),
        "SCRIVERE": (
            "scrivere/scrivermi/scriverci/mandare/mandarmi/mandarci/inviare/inviarmi/inviarci/"
            "contattare/contattarmi/disturbare/disturbarmi/messaggiare/messaggiarmi/rompere/"
            "rompermi/chiamare/chiamarmi/tormentare/tormentarmi/importunare/importunarmi/"
            "assillarmi"
        ),
        "SCRIVA": (
            "scriva/scrivete/scrivi/scrivano/mandi/mandate/manda/mandino/invii/inviate/invia/"
            "contatti/contattate/contatta/disturbi/disturbate/disturba/rompete/rompa/rompi/"
            "scocciate/messaggiate/importunate"
        ),
        "SCRIVIMI": (
            "scrivermi/scrivetemi/scriverci/mandarmi/mandatemi/mandarci/mandateci/inviarmi/"
            "inviatemi/inviateci/contattarmi/contattatemi/contattateci/contattarci/disturbarmi/"
            "disturbatemi/disturbateci/messaggiarmi/rompermi/rompetemi/importunarmi/"
            "importunatemi/scriveteci"
        ),
        "MESSAGGI": (
            "messaggi/messaggio/sms/messaggini/msg/notifiche/pubblicità/whatsapp/comunicazioni"
        ),
        "QUESTI": (
            "i/questi/gli/questo/con i/con questi/coi/di/con gli/con/i vostri/con i vostri/"
            "tutti questi/questa"
        ),
        "TOGLIMI": (
            "cancellatemi/cancellami/mi cancelli/toglietemi/toglimi/mi tolga/rimuovetemi/"
            "rimuovimi/mi rimuova/eliminatemi/eliminami/mi elimini/levatemi/levami/depennatemi/"
            "depennami/cancellarmi/togliermi/rimuovermi/disiscrivetemi/mi disiscriva"
        ),
        "NUMERO": "numero/contatto/nominativo/dati/recapito/cellulare",
    },
    stop="""
        SMETTI di SCRIVERE
        ^ basta SCRIVERE $
        SMETTI QUESTI MESSAGGI
        basta MESSAGGI
        fermate/ferma/fermatevi/interrompete/interrompi/stop/stoppate/cessate QUESTI MESSAGGI
        nessun/niente/zero [più/altro/altri] MESSAGGI
        non mi/ci CONTATTI
        non mi/ci SCRIVA [più/altri/nulla/niente/nessun] $
        non mi/ci SCRIVA [più] [altri/questi/i/nessun] MESSAGGI
        non SCRIVA più/altri/nulla/niente $
        non CONTATTATEMI
        non SCRIVIMI [più/altri/nulla/niente] $
        non SCRIVIMI [più] [altri/questi/i] [vostri] MESSAGGI
        non contattare/contattate/scrivere/disturbare/chiamare/messaggiare [più/mai] [a/al] \
            questo/mio/il [mio] numero
        non contattare/contattate/scrivere/disturbare/messaggiare [più/mai] $
        non voglio/vogliamo/desidero/desideriamo/gradisco/vorrei [più] [ricevere/avere/vedere/\
            leggere] [più] [vostri/i/questi/altri/nessun/alcun/dei] [vostri] MESSAGGI
        non voglio/desidero/vorrei [più] essere/venire [più] contattato/contattata/disturbato/\
            disturbata
        non voglio/desidero [più] [ricevere/avere/sentire/sapere] [più] niente/nulla/notizie/\
            contatti
        TOGLIMI dalla/da/dalle/dal/dai [vostra/tua/sua/questa/questo/vostro/tutte] [vostra/le] \
            lista/liste/rubrica/elenco/database/contatti/lista
        ^ TOGLIMI $
        voglio/vorrei/desidero/chiedo/posso/come [di/faccio/a] [a] disiscrivermi/cancellarmi/\
            disiscrivere
        cancellate/cancella/cancelli/cancellare/eliminate/elimina/elimini/eliminare/rimuovete/\
            rimuovi/rimuova/rimuovere/togliete/togli/tolga/togliere/dimenticate/dimentica/\
            bloccate [il/questo/i/tutti] [i] [mio/miei/questo/nostro] [NUMERO] NUMERO
        lasciatemi/lasciami/lasciateci/lasciarmi in pace/stare
        lasciatemi/lasciami/lasciateci stare
        mi/ci lasci/lasciate/lascia [in] pace/stare
        annulla/annullare/annullate/disdire/disdici/cancella/cancellare/annulli [la/l/questa/\
            mia] [mia] iscrizione/sottoscrizione/abbonamento
        non mi/ci sono/siamo [mai] iscritto/iscritta/iscritti/registrato/registrata
        mai/non [ho] [mai] dato/autorizzato/richiesto/chiesto/acconsentito [il/la/questo/questi/\
            alcun/nessun/mio/i/nulla/niente] [mio] [consenso/autorizzazione/permesso/MESSAGGI] $
        revoco/revocare/ritiro [il] [mio] consenso
        vaffanculo/fanculo/affanculo
        vai/andate/vada a quel paese
        vai/andate/vada al diavolo
        vai/andate/vada a farti/farvi/cagare/fare [fottere]
        non rompete/rompere/rompetemi/rompa [più] [le/i/il] [scatole/palle/coglioni]
    """,
    unsure="""
        numero sbagliato/errato $
        sbagliato/sbagliate/sbaglia/sbagliando/sbagli [di] numero/persona $
        ^ non mi/ci interessa/interessano [più/nulla/niente] $
        ^ non sono/siamo [più] interessato/interessata/interessati $
        ^ non chiamatemi/chiamarmi/chiamate/chiami/chiamarci [più/mai] $
        ^ non mi chiami/chiamate/chiamare [più/mai] $
        non scrivete/scriva/scrivere/scrivermi/scrivetemi , [ma/piuttosto] chiamatemi/chiamate/\
            chiami/chiamami/telefonate
        non vi/ti/la conosco
        chi vi/ti/le ha dato [il] [mio]
        dove/come avete/hai/ha preso/avuto/trovato il mio
        è/questo [è] [uno/una] spam/truffa
        perché mi SCRIVA
        ^ ora basta
    """,
    conversation="""
        non smetta/smettete/smettere/smetti/smette di [SCRIVERE]
        non cancellatemi/cancellate/toglietemi/togliete/rimuovetemi/cancelli/cancellarmi/\
            toglietelo
        non mi cancelli/cancellate/tolga/togliete
        lista/elenco d/di attesa/nozze
        non chiamatemi/chiamate/chiami/chiamarmi/chiamare , [ma/meglio] scrivetemi/scrivete/\
            scriva/scrivimi/mandatemi/un
        non mi chiami/chiamate , scriva/scrivete/mi
        rispondi/rispondete/rispondere/risponda/invia/inviate/scrivi [con] stop per/se/a
        annulla/annullare/cancella/cancellare/disdire l/il/la/un appuntamento/prenotazione/\
            ordine/visita
        non mi SCRIVA [il/la] fattura/preventivo
        basta un/una
        perché non mi SCRIVA
    """,
)
