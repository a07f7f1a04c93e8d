"""Held rows: what the database that is to be loaded holds, beside the staged rows.

There is a ``held_<table>`` for each table that the system can fill, with the columns
that it gives.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlglot import exp

from crm_analysis.connectors.mapped_rows import keep
from crm_analysis.database import Database
from crm_analysis.database.definitions import column_kinds
from crm_analysis.database.duckdb import BESIDE, DuckDBDatabase

HELD = "held_"


def copy_of(database: Database) -> Path | None:
    """Return the file that a database is a copy of, if it is one."""
    return database.copy_of if isinstance(database, DuckDBDatabase) else None


def hold(
    staging: DuckDBDatabase, database: Database, columns: Mapping[str, Sequence[str]]
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

    Raises
    ------
    DataRefusedError
        If it lacks a table or a column.
    """
    if staging.beside and staging.beside == copy_of(database):
        for table, names in columns.items():
            there = exp.select(*names).from_(exp.to_table(f"{BESIDE}.{table}"))
            keep(staging, HELD + table, there, "VIEW")
        return
    kinds = column_kinds()
    for table, names in columns.items():
        selected = [exp.column(name) for name in names]
        nulls = [
            exp.alias_(exp.cast(exp.null(), kinds[table][name]), name) for name in names
        ]
        keep(staging, HELD + table, exp.select(*nulls).where(exp.false()))
        query = exp.select(*selected).from_(exp.to_table(database.prefix + table))
        for batch in database.stream_tree(query, f"schema ({table})"):
            staging.load(HELD + table, batch)
