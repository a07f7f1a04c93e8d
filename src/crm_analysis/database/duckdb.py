"""DuckDB: the database in one file, no server."""

import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from crm_analysis.database.address import Address
from crm_analysis.database.duckdb_limits import Limits, set_limits
from crm_analysis.database.duckdb_refusals import sentence, why_not
from crm_analysis.database.interface import Database
from crm_analysis.database.spill_folder import hold, release
from crm_analysis.database.statements import Literals, render
from crm_analysis.errors import ConnectionFailedError

ROWS_AT_ONCE = 100_000
BESIDE = "beside"


class DuckDBDatabase(Database):
    """A DuckDB file, or a database in memory.

    Parameters
    ----------
    path : Path or None
        The file; None for a database in memory.
    read_only : bool
        Open for reading. Neither mode can reach other files of the machine.

    Attributes
    ----------
    copy_of : Path or None
        The file that this one is a copy of so far, with every row.
    beside : Path or None
        The file that `reopen` was given.

    Raises
    ------
    ConnectionFailedError
        If the file is missing, not a database, or held by a writer.
    """

    dialect = "duckdb"
    keeps_order = True
    copy_of: Path | None = None
    beside: Path | None = None

    def __init__(self, path: Path | None, *, read_only: bool) -> None:
        self._path, self._is_read_only = path, read_only
        self._connect()

    def _connect(self, beside: Path | None = None) -> None:
        path = self._path
        self._connection = _open(path, self._is_read_only)
        if beside:
            _attach(self._connection, beside)
        _lock(self._connection, path)
        folder = self._setting("temp_directory")
        self._limits = Limits(
            path and path.parent, folder, self._setting("memory_limit")
        )
        hold(folder)
        self._release = weakref.finalize(self, release, folder)

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go."""
        columns = [exp.to_identifier(name, quoted=True) for name in rows.column_names]
        statement = exp.insert(
            exp.select(*columns).from_("incoming_rows"), table, columns=columns
        ).sql(dialect=self.dialect)
        self._connection.register("incoming_rows", rows)
        try:
            self._run(statement, f"load of {table}")
        finally:
            self._connection.unregister("incoming_rows")

    def expose(self, name: str, rows: pa.Table) -> None:
        """Make an Arrow table readable under a name, until the connection closes."""
        self._connection.register(name, rows)

    def name_query(self, view: str, name: str, **literals: Literals) -> None:
        """Make a query file readable under a name, its rows in no order."""
        (statement,) = render(name, self.dialect, literals)
        query = sqlglot.parse_one(statement, dialect=self.dialect)
        query.set("order", None)
        named = exp.to_identifier(view).sql(self.dialect)
        query = query.sql(self.dialect)
        self._run(f"create or replace temp view {named} as {query}", name)

    def reopen(self, beside: Path | None = None) -> None:
        """Open the file anew: nothing temporary stays.

        Another file can be read beside it, its tables are ``beside.name``.
        """
        self.close()
        self._connect(beside)
        self.beside = beside

    def close(self) -> None:
        """Close the connection; a file that was written to is checkpointed."""
        try:
            self._connection.close()
        finally:
            self._release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that happens inside visible at once, or not at all."""
        self._connection.begin()
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):  # after which the old error matters more
                self._connection.rollback()
            raise
        with self._in_words("the end of a load"):
            self._connection.commit()

    def checkpoint(self) -> None:
        """Put all that was written into the file; closing would not say if it cannot.

        Raises
        ------
        CrmAnalysisError
            If there is no room for it.
        """
        self._run("checkpoint", "the end of a load")

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        with self._in_words(name):
            return self._connection.sql(statement, params=dict(bound)).to_arrow_table()

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        with self._in_words(name):
            rows = self._connection.sql(statement).to_arrow_reader(ROWS_AT_ONCE)
            while batch := next(rows, None):
                yield pa.Table.from_batches([batch])

    def _run(self, statement: str, name: str) -> None:
        with self._in_words(name):
            self._connection.execute(statement).fetchall()

    def _setting(self, name: str) -> str:
        ask = "select current_setting($name)"
        return self._connection.execute(ask, {"name": name}).fetchone()[0]

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        """Turn the engine's errors into sentences that quote no row."""
        try:
            yield
        except duckdb.Error as error:
            too_little = self._limits.shortage(error, name)
            raise (too_little or sentence(error, name)) from None


def _open(path: Path | None, read_only: bool) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect(":memory:")
    if read_only and not path.is_file():
        raise ConnectionFailedError(
            f"there is no database file {path}; make one with `crm-analysis seed`"
        )
    try:
        return duckdb.connect(path, read_only=read_only)
    except duckdb.IOException as error:
        raise why_not(path, str(error), read_only) from None
    except duckdb.Error as error:
        raise ConnectionFailedError(
            f"{path} cannot be read ({type(error).__name__}); restore it from a backup,"
            " or replace it with `crm-analysis seed --force`"
        ) from None


def _attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Let another file be read through a connection."""
    other = exp.Literal.string(str(path)).sql("duckdb")
    try:
        connection.execute(f"attach {other} as {BESIDE} (read_only)")
    except duckdb.Error as error:
        raise why_not(path, str(error), read_only=True) from None


def _lock(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Let a connection reach no other file and take so much, and let nobody change it.

    read_only alone is no sandbox: COPY TO would still write files. The progress bar
    is a session setting, so it comes before the lock; connections of one process to
    one file share their settings, so the second finds them locked.
    """
    locked, shows_progress = connection.execute(
        "select current_setting('lock_configuration'),"
        " current_setting('enable_progress_bar')"
    ).fetchone()
    if locked:
        return
    if shows_progress:
        # In a Jupyter kernel without ipywidgets it is off, and setting it fails.
        connection.execute("set enable_progress_bar = false")
    set_limits(connection, path)
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def open_database(address: Address, *, read_only: bool) -> DuckDBDatabase:
    """Open the file at an address."""
    return DuckDBDatabase(address.path, read_only=read_only)


def holds_anything(address: Address) -> bool:
    """Tell whether there is a file at an address."""
    return address.path.is_file()
