"""Rewriting a DuckDB file: every row that is there goes into a new one, no other byte.

DuckDB frees the room of deleted rows without writing over it, so what stood there could
still be read from the file. A new file has never held it.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import duckdb
from sqlglot import exp

from crm_analysis.database.address import Address
from crm_analysis.database.duckdb_limits import set_limits
from crm_analysis.database.duckdb_loading import _in_words, _side_file, _state
from crm_analysis.database.duckdb_refusals import sentence
from crm_analysis.errors import DatabaseBusyError

# What is defined comes back as it was written, the next number of a sequence with it.
_MADE_BEFORE_ROWS = (
    "select 'create schema if not exists ' || schema_name from duckdb_schemas()"
    " where database_name = 'old' and not internal",
    "select sql from duckdb_sequences() where database_name = 'old'",
    "select sql from duckdb_tables() where database_name = 'old' order by table_oid",
)
_MADE_AFTER_ROWS = (
    "select sql from duckdb_views() where database_name = 'old' and not internal"
    " order by view_oid",
)
_LARGEST_FIRST = (
    "select schema_name, table_name from duckdb_tables() where database_name = 'old'"
    " order by estimated_size desc"
)
_INDEXES = (
    "select sql from duckdb_indexes() where database_name = 'old'"
    " and schema_name = $schema and table_name = $table"
)
_COMMENTS = (
    "select 'table', schema_name, table_name, null, comment from duckdb_tables()"
    " where database_name = 'old' and comment is not null union all"
    " select 'column', schema_name, table_name, column_name, comment"
    " from duckdb_columns() where database_name = 'old' and comment is not null"
)


def rewrite(address: Address) -> None:
    """Put a new file with the same definitions and rows in the place of the old one.

    Raises
    ------
    DatabaseBusyError
        If the file has been written to or replaced meanwhile; it is as it was.
    """
    target = address.path
    before = _state(target)
    with _side_file(target) as side:
        with duckdb.connect(side) as connection:
            set_limits(connection, target)
            old = exp.Literal.string(str(target)).sql("duckdb")
            try:
                connection.execute(f"attach {old} as old (read_only)")
                _copy(connection)
                connection.execute("detach old")
                connection.execute("checkpoint")
            except duckdb.Error as error:
                raise sentence(error, "rewriting of the file") from None
        if _state(target) != before:
            raise DatabaseBusyError(
                f"{target} was written to by another process meanwhile; the rows are"
                " deleted, but their room in the file is not; try again"
            )
        with _in_words(target):
            os.replace(side, target)


def _copy(connection: duckdb.DuckDBPyConnection) -> None:
    """Make everything of the attached file anew, several tables at a time.

    A table takes one thread, busy with its keys.
    """
    _make(connection, _MADE_BEFORE_ROWS)
    threads = connection.execute("select current_setting('threads')").fetchone()[0]
    tables = connection.execute(_LARGEST_FIRST).fetchall()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        list(pool.map(lambda names: _copy_table(connection.cursor(), *names), tables))
    _make(connection, _MADE_AFTER_ROWS)
    for kind, *names, comment in connection.execute(_COMMENTS).fetchall():
        place = ".".join(_quoted(name) for name in names if name is not None)
        said = exp.Literal.string(comment).sql("duckdb")
        connection.execute(f"comment on {kind} {place} is {said}")


def _copy_table(cursor: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    place = f"{_quoted(schema)}.{_quoted(table)}"
    with cursor:
        cursor.execute(f"insert into {place} select * from old.{place}")
        names = {"schema": schema, "table": table}
        for (definition,) in cursor.execute(_INDEXES, names).fetchall():
            cursor.execute(definition)


def _make(connection: duckdb.DuckDBPyConnection, lists: Iterable[str]) -> None:
    for listed in lists:
        for (definition,) in connection.execute(listed).fetchall():
            connection.execute(definition)


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql("duckdb")
