"""Verbs about threads, and what is known of an address."""

from datetime import datetime
from typing import override

from ...core.book import History
from ...core.leads import Lead
from ...core.numbers import prefix_of
from ...core.threads import Thread
from ..queries import threads
from ..rows import history_of, thread_of
from ..statement import LARGEST_ID, Value
from ..times import to_micros
from .base import Verbs, id_of


class ThreadVerbs(Verbs):
    """Each is one named statement."""

    @override
    def history(self, shop_id: str, line_id: str, peer: str) -> History:
        row = threads.HISTORY.run(
            self._cursor,
            shop_id=shop_id,
            line_id=line_id,
            peer=peer,
            hashed=self._pseudonyms.of(peer),
        ).fetchone()
        return history_of(row)

    @override
    def thread_by_id(self, thread_id: int) -> Thread | None:
        if thread_id > LARGEST_ID:
            return None
        row = threads.THREAD_BY_ID.run(self._cursor, id=thread_id).fetchone()
        return None if row is None else thread_of(row)

    @override
    def save_thread(
        self, thread_id: int | None, thread: Thread, *, text_back_at: datetime | None = None
    ) -> int:
        state = {
            "last_at": to_micros(thread.last_at),
            "waiting_since": to_micros(thread.waiting_since),
            "episode_at": to_micros(thread.episode_at),
            "text_back_at": to_micros(text_back_at),
            "spoke_at": to_micros(thread.spoke_at),
            "reached_at": to_micros(thread.reached_at),
            "call_back_since": to_micros(thread.call_back_since),
            "whatsapp_at": to_micros(thread.whatsapp_at),
            "unread": thread.unread,
            "silenced_at": to_micros(thread.silenced_at),
            "followed_up_at": to_micros(thread.followed_up_at),
            "urgent_since": to_micros(thread.urgent_since),
            "urgent_words": "\n".join(thread.urgent_words) or None,
            **_lead(thread.lead),
        }
        if thread_id is not None:
            threads.SAVE_THREAD.run(self._cursor, id=thread_id, **state)
            return thread_id
        return id_of(
            threads.ADD_THREAD.run(
                self._cursor,
                line_id=thread.line_id,
                peer=thread.peer,
                prefix=prefix_of(thread.peer),
                first_at=to_micros(thread.first_at),
                **state,
            )
        )

    @override
    def add_past_lead(self, thread_id: int, line_id: str, lead: Lead) -> None:
        threads.ADD_PAST_LEAD.run(self._cursor, thread_id=thread_id, line_id=line_id, **_lead(lead))

    @override
    def add_note(self, thread_id: int, author: str, body: str, at: datetime) -> int:
        return id_of(
            threads.ADD_NOTE.run(
                self._cursor, thread_id=thread_id, author=author, body=body, at=to_micros(at)
            )
        )

    @override
    def move_cooldown(
        self, line_id: str, peer: str, *, was: datetime | None, to: datetime | None
    ) -> None:
        threads.MOVE_COOLDOWN.run(
            self._cursor, line_id=line_id, peer=peer, was=to_micros(was), to=to_micros(to)
        )


def _lead(lead: Lead) -> dict[str, Value]:
    return {
        "stage": lead.stage.value,
        "lead_at": to_micros(lead.began_at),
        "moved_at": to_micros(lead.moved_at),
        "value": lead.value,
        "assignee": lead.assignee,
        "lead_missed": int(lead.missed),
    }
