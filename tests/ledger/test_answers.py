"""What callers answered is kept by matter, told in lists and exports, and forgotten with its person."""

from dataclasses import replace
from datetime import timedelta

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.outbox import TextKind
from custom_components.missed_call_textback.core.questions import Answer, Said
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LATER, LINE, NOW, PEER, SHOP, SOON, TEXT_BACK, THREAD, connection_of, message

SERVICE = Answer(key="service", value="a haircut", asked_at=NOW, answered_at=SOON)
PLACE = Answer(key="place", asked_at=LATER)
TIMELINE = Answer(key="timeline", value="tomorrow", answered_at=SOON)


def fill(book: Book) -> int:
    thread_id = book.save_thread(None, THREAD)
    for answer in (PLACE, TIMELINE, SERVICE):
        book.save_answer(thread_id, NOW, answer)
    return thread_id


async def test_answers_are_kept_in_the_order_in_which_they_were_asked_or_told(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> int:
        thread_id = fill(book)
        assert book.answers_of(thread_id, NOW) == [SERVICE, TIMELINE, PLACE]
        answered = replace(PLACE, value="90210", answered_at=LATER)
        book.save_answer(thread_id, NOW, answered)
        assert book.answers_of(thread_id, NOW)[2] == answered
        # Another matter knows nothing of them.
        assert book.answers_of(thread_id, LATER) == []
        return thread_id

    thread_id = await ledger.write(work)
    [listed] = await ledger.threads(SHOP, [LINE], Wanted())
    read = await ledger.thread(SHOP, thread_id)
    assert read is not None
    assert listed.answers == read.answers
    assert [each.value for each in read.answers] == ["a haircut", "tomorrow", "90210"]


async def test_answers_are_told_in_the_export_and_questions_without_one_are_not(
    ledger: SqliteLedger,
) -> None:
    await ledger.write(fill)
    for peer in (None, PEER):
        records = await ledger.records(SHOP, [LINE], peer=peer)
        told = [each for each in records if each.kind is RecordKind.ANSWER]
        assert sorted((each.what, each.body, each.number, each.at) for each in told) == [
            ("service", "a haircut", PEER, SOON),
            ("timeline", "tomorrow", PEER, SOON),
        ]


async def test_answers_are_forgotten_with_their_person(ledger: SqliteLedger) -> None:
    await ledger.write(fill)
    await ledger.write(lambda book: book.erase(SHOP, PEER))
    assert connection_of(ledger).execute("SELECT count(*) FROM answer").fetchone() == (0,)


async def test_answers_are_forgotten_after_their_time(ledger: SqliteLedger) -> None:
    await ledger.write(fill)
    await ledger.write(lambda book: book.anonymise(SHOP, NOW + timedelta(days=1), 10))
    assert connection_of(ledger).execute("SELECT count(*) FROM answer").fetchone() == (0,)


async def test_what_was_said_is_told_since_the_machine_last_wrote(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)

        def says(body: str, peer: str = PEER, line_id: str = LINE) -> None:
            book.add_reply(
                line_id=line_id,
                thread_id=thread_id,
                carrier_id=f"{line_id} {body}",
                peer=peer,
                body=body,
                at=NOW,
            )

        says("long ago")
        book.add_text(replace(message("asked"), kind=TextKind.MACHINE))
        book.add_text(replace(TEXT_BACK, ref="another line", line_id="two", kind=TextKind.MACHINE))
        says("Hi")
        book.add_text(message("by hand"))
        says("boiler")
        says("elsewhere", line_id="three")
        says("somebody else", peer="+12025550112")
        assert book.said_since(LINE, PEER, NOW) == [Said("Hi", NOW), Said("boiler", NOW)]
        assert book.said_since(LINE, PEER, SOON) == []
        assert book.said_since("three", PEER, NOW) == [Said("elsewhere", NOW)]

    await ledger.write(work)
