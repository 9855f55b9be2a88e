"""Every kind of call that is placed, what became of it, and what each source can tell of it.

Most are named as the recordings of tests/fixtures/ami are, and became of what those did; a test holds
the two together. The others are what only shows where a phone of ours rings along.
"""

from dataclasses import dataclass
from typing import Final

from custom_components.missed_call_textback.core.calls import Outcome

_HOSTILE: Final = r'"x%0D%0AEvent: Hangup\"\; y"'
_ANONYMOUS: Final = '"Anonymous" <sip:anonymous@anonymous.invalid>'
OWN_PHONE: Final = '"Front desk" <sip:109@127.0.0.1>'

_ANSWERED: Final = Outcome.ANSWERED
_NO_ANSWER: Final = Outcome.NO_ANSWER
_ABANDONED: Final = Outcome.ABANDONED
_VOICEMAIL: Final = Outcome.VOICEMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a call by AMI, by SIP, and by both together; None where nothing is."""

    ami: Outcome | None
    sip: Outcome | None
    both: Outcome | None


def _told(ami: Outcome | None, sip: Outcome | None, both: Outcome | None = None) -> Told:
    """Return what is said; of both, AMI has the better word unless another is given."""
    return Told(ami=ami, sip=sip, both=ami if both is None else both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One call."""

    name: str
    does: str
    dials: str
    milliseconds: int = 0
    told: Told
    is_spoken_to: bool = False
    """Whether somebody of the shop spoke with the caller."""
    is_put_through: bool = True
    """Whether the shop knows the number that was dialled."""
    is_outbound: bool = False
    is_anonymous: bool = False
    picked_up_after: float | None = None
    displayed: str = '"Jane Caller"'
    why: str = ""
    """Why a source is wrong, where one is."""

    @property
    def due(self) -> int:
        """How many texts the caller should get."""
        nobodys = self.is_outbound or self.is_anonymous or not self.is_put_through
        return int(not nobodys and not self.is_spoken_to)

    @property
    def texts(self) -> dict[str, int]:
        """How many they get, by who hears the calls."""
        words = {"ami": self.told.ami, "sip": self.told.sip, "both": self.told.both}
        return {
            who: int(word not in (None, _ANSWERED) and not self.is_anonymous)
            for who, word in words.items()
        }

    def caller(self, number: str) -> str:
        """Return the caller's From."""
        if self.is_anonymous:
            return _ANONYMOUS
        if self.is_outbound:
            return OWN_PHONE
        return f"{self.displayed} <sip:{number}@127.0.0.1>"


_NOT_RUNG: Final = "no phone rings"

# Whoever gets no text comes first: silence takes longest to prove.
SCENARIOS: Final = (
    Scenario(
        name="blind_transfer_missed",
        does="caller_talks",
        dials="15155550144",
        milliseconds=8_000,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="blind_transfer_answered",
        does="caller_talks",
        dials="15155550145",
        milliseconds=7_000,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="pickup",
        does="caller_talks",
        dials="15155550143",
        milliseconds=2_000,
        picked_up_after=2.0,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="queue_answered_in_a_later_round",
        does="caller_talks",
        dials="15155550134",
        milliseconds=10_000,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="queue_answered",
        does="caller_talks",
        dials="15155550131",
        milliseconds=4_000,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="answered",
        does="caller_talks",
        dials="15155550102",
        milliseconds=1_500,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="ringgroup_answered",
        does="caller_talks",
        dials="15155550121",
        milliseconds=1_500,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="ringgroup_local_answered",
        does="caller_talks",
        dials="15155550123",
        milliseconds=1_500,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="confirm_accepted",
        does="caller_talks",
        dials="15155550146",
        milliseconds=1_500,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="forwarded_answered_along",
        does="caller_talks",
        dials="15155550152",
        milliseconds=1_500,
        told=_told(_ANSWERED, _ANSWERED),
        is_spoken_to=True,
    ),
    Scenario(
        name="forwarded_answered",
        does="caller_talks",
        dials="15155550151",
        milliseconds=1_500,
        told=_told(_ANSWERED, _NO_ANSWER),
        is_spoken_to=True,
        why="ours stops ringing before the mobile rings",
    ),
    Scenario(
        name="bad_number",
        does="caller_is_refused",
        dials="15155550190",
        told=_told(None, None),
        is_put_through=False,
    ),
    Scenario(
        name="outbound_unanswered",
        does="caller_is_refused",
        dials="915155550198",
        told=_told(None, None),
        is_outbound=True,
    ),
    Scenario(
        name="anonymous_abandon",
        does="caller_gives_up",
        dials="15155550103",
        milliseconds=4_000,
        told=_told(_ABANDONED, _ABANDONED),
        is_anonymous=True,
    ),
    Scenario(
        name="confirm_declined",
        does="caller_is_refused",
        dials="15155550147",
        told=_told(_NO_ANSWER, _ANSWERED, _ANSWERED),
        why="to ours, a phone that asks has answered",
    ),
    Scenario(
        name="voicemail_message",
        does="caller_talks",
        dials="15155550111",
        milliseconds=9_000,
        told=_told(_VOICEMAIL, _NO_ANSWER),
    ),
    Scenario(
        name="queue_timeout",
        does="caller_listens",
        dials="15155550132",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="queue_abandon_noanswer",
        does="caller_is_refused",
        dials="15155550133",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="voicemail_direct",
        does="caller_talks",
        dials="15155550113",
        milliseconds=8_000,
        told=_told(_VOICEMAIL, None),
        why=_NOT_RUNG,
    ),
    Scenario(
        name="voicemail_busy",
        does="caller_talks",
        dials="15155550112",
        milliseconds=5_000,
        told=_told(_VOICEMAIL, None),
        why=_NOT_RUNG,
    ),
    Scenario(
        name="voicemail_no_message",
        does="caller_talks",
        dials="15155550111",
        milliseconds=1_000,
        told=_told(_VOICEMAIL, _NO_ANSWER),
    ),
    Scenario(
        name="no_answer_pbx_timeout",
        does="caller_is_refused",
        dials="15155550103",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="ivr_then_missed",
        does="caller_listens",
        dials="15155550141",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="dead_phone",
        does="caller_is_refused",
        dials="15155550106",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="declined_603",
        does="caller_is_refused",
        dials="15155550105",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="busy_beside_ours",
        does="caller_is_refused",
        dials="15155550104",
        told=_told(_NO_ANSWER, _NO_ANSWER),
    ),
    Scenario(
        name="abandon_ringing",
        does="caller_gives_up",
        dials="15155550103",
        milliseconds=4_000,
        told=_told(_ABANDONED, _ABANDONED),
    ),
    Scenario(
        name="evil_name_abandon",
        does="caller_gives_up",
        dials="15155550103",
        milliseconds=4_000,
        displayed=_HOSTILE,
        told=_told(_ABANDONED, _ABANDONED),
    ),
    Scenario(
        name="ringgroup_missed",
        does="caller_gives_up",
        dials="15155550122",
        milliseconds=4_000,
        told=_told(_ABANDONED, _ABANDONED),
    ),
    Scenario(
        name="ringgroup_local_missed",
        does="caller_gives_up",
        dials="15155550124",
        milliseconds=4_000,
        told=_told(_ABANDONED, _ABANDONED),
    ),
    Scenario(
        name="queue_abandon",
        does="caller_talks",
        dials="15155550135",
        milliseconds=3_500,
        told=_told(_ABANDONED, _NO_ANSWER),
    ),
    Scenario(
        name="busy",
        does="caller_is_refused",
        dials="15155550107",
        told=_told(Outcome.BUSY, None),
        why=_NOT_RUNG,
    ),
    Scenario(
        name="unregistered",
        does="caller_is_refused",
        dials="15155550108",
        told=_told(Outcome.FAILED, None),
        why=_NOT_RUNG,
    ),
    Scenario(
        name="after_hours",
        does="caller_listens",
        dials="15155550142",
        told=_told(Outcome.CLOSED, None),
        why=_NOT_RUNG,
    ),
    Scenario(
        name="caller_leaves_before_dial",
        does="caller_talks",
        dials="15155550142",
        milliseconds=400,
        told=_told(Outcome.CLOSED, None),
        why=_NOT_RUNG,
    ),
)
