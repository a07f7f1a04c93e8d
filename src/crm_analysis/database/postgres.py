"""PostgreSQL: a server's database, read in one snapshot, loaded in one transaction."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice

import psycopg
import pyarrow as pa
from psycopg import sql
from sqlglot import exp

from crm_analysis.database import arrow_rows
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import defined
from crm_analysis.database.interface import Database
from crm_analysis.database.postgres_refusals import sentence, why_not
from crm_analysis.database.tab_separated import blocks
from crm_analysis.errors import ConnectionFailedError

ROWS_AT_ONCE = 20_000
CONNECT_SECONDS = 10
# One round trip; at a rollback the driver would forget the plans that are kept.
SNAPSHOT = "commit; begin isolation level repeatable read, read only; select 1"
_KINDS = {
    "bool": arrow_rows.TRUTH,
    "int2": arrow_rows.WHOLE,
    "int4": arrow_rows.WHOLE,
    "int8": arrow_rows.WHOLE,
    "date": arrow_rows.DAY,
    "timestamp": arrow_rows.MOMENT,
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "text": arrow_rows.TEXT,
    "varchar": arrow_rows.TEXT,
    "bpchar": arrow_rows.TEXT,
    "float4": arrow_rows.REAL,
    "float8": arrow_rows.REAL,
}


class PostgresDatabase(Database):
    """A database of a PostgreSQL server.

    Parameters
    ----------
    address : Address
        Where it is.
    read_only : bool
        Read, in one snapshot from the first query to the end, and write nothing.

    Raises
    ------
    ConnectionFailedError
        If the server cannot be reached, or does not let us in.
    """

    dialect = "postgres"

    def __init__(self, address: Address, *, read_only: bool) -> None:
        self._where = str(address)
        self._connection = _open(address, autocommit=not read_only)
        if read_only:
            self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            self._connection.read_only = True
            self.renew()

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go."""
        statement = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, rows.column_names)),
        )
        with (
            self._in_words(f"load of {table}"),
            self._connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            for block in blocks(rows):
                copy.write(memoryview(block))

    def renew(self) -> None:
        """See what others have committed by now: begin another snapshot."""
        if self._connection.read_only:
            with self._in_words("the catalogue"):
                self._connection.execute(SNAPSHOT, prepare=False)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that happens inside visible at once, or not at all."""
        with self._connection.transaction():
            yield

    def defined_names(self) -> set[str]:
        """Return the names of tables and views that are there."""
        found = self.rows(
            "select relname from pg_class where relnamespace ="
            " current_schema()::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')"
        )
        return {name for (name,) in found}

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        if bound:
            return self._few(statement, name, bound)
        with self._asked(statement, name) as (columns, batches):
            return arrow_rows.as_table(columns, batches)

    def _few(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        """Run a query with values, often asked: the server keeps its plan."""
        with (
            self._in_words(name),
            self._undone_if_refused(),
            self._connection.cursor() as cursor,
        ):
            cursor.execute(*_with_values(statement, bound))
            columns = [_column(each) for each in cursor.description]
            return arrow_rows.as_table(columns, [cursor.fetchall()])

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        with self._asked(statement, name) as (columns, batches):
            for rows in batches:
                yield arrow_rows.as_table(columns, [rows])

    def stream_csv(self, query: exp.Select, name: str) -> Iterator[bytes]:
        """Yield the rows of a query of text columns as lines of CSV, many at once.

        Each value is in quotes, its own ones doubled; there is nothing for a null.
        """
        form = "(format csv, force_quote *, encoding 'UTF8')"
        statement = f"copy ({query.sql(self.dialect)}) to stdout {form}"
        with (
            self._in_words(name),
            self._undone_if_refused(),
            self._connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            # The server sends a row at a time, so no part ends within one.
            while rows := [bytes(row) for row in islice(copy, ROWS_AT_ONCE)]:
                yield b"".join(rows)

    @contextmanager
    def _asked(
        self, statement: str, name: str
    ) -> Iterator[tuple[list, Iterator[list]]]:
        """Run a query and give its columns, and its rows in parts."""
        with (
            self._in_words(name),
            self._undone_if_refused(),
            self._connection.cursor() as cursor,
        ):
            # Rows come as the server sends them, in one round trip and never all at
            # once; a cursor of the server's takes six.
            rows = cursor.stream(statement, size=ROWS_AT_ONCE)
            batches = iter(lambda: list(islice(rows, ROWS_AT_ONCE)), [])
            first = next(batches, [])
            if not first:  # and so the driver does not say what their columns were
                cursor.execute(f"select * from ({statement}) as nothing limit 0")
            columns = [_column(each) for each in cursor.description]
            yield columns, chain([first], batches)

    @contextmanager
    def _undone_if_refused(self) -> Iterator[None]:
        """Let more be read after a refused query; of another snapshot, if of any."""
        if not self._connection.read_only:
            with self._connection.transaction():
                yield
            return
        try:
            yield
        except psycopg.Error:
            # A point to go back to would keep the snapshot, and cost two round trips
            # a query. Whoever goes on after a refusal begins anew, as at a look-up.
            if not self._connection.broken:
                self._connection.rollback()
            raise

    def _run(self, statement: str, name: str) -> None:
        with self._in_words(name):
            self._connection.execute(statement)

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        """Turn the engine's errors into sentences that quote no row."""
        try:
            yield
        except psycopg.Error as error:
            raise sentence(error, name, self._where) from None

    def execute(self, statement: str, *names: str) -> None:
        """Run a statement of ours, names put in as identifiers."""
        with self._in_words("the move of loaded tables"):
            self._connection.execute(
                sql.SQL(statement).format(*map(sql.Identifier, names))
            )

    def rows(self, statement: str, *values: object) -> list[tuple]:
        """Return the rows of a query of ours on the catalogue."""
        with self._in_words("the catalogue"):
            return self._connection.execute(statement, values or None).fetchall()


def _with_values(
    statement: str, bound: Mapping[str, object]
) -> tuple[str, Mapping[str, object]]:
    """Keep the driver from taking a remainder for the place of a value."""
    return re.sub(r"%(?!\(\w+\)s)", "%%", statement), dict(bound)


def _open(address: Address, *, autocommit: bool) -> psycopg.Connection:
    try:
        return psycopg.connect(
            "postgresql://" + address.url.partition("://")[2],
            autocommit=autocommit,
            connect_timeout=CONNECT_SECONDS,
            application_name="crm_analysis",
            # Rows in no order come in the same one each time if one process reads them.
            options="-c timezone=UTC -c datestyle=ISO"
            " -c max_parallel_workers_per_gather=0",
        )
    except psycopg.OperationalError as error:
        raise why_not(str(error), str(address)) from None
    except psycopg.Error as error:
        raise ConnectionFailedError(
            f"{address} makes no sense to PostgreSQL ({type(error).__name__}); check"
            " what stands behind the question mark"
        ) from None


def _column(described: psycopg.Column) -> tuple[str, pa.DataType | None]:
    """Return a column's name and type; None for what only the values tell."""
    known = psycopg.adapters.types.get(described.type_code)
    name = known.name if known else ""
    if name == "numeric" and described.scale is not None:
        return described.name, arrow_rows.exact(described.scale)
    return described.name, _KINDS.get(name)


def open_database(address: Address, *, read_only: bool) -> PostgresDatabase:
    """Open the database at an address."""
    return PostgresDatabase(address, read_only=read_only)


def holds_anything(address: Address) -> bool:
    """Tell whether there is a table or view of our name at an address."""
    with PostgresDatabase(address, read_only=True) as database:
        there = database.defined_names()
    return any(each.name in there for each in defined("schema", "views"))
