"""The lines of an orders file, CSV or Parquet, as text: nothing is judged here."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from crm_analysis.errors import DataRefusedError, MissingColumnsError, UsageError

_DAY_COLUMNS = ("order_date", "ordered_at")
_PARQUET = (".parquet", ".pq")
_CSV = (".csv", ".csv.gz")
_SEPARATORS = {b";": "semicolons", b"\t": "tabs", b"|": "bars"}
_HEADING_BYTES = 65_536


def read_order_lines(path: Path) -> pa.Table:
    """Read three columns of an orders file as text.

    Returns
    -------
    Table, one row a line
        ``line_number`` from 1, ``customer_id``, ``day_text``, ``amount_text``: missing
        where the file has nothing.

    Raises
    ------
    UsageError
        If there is no such file, it cannot be opened or it is of another kind.
    MissingColumnsError
        If it has no customer or no day.
    DataRefusedError
        If it is not what its name says, or empty.
    """
    names = _schema(path).names
    columns = _wanted_columns(names, path)
    rows = _read_columns(path, columns)
    if not rows.num_rows:
        raise _no_rows(path)
    amounts = pa.nulls(len(rows), pa.string())
    texts = [_as_text(rows[name], name, path) for name in columns]
    return pa.table(
        [pa.array(np.arange(1, len(rows) + 1)), *texts, *[amounts][len(texts) - 2 :]],
        names=["line_number", "customer_id", "day_text", "amount_text"],
    )


def digest(path: Path) -> str:
    """Return a digest of the bytes of an orders file, if it is one."""
    _is_parquet(path)
    with _in_words(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def column_type(path: Path, name: str) -> pa.DataType | None:
    """Return the type of a column of a Parquet file, of a CSV file None."""
    if not _is_parquet(path):
        return None
    kind = _schema(path).field(name).type
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _wanted_columns(names: list[str], path: Path) -> list[str]:
    """Return the customer, the day and, if there is one, the amount."""
    day = next((name for name in _DAY_COLUMNS if name in names), _DAY_COLUMNS[0])
    wanted = ["customer_id", day] + (["amount"] if "amount" in names else [])
    if missing := set(wanted) - set(names):
        _refuse_data_as_heading(names, path)
        raise MissingColumnsError(f"the orders file {path}", missing, names)
    if twice := [name for name in wanted if names.count(name) > 1]:
        raise DataRefusedError(
            f"the orders file {path} has more than one column {twice[0]}; keep one"
        )
    return wanted


def _refuse_data_as_heading(names: list[str], path: Path) -> None:
    """Refuse a first line that is an order and not a heading, and do not quote it.

    An order has a day, and may have an address.
    """
    if any(re.search(r"@|\d[\d./-]{5}", name) for name in names):
        raise DataRefusedError(
            f"the orders file {path} has data in its first line, expected a heading;"
            " put the line customer_id,order_date,amount above"
        )


def _is_parquet(path: Path) -> bool:
    """Tell Parquet from CSV by the name, as users do.

    Raises
    ------
    UsageError
        If it is neither, no file, or behind a closed door.
    """
    with _in_words(path):
        if path.is_dir():
            raise UsageError(f"{path} is a folder; give one CSV or Parquet file in it")
        if not path.is_file():
            raise UsageError(
                f"there is no orders file {path}; give a CSV or Parquet file"
            )
    name = path.name.lower()
    if not name.endswith(_PARQUET + _CSV):
        raise UsageError(
            f"the orders file {path} ends in {path.suffix or 'nothing'}, expected"
            f" {', '.join(_CSV + _PARQUET)}; save it as one of these"
        )
    return name.endswith(_PARQUET)


def _schema(path: Path) -> pa.Schema:
    """Return the columns of the file; those of a CSV file are guessed at its start."""
    is_parquet = _is_parquet(path)
    with _in_words(path):
        if is_parquet:
            return pa.parquet.read_schema(path)
        _refuse_other_separators(path)
        with pa.csv.open_csv(path, parse_options=_PARSING) as reader:
            return reader.schema


def _refuse_other_separators(path: Path) -> None:
    """Refuse a CSV file by its heading; amounts in it may well have commas."""
    with pa.input_stream(path) as stream:
        heading = stream.read(_HEADING_BYTES).splitlines()[:1]
    for sign, plural in _SEPARATORS.items():
        if heading and sign in heading[0] and b"," not in heading[0]:
            raise DataRefusedError(
                f"the orders file {path} has {plural} between its columns, expected"
                " commas; save it with commas"
            )


def _read_columns(path: Path, columns: list[str]) -> pa.Table:
    """Read some columns; those of a CSV file as text, so that 007 stays 007."""
    is_parquet = _is_parquet(path)
    with _in_words(path):
        if is_parquet:
            with pa.parquet.ParquetFile(path) as file:
                return file.read(columns=columns)
        options = pa.csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            include_columns=columns,
            strings_can_be_null=True,
        )
        return pa.csv.read_csv(
            path, parse_options=_PARSING, convert_options=options
        ).select(columns)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn errors of reading into sentences; Arrow's own would quote the line."""
    try:
        yield
    except pa.ArrowException as error:
        raise _unreadable(path, error) from None
    except OSError as error:
        # Arrow says "not Parquet" with an OSError that has no number.
        if error.errno is None:
            raise _unreadable(path, error) from None
        why = os.strerror(error.errno)  # Arrow says more, and not in one sentence
        raise UsageError(
            f"the orders file {path} cannot be opened ({why}); check its name and who"
            " may read it"
        ) from None


def _unreadable(path: Path, error: Exception) -> DataRefusedError:
    said = str(error)
    if "Empty CSV file" in said:
        return _no_rows(path)
    if "UTF8" in said:
        return DataRefusedError(
            f"the orders file {path} has letters that are not UTF-8; save it as UTF-8"
        )
    if counts := re.search(r"Expected (\d+) columns, got (\d+)", said):
        return DataRefusedError(
            f"the orders file {path} has a line of {counts[2]} fields, expected"
            f" {counts[1]} as in its heading; look for commas or quotes in a"
            " value, or save it as CSV in UTF-8 again"
        )
    return DataRefusedError(
        f"the orders file {path} cannot be read ({type(error).__name__}); it must be"
        " CSV with a heading, or Parquet (ending .parquet)"
    )


def _no_rows(path: Path) -> DataRefusedError:
    return DataRefusedError(
        f"the orders file {path} has no rows; give a heading and one order"
    )


def _as_text(column: pa.ChunkedArray, name: str, path: Path) -> pa.ChunkedArray:
    """Write a column as text; empty text and what is not a number are missing."""
    try:
        if pa.types.is_floating(column.type):
            column = pa.compute.if_else(pa.compute.is_nan(column), None, column)
        text = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise DataRefusedError(
            f"the orders file {path} has a column {name} of type {column.type}, which"
            " is neither text, a number nor a day; write it as text"
        ) from None
    return pa.compute.if_else(pa.compute.equal(text, ""), None, text)


# A quoted value may hold a line break anywhere, also where the file is cut to be read.
_PARSING = pa.csv.ParseOptions(newlines_in_values=True)
