"""Staging: a private DuckDB with a source's tables, as they are, all columns text."""

import html
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from crm_analysis.connectors.systems import SourceTable
from crm_analysis.database.duckdb import DuckDBDatabase

UNESCAPED = "unescaped"


def make_table(staging: DuckDBDatabase, table: SourceTable, name: str = "") -> None:
    """Make the empty table that rows of a source are put into, in place of any other.

    Its columns are text; where HTML entities are decoded, ``unescaped`` counts them.
    Under another `name` than the table's own, it is gone when the staging closes.
    """
    kinds = dict.fromkeys(table.every_column, "text")
    kinds |= {UNESCAPED: "int"} if table.html else {}
    kinds |= {"line_number": "bigint", "file_name": "text"} if table.files else {}
    columns = [
        exp.ColumnDef(this=_named(column), kind=exp.DataType.build(kind))
        for column, kind in kinds.items()
    ]
    passing = [exp.TemporaryProperty()] if name else []
    made = exp.Create(
        kind="TABLE",
        replace=True,
        properties=exp.Properties(expressions=passing),
        this=exp.Schema(this=exp.to_table(name or table.staged), expressions=columns),
    )
    staging.run_tree(made, f"staging of {table.name}")


def fill_table(
    staging: DuckDBDatabase,
    table: SourceTable,
    batches: Iterable[pa.Table],
    name: str = "",
) -> int:
    """Append rows to a staged table; return how many.

    Parameters
    ----------
    staging : DuckDBDatabase
        Where `make_table` was called.
    table : SourceTable
        What the rows are.
    batches : iterable of Table
        Text columns by our names; an optional one that is not there becomes null.
    name : str
        The staged table, if it is not the table's own.
    """
    count = 0
    for batch in batches:
        staging.load(name or table.staged, _unescape(batch, table))
        count += len(batch)
    return count


def _unescape(rows: pa.Table, table: SourceTable) -> pa.Table:
    """Decode the HTML entities of some columns, and count the values that had any."""
    if not table.html:
        return rows
    changes = pa.array([0] * len(rows), pa.int32())
    for name in table.html:
        if name not in rows.column_names:
            continue
        column = rows[name].combine_chunks().cast(pa.string())
        if not pc.any(pc.match_substring_regex(column, "&#?[a-zA-Z0-9]+;")).as_py():
            continue
        decoded = pa.array(
            [text and html.unescape(text) for text in column.to_pylist()], pa.string()
        )
        changed = pc.fill_null(pc.not_equal(column, decoded), False)
        changes = pc.add(changes, changed.cast(pa.int32()))
        rows = rows.set_column(rows.column_names.index(name), name, decoded)
    return rows.append_column(UNESCAPED, changes)


def _named(column: str) -> exp.Identifier:
    return exp.to_identifier(column, quoted=True)
