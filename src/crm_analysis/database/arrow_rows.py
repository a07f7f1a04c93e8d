"""Rows from a driver as an Arrow table, whatever the engine calls its types."""

import datetime
from collections.abc import Iterable, Sequence

import pyarrow as pa

from crm_analysis.errors import DataRefusedError

WHOLE, DAY, MOMENT, TEXT = pa.int64(), pa.date32(), pa.timestamp("us"), pa.string()
TRUTH, REAL = pa.bool_(), pa.float64()
MOST_DIGITS = 38  # of an exact number in Arrow, before and after the point together


def exact(digits_after_point: int) -> pa.DataType:
    """Return the type of exact numbers with so many digits after the point."""
    return pa.decimal128(MOST_DIGITS, digits_after_point)


def as_table(
    columns: Sequence[tuple[str, pa.DataType | None]],
    batches: Iterable[Sequence[Sequence[object]]],
) -> pa.Table:
    """Build a table from batches of rows.

    Parameters
    ----------
    columns : sequence of pairs
        The name of each column and its type; None where the values are to say.
    batches : iterable of sequences of rows
        As ``fetchmany`` gives them.

    Raises
    ------
    DataRefusedError
        If a value is none that the type can hold, as a day in the month 0.
    """
    names = [name for name, _ in columns]
    tables = [
        pa.Table.from_arrays(
            [
                _column(values, name, kind)
                for values, (name, kind) in zip(
                    zip(*rows, strict=True), columns, strict=True
                )
            ],
            names=names,
        )
        for rows in batches
        if rows
    ]
    if not tables:
        empty = [pa.array([], kind or pa.null()) for _, kind in columns]
        return pa.Table.from_arrays(empty, names=names)
    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables, promote_options="permissive").combine_chunks()


def _column(values: Sequence[object], name: str, kind: pa.DataType | None) -> pa.Array:
    if kind == TRUTH:  # which MySQL writes as 0 and 1
        return pa.array([None if v is None else bool(v) for v in values], kind)
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        pass
    if kind == WHOLE:  # exact numbers that happen to be whole
        return pa.array([None if v is None else int(v) for v in values], kind)
    wanted = "a day" if kind == DAY else "a moment" if kind == MOMENT else str(kind)
    odd = sum(not isinstance(v, datetime.date | None) for v in values)
    raise DataRefusedError(
        f"{odd:,} rows have no possible value in {name}, expected {wanted}, as"
        " 0000-00-00 is not one; correct them, or set them to null"
    )
