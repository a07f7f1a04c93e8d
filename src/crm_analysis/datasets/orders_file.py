"""An orders file: customers and days, from any source, as a database in memory."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from crm_analysis.database import Database
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.datasets.order_lines_file import column_type, read_order_lines
from crm_analysis.errors import DataRefusedError

_FOLDER = "connectors/orders_file"
_EXPECTED = {
    "customer": "an id in customer_id; leave out orders by nobody known",
    "day": "a date like 2017-10-01, in the years 1000 to 9998",
    "amount": "a number like 12.50, without currency or comma, of at most 14 digits"
    " before the point, or nothing",
}


def open_orders(path: Path) -> Database:
    """Load an orders file into a database in memory.

    It has customers and orders, and the views of them; what else a customer database
    has is not there.

    Parameters
    ----------
    path : Path
        CSV or Parquet, one row an order: ``customer_id``, ``order_date`` or
        ``ordered_at``, and, if known, ``amount``.

    Raises
    ------
    UsageError
        If there is no such file, it cannot be opened or it is of another kind.
    MissingColumnsError
        If it has no customer or no day.
    DataRefusedError
        If it is empty, or a customer, day or amount in it cannot be read.
    """
    database = DuckDBDatabase(None, read_only=False)
    with DuckDBDatabase(None, read_only=False) as staging:
        staging.expose("source_orders", read_order_lines(path))
        staging.build(f"{_FOLDER}/keys")
        _refuse_unreadable(staging, path)
        database.build(f"{_FOLDER}/tables", "views")
        for table in ("customers", "orders"):
            database.load(f"file_{table}", staging.read(f"{_FOLDER}/keyed_{table}"))
    return database


def source_ids(database: Database, path: Path) -> np.ndarray:
    """Return the file's own customer ids, in the order of our keys from 1 up.

    They are of the type that joins back to the file: the column's own in Parquet.
    Those of a CSV file are integers if each is written as an integer would be, floats
    if each is written as pandas writes whole ones (``12.0``), else text: ``007``.
    """
    ids = database.read(f"{_FOLDER}/source_ids")["source_id"].combine_chunks()
    kind = column_type(path, "customer_id")
    casts = _typed_as(ids, kind) if kind else _typed_as_csv_readers_do(ids)
    return next(casts, ids).to_numpy(zero_copy_only=False)


def _typed_as(ids: pa.Array, *kinds: pa.DataType) -> Iterator[pa.Array]:
    """Yield the ids in each type in which they are written just the same."""
    for kind in kinds:
        try:
            values = ids.cast(kind)
            same = values.cast(pa.string()).equals(ids)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            continue
        if same:
            yield values


def _typed_as_csv_readers_do(ids: pa.Array) -> Iterator[pa.Array]:
    yield from _typed_as(ids, pa.int64(), pa.uint64())
    if pa.compute.all(pa.compute.ends_with(ids, ".0")).as_py():
        whole = pa.compute.utf8_slice_codeunits(ids, 0, -2)
        for values in _typed_as(whole, pa.int64()):
            yield from _whole_floats(values)


def _whole_floats(values: pa.Array) -> Iterator[pa.Array]:
    """Yield whole numbers as floats, unless a float cannot hold one of them."""
    try:
        yield values.cast(pa.float64())
    except pa.ArrowInvalid:
        return


def _refuse_unreadable(staging: Database, path: Path) -> None:
    """Refuse the file if any line lacks a customer, a day or a readable amount."""
    (lines,) = staging.read(f"{_FOLDER}/unreadable_lines").to_pylist()
    if lines["no_clear_day"]:
        raise DataRefusedError(
            f"{_share(lines, 'no_clear_day', path)} a day like 10/01/2017 or 01.10.17,"
            " which can be read in more than one way, the first is row"
            f" {lines['first_no_clear_day']:,}; write days like 2017-10-01"
        )
    for what, expected in _EXPECTED.items():
        if lines[f"no_{what}"]:
            raise DataRefusedError(
                f"{_share(lines, f'no_{what}', path)} no readable {what}, the first is"
                f" row {lines[f'first_no_{what}']:,}; expected {expected}"
            )
    if lines["is_too_much"]:
        raise DataRefusedError(
            f"the amounts in {path} add up to more than 90,000,000,000,000,000; correct"
            " them, or give them in a larger unit"
        )


def _share(lines: dict, what: str, path: Path) -> str:
    return f"{lines[what]:,} of {lines['every_line']:,} rows in {path} have"
