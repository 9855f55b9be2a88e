"""The reception looks a shop's hours up when they may have changed, and not at each call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core import reception
from custom_components.missed_call_textback.core.opening import Closures, Opening, opening
from custom_components.missed_call_textback.core.reception import Reception, new_ref

from .examples import LINE, SHOP
from .fakes import FakeClock, PlainTeamWords, PlainWords


def test_hours_that_never_change_are_looked_up_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []

    def counted(*args: object) -> Opening:
        looks.append(args)
        return opening(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(reception, "opening", counted)
    closures = Closures()
    always_open = Reception(
        replace(SHOP, hours=None),
        PlainWords(),
        PlainTeamWords(),
        clock=FakeClock(),
        closures=lambda: closures,
    )
    now = FakeClock().now
    times = [timedelta(), timedelta(hours=23), timedelta(hours=25), timedelta(hours=26)]
    assert all(always_open.opening(LINE, now + time).is_open for time in times)
    assert len(looks) == 2
    always_open.snoozed_until = now + timedelta(days=3)
    assert not always_open.opening(LINE, now + times[-1]).is_open


def test_references_differ_and_come_in_the_order_of_time() -> None:
    refs = [new_ref() for _ in range(1000)]
    assert sorted(set(refs)) == refs
