"""Text rows: the columns of a source's table as text, some ten thousand rows at once.

The engine writes each row as one line of CSV: that comes over much faster than twenty
values, and text is what every engine can make of every type, without loss.
"""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.csv
from sqlglot import exp

from crm_analysis.database import Database


def read_text(
    database: Database,
    table: str,
    columns: Mapping[str, str],
    condition: exp.Expression | None = None,
) -> Iterator[pa.Table]:
    """Yield the rows of a table, all columns text, missing values null.

    Parameters
    ----------
    database : Database
        Open for reading.
    table : str
        Its name there.
    columns : dict
        Which to read, two or more: what each is called there, by its name in the rows.
    condition : Expression or None
        Which rows; None for all.

    Raises
    ------
    DataRefusedError
        If a text cannot be read, or a row is longer than its server may send.
    """
    query = exp.select(*map(_as_text, columns.values()))
    query = query.from_(exp.to_identifier(table, quoted=True))
    if condition is not None:
        query = query.where(condition)
    for lines in database.stream_csv(query, f"connectors, reading {table}"):
        yield _parse(lines, list(columns))


def _as_text(column: str) -> exp.Expression:
    return exp.cast(exp.column(exp.to_identifier(column, quoted=True)), "text")


def _parse(lines: bytes, columns: Sequence[str]) -> pa.Table:
    return pa.csv.read_csv(
        pa.BufferReader(lines),
        read_options=pa.csv.ReadOptions(
            column_names=list(columns), block_size=max(len(lines), 2**20)
        ),
        parse_options=pa.csv.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
