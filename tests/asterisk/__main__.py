"""Places every kind of call: python -m tests.asterisk FOLDER, in a network of its own where it can."""

import os
from pathlib import Path
import signal
import sys

import pytest

from tests.process import enter_private_network

from .pbx import PREFIX
from .table import TABLE


def main(prefix: Path) -> int:
    """Run the calls, show the table, and return pytest's verdict."""
    if not enter_private_network():
        sys.stderr.write("No network namespace here: this runs on the machine's own loopback.\n")
    # As if interrupted: then Home Assistant, Asterisk and all telephones are ended in order.
    signal.signal(signal.SIGTERM, lambda _sign, _frame: signal.raise_signal(signal.SIGINT))
    os.environ[PREFIX] = str(prefix)
    TABLE.unlink(missing_ok=True)
    calls = Path(__file__).with_name("real_calls.py")
    options = ("-q", "--show-capture=no", "--timeout=300", "-p", "no:cacheprovider")
    verdict = pytest.main([*options, "-o", f"python_files={calls.name}", str(calls)])
    if TABLE.exists():
        sys.stdout.write(TABLE.read_text())
    return int(verdict)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
