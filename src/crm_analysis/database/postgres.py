"""PostgreSQL: a server's database, read in one snapshot, loaded in one transaction."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
import pyarrow as pa
from psycopg import errors, sql

from crm_analysis.database import arrow_rows, refusals
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import defined
from crm_analysis.database.interface import Database
from crm_analysis.database.tab_separated import blocks
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
)

ROWS_AT_ONCE = 20_000
CONNECT_SECONDS = 10
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
                self._connection.rollback()
            self.rows("select 1")  # begins the transaction that everything is read in

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
        with self._asked(statement, name, bound) as (columns, batches):
            return arrow_rows.as_table(columns, batches)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        with self._asked(statement, name, {}) as (columns, batches):
            for rows in batches:
                yield arrow_rows.as_table(columns, [rows])

    @contextmanager
    def _asked(
        self, statement: str, name: str, bound: Mapping[str, object]
    ) -> Iterator[tuple[list, Iterator[list]]]:
        """Run a query and give its columns, and its rows in parts."""
        with (
            self._in_words(name),
            self._connection.transaction(),
            self._connection.cursor("rows") as cursor,
        ):
            cursor.execute(*_with_values(statement, bound))
            columns = [_column(each) for each in cursor.description]
            yield columns, iter(lambda: cursor.fetchmany(ROWS_AT_ONCE), [])

    def _run(self, statement: str, name: str) -> None:
        with self._in_words(name):
            self._connection.execute(statement)

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        """Turn the engine's errors into sentences that quote no row."""
        try:
            yield
        except psycopg.Error as error:
            raise _sentence(error, name, self._where) from None

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
) -> tuple[str] | tuple[str, Mapping[str, object]]:
    """Keep the driver from taking a remainder for the place of a value."""
    if not bound:
        return (statement,)
    return re.sub(r"%(?!\(\w+\)s)", "%%", statement), dict(bound)


def _open(address: Address, *, autocommit: bool) -> psycopg.Connection:
    try:
        return psycopg.connect(
            "postgresql://" + address.url.partition("://")[2],
            autocommit=autocommit,
            connect_timeout=CONNECT_SECONDS,
            application_name="crm_analysis",
            options="-c timezone=UTC -c datestyle=ISO",
        )
    except psycopg.OperationalError as error:
        raise _why_not(str(error), str(address)) from None
    except psycopg.Error as error:
        raise ConnectionFailedError(
            f"{address} makes no sense to PostgreSQL ({type(error).__name__}); check"
            " what stands behind the question mark"
        ) from None


def _why_not(said: str, where: str) -> ConnectionFailedError:
    """Say in a sentence why there is no connection; the server's may hold more."""
    if re.search(r"database .* does not exist", said):
        return refusals.no_database(where)
    if re.search(r"password|no pg_hba.conf entry|role|permission", said):
        return refusals.let_in(where)
    return refusals.no_answer(where)


def _column(described: psycopg.Column) -> tuple[str, pa.DataType | None]:
    """Return a column's name and type; None for what only the values tell."""
    known = psycopg.adapters.types.get(described.type_code)
    name = known.name if known else ""
    if name == "numeric" and described.scale is not None:
        return described.name, arrow_rows.exact(described.scale)
    return described.name, _KINDS.get(name)


def _sentence(error: psycopg.Error, name: str, where: str) -> CrmAnalysisError:
    """Say in a sentence what went wrong."""
    found = re.search(r'(?:relation|column) "?([\w.]+)"? does not exist', str(error))
    missing = found[1] if found else None
    if isinstance(error, errors.UndefinedTable):
        return refusals.no_table(where, name, missing)
    if isinstance(error, errors.UndefinedColumn | errors.UndefinedFunction):
        return refusals.no_column(where, name, missing)
    if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        return refusals.no_privilege(where, name)
    if isinstance(error, errors.IntegrityError | errors.DataError):
        return refusals.broken_promise(name)
    if isinstance(error, errors.DependentObjectsStillExist):
        return refusals.in_use(where)
    return _other_sentence(error, name, where)


def _other_sentence(error: psycopg.Error, name: str, where: str) -> CrmAnalysisError:
    said = str(error)
    if isinstance(error, errors.DiskFull) or re.search(
        "could not (extend|write)", said
    ):
        return refusals.no_room(where, name)
    if isinstance(error, errors.LockNotAvailable):
        return refusals.is_read(where, name)
    if isinstance(error, psycopg.OperationalError):
        return refusals.went_away(where, name)
    # The engine's message may quote a value of a person, so it is not passed on.
    return CrmAnalysisError(
        f"PostgreSQL could not run sql/{name} ({type(error).__name__})"
    )


def open_database(address: Address, *, read_only: bool) -> PostgresDatabase:
    """Open the database at an address."""
    return PostgresDatabase(address, read_only=read_only)


def holds_anything(address: Address) -> bool:
    """Tell whether there is a table or view of our name at an address."""
    with PostgresDatabase(address, read_only=True) as database:
        there = database.defined_names()
    return any(each.name in there for each in defined("schema", "views"))
