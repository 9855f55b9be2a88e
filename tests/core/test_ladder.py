"""Who is told that a caller waits: rung by rung, somebody always, and everybody in the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.missed_call_textback.core.ladder import can_be_told, in_open_time, rungs
from custom_components.missed_call_textback.core.opening import (
    OPEN_ALL_THE_TIME,
    Closures,
    Opening,
    opening,
)
from custom_components.missed_call_textback.core.shop import Patience, Post, Shop, TeamMember

from .examples import LINE, NIGHT, NOON, OTHER_LINE, SHOP

WAIT = timedelta(minutes=5)
ANNA = TeamMember(id="ANNA", name="Anna", by_app=True)
BEN = TeamMember(id="BEN", name="Ben", by_app=True, post=Post.NEXT)
CARL = TeamMember(id="CARL", name="Carl", by_app=True, post=Post.ON_CALL)
DORA = TeamMember(id="DORA", name="Dora", by_app=True, post=Post.LAST)


def shop(*team: TeamMember, wait: timedelta = WAIT) -> Shop:
    return replace(SHOP, team=team, patience=Patience(wait=wait))


def always(_member_id: str) -> bool:
    return True


def names(
    of: Shop,
    on_duty: Callable[[str], bool] = always,
    *,
    urgent: bool = False,
    assignee: str | None = None,
) -> list[tuple[int, str]]:
    ladder = rungs(of, LINE.id, on_duty, urgent=urgent, assignee=assignee)
    return [
        (round(rung.after / timedelta(minutes=1)), "".join(each.name[0] for each in rung.members))
        for rung in ladder
    ]


def test_a_ladder_reminds_then_climbs_and_ends_with_everybody() -> None:
    assert names(shop(DORA, ANNA, CARL, BEN)) == [
        (0, "A"),
        (5, "A"),
        (10, "B"),
        (15, "C"),
        (20, "D"),
        (30, "ABCD"),
    ]


def test_one_person_alone_is_told_reminded_and_told_once_more() -> None:
    assert names(shop(ANNA)) == [(0, "A"), (5, "A"), (30, "A")]


def test_nobody_is_told_twice_where_patience_never_ends() -> None:
    assert names(shop(ANNA, BEN, wait=timedelta(0))) == [(0, "A")]


def test_a_post_with_nobody_on_duty_is_passed_over() -> None:
    assert names(shop(ANNA, BEN), lambda member_id: member_id != "ANNA") == [
        (0, "B"),
        (5, "B"),
        (30, "B"),
    ]


def test_rather_somebody_off_duty_is_told_than_nobody() -> None:
    assert names(shop(ANNA, BEN), lambda _member_id: False)[0] == (0, "A")


def test_what_is_urgent_is_told_to_those_on_call_at_once() -> None:
    assert names(shop(ANNA, CARL), urgent=True)[:3] == [(0, "AC"), (5, "AC"), (10, "C")]
    assert names(shop(ANNA, BEN), urgent=True)[0] == (0, "A")
    assert names(shop(CARL), urgent=True)[0] == (0, "C")


def test_whose_conversation_it_is_hears_of_it_before_all_others() -> None:
    assert names(shop(ANNA, BEN), assignee="BEN")[:4] == [(0, "B"), (5, "B"), (10, "A"), (15, "B")]
    assert names(shop(ANNA), assignee="GONE")[0] == (0, "A")


def test_who_cannot_be_told_or_is_of_another_line_is_no_rung() -> None:
    mute = TeamMember(id="MUTE", name="Mute", mobile="+12025550188")
    texted = TeamMember(id="TEXTED", name="Texted", by_text=True)
    elsewhere = replace(ANNA, lines=frozenset({OTHER_LINE.id}))
    assert names(shop(mute, texted, elsewhere)) == []
    assert not can_be_told(shop(mute, texted, elsewhere), LINE.id)
    assert can_be_told(shop(mute, texted, elsewhere), OTHER_LINE.id)
    assert can_be_told(shop(replace(texted, mobile="+12025550188")), LINE.id)


_MEMBERS = st.builds(
    TeamMember,
    id=st.uuids().map(str),
    name=st.just("N"),
    by_app=st.booleans(),
    post=st.sampled_from(Post),
    lines=st.sampled_from([None, frozenset({LINE.id}), frozenset({OTHER_LINE.id})]),
)


@given(st.lists(_MEMBERS, max_size=6), st.sets(st.integers(0, 5)), st.booleans())
def test_whoever_the_team_is_each_rung_has_somebody_and_all_are_told_in_the_end(
    team: list[TeamMember], off: set[int], urgent: bool
) -> None:
    of = shop(*team)
    absent = {team[index].id for index in off if index < len(team)}
    ladder = rungs(of, LINE.id, lambda member_id: member_id not in absent, urgent=urgent)
    assert bool(ladder) is can_be_told(of, LINE.id)
    assert all(rung.members for rung in ladder)
    assert [rung.after for rung in ladder] == sorted({rung.after for rung in ladder})
    told = {member.id for member in team if member.is_told_of(LINE.id)}
    present = told - absent or told
    if ladder:
        assert {member.id for member in ladder[-1].members} == present
        assert all({each.id for each in rung.members} <= present for rung in ladder)


def week(closures: Closures = OPEN_ALL_THE_TIME) -> Callable[[datetime], Opening]:
    return lambda at: opening(SHOP.hours, closures, SHOP.time_zone, at)


def test_patience_is_counted_while_the_shop_is_open() -> None:
    assert in_open_time(NOON, WAIT, week()) == NOON + WAIT
    # Thursday at nine in New York.
    opens = datetime(2026, 11, 19, 14, tzinfo=UTC)
    assert in_open_time(NIGHT, WAIT, week()) == opens + WAIT
    closes = datetime(2026, 11, 18, 23, tzinfo=UTC)
    assert in_open_time(closes - timedelta(minutes=2), WAIT, week()) == opens + timedelta(minutes=3)
    assert in_open_time(closes - WAIT, WAIT, week()) == closes


def test_a_shop_that_never_opens_again_keeps_nobody_waiting_for_ever() -> None:
    snoozed = Closures(snoozed_until=NOON + timedelta(days=900))
    assert in_open_time(NOON, WAIT, week(snoozed)) == NOON + WAIT


@given(
    st.integers(0, 7 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.integers(1, 3000).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_so_much_open_time_lies_between_as_was_asked_for(since: datetime, after: timedelta) -> None:
    until = in_open_time(since, after, week())
    step = timedelta(minutes=1)
    minutes = round((until - since) / step)
    open_minutes = sum(week()(since + step * n).is_open for n in range(0, minutes, 7))
    assert abs(open_minutes * 7 - after / step) <= 7 * (2 + minutes // (9 * 60))
