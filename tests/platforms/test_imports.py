"""What the integration never loads by itself."""

from pathlib import Path
import subprocess
import sys

ROOT = Path(__file__).parents[2]
IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module("custom_components.missed_call_textback")
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
unwanted = ("homeassistant.components.cloud", "homeassistant.components.camera", "numpy")
print(sorted(name for name in sys.modules if name.startswith(unwanted)))
"""


def test_a_house_without_home_assistant_cloud_does_not_load_it() -> None:
    # It takes most of a second to import, and brings cameras, voice and numpy.
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
