"""Slips of the thumb: which word somebody meant who typed STOOOP."""

from itertools import groupby
from typing import Final

# Short words are left alone (but for STOP): one slip makes another word of them.
_WORDS: Final = (
    "abmelden",
    "contact",
    "desabonner",
    "desinscribir",
    "messages",
    "messaging",
    "messaggi",
    "mensajes",
    "nachrichten",
    "remove",
    "scrivermi",
    "stop",
    "texting",
    "unsubscribe",
)
# What a slip would make of these, somebody may have meant: atop, testing.
_REAL_WORDS: Final = frozenset({"atop", "contacts", "mensaje", "message", "stoop", "testing"})
_BESIDE: Final = {
    letter: beside
    for letters, besides in (
        ("qwertyuiop", "wa12 qesa23 wrds34 etfd45 rygf56 tuhg67 yijh78 uokj89 iplk90 ol0"),
        ("asdfghjkl", "qwsz awedxz serfcx drtgvc ftyhbv gyujnb huikmn jiolm kop"),
        ("zxcvbnm", "asx zsdc xdfv cfgb vghn bhjm njk"),
    )
    for letter, beside in zip(letters, besides.split(), strict=True)
}


def _slips_of(word: str) -> set[str]:
    """Return what a thumb makes of a word: letters swapped, doubled, left out, or the key beside."""
    cuts = [(word[:at], word[at:]) for at in range(len(word))]
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    doubled = {head + tail[0] + tail for head, tail in cuts}
    beside = {head + key + tail[1:] for head, tail in cuts for key in _BESIDE[tail[0]]}
    # "sto", "top" and "sop" are words.
    left_out = {head + tail[1:] for head, tail in cuts} if len(word) > 4 else set()
    return swapped | doubled | beside | left_out


_MEANT: Final = {slip: word for word in _WORDS for slip in _slips_of(word) - _REAL_WORDS} | {
    word: word for word in _WORDS
}


def meant(token: str) -> str:
    """Return the word that was meant, or the token itself."""
    if (word := _MEANT.get(token)) is not None:
        return word
    # STOOOOP: a letter that stays down.
    if len(token) > 4 and any(
        a == b == c for a, b, c in zip(token, token[1:], token[2:], strict=False)
    ):
        return _MEANT.get("".join(letter for letter, _ in groupby(token)), token)
    return token
