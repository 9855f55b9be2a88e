"""A night of benchmarks: what the table says of them."""

import json

from bench.aims import at_least, at_most, told
from bench.night import rows_of


def test_every_aim_has_its_row_and_who_missed_is_marked() -> None:
    aims = [at_most("ratio_p50", 1.35, 1.5), at_least("ratio_burst", 0.53, 0.75)]
    figures = json.loads(json.dumps({"aims": [told(aim) for aim in aims]}))
    assert list(rows_of("latency", figures)) == [
        "| latency | ratio_p50 | 1.35 | at most 1.5 |  |",
        "| latency | ratio_burst | 0.53 | at least 0.75 | **missed** |",
    ]
