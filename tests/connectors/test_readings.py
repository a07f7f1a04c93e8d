"""Readings: amounts and moments as people and programs write them."""

import datetime
import zoneinfo
from decimal import Decimal

import pyarrow as pa
import pytest
import sqlglot
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from crm_analysis.connectors.local_names import expose_local_names
from crm_analysis.database.duckdb import DuckDBDatabase


@pytest.fixture(scope="module")
def readings():
    with DuckDBDatabase(None, read_only=False) as database:
        expose_local_names(database)
        database.build("connectors/names", "connectors/readings")
        yield database


def read(database, expression, texts):
    """Return what an expression on the column ``t`` gives for each text."""
    numbered = pa.table({"n": range(len(texts)), "t": pa.array(texts, pa.string())})
    database.expose("texts", numbered)
    query = sqlglot.parse_one(
        f"select {expression} as found from texts order by n", dialect="duckdb"
    )
    return [
        row["found"]
        for rows in database.stream_tree(query, "texts")
        for row in rows.to_pylist()
    ]


AMOUNTS = {
    "€ 90,00": "90.00",
    "1,039.64": "1039.64",
    "1.039,64 €": "1039.64",
    "90.00 EUR": "90.00",
    "USD 1,039.64": "1039.64",
    "1 039,64": "1039.64",
    "1\u00a0039,64": "1039.64",
    "1'039.50": "1039.50",
    "Fr. 12.50": "12.50",
    "(12.50)": "-12.50",
    "-5": "-5.00",
    "12,50-": "-12.50",
    "\u22123,20": "-3.20",
    "12.-": "12.00",
    "$1,00,000.00": "100000.00",
    "1,234,567": "1234567.00",
    "0.125": "0.13",
    "12345.678": "12345.68",
    "1.0395E3": "1039.50",
    "7e-5": "0.00",
    ".5": "0.50",
    "99999999999999.99": "99999999999999.99",
}


def test_amounts_that_can_be_read_in_one_way_need_no_decimal_mark(readings):
    found = read(readings, "read_amount(t, '')", list(AMOUNTS))
    assert dict(zip(AMOUNTS, map(str, found), strict=True)) == AMOUNTS


def test_an_amount_says_its_currency_by_a_code_or_a_sign_of_one_alone(readings):
    named = {
        "€ 90,00": "EUR",
        "90.00 EUR": "EUR",
        "USD1,039.64": "USD",
        "£5": "GBP",
        "CA$ 5": "CAD",
        "US$5": "USD",
        "1 039,64 zł": "PLN",
        "1039円": "JPY",
        "R$ 1.039,64": "BRL",
        "R$5": "BRL",
        "AR$ 5": None,
        "AUS$ 5": "AUS",  # no code, and not USD: the order is left out for it
        "NA$ 5": None,
        "SFr. 5": "CHF",
        "$ 5": None,
        "¥500": None,
        "5 kr": None,
        "5.00": None,
        "USDT 5": None,
    }
    assert dict(
        zip(named, read(readings, "currency_of(t)", list(named)), strict=True)
    ) == (named)


@pytest.mark.parametrize(
    ("mark", "amounts"),
    [("", [None, None]), (".", ["1.23", "1234.00"]), (",", ["1234.00", "1.23"])],
)
def test_an_amount_that_can_be_read_in_two_ways_goes_by_the_mark(
    readings, mark, amounts
):
    found = read(readings, f"read_amount(t, '{mark}')", ["1.234", "1,234"])
    assert [each and str(each) for each in found] == amounts


@pytest.mark.parametrize(
    ("mark", "quantities"),
    [
        ("", ["2.000", "1.500", "1.500", "1.000", None, "-2.000", None]),
        (".", ["2.000", "1.500", "1.500", "1.000", "1000.000", "-2.000", None]),
        (",", ["2.000", "1.500", "1.500", "1000.000", "1.000", "-2.000", None]),
    ],
)
def test_quantities_are_read_as_amounts_are(readings, mark, quantities):
    texts = ["2", "1.5", "1,5", "1.000", "1,000", "-2", "two"]
    found = read(readings, f"read_quantity(t, '{mark}')", texts)
    assert [each and str(each) for each in found] == quantities


def test_an_amount_for_each_of_an_unknown_number_is_unknown(readings):
    found = read(readings, "times(cast(2 as decimal(18, 2)), t)", ["3", None, "some"])
    assert found == [Decimal(6), Decimal(2), None]


@pytest.mark.parametrize(
    "text", ["", "abc", "5 7", "1.2.3", "1,23,4.5", "2 for 3", "999999999999999", None]
)
def test_what_is_no_amount_is_missing(readings, text):
    assert read(readings, "read_amount(t, '.')", [text]) == [None]


@given(st.integers(-(10**15), 10**15))
def test_amounts_come_back_as_they_were_written(cents):
    amount = Decimal(cents) / 100
    written = [
        f"{amount:,.2f}",
        f"{amount:,.2f}".translate(str.maketrans(",.", ".,")),
        f"{amount:.2f} EUR",
    ]
    with DuckDBDatabase(None, read_only=False) as database:
        for number in ("010_amount_digits", "020_amount_number", "030_read_amount"):
            database.run(f"connectors/readings/{number}")
        found = read(database, "read_amount(t, '')", written)
    assert found == [amount if abs(amount) < 10**14 else found[0]] * len(written)


MOMENTS = {
    "2024-03-12 09:14": ("2024-03-12 08:14", "2024-03-12"),
    "3/15/2024 2:30 PM": ("2024-03-15 13:30", "2024-03-15"),
    "15/3/2024 14:30": ("2024-03-15 13:30", "2024-03-15"),
    "15.03.2024 14:30": ("2024-03-15 13:30", "2024-03-15"),
    "May 1, 2026 9:59:00 AM": ("2026-05-01 07:59", "2026-05-01"),
    "Fri, May 1, 2026 12:05 AM": ("2026-04-30 22:05", "2026-05-01"),
    "May 1, 2026, 9:59:00\u202fPM": ("2026-05-01 19:59", "2026-05-01"),
    "13/5/2026 9:59\u00a0pm": ("2026-05-13 19:59", "2026-05-13"),
    "01-May-2026 12:05 pm": ("2026-05-01 10:05", "2026-05-01"),
    "5/5/2026": ("2026-05-05 00:00", "2026-05-05"),
    "2026-05-01 00:30:00 +0200": ("2026-04-30 22:30", "2026-05-01"),
    "2026-05-01T00:30:00-05:00": ("2026-05-01 05:30", "2026-05-01"),
    "2026-05-01T23:30:00.000Z": ("2026-05-01 23:30", "2026-05-02"),
    "2026-05-01T23:30:00.000+0000": ("2026-05-01 23:30", "2026-05-02"),
    "20240229": ("2024-02-29 00:00", "2024-02-29"),
    "31/12/68": ("2068-12-31 00:00", "2068-12-31"),
    "31/12/69": ("1969-12-31 00:00", "1969-12-31"),
}


def test_moments_in_many_formats_are_read_in_one_column(readings):
    moments = read(readings, "read_moment(t, 'Europe/Berlin', '')", list(MOMENTS))
    days = read(readings, "read_day(t, 'Europe/Berlin', '')", list(MOMENTS))
    found = [
        (f"{moment:%Y-%m-%d %H:%M}", str(day))
        for moment, day in zip(moments, days, strict=True)
    ]
    assert dict(zip(MOMENTS, found, strict=True)) == MOMENTS


NAMED_DAYS = {
    "3. März 2024": "2024-03-03",
    "3. Maerz 2024": "2024-03-03",
    "03-Mrz-2024": "2024-03-03",
    "Mär 3, 2024": "2024-03-03",
    "So., 3. Mär. 2024": "2024-03-03",
    "12 mars 2024": "2024-03-12",
    "1er févr. 2024": "2024-02-01",
    "mar. 12 avril 2024": "2024-04-12",
    "5 de mayo de 2024": "2024-05-05",
    "domingo, 5 de maio de 2024": "2024-05-05",
    "1º marzo 2024": "2024-03-01",
    "5 KASIM 2024": "2024-11-05",
    "12 marraskuuta 2024": "2024-11-12",
    "12 marraskuu 2024": "2024-11-12",
    "5 мая 2024 \u0433.": "2024-05-05",
    "2024. március 5.": "2024-03-05",
    "5. 3. 2024": "2024-03-05",
    "2024. 3. 5.": "2024-03-05",
    "2024年3月5日": "2024-03-05",
    "2024年3月5日火曜日": "2024-03-05",
    "2024년 3월 5일": "2024-03-05",
    "2024/03/05(火)": "2024-03-05",
}


def test_days_are_read_in_the_languages_that_programs_write_them_in(readings):
    days = read(readings, "read_date(t, '')", list(NAMED_DAYS))
    assert dict(zip(NAMED_DAYS, map(str, days), strict=True)) == NAMED_DAYS


@pytest.mark.parametrize(
    "text",
    [
        "3 listopada 2024",  # November to Poles, October to Croats
        "5 lip 2024",  # July, or June
        "3 mars 24",  # a day, or a year
        "24-Mar-05",
        "31. Februar 2024",
        "3. Marz2024x",
        "3 marsu 2024",
        "12 marraskuut 2024",
        "令和6年3月5日",
        "3. Monat 2024",
    ],
)
def test_a_day_whose_month_is_not_certain_is_missing(readings, text):
    assert read(readings, "read_date(t, 'day_first')", [text]) == [None]


@pytest.mark.parametrize(
    "locale",
    [
        "de",
        "de_AT",
        "en",
        "es_MX",
        "fi",
        "fr",
        "it",
        "ja",
        "nl",
        "pt",
        "sv",
        "tr",
        "zh",
    ],
)
def test_every_month_is_read_as_babel_writes_it(readings, locale):
    days = [datetime.date(2024, month, 17) for month in range(1, 13)]
    written = [
        format_date(day, form, locale)
        for day in days
        for form in ("medium", "long", "full")
    ]
    found = read(readings, "read_date(t, 'day_first')", written)
    assert found == [day for day in days for _ in range(3)]


CLOCKS = {
    "5 mar 2024, 2:30:07 p.\u00a0m.": "14:30:07",
    "5. maj 2024 14.30.07": "14:30:07",
    "5.3.2024 14.30": "14:30:00",
    "2024-03-05 14.30": "14:30:00",
    "12 mars 2024 à 14h30": "14:30:00",
    "5 mai 2024, 14 h 30 min 07 s": "14:30:07",
    "2024年3月5日 下午2:30:07": "14:30:07",
    "2024年3月5日14:30": "14:30:00",
    "2024. 3. 5. 오전 2:30:07": "02:30:07",
    "2024. 3. 5. PM 2:30:07": "14:30:07",
    "5.12.24": "00:00:00",
    "5 mar 2024, 2:30 PTG": "",
}


def test_times_are_read_as_programs_write_them_elsewhere(readings):
    moments = read(readings, "read_moment(t, 'UTC', '')", list(CLOCKS))
    found = [moment and f"{moment:%H:%M:%S}" for moment in moments]
    assert dict(zip(CLOCKS, [each or "" for each in found], strict=True)) == CLOCKS


@pytest.mark.parametrize("zone", ["", "UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_day_without_a_time_is_shifted_by_no_zone(readings, zone):
    moment, day = (
        read(readings, f"{name}(t, '{zone}', '')", ["2026-05-01"])[0]
        for name in ("read_moment", "read_day")
    )
    assert (str(moment), str(day)) == ("2026-05-01 00:00:00", "2026-05-01")


@pytest.mark.parametrize(
    ("order", "day"),
    [("", None), ("day_first", "2024-04-03"), ("month_first", "2024-03-04")],
)
def test_a_day_that_can_be_read_in_two_ways_goes_by_the_order(readings, order, day):
    (found,) = read(readings, f"read_date(t, '{order}')", ["03/04/2024"])
    assert (found and str(found)) == day


@pytest.mark.parametrize(
    "text",
    [
        "0000-00-00",
        "2024-02-30",
        "9999-12-31",
        "infinity",
        "epoch",
        "someday",
        "13/13/2024",
        "May 2026",
        "2024-03-12 25:00",
        "2024-03-12 13:00 PM",
        "2024-03-12 09:60",
        "2024-03-12 09:14 EST",
        "0999-01-01",
        None,
    ],
)
def test_what_is_no_moment_is_missing(readings, text):
    assert read(readings, "read_moment(t, 'UTC', 'day_first')", [text]) == [None]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"]
)
def test_every_half_hour_of_a_year_is_the_moment_that_python_says(readings, zone):
    start = datetime.datetime(2026, 1, 1)  # noqa: DTZ001  clocks show no zone
    clocks = [start + datetime.timedelta(minutes=30 * n) for n in range(365 * 48)]
    found = read(
        readings,
        f"read_moment(t, '{zone}', '')",
        [f"{clock:%Y-%m-%d %H:%M}" for clock in clocks],
    )
    # Of a time that comes twice Python takes the first, too, and one that is skipped
    # it counts on from the clock before: PEP 495.
    there = zoneinfo.ZoneInfo(zone)
    expected = [
        clock.replace(tzinfo=there).astimezone(datetime.UTC).replace(tzinfo=None)
        for clock in clocks
    ]
    assert found == expected


def test_clock_changes_are_marked_from_their_first_minute_to_their_last(readings):
    clocks = {
        "2026-03-29 01:59": [],
        "2026-03-29 02:00": ["skipped_by_clock_change"],
        "2026-03-29 02:59": ["skipped_by_clock_change"],
        "2026-03-29 03:00": [],
        "2026-10-25 01:59": [],
        "2026-10-25 02:00": ["twice_by_clock_change"],
        "2026-10-25 02:59": ["twice_by_clock_change"],
        "2026-10-25 03:00": [],
        "2026-10-25 02:30 +0100": [],
        "2026-10-25": [],
    }
    found = read(readings, "clock_notes(t, 'Europe/Berlin', '')", list(clocks))
    assert dict(zip(clocks, found, strict=True)) == clocks
