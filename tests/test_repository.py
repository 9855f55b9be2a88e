"""What the repository says of itself, held against what is in it."""

from functools import cache
import json
from pathlib import Path
import re
import struct
import subprocess
import tomllib
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

ROOT: Final = Path(__file__).parents[1]
INTEGRATION: Final = ROOT / "custom_components" / "missed_call_textback"
REPOSITORY: Final = "https://github.com/missed-call-textback/missed-call-textback"

_LINK: Final = re.compile(
    r"!?\[(?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\""
)
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_REGISTRY: Final = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|crates|rubygems|artifactory)\.(?:org|com|io|net)\b"
)
_MACHINE: Final = re.compile(r"(?<![\w.~$}*-])/(?:root|work|home/[a-z]+|Users/[a-z]+|tmp/[a-z])/")


def manifest() -> dict[str, Any]:
    """Return the integration's manifest."""
    return dict(json.loads((INTEGRATION / "manifest.json").read_text(encoding="utf-8")))


@cache
def texts() -> dict[str, str]:
    """Return every text file that is in the repository, or about to be, by its path."""
    listed = subprocess.run(
        # Whichever git the developer has.
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    read: dict[str, str] = {}
    for name in filter(None, listed.stdout.split("\0")):
        try:
            read[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError, FileNotFoundError:
            continue  # a picture, or a file that is being removed
    return read


def test_hacs_is_told_what_it_asks_for() -> None:
    told = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))
    assert told == {
        "name": manifest()["name"],
        "homeassistant": "2026.10.0",
        "render_readme": True,
    }


def test_the_manifest_names_who_keeps_it_and_where() -> None:
    told = manifest()
    assert told["documentation"] == REPOSITORY
    assert told["issue_tracker"] == f"{REPOSITORY}/issues"
    assert told["codeowners"]
    assert all(re.fullmatch(r"@[\w-]+(/[\w-]+)?", owner) for owner in told["codeowners"])


def test_the_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)
    assert latest is not None
    assert manifest()["version"] == project["project"]["version"] == latest[1]
    assert f"[{latest[1]}]: {REPOSITORY}/releases/tag/v{latest[1]}" in changelog


def test_the_oldest_home_assistant_is_the_one_that_is_tested() -> None:
    """The test package of a Home Assistant release pins that release."""
    oldest = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))["homeassistant"]
    pins = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    tested = re.search(r"^homeassistant==(\d+\.\d+)", pins, re.MULTILINE)
    assert tested is not None
    assert oldest.startswith(f"{tested[1]}.")


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        pytest.param("icon.png", (256, 256), id="icon"),
        pytest.param("icon@2x.png", (512, 512), id="icon for sharp screens"),
        pytest.param("logo.png", None, id="logo"),
    ],
)
def test_the_brands_pictures_are_of_the_size_that_home_assistant_wants(
    name: str, sides: tuple[int, int] | None
) -> None:
    picture = (INTEGRATION / "brand" / name).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, _depth, colour_type = struct.unpack(">IIBB", picture[16:26])
    assert colour_type == 6, "it has to be transparent"
    if sides is None:
        assert width > height
        assert 128 <= height <= 256
    else:
        assert (width, height) == sides


def _documents() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    )


@pytest.mark.parametrize("document", _documents())
def test_every_link_to_a_file_leads_to_it(document: str) -> None:
    text = re.sub(r"```.*?```", "", texts()[document], flags=re.DOTALL)
    links = {link for found in _LINK.findall(text) for link in found if link}
    links |= set(_PICTURE.findall(text))
    files = {link.partition("#")[0] for link in links if not urlsplit(link).scheme} - {""}
    lost = {file for file in files if not ((ROOT / document).parent / file).exists()}
    assert not lost


def test_links_into_the_repository_on_the_web_lead_to_files() -> None:
    within = re.compile(re.escape(f"{REPOSITORY}/blob/main/") + r"([\w./-]+)")
    lost = {
        (name, path)
        for name, text in texts().items()
        for path in within.findall(text)
        if not (ROOT / path).exists()
    }
    assert not lost


@pytest.mark.parametrize(
    "unwanted", [_REGISTRY, _MACHINE], ids=["a package registry", "a path of somebody's machine"]
)
def test_no_file_names(unwanted: re.Pattern[str]) -> None:
    assert "README.md" in texts()
    found = {name: match[0] for name, text in texts().items() if (match := unwanted.search(text))}
    assert not found
