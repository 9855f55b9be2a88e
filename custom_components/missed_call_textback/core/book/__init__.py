"""The ledger inside one open transaction: every verb is one named query."""

from typing import Protocol

from .answers import Answers
from .appointments import Appointments
from .calls import Calls, KeptCallMade, KeptEpisode, StoredCall
from .clocks import Clocks
from .lead_events import LeadEvents
from .past import Past
from .people import People
from .settings import Settings
from .team_calls import TeamCalls
from .telling import Telling
from .texts import AnsweredText, DuplicateTextBack, NewText, Texts
from .threads import NOBODY, History, Threads


class Book(
    Calls,
    Threads,
    Answers,
    Clocks,
    Telling,
    TeamCalls,
    Appointments,
    Texts,
    People,
    LeadEvents,
    Past,
    Settings,
    Protocol,
):
    """The ledger inside one open transaction. Every verb is one named query; none commits.

    Used on the ledger's writer thread only. A unit of work may be run a second time after a
    rollback, so it must have no effect but through its book.
    """


__all__ = [
    "NOBODY",
    "AnsweredText",
    "Book",
    "DuplicateTextBack",
    "History",
    "KeptCallMade",
    "KeptEpisode",
    "NewText",
    "StoredCall",
]
