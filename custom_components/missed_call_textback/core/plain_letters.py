"""Letters as they are compared: small, and without what differs from one hand to another."""

import unicodedata


def plain_letters(text: str) -> str:
    """Return a text in small letters without accents; all else stays where it is."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
