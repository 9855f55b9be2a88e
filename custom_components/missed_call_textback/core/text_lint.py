"""What a text could do better, told to the owner who writes it: it warns, and never blocks.

It looks at the text as a caller reads it. The words of all five languages count in every text, since
nobody says which language a text is in.
"""

from enum import StrEnum
import re
from typing import Final

from .plain_letters import plain_letters
from .segments import segments

MOST_SEGMENTS: Final = 2

# A shout takes more than a short "OK" or "SOS".
_LETTERS_OF_A_SHOUT: Final = 10


class Flaw(StrEnum):
    """One thing that makes a caller less likely to answer, or a carrier to deliver."""

    NO_BUSINESS_NAME = "no_business_name"
    MANY_QUESTIONS = "many_questions"
    DEAD_END = "dead_end"
    PROMOTIONAL = "promotional"
    TOO_LONG = "too_long"
    MANY_APOLOGIES = "many_apologies"
    SHOUTING = "shouting"


# The lists below are in lower case without accents, as `_bare` leaves a text.
_APOLOGIES: Final = (
    r"sorry|apolog\w+|excus\w+|pardon\w*|regrets?",
    r"disculp\w+|perdon\w*|lament(?:o|amos)|lo siento|sentimos",
    r"desolee?s?|navree?s?|regrettons",
    r"entschuldig\w+|verzeih\w+|tut (?:uns|mir)(?: \w+)? leid|leider|bedauer\w+",
    r"scus\w+|dispiace|spiacenti?",
)
# What reads like advertising and is none; it is taken out before the advertising is looked for.
_INNOCENT: Final = (
    # Time to spare: "are you free at 5?", "when is someone free", "feel free to", "free on Monday".
    (
        r"(?:you|we|i|he|she|they|someone|somebody|anyone|who)(?: ?[’'](?:re|m|s|ll))?"
        r"(?: (?:is|are|am|be|will|not|all|also|both))* free"
    ),
    r"(?:feel|set) free|(?:toll|hands|smoke|gluten|lead|pet)[ -]free",
    (
        r"free (?:at|on|from|until|between|after|before|around|to|now|today|tonight|tomorrow"
        r"|slots?|spots?|tables?|time|of(?! charge))"
    ),
    # What a shop has, and what a caller wants, is no special offer.
    r"(?:we|you|i|they|to|also|can) offer|deal with|appels? d'offres?|offres? d'emploi",
    r"(?:mochten|wunschen|brauchen|benotigen|wollen) sie (?:\w+ )?ein angebot|um ein angebot",
    r"ofertas? de (?:empleo|trabajo)|offert[ae] di lavoro",
)
# "sale" alone is "goes out" in Spanish and "dirty" in French; "solde", "saldo" and "Nachlass" alone
# are a balance and an estate, and "remise" is a shed too.
_ADVERTISING: Final = (
    r"\d+ ?%|per ?cento?|percent off|prozent|half price|\d ?x ?1",
    r"free|discount\w*|offers?|deals?|coupons?|bargains?|promo\w*|giveaways?|clearance|cash ?back",
    r"cheapest|(?:best|lowest) prices?|limited time|save (?:up to|money|big|[£$€]?\d+)",
    r"(?:on|big|our|flash|summer|winter|spring|autumn|holiday|annual|final|huge) sale",
    r"sale (?:ends|now|price|prices|today|starts)|sale(?= ?!)",
    r"gratis|gratuit[oa]s?|descuentos?|ofertas?|rebajas?|rebajad[oa]s?|gangas?|cupon(?:es)?",
    r"gratuit(?:es|e|s)?|gratuitement|remises? (?:de \d+|exceptionnelles?|speciales?)|rabais",
    r"soldes|offres?|offerte?s?|bons? plans?|reductions?",
    r"kostenlos\w*|kostenfrei\w*|\w*angebote?[sn]?|\w*rabatte?\w*|schnappchen|sonderpreise?",
    r"sonderaktion\w*|preisnachlass\w*|gutscheincodes?|ausverkauf|schlussverkauf",
    r"gratuit[ei]|gratuitamente|scont[oi]|scontat[oaei]|offert[ae]|in omaggio|saldi",
)
# An order to answer asks as well as a question does: "Reply with your address."
_INVITATIONS: Final = (
    r"(?:please |just )?(?:reply|answer|text|tell|send|write|message|let us know)",
    r"(?:por favor,? )?(?:responda|escriba|envie|mande|cuente|indique|diga)\w*",
    r"(?:merci de |veuillez )?(?:repond(?:ez|re)|ecri(?:vez|re)|envoye[zr]|indique[zr]|dites)",
    r"(?:bitte )?(?:antworten|schreiben|senden|schicken|nennen|sagen) sie",
    r"(?:per favore,? )?(?:risponda|scriva|invii|mandi|indichi|dica)\w*",
)
_ORDER_TO_CALL: Final = (
    r"(?:call|dial|ring|llame|marque|appelez|composez|wahlen sie|rufen sie|chiami)"
    r"(?: (?:al|le|il|den|die|the))? \d{3,5}"
)


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)")


_APOLOGY: Final = _words(*_APOLOGIES)
_NOT_ADVERTISING: Final = _words(*_INNOCENT)
_PROMOTION: Final = _words(*_ADVERTISING)
_INVITATION: Final = re.compile(rf"(?:^|[.!:;,]\s+)(?:{'|'.join(_INVITATIONS)})\b")
# A first text may end with the way to opt out of texts, which answers nobody's call.
_OPT_OUT: Final = re.compile(r"(?<![^.!?])[^.!?]*\bstop\b[^.!?]*")
_QUESTION: Final = re.compile(r"[?؟]+")
_LINK: Final = re.compile(
    r"https?://.+|www\..+|[\w.+-]{1,64}@[\w-]{1,63}\..+"
    r"|(?:[\w-]{1,63}\.)+(?:[a-z]{2,24}/.*|(?:com|net|org|info|biz|app|shop|io|eu|uk)[/.,;:!?)]*)"
)
# Dates, and hours such as 0900-1800.
_CALENDAR: Final = re.compile(r"\b(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4} ?[-–] ?\d{4})\b")
_PHONE: Final = re.compile(r"\d(?:[\s().-]{0,2}\d){5}")
_EMERGENCY: Final = _words(_ORDER_TO_CALL)


def flaws(text: str, business: str) -> tuple[Flaw, ...]:
    """Return what could be better in a text, as rendered for a caller of that business."""
    said = _bare(text)
    pieces = said.split()
    links = {piece for piece in pieces if _LINK.fullmatch(piece.lstrip("(<\"'"))}
    # Addresses are read by machines: what they hold is no question and no advertising.
    prose = " ".join(piece for piece in pieces if piece not in links)
    own = _without_name(prose, business)
    questions = len(_QUESTION.findall(own))
    found = {
        Flaw.NO_BUSINESS_NAME: not _names(said, business),
        Flaw.MANY_QUESTIONS: questions > 1,
        Flaw.DEAD_END: not (questions or links or _asks_otherwise(_OPT_OUT.sub("", own))),
        Flaw.PROMOTIONAL: bool(_PROMOTION.search(_NOT_ADVERTISING.sub(" ", own))),
        Flaw.TOO_LONG: segments(text).segments > MOST_SEGMENTS,
        Flaw.MANY_APOLOGIES: len(_APOLOGY.findall(own)) > 1,
        Flaw.SHOUTING: _shouts(text, business),
    }
    return tuple(flaw for flaw, is_so in found.items() if is_so)


def _bare(text: str) -> str:
    """Return a text in lower case, without accents and with single spaces."""
    return " ".join(plain_letters(text).split())


def _letters(text: str) -> str:
    """Return its words alone, so that a name is found whatever stands between them."""
    return " ".join(re.findall(r"[^\W_]+", _bare(text)))


def _names(said: str, business: str) -> bool:
    return _letters(business) in _letters(said)


def _without_name(said: str, business: str) -> str:
    """Leave the name out: a shop may be called "Free Wheels" or "Sorry Coffee"."""
    name = _bare(business)
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", said) if name else said


def _asks_otherwise(said: str) -> bool:
    return bool(
        _INVITATION.search(said)
        or _EMERGENCY.search(said)
        or _PHONE.search(_CALENDAR.sub(" ", said))
    )


def _shouts(text: str, business: str) -> bool:
    own = text.replace(business, "")
    capitals = sum(each.isupper() for each in own)
    return capitals >= _LETTERS_OF_A_SHOUT and capitals > sum(each.islower() for each in own)
