"""Aims: what counts as missed, and what is said of it."""

import pytest

from bench.aims import Aim, at_least, at_most, missed


@pytest.mark.parametrize(
    ("aim", "is_met"),
    [
        pytest.param(at_most("figure", 1.5, 1.5), True, id="just within"),
        pytest.param(at_most("figure", 1.51, 1.5), False, id="too much"),
        pytest.param(at_least("figure", 0.75, 0.75), True, id="just enough"),
        pytest.param(at_least("figure", 0.74, 0.75), False, id="too little"),
        pytest.param(at_most("figure", None, 1.5), False, id="not measured, and wanted small"),
        pytest.param(at_least("figure", None, 0.75), False, id="not measured, and wanted large"),
        pytest.param(at_most("figure", 0, 0), True, id="none, and none wanted"),
    ],
)
def test_a_figure_meets_its_aim_up_to_the_limit(aim: Aim, is_met: bool) -> None:
    assert aim.is_met is is_met


def test_only_missed_aims_are_told_and_with_what_was_measured() -> None:
    aims = [at_most("ratio_p50", 1.62, 1.5), at_least("ratio_today", 5.1, 4), at_most("lost", 1, 0)]
    assert missed(aims) == [
        "ratio_p50 is 1.62, and should be at most 1.5",
        "lost is 1, and should be at most 0",
    ]
