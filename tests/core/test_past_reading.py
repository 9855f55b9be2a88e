"""Calls are read from the files that telephone companies and phone systems write."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.past.calls import PastCall
from custom_components.missed_call_textback.core.past.dates import DayOrder
from custom_components.missed_call_textback.core.past.meaning import number_in
from custom_components.missed_call_textback.core.past.reading import (
    OrderUnclear,
    Reading,
    WhyLeft,
    read_calls,
)
from custom_components.missed_call_textback.core.past.table import (
    MOST_BYTES,
    MOST_ROWS,
    Unreadable,
)
from custom_components.missed_call_textback.core.shop import Shop

from .examples import CALLER, LINE, OTHER_LINE, SHOP
from .past_dialects import DIALECTS, Dialect

_NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_LOGS = Path(__file__).parent.parent / "fixtures" / "call_logs"
_ANSWERED, _NO_ANSWER, _VOICEMAIL = Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.VOICEMAIL
_BUSY = Outcome.BUSY
IN, OUT = False, True


def _read(
    data: bytes | str,
    *,
    shop: Shop = SHOP,
    line_id: str | None = LINE.id,
    order: DayOrder | None = None,
) -> Reading:
    return read_calls(data.encode() if isinstance(data, str) else data, shop, line_id, _NOW, order)


def _told(reading: Reading, shop: Shop = SHOP) -> list[tuple[str, str | None, Outcome, bool]]:
    return [
        (f"{call.at.astimezone(shop.time_zone):%d %H:%M}", call.number, call.outcome, call.went_out)
        for call in reading.calls
    ]


def _left(reading: Reading) -> dict[WhyLeft, list[int]]:
    return {why: left.lines for why, left in reading.left_out.items()}


@pytest.mark.parametrize(
    ("log", "told", "left"),
    [
        (
            "fritzbox_de.csv",
            [
                ("21 10:45", "01709024670", _ANSWERED, IN),
                ("21 14:37", "024339392801", _NO_ANSWER, IN),
                ("21 14:39", "024339392801", _NO_ANSWER, IN),
                ("21 15:08", "024339392801", _ANSWERED, OUT),
                ("22 09:00", "01731112223", _VOICEMAIL, IN),
                ("23 18:20", None, _NO_ANSWER, IN),
            ],
            {WhyLeft.NO_CALL: [8]},
        ),
        (
            "fritzbox_en.csv",
            [
                ("21 16:00", "02025550143", _ANSWERED, OUT),
                ("21 15:00", "02025550143", _NO_ANSWER, IN),
                ("21 14:00", "02025550144", _VOICEMAIL, IN),
            ],
            {},
        ),
        (
            "asterisk_master.csv",
            [
                ("21 10:00", "2025550143", _ANSWERED, IN),
                ("21 11:00", "2025550144", _NO_ANSWER, IN),
                ("21 11:30", "2025550144", _VOICEMAIL, IN),
                ("21 11:40", "2025550145", _NO_ANSWER, IN),
                ("21 12:00", "12025550144", _ANSWERED, OUT),
            ],
            {WhyLeft.NO_CALL: [6]},
        ),
        (
            "freepbx.csv",
            [
                ("21 10:00", "2025550143", _ANSWERED, IN),
                ("21 11:00", "2025550144", _BUSY, IN),
                ("21 12:00", "12025550144", _ANSWERED, OUT),
            ],
            {},
        ),
        (
            "3cx.csv",
            [
                ("21 10:00", "2025550143", _ANSWERED, IN),
                ("21 11:00", "2025550144", _NO_ANSWER, IN),
                ("21 11:20", "2025550145", _NO_ANSWER, IN),
                ("21 12:00", "2025550144", _ANSWERED, OUT),
            ],
            {WhyLeft.NO_CALL: [6]},
        ),
        (
            "ringcentral.csv",
            [
                ("21 10:00", "(202) 555-0143", _ANSWERED, IN),
                ("21 11:00", "(202) 555-0144", _NO_ANSWER, IN),
                ("21 11:20", "(202) 555-0145", _VOICEMAIL, IN),
                ("21 12:00", "(202) 555-0144", _ANSWERED, OUT),
            ],
            {WhyLeft.NO_CALL: [6]},
        ),
        (
            "starface.csv",
            [
                ("21 10:00", "02025550143", _ANSWERED, IN),
                ("21 11:00", "02025550144", _NO_ANSWER, IN),
                ("21 12:00", "02025550144", _ANSWERED, OUT),
            ],
            {},
        ),
        (
            # In UTC, as its words say.
            "didww.csv",
            [
                ("21 10:00", "12025550143", _ANSWERED, IN),
                ("21 11:00", "12025550144", _NO_ANSWER, IN),
                ("21 11:10", "12025550145", _NO_ANSWER, IN),
            ],
            {},
        ),
        (
            "sipgate_utf16.csv",
            [
                ("21 10:00", "+49 2433 9392801", _ANSWERED, IN),
                ("21 11:00", "+49 2433 9392802", _NO_ANSWER, IN),
                ("21 12:00", "+49 2433 9392802", _ANSWERED, OUT),
            ],
            {},
        ),
        (
            "telephone_list_fr.csv",
            [
                ("21 10:00", "02 02 55 01 43", _ANSWERED, IN),
                ("21 11:00", "02 02 55 01 44", _NO_ANSWER, IN),
                ("21 12:00", "02 02 55 01 44", _ANSWERED, OUT),
            ],
            {},
        ),
        (
            "telephone_list_es.csv",
            [("21 10:00", "912345678", _ANSWERED, IN), ("21 11:00", "912345679", _NO_ANSWER, IN)],
            {},
        ),
        (
            "telephone_list_it.csv",
            [
                ("21 10:00", "06 12345678", _ANSWERED, IN),
                ("21 11:00", "06 12345679", _NO_ANSWER, IN),
                ("21 12:00", "06 12345679", _ANSWERED, OUT),
            ],
            {},
        ),
    ],
)
def test_a_documented_export_is_read(
    log: str, told: list[tuple[str, str | None, Outcome, bool]], left: dict[WhyLeft, list[int]]
) -> None:
    reading = _read((_LOGS / log).read_bytes())
    assert _told(reading) == told
    assert _left(reading) == left


_NUMBERS = st.integers(0, 99).map(lambda n: f"+12025557{n:03}")
_CALLS = st.lists(
    st.builds(
        PastCall,
        line_id=st.just(LINE.id),
        # Times that no clock shows twice.
        at=st.datetimes(datetime(2026, 4, 1), datetime(2026, 10, 25)).map(  # noqa: DTZ001
            lambda at: at.replace(microsecond=0, tzinfo=UTC)
        ),
        number=_NUMBERS,
        outcome=st.sampled_from([_ANSWERED, _NO_ANSWER]),
        went_out=st.booleans(),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda call: call.at,
)


@pytest.mark.parametrize(
    "dialect", [pytest.param(each, id=name) for name, each in DIALECTS.items()]
)
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "UTC"])
@given(calls=_CALLS)
def test_calls_are_read_back_in_whatever_way_they_were_written(
    dialect: Dialect, zone: str, calls: list[PastCall]
) -> None:
    shop = replace(SHOP, time_zone=ZoneInfo(zone))
    written = dialect.write(calls, LINE.number, shop.time_zone)
    # A date that fits both orders is asked for only where no other one tells.
    month_first = "%m/%d" in dialect.date
    order = DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST
    for line_id in (LINE.id, None):
        assert _read(written, shop=shop, line_id=line_id, order=order).calls == calls
    try:
        assert _read(written, shop=shop).calls == calls
    except OrderUnclear:
        assert "%d/%m" in dialect.date or "%d-%m" in dialect.date or month_first


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_a_file_is_it_is_read_or_refused_with_a_word(data: bytes) -> None:
    with contextlib.suppress(Unreadable, OrderUnclear):
        reading = _read(data)
        assert all(call.at <= _NOW + timedelta(days=1) for call in reading.calls)


_HEAD = "Date,Direction,Result,From,To\n"


def _row(
    date: str = "2026-03-02 10:00:00",
    *,
    way: str = "in",
    result: str = "missed",
    sender: str = CALLER,
    to: str = LINE.number,
) -> str:
    return f'"{date}",{way},{result},"{sender}",{to}\n'


@pytest.mark.parametrize(
    ("data", "key"),
    [
        pytest.param(b"", "past_no_table", id="nothing"),
        pytest.param(b"one line of words", "past_no_table", id="words"),
        pytest.param(b"PK\x03\x04" + b"x" * 99, "past_spreadsheet", id="a spreadsheet"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"x" * 99, "past_spreadsheet", id="an old spreadsheet"),
        pytest.param(b"a,b\0,c\n1,2,3\n", "past_no_table", id="no text"),
        pytest.param(b"a" * (MOST_BYTES + 1), "past_too_large", id="too many bytes"),
        pytest.param(b"x,y\n" * (MOST_ROWS + 1), "past_no_date", id="rows of nothing"),
        pytest.param(
            (_HEAD + "1,2,3\n" * (MOST_ROWS + 1)).encode(), "past_too_large", id="too many rows"
        ),
        pytest.param(b"," * 300 + b"x\n" + _row().encode(), "past_too_large", id="too many columns"),
        pytest.param(b'sep=;\n"' + b"x" * 200_000, "past_no_table", id="a cell without end"),
        pytest.param(
            (_HEAD + _row() + '2026-03-02 10:00,in,missed,1,"' + "\n2026-03-02" * 60).encode(),
            "past_no_table",
            id="an open quotation",
        ),
        pytest.param(b"Direction,From,To\nin,1,2\n", "past_no_date", id="no date"),
        pytest.param(b"Date,From,To\n2026-03-02 10:00,1,2\n", "past_no_result", id="no result"),
        pytest.param(b"Date,Result\n2026-03-02 10:00,missed\n", "past_no_number", id="no number"),
        pytest.param(_HEAD.encode(), "past_no_calls", id="nothing below the words"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_by_what_is_wrong_with_it(
    data: bytes, key: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        _read(data)
    assert refused.value.key == key


def test_one_day_past_the_twelfth_tells_the_order_of_all_dates() -> None:
    ours = _HEAD + _row("03/04/2026 10:00")
    assert _told(_read(ours + _row("13/04/2026 10:00")))[0][0] == "03 10:00"
    assert _told(_read(ours + _row("04/13/2026 10:00")))[0][0] == "04 10:00"


def test_a_reading_that_lies_in_the_future_is_none() -> None:
    reading = _read(_HEAD + _row("11/12/2025 10:00") + _row("12/11/2026 10:00"))
    assert [call.at.month for call in reading.calls] == [12, 11]


def test_an_order_that_nothing_tells_is_asked_for() -> None:
    file = _HEAD + _row("05/05/2026 10:00") + _row("03/04/2026 10:00")
    with pytest.raises(OrderUnclear) as unclear:
        _read(file)
    assert unclear.value.example == "03/04/2026 10:00"
    assert [call.at.month for call in _read(file, order=DayOrder.DAY_FIRST).calls] == [5, 4]
    assert [call.at.month for call in _read(file, order=DayOrder.MONTH_FIRST).calls] == [5, 3]


def test_dates_that_are_the_same_either_way_are_not_asked_about() -> None:
    assert len(_read(_HEAD + _row("05/05/2026 10:00")).calls) == 1


@pytest.mark.parametrize(
    ("date", "utc"),
    [
        ("2026-03-02T10:00:00Z", "03-02 10:00"),
        ("2026-03-02T10:00:00.123+02:00", "03-02 08:00"),
        ("2026-03-02 10:00:00 PST", "03-02 15:00"),
        ("2026/3/2 10:00", "03-02 15:00"),
        ("20260302 10:00", "03-02 15:00"),
        ("2.3.26, 10:00", "03-02 15:00"),
        ("2.3.26 um 10:00", "03-02 15:00"),
        ("Mar 2, 2026 10:00:00 PM", "03-03 03:00"),
        ("March 2nd, 2026 at 12:05 am", "03-02 05:05"),
        ("Monday, March 2, 2026 12:05 p.m.", "03-02 17:05"),
        ("2. März 2026 10:00", "03-02 15:00"),
        ("lun. 2 mars 2026 10h00", "03-02 15:00"),
        ("2.3.2026 10.00", "03-02 15:00"),
        ("2.3.2026 10.00.30", "03-02 15:00"),
        ("20260302100000", "03-02 15:00"),
        ("20260302T100000Z", "03-02 10:00"),
        ("2026-03-02 10:00:00+00", "03-02 10:00"),
        ("2-Mar-26 10:00", "03-02 15:00"),
        ("2/Mar/2026 10:00", "03-02 15:00"),
        ("2 mars 2026 à 10:00", "03-02 15:00"),
        ("2 de marzo de 2026 a las 10:00", "03-02 15:00"),
        ("2 marzo 2026 alle 10.00", "03-02 15:00"),
        ("1772463600", "03-02 15:00"),
        ("1772463600000", "03-02 15:00"),
        ("1772463600.25", "03-02 15:00"),
    ],
)
def test_a_time_is_the_shops_unless_it_says_whose_it_is(date: str, utc: str) -> None:
    (call,) = _read(_HEAD + _row(date) + _row("never")).calls
    assert f"{call.at:%m-%d %H:%M}" == utc


@pytest.mark.parametrize(
    "date",
    [
        "", "yesterday", "2026-03-02", "10:00", "2026-02-30 10:00", "2026-03-02 25:00", "13:00 pm",
        "1999-12-31 10:00", "2027-03-02 10:00", "2026-03-02 14:00 PM", "3 Foo 2026 10:00",
        "Foo 3, 2026 10:00", "46022.5", "20261399256161", "2 Mar 10:00", "0001-01-01 00:00 +12:00",
    ],
)  # fmt: skip
def test_a_row_without_a_time_of_the_past_is_left_out_by_its_line(date: str) -> None:
    reading = _read(_HEAD + _row() + "\n" + _row(date))
    assert len(reading.calls) == 1
    assert _left(reading) == {WhyLeft.NO_DATE: [4]}


def test_the_clocks_change_is_the_shops() -> None:
    times = ["2026-03-08 01:59:00", "2026-03-08 03:00:00", "2026-11-01 01:30:00"]
    calls = _read(_HEAD + "".join(_row(each) for each in times)).calls
    assert [f"{call.at:%d %H:%M}" for call in calls] == ["08 06:59", "08 07:00", "01 05:30"]


def test_what_a_report_says_above_its_table_is_not_taken_for_the_words_of_its_columns() -> None:
    file = (
        "Date,From,To\n2026-03-02,2026-01-01,2026-02-28\n\n"
        + _HEAD
        + _row()
        + "Total,,1 missed,,\n"
    )
    reading = _read(file)
    assert len(reading.calls) == 1
    assert _left(reading) == {WhyLeft.NO_DATE: [6]}


def test_what_a_call_costs_is_no_time_of_day() -> None:
    rows = "0.15,2026-03-02,10:00,missed,2025550143\n0.05,2026-03-03,11:00,answered,2025550144\n"
    assert [f"{call.at:%d %H:%M}" for call in _read(rows).calls] == ["02 15:00", "03 16:00"]


def test_a_time_with_full_stops_is_read_where_its_column_says_that_it_is_one() -> None:
    (call,) = _read(
        "Data,Ora,Esito,Chiamante\n02/03/2026,10.30,persa,0612345678\n", order=DayOrder.DAY_FIRST
    ).calls
    assert f"{call.at:%m-%d %H:%M}" == "03-02 15:30"


def test_of_many_rows_left_out_the_first_lines_are_told() -> None:
    reading = _read(_HEAD + _row() + _row("never") * 9)
    left = reading.left_out[WhyLeft.NO_DATE]
    assert (left.count, left.lines) == (9, [3, 4, 5, 6, 7])


def test_a_cell_of_two_lines_counts_for_the_line_that_it_begins_on() -> None:
    reading = _read("Date,Result,From,Note\n" + '2026-03-02 10:00,?,1,"a\nb"\n' + "x,missed,1,\n")
    assert _left(reading) == {WhyLeft.NO_RESULT: [2], WhyLeft.NO_DATE: [4]}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param({"way": "", "to": LINE.number}, (_NO_ANSWER, IN), id="to the line"),
        pytest.param(
            {"way": "", "sender": LINE.number, "to": CALLER}, (_NO_ANSWER, OUT), id="from the line"
        ),
        pytest.param(
            {"way": "", "sender": "12", "to": CALLER}, (_NO_ANSWER, OUT), id="from a telephone"
        ),
        pytest.param({"way": "", "to": "12"}, (_NO_ANSWER, IN), id="to a telephone"),
        pytest.param({"way": "", "sender": "", "to": "12"}, (_NO_ANSWER, IN), id="withheld"),
        pytest.param({"way": "out", "result": "busy"}, (_NO_ANSWER, OUT), id="busy there"),
        pytest.param({"result": "cancelled"}, (Outcome.ABANDONED, IN), id="hung up"),
        pytest.param({"result": "failed"}, (Outcome.FAILED, IN), id="failed"),
        pytest.param({"result": "declined"}, (_BUSY, IN), id="declined"),
        pytest.param({"result": "Left voicemail (answered)"}, (_VOICEMAIL, IN), id="mailbox"),
    ],
)  # fmt: skip
def test_which_way_a_call_went_and_what_became_of_it(
    row: dict[str, str], told: tuple[Outcome, bool]
) -> None:
    (call,) = _read(_HEAD + _row(**row)).calls
    assert (call.outcome, call.went_out) == told


def test_a_list_that_names_the_missed_calls_names_the_others_by_their_way_only() -> None:
    calls = _read(_HEAD + _row() + _row(result="", date="2026-03-02 11:00:00")).calls
    assert [call.outcome for call in calls] == [_NO_ANSWER, _ANSWERED]


def test_where_no_call_is_said_to_be_missed_none_is_taken_for_answered() -> None:
    reading = _read("Date,Direction,From,To\n2026-03-02 10:00,in,2025550143,2025550100\n" * 2)
    assert reading.calls == []
    assert _left(reading)[WhyLeft.NO_RESULT] == [2, 4]


@pytest.mark.parametrize(
    "cell",
    [
        "4.41235E+11", "4,41235E+11", "1.5e+10", "4E+11", "0170 12xxx", "0170-1234XXXX",
        "+44 7700 ***123",
    ],
)  # fmt: skip
def test_numbers_that_lack_digits_are_refused_and_not_taken_for_others(cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        _read(_HEAD + _row() + _row(sender=cell))
    assert refused.value.key == "past_numbers_shortened"


@pytest.mark.parametrize(
    "told", ['sep="\n', "sep=\r\n", "sep=\n", "sep=x\n", "sep=; ; ;\n", "sep=\t\r", "sep=^\n"]
)
def test_whatever_a_file_says_parts_its_cells_is_no_crash(told: str) -> None:
    text = _HEAD + _row()
    try:
        reading = _read(told + text.replace(",", told[4]))
    except Unreadable as refused:
        assert refused.key in {"past_no_date", "past_no_table"}  # noqa: PT017
    else:
        assert len(reading.calls) == 1


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("Appel non abouti", _NO_ANSWER),
        ("Pas de réponse", _NO_ANSWER),
        ("Appel en absence", _NO_ANSWER),
        ("Pas décroché", _NO_ANSWER),
        ("nicht entgegengenommen", _NO_ANSWER),
        ("Nicht verbunden", _NO_ANSWER),
        ("Keine Antwort", _NO_ANSWER),
        ("Anruf in Abwesenheit", _NO_ANSWER),
        ("No respondida", _NO_ANSWER),
        ("Non completata", _NO_ANSWER),
        ("Not accepted", _NO_ANSWER),
        ("Never answered", _NO_ANSWER),
        ("Not picked up", _NO_ANSWER),
        ("Unsuccessful", _NO_ANSWER),
        ("Timed out", _NO_ANSWER),
        ("Left a message", _VOICEMAIL),
        ("Picked up", _ANSWERED),
        ("Abgenommen", _ANSWERED),
        ("Nummer 5, angenommen", _ANSWERED),
    ],
)
def test_what_is_denied_was_not_answered(result: str, outcome: Outcome) -> None:
    (call,) = _read(_HEAD + _row(result=f'"{result}"')).calls
    assert (call.outcome, call.went_out) == (outcome, IN)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param({"way": "", "sender": "11", "to": "12"}, WhyLeft.NO_CALL, id="in the house"),
        pytest.param({"way": "Internal"}, WhyLeft.NO_CALL, id="said to be in the house"),
        pytest.param({"result": "blocked"}, WhyLeft.NO_CALL, id="blocked"),
        pytest.param({"way": "out", "result": ""}, WhyLeft.NO_RESULT, id="out, and no more"),
        pytest.param({"way": "?", "result": "?"}, WhyLeft.NO_RESULT, id="who knows"),
        pytest.param({"to": OTHER_LINE.number}, WhyLeft.OTHER_LINE, id="another line"),
    ],
)
def test_what_is_no_call_of_the_line_is_left_out(row: dict[str, str], why: WhyLeft) -> None:
    reading = _read(_HEAD + _row() + _row(**row))
    assert _left(reading) == {why: [3]}
    assert len(reading.calls) == 1


def test_the_called_number_tells_the_line_where_that_is_wanted() -> None:
    file = _HEAD + _row() + _row(to="2025550101") + _row(to="+12025550199")
    reading = _read(file, line_id=None)
    assert [call.line_id for call in reading.calls] == [LINE.id, OTHER_LINE.id]
    assert _left(reading) == {WhyLeft.OTHER_LINE: [4]}


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("4915112345678", "DE", "+4915112345678"),
        ("12025550143", "US", "12025550143"),
        ("015112345678", "DE", "015112345678"),
        ("15112345678", "DE", "15112345678"),
        ("436641234567", "DE", "436641234567"),
        ("12", "DE", "12"),
        ("+4915112345678", "DE", "+4915112345678"),
    ],
)
def test_a_number_that_lost_its_plus_is_that_of_the_same_caller(
    written: str, country: str, number: str
) -> None:
    shop = replace(SHOP, country=country)
    (call,) = _read(_HEAD + _row(sender=written), shop=shop).calls
    assert call.number == number


def test_digits_in_place_of_words_are_understood_only_of_whom_they_are_known() -> None:
    rows = "".join(f"2026-03-02 10:00,{kind},2025550143\n" for kind in (1, 2, 3))
    reading = _read("Date,Type,Number\n" + rows)
    assert reading.calls == []
    assert _left(reading) == {WhyLeft.NO_RESULT: [2, 3, 4]}


@pytest.mark.parametrize(
    "words",
    [
        "date_started,direction,category,external_number,internal_number",
        "createdAt,Direction,Call Outcome,Customer Number,Business Number",
        "Date of call,Direction,Call Disposition,Telephone No.,My number",
        "Anrufdatum,Richtung,Ergebnis,Rufnummer,Eigene Rufnummer",
    ],
)
def test_columns_are_known_by_the_words_of_many_companies(words: str) -> None:
    (call,) = _read(f"{words}\n{_row()}").calls
    assert (call.number, call.outcome, call.went_out) == (CALLER, _NO_ANSWER, IN)


def test_an_id_that_another_day_has_as_well_is_that_of_another_call() -> None:
    days = ("2026-03-01", "2026-03-02", "2026-03-03")
    rows = "".join(f"7,{day} 10:00:0{n},in,missed,2025550143\n" for day in days for n in (0, 4))
    calls = _read("Call ID,Date,Direction,Result,From\n" + rows).calls
    assert [f"{call.at:%d %S}" for call in calls] == ["01 00", "02 00", "03 00"]


def test_a_number_of_no_line_is_a_telephone_of_the_line_that_is_chosen() -> None:
    (call,) = _read(_HEAD + _row(to="+12025550199")).calls
    assert call.line_id == LINE.id


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("+1 (202) 555-0143", "+1 (202) 555-0143"),
        ("(202) 555-0143", "(202) 555-0143"),
        ('"Ann Lee" <2025550143>', "2025550143"),
        ("<2025550143>", "2025550143"),
        ("Lee, Ann (2025550143)", "2025550143"),
        ("Ann 2 Lee 2025550143", "2025550143"),
        ("Ann Lee 2025550143 (mobile)", "2025550143"),
        ("06\u00a012\u00a034\u00a056\u00a078", "06 12 34 56 78"),
        ("+1\u2011202\u2011555\u20110143", "+1-202-555-0143"),
        ("sip:12@192.168.178.1", "12"),
        ("12025550143.0", "12025550143"),
        ('="02025550143"', "02025550143"),
        ("'+12025550143", "+12025550143"),
        ("=HYPERLINK(1)", "1"),
        ("Anonymous", None),
        ("", None),
        ("( -", None),
    ],
)
def test_a_number_is_found_in_what_stands_around_it(cell: str, number: str | None) -> None:
    assert number_in(cell) == number


def test_rows_of_one_call_are_one_call_and_whoever_answered_answered_it() -> None:
    file = "Date,Result,From,Call ID\n" + "".join(
        f"2026-03-02 10:00:{at},{result},1,c{n}\n"
        for at, result, n in (("05", "busy", 1), ("09", "answered", 1), ("01", "missed", 2))
    )
    told = [(call.at.second, call.outcome) for call in _read(file).calls]
    assert told == [(5, _ANSWERED), (1, _NO_ANSWER)]


def test_without_an_id_rows_of_the_same_second_are_one_call() -> None:
    one = _row("2026-03-02 10:00:05")
    assert len(_read(_HEAD + one + one).calls) == 1
    # A list that knows minutes only may have two calls of one.
    two = _row("2026-03-02 10:00:00")
    assert len(_read(_HEAD + two + two).calls) == 2


def test_how_long_they_talked_tells_where_no_word_does() -> None:
    file = "Date,Direction,From,To,Talk time\n" + "".join(
        f"2026-03-02 10:00:0{n},{way},1,2,{talk}\n"
        for n, (way, talk) in enumerate(
            [("in", "0:00"), ("in", "0:07"), ("out", "0"), ("out", "9")]
        )
    )
    outcomes = [call.outcome for call in _read(file).calls]
    assert outcomes == [_NO_ANSWER, _ANSWERED, _NO_ANSWER, _ANSWERED]


def test_which_way_is_told_by_yes_and_no_as_well() -> None:
    file = "Start,Incoming,Answered,Number\n" + "".join(
        f"2026-03-02 10:00:0{n},{came},{taken},1\n"
        for n, (came, taken) in enumerate([("yes", "no"), ("ja", "ja"), ("0", "1"), ("?", "?")])
    )
    reading = _read(file)
    assert [(call.outcome, call.went_out) for call in reading.calls[:3]] == [
        (_NO_ANSWER, IN), (_ANSWERED, IN), (_ANSWERED, OUT),
    ]  # fmt: skip


def test_columns_without_words_above_them_are_told_by_what_is_in_them() -> None:
    file = "".join(f"02.03.2026;10:0{n};verpasst;02025550{n}43;;x\n" for n in range(3))
    assert [call.number for call in _read(file).calls] == [
        "02025550043",
        "02025550143",
        "02025550243",
    ]
    both = "".join(f"2026-03-02 10:0{n};0202555014{n};missed;12025550100;7\n" for n in range(3))
    assert [call.line_id for call in _read(both, line_id=None).calls] == [LINE.id] * 3
    third = both.replace(";7", ";02025550177")
    assert _read(third, line_id=None).calls == _read(both, line_id=None).calls
    with pytest.raises(Unreadable) as refused:
        _read("a;b;c\n" * 3)
    assert refused.value.key == "past_no_date"
