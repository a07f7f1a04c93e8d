"""Held rows: what the database that is to be loaded holds, beside the staged rows.

There is a ``held_<table>`` for each table that the system can fill, with the columns
that it gives: of all its rows, or of the documents that are mapped.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlglot import exp

from crm_analysis.connectors.documents import is_reached
from crm_analysis.connectors.mapped_rows import keep
from crm_analysis.database import Database
from crm_analysis.database.definitions import column_kinds, tables
from crm_analysis.database.duckdb import BESIDE, DuckDBDatabase

HELD, EVERY_HELD = "held_", "every_held_"


def copy_of(database: Database) -> Path | None:
    """Return the file that a database is a copy of, if it is one."""
    return database.copy_of if isinstance(database, DuckDBDatabase) else None


def hold(
    staging: DuckDBDatabase,
    database: Database,
    columns: Mapping[str, Sequence[str]],
    *,
    is_partial: bool,
) -> None:
    """Make rows of a database of ours readable in a staging.

    Those of a file are read where they are, others are copied.

    Parameters
    ----------
    staging : DuckDBDatabase
        Where they go.
    database : Database
        Where they are, open.
    columns : dict
        For each table, what is read of it.
    is_partial : bool
        Whether only documents are compared that were reached: ``held_orders`` and
        ``held_order_lines`` are theirs, ``every_held_orders`` all there are.

    Raises
    ------
    DataRefusedError
        If it lacks a table or a column.
    """
    if staging.beside and staging.beside == copy_of(database):
        for table, names in columns.items():
            there = exp.select(*names).from_(exp.to_table(f"{BESIDE}.{table}"))
            keep(staging, EVERY_HELD + table, there, "VIEW")
    else:
        _copy(staging, database, columns)
    of_documents = _of_reached_documents() if is_partial else {}
    for table in [each.name for each in tables() if each.name in columns]:
        rows = exp.select("*").from_(EVERY_HELD + table)
        if table in of_documents:
            keep(staging, HELD + table, rows.where(of_documents[table]))
        else:
            keep(staging, HELD + table, rows, "VIEW")


def _of_reached_documents() -> dict[str, exp.Expression]:
    """Return which rows are of documents that are mapped, by table.

    An order is known by the id of its document, and its lines are part of it.
    """
    orders = exp.select("id").from_(f"{HELD}orders")
    return {
        "orders": is_reached("source_id"),
        "order_lines": exp.column("order_id").isin(query=orders),
    }


def _copy(
    staging: DuckDBDatabase, database: Database, columns: Mapping[str, Sequence[str]]
) -> None:
    """Copy all rows of a database into a staging."""
    kinds = column_kinds()
    for table, names in columns.items():
        selected = [exp.column(name) for name in names]
        nulls = [
            exp.alias_(exp.cast(exp.null(), kinds[table][name]), name) for name in names
        ]
        keep(staging, EVERY_HELD + table, exp.select(*nulls).where(exp.false()))
        query = exp.select(*selected).from_(exp.to_table(database.prefix + table))
        for batch in database.stream_tree(query, f"schema ({table})"):
            staging.load(EVERY_HELD + table, batch)
