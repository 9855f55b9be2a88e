"""Which of five languages somebody wrote in, as far as their words surely tell; else silence.

A reply is mostly a few words: "ok", a name, an address. A wrong guess makes the shop write somebody in
a language that they do not read, while silence leaves them with that of their region. So a text counts
only by words which none of the other languages writes, nor a neighbour such as Dutch or Portuguese, and
one such word is not enough. Greetings and thanks travel: "gracias" is no Spanish, nor is "merci" French.

Models of languages that fit a small computer (py3langid, measured on the corpora of the tests) find no
more of the replies at the same precision, and take a second and 100 MB at the first one.
"""

import re
from typing import Final
import unicodedata

# Two words can be told apart from a slip or a name; a second language in the text has to be far behind.
_ENOUGH: Final = 2
_FAR_AHEAD: Final = 3
# Somebody's language shows in the beginning, and nobody's text may keep the ledger's thread busy.
_LONGEST: Final = 600

# Words that are written like this in one of the languages alone. Left out are those that mean something
# in another one ("die", "come", "pour", "sale"), places and names ("Los" counts, since one does not
# decide), and what everybody understands.
_WORDS: Final = {
    "en": (
        "the for have your you're you've we're they're haven't hasn't what what's when where"
        " how would could should can't cant cannot are aren't my and with this that that's these"
        " there there's i'm i'd i'll i've it's don't dont doesn't didn't didnt isn't wasn't"
        " won't need want wanted looking look book booking appointment tomorrow today tonight"
        " morning afternoon evening night call called calling back soon know let get some any"
        " anything anyone someone somebody something nothing which who who's why because after"
        " before just still does did much long about behind again really too them than another"
        " else see work works make take takes fix fixed kitchen house dog son daughter wife"
        " husband hair haircut cut quote price cost costs located parking available monday"
        " tuesday wednesday thursday friday saturday sunday might wondering having leaking"
        " broken number talk text left right thing things way may is it to of at be not they she"
        " he him from if by our us we next last month maybe possible one two new minutes sure"
        " has been very more said says told come coming kids"
    ),
    "es": (
        "quiero quisiera quería necesito necesitamos puedo puede pueden podría podria podrían"
        " podrian tiene tienen tienes tengo estoy están estan soy somos hay usted ustedes el los"
        " las muy pero cuando cuándo cuánto cuanto cuántos cuesta cuestan cita citas hoy mañana"
        " manana lunes martes miércoles miercoles jueves viernes llamar llamo llame llamé llaman"
        " llámame llamame llámeme llameme llamada llamado hacer hace hacen cómo qué quién quien"
        " aquí ahora luego después despues también tambien todavía alguien mis sus pelo cabello"
        " precio abierto abiertos gustaría gustaria perro coche esto eso hasta donde dónde hijo"
        " hija trabajo llego encontré encontre mucho duele arreglar arreglan arreglarlo"
        " dirección direccion mensaje vecino cierran abren nosotros ningún cualquier siguiente"
        " tarjeta dejé dije yo vengo voy habitaciones presupuesto mandaron recibió detrás"
        " entonces más conmigo contigo nuestro nuestra otro otra ese esa quizás quizas mejor"
        " ayer anoche niños tenemos trabajan creo estuve estaré allá acá ahí así aun aún dos"
        " tres mañanas pueda quieren hicieron dijeron vivo calle"
    ),
    "fr": (
        "je j'ai j'aimerais j'appelle j'en j'y c'est c'était n'est n'ai d'accord qu'il qu'elle"
        " s'il d'eau d'un d'une d'autre d'urgent aujourd'hui vous nous suis êtes avez avons"
        " pouvez pouvons pourriez peux peut puis voudrais souhaite souhaiterais aimerais besoin"
        " rendez demain matin après apres soir avec sans quand combien où quelle quel quels"
        " quelles votre notre une aux très toujours déjà ça être faire faites faut prendre heure"
        " heures prix coupe cheveux lundi mardi mercredi jeudi vendredi samedi dimanche rappeler"
        " rappelez rappelle appeler appelé appelle voiture chien semaine aussi quelqu'un ouvert"
        " ouverts fermez fermé serait rdv etes dites voisin cette fils fille partout parler"
        " envoyez trouvé moi devis derrière côté sujet facture quelque mieux jusqu'à l'heure"
        " l'adresse l'eau rien dans pour pas est leur ils elles tous toute toutes donc trop mois"
        " prochain prochaine dernière dernier nuit enfants plutôt serai serais deux mère père"
        " ont sont chez"
    ),
    "de": (
        "ich nicht und sie wir habe haben hab hätte hätten kann können koennen könnte könnten"
        " möchte möchten moechte brauche brauchen bräuchte wann wieviel ist sind ein eine einen"
        " einem einer mein meine meinen meiner ihr ihre ihnen für fuer auf zu zum zur auch aber"
        " oder wenn dass uhr termin termine heute gestern nachmittag vormittag montag dienstag"
        " mittwoch donnerstag freitag samstag sonntag zurückrufen zurueckrufen rückruf rufen"
        " rufe angerufen anrufen anruf geht gehts haare schneiden kostet gern schon nächste"
        " nächsten woche nein kein keine keinen melden würde wuerde wäre gibt nur jetzt passt"
        " frei leider mir mich uns jemand jemanden hund schreiben muss später dann nochmal denn"
        " euch schließen offen dauert nachricht nummer rechnung wo wer sohn tochter etwas nichts"
        " lange durch ohne noch ihren ging überall adresse dringendes das der nach vor über"
        " vielleicht letzte letzten monat machen macht darf kinder alles wollte wollen sollte"
        " doch ganz sehr mehr lieber hatte wird werden wurde zwei drei preis dachte diese dieser"
        " dieses bräuchten"
    ),
    "it": (
        "vorrei vorremmo posso potrei può puo potete potrebbe potreste avete siamo c'è è perché"
        " perche quanti domani oggi stasera stamattina mattina pomeriggio lunedì lunedi martedì"
        " martedi mercoledì mercoledi giovedì giovedi venerdì venerdi sabato domenica"
        " appuntamento l'appuntamento un'ora prenotare prenotazione prenoto taglio capelli"
        " chiamare chiamato chiamata richiamare richiamo richiami richiamatemi orario orari"
        " aperti aperto chiuso chiudete anche ancora dopo della dello delle degli nel nella gli"
        " questo questa quello mio suo bisogno settimana giorno giorni macchina così più già"
        " bene tutto qualcuno qual quale quant'è dell'olio l'indirizzo dell'auto sono costano"
        " figlio lavoro vicino messaggio trovato lasciato ho senza niente fattura faccia riesco"
        " avreste tavolo vuole preventivo disdire consigliato dappertutto fate parlare di ci dal"
        " dalla sul sulla nei hanno tutti tutta tutte molto nessuno prossimo prossima scorsa"
        " scorso mese bambini notte figlia moglie marito magari meglio quindi allora prendete"
        " portare venire abbiamo stanotte ieri potremmo sarebbe prezzo"
    ),
}
# However many of these there are, they count as one word.
_COURTESIES: Final = {
    "en": "hello hi hey yes yeah please thanks thank you sorry cheers worries bye good sounds great",
    "es": "hola gracias buenas buenos días tardes noches muchas favor saludos adiós sí perdon",
    "fr": "bonjour bonsoir salut svp stp cordialement coucou oui beaucoup désolé",
    "de": "hallo danke dankeschön bitte guten servus moin grüße liebe viele grüezi ja",
    "it": "ciao grazie buongiorno buonasera salve prego saluti arrivederci sì scusi",
}
# Words of neighbours, each of which shares some with one of the five: Portuguese, Dutch, Afrikaans,
# Danish, Norwegian, Swedish, Catalan, Romanian. They speak against all five.
_NEIGHBOURS: Final = (
    "você vocês voce voces não nao estou hoje amanhã amanha às obrigado obrigada gostaria meu minha olá"
    " bom preciso queria ik een het niet voor kunt wij jullie mijn graag bedankt afspraak hoe kom jy"
    " asb jeg jag ikke inte och og til har ringe hej det på vil vull puc avui bon demà și pentru"
    " vreau sunt mâine"
)
_LISTED: Final = {
    language: (frozenset(_WORDS[language].split()), frozenset(_COURTESIES[language].split()))
    for language in _WORDS
} | {None: (frozenset(_NEIGHBOURS.split()), frozenset[str]())}
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# What is no prose: addresses of mail and pages.
_ADDRESS: Final = re.compile(r"@|://|www\.")
# Spanish alone opens a question or a shout.
_OPENING_MARK: Final = re.compile("[¿¡]")


def heard_language(text: str) -> str | None:
    """Return the language (ISO 639-1) that a text is surely written in, or None. Total."""
    pieces = (piece for piece in text[:_LONGEST].split() if not _ADDRESS.search(piece))
    prose = unicodedata.normalize("NFC", " ".join(pieces)).lower().replace("’", "'")
    words = frozenset(_WORD.findall(prose))
    told = {
        language: len(words & own) + bool(words & courtesies)
        for language, (own, courtesies) in _LISTED.items()
    }
    if _OPENING_MARK.search(prose):
        told["es"] += _ENOUGH
    ahead, second = sorted(told, key=lambda language: told[language], reverse=True)[:2]
    sure = told[ahead] >= _ENOUGH and told[ahead] >= _FAR_AHEAD * told[second]
    return ahead if sure else None
