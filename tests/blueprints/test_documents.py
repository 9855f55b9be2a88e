"""What every blueprint says of itself, held against the rest of the repository."""

from pathlib import Path
from typing import Any, Final

import pytest

from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.util.yaml import load_yaml_dict

from .conftest import BLUEPRINTS

ROOT: Final = BLUEPRINTS.parents[1]
FILES: Final = sorted(BLUEPRINTS.rglob("*.yaml"))


def blueprint(path: Path) -> Blueprint:
    """Read a blueprint as Home Assistant does."""
    return Blueprint(
        load_yaml_dict(path), expected_domain="automation", schema=AUTOMATION_BLUEPRINT_SCHEMA
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_blueprint_names_where_it_is_and_uses_all_that_it_asks(path: Path) -> None:
    read = blueprint(path)
    assert read.validate() is None
    where = path.relative_to(ROOT).as_posix()
    url = f"https://github.com/missed-call-textback/missed-call-textback/blob/main/{where}"
    assert read.metadata["source_url"] == url


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_button_imports_the_blueprint(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix().replace("/", "%2F")
    pages = (ROOT / "README.md", ROOT / "docs" / "automations.md")
    buttons = "".join(page.read_text(encoding="utf-8") for page in pages)
    repository = "https%3A%2F%2Fgithub.com%2Fmissed-call-textback%2Fmissed-call-textback%2F"
    assert f"blueprint_import/?blueprint_url={repository}blob%2Fmain%2F{where})" in buttons


def test_every_way_to_miss_a_call_can_be_chosen_and_is_chosen_at_first() -> None:
    path = BLUEPRINTS / "missed_call_textback" / "decide_yourself.yaml"
    asked: dict[str, Any] = blueprint(path).inputs["outcomes"]
    missed = [outcome.value for outcome in MISSED_OUTCOMES]
    assert asked["default"] == missed
    assert [option["value"] for option in asked["selector"]["select"]["options"]] == missed
