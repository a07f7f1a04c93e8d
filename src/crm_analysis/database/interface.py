"""What every engine offers: run a script, load a table, read a query."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

import pandas as pd
import pyarrow as pa
from sqlglot import exp

from crm_analysis.database.csv_lines import in_lines
from crm_analysis.database.definitions import Defined
from crm_analysis.database.statements import (
    Literals,
    Scope,
    file_names,
    render,
)
from crm_analysis.paths import sql_folder


class Database(ABC):
    """An open database.

    Queries are files below ``sql/``, named without their ending. Values given by
    keyword become typed literals; values in `bound` travel beside the text, through
    the driver, as any text that a person typed must.

    Attributes
    ----------
    dialect : str
        sqlglot's name of the engine's dialect.
    department : str
        What a purchase is in queries: an order with goods of this department, or, if
        it is ``all``, any order that counts.
    prefix : str
        What the names of tables and views begin with in this database.
    keeps_order : bool
        Whether rows that are read in no order come in the one they were put in.
    """

    dialect: str
    department: str = "all"
    prefix: str = ""
    keeps_order: bool = False

    @abstractmethod
    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Make all that happens inside visible at once, or not at all."""

    @abstractmethod
    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        """Run one query and return its rows."""

    @abstractmethod
    def _run(self, statement: str, name: str) -> None:
        """Run one statement that returns nothing."""

    def read(
        self,
        name: str,
        bound: Mapping[str, object] | None = None,
        segment: str = "all",
        **literals: Literals,
    ) -> pa.Table:
        """Return the rows of a query file, for one segment, as an Arrow table."""
        (statement,) = render(name, self.dialect, literals, self._scope(segment))
        return self._read(statement, name, bound or {})

    def read_frame(
        self,
        name: str,
        bound: Mapping[str, object] | None = None,
        segment: str = "all",
        **literals: Literals,
    ) -> pd.DataFrame:
        """Return the rows of a query file as a frame; days become timestamps."""
        rows = self.read(name, bound, segment, **literals)
        return rows.to_pandas(date_as_object=False)

    def read_table(self, table: str) -> pa.Table:
        """Return all rows of a table or view of ours; for small ones."""
        named = exp.to_table(self.prefix + table)
        statement = exp.select("*").from_(named).sql(self.dialect)
        return self._read(statement, f"schema ({table})", {})

    def read_catalogue(self, name: str) -> list[dict[str, object]]:
        """Return what an engine says of itself; nothing where no file of ours asks it.

        Each engine has its own words for it: the files are siblings with no common one.
        """
        file = f"catalogue/{name}"
        if not (sql_folder() / f"{file}.{self.dialect}.sql").exists():
            return []
        return self.read(file).to_pylist()

    def column_names(self, table: str) -> list[str]:
        """Return the names of the columns that a table or view has, in order."""
        named = exp.to_table(self.prefix + table)
        statement = exp.select("*").from_(named).limit(0).sql(self.dialect)
        return self._read(statement, f"schema ({table})", {}).column_names

    def count_rows(self, table: str) -> int:
        """Count the rows of a table or view of ours."""
        named = exp.to_table(self.prefix + table)
        counted = exp.alias_(exp.Count(this=exp.Star()), "table_rows")
        statement = exp.select(counted).from_(named).sql(self.dialect)
        (row,) = self._read(statement, f"schema ({table})", {}).to_pylist()
        return row["table_rows"]

    def read_batches(self, table: Defined) -> Iterator[pa.Table]:
        """Yield the rows of a table of ours by its key, some ten thousand at once.

        Where order is kept they come as they were put in: by key from a first load,
        and what later ones wrote behind it. Nothing else can be read from this database
        until the last one is taken.
        """
        columns = [exp.column(name) for name in table.columns]
        statement = exp.select(*columns).from_(exp.to_table(self.prefix + table.name))
        if not self.keeps_order:
            statement = statement.order_by(*map(exp.column, table.key))
        yield from self._stream(statement.sql(self.dialect), f"schema ({table.name})")

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        """Run one query and yield its rows in parts; in one if an engine has no way."""
        yield self._read(statement, name, {})

    def _values(self, statement: str, name: str) -> Iterator[list[bytes]]:
        """Run a query of one column, text that is never null, and yield its values."""
        for rows in self._stream(statement, name):
            yield [value.encode() for value in rows[0].to_pylist()]

    def run(self, name: str, **literals: Literals) -> None:
        """Run all statements of a file."""
        scope = Scope(department=self.department, prefix=self.prefix)
        for statement in render(name, self.dialect, literals, scope):
            self._run(statement, name)

    def run_tree(self, tree: exp.Expression, name: str) -> None:
        """Run one statement that was put together as a tree, named for messages."""
        self._run(tree.sql(self.dialect), name)

    def stream_tree(self, tree: exp.Expression, name: str) -> Iterator[pa.Table]:
        """Yield the rows of a query that was put together as a tree, in parts."""
        yield from self._stream(tree.sql(self.dialect), name)

    def stream_csv(self, query: exp.Select, name: str) -> Iterator[bytes]:
        """Yield the rows of a query of text columns as lines of CSV, many at once.

        Each value is in quotes, its own ones doubled; there is nothing for a null.
        """
        for lines in self._values(in_lines(query).sql(self.dialect), name):
            yield b"\n".join([*lines, b""])

    def stream(self, name: str, **literals: Literals) -> Iterator[pa.Table]:
        """Yield the rows of a query file, some ten thousand at once."""
        (statement,) = render(name, self.dialect, literals, self._scope("all"))
        yield from self._stream(statement, name)

    def build(self, *folders: str) -> None:
        """Run all files of some folders, in order: ``schema``, then ``views``."""
        for folder in folders:
            for name in file_names(folder):
                self.run(name)

    def renew(self) -> None:  # noqa: B027  where nothing changes while it is open
        """See what others have committed by now, where reading is of one snapshot."""

    def _scope(self, segment: str) -> Scope:
        """Return what the tables in a query stand for."""
        return Scope(segment, self.department, self.prefix)

    def __enter__(self) -> Self:
        """Return itself: a database closes at the end of a ``with``."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()
