"""Mapped rows: what the rows of a system become, kept in tables beside its own.

There is a ``mapped_<table>`` for each table of ours, empty where the system has nothing
for it. Its ids are those that an empty database would get.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.systems import System
from crm_analysis.database import Database
from crm_analysis.database.definitions import column_kinds
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.statements import (
    Literals,
    column_names,
    file_names,
    parse,
)
from crm_analysis.paths import sql_folder

MAPPED = "mapped_"
_AUDIT = "connectors/audit/load_audit"


class MappedRows(Database):
    """The mapped tables of a staging, as a database whose names have a prefix.

    Parameters
    ----------
    staging : DuckDBDatabase
        Its tables, staged, and what the files in ``keys`` make of them.
    system : System
        What it is a staging of.
    values : dict
        What the SQL of the system asks for.
    can_change : bool
        Keep all rows in tables; else, where they are easily told again, in views.

    Attributes
    ----------
    columns : dict
        For each table that the system can fill, the columns that it gives.
    """

    dialect = "duckdb"
    prefix = MAPPED

    def __init__(
        self,
        staging: DuckDBDatabase,
        system: System,
        values: Mapping[str, Literals],
        *,
        can_change: bool,
    ) -> None:
        self._staging, self._can_change = staging, can_change
        names = {Path(name).name: name for name in file_names(system.table_folder)}
        self.columns = {table: column_names(name) for table, name in names.items()}
        names["load_audit"] = _AUDIT
        self._numbered = {table for table, name in names.items() if _numbers(name)}
        for table, kinds in column_kinds().items():
            if table in names:
                staging.name_query(f"rows_of_{table}", names[table], **values)
            given = column_names(names[table]) if table in names else []
            self._make(table, kinds, given)

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a mapped table."""
        self._staging.load(MAPPED + table, rows)

    def close(self) -> None:
        """Leave the staging open: whoever opened it closes it."""

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that happens inside visible at once, or not at all."""
        return self._staging.transaction()

    def _make(
        self, table: str, kinds: Mapping[str, exp.DataType], given: list[str]
    ) -> None:
        """Make a table with all columns of ours, null where none is given."""
        columns = [
            exp.alias_(
                exp.cast(exp.column(name) if name in given else exp.null(), kind), name
            )
            for name, kind in kinds.items()
        ]
        rows = exp.select(*columns)
        rows = rows.from_(f"rows_of_{table}") if given else rows.where(exp.false())
        is_kept = self._can_change or table in self._numbered or not given
        keep(self._staging, MAPPED + table, rows, "TABLE" if is_kept else "VIEW")

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        return self._staging._read(statement, name, bound)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        yield from self._staging._stream(statement, name)

    def _run(self, statement: str, name: str) -> None:
        self._staging._run(statement, name)


def _numbers(name: str) -> bool:
    """Tell whether a query file numbers rows, which takes a look at all of them."""
    return any(tree.find(exp.Window) for tree in parse(sql_folder(), name, "duckdb"))


def keep(
    staging: DuckDBDatabase, name: str, rows: exp.Query, kind: str = "TABLE"
) -> None:
    """Keep the rows of a query under a name, or the query, until the staging closes."""
    made = exp.Create(
        kind=kind,
        replace=True,
        this=exp.to_table(name),
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        expression=rows,
    )
    staging.run_tree(made, name)
