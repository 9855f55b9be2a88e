"""The file that browsers load is what its source builds, small, and safe with strangers' words."""

import gzip
import json
import os
from pathlib import Path
import re
import subprocess
from typing import Final

from tests.card.segment_examples import EXAMPLES, written

ROOT: Final = Path(__file__).parents[2]
CARD: Final = ROOT / "card"
TOOLS: Final = CARD / "node_modules" / ".bin"
BUNDLE: Final = ROOT / "custom_components/missed_call_textback/www/missed-call-textback.js"
SECONDS: Final = 120
# What a phone on a slow line loads before it shows anything.
LARGEST: Final = 60_000


def run(*command: str, **environment: str) -> None:
    """Run one of the cards' tools."""
    assert (TOOLS / command[0]).exists(), "the cards' tools are missing: run script/setup"
    done = subprocess.run(  # noqa: S603
        [str(TOOLS / command[0]), *command[1:]],
        cwd=CARD,
        env={**os.environ, "PATH": f"{TOOLS}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"


def sources() -> dict[str, str]:
    """Return the source of all that browsers load, by its path."""
    return {
        str(path.relative_to(CARD)): path.read_text(encoding="utf-8")
        for path in sorted((CARD / "src").rglob("*.ts"))
    }


def test_the_file_that_is_served_is_what_its_source_builds(tmp_path: Path) -> None:
    run("vite", "build", CARD_OUT=str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [BUNDLE.name]
    assert (tmp_path / BUNDLE.name).read_bytes() == BUNDLE.read_bytes(), "run script/card"


def test_it_is_small_enough_for_a_phone() -> None:
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) < LARGEST


def test_it_tells_nothing_of_where_it_was_built() -> None:
    built = BUNDLE.read_text(encoding="utf-8")
    assert str(ROOT) not in built
    assert "sourceMappingURL" not in built


def test_no_words_are_ever_taken_for_html() -> None:
    read = sources()
    assert "src/main.ts" in read
    unsafe = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|unsafe-?(?:HTML|SVG|Static)", re.IGNORECASE
    )
    assert not [path for path, source in read.items() if unsafe.search(source)]


def test_only_elements_of_home_assistants_that_are_always_there_are_used() -> None:
    used = {tag for source in sources().values() for tag in re.findall(r"<(ha-[a-z-]+)", source)}
    assert used <= {"ha-card", "ha-icon", "ha-menu-button", "ha-button"}


def test_every_pin_of_the_cards_tools_has_a_hash_and_no_address() -> None:
    lock = json.loads((CARD / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert "node_modules/lit" in packages
    assert not [name for name, each in packages.items() if "integrity" not in each]
    assert not [name for name, each in packages.items() if "resolved" in each]


def test_the_browser_counts_segments_by_the_examples_that_the_server_gives() -> None:
    assert (CARD / "test" / "segments.json").read_text(encoding="utf-8") == written(EXAMPLES)


def test_the_cards_own_tests_pass() -> None:
    run("vitest", "run")
