"""Whatever is lost, restarted or read in between: each call is told once, as the box has it."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings, strategies as st

from .box import Box
from .test_source import NOW, Shop

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("ring", "ring", "pick_up", "hang_up", "hang_up", "dial"),
                *("lose", "connect", "restart", "look"),
            ]
        ),
        st.integers(0, 9),
        # Never within the second: a blocked number is told apart by that alone.
        st.integers(2, 90),
    ),
    max_size=50,
)
EXTENSIONS = (10, 40)


class Wire(Box):
    """A box whose lines are handed over by hand, while somebody is connected."""

    def __init__(self) -> None:
        super().__init__(NOW.replace(tzinfo=None))
        self.is_connected = True
        self.lines: list[bytes] = []

    def write_bytes(self, data: bytes) -> None:
        if self.is_connected:
            self.lines += data.splitlines()


class World:
    """A box, its callers, and a source that comes and goes. `people` is how many there are."""

    def __init__(self, people: int) -> None:
        self.box = Wire()
        self.shop = Shop(self.box)
        self.source = self.shop.source(self.box)
        self.people = people
        self.placed = 0

    async def play(self, steps: list[tuple[str, int, int]]) -> None:
        for name, which, seconds in [*steps, ("connect", 0, 1), ("look", 0, 1)]:
            self.box.later(seconds)
            await getattr(self, name)(which)
            async with self.source._delivery.running():
                for line in self.box.lines:
                    self.source._take(line)
            self.box.lines.clear()

    async def ring(self, _: int) -> None:
        if len(self.box.calls) < 8:
            self.placed += 1
            self.box.ring(f"0302312{self.placed % self.people:04}")

    async def dial(self, _: int) -> None:
        if len(self.box.calls) < 8:
            self.box.dial("01713920001")

    async def pick_up(self, which: int) -> None:
        free = [number for number, call in self.box.calls.items() if call.extension is None]
        if free:
            self.box.pick_up(free[which % len(free)], EXTENSIONS[which % 2])

    async def hang_up(self, which: int) -> None:
        if going := sorted(self.box.calls):
            self.box.hang_up(going[which % len(going)])

    async def lose(self, _: int) -> None:
        self.box.is_connected = False
        self.source._cut_off()

    async def connect(self, which: int) -> None:
        if not self.box.is_connected:
            self.box.is_connected = True
            await self.look(which)

    async def restart(self, which: int) -> None:
        self.source = self.shop.source(self.box)
        await self.look(which)

    async def look(self, _: int) -> None:
        await self.source._look(self.box)


@settings(max_examples=150)
@given(STEPS)
async def test_each_call_is_told_once_whatever_happens_to_the_connection(
    steps: list[tuple[str, int, int]],
) -> None:
    world = World(people=1000)

    await world.play(steps)

    shop, box = world.shop, world.box
    told = [(event.caller, event.outcome) for event in [*shop.events, *shop.caught_up]]
    assert Counter(told) == Counter((call.caller, call.outcome) for call in box.listed)
    assert len(shop.ledger) == len(told)
    assert all(event.at <= shop.clock() for event in shop.ledger.values())
    assert all(shop.clock() - event.at < timedelta(hours=2) for event in shop.ledger.values())


@settings(max_examples=150)
@given(STEPS)
async def test_two_people_who_redial_all_the_time_make_no_more_calls_than_they_placed(
    steps: list[tuple[str, int, int]],
) -> None:
    world = World(people=2)

    await world.play(steps)

    listed = Counter(call.caller for call in world.box.listed)
    told = Counter(event.caller for event in world.shop.ledger.values())
    assert told <= listed
    assert told.keys() == listed.keys()
