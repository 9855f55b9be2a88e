"""The call list: what its entries say, and the library against a stand-in TR-064."""

import asyncio
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.fritzbox import call_list
from custom_components.missed_call_textback.providers.fritzbox.call_list import (
    MOST_CALLS,
    Account,
    FritzCallList,
    ListedCall,
    read_list,
)
from custom_components.missed_call_textback.providers.source import (
    Refused,
    Unreachable,
    Unsuitable,
)

from .tr064 import PASSWORD, USER, Tr064, serving

BERLIN = ZoneInfo("Europe/Berlin")
# As a FRITZ!Box's list has it, with numbers that are nobody's.
MISSED = """<Call><Id>8340</Id><Type>2</Type><Caller>01713920001</Caller><Called>SIP: 98101</Called>
<CalledNumber>98101</CalledNumber><Name>Mario O</Name><Numbertype>sip</Numbertype><Device></Device>
<Port>-1</Port><Date>19.03.22 09:35</Date><Duration>0:00</Duration><Count></Count><Path /></Call>"""


def entry(**fields: str) -> str:
    node = ET.fromstring(MISSED)  # noqa: S314 - our own words
    for name, text in fields.items():
        found = node.find(name)
        assert found is not None
        found.text = text
    return ET.tostring(node, encoding="unicode")


def listing(*entries: str) -> bytes:
    return f"<?xml version='1.0'?><root><timestamp>1</timestamp>{''.join(entries)}</root>".encode()


def only(**fields: str) -> ListedCall:
    [call] = read_list(listing(entry(**fields)))
    return call


def test_a_missed_call_is_read_whole() -> None:
    assert only() == ListedCall(
        number=8340,
        began=datetime(2022, 3, 19, 9, 35),  # noqa: DTZ001 - the box's own
        caller="01713920001",
        called="98101",
        outcome=Outcome.ABANDONED,
        talked=timedelta(),
    )


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"Type": "1", "Port": "10", "Duration": "0:09"}, Outcome.ANSWERED),
        ({"Type": "1", "Port": "5"}, Outcome.ANSWERED),
        ({"Type": "1", "Port": "40", "Device": "AB"}, Outcome.VOICEMAIL),
        ({"Type": "1", "Port": "44"}, Outcome.VOICEMAIL),
        ({"Type": "1", "Port": "6"}, Outcome.VOICEMAIL),
        ({"Type": "2"}, Outcome.ABANDONED),
        ({"Type": "10"}, None),
    ],
)
def test_each_type_has_its_outcome(fields: dict[str, str], outcome: Outcome | None) -> None:
    assert only(**fields).outcome is outcome


@pytest.mark.parametrize("kind", ["9", "11", "", "0", "99", "two"])
def test_what_goes_on_is_left_out(kind: str) -> None:
    assert read_list(listing(entry(Type=kind))) == []


@pytest.mark.parametrize(
    ("duration", "outcome"),
    [("0:00", Outcome.NO_ANSWER), ("0:01", Outcome.ANSWERED), ("1:30", Outcome.ANSWERED)],
)
def test_what_went_out_says_who_was_called_and_whether_they_talked(
    duration: str, outcome: Outcome
) -> None:
    call = only(Type="3", Caller="SIP: 98101", Called="*31#01713920001", Duration=duration)
    assert (call.went_out, call.called, call.outcome) == (True, "01713920001", outcome)
    assert not only().went_out


@pytest.mark.parametrize(
    ("shown", "caller"),
    [
        ("", None),
        ("+491713920001", "+491713920001"),
        ("08003920001 (03023125001)", "08003920001"),
        ("(03023125001)", None),
        ("0171\u20283920001", None),
    ],
)
def test_a_caller_is_the_number_that_is_shown(shown: str, caller: str | None) -> None:
    assert only(Caller=shown).caller == caller


@pytest.mark.parametrize(
    ("fields", "called"),
    [
        ({"CalledNumber": ""}, "98101"),
        ({"CalledNumber": "", "Called": "98101"}, "98101"),
        ({"CalledNumber": "", "Called": ""}, None),
    ],
)
def test_the_number_that_was_called_is_without_its_trunk(
    fields: dict[str, str], called: str | None
) -> None:
    assert only(**fields).called == called


@pytest.mark.parametrize("date", ["", "31.02.22 09:35", "2022-03-19 09:35", "19.03.22", "x" * 500])
def test_an_entry_without_a_date_is_left_out(date: str) -> None:
    assert read_list(listing(entry(Date=date), MISSED)) == [only()]


def test_a_talk_counts_to_the_end_of_the_call() -> None:
    call = only(Type="1", Port="10", Duration="1:05")

    assert call.ended_at(BERLIN) == datetime(2022, 3, 19, 9, 40, tzinfo=UTC)
    assert only(Type="1", Duration="long").talked == timedelta()


def test_of_too_many_calls_the_newest_are_read_oldest_first() -> None:
    minutes = [entry(Date=f"19.03.22 {at // 60:02}:{at % 60:02}") for at in range(MOST_CALLS + 50)]

    calls = read_list(listing(*reversed(minutes)))

    assert len(calls) == MOST_CALLS
    assert [call.began.minute for call in calls[:2]] == [50, 51]


@given(st.dictionaries(st.sampled_from(["Type", "Date", "Port", "Duration", "Caller"]), st.text()))
def test_no_entry_raises(fields: dict[str, str]) -> None:
    node = ET.Element("Call")
    for name, text in fields.items():
        ET.SubElement(node, name).text = "".join(char for char in text if char.isprintable())
    root = ET.Element("root")
    root.append(node)

    assert len(read_list(ET.tostring(root, encoding="utf-8"))) <= 1


def test_calls_of_one_minute_are_in_the_order_of_their_numbers() -> None:
    calls = read_list(listing(*(entry(Id=number) for number in ("10", "9", "11", "none"))))

    assert [call.number for call in calls] == [0, 9, 10, 11]


async def in_executor[T](work: Callable[[], T], /) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, work)


@pytest.fixture
def box(socket_enabled: None) -> Generator[Tr064]:
    pytest.importorskip("fritzconnection")
    stand_in = Tr064()
    stand_in.calls = listing(MISSED)
    with serving(stand_in):
        yield stand_in


def reader(box: Tr064, *, password: str = PASSWORD) -> FritzCallList:
    account = Account(host="127.0.0.1", username=USER, password=password, port=box.port)
    return FritzCallList(account, in_executor)


async def test_the_list_of_two_days_is_read_with_a_digest(box: Tr064) -> None:
    calls = await reader(box).read()

    assert calls == [only()]
    assert box.asked[-1] == "/calllist.lua?sid=SID&days=2"


async def test_the_second_time_the_box_is_not_asked_what_it_can_do(box: Tr064) -> None:
    calls = reader(box)
    await calls.read()
    box.asked.clear()

    await calls.read()

    assert set(box.asked) == {"/upnp/control/x_contact", "/calllist.lua?sid=SID&days=2"}


async def test_a_wrong_password_is_refused_and_not_told(box: Tr064) -> None:
    with pytest.raises(Refused) as raised:
        await reader(box, password="open-sesame").read()

    assert "open-sesame" not in str(raised.value)
    assert "open-sesame" not in repr(
        Account(host="127.0.0.1", username=USER, password="open-sesame")
    )


async def test_a_user_without_the_right_to_the_list_is_told_so(box: Tr064) -> None:
    box.fault = 606

    with pytest.raises(Unsuitable, match="call_list_forbidden"):
        await reader(box).read()


async def test_a_box_that_lets_no_applications_in_is_told_so(box: Tr064) -> None:
    box.service = ""

    with pytest.raises(Unsuitable, match="application_access_off"):
        await reader(box).read()


@pytest.mark.parametrize(
    ("status", "calls", "fault"),
    [
        (200, b"", None),
        (200, b"<root><Call>", None),
        (200, b"<html>login</html>" * 200_000, None),
        (503, b"<root/>", None),
        (200, b"<root/>", 820),
    ],
    ids=["nothing", "half of it", "too much", "not now", "a fault"],
)
async def test_an_odd_answer_is_a_failure_that_passes(
    box: Tr064, status: int, calls: bytes, fault: int | None
) -> None:
    good = box.calls
    box.status, box.calls, box.fault = status, calls, fault
    call_list = reader(box)

    with pytest.raises(Unreachable) as raised:
        await call_list.read()
    box.status, box.calls, box.fault = 200, good, None

    assert box.sid not in str(raised.value)
    assert await call_list.read() == [only()]


async def test_a_box_that_is_off_is_unreachable(box: Tr064) -> None:
    with serving(other := Tr064()):
        pass

    with pytest.raises(Unreachable):
        await reader(other).read()


async def test_a_box_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forever[T](work: Callable[[], T], /) -> T:
        await asyncio.Event().wait()
        return work()

    monkeypatch.setattr(call_list, "_WHOLE_TIMEOUT", 0.01)
    account = Account(host="127.0.0.1", username=USER, password=PASSWORD)

    with pytest.raises(Unreachable, match="does not come"):
        await FritzCallList(account, forever).read()
