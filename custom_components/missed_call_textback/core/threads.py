"""The conversation with one caller on one line, and what becomes of it.

    a missed call ──opens──▶ an episode ──reply, or a call, either way, that is answered──▶ recovered
    the caller's word ──▶ waiting ──our word, a call that is answered, or never mind──▶ not waiting
    a caller who cannot be texted ──▶ to call back ──their word, a call that is answered, or done──▶
    urgent words ──▶ urgent ──our word, a call that is answered, or somebody says how it stands──▶

A thread has at most one open episode: three missed calls in a row are one customer to win back,
and one recovery. `recovered` counts episodes, so it never exceeds their number. What becomes of the
caller's matter, which outlives an episode, is drawn in `leads`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from .calls import Call
from .channels import Channel
from .farewell import Farewell
from .leads import (
    ENDED,
    SAID,
    Lead,
    Stage,
    after_calling_back as lead_called_back,
    after_missed_call,
    after_text,
    after_word,
    new_lead,
    resolved,
)

# Who came so far was won back, however it happened.
_RECOVERED: Final = (Stage.QUOTED, Stage.BOOKED, Stage.WON)


class ThreadState(StrEnum):
    """How a thread stands: the stage of its matter, but `waiting` while the caller has the last word."""

    MISSED = "missed"
    TEXTED = "texted"
    REPLIED = "replied"
    WAITING = "waiting"
    QUOTED = "quoted"
    BOOKED = "booked"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One conversation. `episode_at` is when the open episode's missed call came, if one is open.

    `spoke_at` is when the caller last wrote or a person last wrote to them, `reached_at` when a call
    of theirs was last answered, or one to them, `call_back_since` since when somebody ought to call
    them. `whatsapp_at` is when the caller last wrote, where that was by WhatsApp; `unread` counts their
    texts that nobody has looked at. `silenced_at` is when a person last wrote to or spoke with them,
    `followed_up_at` when they were asked once more after a silence.
    `urgent_since` is when they said that it is urgent, and `urgent_words` what made it so, as long as
    nobody has answered.
    """

    line_id: str
    peer: str
    first_at: datetime
    last_at: datetime
    lead: Lead
    waiting_since: datetime | None = None
    episode_at: datetime | None = None
    spoke_at: datetime | None = None
    reached_at: datetime | None = None
    call_back_since: datetime | None = None
    whatsapp_at: datetime | None = None
    unread: int = 0
    silenced_at: datetime | None = None
    followed_up_at: datetime | None = None
    urgent_since: datetime | None = None
    urgent_words: tuple[str, ...] = ()

    @property
    def machine_may_speak(self) -> bool:
        """Whether nobody of the shop has written yet in this matter: from then on people talk."""
        return self.silenced_at is None or self.silenced_at < self.lead.began_at

    @property
    def is_answered(self) -> bool:
        """Whether they were spoken with, and the last word was ours."""
        spoken_with = self.spoke_at is not None or self.reached_at is not None
        return spoken_with and self.episode_at is None and self.owed_since is None

    @property
    def owed_since(self) -> datetime | None:
        """Since when somebody ought to answer or call them, if somebody ought to."""
        return min(filter(None, (self.waiting_since, self.call_back_since)), default=None)

    @property
    def state(self) -> ThreadState:
        """How it stands."""
        if self.waiting_since is not None:
            return ThreadState.WAITING
        return ThreadState(self.lead.stage)


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """A thread after an event, and which of the numbers it moves.

    `ended` is the matter before, where another one has begun; `attended` tells that a person of the
    shop wrote to the caller, or spoke with them.
    """

    thread: Thread
    opened_episode: bool = False
    recovered: bool = False
    ended: Lead | None = None
    attended: bool = False


def new_thread(line_id: str, peer: str, now: datetime) -> Thread:
    """Return the conversation with somebody who was never heard of before."""
    return Thread(line_id=line_id, peer=peer, first_at=now, last_at=now, lead=new_lead(now))


def spoke_since(thread: Thread, at: datetime) -> bool:
    """Tell whether the caller or a person of the shop has spoken since a time (aware)."""
    spoke = (thread.spoke_at, thread.reached_at)
    return any(each is not None and each > at for each in spoke)


def after_call(thread: Thread, call: Call, at: datetime, *, counts: bool = True) -> ThreadStep:
    """Return the thread after a call came to its outcome.

    A missed one that does not count, since no customer is lost by it, begins no episode.
    """
    if not call.missed:
        return _after_talking(thread, after_word(thread.lead, at), at)
    lead = after_missed_call(thread.lead, at, thread.last_at, counts=counts)
    ended = thread.lead if lead.began_at != thread.lead.began_at else None
    opens = counts and (thread.episode_at is None or ended is not None)
    episode_at = at if opens else thread.episode_at
    last_at = max(thread.last_at, at)
    missed = replace(thread, last_at=last_at, lead=lead, episode_at=episode_at)
    return ThreadStep(missed, opened_episode=opens, ended=ended)


def after_calling_back(thread: Thread, at: datetime) -> ThreadStep:
    """Return the thread after somebody of the shop called them, and they answered."""
    return _after_talking(thread, lead_called_back(thread.lead, at), at)


def _after_talking(thread: Thread, lead: Lead, at: datetime) -> ThreadStep:
    """Return the thread after a call in which somebody of the shop spoke with them.

    Such a call may be learnt of late: what they did after it stays open.
    """

    def still(since: datetime | None) -> datetime | None:
        return None if since is None or since <= at else since

    episode_at = still(thread.episode_at)
    recovered = thread.episode_at is not None and episode_at is None
    urgent_since = still(thread.urgent_since)
    thread = replace(
        thread,
        last_at=max(thread.last_at, at),
        lead=lead,
        episode_at=episode_at,
        waiting_since=still(thread.waiting_since),
        call_back_since=still(thread.call_back_since),
        reached_at=_later(thread.reached_at, at),
        silenced_at=_later(thread.silenced_at, at),
        urgent_since=urgent_since,
        urgent_words=() if urgent_since is None else thread.urgent_words,
    )
    return ThreadStep(thread, recovered=recovered, attended=True)


def after_text_back(thread: Thread, at: datetime) -> Thread:
    """Return the thread after its caller was texted back."""
    return replace(thread, lead=after_text(thread.lead, at))


def after_reply(
    thread: Thread,
    at: datetime,
    channel: Channel = Channel.SMS,
    urgent: tuple[str, ...] = (),
    farewell: Farewell | None = None,
) -> ThreadStep:
    """Return the thread after the caller's words; `urgent` are those that make it urgent.

    They may be no more than a goodbye: who wants nothing any more waits for nothing, and was not won
    back.
    """
    over = farewell is Farewell.NEVER_MIND
    recovered = thread.episode_at is not None and not over
    waits_not = over or (farewell is Farewell.THANKS and thread.is_answered)
    waiting_since = None if waits_not else thread.waiting_since or at
    spoke_at = _later(thread.spoke_at, at)
    if over:
        thread = replace(thread, urgent_since=None, urgent_words=())
    thread = replace(
        heard_by(thread, at, channel),
        last_at=max(thread.last_at, at),
        lead=after_word(thread.lead, at),
        waiting_since=waiting_since,
        episode_at=None,
        spoke_at=spoke_at,
        call_back_since=None,
        unread=thread.unread + 1,
    )
    return ThreadStep(to_urgent(thread, at, urgent), recovered=recovered)


def after_voicemail(thread: Thread, at: datetime, urgent: tuple[str, ...] = ()) -> Thread:
    """Return the thread after it is known what its caller said to the answering machine at a time.

    It is part of a missed call: nobody is won back by it. Who was answered since does not wait.
    """
    ours = filter(None, (thread.silenced_at, thread.reached_at))
    if max(ours, default=at) > at:
        return thread
    waiting_since = min(thread.waiting_since or at, at)
    thread = replace(thread, waiting_since=waiting_since, unread=thread.unread + 1)
    return to_urgent(thread, at, urgent)


def to_urgent(thread: Thread, at: datetime, words: tuple[str, ...]) -> Thread:
    """Return the thread of somebody who said words that make it urgent, if any do.

    One that is urgent already stays so for what was said first.
    """
    if not words or thread.urgent_since is not None:
        return thread
    return replace(thread, urgent_since=at, urgent_words=words)


def heard_by(thread: Thread, at: datetime, channel: Channel) -> Thread:
    """Return the thread with the channel that the caller wrote by, unless a later one is known."""
    if thread.whatsapp_at is not None and at < thread.whatsapp_at:
        return thread
    whatsapp_at = at if channel is Channel.WHATSAPP else None
    return thread if thread.whatsapp_at == whatsapp_at else replace(thread, whatsapp_at=whatsapp_at)


def after_our_words(thread: Thread, at: datetime) -> Thread:
    """Return the thread after a text of ours that a person or an automation wrote."""
    return replace(
        thread,
        last_at=max(thread.last_at, at),
        lead=after_text(thread.lead, at),
        waiting_since=None,
        spoke_at=at,
        unread=0,
        silenced_at=at,
        urgent_since=None,
        urgent_words=(),
    )


def after_machine_words(thread: Thread, at: datetime) -> Thread:
    """Return the thread after words that the machine wrote: whoever waits, waits for a person."""
    return replace(thread, last_at=max(thread.last_at, at), lead=after_text(thread.lead, at))


def after_handling(thread: Thread, at: datetime) -> Thread:
    """Return the thread after somebody of the shop dealt with it, without a word to the caller here."""
    return replace(
        thread,
        last_at=max(thread.last_at, at),
        waiting_since=None,
        call_back_since=None,
        unread=0,
        silenced_at=at,
        urgent_since=None,
        urgent_words=(),
    )


def to_call_back(thread: Thread, at: datetime) -> Thread:
    """Return the thread of somebody who cannot be texted, and so ought to be called."""
    return replace(thread, call_back_since=thread.call_back_since or at)


def after_resolving(
    thread: Thread, stage: Stage, at: datetime, value: int | None = None
) -> ThreadStep:
    """Return the thread after somebody said how its matter stands.

    Who says so has read it, and who says that it is over waits for nobody. Whoever is won back by
    telephone is won back all the same.
    """
    recovered = thread.episode_at is not None and stage in _RECOVERED
    thread = replace(
        thread,
        lead=resolved(thread.lead, stage, at, value),
        episode_at=None if recovered else thread.episode_at,
        call_back_since=None,
        unread=0,
        urgent_since=None,
        urgent_words=(),
    )
    if stage in ENDED:
        thread = replace(thread, waiting_since=None)
    return ThreadStep(thread, recovered=recovered)


def after_done(thread: Thread, at: datetime) -> ThreadStep:
    """Return the thread after somebody said that nothing is owed to its caller any more.

    What was said of the matter stays: who has booked, and was answered, is still booked.
    """
    thread = after_handling(thread, at)
    said = thread.lead.stage in SAID
    return ThreadStep(thread) if said else after_resolving(thread, Stage.CLOSED, at)


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else max(known, at)
