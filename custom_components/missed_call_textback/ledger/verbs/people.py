"""Verbs about people: what they want, and what is known of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, override

from ...core.numbers import NumberKind
from ...core.opt_out import Wish
from ...core.tags import retagged, tags_in, written_tags
from ..queries import people
from ..statement import Statement
from ..times import to_micros
from .base import Verbs

_OWNER: Final = "owner"
_BLOCKED: Final = "blocked"
_UNBLOCKED: Final = "unblocked"


class PeopleVerbs(Verbs):
    """Somebody who was erased and is heard of again is the same person again."""

    @override
    def set_wish(self, shop_id: str, peer: str, wish: Wish, *, source: str, at: datetime) -> bool:
        # Nobody is who was erased: of them comes no more than a late receipt.
        if wish is Wish.HELP or not peer:
            return False
        # Who never opted out is in, so START changes a row but never makes one.
        statement = people.OPT_IN if wish is Wish.START else people.OPT_OUT
        self._recognise(people.RECOGNISE_OPT_OUT, shop_id, peer)
        changed = statement.run(
            self._cursor,
            shop_id=shop_id,
            peer=peer,
            opted_out=1,
            unsure=int(wish is Wish.UNSURE),
            source=source,
            at=to_micros(at),
        ).rowcount
        if changed < 1:
            if wish is not Wish.START:
                people.OPT_OUT_AGAIN.run(self._cursor, shop_id=shop_id, peer=peer, at=to_micros(at))
            return False
        self._add_evidence(shop_id, peer, wish.value, source, at)
        return True

    @override
    def set_person(
        self,
        shop_id: str,
        peer: str,
        *,
        blocked: bool | None = None,
        name: str | None = None,
        language: str | None = None,
        existing: bool | None = None,
        add_tags: Collection[str] = (),
        remove_tags: Collection[str] = (),
        at: datetime,
    ) -> None:
        self._recognise(people.RECOGNISE_PERSON, shop_id, peer)
        row = people.MARKS.run(self._cursor, shop_id=shop_id, peer=peer).fetchone()
        was_blocked, had_tags = (False, None) if row is None else row
        tags = retagged(tags_in(had_tags), add_tags, remove_tags)
        if row is None and not (blocked or name or language or existing or tags):
            return
        people.SET_PERSON.run(
            self._cursor,
            shop_id=shop_id,
            peer=peer,
            blocked=None if blocked is None else int(blocked),
            name=name,
            language=language,
            tags=written_tags(tags),
            existing=None if existing is None else int(existing),
        )
        if blocked is not None and blocked != bool(was_blocked):
            wish = _BLOCKED if blocked else _UNBLOCKED
            self._add_evidence(shop_id, peer, wish, _OWNER, at)

    @override
    def set_heard(self, shop_id: str, peer: str, language: str) -> bool:
        self._recognise(people.RECOGNISE_PERSON, shop_id, peer)
        statement = people.HEAR if language else people.UNHEAR
        heard = statement.run(self._cursor, shop_id=shop_id, peer=peer, heard=language)
        return heard.rowcount > 0

    @override
    def set_line_kind(self, shop_id: str, peer: str, kind: NumberKind, *, at: datetime) -> None:
        if not peer:
            # As above: it is nobody's number any more.
            return
        self._recognise(people.RECOGNISE_PERSON, shop_id, peer)
        people.SET_LINE_KIND.run(
            self._cursor,
            shop_id=shop_id,
            peer=peer,
            line_kind=kind.value,
            line_kind_at=to_micros(at),
        )

    def _recognise(self, statement: Statement, shop_id: str, peer: str) -> None:
        statement.run(self._cursor, shop_id=shop_id, peer=peer, hashed=self._pseudonyms.of(peer))

    def _add_evidence(self, shop_id: str, peer: str, wish: str, source: str, at: datetime) -> None:
        people.ADD_CONSENT.run(
            self._cursor, shop_id=shop_id, peer=peer, wish=wish, source=source, at=to_micros(at)
        )
