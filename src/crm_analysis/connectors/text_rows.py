"""Text rows: the columns of a source's table as text, some ten thousand rows at once.

The engine writes each row as one line of CSV: drivers hand one value over much faster
than twenty, and text is what every engine can make of every type, without loss.
"""

import io
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.csv
from sqlglot import exp

from crm_analysis.database import Database

_LINE = "line"


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
    """
    line = exp.func(
        "concat_ws", exp.Literal.string(","), *map(_quoted, columns.values())
    )
    query = exp.select(exp.alias_(line, _LINE)).from_(exp.to_identifier(table, True))
    if condition is not None:
        query = query.where(condition)
    for batch in database.stream_tree(query, f"connectors, reading {table}"):
        yield _parse(batch[_LINE], list(columns))


def _quoted(column: str) -> exp.Expression:
    """Write a value in quotes, its own ones doubled; nothing at all if it is null."""
    text = exp.cast(exp.column(exp.to_identifier(column, quoted=True)), "text")
    quote = exp.Literal.string('"')
    doubled = exp.func("replace", text, quote, exp.Literal.string('""'))
    whole = exp.DPipe(this=exp.DPipe(this=quote, expression=doubled), expression=quote)
    return exp.func("coalesce", whole, exp.Literal.string(""))


def _parse(lines: pa.ChunkedArray, columns: Sequence[str]) -> pa.Table:
    text = "\n".join(lines.to_pylist()).encode() + b"\n"
    return pa.csv.read_csv(
        io.BytesIO(text),
        read_options=pa.csv.ReadOptions(
            column_names=list(columns), block_size=max(len(text), 2**20)
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
