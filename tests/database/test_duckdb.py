"""A DuckDB file: opened or refused in a sentence, and no way out of it."""

import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from crm_analysis.database import connect, in_memory
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DataRefusedError,
    UsageError,
)
from order_logs import bought, customer_row, orders_database

EMAIL = "canary@example.com"


def failure(path) -> str:
    """Return why a file cannot be opened for reading."""
    with pytest.raises(ConnectionFailedError) as refusal:
        connect(f"duckdb:///{path}")
    assert str(refusal.value).startswith("connection failed: ")
    return str(refusal.value)


def refused(database, statement: str) -> CrmAnalysisError:
    """Run a statement that must fail, and return its error."""
    with pytest.raises(CrmAnalysisError) as refusal:
        database._read(statement, "test", {})
    return refusal.value


# Opening


def test_a_missing_file_is_not_made_by_reading(tmp_path):
    path = tmp_path / "none.duckdb"
    assert "there is no database file" in failure(path)
    assert not path.exists()


def test_a_folder_is_no_database(tmp_path):
    assert "there is no database file" in failure(tmp_path)


@pytest.mark.parametrize("content", [b"", b"name,email\n", b"\0" * 20_000])
def test_a_file_of_another_kind_is_no_database(tmp_path, content):
    path = tmp_path / "x.duckdb"
    path.write_bytes(content)
    why = failure(path)
    assert "is not a DuckDB database" in why
    assert "crm-analysis seed --force" in why
    assert path.read_bytes() == content


def test_a_corrupt_file_is_not_taken_for_a_busy_one(tmp_path, sample_url):
    whole = Path(sample_url.removeprefix("duckdb:///")).read_bytes()
    path = tmp_path / "x.duckdb"
    path.write_bytes(whole[:8192] + bytes(byte ^ 0x5A for byte in whole[8192:]))
    assert "cannot be opened; check that it is a readable" in failure(path)


def test_a_cut_off_file_is_refused(tmp_path, sample_url):
    whole = Path(sample_url.removeprefix("duckdb:///")).read_bytes()
    path = tmp_path / "x.duckdb"
    path.write_bytes(whole[:5000])
    assert "cannot be opened" in failure(path)


# The sandbox


def test_a_read_only_database_cannot_be_written_to(sample):
    statements = [
        "insert into consents values (99, 1, 'email', 'granted', now(), null)",
        "delete from customers",
        "drop table orders",
        "create table x (a integer)",
        "update customers set name = 'x'",
    ]
    for statement in statements:
        assert "InvalidInputException" in str(refused(sample, statement))
    assert sample.read_table("customers").num_rows == 30


def test_a_database_cannot_write_files(sample, tmp_path):
    out = tmp_path / "out.csv"
    for statement in (f"copy customers to '{out}'", f"export database '{out}'"):
        assert "PermissionException" in str(refused(sample, statement))
    assert not out.exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_cannot_read_other_files(tmp_path, read_only, sample_url):
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n", encoding="utf-8")
    path = Path(sample_url.removeprefix("duckdb:///")) if read_only else None
    with DuckDBDatabase(path, read_only=read_only) as database:
        for statement in (
            f"select * from '{file}'",
            f"select * from read_csv('{file}')",
            f"select * from read_text('{file}')",
            f"attach '{file}'",
        ):
            refused(database, statement)


def test_a_query_cannot_change_the_configuration(sample):
    for setting in ("enable_external_access = true", "lock_configuration = false"):
        assert "InvalidInputException" in str(refused(sample, f"set {setting}"))


def test_a_query_cannot_read_a_python_variable(sample):
    secret = pa.table({"a": [1]})
    assert "has no table secret" in str(refused(sample, "select * from secret"))
    assert secret.num_rows == 1


# Errors quote no row


def test_a_conversion_error_does_not_quote_the_value():
    with in_memory() as database:
        database.load("customers", customer_row(1, email=EMAIL))
        error = refused(database, "select cast(email as integer) from customers")
    assert str(error) == "DuckDB could not run sql/test (ConversionException)"
    assert error.__suppress_context__


@pytest.mark.parametrize(
    "columns", [{"id": 1}, {"id": 2, "name": None}, {"id": 2, "pseudonym": "p"}]
)
def test_a_broken_key_or_not_null_does_not_quote_the_row(columns):
    first = customer_row(1, email=EMAIL, pseudonym="p")
    with in_memory() as database:
        database.load("customers", first)
        with pytest.raises(DataRefusedError, match="load of customers breaks") as error:
            database.load("customers", customer_row(9, email=EMAIL, **columns))
        assert database.read_table("customers").num_rows == 1
    assert EMAIL not in str(error.value)


def test_a_missing_table_is_named_and_so_is_the_way_out(tmp_path):
    path = tmp_path / "other.duckdb"
    duckdb.connect(path).close()
    with (
        connect(f"duckdb:///{path}") as database,
        pytest.raises(DataRefusedError, match="has no table orders, which sql/feat"),
    ):
        database.read("features/coverage")


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "old.duckdb"
    with duckdb.connect(path) as old:
        old.execute("create table orders (id integer)")
    with (
        connect(f"duckdb:///{path}") as database,
        pytest.raises(DataRefusedError, match="lacks column ordered_on"),
    ):
        database.read("features/coverage")


def test_a_column_of_another_type_is_not_called_missing(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as other:
        other.execute("create table orders (ordered_on varchar)")
    with (
        connect(f"duckdb:///{path}") as database,
        pytest.raises(DataRefusedError, match="or has it in another type"),
    ):
        database.read("features/coverage")


def test_there_is_no_such_query():
    with (
        in_memory() as database,
        pytest.raises(UsageError, match=r"no file sql/x/y\.sql"),
    ):
        database.read("x/y")


# Loading


def test_columns_are_loaded_by_name_and_the_rest_by_default():
    with in_memory() as database:
        row = pa.table({"email": ["e"], "id": pa.array([7], pa.int32()), "name": ["n"]})
        database.load("customers", row)
        (found,) = database.read_table("customers").to_pylist()
    assert (found["id"], found["name"], found["email"]) == (7, "n", "e")
    assert isinstance(found["created_at"], datetime.datetime)


def load_in_a_transaction(database, *customers: int) -> None:
    with database.transaction():
        for key in customers:
            database.load("customers", customer_row(key))


def test_a_transaction_that_fails_leaves_nothing():
    with in_memory() as database:
        with pytest.raises(DataRefusedError):
            load_in_a_transaction(database, 1, 1)
        assert database.read_table("customers").num_rows == 0


def test_a_transaction_that_ends_well_is_kept():
    with in_memory() as database:
        load_in_a_transaction(database, 1, 2)
        assert database.read_table("customers").num_rows == 2


def test_cents_stay_exact_on_the_way_through_arrow():
    with orders_database(bought("2025-01-01", amount="0.10")) as database:
        amount = database.read_table("orders")["net_amount"]
    assert pa.types.is_decimal(amount.type)
    assert str(amount[0]) == "0.10"


def test_a_second_reader_in_the_same_process_is_let_in(sample_url):
    with connect(sample_url) as first, connect(sample_url) as second:
        assert first.read_table("orders") == second.read_table("orders")
