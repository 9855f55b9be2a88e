"""A crowd is let through a few at a time, in its order, and nobody alone ever waits."""

import asyncio

from custom_components.missed_call_textback.turnstile import Turnstile


async def through(turnstile: Turnstile, who: int, gone: list[int]) -> None:
    await turnstile.go_through()
    gone.append(who)


async def turn_of_the_loop() -> None:
    await asyncio.sleep(0)


async def test_who_comes_alone_goes_through_at_once() -> None:
    turnstile = Turnstile(asyncio.get_running_loop(), 2)
    gone: list[int] = []
    for who in range(5):
        task = asyncio.Task(through(turnstile, who, gone), eager_start=True)
        assert task.done()
        await turn_of_the_loop()
        await turn_of_the_loop()
    assert gone == [0, 1, 2, 3, 4]


async def test_a_crowd_goes_through_in_order_and_no_more_than_so_many_a_turn() -> None:
    turnstile = Turnstile(asyncio.get_running_loop(), 2)
    gone: list[int] = []
    tasks = [asyncio.Task(through(turnstile, who, gone), eager_start=True) for who in range(7)]
    most, before = len(gone), len(gone)
    while len(gone) < 7:
        await turn_of_the_loop()
        most = max(most, len(gone) - before)
        before = len(gone)
    assert gone == list(range(7))
    assert most == 2
    assert all(task.done() for task in tasks)


async def test_who_goes_away_holds_nobody_up() -> None:
    turnstile = Turnstile(asyncio.get_running_loop(), 1)
    gone: list[int] = []
    tasks = [asyncio.Task(through(turnstile, who, gone), eager_start=True) for who in range(4)]
    tasks[1].cancel()
    for _ in range(8):
        await turn_of_the_loop()
    assert gone == [0, 2, 3]


async def test_who_is_held_up_behind_it_goes_through_anew_and_nobody_else_does() -> None:
    turnstile = Turnstile(asyncio.get_running_loop(), 1)
    told = asyncio.Event()
    gone: list[str] = []

    async def at_once() -> None:
        turn = await turnstile.go_through()
        await turnstile.stay_through(turn)
        gone.append("at once")

    async def held_up(who: str) -> None:
        turn = await turnstile.go_through()
        await told.wait()
        await turnstile.stay_through(turn)
        gone.append(who)

    async with asyncio.TaskGroup() as group:
        group.create_task(held_up("first"))
        group.create_task(held_up("second"))
        for _ in range(4):
            await turn_of_the_loop()
        assert asyncio.Task(at_once(), eager_start=True).done()
        told.set()
        await turn_of_the_loop()
        await turn_of_the_loop()
        assert gone == ["at once", "first"]
    assert gone == ["at once", "first", "second"]
