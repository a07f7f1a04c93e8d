"""PostgreSQL: a server's database, read in one snapshot, loaded in one transaction."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
import pyarrow as pa
from psycopg import errors, sql

from crm_analysis.database import arrow_rows
from crm_analysis.database.address import Address
from crm_analysis.database.interface import Database
from crm_analysis.database.statements import defined, render_foreign_keys
from crm_analysis.database.tab_separated import blocks
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
)

ROWS_AT_ONCE = 20_000
CONNECT_SECONDS = 10
LOADING = "crm_analysis_loading"
LOCK = 4_207_712_358  # "loading" of crm_analysis, a number of our own choosing
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
            self._rows("select 1")  # begins the transaction that everything is read in

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
        found = self._rows(
            "select relname from pg_class where relnamespace ="
            " current_schema()::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')"
        )
        return {name for (name,) in found}

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        with (
            self._in_words(name),
            self._connection.transaction(),
            self._connection.cursor("rows") as cursor,
        ):
            cursor.execute(statement, dict(bound) or None)
            columns = [_column(each) for each in cursor.description]
            batches = iter(lambda: cursor.fetchmany(ROWS_AT_ONCE), [])
            return arrow_rows.as_table(columns, batches)

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

    def _run_composed(self, statement: str, *names: str) -> None:
        """Run a statement of ours, names put in as identifiers."""
        with self._in_words("the move of loaded tables"):
            self._connection.execute(
                sql.SQL(statement).format(*map(sql.Identifier, names))
            )

    def _rows(self, statement: str, *values: object) -> list[tuple]:
        with self._in_words("the catalogue"):
            return self._connection.execute(statement, values or None).fetchall()


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
        raise ConnectionFailedError(_why_not(str(error), address)) from None
    except psycopg.Error as error:
        raise ConnectionFailedError(
            f"{address} makes no sense to PostgreSQL ({type(error).__name__}); check"
            " what stands behind the question mark"
        ) from None


def _why_not(said: str, address: Address) -> str:
    """Say in a sentence why there is no connection; the server's may hold more."""
    if "password" in said or "no pg_hba.conf entry" in said or "role" in said:
        return (
            f"{address} does not let this user in with this password; check both, and"
            " that the server admits the user from this machine"
        )
    if re.search(r"database .* does not exist", said):
        return f"{address} has no such database; create it, or check its name"
    return f"no PostgreSQL server answers at {address}; check host and port"


def _column(described: psycopg.Column) -> tuple[str, pa.DataType | None]:
    """Return a column's name and type; None for what only the values tell."""
    known = psycopg.adapters.types.get(described.type_code)
    name = known.name if known else ""
    if name == "numeric" and described.scale is not None:
        return described.name, arrow_rows.exact(described.scale)
    return described.name, _KINDS.get(name)


def _sentence(error: psycopg.Error, name: str, where: str) -> CrmAnalysisError:
    if isinstance(error, errors.UndefinedTable):
        missing = re.search(r'relation "(\w+)" does not exist', str(error))
        what = f"has no table {missing[1]}" if missing else "lacks a table or a view"
        return DataRefusedError(
            f"{where} {what}, which sql/{name} needs; make it with `crm-analysis seed`"
        )
    if isinstance(error, errors.UndefinedColumn | errors.UndefinedFunction):
        missing = re.search(r'column "?([\w.]+)"? does not exist', str(error))
        what = f"column {missing[1]}" if missing else "a column"
        return DataRefusedError(
            f"{where} lacks {what} that sql/{name} needs, or has it in another type; it"
            " was made by another version, seed it again"
        )
    if isinstance(error, errors.InsufficientPrivilege):
        return ConnectionFailedError(
            f"the user of {where} may not do what sql/{name} needs; grant SELECT on our"
            " tables and views for reading, and CREATE in the schema for seeding"
        )
    if isinstance(error, errors.IntegrityError):
        return DataRefusedError(
            f"the {name} breaks a key, a not-null or a check of its table in"
            " sql/schema; nothing was kept"
        )
    if isinstance(error, errors.DependentObjectsStillExist):
        return DataRefusedError(
            f"something of yours in {where} hangs on a table that is to be replaced;"
            " drop it first, or seed another database; nothing was changed"
        )
    if isinstance(error, psycopg.OperationalError):
        return ConnectionFailedError(
            f"{where} went away, or ran out of room, during sql/{name}"
            f" ({type(error).__name__}); try again"
        )
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


@contextmanager
def replacing(address: Address) -> Iterator[PostgresDatabase]:
    """Build new tables in a schema of their own, then move them to their place.

    All of it is one transaction: readers keep the old tables until it ends, and if it
    does not end well nothing has happened. Who might read the old tables may read the
    new ones.
    """
    with PostgresDatabase(address, read_only=False) as database:
        _take_lock(database, address)
        (place,) = database._rows("select current_schema()")[0]
        with database.transaction():
            database._run_composed("create schema {}", LOADING)
            database._run_composed("set local search_path to {}", LOADING)
            yield database
            for added in render_foreign_keys(database.dialect):
                database._run(added, "schema (foreign keys)")
            database._run_composed("set local search_path to {}", place)
            _move(database, place)


def _take_lock(database: PostgresDatabase, address: Address) -> None:
    """Hold the one lock of loaders until the connection closes."""
    (is_ours,) = database._rows("select pg_try_advisory_lock(%s)", LOCK)[0]
    if not is_ours:
        raise DatabaseBusyError(
            f"{address} is being loaded by another process; wait until it has finished"
        )


def _move(database: PostgresDatabase, place: str) -> None:
    """Put the loaded tables in the place of the old ones, with their grants."""
    grants = database._rows(
        "select distinct table_name, privilege_type, grantee"
        " from information_schema.role_table_grants"
        " where table_schema = %s and grantee <> current_user",
        place,
    )
    things = defined("schema", "views")
    for thing in reversed(things):
        drop = f"drop {thing.kind} if exists {{}}.{{}}"
        database._run_composed(drop, place, thing.name)
    for thing in things:
        move = f"alter {thing.kind} {{}}.{{}} set schema {{}}"
        database._run_composed(move, LOADING, thing.name, place)
    for table, privilege, grantee in grants:
        if table in {thing.name for thing in things}:
            grant = f"grant {privilege} on {{}}.{{}} to {{}}"
            database._run_composed(grant, place, table, grantee)
    database._run_composed("drop schema {}", LOADING)
