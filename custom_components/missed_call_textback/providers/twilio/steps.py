"""The steps of the one webhook, and the addresses at which Twilio asks for them."""

from enum import StrEnum


class Step(StrEnum):
    """What Twilio asks or reports; each is a `step` of the webhook's query."""

    VOICE = "voice"
    """A call came in: what to do with it?"""
    DIAL = "dial"
    """Ringing the team is over."""
    WHISPER = "whisper"
    """Somebody, or a mailbox, picked up: what to say before the caller is put through?"""
    PRESSED = "pressed"
    """Whoever picked up pressed a key."""
    RECORDED = "recorded"
    """The caller finished a message: what now?"""
    RECORDING = "recording"
    """The message can be fetched."""
    ENDED = "ended"
    """The caller's leg is gone."""
    TEXT = "text"
    """A text came in."""
    STATUS = "status"
    """What became of a text of ours."""
    RUNG = "rung"
    """Somebody of the team, called about what is urgent, picked up: what do they hear?"""
    CHOSEN = "chosen"
    """They pressed a key."""
    REACHED = "reached"
    """The caller, to whom they are put through, picked up."""
    TALKED = "talked"
    """Putting them through is over: they have talked, or nobody picked up."""
    RANG = "rang"
    """The call to them is over."""


def address_of(public_url: str, step: Step, **query: str) -> str:
    """Return the webhook's address for a step.

    Query values must be letters, digits and hyphens: relays and Twilio disagree on how the rest is
    escaped, and the signature covers the query as it was sent.
    """
    pairs = {"step": step.value, **query}
    return public_url + "?" + "&".join(f"{name}={value}" for name, value in pairs.items())


def leads_to(public_url: str, address: str) -> bool:
    """Tell whether an address that Twilio has on file is one of this webhook's."""
    return address == public_url or address.startswith(public_url + "?")
