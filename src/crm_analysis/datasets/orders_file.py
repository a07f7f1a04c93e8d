"""An orders file: customers and days, from any source, as a database in memory."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from crm_analysis.database import Database, in_memory
from crm_analysis.database.duckdb_file import DuckDBDatabase
from crm_analysis.errors import DataRefusedError, MissingColumnsError, UsageError

_DAY_COLUMNS = ("order_date", "ordered_at")


def open_orders(path: Path) -> Database:
    """Load an orders file into a database in memory.

    Parameters
    ----------
    path : Path
        CSV or Parquet, one row an order: ``customer_id``, ``order_date`` or
        ``ordered_at``, and, if known, ``amount``.

    Raises
    ------
    UsageError
        If there is no such file or it is of another kind.
    MissingColumnsError
        If it has no customer or no day.
    DataRefusedError
        If it is empty, or a customer, day or amount in it cannot be read.
    """
    rows = _read_rows(path)
    database = in_memory()
    with DuckDBDatabase(None, read_only=False) as staging:
        staging.expose("source_orders", rows)
        staging.build("connectors/orders_file/keys")
        _refuse_unreadable(staging, path)
        for table in ("customers", "orders"):
            database.load(table, staging.read(f"connectors/orders_file/tables/{table}"))
    return database


def source_ids(database: Database, path: Path) -> np.ndarray:
    """Return the file's own customer ids, in the order of our keys from 1 up.

    They are integers if the Parquet file has them so, or if each id of a CSV file is
    written as an integer would be; ``007`` is not, and stays text.
    """
    ids = database.read("connectors/orders_file/source_ids")["source_id"]
    if _is_parquet(path) and not pa.types.is_integer(
        _schema(path).field("customer_id").type
    ):
        return ids.to_numpy(zero_copy_only=False)
    try:
        numbers = ids.cast(pa.int64())
    except pa.ArrowInvalid:
        return ids.to_numpy(zero_copy_only=False)
    same = numbers.cast(pa.string()).equals(ids)
    return (numbers if same else ids).to_numpy(zero_copy_only=False)


def _read_rows(path: Path) -> pa.Table:
    """Read the three columns as text, with the number of the line."""
    columns = _schema(path).names
    day = next((name for name in _DAY_COLUMNS if name in columns), None)
    wanted = ["customer_id", day] + (["amount"] if "amount" in columns else [])
    missing = {"customer_id"} - set(columns) | (set() if day else {_DAY_COLUMNS[0]})
    if missing:
        raise MissingColumnsError(f"the orders file {path}", missing, columns)
    if twice := [name for name in wanted if columns.count(name) > 1]:
        raise DataRefusedError(
            f"the orders file {path} has more than one column {twice[0]}; keep one"
        )
    rows = _read_columns(path, wanted)
    if not rows.num_rows:
        raise DataRefusedError(f"the orders file {path} has no rows; give one order")
    amounts = (
        rows["amount"] if "amount" in columns else pa.nulls(len(rows), pa.string())
    )
    return pa.table(
        {
            "line_number": pa.array(np.arange(1, len(rows) + 1)),
            "customer_id": _as_text(rows["customer_id"], path),
            "day_text": _as_text(rows[day], path),
            "amount_text": _as_text(amounts, path),
        }
    )


def _is_parquet(path: Path) -> bool:
    if not path.is_file():
        raise UsageError(f"there is no orders file {path}; give a CSV or Parquet file")
    return path.suffix.lower() in {".parquet", ".pq"}


def _schema(path: Path) -> pa.Schema:
    """Return the columns of the file; those of a CSV file are guessed at its start."""
    try:
        if _is_parquet(path):
            return pa.parquet.read_schema(path)
        with pa.csv.open_csv(path) as reader:
            return reader.schema
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(path, error) from None


def _read_columns(path: Path, columns: list[str]) -> pa.Table:
    """Read some columns; those of a CSV file as text, so that 007 stays 007."""
    try:
        if _is_parquet(path):
            return pa.parquet.read_table(path, columns=columns)
        options = pa.csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            include_columns=columns,
            strings_can_be_null=True,
        )
        return pa.csv.read_csv(path, convert_options=options)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> DataRefusedError:
    return DataRefusedError(
        f"the orders file {path} cannot be read ({type(error).__name__}); it must be"
        " CSV with a heading, or Parquet (ending .parquet)"
    )


def _as_text(column: pa.ChunkedArray | pa.Array, path: Path) -> pa.ChunkedArray:
    """Write a column as text; empty text and what is not a number are missing."""
    try:
        if pa.types.is_floating(column.type):
            column = pa.compute.if_else(pa.compute.is_nan(column), None, column)
        text = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise _unreadable(path, error) from None
    return pa.compute.if_else(pa.compute.equal(text, ""), None, text)


def _refuse_unreadable(staging: Database, path: Path) -> None:
    """Refuse the file if any line lacks a customer, a day or a readable amount."""
    (lines,) = staging.read("connectors/orders_file/unreadable_lines").to_pylist()
    for what, expected in (
        ("customer", "an id in customer_id"),
        ("day", "a date like 2017-10-01"),
        ("amount", "a number like 12.50, or nothing"),
    ):
        count, first = lines[f"no_{what}"], lines[f"first_no_{what}"]
        if count:
            raise DataRefusedError(
                f"{count:,} of {lines['every_line']:,} rows in {path} have no readable"
                f" {what}, the first is row {first:,}; expected {expected}"
            )
