"""Ways to a database: open one, make one in memory, replace one as a whole."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from crm_analysis.database.address import Address, parse_address
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.interface import Database
from crm_analysis.database.row_changes import TableChanges
from crm_analysis.database.schema_versions import require_version
from crm_analysis.database.without_people import WithoutPeople, is_without_people
from crm_analysis.errors import UsageError

# An engine's module, what it is called, and the extra that its driver comes with.
_ENGINES = {
    "duckdb": ("duckdb", "DuckDB", None),
    "mysql": ("mysql", "MySQL", "mysql"),
    "postgres": ("postgres", "PostgreSQL", "postgres"),
    "spark": ("spark", "Spark", "spark"),
}


def connect(
    url: str | None = None, *, read_only: bool = True, any_version: bool = False
) -> Database:
    """Open a database; in a kernel of reports, one that refuses to name people.

    Parameters
    ----------
    url : str or None
        As `parse_address` takes it; None for the default database.
    read_only : bool
        Open for reading only, the default: reports never write.
    any_version : bool
        Open a database of ours whatever version its schema has.

    Raises
    ------
    UsageError
        If the URL makes no sense, or its driver is not installed.
    ConnectionFailedError
        If the database cannot be opened.
    SchemaVersionError
        If its schema is of another version than this program's.
    """
    address = parse_address(url)
    database = _engine(address).open_database(address, read_only=read_only)
    if not any_version:
        try:
            require_version(database, str(address))
        except BaseException:
            database.close()
            raise
    return WithoutPeople(database) if is_without_people() else database


def in_memory() -> DuckDBDatabase:
    """Make an empty database in memory: all tables and views, no rows."""
    database = DuckDBDatabase(None, read_only=False)
    database.build("schema", "views")
    return database


def holds_anything(url: str | None = None) -> bool:
    """Tell whether there is a file at an address, or a table of our name on a server.

    Raises
    ------
    ConnectionFailedError
        If the server cannot be reached.
    """
    address = parse_address(url)
    return _engine(address).holds_anything(address)


@contextmanager
def replacing(url: str | None = None) -> Iterator[Database]:
    """Build new tables beside the old ones and put them in their place at the end.

    Readers keep the old tables until they close. If anything fails, or the process is
    killed, the old tables are still there, whole.

    Raises
    ------
    ConnectionFailedError
        If the folder or the server cannot be written to, or another process is
        loading.
    """
    address = parse_address(url)
    with _engine(address, "_loading").replacing(address) as database:
        yield database


@contextmanager
def upgrading(url: str | None = None) -> Iterator[Database]:
    """Open a database to change its definitions; readers keep what they have open.

    DuckDB and PostgreSQL make all changes or none. MySQL makes each for good, so a
    change must be one that can be made twice.

    Raises
    ------
    ConnectionFailedError
        If it cannot be written to, or another process is loading.
    """
    address = parse_address(url)
    with _engine(address, "_loading").upgrading(address) as database:
        yield database


@contextmanager
def changing(url: str | None = None) -> Iterator[Database]:
    """Open a database of today's schema to change rows in it: all of it or nothing.

    Nobody loads meanwhile, and nobody else changes rows this way.

    Raises
    ------
    UsageError
        If the engine only replaces tables as a whole.
    ConnectionFailedError
        If it cannot be written to, or another process is loading.
    SchemaVersionError
        If its schema is of another version than this program's.
    """
    address = parse_address(url)
    if address.engine == "duckdb":
        connect(url).close()  # a file that is not there is not made
    with _engine(address, "_loading").changing(address) as database:
        require_version(database, str(address))
        yield database


@contextmanager
def renewing(url: str | None = None) -> Iterator[Database]:
    """Open a database to change many rows with `change_rows`: all of it or nothing.

    Readers keep what was there before. A server's tables are changed in one
    transaction; a file is copied, and the copy put in its place at the end.

    Raises
    ------
    UsageError
        If the engine only replaces tables as a whole.
    ConnectionFailedError
        If it cannot be written to, or another process is loading.
    SchemaVersionError
        If its schema is of another version than this program's.
    """
    address = parse_address(url)
    with _engine(address, "_loading").renewing(address) as database:
        require_version(database, str(address))
        yield database


def change_rows(
    url: str | None, database: Database, changes: list[TableChanges]
) -> None:
    """Write and delete rows of tables of a database that `renewing` opened.

    Parameters
    ----------
    url : str or None
        Where it is.
    database : Database
        It, open.
    changes : list of TableChanges
        In build order: what others refer to comes first.
    """
    _engine(parse_address(url), "_loading").change_rows(database, changes)


def wipe_deleted(url: str | None = None) -> None:
    """Let nothing of deleted rows stay in the file of a database that is one file.

    A server reuses the room of deleted rows by itself, in its own time.
    """
    address = parse_address(url)
    if address.engine == "duckdb":
        _engine(address, "_rewriting").rewrite(address)


def _engine(address: Address, part: str = "") -> ModuleType:
    """Return the module that knows an engine, or the one that loads into it."""
    module, title, extra = _ENGINES[address.engine]
    try:
        return importlib.import_module(f"crm_analysis.database.{module}{part}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("crm_analysis"):
            raise
        raise UsageError(
            f"{title} needs a driver that is not installed; type"
            f" pip install 'crm_analysis[{extra}]'"
        ) from None
