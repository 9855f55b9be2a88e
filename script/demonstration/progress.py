"""What the demonstration says of itself, apart from its result."""

import sys


def say(line: str) -> None:
    """Print a line of progress: to standard error, since standard output is for the result."""
    print(line, file=sys.stderr, flush=True)
