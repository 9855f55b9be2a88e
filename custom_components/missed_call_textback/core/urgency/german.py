"""How people say in German that something is urgent."""

import re
from typing import Final

from .language import Language
from .topics import Topic

_UMLAUT: Final = re.compile(r"[^/\s\[\]]*[äöü][^/\s\[\]]*")
_DIGRAPHS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _both_ways(phrases: str) -> str:
    """Return phrases with each ä, ö and ü written as ae, oe and ue as well."""
    return _UMLAUT.sub(lambda word: f"{word[0]}/{word[0].translate(_DIGRAPHS)}", phrases)


GERMAN: Final = Language(
    general=_both_ways("""
        dringend/dringende/dringender/dringendes/dringlich/dringendst
        notfall/notfälle
        eilt/eilig/eilige
        leben und/oder tod
        ^ sos $
        kann/können ... nicht [mehr/länger] warten
        brauche/brauchen/kommen/bitte ... sofort/umgehend
        sofort/umgehend jemand/jemanden/hilfe/kommen
        schnell/schnellstens kommen/vorbeikommen
        kommen sie schnell
    """),
    topics={
        Topic.GAS: _both_ways("""
            gasgeruch/gasleck/gasaustritt
            RIECHEN ... nach gas
            nach gas RIECHEN
            gas tritt/strömt aus
            kohlenmonoxid
            co melder
        """),
        Topic.FIRE: _both_ways("""
            brennt/flammen/feuer
            brand im/in
            rauch/raucht/qualm/qualmt
            RIECHEN ... verbrannt/verschmort/angebrannt/verbranntem/verkohlt
            verschmort/schmort/brandgeruch
        """),
        Topic.SPARKS: _both_ways("""
            funken/funkt
            offene/blanke/freiliegende/lose kabel/leitung/leitungen
            kabel liegen/liegt/hängt/hängen frei/offen/raus/runter/blank
            stromschlag/stromschläge/kurzschluss
            eine gewischt
            schlag bekommen/gekriegt
        """),
        Topic.BODY: _both_ways("""
            atmet/atme [noch] nicht/kaum/schwer/nur/schlecht/schnell
            kaum/keine/schlecht/schwer luft
            nicht [mehr/richtig] atmen
            atemnot/erstickt/ersticken/verschluckt
            blutet/blute/blutung/blutungen/blutend/verblutet
            hört/hören nicht auf zu bluten
            blut im/aus/überall/gespuckt/erbrochen/uriniert
            krampf/krämpfe/krampft/krampfanfall/krampfanfälle/anfall/anfälle
            bewusstlos/ohnmächtig/zusammengebrochen/kollabiert/umgekippt/zusammengesackt
            reagiert/bewegt [sich] nicht/kaum
            wacht nicht
            vergiftet/vergiftung/giftköder
            allergische/allergischer/anaphylaktischer reaktion/schock
            hals/zunge/lippen ... schwillt/zugeschwollen/dick/geschwollen
            herzinfarkt/herzstillstand/schlaganfall
            schmerzen in der brust
            stirbt/sterben
            spüre/spürt [meine/mein/seine/die/das] bein/beine/arm/arme/hände/füße nicht/nichts
            gelähmt/lähmung
            sehe/sieht ... auge nichts
            nichts sehen
        """),
        Topic.ANIMAL: _both_ways("""
            angefahren/überfahren
            vom/von_einem/vor_ein/vors auto [angefahren/überfahren/erfasst/gelaufen/erwischt]
            TOXIC ... FRESSEN
            FRESSEN ... TOXIC
            gebissen/zerbissen
            kann/pinkelt/uriniert nicht/kein [mehr] [pinkeln/urinieren/pipi]
            bauch ... aufgebläht/dick/hart/aufgegast/geschwollen
            magendrehung/hitzschlag
            wehen/geburt
            erbricht/übergibt/kotzt ... blut/ständig/dauernd/ununterbrochen/stunden
            kann nicht [mehr] aufstehen/laufen/stehen/gehen
            steht nicht [mehr] auf
            zieht/schleift ... hinterbeine/beine/bein/pfote
            bein/pfote/flügel gebrochen
        """),
        Topic.FLOOD: _both_ways("""
            rohrbruch/wasserrohrbruch/wasserschaden/wassereinbruch/hochwasser
            ROHR ... geplatzt/gebrochen/gerissen/geborsten/abgerissen
            geplatztes/gebrochenes ROHR
            überschwemmung/überschwemmt/überflutet/überflutung/geflutet/unter_wasser
            wasser ... aus/durch/von [der/dem/die] decke/wand/boden/lampe
            wasser läuft/überall/spritzt/schießt/strömt/dringt/sprudelt
            wasser steht/kommt/tropft in/im/aus/durch/von
            LAUFEN ... wasser
            tropft/läuft/regnet ... decke/wand
            zentimeter/cm wasser
            übergelaufen/läuft_über
            WC ... hoch/überlaufen
            abwasser/fäkalien
            decke ... runter/eingestürzt/herunter
            wasser/hahn/haupthahn ... nicht abstellen/abdrehen/zudrehen
        """),
        Topic.LEAK: _both_ways("""
            leck/lecks/leckt/undicht/leckage
            tropft stark/sehr
            läuft aus
            verliert wasser
        """),
        Topic.HEATING: _both_ways("""
            heizungsausfall
            kein/keine/ohne heizung/warmwasser/klimaanlage/warmes/heißes [wasser]
            kein/ohne wasser $
            HEIZUNG ... ausgefallen/kaputt/defekt/kalt/tot/streikt/aus
            HEIZUNG geht/heizt/läuft/springt/funktioniert ... nicht
            HEIZUNG ... nicht [mehr] geht/heizt/funktioniert/läuft
            ausfall der HEIZUNG
        """),
        Topic.POWER: _both_ways("""
            stromausfall/blackout
            kein/keinen/ohne strom
            strom [ist] weg/ausgefallen
            sicherung/sicherungen/fi ... fliegt/fliegen/rausgeflogen/raus/durchgebrannt
        """),
        Topic.ROOF: _both_ways("""
            baum/ast ... gefallen/gestürzt/umgefallen/umgestürzt
            dach/ziegel/dachziegel ... \
                abgedeckt/weggeflogen/runtergefallen/undicht/eingestürzt/beschädigt/weg/heruntergefallen
            regnet/regen/wasser ... rein/hinein/herein
            sturmschaden/sturmschäden
            loch im dach
        """),
        Topic.TOOTH: _both_ways("""
            ZAHN ... abgebrochen/ausgeschlagen/rausgefallen/raus/abgeplatzt/gebrochen/\
                herausgefallen/locker/rausgebrochen/abgegangen/verloren
            abszess/eiter/eitert/vereitert
            backe/wange/gesicht/zahnfleisch/kiefer ... geschwollen/dick/angeschwollen
            dicke backe/wange
            zahnschmerzen/zahnweh
            STARKE [zahn] schmerzen
            schmerzen ... unerträglich/aushalten/schlimmer/auszuhalten
            vor schmerzen
            kann nicht/nichts [mehr] essen/schlafen/kauen
        """),
        Topic.ROAD: _both_ways("""
            unfall/autounfall/zusammenstoß/überschlagen
            liegengeblieben/liegen_geblieben/gestrandet/panne
            stecke/stecken/hänge/stehe/stehen ... AUTOBAHN
            festgefahren/steckengeblieben
            springt nicht [mehr] an
            bremse/bremsen ... versagt/versagen/nicht/kaputt
            schlüssel/kind/baby/hund ... eingesperrt/eingeschlossen/im_auto
            ausgesperrt
            reifen ... platt/geplatzt
            reifenpanne/plattfuß/platten
            batterie [ist] leer/tot
            graben gefahren/gelandet
        """),
        Topic.CUSTODY: _both_ways("""
            verhaftet/festgenommen/untersuchungshaft/gefängnis/festnahme/inhaftiert
            polizei ... tür/hier/mitgenommen/durchsuchung/vernehmung/steht/abgeholt
            hausdurchsuchung/abschiebung/abgeschoben/zwangsräumung
            gerichtstermin/verhandlung ... heute/morgen
        """),
        Topic.PEST: _both_ways("""
            wespen/hornissen/bienen ... kinder/haus/baby/zimmer/kinderzimmer/drin
            wespennest/hornissennest ... kinder/haus/baby/zimmer/kinderzimmer
            bienenschwarm
            gestochen
            schlange/skorpion/marder/fledermaus ... im/in
            ratten/ratte ... kinderzimmer/baby/bett/gebissen
        """),
    },
    negations=_both_ways("""
        nicht/kein/keine/keinen/keinem/keiner/keinerlei/nie/niemals/ohne/nichts/weder/noch/nix
    """),
    breaths="und/weil/denn/bitte",
    turns="aber/jedoch/allerdings/außer/sondern",
    harmless=_both_ways("""
        blutet/tropft/brennt/raucht/leckt/krampft/funkt/qualmt [ja/zum_glück/noch/mehr] nicht
        nicht sicher/nur/gut/wohl/erreichbar/weiter/ganz/gefressen
        nicht auf
        weiß nicht
        niemand/keiner geht/ist/erreichbar/da/ran
        keine ahnung/antwort
        immer noch
        noch immer/nicht_da
        im notfall
        kleines/leichtes/minimales/winziges leck
        HAHN ... tropft/undicht/leckt
        tropft/tropfender/undichter ... HAHN
        tropft [nur] ein/leicht bisschen/wenig
        blut abnehmen/abgenommen/untersuchen/spenden
        rauchmelder/feuerlöscher/brandmelder/feuerwerk
        ohne ende
    """),
    calm=_both_ways("""
        kein/keine/ohne [große/besondere] eile/stress/hektik
        eilt/pressiert nicht/net
        nicht/net [so/sehr/besonders] pressiert/schlimm/wild/tragisch/dramatisch/wichtig
        hat/haben/habe [noch/auch] zeit
        kann/können/könnte [noch/auch/gerne/gern/ruhig/das] [noch/auch/ruhig] warten
        wenn/sobald sie/ihr/du [mal/irgendwann] zeit
        irgendwann
        bei gelegenheit
        in [aller] ruhe
        nichts schlimmes/wildes/ernstes/dramatisches/besonderes
        nächsten/nächstes monat/jahr
    """),
    over=_both_ways("""
        BEHOBEN
        blutet/tropft/läuft/brennt/raucht/leckt/krampft nicht mehr
        fehlalarm
        alles [wieder] gut/okay/ok/in_ordnung/klar
        unter kontrolle
        geht/läuft/funktioniert/heizt [es/ihm/ihr/jetzt] wieder/besser/gut
        wieder gut/ok/okay/da/dicht/warm/fit
        hat aufgehört
        brauchen/brauche ... nicht/niemanden mehr
    """),
    past=_both_ways("""
        danke/dank ... für/dass
        vor [zwei/drei/einem/ein/paar/einigen/2/3/4/5/6] [paar] monat/monaten/jahren/jahr/wochen
        letzten/letztes/letzte/letzter monat/jahr/sommer/winter/woche
        falls
        rechnung/quittung/garantie/versicherung/bewertung
        war [nur] ein/eine
    """),
    asked=_both_ways("""
        was/wieviel/wie_viel kostet/kosten/würde/nehmen
        preis/preise/angebot/kostenvoranschlag
        machen/bieten/behandeln/übernehmen/reparieren sie/ihr
        wartung/inspektion/prüfung/vorsorge/vorbeugen
    """),
    lists={
        name: _both_ways(choices)
        for name, choices in {
            "RIECHEN": "riecht/rieche/riechen/stinkt/stinken",
            "ROHR": "rohr/rohre/wasserrohr/leitung/wasserleitung/schlauch/boiler/heizkörper/ventil",
            "HEIZUNG": (
                "heizung/therme/gastherme/boiler/warmwasser/wärmepumpe/heizkörper/klimaanlage/"
                "kessel/ölheizung/heizungsanlage"
            ),
            "LAUFEN": "läuft/spritzt/schießt/strömt/sprudelt/dringt/tritt/überall",
            "WC": "wc/klo/toilette/abfluss/waschbecken/badewanne/dusche/spüle/gully",
            "HAHN": "hahn/wasserhahn/armatur/dusche/duschkopf",
            "FRESSEN": "gefressen/gegessen/verschluckt/geschluckt/getrunken/frisst/erwischt/gefuttert",
            "TOXIC": (
                "schokolade/rattengift/schneckenkorn/gift/trauben/rosinen/zwiebel/zwiebeln/"
                "medikamente/tabletten/tablette/frostschutz/frostschutzmittel/xylit/batterie/nadel/"
                "socke/köder/lilie/pilz/pilze/ibuprofen"
            ),
            "ZAHN": (
                "zahn/zähne/schneidezahn/backenzahn/krone/füllung/plombe/implantat/brücke/prothese/"
                "frontzahn/milchzahn"
            ),
            "STARKE": "starke/schlimme/unerträgliche/heftige/extreme/höllische/wahnsinnige/furchtbare",
            "AUTOBAHN": (
                "autobahn/landstraße/standstreifen/straße/bundesstraße/pannenstreifen/schnee/tunnel"
            ),
            "BEHOBEN": (
                "behoben/repariert/erledigt/gelöst/geklärt/gestoppt/abgedichtet/gefixt/beseitigt"
            ),
        }.items()
    },
)
