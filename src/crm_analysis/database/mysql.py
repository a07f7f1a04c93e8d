"""MySQL and MariaDB: read in one snapshot, loaded beside the old tables and swapped."""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import parse_qsl, unquote, urlsplit

import pyarrow as pa
import pymysql
from sqlglot import exp

from crm_analysis.database import arrow_rows, mysql_values, refusals
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import defined, defined_in
from crm_analysis.database.interface import Database
from crm_analysis.database.mysql_columns import column
from crm_analysis.database.mysql_refusals import sentence, why_not
from crm_analysis.database.statements import Literals
from crm_analysis.database.tab_separated import feed
from crm_analysis.errors import UsageError

ROWS_AT_ONCE = 20_000
CONNECT_SECONDS = 10
READ_SECONDS = 3_600
OPTIONS = ("ssl_ca", "ssl_cert", "ssl_key", "unix_socket")
# Whatever the server is set to, a session of ours is strict and counts in UTC.
SESSION = (
    "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
    " time_zone = '+00:00', sql_notes = 0,"
    " tmp_table_size = 268435456, max_heap_table_size = 268435456"
)
# Text compares byte by byte and blanks count: as in DuckDB.
BYTEWISE = {"mariadb": "utf8mb4_nopad_bin", "mysql": "utf8mb4_0900_bin"}


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
        self.execute(SESSION)
        self._is_read_only = read_only
        if read_only:
            self.execute("set session transaction isolation level repeatable read")
            self.renew()

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go.

        The rows go through a pipe, so none of them lies in a file on the way.
        """
        columns = ", ".join(quoted(each) for each in rows.column_names)
        reading, writing = os.pipe()
        feeder = threading.Thread(target=feed, args=(writing, rows))
        feeder.start()
        try:
            with (
                self.in_words(f"load of {table}"),
                self._connection.cursor() as cursor,
            ):
                taken = cursor.execute(
                    f"load data local infile '/dev/fd/{reading}' into table"
                    f" {quoted(self.prefix + table)} character set utf8mb4 ({columns})"
                )
                # LOCAL leaves out rows that it cannot take, and cuts what is too long.
                if taken != len(rows) or cursor.warning_count:
                    raise refusals.broken_promise(f"load of {table}")
        finally:
            os.close(reading)
            feeder.join()

    def run(self, name: str, **literals: Literals) -> None:
        """Run all statements of a file; text in a new table compares byte by byte."""
        super().run(name, **literals)
        if name.startswith(("schema/", "upgrades/")):
            self._compare_text_bytewise(name)

    def renew(self) -> None:
        """See what others have committed by now: begin another snapshot."""
        if self._is_read_only:
            with self.in_words("the catalogue"):
                self.execute("start transaction with consistent snapshot, read only")

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
        return {name for name, *_ in self.execute("show full tables")}

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        with self._asked(statement, name, bound) as (columns, batches):
            return arrow_rows.as_table(columns, batches)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        with self._asked(statement, name, {}) as (columns, batches):
            for rows in batches:
                yield arrow_rows.as_table(columns, [rows])

    def _values(self, statement: str, name: str) -> Iterator[list[bytes]]:
        with self._sent(statement, name, {}):
            yield from mysql_values.batches(self._connection)

    @contextmanager
    def _asked(
        self, statement: str, name: str, bound: Mapping[str, object]
    ) -> Iterator[tuple[list, Iterator[list]]]:
        """Run a query and give its columns, and its rows in parts."""
        with self._sent(statement, name, bound) as cursor:
            described = zip(cursor.description, cursor._result.fields, strict=True)
            columns = [column(*each) for each in described]
            yield columns, iter(lambda: list(cursor.fetchmany(ROWS_AT_ONCE)), [])

    @contextmanager
    def _sent(
        self, statement: str, name: str, bound: Mapping[str, object]
    ) -> Iterator[pymysql.cursors.SSCursor]:
        """Send a query, whose rows are still to be taken."""
        with self.in_words(name):
            cursor = self._connection.cursor(pymysql.cursors.SSCursor)
            try:
                cursor.execute(*_with_values(statement, bound))
                yield cursor
            finally:
                with suppress(pymysql.Error):
                    cursor.close()

    def _run(self, statement: str, name: str) -> None:
        with self.in_words(name):
            self.execute(statement)

    def execute(self, statement: str) -> tuple:
        """Run a statement of ours and return its rows; errors are the driver's."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def _compare_text_bytewise(self, name: str) -> None:
        flavour = "mariadb" if "MariaDB" in self._connection.server_version else "mysql"
        for table in defined_in(name):
            if table.kind == "table":
                self.execute(
                    f"alter table {quoted(self.prefix + table.name)} convert to"
                    f" character set utf8mb4 collate {BYTEWISE[flavour]}"
                )

    @contextmanager
    def in_words(self, name: str) -> Iterator[None]:
        """Turn the engine's errors into sentences that quote no row."""
        try:
            yield
        except pymysql.Error as error:
            raise sentence(error, name, self._where) from None


def open_database(address: Address, *, read_only: bool) -> MySQLDatabase:
    """Open the database at an address."""
    return MySQLDatabase(address, read_only=read_only)


def holds_anything(address: Address) -> bool:
    """Tell whether there is a table or view of our name at an address."""
    with MySQLDatabase(address, read_only=True) as database:
        there = database.defined_names()
    return any(each.name in there for each in defined("schema", "views"))


def quoted(name: str) -> str:
    """Write an identifier."""
    return exp.to_identifier(name, quoted=True).sql("mysql")


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
        raise why_not(error, str(address)) from None
