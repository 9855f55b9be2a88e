"""What vendors never load."""

from pathlib import Path
import subprocess
import sys

ROOT = Path(__file__).parents[2]
# The room alone: its package is stood in for, since that loads Home Assistant.
IMPORT_ALL = """
import importlib, pkgutil, sys, types
package = types.ModuleType("custom_components.missed_call_textback")
package.__path__ = ["custom_components/missed_call_textback"]
sys.modules[package.__name__] = package
room = importlib.import_module(package.__name__ + ".providers")
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
assert "twilio.request_validator" in sys.modules
unwanted = ("twilio.rest", "twilio.http", "requests", "homeassistant", "sqlalchemy")
print(sorted(name for name in sys.modules if name.startswith(unwanted)))
"""


def test_no_vendor_loads_twilios_own_client_nor_home_assistant() -> None:
    # It blocks the event loop for half a second or more at its first use.
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", IMPORT_ALL],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
