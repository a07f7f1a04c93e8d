"""Orders files: what is read from them as it is written, and what is refused."""

import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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
        "20250131",
        "2025/01/31",
        "31.01.2025",
        " 2025-01-31",
    ],
)
def test_a_day_can_be_written_in_usual_ways(csv, text):
    (found,) = orders(csv(f"7,{text},1"))
    assert found["ordered_on"] == datetime.date(2025, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "01/31/2025",
        "01/02/2025",
        "2025-02-29",
        "2025",
        "yesterday",
        "now",
        "infinity",
        "-infinity",
        "epoch",
        "44-03-15 (BC)",
        "12025-01-01",
        "",
        CANARY,
    ],
)
def test_what_is_no_day_is_refused_with_count_and_row(csv, text):
    path = csv("7,2025-01-31,1", f"7,{text},1", f"8,{text},1")
    assert refusal(path) == (
        f"2 of 3 rows in {path} have no readable day, the first is row 2; expected a"
        " date like 2017-10-01"
    )


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_in_parquet_are_read_in_every_unit(parquet, unit):
    moments = pa.array([datetime.datetime(2025, 1, 31, 23, 30)])  # noqa: DTZ001
    path = parquet(customer_id=[1], ordered_at=moments.cast(pa.timestamp(unit)))
    (found,) = orders(path)
    assert found["ordered_on"] == datetime.date(2025, 1, 31)


def test_order_date_goes_before_ordered_at(csv):
    path = csv("7,2025-01-01,2025-02-02", head="customer_id,order_date,ordered_at\n")
    assert orders(path)[0]["ordered_on"] == datetime.date(2025, 1, 1)


def test_integers_can_be_days_in_parquet(parquet):
    (found,) = orders(parquet(customer_id=[1], order_date=[20250131]))
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
        ("9999999999999999", "9999999999999999.00", True, "paid"),
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


@pytest.mark.parametrize("text", ["12,50 EUR", "twelve", "1e400", "1" * 17, "inf"])
def test_what_is_no_amount_is_refused_with_count_and_row(csv, text):
    path = csv('7,2025-01-01,"1"', f'7,2025-01-01,"{text}"')
    assert "1 of 2 rows" in refusal(path)
    assert "no readable amount, the first is row 2; expected a number" in refusal(path)
    assert text not in refusal(path).removeprefix(str(path))


def test_a_float_that_is_not_a_number_is_missing_and_not_zero(parquet):
    amounts = pa.array([float("nan")])
    path = parquet(customer_id=[1], order_date=["2025-01-01"], amount=amounts)
    assert amount_of(path) == (None, True, "amount unknown")


def test_an_infinite_float_is_refused_and_not_zero(parquet):
    amounts = pa.array([float("inf")])
    path = parquet(customer_id=[1], order_date=["2025-01-01"], amount=amounts)
    assert "no readable amount" in refusal(path)


@pytest.mark.parametrize("value", [1e6, 1e15, 0.1, 123456.78, -5.0])
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
    assert "has no rows; give one order" in refusal(csv())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", b""),
        ("x.csv", HEAD.encode() + b"7,2025-01-01\n"),
        ("x.csv", HEAD.encode() + b"J\xe9r\xf4me,2025-01-01,1\n"),
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
    assert "cannot be read" in refusal(path)


@pytest.mark.parametrize("name", ["none.csv", "none.parquet", ""])
def test_no_such_file_is_wrong_use(tmp_path, name):
    with pytest.raises(UsageError, match="there is no orders file"):
        open_orders(tmp_path / name)


def test_quoted_commas_and_line_breaks_belong_to_the_value(csv):
    assert ids(csv('"a, b",2025-01-01,1')) == ["a, b"]
