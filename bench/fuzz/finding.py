"""What a door's input must never lead to."""


class Finding(Exception):
    """An input did what none may. The text says what, and is the same for the same fault."""


class Forged(Finding):
    """An input that nobody signed changed something."""
