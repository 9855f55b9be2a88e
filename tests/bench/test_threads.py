"""The bench of those who wait: everybody is told once a rung, by one timer."""

from bench.threads import measure


async def test_all_who_are_due_are_told_by_one_timer() -> None:
    found = await measure((200, 400), 150, 2)
    assert found["told"] == [150, 150]
    assert found["most_timers"] <= 1
    assert found["few_us"] > 0
