"""The rows of one Parquet file as text, which is what exports are staged as."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from crm_analysis.connectors.headings import Heading
from crm_analysis.errors import DataRefusedError, UsageError

ENDINGS = (".parquet", ".pq")

# Up to here a number with a point holds every whole number.
_EXACT = 2**53


def read_parquet_heading(path: Path) -> Heading:
    """Return the names of a file's columns.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    DataRefusedError
        If it is not Parquet.
    """
    try:
        names = parquet.read_schema(path).names
    except (pa.ArrowException, OSError) as error:
        if number := getattr(error, "errno", None):
            why = os.strerror(number)  # Arrow says more, and not in one sentence
            raise UsageError(
                f"{path} cannot be opened ({why}); check who may read it"
            ) from None
        raise DataRefusedError(f"{path} is not Parquet; export it again") from None
    return Heading(path, tuple(names), "", 0)


def read_parquet_rows(heading: Heading, columns: dict[str, int]) -> Iterator[pa.Table]:
    """Yield the rows, some ten thousand at once: text, and what is empty is missing.

    Raises
    ------
    DataRefusedError
        If a column is neither text, a number, a day, a moment nor yes or no; or holds
        whole numbers that lost their last figures.
    """
    wanted = [heading.names[place] for place in columns.values()]
    with parquet.ParquetFile(heading.path) as file:
        for batch in file.iter_batches(columns=wanted):
            rows = pa.Table.from_batches([batch]).select(wanted)
            yield pa.table(
                [_as_text(rows[name], name, heading.path) for name in wanted],
                names=list(columns),
            )


def _as_text(column: pa.ChunkedArray, name: str, path: Path) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_finite(column), column, None)
        if pc.all(pc.equal(pc.floor(column), column)).as_py() is not False:
            if (pc.max(pc.abs(column)).as_py() or 0) > _EXACT:
                raise DataRefusedError(
                    f"{path} has a column {name} of numbers with more figures than"
                    f" their type {kind} can hold, such as long ids; write it as text"
                )
            column = pc.cast(column, pa.int64(), safe=False)
    if pa.types.is_timestamp(kind):
        return _moments_as_text(column)
    try:
        text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise DataRefusedError(
            f"{path} has a column {name} of type {kind}, which is neither text, a"
            " number nor a day; write it as text"
        ) from None
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # A figure more, and nobody takes the point of 1.234 for that of a thousand.
        text = pc.if_else(
            pc.match_substring_regex(text, r"^-?\d+\.\d+$"),
            pc.binary_join_element_wise(text, "0", ""),
            text,
        )
    return pc.if_else(pc.equal(text, ""), None, text)


def _moments_as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write moments as text: UTC where they have a zone, days where none has a time."""
    if column.type.tz:
        return pc.strftime(column.cast(pa.timestamp("s", "UTC"), safe=False), "%FT%TZ")
    column = column.cast(pa.timestamp("s"), safe=False)
    are_days = pc.all(pc.equal(column, pc.floor_temporal(column, unit="day"))).as_py()
    return pc.strftime(column, "%F" if are_days is not False else "%F %T")
