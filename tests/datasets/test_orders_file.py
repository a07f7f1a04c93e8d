"""Orders files: what is read from them as it is written, and what is refused."""

import contextlib
import datetime
import gzip
import os
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crm_analysis.database import in_memory
from crm_analysis.datasets.orders_file import open_orders, source_ids
from crm_analysis.errors import DataRefusedError, MissingColumnsError, UsageError
from crm_analysis.features import read_features
from order_logs import day

HEAD = "customer_id,order_date,amount\n"
CANARY = "canary@example.com"


@pytest.fixture
def csv(tmp_path):
    """Write lines below the usual heading to a CSV file."""

    def write(*lines: str, head: str = HEAD) -> Path:
        path = tmp_path / "orders.csv"
        path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def parquet(tmp_path):
    """Write columns to a Parquet file."""

    def write(**columns: object) -> Path:
        path = tmp_path / "orders.parquet"
        pq.write_table(pa.table(columns), path)
        return path

    return write


def orders(path: Path) -> list[dict]:
    with open_orders(path) as database:
        return database.read_table("orders").to_pylist()


def ids(path: Path) -> list:
    with open_orders(path) as database:
        return source_ids(database, path).tolist()


def refusal(path: Path) -> str:
    """Return why a file is refused; no sentence quotes what is in it."""
    with pytest.raises(DataRefusedError) as error:
        open_orders(path)
    assert error.value.exit_code == 4
    assert CANARY not in str(error.value)
    return str(error.value)


# Customer ids


def test_leading_zeros_of_an_id_are_kept_and_told_apart(csv):
    assert ids(csv("007,2025-01-01,1", "7,2025-01-01,1")) == ["007", "7"]


def test_ids_that_are_integers_stay_integers(csv):
    assert ids(csv("20,2025-01-01,1", "-3,2025-01-01,1")) == [-3, 20]


@pytest.mark.parametrize("other", ["A7", "+8", "8.0", "1e3", "9" * 30])
def test_one_id_that_is_no_integer_makes_all_of_them_text(csv, other):
    found = ids(csv("7,2025-01-01,1", f"{other},2025-01-01,1"))
    assert sorted(found) == sorted(["7", other])


def test_a_text_id_far_down_the_file_is_read_as_well(csv):
    many = [f"{number},2025-01-01,1" for number in range(100_000, 180_000)]
    found = ids(csv(*many, "A7,2025-01-01,1"))
    assert len(found) == 80_001
    assert found[-1] == "A7"


def test_case_and_blanks_keep_customers_apart(csv):
    lines = [f"{key},2025-01-01,1" for key in ("a", "A", "a ", " a")]
    assert ids(csv(*lines)) == [" a", "A", "a", "a "]


def test_each_key_goes_back_to_its_own_id(csv):
    path = csv("10,2025-01-01,1", "9,2025-01-02,1", "100,2025-01-03,1")
    with open_orders(path) as database:
        features = read_features(database, day("2025-01-11"))
        own = pd.Series(source_ids(database, path)[features.index.to_numpy() - 1])
    tenure = dict(zip(own, features["tenure_days"], strict=True))
    assert tenure == {10: 10, 9: 9, 100: 8}


def test_parquet_keeps_text_as_text_and_integers_as_integers(parquet):
    days = [datetime.date(2025, 1, 1)] * 2
    assert ids(parquet(customer_id=["1", "2"], order_date=days)) == ["1", "2"]
    assert ids(parquet(customer_id=[1, 2], order_date=days)) == [1, 2]


@pytest.mark.parametrize("kind", ["int8", "int32", "uint64", "float", "double"])
def test_ids_in_parquet_keep_their_type(parquet, kind):
    keys = pa.array([1, 20]).cast(kind)
    path = parquet(customer_id=keys, order_date=["2025-01-01"] * 2)
    with open_orders(path) as database:
        found = source_ids(database, path)
    assert found.dtype == keys.to_numpy().dtype
    assert sorted(found) == [1, 20]


def test_ids_that_pandas_wrote_as_floats_are_floats_again(csv):
    found = ids(csv("12.0,2025-01-01,1", "3.0,2025-01-01,1"))
    assert found == [12.0, 3.0]
    assert {type(key) for key in found} == {float}


@pytest.mark.parametrize("text", ["9007199254740993.0", "1.5", "-.0", "07.0"])
def test_ids_that_a_float_would_write_differently_are_text(csv, text):
    assert sorted(ids(csv(f"{text},2025-01-01,1", "3.0,2025-01-01,1"))) == sorted(
        [text, "3.0"]
    )


def test_ids_join_back_to_the_file_that_pandas_reads(csv):
    for keys in (["1", "20"], ["1.0", "20.0"], ["a", "7"], [str(2**64 - 1), "1"]):
        path = csv(*[f"{key},2025-01-01,1" for key in keys])
        assert set(ids(path)) == set(pd.read_csv(path)["customer_id"])


def test_orders_of_nobody_known_are_refused(parquet):
    keys = pd.Series([1.0, None])
    for missing in (pa.array(keys, from_pandas=True), pa.array(keys.to_numpy())):
        path = parquet(customer_id=missing, order_date=["2025-01-01"] * 2)
        assert "1 of 2 rows" in refusal(path)
        assert "no readable customer, the first is row 2" in refusal(path)


def test_categories_are_text(parquet):
    keys = pa.array(["b", "a"]).dictionary_encode()
    assert ids(parquet(customer_id=keys, order_date=["2025-01-01"] * 2)) == ["a", "b"]


# Days


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-31",
        "2025-01-31 23:59:59",
        "2025-01-31T23:59:59",
        "2025-01-31T23:59:59Z",
        "2025-01-31T23:59:59.123456789",
        "2025-01-31T10:00",
        "2025-01-31T10:00Z",
        "2025-01-31T23:59:59+0200",
        "20250131",
        " 20250131 ",
        "2025/01/31",
        "2025/01/31 23:59",
        "31.01.2025",
        "31.01.2025 23:59",
        "31.01.2025 23:59:59",
        " 2025-01-31",
    ],
)
def test_a_day_can_be_written_in_usual_ways(csv, text):
    (found,) = orders(csv(f"7,{text},1"))
    assert found["ordered_on"] == datetime.date(2025, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-31T00:30:00+02:00",
        "2025-01-31T00:30+02:00",
        "2025-01-31T23:30:00-0800",
        "2025-01-31 23:30-08",
    ],
)
def test_the_day_is_the_one_written_whatever_zone_follows(csv, text):
    (found,) = orders(csv(f"7,{text},1"))
    assert found["ordered_on"] == datetime.date(2025, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "01/31/2025",
        "01/02/2025",
        "1/2/2025 10:00",
        "31-01-2025",
        "31.01.25",
        "17-10-01",
    ],
)
def test_a_day_that_can_be_read_in_two_ways_is_refused_even_if_another_settles_it(
    csv, text
):
    path = csv("7,2025-01-31,1", f"7,{text},1", f"8,{text},1")
    assert refusal(path) == (
        f"2 of 3 rows in {path} have a day like 10/01/2017 or 01.10.17, which can be"
        " read in more than one way, the first is row 2; write days like 2017-10-01"
    )


@pytest.mark.parametrize(
    "text", ["1000-01-01", "1899-12-31", "1969-12-31", "9998-12-31"]
)
def test_days_of_any_year_with_four_digits_are_read(csv, text):
    (found,) = orders(csv(f"7,{text},1"))
    assert found["ordered_on"] == datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "0999-12-31",
        "0001-01-01",
        "9999-01-01",
        "2017101",
        "45000",
        "1700000000",
        "2025-02-29",
        "2025",
        "yesterday",
        "now",
        "infinity",
        "-infinity",
        "epoch",
        "44-03-15 (BC)",
        "12025-01-01",
        "2025-01-31 10:00 PM",
        "",
        CANARY,
    ],
)
def test_what_is_no_day_is_refused_with_count_and_row(csv, text):
    path = csv("7,2025-01-31,1", f"7,{text},1", f"8,{text},1")
    assert refusal(path) == (
        f"2 of 3 rows in {path} have no readable day, the first is row 2; expected a"
        " date like 2017-10-01, in the years 1000 to 9998"
    )


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_in_parquet_are_read_in_every_unit(parquet, unit):
    moments = pa.array([datetime.datetime(2025, 1, 31, 23, 30)])  # noqa: DTZ001
    path = parquet(customer_id=[1], ordered_at=moments.cast(pa.timestamp(unit)))
    (found,) = orders(path)
    assert found["ordered_on"] == datetime.date(2025, 1, 31)


@pytest.mark.parametrize(("zone", "number"), [("UTC", 31), ("Europe/Berlin", 32)])
@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_moment_with_a_zone_is_on_the_day_of_that_zone(parquet, unit, zone, number):
    moment = datetime.datetime(2025, 1, 31, 23, 30, tzinfo=datetime.UTC)
    moments = pa.array([moment], pa.timestamp(unit, tz=zone))
    (found,) = orders(parquet(customer_id=[1], ordered_at=moments))
    assert found["ordered_on"].toordinal() == day("2024-12-31").toordinal() + number


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64()])
def test_dates_in_parquet_are_days(parquet, kind):
    days = pa.array([datetime.date(1969, 12, 31)]).cast(kind)
    (found,) = orders(parquet(customer_id=[1], order_date=days))
    assert found["ordered_on"] == datetime.date(1969, 12, 31)


def test_order_date_goes_before_ordered_at(csv):
    path = csv("7,2025-01-01,2025-02-02", head="customer_id,order_date,ordered_at\n")
    assert orders(path)[0]["ordered_on"] == datetime.date(2025, 1, 1)


def test_integers_can_be_days_in_parquet(parquet):
    for days in ([20250131], [20250131.0]):
        (found,) = orders(parquet(customer_id=[1], order_date=days))
        assert found["ordered_on"] == datetime.date(2025, 1, 31)


# Amounts


def amount_of(path: Path) -> tuple:
    (found,) = orders(path)
    return found["net_amount"], found["counts_as_purchase"], found["counts_reason"]


@pytest.mark.parametrize(
    ("text", "amount", "counts", "reason"),
    [
        ("12.50", "12.50", True, "paid"),
        ("0.01", "0.01", True, "paid"),
        ("0", "0.00", True, "goods free of charge"),
        ("-0.01", "-0.01", False, "refund"),
        ("-12.5", "-12.50", False, "refund"),
        ("1e3", "1000.00", True, "paid"),
        ("1.005", "1.01", True, "paid"),
        ("1.0049999", "1.00", True, "paid"),
        ("7e-5", "0.00", True, "goods free of charge"),
        (" 12.5 ", "12.50", True, "paid"),
        ("99999999999999.99", "99999999999999.99", True, "paid"),
    ],
)
def test_an_amount_below_zero_is_a_refund_and_any_other_a_purchase(
    csv, text, amount, counts, reason
):
    assert amount_of(csv(f"7,2025-01-01,{text}")) == (Decimal(amount), counts, reason)


@pytest.mark.parametrize("text", ["", "NA", "NaN", "null"])
def test_an_amount_that_is_not_known_is_missing_and_a_purchase(csv, text):
    assert amount_of(csv(f"7,2025-01-01,{text}")) == (None, True, "amount unknown")


def test_a_file_without_amounts_has_purchases_without_amounts(csv):
    path = csv("7,2025-01-01", head="customer_id,order_date\n")
    assert amount_of(path) == (None, True, "amount unknown")


@pytest.mark.parametrize(
    "text",
    [
        *("12,50 EUR", "12,50", "€ 12.50", "$5", "5 %", "1,234.50", "1.234,50"),
        *(
            "1 234.50",
            "(5.00)",
            "-",
            "true",
            "twelve",
            "1e400",
            "1" + "0" * 14,
            "1e14",
            "inf",
        ),
    ],
)
def test_what_is_no_amount_is_refused_with_count_and_row(csv, text):
    path = csv('7,2025-01-01,"1"', f'7,2025-01-01,"{text}"')
    assert "1 of 2 rows" in refusal(path)
    assert "no readable amount, the first is row 2; expected a number" in refusal(path)
    assert f" {text} " not in refusal(path)


def test_amounts_may_add_up_to_what_the_cents_of_one_customer_can_hold(csv):
    most = "90000000000000"
    path = csv(*[f"7,2025-01-01,{most}"] * 1000)
    with open_orders(path) as database:
        spent = read_features(database, day("2025-01-02"))["spend_cents"]
    assert spent.tolist() == [9e18]
    assert "add up to more than" in refusal(
        csv(*[f"7,2025-01-01,-{most}"] * 1000, "8,2025-01-01,0.01")
    )


def test_a_line_that_stands_twice_is_one_purchase_day_and_both_amounts(csv):
    with open_orders(csv(*["7,2025-01-01,5"] * 2)) as database:
        features = read_features(database, day("2025-01-02"))
    assert features[["orders", "purchase_days", "spend_cents"]].to_numpy().tolist() == [
        [2, 1, 1000]
    ]


def test_a_float_that_is_not_a_number_is_missing_and_not_zero(parquet):
    amounts = pa.array([float("nan")])
    path = parquet(customer_id=[1], order_date=["2025-01-01"], amount=amounts)
    assert amount_of(path) == (None, True, "amount unknown")


def test_an_infinite_float_is_refused_and_not_zero(parquet):
    amounts = pa.array([float("inf")])
    path = parquet(customer_id=[1], order_date=["2025-01-01"], amount=amounts)
    assert "no readable amount" in refusal(path)


@pytest.mark.parametrize("value", [1e6, 1e13, 0.1, 123456.78, -5.0])
def test_floats_are_read_to_the_cent(parquet, value):
    path = parquet(customer_id=[1], order_date=["2025-01-01"], amount=[value])
    assert amount_of(path)[0] == Decimal(repr(value)).quantize(Decimal("0.01"))


# Files


def test_a_customer_that_is_missing_is_refused_with_count_and_row(csv):
    path = csv("7,2025-01-01,1", ",2025-01-01,1")
    assert "1 of 2 rows" in refusal(path)
    assert "no readable customer, the first is row 2" in refusal(path)


def test_missing_columns_are_named_and_so_are_those_there_are(csv):
    path = csv("7,x", head="client,amount\n")
    with pytest.raises(MissingColumnsError) as error:
        open_orders(path)
    assert error.value.exit_code == 4
    assert str(error.value) == (
        f"the orders file {path} has no column customer_id, order_date; it has amount,"
        " client: rename or add it"
    )


def test_a_column_that_stands_twice_is_refused(csv):
    path = csv("7,8,2025-01-01", head="customer_id,customer_id,order_date\n")
    assert "has more than one column customer_id; keep one" in refusal(path)


def test_other_columns_are_left_alone(csv):
    path = csv(f"7,2025-01-01,{CANARY},x", head="customer_id,order_date,email,email\n")
    assert ids(path) == [7]


def test_a_byte_order_mark_is_no_part_of_the_heading(csv):
    assert ids(csv("7,2025-01-01,1", head="\ufeff" + HEAD)) == [7]


def test_a_file_with_a_heading_alone_has_no_rows(csv):
    assert "has no rows; give a heading and one order" in refusal(csv())


@pytest.mark.parametrize("content", ["", "\n\n", HEAD.strip()])
def test_an_empty_file_has_no_rows(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    assert "has no rows; give a heading and one order" in refusal(path)


def test_a_line_of_other_length_is_refused_and_not_quoted(csv):
    assert "has a line of 2 fields, expected 3 as in its heading" in refusal(
        csv("7,2025-01-01,1", f"{CANARY},2025-01-01")
    )


@pytest.mark.parametrize(
    ("sign", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_other_separators_than_commas_are_named(csv, sign, words, mark):
    path = csv(f"7{sign}2025-01-01{sign}1,5", head=mark + HEAD.replace(",", sign))
    assert refusal(path) == (
        f"the orders file {path} has {words} between its columns, expected commas; save"
        " it with commas"
    )


@pytest.mark.parametrize("at", ["2025-01-01", "20250101", "1.1.2025", "1/1/25 10:00"])
def test_a_first_line_that_is_an_order_is_not_quoted(csv, at):
    path = csv(f"Jane Doe,{CANARY},{at}", head=f"Joe Doe,7,{at}\n")
    assert "has data in its first line, expected a heading" in refusal(path)
    assert "Joe" not in refusal(path)


def test_letters_that_are_not_utf_8_are_refused(csv):
    path = csv()
    path.write_bytes(HEAD.encode() + b"J\xe9r\xf4me,2025-01-01,1\n")
    assert "has letters that are not UTF-8; save it as UTF-8" in refusal(path)


def test_a_gzipped_csv_file_is_read(tmp_path):
    path = tmp_path / "Orders.CSV.gz"
    path.write_bytes(gzip.compress((HEAD + "007,2025-01-01,1\n").encode()))
    assert ids(path) == ["007"]


@pytest.mark.parametrize("name", ["x.xlsx", "x.txt", "x.tsv", "x.gz", "orders"])
def test_another_ending_is_wrong_use(tmp_path, name):
    path = tmp_path / name
    path.write_text(HEAD + "7,2025-01-01,1\n", encoding="utf-8")
    ending = path.suffix or "nothing"
    with pytest.raises(UsageError, match=f"ends in {ending}, expected .csv, .csv.gz"):
        open_orders(path)


@pytest.mark.parametrize("name", ["", "folder.csv"])
def test_a_folder_is_wrong_use(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError, match="is a folder; give one CSV or Parquet file"):
        open_orders(tmp_path / name)


@contextlib.contextmanager
def without_privileges():
    """Be nobody for a while, if we are root: root may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("closed", ["orders.csv", "."])
def test_a_file_that_may_not_be_read_is_wrong_use(csv, closed, monkeypatch):
    path = csv("7,2025-01-01,1")
    monkeypatch.chdir(path.parent)  # where nobody is already, so need not come to
    path.parent.chmod(0o755)
    (path.parent / closed).chmod(0)
    try:
        with (
            without_privileges(),
            pytest.raises(UsageError, match=r"cannot be opened \(Permission denied\);"),
        ):
            open_orders(Path(path.name))
    finally:
        (path.parent / closed).chmod(0o700)


def test_a_name_that_no_file_can_have_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="cannot be opened"):
        open_orders(tmp_path / ("x" * 300 + ".csv"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.parquet", b""),
        ("x.parquet", HEAD.encode() + CANARY.encode()),
        ("X.PQ", HEAD.encode()),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert "cannot be read (ArrowInvalid); it must be CSV with a heading" in refusal(
        path
    )


def test_a_column_of_lists_is_refused(parquet):
    path = parquet(customer_id=[[1]], order_date=["2025-01-01"])
    assert "has a column customer_id of type list<" in refusal(path)


@pytest.mark.parametrize("name", ["none.csv", "none.parquet", "none"])
def test_no_such_file_is_wrong_use(tmp_path, name):
    with pytest.raises(UsageError, match="there is no orders file"):
        open_orders(tmp_path / name)


def test_quoted_commas_and_line_breaks_belong_to_the_value(csv):
    assert ids(csv('"a, b",2025-01-01,1')) == ["a, b"]
    assert ids(csv('"007","2025-01-01","1"')) == ["007"]
    assert ids(csv('"a\nb",2025-01-01,1')) == ["a\nb"]


def test_a_line_break_in_a_value_may_stand_where_the_file_is_cut_to_be_read(csv):
    lines = [f'"{number}\n{"x" * 90}",2025-01-01,1' for number in range(30_000)]
    assert len(set(ids(csv(*lines)))) == 30_000


# What it looks like to who reads it


@pytest.mark.parametrize("table", ["customers", "orders"])
def test_tables_have_the_columns_of_the_schema(csv, table):
    with in_memory() as ours, open_orders(csv("7,2025-01-01,1")) as file:
        assert file.read_table(table).schema == ours.read_table(table).schema
