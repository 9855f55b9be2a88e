"""The calls that are placed, held against the recordings, the dialplan and what may never happen."""

from math import pi, sin
from pathlib import Path
import re
from typing import Final

import pytest

from tests.providers.asterisk.recordings import expected

from .configuration import stanza_of_the_document
from .scenarios import SCENARIOS, Scenario
from .shops import HeardCall
from .table import Seen, table
from .telephones import tone

HERE: Final = Path(__file__).parent
BY_NAME: Final = {scenario.name: scenario for scenario in SCENARIOS}


def test_every_recorded_call_is_placed_anew_and_becomes_of_what_it_did() -> None:
    assert len(BY_NAME) == len(SCENARIOS)
    for name, recorded in expected().items():
        assert BY_NAME[name].told.ami == (None if recorded is None else recorded.outcome)


def test_every_number_is_in_the_dialplan_but_the_one_that_is_not() -> None:
    dialplan = (HERE / "etc" / "extensions.conf").read_text()
    known = set(re.findall(r"^exten => (\d{11}),1,", dialplan, re.MULTILINE))
    dialled = {scenario.dials for scenario in SCENARIOS if not scenario.is_outbound}
    assert dialled - known == {BY_NAME["bad_number"].dials}
    assert known <= dialled


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_whoever_somebody_spoke_with_is_texted_by_no_shop_that_hears_both(
    scenario: Scenario,
) -> None:
    assert scenario.texts["both"] <= scenario.due
    assert scenario.texts["ami"] == scenario.due
    # Wherever a SIP account or the two together are wrong, it is known why.
    assert bool(scenario.why) is (set(scenario.texts.values()) != {scenario.due})


def test_silence_comes_first() -> None:
    due = [scenario.due for scenario in SCENARIOS]
    assert due == sorted(due)


def test_asterisk_gets_the_stanza_of_our_own_page() -> None:
    stanza = stanza_of_the_document()
    assert stanza.startswith("[missedcall]\n")
    assert "read = call,dialplan\nwrite =\n" in stanza
    assert "permit = 127.0.0.1/255.255.255.255\n" in stanza


def _seen(name: str, **changes: object) -> Seen:
    scenario = BY_NAME[name]
    told = {"ami": scenario.told.ami, "sip": scenario.told.sip, "both": scenario.told.both}
    sources = sum(told[who] is not None for who in ("ami", "sip"))
    heard = {
        who: [HeardCall(word.value, sources if who == "both" else 1)] if word is not None else []
        for who, word in told.items()
    }
    right: dict[str, object] = {"went_well": True, "heard": heard, "texts": scenario.texts}
    return Seen(scenario=scenario, **(right | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param({}, None, id="as it should be"),
        pytest.param({"went_well": False}, "the call itself went wrong", id="the call failed"),
        pytest.param(
            {"texts": {"ami": 2, "sip": 1, "both": 1}}, "ami: 2 texts, not 1", id="texted twice"
        ),
        pytest.param(
            {
                "heard": {
                    "ami": [HeardCall("voicemail", 1)],
                    "sip": [],
                    "both": [HeardCall("voicemail", 2)],
                }
            },
            "sip said –, not no_answer",
            id="not heard",
        ),
        pytest.param(
            {
                "heard": {
                    "ami": [HeardCall("voicemail", 1)],
                    "sip": [HeardCall("no_answer", 1)],
                    "both": [HeardCall("voicemail", 1)],
                }
            },
            "both: heard by other than 2 sources",
            id="heard by one of two",
        ),
    ],
)
def test_what_is_not_as_it_should_be_is_a_fault(
    changes: dict[str, object], fault: str | None
) -> None:
    wanted = [] if fault is None else [f"voicemail_message: {fault}"]
    assert _seen("voicemail_message", **changes).faults == wanted


def test_the_table_has_a_row_for_each_call() -> None:
    rows = table([_seen("voicemail_message"), _seen("busy")]).splitlines()
    assert [cell.strip() for cell in rows[3].strip("|").split("|")] == [
        *("busy", "1", "busy", "–", "busy", "1, 0, 1")
    ]
    assert len({len(row) for row in rows}) == 1


def test_the_tone_that_is_left_as_a_message_is_one_of_440_hertz() -> None:
    for place, byte in enumerate(tone()[:200]):
        wanted = 9000 * sin(2 * pi * 440 * place / 8000)
        assert _linear(byte) == pytest.approx(wanted, rel=0.07, abs=10)


def _linear(byte: int) -> int:
    """Decode G.711's u-law."""
    byte = ~byte & 0xFF
    size = (((byte & 0x0F) << 3) + 0x84 << (byte >> 4 & 7)) - 0x84
    return -size if byte & 0x80 else size
