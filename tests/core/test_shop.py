"""A shop knows its lines by their numbers."""

from dataclasses import replace

import pytest

from .examples import LINE, SHOP

AT_THE_PBX = replace(LINE, id="pbx", number="+12025550188", dialled="+12025550170")
BOTH = replace(SHOP, country="US", lines=(LINE, AT_THE_PBX))


@pytest.mark.parametrize(
    ("dialled", "line"),
    [
        ("+12025550170", AT_THE_PBX),
        ("(202) 555-0170", AT_THE_PBX),
        ("12025550170", AT_THE_PBX),
        ("+12025550188", AT_THE_PBX),
        (LINE.number, LINE),
        ("+12025550171", None),
        ("555-0170", AT_THE_PBX),
        ("55 50188", AT_THE_PBX),
        ("50170", AT_THE_PBX),
        ("0170", None),
        ("170", None),
        ("+5550170", None),
        ("trunk5550170", None),
        ("5550171", None),
        ("101", None),
        ("s", None),
        (None, None),
    ],
)
def test_a_line_is_found_however_a_phone_system_writes_its_number(
    dialled: str | None, line: object
) -> None:
    assert BOTH.line_dialled(dialled) is line


def test_a_number_without_its_area_code_is_of_no_line_where_two_end_so() -> None:
    twin = replace(LINE, id="twin", number="+12125550170")
    assert replace(BOTH, lines=(AT_THE_PBX, twin)).line_dialled("5550170") is None
    assert replace(BOTH, lines=(AT_THE_PBX, twin)).line_dialled("25550170") is None
    assert replace(BOTH, lines=(AT_THE_PBX, twin)).line_dialled("2125550170") is twin


def test_all_numbers_of_all_lines_are_the_shops_own() -> None:
    assert BOTH.own_numbers == {LINE.number, "+12025550188", "+12025550170"}
