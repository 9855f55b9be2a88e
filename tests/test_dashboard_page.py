"""What the page about the dashboard tells an owner, held against the integration and its cards."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import parse_yaml
from tests.platforms.shop import OpenShop

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "docs/dashboard.md").read_text(encoding="utf-8")
SOURCE: Final = ROOT / "card/src"
# What the page calls the line is the demo line of the tests; the shop has that name there, too.
LINE: Final = "corner_barbers"
DEMO_LINE: Final = "demo_line"
A_FEW: Final = 10

type Yaml = str | int | bool | list[Yaml] | dict[str, Yaml] | None


def entities_in(example: Yaml) -> Iterator[str]:
    """Find each entity that a view names, whatever card does it."""
    match example:
        case dict():
            for key, value in example.items():
                if key in {"entity", "entity_id", "entities"}:
                    yield from (each for each in _listed(value) if isinstance(each, str))
                yield from entities_in(value)
        case list():
            for each in example:
                yield from entities_in(each)


def _listed(value: Yaml) -> list[Yaml]:
    return value if isinstance(value, list) else [value]


def cards_in(example: Yaml) -> list[dict[str, Yaml]]:
    """Return the cards of a view's sections."""
    assert isinstance(example, dict)
    sections = example["sections"]
    assert isinstance(sections, list)
    cards: list[dict[str, Yaml]] = []
    for section in sections:
        assert isinstance(section, dict)
        assert isinstance(section["cards"], list)
        cards += [card for card in section["cards"] if isinstance(card, dict)]
    return cards


def the_example() -> Yaml:
    """Return the view that the page shows."""
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    parsed: Yaml = parse_yaml(block)
    return parsed


def of_the_tests(hass: HomeAssistant, entity_id: str) -> str:
    """Return what an entity of the page is called in the tests: it is the shop's, or its line's."""
    return entity_id if hass.states.get(entity_id) else entity_id.replace(LINE, DEMO_LINE)


def in_source(file: str, pattern: str) -> set[str]:
    """Find words in a file of the cards' source."""
    return set(re.findall(pattern, (SOURCE / file).read_text(encoding="utf-8"), re.MULTILINE))


def first_column(heading: str) -> set[str]:
    """Return what stands in the first column of the tables below a heading."""
    part = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert part is not None, heading
    return set(re.findall(r"^\| `([\w:-]+)` \|", part[1], re.MULTILINE))


def test_every_entity_of_the_example_is_there(shop: OpenShop) -> None:
    named = set(entities_in(the_example()))
    assert len(named) > A_FEW
    missing = {
        each for each in named if shop.hass.states.get(of_the_tests(shop.hass, each)) is None
    }
    assert missing == set()


def test_what_the_example_draws_has_statistics(shop: OpenShop) -> None:
    graphs = [card for card in cards_in(the_example()) if card["type"] == "statistics-graph"]
    drawn = [(each, card["stat_types"]) for card in graphs for each in entities_in(card)]
    assert drawn
    for entity_id, wanted in drawn:
        state = shop.hass.states.get(of_the_tests(shop.hass, entity_id))
        assert state is not None
        kept = state.attributes["state_class"]
        # A meter has changes and no mean, a reading has a mean and no changes.
        assert wanted == (["mean"] if kept == "measurement" else ["change"]), entity_id


def test_the_cards_of_the_page_are_those_that_there_are() -> None:
    defined = {
        name
        for path in (SOURCE / "cards").glob("*-card.ts")
        for name in in_source(f"cards/{path.name}", r'_CARD = "([\w-]+)"')
    }
    told = {each for each in first_column("The cards") if each.startswith("custom:")}
    assert told == {f"custom:{name}" for name in defined}


def test_the_tiles_of_the_page_are_those_that_there_are() -> None:
    kept = re.search(
        r"^const KEPT = \{\n(.*?)^\}",
        (SOURCE / "recovery/tiles.ts").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert kept is not None
    tiles = set(re.findall(r"^  (\w+): \{", kept[1], re.MULTILINE))
    assert len(tiles) == A_FEW
    assert first_column("Tiles") - {"tiles"} == tiles


def test_the_periods_of_the_page_are_those_that_there_are() -> None:
    (periods,) = in_source("recovery/period.ts", r"^export const PERIODS = \[([\d, ]+)\]")
    row = re.search(r"^\| `period` \|.*$", PAGE, re.MULTILINE)
    assert row is not None
    offered = re.findall(r"`(\d+)`", row[0].split(" days ", 1)[0])
    assert offered == periods.split(", ")


def test_what_the_page_calls_things_is_what_the_cards_call_them() -> None:
    told = re.sub(r"`[^`]*`", "", PAGE).replace("\n", " ")
    for folder, keys in {
        "recovery": ("title", "not_enough", "details"),
        "heat-map": ("title",),
        "simulate": ("title",),
        "strategy": ("name", "waiting"),
    }.items():
        for key in keys:
            (words,) = in_source(f"{folder}/words/en.ts", rf'^  {key}: "(.*)",$')
            assert words in told, words
