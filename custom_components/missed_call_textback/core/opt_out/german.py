"""How people say in German that they want no texts."""

from typing import Final

from .language import Language

GERMAN: Final = Language(
    stop_texts="""
        stopp, abmelden, abmeldung, aufhören, aufhoeren, ende, abbestellen, halt, kündigen,
        kuendigen, austragen, beenden, abmelden stop, hör auf, hört auf, hören sie auf, schluss,
        keine sms, keine nachrichten, abbruch
    """,
    unsure_texts="stornieren, genug, es reicht, reicht, spam, betrug, löschen, verwählt",
    # "Ja", "weiter" and "anmelden" are answers.
    start_texts="starten, wieder anmelden",
    help_texts="""
        hilfe, info bitte, bitte info, infos, infos bitte, informationen, info danke, information
    """,
    noise="""
        bitte bite verdammt verdammten verdammte scheiß scheiss scheißdreck endlich doch einfach
    """,
    edges="""
        danke, hallo, hi, jetzt, sofort, ok, okay, vielen dank, guten tag, nun, also, und, aber,
        nein, ab sofort, dankeschön
    """,
    lists={
        "HOEREN": "hören/höre/hoeren/hör/hoer/hört/hoert",
        "SCHREIBEN": (
            "schreiben/schreib/schreibt/schreibe/schicken/schick/schickt/schicke/senden/sende/"
            "sendet/texten/texte/simsen/simst/kontaktieren/kontaktiere/kontaktiert/belästigen/"
            "belästigt/nerven/nervt/anschreiben/melden"
        ),
        "ZUSCHREIBEN": (
            "schreiben/schicken/senden/texten/simsen/kontaktieren/belästigen/nerven/"
            "belaestigen/stören/anrufen/anzurufen/anzuschreiben/spammen"
        ),
        "SMS": (
            "sms/nachrichten/nachricht/messages/texte/whatsapp/mitteilungen/meldungen/werbung/"
            "smsen/kontaktaufnahme"
        ),
        "MICH": (
            "mich/uns/meine nummer/diese nummer/die nummer/meine daten/meine telefonnummer/"
            "meine handynummer/meinen kontakt"
        ),
        "LISTE": "liste/verteiler/verteilerliste/datenbank/kartei/kontakten/adressbuch/system",
        "SIE": "sie/ihr/du",
    },
    stop="""
        ^ HOEREN [SIE] [mal] auf [damit/mich/mir/uns/mit] [den/diesen/euren/ihren/deinen/zu/SMS]
        hören/hoeren sie [mal] auf [damit/mich/mir/uns/mit]
        ^ [sofort] aufhören/aufhoeren [damit/zu/mit/mir/mich]
        aufhören/aufhoeren [mir/mich/uns] zu ZUSCHREIBEN
        keine/keinerlei [weiteren/weitere/ihrer/eurer/ihre/eure] SMS [mehr] $
        keine [weiteren/weitere] SMS mehr
        keine weiteren/weitere SMS
        SCHREIBEN [SIE] [mir/mich/uns/hier] nicht/nie/nichts/niemals mehr/wieder
        SCHREIBEN [SIE] mir/mich/uns nicht/nie/nichts/niemals
        SCHREIBEN [SIE] [mir/uns] keine [weiteren/weitere/mehr] [SMS/mehr]
        nicht/nie/niemals/nichts mehr/wieder [mir/mich/uns] schreiben/schicken/senden/texten/\
            kontaktieren/belästigen/anschreiben
        ^ nicht/nie/niemals/nichts [mir/mich/uns] schreiben/schicken/senden/texten/kontaktieren/\
            belästigen/anschreiben $
        nicht/nie [mehr/weiter] kontaktiert/angeschrieben/belästigt/gestört werden
        löschen/loeschen/lösch/lösche/löscht/entfernen/entferne/entfernt/streichen/streich/\
            streicht/blockieren [SIE] MICH
        vergessen/vergiss/vergesst [SIE] meine/diese nummer
        meine/diese nummer/daten/telefonnummer/handynummer [sofort/aus/von] [dem/der] [LISTE] \
            löschen/entfernen/streichen/vergessen/loeschen
        nehmen/nehmt/nimm/streichen/streicht/streich/entfernen/entfernt/entferne/löschen/löscht/\
            lösch/loeschen/werfen [SIE] [mich/uns/meine] [nummer] von/aus/vom der/dem/ihrer/\
            ihrem/eurer/eurem/deiner/dieser/diesem/allen LISTE
        von/aus der/dem/ihrer/ihrem/eurer/eurem/dieser/diesem LISTE streichen/entfernen/nehmen/\
            löschen/loeschen/austragen
        melden/melde/meldet [SIE] mich/uns ab
        möchte/will/wollen/würde/moechte/wie [ich/kann/mich/uns] [ich] [mich/uns] [hier/gerne/\
            von] abmelden/austragen/abbestellen
        tragen/trag/tragt [SIE] mich/uns aus
        möchte/will/wollen/wünsche/moechte/brauche keine [weiteren/weitere/ihrer/eurer] SMS
        will/möchte/moechte/wünsche nichts [mehr] [von] [ihnen/euch/dir] [mehr] hören/lesen/wissen
        will/möchte/moechte/wünsche keinen kontakt
        will/möchte/moechte nicht [mehr] kontaktiert/angeschrieben/belästigt
        wünsche keinen/keine [weiteren] kontakt
        lassen/lasst/lass/laß/laßt [SIE] mich/uns [endlich] in ruhe/frieden
        mich/uns in ruhe lassen
        nie/niemals zugestimmt/eingewilligt/angemeldet/erlaubt/bestellt/angefordert $
        nicht zugestimmt/eingewilligt $
        verpiss/verpisst/verzieht/verzieh dich/euch
        ^ verschwinde/verschwindet/verschwinden [sie] $
        leck/leckt/fick/fickt mich/dich/euch
        stoppt/stoppen/stopp/stop [SIE] [mit/alle] [die/diese/das/den/diesen/der/alle] SMS/\
            schreiben
        stopp mit
        ^ schluss jetzt/damit $
        schluss [jetzt] mit [den/diesen/euren/ihren/dem] SMS
        unterlassen/unterlasst/unterlass/unterlässt [SIE] [das/dies/es/weitere/diese/jede/\
            jegliche] [SMS/weitere]
        widerrufe/widerrufen/widerruf [ich] [hiermit] [meine/meiner/der] [einwilligung/\
            zustimmung/erlaubnis]
        abo kündigen/abbestellen/beenden
        SMS abbestellen/abmelden/beenden/stoppen/einstellen
        stellen/stellt/stell [SIE] [die/das/diese] SMS/schreiben ein
    """,
    unsure="""
        falsche/verkehrte nummer/person [von/erwischt] $
        falsch verbunden
        SIE/haben haben/sie/habt/hast sich/euch/dich verwählt/vertippt/geirrt
        ^ [ich/wir] [habe/haben] kein interesse [mehr/daran/danke] $
        ^ [ich] [bin] [wir] nicht interessiert $
        nicht/nie schreiben/texten , [lieber/sondern] anrufen
        nicht/nie schreiben/texten , rufen/ruf/ruft
        rufen/ruf/ruft [SIE] mich/uns nicht/nie [mehr] an $
        ^ nicht [mehr] anrufen $
        ^ [jetzt] es reicht [mir/langsam/wirklich] $
        kenne/kennen/kenn sie/euch/dich [gar/doch/überhaupt] nicht
        woher haben/habt/hast SIE meine
        wer hat ihnen/euch/dir meine
        warum/wieso/weshalb SCHREIBEN SIE mir
        das/ist ist spam/betrug/belästigung
        ^ schreiben/schreib/schreibt [SIE] nicht $
    """,
    conversation="""
        hört/hoert nicht auf
        HOEREN [SIE] nicht auf [zu] [schreiben]
        wann HOEREN
        nicht abmelden/aufhören/löschen/streichen/entfernen/vergessen
        streichen/streicht/nehmen/nehmt/löschen/löscht [SIE] mich/uns nicht
        warteliste/gästeliste/einkaufsliste
        rufen/ruf [SIE] mich/uns nicht an , schreiben/schreib/bitte/lieber
        nicht anrufen , [lieber/sondern] schreiben/schreib/sms/texten
        antworten/antworte/senden/sende/schreiben [sie] [mit] stop/stopp [an/um/zum/für/wenn/und]
        termin/termine/auftrag/buchung/bestellung abmelden/stornieren/löschen/absagen
        SCHREIBEN [SIE] nicht an die
        es reicht wenn/dass/bis/für
        melden sie sich nicht
        noch nicht/nichts/nie
        habe/hab/haben/bekam/gab keine SMS
        hört/hoert [es/das/die/der] [wasser] auf
    """,
)
