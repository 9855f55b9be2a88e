"""What the benchmark of sources holds against its aims."""

from bench.aims import missed
from bench.runners import Burst, Window
from bench.sources import Rounds, aims


def rounds(*, cpu_ms: float, seconds: float, open_mib: float = 0) -> Rounds:
    """Return two rounds that went alike."""
    burst = Burst([seconds], Window(0, seconds))
    return Rounds(
        bursts=[burst] * 2,
        stalls=[0.0] * 2,
        ringing_ms=[0.1] * 2,
        cpu_ms=[cpu_ms] * 2,
        open_mib=[open_mib] * 2,
        objects_left=[0] * 2,
    )


def said(webhooks: Rounds, ami: Rounds, texts: list[int]) -> list[str]:
    return missed(aims({}, webhooks, ami, texts))


def test_calls_that_cost_less_than_webhooks_and_are_texted_once_meet_all_aims() -> None:
    webhooks, ami = rounds(cpu_ms=7, seconds=1.4), rounds(cpu_ms=4, seconds=0.6)
    assert said(webhooks, ami, [1, 1, 1]) == []


def test_a_caller_without_a_text_is_lost_and_one_with_two_is_doubled() -> None:
    quick = rounds(cpu_ms=4, seconds=0.6)
    assert said(quick, quick, [1, 0, 0, 3]) == [
        "lost is 2.0, and should be at most 0",
        "doubled is 1.0, and should be at most 0",
    ]


def test_what_costs_more_than_webhooks_misses_its_aim() -> None:
    webhooks, ami = rounds(cpu_ms=4, seconds=1), rounds(cpu_ms=8, seconds=3, open_mib=40)
    assert said(webhooks, ami, [1]) == [
        "ratio_cpu is 2.0, and should be at most 1",
        "ratio_p99 is 3.0, and should be at most 1",
        "open_calls_mib is 40.0, and should be at most 16",
    ]
