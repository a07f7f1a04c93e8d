"""MySQL and MariaDB: read in one snapshot, loaded beside the old tables and swapped."""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import parse_qsl, unquote, urlsplit

import pyarrow as pa
import pymysql
from pymysql.constants import CR, ER, FIELD_TYPE
from sqlglot import exp

from crm_analysis.database import arrow_rows
from crm_analysis.database.address import Address
from crm_analysis.database.interface import Database
from crm_analysis.database.statements import defined
from crm_analysis.database.tab_separated import blocks
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    UsageError,
)

ROWS_AT_ONCE = 20_000
CONNECT_SECONDS = 10
READ_SECONDS = 3_600
LOADING, OLD = "loading__", "replaced__"
OPTIONS = ("ssl_ca", "ssl_cert", "ssl_key", "unix_socket")
# Whatever the server is set to, a session of ours is strict and counts in UTC.
SESSION = (
    "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
    " time_zone = '+00:00', sql_notes = 0"
)
# Text compares byte by byte and blanks count: as in DuckDB.
BYTEWISE = {"mariadb": "utf8mb4_nopad_bin", "mysql": "utf8mb4_0900_bin"}
_KINDS = {
    FIELD_TYPE.SHORT: arrow_rows.WHOLE,
    FIELD_TYPE.INT24: arrow_rows.WHOLE,
    FIELD_TYPE.LONG: arrow_rows.WHOLE,
    FIELD_TYPE.LONGLONG: arrow_rows.WHOLE,
    FIELD_TYPE.YEAR: arrow_rows.WHOLE,
    FIELD_TYPE.FLOAT: arrow_rows.REAL,
    FIELD_TYPE.DOUBLE: arrow_rows.REAL,
    FIELD_TYPE.DATE: arrow_rows.DAY,
    FIELD_TYPE.DATETIME: arrow_rows.MOMENT,
    FIELD_TYPE.TIMESTAMP: arrow_rows.MOMENT,
    FIELD_TYPE.VAR_STRING: arrow_rows.TEXT,
    FIELD_TYPE.STRING: arrow_rows.TEXT,
    FIELD_TYPE.VARCHAR: arrow_rows.TEXT,
    FIELD_TYPE.BLOB: arrow_rows.TEXT,
    FIELD_TYPE.MEDIUM_BLOB: arrow_rows.TEXT,
    FIELD_TYPE.LONG_BLOB: arrow_rows.TEXT,
}
_BROKEN_PROMISES = (
    pymysql.err.IntegrityError,
    pymysql.err.DataError,
)


class MySQLDatabase(Database):
    """A database of a MySQL or MariaDB server.

    Parameters
    ----------
    address : Address
        Where it is.
    read_only : bool
        Read, in one snapshot from the beginning to the end, and write nothing.
    prefix : str
        Before the name of every table and view in queries and definitions: while
        loading, the new ones stand beside the old ones.

    Raises
    ------
    ConnectionFailedError
        If the server cannot be reached, or does not let us in.
    """

    dialect = "mysql"

    def __init__(self, address: Address, *, read_only: bool, prefix: str = "") -> None:
        self._where = str(address)
        self._connection = _open(address, may_load=not read_only)
        self.prefix = prefix
        self._execute(SESSION)
        if read_only:
            self._execute("set session transaction isolation level repeatable read")
            self._execute("start transaction with consistent snapshot, read only")

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go.

        The rows go through a pipe, so none of them lies in a file on the way.
        """
        columns = ", ".join(_name(each) for each in rows.column_names)
        reading, writing = os.pipe()
        feeder = threading.Thread(target=_feed, args=(writing, rows))
        feeder.start()
        try:
            with (
                self._in_words(f"load of {table}"),
                self._connection.cursor() as cursor,
            ):
                taken = cursor.execute(
                    f"load data local infile '/dev/fd/{reading}' into table"
                    f" {_name(self.prefix + table)} character set utf8mb4 ({columns})"
                )
                # LOCAL leaves out rows that it cannot take, and cuts what is too long.
                if taken != len(rows) or cursor.warning_count:
                    raise _broken_promise(f"load of {table}")
        finally:
            os.close(reading)
            feeder.join()

    def build(self, *folders: str) -> None:
        """Run all files of some folders, in order: ``schema``, then ``views``."""
        for folder in folders:
            super().build(folder)
            if folder == "schema":
                self._compare_text_bytewise()

    def close(self) -> None:
        """Close the connection."""
        with suppress(pymysql.Error):
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that happens inside visible at once, or not at all."""
        self._connection.begin()
        try:
            yield
        except BaseException:
            with suppress(pymysql.Error):
                self._connection.rollback()
            raise
        self._connection.commit()

    def defined_names(self) -> set[str]:
        """Return the names of tables and views that are there."""
        return {name for name, *_ in self._execute("show full tables")}

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        with self._in_words(name):
            cursor = self._connection.cursor(pymysql.cursors.SSCursor)
            try:
                cursor.execute(*_with_values(statement, bound))
                columns = [
                    _column(described, field)
                    for described, field in zip(
                        cursor.description, cursor._result.fields, strict=True
                    )
                ]
                batches = iter(lambda: list(cursor.fetchmany(ROWS_AT_ONCE)), [])
                return arrow_rows.as_table(columns, batches)
            finally:
                with suppress(pymysql.Error):
                    cursor.close()

    def _run(self, statement: str, name: str) -> None:
        with self._in_words(name):
            self._execute(statement)

    def _execute(self, statement: str) -> tuple:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def _compare_text_bytewise(self) -> None:
        flavour = "mariadb" if "MariaDB" in self._connection.server_version else "mysql"
        for table in defined("schema"):
            if table.kind == "table":
                self._execute(
                    f"alter table {_name(self.prefix + table.name)} convert to"
                    f" character set utf8mb4 collate {BYTEWISE[flavour]}"
                )

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        """Turn the engine's errors into sentences that quote no row."""
        try:
            yield
        except pymysql.Error as error:
            raise _sentence(error, name, self._where) from None


def open_database(address: Address, *, read_only: bool) -> MySQLDatabase:
    """Open the database at an address."""
    return MySQLDatabase(address, read_only=read_only)


def holds_anything(address: Address) -> bool:
    """Tell whether there is a table or view of our name at an address."""
    with MySQLDatabase(address, read_only=True) as database:
        there = database.defined_names()
    return any(each.name in there for each in defined("schema", "views"))


@contextmanager
def replacing(address: Address) -> Iterator[MySQLDatabase]:
    """Build new tables beside the old ones, then put them in their place at once.

    Every definition ends a transaction in MySQL, so the new tables bear other names
    until one statement renames them all. If anything fails before, the old tables are
    still there, whole; what a loader that was killed has left is removed by the next.
    """
    with MySQLDatabase(address, read_only=False, prefix=LOADING) as database:
        _take_lock(database, address)
        _drop(database, LOADING)
        # sql/checks prove the references after the load, faster than row by row.
        database._execute("set session foreign_key_checks = 0, unique_checks = 0")
        try:
            yield database
            with database._in_words("the move of loaded tables"):
                _swap(database)
        finally:
            with suppress(CrmAnalysisError):
                _drop(database, LOADING)
                _drop(database, OLD)


def _take_lock(database: MySQLDatabase, address: Address) -> None:
    """Hold the one lock of loaders until the connection closes."""
    name = exp.Literal.string(f"crm_analysis:{urlsplit(address.url).path[1:]}"[:64])
    ((is_ours,),) = database._execute(f"select get_lock({name.sql('mysql')}, 0)")
    if not is_ours:
        raise DatabaseBusyError(
            f"{address} is being loaded by another process; wait until it has finished"
        )


def _drop(database: MySQLDatabase, prefix: str) -> None:
    """Drop what bears a prefix of ours."""
    with database._in_words("the removal of replaced tables"):
        database._execute("set session foreign_key_checks = 0")
        for name, kind in database._execute("show full tables"):
            if name.startswith(prefix):
                what = "view" if kind == "VIEW" else "table"
                database._execute(f"drop {what} if exists {_name(name)}")


def _swap(database: MySQLDatabase) -> None:
    """Rename all tables in one statement, then say again what the views read."""
    there = database.defined_names()
    renames = []
    for table in defined("schema", dialect="mysql"):
        if table.name in there:
            renames.append(f"{_name(table.name)} to {_name(OLD + table.name)}")
        renames.append(f"{_name(LOADING + table.name)} to {_name(table.name)}")
    database._execute(f"rename table {', '.join(renames)}")
    database.prefix = ""
    for view in defined("views"):
        database._execute(f"drop view if exists {_name(view.name)}")
    database.build("views")


def _name(name: str) -> str:
    """Write an identifier."""
    return exp.to_identifier(name, quoted=True).sql("mysql")


def _feed(writing: int, rows: pa.Table) -> None:
    """Write rows into a pipe; a reader that has gone away has its own error."""
    with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
        for block in blocks(rows):
            pipe.write(memoryview(block))


def _with_values(
    statement: str, bound: Mapping[str, object]
) -> tuple[str] | tuple[str, Mapping[str, object]]:
    """Put values where sqlglot left ``:name``, in the driver's own spelling."""
    if not bound:
        return (statement,)
    statement = statement.replace("%", "%%")
    for name in bound:
        statement = re.sub(rf":{name}\b", f"%({name})s", statement)
    return statement, dict(bound)


def _column(described: tuple, field: object) -> tuple[str, pa.DataType | None]:
    """Return a column's name and type."""
    name, code = described[0], described[1]
    if code == FIELD_TYPE.TINY:
        return name, arrow_rows.TRUTH if field.length == 1 else arrow_rows.WHOLE
    if code in {FIELD_TYPE.DECIMAL, FIELD_TYPE.NEWDECIMAL}:
        return name, arrow_rows.exact(field.scale)
    return name, _KINDS.get(code)


def _open(address: Address, *, may_load: bool) -> pymysql.Connection:
    parts = urlsplit(address.url)
    options = dict(parse_qsl(parts.query))
    if unknown := set(options) - set(OPTIONS) - {"charset"}:
        raise UsageError(
            f"{address} has {', '.join(sorted(unknown))} behind the question mark,"
            f" expected {', '.join(OPTIONS)}"
        )
    options.pop("charset", None)
    try:
        return pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=unquote(parts.username or "root"),
            password=unquote(parts.password or ""),
            database=unquote(parts.path.strip("/")),
            charset="utf8mb4",
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            local_infile=may_load,
            **options,
        )
    except (pymysql.Error, OSError) as error:
        raise ConnectionFailedError(_why_not(error, address)) from None


def _why_not(error: Exception, address: Address) -> str:
    """Say in a sentence why there is no connection."""
    code = error.args[0] if error.args else None
    if code in {ER.ACCESS_DENIED_ERROR, ER.DBACCESS_DENIED_ERROR}:
        return (
            f"{address} does not let this user in with this password; check both, and"
            " that the user may use the database from this machine"
        )
    if code == ER.BAD_DB_ERROR:
        return f"{address} has no such database; create it, or check its name"
    return f"no MySQL server answers at {address}; check host and port"


def _sentence(error: pymysql.Error, name: str, where: str) -> CrmAnalysisError:
    code = error.args[0] if error.args else None
    if code == ER.NO_SUCH_TABLE:
        missing = re.search(r"Table '[^'.]*\.(\w+)'", str(error))
        what = f"has no table {missing[1]}" if missing else "lacks a table or a view"
        return DataRefusedError(
            f"{where} {what}, which sql/{name} needs; make it with `crm-analysis seed`"
        )
    if code == ER.BAD_FIELD_ERROR:
        missing = re.search(r"Unknown column '([\w.]+)'", str(error))
        what = f"column {missing[1]}" if missing else "a column"
        return DataRefusedError(
            f"{where} lacks {what} that sql/{name} needs; it was made by another"
            " version, seed it again"
        )
    if code in _NO_PRIVILEGE:
        return ConnectionFailedError(
            f"the user of {where} may not do what sql/{name} needs; grant SELECT on our"
            " tables and views for reading, and CREATE, ALTER, DROP, INSERT, INDEX,"
            " REFERENCES and CREATE VIEW for seeding"
        )
    if code in _NO_LOCAL_FILES:
        return ConnectionFailedError(
            f"{where} does not take LOAD DATA LOCAL; set local_infile = 1 on the server"
            " while seeding"
        )
    if isinstance(error, _BROKEN_PROMISES):
        return _broken_promise(name)
    if code in _GONE or isinstance(error, pymysql.err.InterfaceError):
        return ConnectionFailedError(f"{where} went away during sql/{name}; try again")
    # The engine's message may quote a value of a person, so it is not passed on.
    return CrmAnalysisError(
        f"MySQL could not run sql/{name} ({type(error).__name__} {code})"
    )


def _broken_promise(name: str) -> DataRefusedError:
    return DataRefusedError(
        f"the {name} breaks a key, a not-null, a length or a check of its table in"
        " sql/schema; nothing was kept"
    )


_NO_PRIVILEGE = {
    ER.TABLEACCESS_DENIED_ERROR,
    ER.COLUMNACCESS_DENIED_ERROR,
    ER.DBACCESS_DENIED_ERROR,
    ER.SPECIFIC_ACCESS_DENIED_ERROR,
    ER.ACCESS_DENIED_ERROR,
    ER.VIEW_INVALID,
}
_NO_LOCAL_FILES = {ER.NOT_ALLOWED_COMMAND, 3948, 4166}
_GONE = {CR.CR_SERVER_LOST, CR.CR_SERVER_GONE_ERROR, ER.SERVER_SHUTDOWN, 1927, 1317}
