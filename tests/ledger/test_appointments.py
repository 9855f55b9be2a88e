"""Appointments in the ledger: no two live ones begin at one time, and none outlives its person."""

from datetime import timedelta

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.booking import Appointment, AppointmentState
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.core.slots import Slot
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, NOW, PEER, SHOP, THREAD

CALENDAR = "calendar.jobs"
HOUR = timedelta(hours=1)
SLOT = Slot(NOW + HOUR, NOW + 2 * HOUR)
LATER_SLOT = Slot(NOW + 2 * HOUR, NOW + 3 * HOUR)
HELD, OFFERED, PASSED, WRITING, BOOKED, REMINDED, LEAVING, GONE = AppointmentState
LIVE = (HELD, WRITING, BOOKED, REMINDED, LEAVING)


def held(book: Book, thread_id: int, slot: Slot = SLOT, calendar: str = CALENDAR) -> Appointment:
    appointment = book.add_held(thread_id, calendar, slot, "mark", NOW)
    assert appointment is not None
    return appointment


def states(book: Book, thread_id: int) -> list[AppointmentState]:
    return [each.state for each in book.appointments_of(thread_id)]


async def test_a_time_is_held_once_in_a_calendar_as_long_as_it_is_live(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        first = held(book, thread_id)
        held(book, thread_id, calendar="calendar.other")
        held(book, thread_id, LATER_SLOT)
        for state in AppointmentState:
            assert book.move_appointment(first.id, state, NOW)
            second = book.add_held(thread_id, CALENDAR, SLOT, "mark", NOW)
            assert (second is None) is (state in LIVE)
            if second is not None:
                # What is not live comes back only where nobody else is.
                assert not book.move_appointment(first.id, BOOKED, NOW)
                assert book.appointments_of(thread_id)[0].state is state
                book.move_appointment(second.id, GONE, NOW)

    await ledger.write(work)


async def test_what_touches_a_period_is_found_and_nothing_else(ledger: SqliteLedger) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        first, second = held(book, thread_id), held(book, thread_id, LATER_SLOT)
        held(book, thread_id, calendar="calendar.other")

        def found(since: float, until: float) -> list[int]:
            period = NOW + since * HOUR, NOW + until * HOUR
            return [each.id for each in book.live_appointments(CALENDAR, *period)]

        assert found(0, 1) == []
        assert found(0, 1.1) == [first.id]
        assert found(1.9, 2.1) == [first.id, second.id]
        assert found(2, 9) == [second.id]
        assert found(3, 9) == []
        book.move_appointment(first.id, OFFERED, NOW)
        assert found(0, 9) == [second.id]

    await ledger.write(work)


async def test_what_was_offered_is_forgotten_and_what_was_booked_is_not(
    ledger: SqliteLedger,
) -> None:
    def work(book: Book) -> None:
        thread_id = book.save_thread(None, THREAD)
        for number, state in enumerate(AppointmentState):
            slot = Slot(NOW + number * HOUR, NOW + (number + 1) * HOUR)
            book.move_appointment(held(book, thread_id, slot).id, state, NOW)
        book.forget_offers(thread_id)
        assert states(book, thread_id) == [WRITING, BOOKED, REMINDED, LEAVING, GONE]

    await ledger.write(work)


async def test_an_appointment_is_told_in_the_export_and_erased_with_its_person(
    ledger: SqliteLedger,
) -> None:
    def book_one(book: Book) -> int:
        thread_id = book.save_thread(None, THREAD)
        book.move_appointment(held(book, thread_id).id, BOOKED, NOW)
        held(book, thread_id, LATER_SLOT)
        return thread_id

    thread_id = await ledger.write(book_one)
    for whose in (None, PEER):
        [record] = await ledger.records(SHOP, [LINE], peer=whose)
        assert (record.kind, record.what) == (RecordKind.APPOINTMENT, "booked")
        assert (record.number, record.body) == (PEER, SLOT.start.isoformat(timespec="minutes"))
    await ledger.write(lambda book: book.erase(SHOP, PEER))
    assert await ledger.write(lambda book: states(book, thread_id)) == []
    assert await ledger.records(SHOP, [LINE]) == []
